"""Benchmarks: hostile queries. In: a published graph, or the address of an endpoint. Out: when each attack ends, what it is told,
and how polite clients fare meanwhile. Must not spare the machine: run it alone.

Without an address the query pool itself is asked, through the door that the web uses. A polite client asks for one thing, rests,
and asks for another; its 95th percentile under attack is set against that of the same clients in peace.
"""

import argparse
import asyncio
import itertools
import math
import statistics
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import httpx

from benchmarks.gold import write_figures
from ontology.errors import MandateGraphError
from stores.graph.checked import checked
from stores.graph.pool import QueryPool
from stores.graph.store import GraphStore
from stores.graph.stream import Stream

COMMAND = "python -m benchmarks.hostile"
BASE = "https://w3id.org/mandategraph/"
POLITE, REST_S = 8, 0.05
PEACE_S, SIEGE_S = 8.0, 20.0
_DOUBLED = " ".join(f"BIND(CONCAT(?x{step}, ?x{step}) AS ?x{step + 1})" for step in range(40))
ATTACKS: Mapping[str, str] = MappingProxyType(
    {
        "cross join": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
        "runaway path": "SELECT (COUNT(*) AS ?n) { ?a (<urn:no>|!<urn:no>)* ?b }",
        "ORDER BY over a cross join": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c LIMIT 5",
        "DISTINCT over a cross join": "SELECT DISTINCT ?a ?d { ?a ?b ?c . ?d ?e ?f }",
        "doubling text": f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('aaaaaaaaaaaaaaaa' AS ?x0) {_DOUBLED} }}",
        "looks light": "SELECT (COUNT(*) AS ?n) { ?a a ?t . ?b a ?t . ?c a ?t }",
    }
)


class Endpoint(Protocol):
    """Whoever answers queries."""

    async def ask(self, query: str, client: str) -> str:
        """What came of it, in a word or two: "answered", or the status or error."""


@dataclass(slots=True)
class Told:
    """When queries of one kind ended, and what they were told."""

    times: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)

    def percentile(self, share: float) -> float:
        """Seconds within which that share of them ended."""
        return sorted(self.times)[max(0, math.ceil(share * len(self.times)) - 1)]


@dataclass(frozen=True, slots=True)
class InProcess:
    """The pool itself."""

    pool: QueryPool

    async def ask(self, query: str, client: str) -> str:
        """Asks as the web does: read first, then in its lane."""
        try:
            known = checked(query, max_bytes=100_000)
            answer = await self.pool.answer(query, base=BASE, client=client, cost=known.cost)
            if isinstance(answer, Stream):
                async for _ in answer:
                    pass
        except MandateGraphError as error:
            return type(error).__name__
        return "answered"


@dataclass(frozen=True, slots=True)
class OverHttp:
    """An endpoint by its address. Every client has the same one, unless the endpoint trusts this proxy."""

    http: httpx.AsyncClient
    url: str

    async def ask(self, query: str, client: str) -> str:
        """Asks by GET; reads the answer to its end."""
        try:
            response = await self.http.get(self.url, params={"query": query}, headers={"X-Forwarded-For": client})
        except httpx.HTTPError as error:
            return type(error).__name__
        return "answered" if response.is_success else str(response.status_code)


