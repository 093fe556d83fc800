"""Tests of meaning inside SPARQL: the passages and scores of /search, over HTTP and as a function; errors with a place."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.library import Library
from api.meaning import Asking
from api.search import search
from ontology.errors import QuerySyntaxError, QueryTimeout

pytestmark = pytest.mark.slow

MG = "PREFIX mg: <https://w3id.org/mandategraph/ontology#>\n"
BASE = "https://w3id.org/mandategraph/"
FIRST = f"{BASE}doc/A/85/40"
QUESTIONS = [
    "early warning", "Who keeps the lamps lit?", "focal point of a network", "A/85/40, para. 1", "A/86/12", "war crimes",
    "genocide and crimes against humanity", "the Security Council should hear the keepers", "training of officials",
    "risk assessment", "harbour", "R2P", "que faire contre le génocide ?", 'a "quote" and a \\ backslash',
    "?p <x> } # {", "lamp* NOT storm", "kind:paragraph warning",
]  # fmt: skip
WAYS: list[tuple[dict[str, list[str]], int, str]] = [
    ({}, 10, "hybrid"),
    ({}, 3, "dense"),
    ({}, 7, "keyword"),
    ({"document": ["A/85/40"]}, 5, "hybrid"),
    ({"kind": ["paragraph"], "language": ["en"]}, 4, "hybrid"),
    ({"year_from": ["2031"], "year_to": ["2031"]}, 10, "hybrid"),
    ({"document": ["A/85/40", "A/86/12"], "crime": ["genocide"]}, 10, "hybrid"),
]


def _rows(library: Library, query: str) -> list[dict[str, str]]:
    with library.serving() as serving:
        body = Asking(library, serving).run(query, base=library.settings.base).body
    return [{name: term["value"] for name, term in row.items()} for row in json.loads(body)["results"]["bindings"]]


def _told(row: dict[str, str]) -> tuple[Any, ...]:
    parts = {name: float(row[name]) for name in ("dense", "keyword", "symbol", "rerank") if name in row}
    return row["p"], float(row["score"]), row["language"], parts


@pytest.mark.parametrize(("filters", "limit", "mode"), WAYS)
def test_passages_scores_and_parts_are_those_of_a_search(
    library: Library, filters: dict[str, list[str]], limit: int, mode: str
) -> None:
    """For every question, to the last digit and in the same order, in both spellings."""
    options = [f'search:{name} "{value}"' for name, values in filters.items() for value in values] + [f'search:mode "{mode}"']
    outputs = [f"search:{name} ?{name}" for name in ("rank", "language", "dense", "keyword", "symbol", "rerank")]
    for question in QUESTIONS:
        wanted = [
            (hit.iri, hit.score, hit.language, dict(hit.parts))
            for hit in search(library, question, filters, limit=limit, mode=mode).hits
        ]
        words = json.dumps(question, ensure_ascii=False)
        short = f"SELECT * {{ ?p search:matches ({words} ?score {limit} {' '.join(options + outputs)}) }} ORDER BY ?rank"
        verbs = [f"search:query {words}", "search:score ?score", f"search:limit {limit}", *options, *outputs]
        long = f"SELECT * {{ SERVICE search:index {{ ?p {' ; '.join(verbs)} }} }} ORDER BY ?rank"
        assert [_told(row) for row in _rows(library, short)] == wanted, question
        assert [_told(row) for row in _rows(library, long)] == wanted, question


def test_the_endpoint_answers_as_the_search_page_does(client: TestClient) -> None:
    """The same IRIs and numbers over HTTP, by GET and by POST."""
    hits = client.get("/search", params={"q": "early warning", "limit": 4}).json()["hits"]
    query = 'SELECT ?p ?s { ?p search:matches ("early warning" ?s 4 search:rank ?r) } ORDER BY ?r'
    answers = [client.get("/sparql", params={"query": query}), client.post("/sparql", data={"query": query})]
    for answer in answers:
        rows = answer.json()["results"]["bindings"]
        assert [(row["p"]["value"], float(row["s"]["value"])) for row in rows] == [(hit["iri"], hit["score"]) for hit in hits]


def test_the_pattern_of_a_block_restricts_before_the_nearest_are_taken(library: Library) -> None:
    """As the filter of a search does: the nearest in one document, not those of the nearest that are in it."""
    block = (
        MG + 'SELECT ?p ?score { SERVICE search:index { ?p search:query "training" ; search:score ?score ; search:limit 3 . '
        '?p mg:inDocument ?d . ?d mg:symbol "A/85/40" } } ORDER BY DESC(?score) ?p'
    )
    wanted = search(library, "training", {"document": ["A/85/40"]}, limit=3).hits
    assert [row["p"] for row in _rows(library, block)] == [hit.iri for hit in wanted]
    after = MG + 'SELECT ?p { ?p search:matches ("training" ?s 3) ; mg:inDocument ?d . ?d mg:symbol "A/85/40" }'
    assert len(_rows(library, after)) < len(wanted)


def test_a_pattern_that_binds_nothing_finds_nothing(library: Library) -> None:
    """And one that leaves the passage open in a branch does not restrict."""
    none = MG + 'SELECT ?p { SERVICE search:index { ?p search:query "lamp" . ?p mg:inDocument <urn:none> } }'
    assert _rows(library, none) == []
    union = 'SELECT ?p { SERVICE search:index { ?p search:query "lamp" . { VALUES ?p { <urn:x> } } UNION { } } }'
    assert len(_rows(library, union)) == len(search(library, "lamp").hits)


def test_the_dataset_of_the_request_holds_in_the_block(library: Library, client: TestClient) -> None:
    """A block sees the graphs that the query sees."""
    query = MG + 'SELECT ?p { SERVICE search:index { ?p search:query "lamp" . ?p mg:inDocument ?d } }'
    graph = f"{BASE}graph/doc/A/85/40"
    rows = client.get("/sparql", params={"query": query, "default-graph-uri": graph}).json()["results"]["bindings"]
    assert rows
    assert all(row["p"]["value"].startswith(FIRST) for row in rows)
    assert [row["p"] for row in _rows(library, query.replace("{", f"FROM <{graph}> {{", 1))] == [
        row["p"]["value"] for row in rows
    ]


def test_the_nearest_to_a_passage_leave_it_out(library: Library) -> None:
    """By IRI or by a path against the base, in both spellings; the passage is not its own neighbour."""
    passage = f"{FIRST}/para/3/a"
    short = f"SELECT ?p ?s {{ ?p search:similarTo (<{passage}> ?s 4 search:rank ?r) }} ORDER BY ?r"
    long = (
        "SELECT ?p ?s { SERVICE search:index { ?p search:similarTo <doc/A/85/40/para/3/a> ; search:score ?s ; search:limit 4 ; "
        "search:rank ?r } } ORDER BY ?r"
    )
    rows = _rows(library, short)
    assert len(rows) == 4
    assert passage not in {row["p"] for row in rows}
    assert _rows(library, long) == rows


@pytest.mark.parametrize(
    ("query", "place", "says"),
    [
        ('SELECT * {\n ?p search:matches ("x" search:colour "red") }', (2, 39), "colour"),
        ('SELECT * {\n ?p search:matches ("x" search:kind "paragraph" search:crime "none-such") }', (2, 62), "none-such"),
        ('SELECT * {\n ?p search:matches ("x" ?s 0) }', (2, 28), "limit"),
        ('SELECT * {\n ?p search:matches ("x" ?s 100000) }', (2, 28), "limit"),
        ('SELECT * {\n ?p search:matches ("x" search:mode "psychic") }', (2, 37), "mode"),
        ('SELECT * {\n ?p search:matches ("x" search:year_from 2031 search:year_to 2030) }', (2, 5), "year"),
        ('SELECT * {\n ?p search:matches "" }', (2, 5), "empty"),
        ("SELECT * {\n ?p search:similarTo <doc/none> }", (2, 5), "none"),
        ("SELECT * {\n ?p search:matches ?words }", (2, 20), "constants"),
        ('SELECT * {\n ?p search:matches ("x" ?s 5) . ?p ?q }', (2, 39), "wanted"),
        ('SELECT * {\n ?p search:matches ("x" ?s 5) . }\nLIMIT many', (3, 7), "malformed"),
        ('SELECT * {\n FILTER(1 + ) ?p search:matches ("x" ?s 5) . }', (2, None), "malformed"),
        ('SELECT * {\n ?p search:matches ("x" ?s 5) .\n BIND(1 AS ?s) }', (3, None), "malformed"),
        ('SELECT * {\n SERVICE search:index { ?p search:query "x" . ?p ?q . } }', (2, None), "wanted"),
        ('SELECT * {\n SERVICE search:index { ?p search:query "x" . ?p ?q ?r FILTER() } }', (2, None), "malformed"),
    ],
)
def test_what_is_wrong_is_a_400_with_its_place_in_the_text_that_came(
    client: TestClient, query: str, place: tuple[int, int | None], says: str
) -> None:
    """Also where the engine finds it in the rewritten text."""
    answer = client.get("/sparql", params={"query": query})
    told = answer.json()
    assert answer.status_code == 400, told
    assert says in told["detail"]
    assert told["line"] == place[0]
    assert f"line {told['line']}, column {told['column']}" in told["detail"]
    assert place[1] in (None, told["column"])


def test_other_services_stay_refused(client: TestClient) -> None:
    """Before and inside a block of ours."""
    for query in (
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
        'SELECT * { SERVICE search:index { ?p search:query "x" . SERVICE <http://x/> { ?p ?q ?r } } }',
        'PREFIX search: <http://x/> SELECT * { SERVICE search:index { ?p search:query "x" } }',
    ):
        answer = client.get("/sparql", params={"query": query})
        assert (answer.status_code, answer.json()["error"]) == (403, "QueryRefused"), answer.text


def test_a_query_without_a_search_is_not_touched(library: Library) -> None:
    """Not even where it speaks of searching."""
    with library.serving() as serving:
        asking = Asking(library, serving)
        for query in ("SELECT * { ?s ?p ?o }", 'SELECT * { ?s ?p "search:matches" } # search:matches', "not SPARQL at all"):
            assert asking.rewritten(query, base=BASE) is None


def test_searches_count_against_the_time_of_the_query(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has no time left is not begun."""
    clock = iter(range(0, 1000, 20))
    monkeypatch.setattr("api.meaning.time.monotonic", lambda: float(next(clock)))
    with pytest.raises(QueryTimeout, match="searches"):
        _rows(library, 'SELECT * { ?p search:matches "lamp" }')


def test_an_error_in_our_own_words_has_the_place_of_the_search(library: Library) -> None:
    """A variable that the answer binds may not be bound again."""
    with pytest.raises(QuerySyntaxError) as caught:
        _rows(library, 'SELECT (1 AS ?s) ?p {\n\n ?p search:matches ("lamp" ?s) }')
    assert "VALUES" not in caught.value.message
