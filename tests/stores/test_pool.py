"""Tests of the keepers: the query pool. In: a small published store. Out: answers, and what happens at each limit."""

import json
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ontology.errors import (
    BadParameter,
    EngineBusy,
    QueryError,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    StoreError,
    StoreMissing,
)
from stores.graph.pool import QueryPool
from stores.graph.rows import rows_of
from stores.graph.store import GraphStore
from stores.graph.turns import MOST_WAITING

pytestmark = pytest.mark.slow

BASE = "http://example.org/"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
MANY = 600


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published store with two graphs."""
    home = tmp_path_factory.mktemp("pool")
    with GraphStore.open(home / "working") as store:
        lines = "".join(f'<urn:s:{number}> <urn:p> "text {number}" .\n' for number in range(MANY))
        store.replace("urn:g:1", lines.encode())
        store.replace("urn:g:2", b'<http://example.org/x> <urn:q> "a\\n\\"},{\\"\\",{}\\r\\n"@en .\n<urn:s:0> <urn:q> "},{" .\n')
        store.backup(home / "graph")
    return home / "graph"


@pytest.fixture(scope="module")
def pool(folder: Path) -> Iterator[QueryPool]:
    """Two workers with ample limits."""
    with QueryPool(folder, workers=2, wall_s=20, memory_mb=512, max_rows=5_000, max_bytes=1_000_000) as pool:
        yield pool


@pytest.fixture
def narrow(folder: Path) -> Iterator[QueryPool]:
    """One worker with little of everything."""
    with QueryPool(folder, workers=1, wall_s=0.5, memory_mb=64, max_rows=10, max_bytes=2_000) as pool:
        yield pool


def _values(pool: QueryPool, query: str, **dataset: list[str]) -> list[str]:
    body = pool.run(query, base=BASE, **dataset).body  # type: ignore[arg-type] # the two dataset arguments
    return [row["o"]["value"] for row in json.loads(body)["results"]["bindings"]]


@pytest.mark.parametrize(
    ("results_format", "media_type"),
    [
        ("json", "application/sparql-results+json"),
        ("xml", "application/sparql-results+xml"),
        ("csv", "text/csv"),
        ("tsv", "text/tab-separated-values"),
    ],
)
def test_rows_are_counted_in_every_format(pool: QueryPool, results_format: str, media_type: str) -> None:
    """Texts that look like the end of a row are not counted, rows without a value are."""
    query = "SELECT ?o ?none { { ?s <urn:q> ?o } UNION {} UNION {} }"
    answer = pool.run(query, results_format=results_format, base=BASE)
    assert (answer.kind, answer.media_type, answer.rows) == ("solutions", media_type, 4)
    assert pool.run("SELECT ?o { ?o <urn:none> 1 }", results_format=results_format, base=BASE).rows == 0


def test_many_rows_of_json_are_counted_as_a_parser_counts_them(pool: QueryPool) -> None:
    """The quick way and the slow one agree."""
    body = pool.run("SELECT * { ?s ?p ?o }", base=BASE).body
    rows = rows_of("json")
    rows.take(body)
    assert rows.found == len(json.loads(body)["results"]["bindings"]) == MANY + 2


def test_ask_answers_in_json_where_the_format_has_no_yes_or_no(pool: QueryPool) -> None:
    """CSV and TSV have none."""
    for results_format in ("csv", "tsv", "json"):
        answer = pool.run("ASK { <x> ?p ?o }", results_format=results_format, base=BASE)
        assert (answer.kind, answer.media_type, answer.rows) == ("boolean", "application/sparql-results+json", None)
        assert json.loads(answer.body)["boolean"] is True


@pytest.mark.parametrize(
    ("graph_format", "media_type", "part"),
    [
        ("turtle", "text/turtle", b"<urn:a>"),
        ("n-triples", "application/n-triples", b'<urn:a> <urn:p> "text 1" .'),
        ("json-ld", "application/ld+json", b'"urn:a"'),
        ("rdf-xml", "application/rdf+xml", b"<rdf:RDF"),
    ],
)
def test_graphs_come_in_the_format_asked(pool: QueryPool, graph_format: str, media_type: str, part: bytes) -> None:
    """CONSTRUCT and DESCRIBE answer with triples."""
    answer = pool.run("CONSTRUCT { <urn:a> ?p ?o } { <urn:s:1> ?p ?o }", graph_format=graph_format, base=BASE)
    assert (answer.kind, answer.media_type, answer.rows) == ("graph", media_type, None)
    assert part in answer.body
    assert b"text 2" in pool.run("DESCRIBE <urn:s:2>", graph_format=graph_format, base=BASE).body


def test_an_unknown_format_is_refused_with_those_that_there_are(pool: QueryPool) -> None:
    """Before a worker is troubled."""
    with pytest.raises(BadParameter, match="'yaml'") as caught:
        pool.run("ASK {}", results_format="yaml", base=BASE)
    assert "json, xml, csv, tsv" in caught.value.advice


def test_the_dataset_is_the_union_or_what_the_caller_or_the_query_says(pool: QueryPool) -> None:
    """The caller wins over FROM, and named graphs alone leave the default graph empty."""
    here, named = "SELECT ?o { <urn:s:0> ?p ?o } ORDER BY ?o", "SELECT ?o { GRAPH ?g { <urn:s:0> ?p ?o } } ORDER BY ?o"
    assert _values(pool, here) == _values(pool, named) == ["text 0", "},{"]
    assert _values(pool, here.replace("{", "FROM <urn:g:1> {", 1)) == ["text 0"]
    assert _values(pool, here.replace("{", "FROM <urn:g:1> {", 1), default_graphs=["urn:g:2"]) == ["},{"]
    assert _values(pool, named, default_graphs=["urn:g:2"]) == []
    assert _values(pool, named, named_graphs=["urn:g:1"]) == ["text 0"]
    assert _values(pool, here, named_graphs=["urn:g:1"]) == []
    with pytest.raises(BadParameter, match="'g'"):
        _values(pool, here, default_graphs=["g"])


def test_a_malformed_query_tells_line_and_column(pool: QueryPool) -> None:
    """Errors cross the border between processes whole, and the worker lives on."""
    before = _children()
    with pytest.raises(QuerySyntaxError) as caught:
        pool.run("SELECT * {\n ?s }", base=BASE)
    assert caught.value.line == 2
    assert caught.value.column in (5, 6)  # the engine points at the brace or behind it
    assert _children() == before


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT (<http://example.org/nobodys>(1) AS ?x) {}", "nobodys"),
        ("CONSTRUCT { <urn:s:0> <urn:p> <<( <urn:s:0> <urn:p> 1 )>> } {}", "JSON-LD"),
    ],
)
def test_what_only_the_query_is_to_blame_for_is_not_told_as_a_damaged_store(pool: QueryPool, query: str, reason: str) -> None:
    """A function that nobody defined, and a term that the format cannot write, are faults of the query."""
    with pytest.raises(QueryError, match=reason):
        pool.run(query, graph_format="json-ld", base=BASE)


def test_a_cross_join_is_stopped_and_the_next_query_is_answered(narrow: QueryPool) -> None:
    """The limit is kept within a second, and the advice says what to do."""
    began = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"0\.5 s") as caught:
        narrow.run(CROSS, base=BASE)
    assert time.monotonic() - began < 5
    assert "MANDATEGRAPH_QUERY_WALL_S" in caught.value.advice
    assert narrow.run("ASK { ?s ?p ?o }", base=BASE).body == b'{"head":{},"boolean":true}'


def test_a_query_that_outgrows_its_memory_is_told_apart(folder: Path) -> None:
    """The worker dies, the caller hears why, the next query is answered."""
    with QueryPool(folder, workers=1, wall_s=30, memory_mb=64, max_rows=10, max_bytes=2_000) as pool:
        with pytest.raises(QueryTooLarge, match="64 MB of memory"):
            pool.run(GREEDY, base=BASE)
        assert pool.run("ASK {}", base=BASE).kind == "boolean"


def test_a_query_nested_without_end_harms_nobody(pool: QueryPool) -> None:
    """It overflows the stack of a worker, not of the server."""
    with pytest.raises(QueryTooLarge, match="nested too deeply"):
        pool.run("SELECT * " + "{" * 40_000 + "}" * 40_000, base=BASE)
    assert pool.run("ASK {}", base=BASE).kind == "boolean"


def test_too_many_rows_or_bytes_are_refused_and_never_cut(narrow: QueryPool) -> None:
    """A cut answer would look like a whole one."""
    with pytest.raises(QueryTooLarge, match="11 rows; at most 10"):
        narrow.run("SELECT ?s { ?s ?p ?o } LIMIT 11", base=BASE)
    assert narrow.run("SELECT ?s { ?s ?p ?o } LIMIT 10", base=BASE).rows == 10
    for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"):
        with pytest.raises(QueryTooLarge, match="2,000 bytes"):
            narrow.run(query, base=BASE)


def test_a_worker_killed_from_outside_is_replaced_without_a_word(folder: Path) -> None:
    """The caller only sees the answer."""
    before = _children()
    with QueryPool(folder, workers=1, wall_s=10, memory_mb=256, max_rows=10, max_bytes=2_000) as pool:
        assert pool.run("ASK {}", base=BASE).kind == "boolean"
        (worker,) = _children() - before
        os.kill(worker, signal.SIGKILL)
        assert pool.run("ASK {}", base=BASE).kind == "boolean"
        assert worker not in _children()


def test_two_threads_are_answered_at_once_and_a_third_in_its_turn(pool: QueryPool) -> None:
    """Each gets the answer to its own question."""
    with ThreadPoolExecutor(8) as threads:
        asked = [f"SELECT ?o {{ <urn:s:{number}> <urn:p> ?o }}" for number in range(40)]
        assert list(threads.map(lambda query: _values(pool, query), asked)) == [[f"text {number}"] for number in range(40)]


def test_who_waits_too_long_for_a_worker_hears_that_all_are_busy(folder: Path) -> None:
    """Four queries of half a second each, one worker, a second of patience."""
    with (
        QueryPool(folder, workers=1, wall_s=0.5, memory_mb=256, max_rows=10, max_bytes=2_000) as pool,
        ThreadPoolExecutor(5) as threads,
    ):
        failures = [type(future.exception()) for future in [threads.submit(pool.run, CROSS, base=BASE) for _ in range(5)]]
    assert set(failures) == {QueryTimeout, EngineBusy}


def test_no_more_queries_wait_than_leave_threads_for_others(folder: Path) -> None:
    """One too many hears at once that all are busy; when the crowd has gone, the next is answered."""
    with QueryPool(folder, workers=1, wall_s=0.4, memory_mb=512, max_rows=10, max_bytes=2_000) as pool:
        with ThreadPoolExecutor(1 + MOST_WAITING) as threads:
            crowd = [threads.submit(pool.run, CROSS, base=BASE) for _ in range(1 + MOST_WAITING)]
            time.sleep(0.2)
            before = time.monotonic()
            with pytest.raises(EngineBusy, match="already wait"):
                pool.run("ASK {}", base=BASE)
            assert time.monotonic() - before < 0.1
        assert all(isinstance(asked.exception(), QueryTimeout | EngineBusy) for asked in crowd)
        assert pool.run("ASK {}", base=BASE).kind == "boolean"


def test_a_pool_over_nothing_says_what_is_missing(tmp_path: Path) -> None:
    """The first query hears it, and so does the next."""
    with QueryPool(tmp_path / "nothing", workers=1, wall_s=5, memory_mb=64, max_rows=1, max_bytes=100) as pool:
        for _ in range(2):
            with pytest.raises(StoreMissing, match="nothing"):
                pool.run("ASK {}", base=BASE)


def test_a_closed_pool_has_no_workers_left_and_says_so(folder: Path) -> None:
    """Closing twice is closing once."""
    before = _children()
    pool = QueryPool(folder, workers=2, wall_s=5, memory_mb=64, max_rows=1, max_bytes=100)
    assert len(_children() - before) == 2
    pool.close()
    pool.close()
    assert _children() == before
    with pytest.raises(StoreError, match="closed"):
        pool.run("ASK {}", base=BASE)


def _children() -> set[int]:
    return {child.pid for child in multiprocessing.active_children() if child.pid}