def main() -> None:
    """Runs all of it and writes the figures."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument(
        "--graph", type=Path, required=True, help="the graph folder of a generation: its things are what polite clients ask for"
    )
    parser.add_argument("--url", default="", help="an endpoint that serves the same graph; without it, the pool is asked")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--wall", type=float, default=5.0, help="seconds a query may take; give that of the endpoint with --url")
    parser.add_argument("--write", action="store_true", help="renew benchmarks/figures/hostile.json")
    options = parser.parse_args()
    with GraphStore.read_only(options.graph) as store:
        rows = store.select("SELECT DISTINCT ?s { ?s a ?t } LIMIT 2000")
    things = [str(row["s"]) for row in rows if row["s"].kind == "iri"]
    figures = asyncio.run(_measured(options, things))
    _show(figures)
    if options.write:
        write_figures("hostile.json", {"command": COMMAND, **figures})


async def _measured(options: argparse.Namespace, things: Sequence[str]) -> dict[str, object]:
    if options.url:
        async with httpx.AsyncClient(timeout=60 + 4 * options.wall, limits=httpx.Limits(max_connections=100)) as http:
            return await _attacked(OverHttp(http, options.url), things, options.wall)
    limits = {"memory_mb": 1024, "max_rows": 100_000, "max_bytes": 64 * 1024 * 1024}
    with QueryPool(options.graph, workers=options.workers, wall_s=options.wall, **limits) as pool:
        return await _attacked(InProcess(pool), things, options.wall)


async def _attacked(endpoint: Endpoint, things: Sequence[str], wall_s: float) -> dict[str, object]:
    await asyncio.gather(*(_polite(endpoint, things, f"10.0.0.{number}", 1) for number in range(POLITE)))
    peace = await _all_polite(endpoint, things, PEACE_S)
    alone = {name: await _one(endpoint, query) for name, query in ATTACKS.items()}
    crowds = {
        "one address": await _crowd(endpoint, things, 1),
        "fifty addresses": await _crowd(endpoint, things, 50),
    }
    again = await _all_polite(endpoint, things, PEACE_S)
    return {
        "wall_s": wall_s,
        "idle": _figures(peace),
        "idle_afterwards": _figures(again),
        "alone": {name: {"seconds": round(told.times[0], 2), "told": next(iter(told.outcomes))} for name, told in alone.items()},
        "fifty_at_once": {
            name: {
                "attackers": _figures(hostile) | {"longest_s": round(max(hostile.times), 2)},
                "polite": _figures(polite),
                "polite_p95_over_idle": round(polite.percentile(0.95) / peace.percentile(0.95), 2),
                "polite_p95_over_idle_afterwards": round(polite.percentile(0.95) / again.percentile(0.95), 2),
            }
            for name, (hostile, polite) in crowds.items()
        },
    }


async def _one(endpoint: Endpoint, query: str) -> Told:
    told = Told()
    await _timed(endpoint, query, "10.9.9.9", told)
    return told


async def _crowd(endpoint: Endpoint, things: Sequence[str], addresses: int) -> tuple[Told, Told]:
    """Fifty at once, and again as soon as one has its answer, while the polite clients go about their work."""
    hostile, over = Told(), asyncio.Event()

    async def attack(number: int) -> None:
        queries = itertools.islice(itertools.cycle(ATTACKS.values()), number % len(ATTACKS), None)
        while not over.is_set():
            before = len(hostile.times)
            await _timed(endpoint, next(queries), f"10.1.0.{number % addresses}", hostile)
            # Whoever is turned away at once comes back after the while that it was told to wait.
            await asyncio.sleep(1 if hostile.times[before:] and hostile.times[-1] < 1 else 0)

    crowd = [asyncio.create_task(attack(number)) for number in range(50)]
    await asyncio.sleep(1)
    polite = await _all_polite(endpoint, things, SIEGE_S)
    over.set()
    await asyncio.gather(*crowd)
    return hostile, polite


async def _all_polite(endpoint: Endpoint, things: Sequence[str], seconds: float) -> Told:
    told = Told()
    for each in await asyncio.gather(*(_polite(endpoint, things, f"10.0.0.{number}", seconds) for number in range(POLITE))):
        told.times += each.times
        told.outcomes += each.outcomes
    return told


async def _polite(endpoint: Endpoint, things: Sequence[str], client: str, seconds: float) -> Told:
    told, place, until = Told(), hash(client), time.monotonic() + seconds
    while time.monotonic() < until:
        place += 37
        thing = things[place % len(things)]
        await _timed(endpoint, f"SELECT ?p ?o {{ <{thing}> ?p ?o }}", client, told)
        await asyncio.sleep(REST_S)
    return told


async def _timed(endpoint: Endpoint, query: str, client: str, told: Told) -> None:
    began = time.perf_counter()
    outcome = await endpoint.ask(query, client)
    told.times.append(time.perf_counter() - began)
    told.outcomes[outcome] += 1


def _figures(told: Told) -> dict[str, object]:
    return {
        "queries": len(told.times),
        "median_ms": round(1000 * statistics.median(told.times), 2),
        "p95_ms": round(1000 * told.percentile(0.95), 2),
        "told": dict(told.outcomes.most_common()),
    }


def _show(figures: Mapping[str, object], indent: int = 0) -> None:
    for name, value in figures.items():
        if isinstance(value, Mapping):
            print(f"{' ' * indent}{name}:")
            _show(value, indent + 2)
        else:
            print(f"{' ' * indent}{name}: {value}")


if __name__ == "__main__":
    main()
