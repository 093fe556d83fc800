"""Tests of the keepers: asking from an event loop. In: a published store. Out: answers, whole and in pieces, and what breaks."""

import asyncio
import json
import multiprocessing
import os
import signal
import time
from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from ontology.errors import (
    BadParameter,
    EngineBusy,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    StoreError,
    StoreMissing,
)
from stores.graph.pool import QueryPool
from stores.graph.store import GraphStore
from stores.graph.stream import AHEAD, Stream
from stores.graph.wire import PIECE
from stores.graph.worker import Answer

pytestmark = pytest.mark.slow

BASE = "http://example.org/"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LONG = "SELECT * { ?a <urn:p> ?b . ?c <urn:p> ?d }"  # 160,000 rows, some 30 MB of JSON
SOME = "SELECT * { ?a <urn:p> ?b . ?c <urn:p> ?d } LIMIT 2000"
ROWS = 400
_Result = TypeVar("_Result")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published store."""
    home = tmp_path_factory.mktemp("stream")
    with GraphStore.open(home / "working") as store:
        lines = "".join(f'<urn:s:{number}> <urn:p> "text {number}" .\n' for number in range(ROWS))
        store.replace("urn:g:1", lines.encode())
        store.backup(home / "graph")
    return home / "graph"


@pytest.fixture(scope="module")
def pool(folder: Path) -> Iterator[QueryPool]:
    """Two workers with ample limits."""
    with QueryPool(folder, workers=2, wall_s=20, memory_mb=512, max_rows=1_000_000, max_bytes=100_000_000) as pool:
        yield pool


def _within(asked: Awaitable[_Result], seconds: float = 20) -> _Result:
    async def wait() -> _Result:
        return await asyncio.wait_for(asked, seconds)

    return asyncio.run(wait())


async def _gathered(stream: Stream) -> bytes:
    return b"".join([piece async for piece in stream])


async def _streamed(pool: QueryPool, query: str, results_format: str = "json") -> Stream:
    answer = await pool.answer(query, base=BASE, results_format=results_format)
    assert isinstance(answer, Stream)
    return answer


def test_a_short_answer_comes_whole_and_equal_to_that_of_a_thread(pool: QueryPool) -> None:
    """Both doors lead to the same workers."""
    for query in ("SELECT * { ?s ?p ?o } LIMIT 3", "ASK {}", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 2"):
        assert _within(pool.answer(query, base=BASE)) == pool.run(query, base=BASE)


@pytest.mark.parametrize("results_format", ["json", "xml", "csv", "tsv"])
def test_a_long_answer_comes_in_pieces_and_is_the_same(pool: QueryPool, results_format: str) -> None:
    """No piece is longer than what travels together, and `run` puts the same ones together."""

    async def pieces() -> list[bytes]:
        stream = await _streamed(pool, SOME, results_format)
        assert stream.kind == "solutions"
        return [piece async for piece in stream]

    found = _within(pieces())
    assert len(found) > 1
    assert max(map(len, found)) <= PIECE
    whole = pool.run(SOME, base=BASE, results_format=results_format)
    assert (b"".join(found), whole.rows) == (whole.body, 2000)


def test_one_value_longer_than_a_piece_is_cut_into_several(pool: QueryPool) -> None:
    """The engine writes it at once."""
    doubled = "".join(f"BIND(CONCAT(?x{step}, ?x{step}) AS ?x{step + 1}) " for step in range(12))
    query = f"SELECT ?x12 {{ BIND('{'a' * 100}' AS ?x0) {doubled} }}"  # ours
    found = _within(_long(pool, query))
    assert len(json.loads(b"".join(found))["results"]["bindings"][0]["x12"]["value"]) == 100 * 2**12
    assert max(map(len, found)) <= PIECE


async def _long(pool: QueryPool, query: str) -> list[bytes]:
    return [piece async for piece in await _streamed(pool, query)]


def test_many_queries_of_many_loops_and_threads_get_their_own_answers(pool: QueryPool) -> None:
    """Two hundred at once in turn with a thread."""

    async def each(number: int) -> bool:
        answer = await pool.answer(f"SELECT ?o {{ <urn:s:{number}> ?p ?o }}", base=BASE, client=f"c{number % 20}")
        return isinstance(answer, Answer) and f'"text {number}"' in answer.body.decode()

    async def all_of_them() -> list[bool]:
        found: list[bool] = []
        for first in range(0, 200, 20):
            thread = asyncio.to_thread(pool.run, "ASK {}", base=BASE)
            found += await asyncio.gather(*map(each, range(first, first + 20)))
            assert (await thread).kind == "boolean"
        return found

    for _ in range(2):
        assert all(_within(all_of_them()))


def test_errors_before_the_first_byte_are_raised_at_once(pool: QueryPool, tmp_path: Path) -> None:
    """As `run` raises them."""
    with pytest.raises(QuerySyntaxError) as caught:
        _within(pool.answer("SELECT * {\n ?s }", base=BASE))
    assert caught.value.line == 2
    with pytest.raises(BadParameter, match="yaml"):
        _within(pool.answer("ASK {}", results_format="yaml", base=BASE))
    with (
        QueryPool(tmp_path / "none", workers=1, wall_s=5, memory_mb=64, max_rows=1, max_bytes=100) as empty,
        pytest.raises(StoreMissing),
    ):
        _within(empty.answer("ASK {}", base=BASE))
    empty.close()
    with pytest.raises(StoreError, match="closed"):
        _within(empty.answer("ASK {}", base=BASE))


def test_each_limit_breaks_a_stream_and_the_next_query_is_answered(folder: Path) -> None:
    """Rows, bytes and time; what was given before is no answer, so the reader hears it as an error."""
    with QueryPool(folder, workers=1, wall_s=20, memory_mb=512, max_rows=2_000, max_bytes=100_000_000) as pool:
        with pytest.raises(QueryTooLarge, match=r"more than 2,\d{3} rows; at most 2,000"):
            _within(_long(pool, LONG))
        assert pool.run("ASK {}", base=BASE).kind == "boolean"
    with QueryPool(folder, workers=1, wall_s=20, memory_mb=512, max_rows=10**9, max_bytes=1_000_000) as pool:
        with pytest.raises(QueryTooLarge, match="1,000,000 bytes"):
            _within(_long(pool, LONG))
        assert _within(pool.answer("ASK {}", base=BASE)).kind == "boolean"
    with QueryPool(folder, workers=1, wall_s=0.5, memory_mb=512, max_rows=10**9, max_bytes=10**10) as pool:
        began = time.monotonic()
        with pytest.raises(QueryTimeout, match=r"0\.5 s") as caught:
            _within(_long(pool, LONG.replace("}", " . ?e <urn:p> ?f }")))
        assert time.monotonic() - began < 5
        assert caught.value.advice.startswith("Nothing joins the patterns of {?a ?b} with those of {?c ?d}")
        assert _within(pool.answer("ASK {}", base=BASE)).kind == "boolean"


def test_a_stream_is_read_no_further_ahead_than_so_much(pool: QueryPool) -> None:
    """The worker waits for the reader: what lies here meanwhile is bounded, however long the answer is."""

    async def look() -> tuple[int, int]:
        stream = await _streamed(pool, LONG)
        await asyncio.sleep(0.5)
        held = stream._exchange._ahead
        return held, len(await _gathered(stream))

    held, size = _within(look())
    assert held <= AHEAD + 4 * PIECE
    assert size > 20 * AHEAD


def test_a_reader_that_takes_nothing_is_left(folder: Path) -> None:
    """Half a second of patience; then the worker is free for others, and the stream says why it broke."""

    async def dawdle(pool: QueryPool) -> None:
        stream = await _streamed(pool, LONG)
        await asyncio.sleep(1.5)
        assert isinstance(await pool.answer("ASK {}", base=BASE), Answer)
        with pytest.raises(QueryTimeout, match="was not taken"):
            await _gathered(stream)

    with QueryPool(folder, workers=1, wall_s=0.5, memory_mb=512, max_rows=10**9, max_bytes=10**10) as pool:
        _within(dawdle(pool))


def test_a_loop_that_was_closed_in_the_middle_costs_no_worker(folder: Path) -> None:
    """The one worker is replaced when its query has had its time."""

    async def leave(pool: QueryPool) -> Stream:
        return await _streamed(pool, LONG)

    with QueryPool(folder, workers=1, wall_s=0.4, memory_mb=512, max_rows=10**9, max_bytes=10**10) as pool:
        left = _within(leave(pool))
        time.sleep(0.6)
        assert pool.run("ASK {}", base=BASE).kind == "boolean"
        assert left.kind == "solutions"


def test_a_query_that_nobody_waits_for_is_stopped(folder: Path) -> None:
    """By cancelling the question or closing the stream; the one worker answers the next at once."""

    async def leave(pool: QueryPool) -> None:
        await pool.answer("ASK {}", base=BASE)
        asked = asyncio.create_task(pool.answer(CROSS, base=BASE))
        waiting = asyncio.create_task(pool.answer(CROSS, base=BASE))
        await asyncio.sleep(0.2)
        waiting.cancel()
        asked.cancel()
        await asyncio.gather(asked, waiting, return_exceptions=True)
        assert isinstance(await asyncio.wait_for(pool.answer("ASK {}", base=BASE), 5), Answer)
        stream = await _streamed(pool, LONG)
        await stream.aclose()
        await stream.aclose()
        assert isinstance(await asyncio.wait_for(pool.answer("ASK {}", base=BASE), 5), Answer)

    with QueryPool(folder, workers=1, wall_s=30, memory_mb=512, max_rows=10**9, max_bytes=10**10) as pool:
        _within(leave(pool))


def test_a_worker_killed_from_outside_is_replaced_or_told(folder: Path) -> None:
    """Before the first byte without a word, afterwards as a broken stream."""

    async def kill(pool: QueryPool, before: set[int]) -> None:
        await pool.answer("ASK {}", base=BASE)
        (worker,) = _children() - before
        os.kill(worker, signal.SIGKILL)
        assert isinstance(await pool.answer("ASK {}", base=BASE), Answer)
        stream = await _streamed(pool, LONG)
        (worker,) = _children() - before
        os.kill(worker, signal.SIGKILL)
        with pytest.raises(EngineBusy, match="ended from outside"):
            await _gathered(stream)

    before = _children()
    with QueryPool(folder, workers=1, wall_s=20, memory_mb=512, max_rows=10**9, max_bytes=10**10) as pool:
        _within(kill(pool, before))
    assert _children() == before


def _children() -> set[int]:
    return {child.pid for child in multiprocessing.active_children() if child.pid}
