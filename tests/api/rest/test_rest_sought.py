"""Tests of how a page is sought. In: the tiny library. Out: whichever way is the cheapest, the same items in the same order."""

import pytest
from starlette.testclient import TestClient

from api.rest import sought
from api.rest.fields import Resource, Sort
from api.rest.sought import in_order
from api.rest.table import RESOURCES
from tests.api.rest.walked import pages

pytestmark = pytest.mark.slow

SORTED = [(resource, sort.name) for resource in RESOURCES.values() for sort in resource.sorts if resource.name != "situations"]
NARROWED = [
    ("citations", {"cites": "A/RES/60/1"}),
    ("mentions", {"of": "crime/genocide", "sort": "-date"}),
    ("recommendations", {"addressee": "actor/member-states"}),
    ("paragraphs", {"mentions": "crime/genocide", "since": "2005"}),
]
# Bounds by which each way is taken: sorted by the engine, in windows of documents, in windows and then in all at once.
WAYS = [{"MOST_SORTED_HERE": 0}, {"_MOST_NARROW": -1}, {"_MOST_NARROW": -1, "_FIRST_WINDOW": 1, "_WIDEST": 1}]


def walked(client: TestClient, name: str, asked: dict[str, str]) -> list[str]:
    """The IRIs of the first pages of a list."""
    found = [
        item["iri"] for page, _ in zip(pages(client, name, limit=9, **asked), range(4), strict=False) for item in page["items"]
    ]
    assert found
    return found


@pytest.mark.parametrize(("resource", "order"), SORTED, ids=[f"{resource.name}-{order}" for resource, order in SORTED])
def test_each_way_gives_the_same_order(
    client: TestClient, resource: Resource, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over pages: the cursor does not know which way it came."""
    usual = walked(client, resource.name, {"sort": order})
    for way in WAYS if resource.by_document else WAYS[:1]:
        with monkeypatch.context() as patched:
            for name, bound in way.items():
                patched.setattr(sought, name, bound)
            assert walked(client, resource.name, {"sort": order}) == usual, way


@pytest.mark.parametrize(("name", "asked"), NARROWED, ids=[name for name, _ in NARROWED])
def test_a_narrow_filter_gives_the_same_as_going_through_documents(
    client: TestClient, name: str, asked: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is one query from the thing that is asked for, the second goes document by document."""
    usual = walked(client, name, asked)
    for way in WAYS:
        with monkeypatch.context() as patched:
            for bound, value in way.items():
                patched.setattr(sought, bound, value)
            assert walked(client, name, asked) == usual, way


def test_texts_are_ordered_by_code_points_and_numbers_by_size() -> None:
    """As SPARQL orders plain literals and integers; ties by IRI."""
    keys = RESOURCES["paragraphs"].sorts[2].keys
    told = [("2001", "b", 10, "z"), ("2001", "b", 9, "y"), ("2001", "B", 1, "x"), ("2002", "é", 1, "w"), ("2001", "b", 9, "a")]
    rows = [
        {name: {"value": str(value)} for name, value in zip(("date", "documentIri", "order", "item"), row, strict=True)}
        for row in told
    ]
    assert [row["item"]["value"] for row in in_order(rows, Sort("any", keys))] == ["w", "x", "a", "y", "z"]
