"""Tests of the first page: what is here, and where its box leads."""

import re

import pytest
from starlette.testclient import TestClient

from api.corpus.overview import addressees, crimes, entries
from api.library import Library

PAGE = {"Accept": "text/html"}
DRAFT = (
    "Calls upon the keepers of all harbours to report every warning that they received and every step that they took after it, "
    * 3
)


def test_home_tells_each_document_with_its_date(client: TestClient, library: Library) -> None:
    """What is dated in the list is dated on the page, and each leads to its document."""
    told = client.get("/", headers=PAGE).text
    with library.serving() as serving:
        for entry in entries(library, serving):
            assert f'href="/{library.iris.path(entry.iri)}"' in told
            assert (entry.date or "undated") in told


def test_the_pictures_of_home_count_what_the_graph_counts(client: TestClient, library: Library) -> None:
    """The most asked addressee stands there with the number of its recommendations, and leads to them."""
    told = client.get("/", headers=PAGE).text
    with library.serving() as serving:
        first = addressees(library, serving)[0]
        counted = serving.graph.select(
            f"SELECT (COUNT(DISTINCT ?r) AS ?n) {{ ?r a <https://w3id.org/mandategraph/ontology#Recommendation> ; "
            f"<https://w3id.org/mandategraph/ontology#addressee> <{first.iri}> }}"
        )
    assert first.count == int(str(counted[0]["n"]))
    assert re.search(rf"{re.escape(first.label)}</a></span>\s*<span class=\"number\">{first.count}<", told)


def test_crimes_are_counted_by_passage_and_year(library: Library) -> None:
    """The counts of all years together are the passages that name the crime."""
    with library.serving() as serving:
        for crime in crimes(library, serving):
            rows = serving.graph.select(
                f"SELECT (COUNT(DISTINCT ?p) AS ?n) {{ ?p <https://w3id.org/mandategraph/ontology#mentions> <{crime.iri}> ; "
                "<https://w3id.org/mandategraph/ontology#inDocument> ?document }"
            )
            assert sum(crime.named.values()) == int(str(rows[0]["n"]))


def test_every_bar_and_example_of_home_leads_somewhere_on_this_host(client: TestClient) -> None:
    """No address is empty, and none is another host's."""
    found = re.findall(r'href="([^"]*)"', client.get("/", headers=PAGE).text)
    assert len(found) > 30
    assert all(address.startswith(("/", "#")) and not address.startswith("//") for address in found)


def test_a_symbol_is_led_to_its_document_with_a_way_back(client: TestClient) -> None:
    """The document's page says what was asked, and offers to search for it."""
    led = client.post("/go", data={"q": " a/85/40 "}, headers=PAGE)
    assert (led.status_code, led.headers["location"]) == (303, "/doc/A/85/40?asked=a%2F85%2F40")
    told = client.get(led.headers["location"], headers=PAGE)
    assert told.status_code == 200
    assert "You asked for “a/85/40”" in told.text
    assert '<input type="hidden" name="q" value="a/85/40">' in told.text


def test_a_question_is_led_to_the_search(client: TestClient) -> None:
    """In one line, whatever lines it came in; by GET as by POST."""
    for led in (
        client.post("/go", data={"q": "who keeps\n the lamps?"}),
        client.get("/go", params={"q": "who keeps the lamps?"}),
    ):
        assert (led.status_code, led.headers["location"]) == (303, "/search?q=who+keeps+the+lamps%3F")


def test_a_draft_is_answered_and_stands_in_no_address(client: TestClient) -> None:
    """It is told its precedents at once; nobody on the way keeps the answer."""
    told = client.post("/go", data={"q": DRAFT}, headers=PAGE)
    assert told.status_code == 200
    assert "Precedents" in told.text
    assert told.headers["cache-control"] == "no-store"
    assert "location" not in told.headers


@pytest.mark.parametrize("draft", [f"{DRAFT}\n\n{DRAFT}", DRAFT * 40], ids=["two paragraphs", "too long for precedents"])
def test_more_than_a_paragraph_goes_to_the_desk(client: TestClient, draft: str) -> None:
    """It is answered there, and kept by nobody."""
    told = client.post("/go", data={"q": draft}, headers=PAGE)
    assert told.status_code == 200
    assert "<h1>Drafting desk</h1>" in told.text
    assert told.headers["cache-control"] == "no-store"


def test_what_was_asked_is_shown_as_text(client: TestClient) -> None:
    """Markup in the address is no markup on the page."""
    told = client.get("/doc/A/85/40", params={"asked": "<script>alert(1)</script>"}, headers=PAGE).text
    assert "<script>alert" not in told
    assert "&lt;script&gt;alert(1)" in told


def test_an_empty_box_is_told_what_may_stand_in_it(client: TestClient) -> None:
    """And so is a parameter that nobody knows."""
    assert client.post("/go", data={"q": " \n"}).status_code == 400
    assert client.get("/go", params={"question": "x"}).status_code == 400


def test_the_list_of_documents_narrows_and_is_paged(client: TestClient, library: Library) -> None:
    """Counts agree with the list; a year that nothing has is empty, a page that cannot be is refused."""
    with library.serving() as serving:
        every = entries(library, serving)
    told = client.get("/documents", headers={"Accept": "application/json"}).json()
    assert [one["iri"] for one in told["documents"]] == [one.iri for one in every]
    digests = client.get("/documents?fidelity=digest&format=json").json()
    assert digests["total"] == sum(one.is_digest for one in every) > 0
    of_year = client.get(f"/documents?year={every[0].year}", headers=PAGE).text
    assert every[0].title.replace("&", "&amp;")[:20] in of_year
    assert "No document is like that" in client.get("/documents?year=1900", headers=PAGE).text
    for wrong in ("page=0", "page=x", "fidelity=half", "colour=red"):
        assert client.get(f"/documents?{wrong}").status_code == 400


def test_undated_documents_come_last(library: Library) -> None:
    """The latest first."""
    with library.serving() as serving:
        dates = [one.date for one in entries(library, serving)]
    assert dates == sorted(dates, reverse=True)
