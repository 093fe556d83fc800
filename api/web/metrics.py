"""Web: metrics. In: finished requests and a library. Out: figures in the Prometheus text format. Must not name who asked or what.

Labels take few values only: a route's template, a status, an outcome. An address, a symbol or a query never becomes one.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, disable_created_metrics, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from api.library import Library
from stores.graph.load import load_of

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
QUERY_ROUTES = frozenset({"/sparql", "/queries/{name}"})


class Metrics:
    """The figures of one application."""

    def __init__(self, library: Library) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call] # when a series began is of no use, and doubles them
        self.registry = CollectorRegistry()
        self.in_flight = 0
        self._requests = Counter("mandategraph_requests", "Answers sent.", ("route", "status"), registry=self.registry)
        self._seconds = Histogram(
            "mandategraph_request_seconds",
            "From the request's head to the answer's end.",
            ("route",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._bytes = Counter("mandategraph_answer_bytes", "Bytes of answers.", ("route",), registry=self.registry)
        self._queries = Counter("mandategraph_queries", "Queries by what became of them.", ("outcome",), registry=self.registry)
        self._known: dict[tuple[str, str], tuple[Counter, Histogram, Counter]] = {}
        ProcessCollector(registry=self.registry)
        self.registry.register(_Now(library, self))

    def observe(self, route: str, status: str, seconds: float, size: int, outcome: str) -> None:
        """Counts one finished request; `outcome` counts on routes that ask the query engine."""
        children = self._known.get((route, status))
        if children is None:
            children = (self._requests.labels(route, status), self._seconds.labels(route), self._bytes.labels(route))
            self._known[route, status] = children
        children[0].inc()
        children[1].observe(seconds)
        children[2].inc(size)
        if route in QUERY_ROUTES:
            self._queries.labels(outcome).inc()

    def text(self) -> bytes:
        """All figures in the text format, version 0.0.4."""
        return generate_latest(self.registry)


class _Now(Collector):
    """What is read when it is asked for."""

    def __init__(self, library: Library, metrics: Metrics) -> None:
        self._library = library
        self._metrics = metrics

    def collect(self) -> "Iterator[Metric]":
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
