"""River: curated graphs. In: the generation that serves, and the graph of the next one. Out: the next one with what curators
wrote. Must not let it into the working graph.

Curators' graphs live in the published generations alone. Ingest carries them over from one to the next, beside what it makes
itself: nothing that is derived, indexed or inferred stands on them, so that a run gives the same whoever wrote meanwhile.
"""

import logging
import shutil
from pathlib import Path

from ontology.errors import StoreError
from ontology.iris import Iris
from stores import generations
from stores.generations import Generation
from stores.graph.store import GraphStore

_LOST = "What their journal (curated/journal.jsonl) tells of it since must be written again, or a backup restored."
_LOG = logging.getLogger("mandategraph.ingest")


def publish_graph(store: GraphStore, partial: Path, before: Generation | None, iris: Iris) -> None:
    """Puts the working graph and the curated graphs of what served before into the folder aside, as its graph."""
    written = _written_last(partial.parents[1], before, iris)
    if not written:
        store.backup(partial / "graph")
        return
    aside = partial / "graph.aside"
    store.backup(aside)
    with GraphStore.open(aside) as together:
        for graph, triples in written.items():
            together.replace(graph, triples)
        together.backup(partial / "graph")
    shutil.rmtree(aside)


def _written_last(data: Path, before: Generation | None, iris: Iris) -> dict[str, bytes]:
    """What curators wrote, by graph. Of the newest generation also where that is damaged: the engine reads nothing wrong from a
    damaged graph, it fails. Only where it does, what they had written by the generation before is all that is left.
    """
    newest = None if before is not None and not before.warning else generations.newest(data)
    for generation in (newest, before):
        if generation is not None:
            try:
                with GraphStore.read_only(generation.graph) as published:
                    return {graph: b"".join(published.triples(graph)) for graph in _curated(published, iris)}
            except StoreError as error:
                _LOG.error("What curators wrote cannot be read from %s: %s %s", generation.id, error, _LOST)
    return {}


def _curated(store: GraphStore, iris: Iris) -> list[str]:
    return [graph for graph in store.graphs() if not iris.is_pipelines(graph)]
