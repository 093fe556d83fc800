"""River, stage take up: where there is no working graph, as after a restore. In: the ledger and what serves. Out: the working
graph that was published as that, if the ledger tells of it. Must not take up what is older than the ledger.

Otherwise the run describes all documents anew, from their kept bytes. Generations after the one that a run published last are
what curators wrote on it, which changes no graph that a run keeps from one to the next.
"""

import shutil
from dataclasses import replace
from pathlib import Path

from ingest.ledger import Ledger
from ontology.errors import StoreDamaged, StoreMissing
from ontology.iris import Iris
from stores import generations
from stores.generations import Generation
from stores.graph.store import GraphStore
from stores.graph.writing import link_copy


def take_up(ledger: Ledger, data: Path, iris: Iris) -> bool:
    """Whether the working graph was made of the generation that serves: without what curators wrote there."""
    graph = data / "work" / "graph"
    if graph.exists() or ledger.is_unpublished or not ledger.published:
        return False
    try:
        serving = generations.current(data)
    except (StoreMissing, StoreDamaged):
        return False
    if serving.warning or serving.number < replace(serving, id=ledger.published).number:
        return False
    _copy(serving, graph, iris)
    return True


def _copy(serving: Generation, graph: Path, iris: Iris) -> None:
    aside = graph.with_name("graph.partial")
    shutil.rmtree(aside, ignore_errors=True)
    link_copy(serving.graph, aside)
    with GraphStore.open(aside) as copy:
        for name in copy.graphs():
            if not iris.is_pipelines(name):
                copy.remove(name)
        copy.flush()
    aside.rename(graph)
