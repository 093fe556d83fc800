"""Tests of search over HTTP: the shape of the answer, filters, and the page."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.library import Library
from api.search import search
from ontology.errors import StoreStale
from stores.settings import MODELS, Settings

PAGE = {"Accept": "text/html,*/*;q=0.8"}
BASE = "https://w3id.org/mandategraph/"
HIT = {
    "iri",
    "pinpoint",
    "score",
    "parts",
    "text",
    "language",
    "fidelity",
    "document",
    "symbols",
    "title",
    "issued",
    "organs",
    "path",
    "section",
    "matched",
    "marks",
    "sentence",
    "span",
    "found_by",
    "concepts",
    "others",
    "footnote",
    "href",
}


def test_the_answer_has_the_shape_that_programs_rely_on(client: TestClient) -> None:
    """DESIGN section 5: the members, and a pinpoint and reasons with every hit."""
    answer = client.get("/search", params={"q": "early warning lamps"}).json()
    assert {"query", "filters", "generation", "total", "facets", "hits"} <= set(answer)
    first = answer["hits"][0]
    assert set(first) == HIT
    assert first["iri"] == BASE + "doc/A/85/40/para/3/a"
    assert first["pinpoint"] == "A/85/40, para. 3 (a)"
    assert set(first["matched"]) >= {"warn", "lamp"}
    assert first["sentence"] in first["text"]
    assert first["fidelity"] == "full"
    assert answer["hits"] == sorted(answer["hits"], key=lambda hit: -hit["score"])


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        ({"document": "A/86/12"}, {"A/86/12"}),
        ({"document": "S/2032/5"}, {"A/86/12"}),
        ({"document": ["A/86/12", "A/85/40"]}, {"A/86/12", "A/85/40"}),
        ({"year": "2031"}, {"A/85/40"}),
        ({"year_from": "2032"}, {"A/86/12"}),
        ({"year_to": "2031"}, {"A/85/40"}),
        ({"crime": "ethnic-cleansing", "document": "A/86/12"}, {"A/86/12"}),
        ({"fidelity": "full"}, {"A/85/40"}),
        ({"cites": "A/85/40"}, {"A/86/12"}),
        ({"kind": "activity"}, {"core-functions"}),
    ],
)
def test_filters_narrow_before_ranking(client: TestClient, filters: dict[str, str | list[str]], documents: set[str]) -> None:
    """Every hit fulfils the filter, and the total counts those that do."""
    answer = client.get("/search", params={"q": "early warning", "limit": "100", **filters}).json()
    assert {hit["document"].removeprefix(BASE + "doc/") for hit in answer["hits"]} == documents
    assert answer["total"] == len(answer["hits"])


@pytest.mark.parametrize(
    "asked",
    ["", "?q=", "?q=%20", "?q=lamp&colour=red", "?q=lamp&limit=0", "?q=lamp&limit=ten", "?q=lamp&limit=101", "?q=lamp&mode=magic",
     "?q=lamp&year=soon", "?q=lamp&q=light", "?q=lamp&year_from=2031&year_from=2032", "?q=lamp&year=20%D9%A3%D9%A1",
     "?q=lamp&actor=nobody-at-all", "?q=lamp&year_from=2032&year_to=2031", "?q=%FF", "?q=" + "x" * 2_001],
)  # fmt: skip
def test_what_cannot_be_asked_is_400(client: TestClient, asked: str) -> None:
    """With words that say what was wanted."""
    response = client.get("/search" + asked)
    assert response.status_code == 400
    assert response.json()["error"] == "BadParameter"


def test_an_unknown_parameter_is_told_which_there_are(client: TestClient) -> None:
    """A misspelt filter must not silently widen a search."""
    assert "addressee" in client.get("/search?q=lamp&adressee=x").json()["advice"]


def test_an_unknown_document_is_a_bad_filter(client: TestClient) -> None:
    """The search is there; its filter is wrong, and what is spelt like it is told."""
    response = client.get("/search?q=lamp&document=A/85/4")
    assert response.status_code == 400
    assert "Nearest: A/85/40" in response.json()["advice"]


def test_the_page_marks_words_links_pinpoints_and_tells_digests_apart(client: TestClient) -> None:
    """The digest's badge stands with its hit, and the total with a link to the JSON."""
    full = client.get("/search?q=early+warning+lamps&document=A/85/40", headers=PAGE).text
    assert '<a href="/doc/A/85/40/para/3/a">A/85/40, para. 3 (a)</a>' in full
    assert "<mark>early</mark> <mark>warning</mark> <mark>lamps</mark>" in full
    assert "our own words" not in full
    assert 'name="format" value="json"' in full
    digest = client.get("/search?q=harbours&document=A/86/12", headers=PAGE).text
    assert "digest: our own words, not the official text" in digest


