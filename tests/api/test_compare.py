"""Tests of comparing two passages: what only one of them says, how they are named, and the page."""

import pytest
from starlette.testclient import TestClient

from api.found.compare import compared
from api.library import Library
from ontology.errors import BadParameter, NotFound

PAGE = {"Accept": "text/html,*/*;q=0.8"}
BASE = "https://w3id.org/mandategraph/"
FIRST, SECOND = "A/85/40, para. 3 (a)", "A/85/40, para. 3 (b)"


def test_both_texts_come_whole_with_what_is_their_own(library: Library) -> None:
    """The pieces joined are the text; what is the same on one side is the same on the other."""
    found = compared(library, FIRST, SECOND)
    with library.serving() as serving:
        for side in (found.first, found.second):
            told = {str(term) for term in serving.graph.facts(side.iri)[f"{BASE}ontology#text"]}
            assert "".join(piece.text for piece in side.pieces) in told
    assert found.first.shared == found.second.shared
    assert {piece.kind for piece in found.first.pieces} <= {"same", "dropped"}
    assert {piece.kind for piece in found.second.pieces} <= {"same", "added"}
    assert not found.is_same


@pytest.mark.parametrize("name", ["A/85/40, para. 3 (a)", "doc/A/85/40/para/3/a", BASE + "doc/A/85/40/para/3/a"])
def test_a_passage_is_named_by_pinpoint_path_or_iri(library: Library, name: str) -> None:
    """And is the same as itself."""
    found = compared(library, name, "doc/A/85/40/para/3/a")
    assert found.first.iri == BASE + "doc/A/85/40/para/3/a"
    assert found.is_same


@pytest.mark.parametrize(
    ("name", "error"),
    [("", BadParameter), ("x" * 501, BadParameter), ("A/85/40", BadParameter), ("A/85/40, paras. 1 and 3", BadParameter),
     ("A/99/999, para. 1", NotFound), ("A/85/40, para. 999", NotFound)],
)  # fmt: skip
def test_what_is_no_single_passage_is_refused(library: Library, name: str, error: type[Exception]) -> None:
    """With words that say what to give instead."""
    with pytest.raises(error):
        compared(library, name, FIRST)


def test_the_page_says_in_words_what_stands_on_one_side_only(client: TestClient) -> None:
    """For those who do not see the marks; with both footnotes, the query and the address."""
    page = client.get("/compare", params={"p": ["doc/A/85/40/para/3/a", "doc/A/85/40/para/3/b"]}, headers=PAGE).text
    assert '<del><span class="hidden">[only in the first: </span>' in page
    assert '<ins><span class="hidden">[only in the second: </span>' in page
    assert page.count('class="footnote"') == 2
    assert "VALUES (?passage ?language)" in page
    assert "compare?a=doc%2FA%2F85%2F40%2Fpara%2F3%2Fa&amp;b=" in page


def test_the_query_of_the_page_finds_both_texts(client: TestClient) -> None:
    """As JSON has them."""
    asked = {"a": FIRST, "b": SECOND}
    told = client.get("/compare", params=asked).json()
    page = client.get("/compare", params=asked, headers=PAGE)
    assert page.status_code == 200
    texts = {"".join(piece["text"] for piece in told[side]["pieces"]) for side in ("first", "second")}
    first, second = told["first"]["iri"], told["second"]["iri"]
    query = (
        f"PREFIX mg: <{BASE}ontology#> SELECT ?words {{ VALUES ?passage {{ <{first}> <{second}> }} "
        "?passage mg:text|mg:digestText ?words }"
    )
    rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert {row["words"]["value"] for row in rows} == texts


@pytest.mark.parametrize(
    "marked", [[], ["doc/A/85/40/para/1"], ["doc/A/85/40/para/1", "doc/A/85/40/para/3", "doc/A/86/12/para/1"]]
)
def test_fewer_or_more_than_two_are_asked_for_again(client: TestClient, marked: list[str]) -> None:
    """By a form; a program is told."""
    page = client.get("/compare", params={"p": marked}, headers=PAGE)
    assert page.status_code == 200
    assert '<input id="a" name="a"' in page.text
    assert ("marked" in page.text) == bool(marked)
    assert client.get("/compare", params={"p": marked}).status_code == 400


@pytest.mark.parametrize("asked", ["a=1&b=2&lang=xx", "a=1&a=2", "c=1", "a=%3Cscript%3E&b=%3Cscript%3E"])
def test_what_cannot_be_asked_is_no_server_error(client: TestClient, asked: str) -> None:
    """And comes back as text."""
    response = client.get(f"/compare?{asked}", headers=PAGE)
    assert response.status_code in (400, 404)
    assert "<script>" not in response.text
