"""River, stage check. In: the graph of one document. Out: findings that stop its publishing. Must not touch the working store.

Two kinds of check: SHACL shapes over the document's own graph, and queries/checks/*.rq, whose right answer is nothing, over the
document together with ontology and vocabulary. A finding stops this document, never another one.
"""

from collections.abc import Mapping
from pathlib import Path

import pyshacl
from rdflib import RDF, SH, Graph

from ontology.files import read_shapes
from queries.catalogue import NamedQuery, load_queries
from queries.runner import render
from stores.graph.store import GraphStore

_MOST_HELD = 64 * 1024 * 1024  # bytes of documents, after which the store is filled anew: it keeps the words of what it removed
_MOST = 5  # findings of one kind named on the receipt; the rest is counted


class Checker:
    """The shapes and checks, loaded once for a run."""

    def __init__(self, home: Path, base: str, shared: Mapping[str, bytes]) -> None:
        self._shapes = read_shapes(home / "ontology" / "shapes")
        self._checks = load_queries(home / "queries" / "checks")
        self._base = base
        self._shared = shared
        self._store, self._held = self._filled()

    def _filled(self) -> tuple[GraphStore, int]:
        """A store with what all documents share, and how many bytes of documents it has held: none."""
        store = GraphStore.memory()
        for graph, triples in self._shared.items():
            store.replace(graph, triples)
        return store, 0

    def findings(self, name: str, graph: Graph, triples: bytes) -> list[str]:
        """What is wrong with the graph of a document, in plain words; an empty list lets it pass.

        `name` is its graph's IRI, `triples` the same graph as N-Triples.
        """
        return [*self.shape_findings(graph), *self._query_findings(name, triples)]

    def shape_findings(self, graph: Graph) -> list[str]:
        """What the shapes alone say of a graph: enough for one that stands on several documents, such as lineage or reviews."""
        conforms, report, _ = pyshacl.validate(graph, shacl_graph=self._shapes, inference="none", meta_shacl=False)
        if conforms or not isinstance(report, Graph):
            return []
        rows = sorted(
            {
                f"{report.value(result, SH.focusNode)}: {report.value(result, SH.resultMessage)}"
                for result in report.subjects(RDF.type, SH.ValidationResult)
            }
        )  # one shape may fail in several ways at one node: the plain words are the same
        return _shortened(rows, "shapes")

    def _query_findings(self, name: str, triples: bytes) -> list[str]:
        if self._held > _MOST_HELD:
            self._store, self._held = self._filled()
        self._held += len(triples)
        self._store.replace(name, triples)
        try:
            return [finding for check in self._checks.values() for finding in self._rows(check)]
        finally:
            self._store.remove(name)

    def _rows(self, check: NamedQuery) -> list[str]:
        rows = self._store.select(render(check, {}, base=self._base))
        return _shortened(sorted(f"{check.title}: {' '.join(map(str, row.values()))}" for row in rows), check.name)


def _shortened(rows: list[str], what: str) -> list[str]:
    more = len(rows) - _MOST
    return rows[:_MOST] + ([f"(+{more} more by {what})"] if more > 0 else [])
