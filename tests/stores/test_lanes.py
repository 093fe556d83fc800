"""Tests of the keepers: lanes. In: a published store, and crowds. Out: who is answered before whom. Must not need a server."""

import asyncio
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import TypeVar

import pytest

from ontology.errors import EngineBusy, MandateGraphError, QueryTimeout
from stores.graph.cost import LIGHT
from stores.graph.pool import QueryPool
from stores.graph.store import GraphStore
from stores.graph.stream import Stream
from stores.graph.worker import Answer

BASE = "http://example.org/"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ROWS = 400
_Result = TypeVar("_Result")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published store on which a cross join of three takes longer than any limit here."""
    home = tmp_path_factory.mktemp("lanes")
    with GraphStore.open(home / "working") as store:
        store.replace("urn:g:1", "".join(f'<urn:s:{number}> <urn:p> "text {number}" .\n' for number in range(ROWS)).encode())
        store.backup(home / "graph")
    return home / "graph"


def _within(asked: Awaitable[_Result], seconds: float) -> _Result:
    async def wait() -> _Result:
        return await asyncio.wait_for(asked, seconds)

    return asyncio.run(wait())


@pytest.mark.slow
def test_light_queries_are_not_behind_heavy_ones(folder: Path) -> None:
    """Five cross joins of five callers wait for the worker that heavy ones have; a lookup passes them all."""

    async def crowd(pool: QueryPool) -> list[BaseException | Answer | Stream]:
        await pool.answer("ASK {}", base=BASE)
        heavy = [asyncio.create_task(pool.answer(CROSS, base=BASE, client=f"h{number}")) for number in range(5)]
        await asyncio.sleep(0.1)
        for _ in range(20):
            began = time.monotonic()
            assert isinstance(await pool.answer("SELECT * { <urn:s:1> ?p ?o }", base=BASE, client="polite"), Answer)
            assert time.monotonic() - began < 0.8
        return await asyncio.gather(*heavy, return_exceptions=True)

    with QueryPool(folder, workers=2, wall_s=1, memory_mb=512, max_rows=100, max_bytes=10_000) as pool:
        told = _within(crowd(pool), 30)
    assert {type(error) for error in told} == {QueryTimeout, EngineBusy}
    assert all(isinstance(error, MandateGraphError) for error in told)


@pytest.mark.slow
def test_what_only_looked_light_gives_way_to_others(folder: Path) -> None:
    """Five callers send what runs for long and is said to be light, so that all workers and all that may be added are taken: who
    comes then is answered long before they are stopped, and they begin again among the heavy ones.
    """

    async def crowd(pool: QueryPool) -> tuple[float, set[type]]:
        await _all_up(pool)
        sly = [asyncio.create_task(pool.answer(CROSS, base=BASE, client=f"sly{number}", cost=LIGHT)) for number in range(5)]
        await asyncio.sleep(0.1)
        began = time.monotonic()
        await pool.answer("ASK {}", base=BASE, client="polite")
        waited = time.monotonic() - began
        assert not any(task.done() for task in sly)
        told = await asyncio.gather(*sly, return_exceptions=True)
        return waited, {type(error) for error in told}

    with QueryPool(folder, workers=2, wall_s=3, memory_mb=512, max_rows=100, max_bytes=10_000) as pool:
        waited, told = _within(crowd(pool), 60)
    assert waited < 2.8
    assert told <= {QueryTimeout, EngineBusy}  # nobody is told that a query was asked a second time


async def _all_up(pool: QueryPool) -> None:
    while pool._turns.starting:
        await asyncio.sleep(0.02)