def test_facets_on_the_page_narrow_and_lift(client: TestClient) -> None:
    """A facet is a button that adds its filter; once on, it is a link that takes it off, under its name."""
    page = client.get("/search?q=warning", headers=PAGE).text
    assert '<button form="state" name="crime" value="crime/genocide">' in page
    narrowed = client.get("/search?q=warning&crime=crime%2Fgenocide", headers=PAGE).text
    assert "Take off the filter crime: genocide" in narrowed
    assert '<a href="?q=warning"' in narrowed
    assert '<input type="hidden" name="crime" value="crime/genocide">' in narrowed


def test_a_facet_that_is_on_keeps_its_other_values_with_what_they_would_give(client: TestClient) -> None:
    """For every value of every facet: the count that is told is the total of the search that chooses it, other filters kept."""
    on = {"q": "warning", "kind": "paragraph", "language": "en", "document": "A/85/40"}
    told = client.get("/search", params=on).json()["facets"]
    assert len(told["document"]) > 1
    assert len(told["kind"]) > 1
    for name, values in told.items():
        for value, count in values:
            assert client.get("/search", params=on | {name: value}).json()["total"] == count, (name, value)


def test_a_value_that_is_on_stands_among_the_facets_however_rare(client: TestClient) -> None:
    """Where no passage has it together with the other filters, with nought."""
    told = client.get("/search", params={"q": "warning", "document": "A/85/40", "year": "2032"}).json()
    assert told["total"] == 0
    assert ["2032", 0] in told["facets"]["year"]
    assert [BASE + "doc/A/85/40", 0] in told["facets"]["document"]


def test_without_a_question_a_page_asks_for_one(client: TestClient) -> None:
    """The filters are kept; a program is told that the question is missing."""
    page = client.get("/search?crime=genocide", headers=PAGE)
    assert page.status_code == 200
    assert '<input type="hidden" name="crime" value="genocide">' in page.text
    assert client.get("/search?crime=genocide").status_code == 400


def test_a_hostile_question_comes_back_as_text(client: TestClient) -> None:
    """In the box, in the title and in the links."""
    page = client.get("/search", params={"q": '"><script>alert(1)</script>'}, headers=PAGE).text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_vectors_of_another_model_are_not_compared(settings: Settings) -> None:
    """Both models' vectors have the same length, so nothing else would notice; keywords know no model and answer on."""
    library = Library.open(replace(settings, model=MODELS[0]))
    try:
        with pytest.raises(StoreStale, match=MODELS[0]):
            search(library, "early warning lamps", mode="dense")
        assert search(library, "lamps", mode="keyword").hits
    finally:
        library.close()


def test_a_long_question_is_in_the_forms_and_in_no_link_but_its_citation(client: TestClient) -> None:
    """Nothing of it is in the way of a small page: pages are turned and filters taken off by buttons and boxes."""
    question = "Who keeps the lamps lit? 防止灭绝种族 " + "防" * 1_950
    page = client.get("/search", params={"q": question, "limit": "1", "fidelity": "full", "year_from": "2000"}, headers=PAGE).text
    assert len(page.encode()) < 120_000
    assert page.count("%E9%98%B2%E9%98%B2") < 2 * len(question)  # in the citation alone
    assert 'name="fidelity" value="full" checked' in page
    assert 'rel="next"' not in page
    short = client.get("/search", params={"q": "Who keeps the lamps lit?", "fidelity": "full"}, headers=PAGE).text
    assert "Take off the filter" in short
