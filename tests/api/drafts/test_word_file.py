"""Tests of drafts: Word files. In: the bytes of Word documents, and of what is none. Out: words, or a refusal."""

import io
import zipfile

import pytest
from fastapi.testclient import TestClient

from api.drafts import word_file
from api.drafts.word_file import words_of
from api.papers.paper import Block, Paper, Run
from api.papers.word import word
from api.web.portal.downloads import WORD
from ontology.errors import BadParameter, QueryTooLarge

FILE = word(
    Paper(
        "On lamps",
        (Block("paragraph", (Run("The keepers were warned <b>twice</b>.", note="A/85/40, para. 1."), Run(" Nobody came."))),),
        "From here",
    )
)


def swollen() -> bytes:
    """A package of a few kilobytes whose one part swells to 300 MB."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", b" " * 300_000_000)
    return made.getvalue()


def test_the_words_come_with_their_footnotes_and_without_what_stands_on_every_page() -> None:
    """Markup is words, and the note stands as its own paragraph behind its mark."""
    assert words_of(FILE) == "On lamps\n\nThe keepers were warned <b>twice</b>.¹ Nobody came.\n\n¹ A/85/40, para. 1."


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04\x00\xff", b"%PDF-1.7", swollen()])
def test_what_is_no_word_document_or_swells_is_refused(data: bytes) -> None:
    """Whatever it calls itself."""
    with pytest.raises(BadParameter):
        words_of(data)


def test_a_reader_that_comes_to_its_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server goes on."""
    monkeypatch.setattr(word_file, "_WALL_S", 0.001)
    with pytest.raises(QueryTooLarge, match="more time"):
        words_of(FILE)
    monkeypatch.setattr(word_file, "MOST_BYTES", 100)
    with pytest.raises(QueryTooLarge, match="at most"):
        words_of(FILE)


def test_a_file_sent_as_a_body_is_answered_with_its_text(client: TestClient) -> None:
    """And the answer is kept nowhere."""
    told = client.post("/desk/file", content=FILE, headers={"Content-Type": WORD})
    assert told.status_code == 200
    assert told.headers["content-type"] == "text/plain; charset=utf-8"
    assert told.headers["cache-control"] == "no-store"
    assert told.text == words_of(FILE)


def test_a_file_sent_by_a_form_is_answered_with_the_desk(client: TestClient) -> None:
    """As the form does without scripts: the citation in its footnote is looked up."""
    shown = client.post("/desk/file", files={"file": ("draft.docx", FILE, WORD)}, headers={"Accept": "text/html"})
    assert shown.status_code == 200
    assert "warned &lt;b&gt;twice&lt;/b&gt;." in shown.text
    assert '<strong>1</strong> <span class="state in-order">in order</span>' in shown.text


def test_other_bodies_are_refused(client: TestClient) -> None:
    """Another type, two files, and no file at all."""
    assert client.post("/desk/file", content=b"x", headers={"Content-Type": "text/plain"}).status_code == 415
    two = [("file", ("a.docx", FILE, WORD)), ("file", ("b.docx", FILE, WORD))]
    assert client.post("/desk/file", files=two).status_code == 400
    assert client.post("/desk/file", content=b"PK\x03\x04", headers={"Content-Type": WORD}).status_code == 400
