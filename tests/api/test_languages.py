"""Tests of the answers: a document in two languages. In: made editions. Out: what is shown is one language, whole."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import documents, search
from api.corpus import overview
from api.library import Library
from api.passages import passage
from api.web.app import create_app
from ingest.pipeline import ingest
from stores.settings import Settings

pytestmark = pytest.mark.slow

FRONT = "---\nsymbol: A/86/77\nkind: report\nissued: 2032-04-01\nlanguage: {language}\ntitle: {title}\n---\n\n"
EDITIONS = {
    "en": ("Lamps and genocide", "## I. Lamps\n\n1. The lamps recalled resolution 60/1 of the General Assembly and A/85/40.\n"),
    "ar": ("المصابيح", "## I. المصابيح\n\n1. وإذ تشير إلى الوثيقة A/85/40 بشأن المصابيح في الموانئ كلها.\n"),
}


@pytest.fixture(scope="module")
def twofold(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library over one document in English and in a language whose tag comes before English."""
    folder = tmp_path_factory.mktemp("editions")
    for language, (title, words) in EDITIONS.items():
        (folder / f"{language}.md").write_text(FRONT.format(language=language, title=title) + words, encoding="utf-8")
    data: Path = tmp_path_factory.mktemp("twofold")
    own = replace(settings, data=data)
    receipt = ingest([folder], own)
    assert [line.outcome for line in receipt.lines] == ["read", "read"], receipt
    library = Library.open(own)
    yield library
    library.close()


def test_the_title_is_the_english_one_where_there_is_one(twofold: Library) -> None:
    """And the list of documents has each once."""
    with twofold.serving() as serving:
        assert documents.document(twofold, serving, twofold.iris.document("A/86/77")).title == "Lamps and genocide"
        assert [entry.title for entry in overview.entries(twofold, serving)] == ["Lamps and genocide"]


def test_what_stands_on_the_words_is_what_was_read_in_their_language(twofold: Library) -> None:
    """Spans of another language would mark other words."""
    with twofold.serving() as serving:
        view = passage(twofold, serving, f"{twofold.iris.document('A/86/77')}/para/1")
    assert view.passage.language == "en"
    assert view.statements
    assert all(view.passage.words[one.start : one.end] == one.as_printed for one in view.statements)


def test_texts_title_and_statements_come_in_the_language_that_is_wanted(twofold: Library) -> None:
    """The spans are those of the words that are shown; the view says in which languages there are words."""
    with twofold.serving() as serving:
        whole = documents.document(twofold, serving, twofold.iris.document("A/86/77"), ("ar", "fr"))
        view = passage(twofold, serving, f"{whole.iri}/para/1", ("ar", "fr"))
    assert whole.title == EDITIONS["ar"][0]
    assert whole.languages == view.languages == ("en", "ar")
    assert {part.language for part in whole.parts} == {view.passage.language} == {"ar"}
    assert view.statements
    assert all(view.passage.words[one.start : one.end] == one.as_printed for one in view.statements)


@pytest.mark.parametrize(("asked", "spoken"), [({"Accept-Language": "ar"}, "ar"), ({"Accept-Language": "fr"}, "en"), ({}, "en")])
def test_a_page_speaks_the_language_that_is_negotiated(twofold: Library, asked: dict[str, str], spoken: str) -> None:
    """It says which, leads to the others, and its Turtle has all of them."""
    client = TestClient(create_app(twofold))
    page = client.get("/doc/A/86/77/para/1", headers={"Accept": "text/html"} | asked)
    assert page.headers["content-language"] == spoken
    assert f'lang="{spoken}" dir="{"rtl" if spoken == "ar" else "ltr"}"' in page.text
    assert '<a href="?lang=ar" hreflang="ar" lang="ar" dir="rtl"' in page.text
    assert f'<meta name="citation_language" content="{spoken}">' in page.text
    data = client.get("/doc/A/86/77/para/1?format=turtle", headers=asked).text
    assert all(f"@{language}" in data for language in EDITIONS)


@pytest.mark.parametrize("language", list(EDITIONS))
def test_a_hit_has_title_and_heading_in_the_language_of_its_words(twofold: Library, language: str) -> None:
    """Whichever language matched."""
    found = search.search(twofold, EDITIONS[language][0], {"language": [language]}, limit=1, mode="dense")
    (hit,) = found.hits
    assert (hit.language, hit.title) == (language, EDITIONS[language][0])
    assert hit.section == {"en": "Lamps", "ar": "المصابيح"}[language]
