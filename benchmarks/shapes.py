"""Benchmarks: the shapes. In: the annotated documents through the pipeline. Out: how long SHACL takes for each published graph,
and what it finds. Must not count the loading of shapes, which is done once a run.

Wall time of this machine, the median of several rounds with the least beside it. The wish is a report of about 100 passages
under one second. For a document the queries of queries/checks are timed too: both stand between it and its publishing.
"""

import argparse
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

from rdflib import RDF, Graph

from benchmarks.gold import open_gold, write_figures
from benchmarks.published import published
from ingest.check import Checker
from ingest.world import HOME
from ontology import terms as t
from ontology.errors import MandateGraphError
from stores.graph.store import GraphStore

COMMAND = "python -m benchmarks.shapes"
ROUNDS = 7
ACROSS = ("vocabulary", "catalogue", "lineage", "situations", "reviews", "quality")
"""The graphs that are no document's and are checked by the shapes alone."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds that an act took: the median and the least of the rounds."""

    median_s: float
    least_s: float


@dataclass(frozen=True, slots=True)
class Row:
    """One graph: its size, how long it took by the shapes alone and with the queries, and what was found."""

    graph: str
    triples: int
    passages: int
    shapes: Taken
    with_queries: Taken | None
    findings: list[str]


def measured(store: GraphStore, base: str) -> Iterator[Row]:
    """A row for each document's graph and for those across documents."""
    named = {name.removeprefix(f"{base}graph/"): name for name in store.graphs()}
    checker = Checker(HOME, base, {named[name]: _lines(store, named[name]) for name in ("ontology", "vocabulary")})
    for short, name in sorted(named.items()):
        if short.startswith("doc/") or short in ACROSS:
            graph = Graph().parse(data=_lines(store, name), format="nt")
            passages = len(set(graph.subjects(RDF.type, t.PASSAGE)))
            alone = timed(partial(checker.shape_findings, graph))
            whole = timed(partial(checker.findings, name, graph, _lines(store, name))) if short.startswith("doc/") else None
            yield Row(short, len(graph), passages, alone, whole, checker.shape_findings(graph))


def timed(act: Callable[[], object]) -> Taken:
    """How long an act takes, after one round that is not counted."""
    act()
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return Taken(round(statistics.median(taken), 3), round(min(taken), 3))


def table(rows: Sequence[Row]) -> str:
    """Markdown: one row a graph."""
    lines = ["| graph | triples | passages | shapes | with queries | findings |", "| --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        whole = f"{row.with_queries.median_s:.3f} s" if row.with_queries else ""
        lines.append(
            f"| {row.graph} | {row.triples} | {row.passages} | {row.shapes.median_s:.3f} s | {whole} | {len(row.findings)} |"
        )
    return "\n".join(lines)


def _lines(store: GraphStore, graph: str) -> bytes:
    return store.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table and writes the figures; 1 and a message where the sources are missing."""
    parser = argparse.ArgumentParser(description="How long the shapes take for each published graph.")
    parser.add_argument("--data", type=Path, help="a data folder to keep and use again; else one that is gone afterwards")
    asked = parser.parse_args(arguments)
    try:
        with published(open_gold(), asked.data) as library, library.serving() as serving:
            rows = list(measured(serving.graph, library.settings.base))
    except MandateGraphError as error:
        print(f"benchmarks.shapes: {error}", file=sys.stderr)
        return 1
    machine = {"python": platform.python_version(), "pyshacl": version("pyshacl"), "rdflib": version("rdflib")}
    write_figures(
        "shapes.json", {"command": COMMAND, "rounds": ROUNDS, "machine": machine, "graphs": [asdict(row) for row in rows]}
    )
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
