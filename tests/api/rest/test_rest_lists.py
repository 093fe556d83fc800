"""Tests of the lists. In: the tiny library. Out: each list is complete, in order, narrowed rightly, and what its SPARQL says."""

import pytest
from starlette.testclient import TestClient

from api.rest.compose import quoted
from api.rest.fields import Filter, Resource
from api.rest.table import RESOURCES
from tests.api.rest.walked import PREFIXES, all_iris, iris_of_rows, told

pytestmark = pytest.mark.slow

BASE = "https://w3id.org/mandategraph/"
EACH = pytest.mark.parametrize("resource", RESOURCES.values(), ids=list(RESOURCES))
FILTERED = [(resource, one) for resource in RESOURCES.values() for one in resource.filters]
EACH_FILTER = pytest.mark.parametrize(
    ("resource", "one"), FILTERED, ids=[f"{resource.name}-{one.name}" for resource, one in FILTERED]
)
SORTED = [(resource, sort.name) for resource in RESOURCES.values() for sort in resource.sorts]
# What the tiny library holds where the table's example is of other documents.
HERE = {
    ("documents", "kind"): "Report",
    ("recommendations", "in"): "A/85/40",
    ("recommendations", "asked_by"): "actor/secretary-general",
    ("networks", "named_in"): "A/85/40",
    ("situations", "in"): "A/85/40",
}
# Lists and filters to which the tiny library has no answer: they are held on the real documents, by the same queries.
EMPTY_HERE = {"situations"}


def value_of(resource: Resource, one: Filter) -> str:
    """An argument of a filter for which the tiny library has an answer."""
    return HERE.get((resource.name, one.name), one.example)


def term_of(one: Filter, value: str) -> str:
    """The term of an argument, found another way than the code does."""
    if one.words:
        return one.words[value]
    if one.type == "boolean":
        return value
    if one.type in ("year", "string"):
        return quoted(value)
    return f"<{BASE}{value if value.partition('/')[0] in HOMES else f'doc/{value}'}>"


HOMES = ("actor", "crime", "region", "state", "instrument", "theme", "network", "risk-factor")


@EACH
def test_walking_a_list_meets_every_item_once(client: TestClient, resource: Resource) -> None:
    """Page by page, three at a time, whatever the pages cut through; what is expected is one plain query."""
    expected = set(iris_of_rows(client, f"{PREFIXES} SELECT ?item {{ {resource.pattern} }}"))
    limit = max(3, len(expected) // 12)
    found = all_iris(client, resource.name, limit=min(limit, 100))
    assert len(found) == len(set(found))
    assert set(found) == expected
    assert bool(expected) != (resource.name in EMPTY_HERE)


@pytest.mark.parametrize(("resource", "order"), SORTED, ids=[f"{resource.name}-{order}" for resource, order in SORTED])
def test_an_order_holds_over_pages(client: TestClient, resource: Resource, order: str) -> None:
    """What pages of a few items give is the beginning of what one large page gives, ties included."""
    whole = [item["iri"] for item in told(client, f"/api/v1/{resource.name}", sort=order, limit=100)["items"]]
    page, found = told(client, f"/api/v1/{resource.name}", sort=order, limit=7), []
    for _ in range(6):
        found += [item["iri"] for item in page["items"]]
        if not page["next"]:
            break
        page = told(client, page["next"])
    assert found == whole[: len(found)]


@EACH
def test_the_sparql_of_a_list_gives_the_same_items_and_values(client: TestClient, resource: Resource) -> None:
    """On the first page and on one reached by a cursor."""
    first = told(client, f"/api/v1/{resource.name}", limit=4)
    for page in (first, told(client, first["next"]) if first["next"] else first):
        assert iris_of_rows(client, page["sparql"]) == [item["iri"] for item in page["items"]]


@EACH_FILTER
def test_a_filter_narrows_as_its_pattern_says_and_its_sparql_agrees(client: TestClient, resource: Resource, one: Filter) -> None:
    """Against one plain query without pages or windows."""
    value = value_of(resource, one)
    term = term_of(one, value)
    expected = set(
        iris_of_rows(client, f"{PREFIXES} SELECT ?item {{ {resource.pattern} {one.pattern.replace('{value}', term)} }}")
    )
    found = all_iris(client, resource.name, limit=50, **{one.name: value})
    page = told(client, f"/api/v1/{resource.name}", limit=5, **{one.name: value})
    assert len(found) == len(set(found))
    assert set(found) == expected
    assert iris_of_rows(client, page["sparql"]) == [item["iri"] for item in page["items"]]


def test_most_filters_find_something_in_the_tiny_library(client: TestClient) -> None:
    """Or the test above would hold of empty lists alone."""
    found = {
        f"{resource.name} {one.name}": bool(
            told(client, f"/api/v1/{resource.name}", limit=1, **{one.name: value_of(resource, one)})["items"]
        )
        for resource, one in FILTERED
        if resource.name not in EMPTY_HERE
    }
    empty = [name for name, is_found in found.items() if not is_found]
    assert empty == ["recommendations asked_by", "mandates basis", "risk-factors named_in"]


def test_a_unit_may_be_a_passage(client: TestClient) -> None:
    """Citations out of one paragraph are those that stand on it; those into a passage name it."""
    out = told(client, "/api/v1/citations", **{"in": "doc/core-functions/p/6"})["items"]
    assert out
    assert {item["evidence"]["passage"]["iri"] for item in out} == {f"{BASE}doc/core-functions/p/6"}
    into = told(client, "/api/v1/citations", cites="doc/A/RES/60/1/para/138")["items"]
    assert {passage["iri"] for item in into for passage in item["cited_passages"]} >= {f"{BASE}doc/A/RES/60/1/para/138"}
    assert told(client, "/api/v1/actors", named_in="doc/core-functions/p/6")["items"]


def test_a_short_name_a_path_and_an_iri_lead_to_the_same(client: TestClient) -> None:
    """A caller gives whichever is at hand."""
    found = [
        all_iris(client, "recommendations", addressee=name)
        for name in ("member-states", "actor/member-states", f"{BASE}actor/member-states")
    ]
    assert found[0]
    assert found[0] == found[1] == found[2]


def test_labels_and_texts_come_in_the_language_asked_for(client: TestClient) -> None:
    """Where there are any; else in English, and the answer says which."""
    item = told(client, "/api/v1/crimes/genocide", language="fr")["item"]
    assert item["label"]["language"] == "fr"
    assert told(client, "/api/v1/risk-factors/8", language="fr")["item"]["label"]["language"] == "en"
    assert told(client, "/api/v1/crimes/genocide")["item"]["label"] == {"text": "genocide", "language": "en"}
