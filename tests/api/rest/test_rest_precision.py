"""Tests of the least precision. In: the tiny library. Out: findings below it, or never measured, are left out everywhere."""

import re
from decimal import Decimal

import pytest
from starlette.testclient import TestClient

from api.library import Library
from api.precision import least_precision, precision_of
from ontology.errors import BadParameter
from tests.api.rest.walked import all_iris, pages, told


@pytest.mark.parametrize("name", ["citations", "mentions", "recommendations"])
@pytest.mark.parametrize("least", ["0.5", "0.9", "1"])
def test_findings_below_the_least_precision_are_left_out(client: TestClient, name: str, least: str) -> None:
    """And all others stay, in their order."""
    everything = [item for page in pages(client, name, limit=100) for item in page["items"]]
    expected = [
        item["iri"]
        for item in everything
        if (item["evidence"]["precision"] is not None and item["evidence"]["precision"] >= float(least))
        or item["evidence"]["verdict"] in ("right", "corrected")
    ]
    assert all_iris(client, name, limit=100, min_precision=least) == expected


def test_some_findings_of_the_tiny_library_are_left_out(client: TestClient) -> None:
    """Or the test above would hold of any answer."""
    assert 0 < len(all_iris(client, "mentions", min_precision="1")) < len(all_iris(client, "mentions"))


def test_a_filter_that_rests_on_findings_wants_one_that_is_precise(client: TestClient) -> None:
    """A paragraph that names something only by way of an imprecise method is not answered."""
    for target in {item["of"]["iri"] for item in told(client, "/api/v1/mentions", limit=100)["items"]}:
        precise = {
            item["evidence"]["passage"]["iri"]
            for page in pages(client, "mentions", of=target, min_precision="1", limit=100)
            for item in page["items"]
        }
        assert set(all_iris(client, "paragraphs", mentions=target, min_precision="1", limit=100)) == precise


def test_the_sparql_of_a_narrowed_answer_is_narrowed_too(client: TestClient) -> None:
    """So that who runs it sees the same."""
    page = told(client, "/api/v1/mentions", min_precision="1", limit=5)
    found = told(client, "/sparql", query=page["sparql"])["results"]["bindings"]
    assert list(dict.fromkeys(row["item"]["value"] for row in found)) == [item["iri"] for item in page["items"]]
    assert ">= 1" in page["sparql"]


@pytest.mark.parametrize("text", ["", "1.1", "-0", ".5", "1e-1", "0.9 ", "nan", "٠", "0.1234567"])
def test_what_is_no_precision_is_refused(text: str) -> None:
    """With an example of one."""
    with pytest.raises(BadParameter, match=r"0\.9"):
        least_precision(text)


def test_the_precision_of_findings_is_answered_by_iri(client: TestClient, library: Library) -> None:
    """As the lists tell it; None where it was not measured."""
    told_of = {item["iri"]: item["evidence"]["precision"] for item in told(client, "/api/v1/mentions", limit=50)["items"]}
    with library.serving() as serving:
        found = precision_of(serving, list(told_of))
        assert precision_of(serving, []) == {}
    assert {iri: None if one is None else float(one) for iri, one in found.items()} == told_of
    assert all(one is None or isinstance(one, Decimal) for one in found.values())


@pytest.mark.parametrize("address", ["/search?q=warning", "/queries/documents-list", "/api/v1/queries/documents-list"])
def test_who_asks_elsewhere_is_told_which_lists_take_it(client: TestClient, address: str) -> None:
    """A bound that was not heeded would be worse than none."""
    refused = client.get(f"{address}{'&' if '?' in address else '?'}min_precision=0.9")
    assert refused.status_code == 400
    assert {"/api/v1/citations", "/api/v1/mentions"} <= set(re.findall(r"/api/v1/[\w-]+", refused.json()["advice"]))
