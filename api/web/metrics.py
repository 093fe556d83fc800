"""Web: metrics. In: finished requests and a library. Out: figures in the Prometheus text format. Must not name who asked or what.

Labels take few values only: a route's template, a status, an outcome. An address, a symbol or a query never becomes one.
"""

import asyncio
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from api.library import Library
from api.web.figures import SharedFigures
from stores.graph.load import load_of

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_EVERY_S = 1.0
_BOUNDS = (*map(str, SECONDS), "+Inf")
QUERY_ROUTES = frozenset({"/sparql", "/queries/{name}"})


@dataclass(slots=True)
class _Answers:
    """How many, their bytes and seconds, and how many took no longer than each of SECONDS, or longer than all."""

    count: int = 0
    bytes: int = 0
    seconds: float = 0.0
    buckets: list[int] = field(default_factory=lambda: [0] * len(_BOUNDS))

    def add(self, others: "_Answers") -> None:
        """Counts others with these."""
        self.count += others.count
        self.bytes += others.bytes
        self.seconds += others.seconds
        self.buckets = [ours + theirs for ours, theirs in zip(self.buckets, others.buckets, strict=True)]


class Metrics:
    """The figures of one application."""

    def __init__(self, library: Library, shared: Path | None = None) -> None:
        """`shared` is the folder of the figures where several processes answer."""
        self.registry = CollectorRegistry()
        self._shared = SharedFigures(shared) if shared else None
        self.in_flight = 0
        self._answers: dict[tuple[str, str], _Answers] = {}
        self._queries: Counter[str] = Counter()
        ProcessCollector(registry=self.registry)
        self.registry.register(_Now(library, self))

    def observe(self, route: str, status: str, seconds: float, size: int, outcome: str) -> None:
        """Counts one finished request; `outcome` counts on routes that ask the query engine."""
        answers = self._answers.get((route, status))
        if answers is None:
            answers = self._answers[route, status] = _Answers()
        answers.count += 1
        answers.bytes += size
        answers.seconds += seconds
        answers.buckets[bisect_left(SECONDS, seconds)] += 1
        if route in QUERY_ROUTES:
            self._queries[outcome] += 1

    def counted(self) -> "Iterator[Metric]":
        """What `observe` has counted. The library's own counters would take a tenth of a lookup's time."""
        requests = CounterMetricFamily("mandategraph_requests", "Answers sent.", labels=["route", "status"])
        sizes = CounterMetricFamily("mandategraph_answer_bytes", "Bytes of answers.", labels=["route"])
        times = HistogramMetricFamily(
            "mandategraph_request_seconds", "From the request's head to the answer's end.", labels=["route"]
        )
        queries = CounterMetricFamily("mandategraph_queries", "Queries by what became of them.", labels=["outcome"])
        routes: dict[str, _Answers] = {}
        for (route, status), answers in list(self._answers.items()):
            requests.add_metric([route, status], answers.count)
            routes.setdefault(route, _Answers()).add(answers)
        for route, answers in routes.items():
            sizes.add_metric([route], answers.bytes)
            times.add_metric([route], list(zip(_BOUNDS, accumulate(answers.buckets), strict=True)), answers.seconds)
        for outcome, count in list(self._queries.items()):
            queries.add_metric([outcome], count)
        yield from (requests, times, sizes, queries)

    def text(self) -> bytes:
        """All figures in the text format, version 0.0.4; of all processes, where there are several."""
        self.keep()
        return generate_latest(self._shared or self.registry)

    def keep(self) -> None:
        """Tells the other processes, where there are any, what there is to tell."""
        if self._shared:
            self._shared.put(self.registry.collect())

    async def keep_on(self) -> None:
        """Tells it once a second, until cancelled: so much of it is lost where the process is killed."""
        while self._shared:
            self.keep()
            await asyncio.sleep(_EVERY_S)

    def close(self) -> None:
        """Tells the last."""
        self.keep()
        if self._shared:
            self._shared.close()
            self._shared = None


class _Now(Collector):
    """What is read when it is asked for."""

    def __init__(self, library: Library, metrics: Metrics) -> None:
        self._library = library
        self._metrics = metrics

    def collect(self) -> "Iterator[Metric]":
        yield from self._metrics.counted()
        yield _gauge("processes", "Processes that answer.", 1)
        yield _gauge("requests_in_flight", "Requests under way.", self._metrics.in_flight)
        now = self._library.now
        yield _gauge("ready", "1 where a generation serves.", int(now is not None))
        if now is None:
            return
        yield _gauge("generation", "The number of the generation that serves.", now.number)
        yield InfoMetricFamily("mandategraph_generation", "The generation that serves.", {"id": now.id})
        yield _gauge(
            "reload_failed", "1 where the newest generation is damaged and an earlier one serves.", int(bool(now.warning))
        )
        load = load_of(now.pool)
        yield _gauge("workers_busy", "Query workers that answer.", load.busy)
        yield _gauge("workers_idle", "Query workers that have nothing to do.", load.idle)
        waiting = GaugeMetricFamily("mandategraph_queries_waiting", "Queries that wait for a worker.", labels=["lane"])
        waiting.add_metric(["light"], load.light_waiting)
        waiting.add_metric(["heavy"], load.heavy_waiting)
        yield waiting
        yield _gauge("generations_open", "The one that serves and those that still have readers.", now.open)


def _gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"mandategraph_{name}", told, value)
