"""Tests of the keepers: queries that only look light. In: a crowd of them from one caller. Out: others are answered meanwhile."""

import asyncio
import time
from pathlib import Path

import pytest

from stores.graph.cost import LIGHT
from stores.graph.pool import QueryPool
from stores.graph.store import GraphStore

BASE = "http://example.org/"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.mark.slow
def test_who_is_found_to_send_no_light_queries_waits_with_the_heavy_ones(tmp_path: Path) -> None:
    """Those of its queries that wait already too: else each would hold up the light ones for as long as the first did."""

    async def crowd(pool: QueryPool) -> float:
        while pool._turns.starting:
            await asyncio.sleep(0.02)
        sly = [asyncio.create_task(pool.answer(CROSS, base=BASE, client="sly", cost=LIGHT)) for _ in range(8)]
        await asyncio.sleep(0.1)
        await pool.answer("ASK {}", base=BASE, client="polite")  # waits until the first are found out
        began = time.monotonic()
        for _ in range(20):
            await pool.answer("ASK {}", base=BASE, client="polite")
            await asyncio.sleep(0.05)
        took = time.monotonic() - began
        for task in sly:
            task.cancel()
        await asyncio.gather(*sly, return_exceptions=True)
        return took

    with GraphStore.open(tmp_path / "working") as store:
        store.replace("urn:g:1", "".join(f'<urn:s:{number}> <urn:p> "{number}" .\n' for number in range(400)).encode())
        store.backup(tmp_path / "graph")
    with QueryPool(tmp_path / "graph", workers=2, wall_s=6, memory_mb=512, max_rows=100, max_bytes=10_000) as pool:
        assert asyncio.run(asyncio.wait_for(crowd(pool), 60)) < 2.5  # one second of it is rest
