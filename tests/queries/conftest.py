"""Tests of the questions: the sample graph. In: sample.trig. Out: it in a store, in memory and published. No network."""

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Dataset

from ontology.iris import DEFAULT_BASE
from stores.graph.pool import QueryPool
from stores.graph.store import GraphStore


def _fill(store: GraphStore) -> GraphStore:
    dataset = Dataset()
    text = Path(__file__).with_name("sample.trig").read_text(encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's TriG parser uses what rdflib itself deprecates
        dataset.parse(data=text, format="trig", publicID=DEFAULT_BASE)
    for graph in dataset.graphs():
        if len(graph):
            store.replace(str(graph.identifier), graph.serialize(format="nt", encoding="utf-8"))
    return store


@pytest.fixture(scope="session")
def sample() -> GraphStore:
    """The sample graph in memory."""
    return _fill(GraphStore.memory())


@pytest.fixture(scope="session")
def sample_pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryPool]:
    """One worker over the sample graph, published as a backup."""
    folder = tmp_path_factory.mktemp("published")
    with GraphStore.open(folder / "working") as store:
        _fill(store).backup(folder / "graph")
    with QueryPool(folder / "graph", workers=1, wall_s=10, memory_mb=512, max_rows=1000, max_bytes=1_000_000) as pool:
        yield pool
