"""Benchmarks, growth: a large graph. In: the graph of real documents. Out: a store of as many statements as wanted, of renamed
copies of them: how long it took to load, how soon it opens and answers. Must not publish it.

A copy is another world of documents: each name of a document and each text is another one, so that no string is shared that
would not be; what documents speak of (crimes, actors, States) is one for all copies, so that popular things grow with the corpus
as they do in reality. The first copy keeps the names: examples of named queries ask for these.
"""

import time
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.gold import HOME
from benchmarks.growth.asked import drawn, listing, lookup, named
from benchmarks.growth.course import Course, Figures, disk_mb, generation_of, removed
from benchmarks.growth.opening import graph_pool, reopened
from benchmarks.growth.timing import latency
from benchmarks.scale import watched
from queries.catalogue import NamedQuery, load_queries
from stores.graph.store import GraphStore
from stores.settings import Settings

_TOGETHER = 200_000  # statements that are loaded at a time
_TENTHS = 10
_TEXT_END = b'"@'


class Loaded:
    """Counts what was loaded, and how fast in each tenth of it."""

    def __init__(self, wanted: int) -> None:
        self.statements, self._wanted = 0, wanted
        self.marks: list[tuple[int, float]] = [(0, 0.0)]
        self.processor_s = self.seconds = 0.0

    def load(self, store: GraphStore, graphs: dict[str, bytes]) -> None:
        """Loads some graphs."""
        begun, worked = time.monotonic(), time.process_time()
        store.load(graphs)
        self.seconds += time.monotonic() - begun
        self.processor_s += time.process_time() - worked
        self.statements += sum(text.count(b"\n") for text in graphs.values())
        if self.statements >= self._wanted * len(self.marks) // _TENTHS:
            self.marks.append((self.statements, self.processor_s))

    def figures(self) -> dict[str, object]:
        """As written into figures: microseconds of the processor a statement, in all and by tenth."""
        pairs = zip(self.marks, self.marks[1:], strict=False)
        tenths = [round(1e6 * (end - begun) / (more - before), 2) for (before, begun), (more, end) in pairs]
        return {
            "seconds": round(self.seconds, 1),
            "processor_seconds": round(self.processor_s, 1),
            "processor_us_a_statement": round(1e6 * self.processor_s / self.statements, 2),
            "processor_us_a_statement_by_tenth": tenths,
        }


def copied(course: Course, statements: int, real: int) -> Figures:
    """A graph of about so many statements, made from that of about `real` passages that were asked before."""
    home = course.scratch(f"copied-{statements}")
    removed(home)
    home.mkdir(parents=True)
    settings = course.settings(course.scratch(f"asked-{real}"))
    loaded = Loaded(statements)
    real_graph = generation_of(settings.data) / "graph"
    with GraphStore.read_only(real_graph) as source, GraphStore.open(home / "writer") as store, watched() as memory:
        for graphs in _together(source, settings.base, statements):
            loaded.load(store, graphs)
        begun, worked = time.monotonic(), time.process_time()
        store.optimize()
        optimised = (round(time.monotonic() - begun, 1), round(time.process_time() - worked, 1))
        store.backup(home / "graph")
        told: dict[str, Any] = {"statements": store.count()}
    removed(home / "writer")
    told |= {"loading": loaded.figures(), "optimising_s": optimised[0], "optimising_processor_s": optimised[1]}
    told |= {"memory_mb": memory.figures(), "disk_mb": disk_mb(home / "graph")}
    told["bytes_a_statement"] = round(1e6 * told["disk_mb"] / told["statements"], 1)
    told["reopened"] = reopened(course, "graph", home / "graph")
    told["sparql"] = _asked(home / "graph", settings)
    removed(home)
    return told


def _together(source: GraphStore, base: str, statements: int) -> Iterator[dict[str, bytes]]:
    """Graphs of the source and of its copies, some at a time, until there are so many statements."""
    waiting: dict[str, bytes] = {}
    many = made = 0
    for graph, triples in _copies(source, base):
        waiting[graph] = triples
        many += triples.count(b"\n")
        if many >= _TOGETHER or made + many >= statements:
            yield waiting
            waiting, many, made = {}, 0, made + many
            if made >= statements:
                return


def _copies(source: GraphStore, base: str) -> Iterator[tuple[str, bytes]]:
    documents, own = f"{base}doc/", f"{base}graph/doc/"
    for number in count():
        for graph in source.graphs():
            if number == 0 or graph.startswith(own):
                triples = b"".join(source.triples(graph))
                yield (
                    (graph, triples)
                    if number == 0
                    else (
                        graph.replace(own, f"{own}COPY{number}/"),
                        renamed(triples, documents, number),
                    )
                )


def renamed(triples: bytes, documents: str, number: int) -> bytes:
    """The statements of a copy: names of documents and what stands below them, symbols, and texts are its own."""
    named_so = triples.replace(f"<{documents}".encode(), f"<{documents}COPY{number}/".encode())
    return named_so.replace(_TEXT_END, f" ({number})".encode() + _TEXT_END)


def _plain(queries: Mapping[str, NamedQuery]) -> Mapping[str, NamedQuery]:
    """Those that any SPARQL store answers: there is no index beside this graph."""
    return {name: query for name, query in queries.items() if "search:" not in query.text}


def _asked(graph: Path, settings: Settings) -> dict[str, Figures]:

    with GraphStore.read_only(graph) as store, graph_pool(graph, settings) as pool:
        passages, documents = drawn(store)

        def ask(query: str) -> object:
            return pool.run(query, base=settings.base)

        ask(lookup(passages[0]))
        return {
            "lookup": latency(ask, map(lookup, passages)),
            "document": latency(ask, map(listing, documents)),
            "named": named(_plain(load_queries(HOME / "queries")), pool, settings.base),
        }
