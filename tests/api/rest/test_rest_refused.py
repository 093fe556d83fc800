"""Tests of what is refused, and of named queries. In: the tiny library. Out: clear problems, no server error, no leak."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.rest.arguments import allowed
from api.rest.table import RESOURCES
from tests.api.rest.walked import told
from tests.contract.test_shape import ROOT

FILTERS = [(resource.name, name) for resource in RESOURCES.values() for name in allowed(resource)]


@pytest.mark.parametrize("resource", RESOURCES)
def test_an_unknown_parameter_is_refused_with_those_that_there_are(client: TestClient, resource: str) -> None:
    """A typing error is never answered as if nothing had been asked."""
    response = client.get(f"/api/v1/{resource}", params={"fliter": "x"})
    assert response.status_code == 400
    assert all(name in response.json()["advice"] for name in allowed(RESOURCES[resource]))


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/api/v1/documents?kind=Novel", "Report"),
        ("/api/v1/documents?since=99", "four digits"),
        ("/api/v1/documents?limit=0", "1 to 100"),
        ("/api/v1/documents?limit=101", "1 to 100"),
        ("/api/v1/documents?sort=price", "-date"),
        ("/api/v1/documents?kind=Report&kind=Letter", "twice"),
        ("/api/v1/documents?language=english%20please", "language tag"),
        ("/api/v1/citations?in=A/1/1", "symbol of a document"),
        ("/api/v1/citations?resolved=yes", "true or false"),
        ("/api/v1/citations?min_precision=2", "0.9"),
        ("/api/v1/queries?x=1", "none"),
        ("/api/v1?x=1", "format"),
        ("/api/v1/crimes/genocide?sort=iri", "language"),
        ("/api/v1/queries/cited-by?what=x", "target"),
        ("/api/v1/queries/cited-by", "symbol"),
        ("/api/v1/documents?symbol=" + "x" * 501, "500"),
        ("/api/v1/documents?symbol=%00", "no text has"),
    ],
)
def test_what_is_malformed_is_refused_with_what_is_allowed(client: TestClient, address: str, says: str) -> None:
    """As a problem document that a program reads and a person understands."""
    response = client.get(address)
    problem = response.json()
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert says in problem["detail"] + problem.get("advice", "")


def test_only_json_is_promised(client: TestClient) -> None:
    """Who accepts nothing else is told so."""
    assert client.get("/api/v1/crimes", headers={"Accept": "text/csv"}).status_code == 406
    assert client.get("/api/v1/crimes", headers={"Accept": "text/html, */*;q=0.1"}).status_code == 200


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    filtered=st.sampled_from(FILTERS), value=st.text(max_size=60) | st.sampled_from(["<x>", '"}', "{value}", "?item", "\\", "$1"])
)
def test_whatever_a_parameter_holds_no_server_error_comes_and_nothing_leaks(
    client: TestClient, filtered: tuple[str, str], value: str
) -> None:
    """Neither a path of this machine nor a traceback, and no text of ours is read as SPARQL."""
    response = client.get(f"/api/v1/{filtered[0]}", params={filtered[1]: value})
    assert response.status_code in (200, 400), response.text
    assert str(ROOT) not in response.text
    assert "Traceback" not in response.text


def test_a_named_query_gives_what_its_sparql_gives(client: TestClient) -> None:
    """With typed parameters, documents by any symbol, and terms as SPARQL writes them."""
    answer = told(client, "/api/v1/queries/citations-of-document", document="S/2031/44")
    again = told(client, "/sparql", query=answer["sparql"])
    assert answer["rows"]
    assert answer["rows"] == again["results"]["bindings"]
    assert answer["columns"] == again["head"]["vars"]


def test_a_query_that_nobody_named_is_a_404(client: TestClient) -> None:
    """With the names that there are."""
    response = client.get("/api/v1/queries/nothing")
    assert response.status_code == 404
    assert "cited-by" in response.json()["advice"]


def test_head_answers_as_get_without_a_body(client: TestClient) -> None:
    """As every address here does."""
    response = client.head("/api/v1/crimes")
    assert response.status_code == 200
    assert response.content == b""


def test_an_unpublished_folder_is_a_503(unpublished: TestClient) -> None:
    """The document is served all the same: it needs no generation."""
    assert unpublished.get("/api/v1/crimes").status_code == 503
    assert unpublished.get("/api/v1/openapi.json").status_code == 200
