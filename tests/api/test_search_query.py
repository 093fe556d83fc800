"""Tests of a search as a query: what it finds is what the search found, in the same order, for any state of the screen."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.found.query import MOST_BOUND, query_of
from api.library import Library
from api.meaning import Asking
from api.paging import Page
from api.search import search

QUESTIONS = ('kind:paragraph "warning"', "A/85/40, para. 1", 'a "quote" and a \\ backslash of lamps')
STATES: list[dict[str, Any]] = [
    {},
    {"limit": 3, "offset": 3},
    {"sort": "newest", "limit": 7, "mode": "dense"},
    {"sort": "oldest", "limit": 20, "mode": "keyword", "group": "document"},
]
FILTERS: list[dict[str, list[str]]] = [
    {},
    {"document": ["A/85/40", "A/86/12"], "crime": ["genocide"]},
    {"kind": ["Recommendation", "Footnote"], "year_from": ["2031"], "year_to": ["2031"]},
    {"kind": ["Paragraph", "Activity"], "fidelity": ["full"], "language": ["en"]},
    {"since": ["2031-02"], "until": ["2032-06-01"]},
    {"year": ["2031", "2032"], "type": ["Report"]},
    {"cites": ["A/85/40"]},
]


def _found(library: Library, query: str) -> list[tuple[str, float]]:
    with library.serving() as serving:
        body = Asking(library, serving).run(query, base=library.settings.base).body
    return [(row["passage"]["value"], float(row["score"]["value"])) for row in json.loads(body)["results"]["bindings"]]


@pytest.mark.slow
@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_the_query_finds_the_passages_of_the_search(library: Library, filters: dict[str, list[str]]) -> None:
    """Passages and scores, in order, for every question and every state."""
    for question in QUESTIONS:
        for state in STATES:
            answer = search(library, question, filters, **state)
            assert _found(library, answer.sparql) == [(hit.iri, hit.score) for hit in answer.hits], (
                question,
                state,
                answer.sparql,
            )


@pytest.mark.slow
def test_the_query_finds_the_passages_for_every_value_of_every_facet(library: Library) -> None:
    """Each filter has a pattern, and it keeps what the filter keeps."""
    told = search(library, "warning").facets
    for name, values in told.items():
        for value, count in values:
            answer = search(library, "warning", {name: [value]}, limit=100)
            assert answer.total == count
            assert _found(library, answer.sparql) == [(hit.iri, hit.score) for hit in answer.hits], answer.sparql


def test_filters_stand_as_patterns_of_the_graph(library: Library) -> None:
    """Not by name, where the pattern says the same."""
    query = search(library, "lamps", {"crime": ["genocide"], "addressee": ["member-states"]}).sparql
    assert "mg:mentions" in query
    assert "mg:addressee" in query
    assert "search:crime" not in query


def test_the_query_of_the_page_answers_over_http(client: TestClient) -> None:
    """As the page shows it, sent to the endpoint as it is."""
    asked = {"q": "early warning lamps", "crime": "genocide", "limit": "5"}
    answer = client.get("/search", params=asked).json()
    rows = client.get("/sparql", params={"query": answer["sparql"]}).json()["results"]["bindings"]
    assert [row["passage"]["value"] for row in rows] == [hit["iri"] for hit in answer["hits"]]
    assert [row["pinpoint"]["value"] for row in rows] == [hit["pinpoint"] for hit in answer["hits"]]
    assert [row["words"]["value"] for row in rows] == [hit["text"] for hit in answer["hits"]]


def test_filters_that_leave_very_many_passages_go_by_name() -> None:
    """A pattern would have to bind all of them."""
    query = query_of("peace", {"type": ["Resolution"], "since": 20150301}, Page(), total=MOST_BOUND + 1)
    assert 'search:type "Resolution"' in query
    assert 'search:since "2015-03-01"' in query
    assert "inDocument/a" not in query
