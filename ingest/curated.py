"""River: curated graphs. In: the generation that serves, and the graph of the next one. Out: the next one with what curators
wrote. Must not let it into the working graph.

Curators' graphs live in the published generations alone. Ingest carries them over from one to the next, beside what it makes
itself: nothing that is derived, indexed or inferred stands on them, so that a run gives the same whoever wrote meanwhile.
"""

import logging
import shutil
from pathlib import Path

from ontology.iris import Iris
from stores.generations import Generation
from stores.graph.store import GraphStore

_LOG = logging.getLogger("mandategraph.ingest")


def publish_graph(store: GraphStore, partial: Path, before: Generation | None, iris: Iris) -> None:
    """Puts the working graph and the curated graphs of what served before into the folder aside, as its graph."""
    if before is None or not _has_curated(before.graph, iris):
        store.backup(partial / "graph")
        return
    if before.warning:
        _LOG.warning("Curated graphs are taken over from %s: %s", before.id, before.warning)
    aside = partial / "graph.aside"
    store.backup(aside)
    with GraphStore.read_only(before.graph) as published, GraphStore.open(aside) as together:
        for graph in _curated(published, iris):
            together.replace(graph, b"".join(published.triples(graph)))
        together.backup(partial / "graph")
    shutil.rmtree(aside)


def _has_curated(graph: Path, iris: Iris) -> bool:
    with GraphStore.read_only(graph) as published:
        return bool(_curated(published, iris))


def _curated(store: GraphStore, iris: Iris) -> list[str]:
    return [graph for graph in store.graphs() if not iris.is_pipelines(graph)]
