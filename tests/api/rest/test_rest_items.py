"""Tests of single items. In: the tiny library. Out: each item is read where its list says, with evidence and fidelity."""

import pytest
from starlette.testclient import TestClient

from api.changes import Gone
from api.rest.fields import Resource
from api.rest.table import RESOURCES
from tests.api.rest.walked import iris_of_rows, rows, told

EACH = pytest.mark.parametrize("resource", RESOURCES.values(), ids=list(RESOURCES))
FINDINGS = ("citations", "recommendations", "mentions")


@EACH
def test_every_item_of_a_page_is_read_at_its_own_address(client: TestClient, resource: Resource) -> None:
    """With the same members and values, and its SPARQL gives that item alone."""
    for item in told(client, f"/api/v1/{resource.name}", limit=3)["items"]:
        answer = told(client, item["href"])
        assert answer["item"] == item
        assert iris_of_rows(client, answer["sparql"]) == [item["iri"]]


@EACH
def test_what_an_item_leads_to_is_there(client: TestClient, resource: Resource) -> None:
    """Each of its links is a list that answers."""
    item = told(client, f"/api/v1/{resource.name}", limit=1)["items"]
    for link in item[0]["links"].values() if item else ():
        assert "items" in told(client, link)


def test_a_parallel_symbol_and_a_whole_path_lead_to_the_document(client: TestClient) -> None:
    """Whichever symbol is at hand, percent-encoded or not."""
    found = {
        told(client, f"/api/v1/documents/{path}")["item"]["iri"]
        for path in ("A/85/40", "S/2031/44", "doc/A/85/40", "A%2F85%2F40")
    }
    assert len(found) == 1


@pytest.mark.parametrize("name", FINDINGS)
def test_a_finding_carries_its_whole_evidence(client: TestClient, name: str) -> None:
    """The words that stand at the span in the passage are the words as printed."""
    for item in told(client, f"/api/v1/{name}", limit=20)["items"]:
        evidence = item["evidence"]
        path = evidence["passage"]["iri"].removeprefix("https://w3id.org/mandategraph/doc/")
        passage = told(client, f"/api/v1/paragraphs/{path}")["item"]
        assert passage["text"]["text"][evidence["start"] : evidence["end"]] == evidence["as_printed"]
        assert passage["label"]["text"] == evidence["passage"]["label"]
        assert evidence["method"]
        assert 0 < evidence["confidence"] <= 1
        assert evidence["fidelity"] == passage["fidelity"]


def test_precision_is_told_with_its_sample_where_it_was_measured(client: TestClient) -> None:
    """And left null where nobody measured, never guessed."""
    found = told(client, "/api/v1/mentions", limit=100)["items"]
    measured = [item["evidence"] for item in found if item["evidence"]["precision"] is not None]
    assert measured
    assert all(one["precision_sample"] > 0 and one["precision_lower_bound"] <= one["precision"] for one in measured)


def test_a_digest_is_told_as_a_digest(client: TestClient) -> None:
    """Our own words never pass for those of the original."""
    document = told(client, "/api/v1/documents/core-functions")["item"]
    assert [one["chosen"] for one in document["renditions"]] == [True]
    paragraph = told(client, "/api/v1/paragraphs/core-functions/p/6")["item"]
    known = rows(client, "SELECT ?p { <https://w3id.org/mandategraph/doc/core-functions/p/6> ?p ?o }")
    is_digest = any(row["p"]["value"].endswith("#digestText") for row in known)
    assert paragraph["fidelity"] == ("digest" if is_digest else "full")


def test_parts_of_an_item_are_objects_of_their_own(client: TestClient) -> None:
    """Legal bases of a crime and indicators of a risk factor, each with its IRI and its fields."""
    bases = told(client, "/api/v1/crimes/genocide")["item"]["legal_bases"]
    assert {base["instrument"]["label"] for base in bases} > {"Rome Statute of the International Criminal Court"}
    assert all(base["article"] and base["iri"].startswith("https://w3id.org/mandategraph/legal-basis/") for base in bases)
    indicators = told(client, "/api/v1/risk-factors/8")["item"]["indicators"]
    assert len(indicators) == 12
    assert {one["number"].partition(".")[0] for one in indicators} == {"8"}


@pytest.mark.parametrize(
    "path", ["crimes/nothing", "documents/A/1/1", "actors/crime/genocide", "paragraphs/core-functions", "crimes/"]
)
def test_what_is_not_there_is_a_404_that_says_where_to_look(client: TestClient, path: str) -> None:
    """Something of another kind is not there either."""
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 404
    assert response.json()["advice"].startswith("/api/v1/")


def test_what_was_taken_back_is_a_410(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the change log says; what was never there stays a 404."""
    iri = "https://w3id.org/mandategraph/crime/withdrawn"
    gone = Gone(iri, "g000007-abc", "2031-02-09T12:00:00Z")
    monkeypatch.setattr("api.rest.lists.was_withdrawn", lambda _, asked: gone if asked == iri else None)
    response = client.get("/api/v1/crimes/withdrawn")
    assert response.status_code == 410
    assert "g000007-abc" in response.json()["detail"]
    assert client.get("/api/v1/crimes/never").status_code == 404
