"""Keepers, graph: the load of a query pool. In: a pool. Out: how many of its workers answer, and how many queries wait. Must not
wait itself: it is asked for by whoever watches over the server.
"""

from dataclasses import dataclass

from stores.graph.pool import QueryPool
from stores.graph.remote_pool import RemotePool


@dataclass(frozen=True, slots=True)
class Load:
    """At one moment: workers that answer and workers that are idle, and the queries that wait among the light and the heavy."""

    busy: int
    idle: int
    light_waiting: int
    heavy_waiting: int


def load_of(pool: QueryPool | RemotePool) -> Load:
    """The load of either pool; places towards a remote store count as workers."""
    turns = pool._turns
    with turns.lock:
        idle = sum(map(len, turns._idle.values()))
        return Load(turns._running.total(), idle, turns.waiting("light"), turns.waiting("heavy"))
