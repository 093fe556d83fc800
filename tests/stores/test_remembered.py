"""Answers that a pool remembers: the same ones, within bounds, and never of what changes."""

import asyncio
from pathlib import Path

import pytest

from stores.graph.pool import QueryPool
from stores.graph.remembered import Remembered
from stores.graph.store import GraphStore
from stores.graph.wire import Request
from stores.graph.worker import Answer

BASE = "https://example.org/"


def _request(query: str, results_format: str = "json", graphs: tuple[str, ...] = ()) -> Request:
    return Request(query, results_format, "turtle", graphs, (), BASE)


def _answer(body: bytes) -> Answer:
    return Answer("solutions", "application/sparql-results+json", body, 1)


def test_only_the_very_same_request_is_remembered() -> None:
    """Text, format and dataset all count."""
    remembered = Remembered(10_000)
    remembered.keep(_request("SELECT * { ?s ?p ?o }"), _answer(b"one"))
    assert remembered.get(_request("SELECT * { ?s ?p ?o }")) == _answer(b"one")
    assert remembered.get(_request("SELECT * { ?s ?p  ?o }")) is None
    assert remembered.get(_request("SELECT * { ?s ?p ?o }", "xml")) is None
    assert remembered.get(_request("SELECT * { ?s ?p ?o }", graphs=("https://example.org/g",))) is None


def test_what_was_not_asked_for_longest_is_forgotten() -> None:
    """The bytes stay within the bound, whatever comes."""
    remembered = Remembered(5_000)
    for number in range(5):
        remembered.keep(_request(f"ASK {{ ?s ?p {number} }}"), _answer(b"x" * 1_000))
        remembered.get(_request("ASK { ?s ?p 0 }"))
        assert 0 < remembered.bytes <= 5_000
    assert remembered.get(_request("ASK { ?s ?p 0 }")) is not None
    assert remembered.get(_request("ASK { ?s ?p 1 }")) is None
    remembered.keep(_request("ASK { ?s ?p 9 }"), _answer(b"x" * 6_000))
    assert remembered.get(_request("ASK { ?s ?p 9 }")) is None


@pytest.mark.parametrize("call", ["NOW()", "rand ()", "UUID()", "STRUUID()", "BNODE()", r"\u004eOW()"])
def test_what_changes_is_not_remembered(call: str) -> None:
    """Each such answer is made anew."""
    remembered = Remembered(10_000)
    request = _request(f"SELECT ({call} AS ?x) {{ }}")
    remembered.keep(request, _answer(b"one"))
    assert remembered.get(request) is None


def test_nothing_is_remembered_where_there_is_no_room() -> None:
    """0 bytes switch it off."""
    remembered = Remembered(0)
    remembered.keep(_request("ASK { }"), _answer(b""))
    assert remembered.get(_request("ASK { }")) is None


def test_a_pool_answers_the_same_again_without_a_worker(tmp_path: Path) -> None:
    """The second answer is the first one; another question, and one that changes, are asked of the store."""
    with GraphStore.open(tmp_path / "writer") as store:
        store.load({BASE: f"<{BASE}a> <{BASE}b> <{BASE}c> .\n".encode()})
        store.backup(tmp_path / "graph")
    limits = {"wall_s": 10.0, "memory_mb": 512, "max_rows": 10, "max_bytes": 100_000}
    text, changing = "SELECT * { ?s ?p ?o }", "SELECT (RAND() AS ?x) { }"

    async def asked(pool: QueryPool, query: str, results_format: str = "json") -> object:
        return await pool.answer(query, results_format=results_format, base=BASE)

    async def all_asked() -> None:
        with QueryPool(tmp_path / "graph", workers=1, remembered_mb=1, **limits) as pool:  # type: ignore[arg-type] # by name
            first = await asked(pool, text)
            assert await asked(pool, text) is first
            assert await asked(pool, text, "csv") != first
            assert await asked(pool, changing) != await asked(pool, changing)

    asyncio.run(all_asked())
