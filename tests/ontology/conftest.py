"""Fixtures of the language. In: the files of the vocabulary. Out: their triples, a store of them, and named queries over it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph

from ontology.files import read_vocabulary
from ontology.iris import DEFAULT_BASE
from queries.catalogue import load_query
from queries.runner import render
from stores.graph.store import GraphStore

ROOT = Path(__file__).parents[2]
Ask = Callable[..., list[dict[str, str]]]


@pytest.fixture(scope="session")
def graph() -> Graph:
    """The triples of all vocabulary files. Not to be changed."""
    return read_vocabulary()


@pytest.fixture(scope="session")
def store(graph: Graph) -> GraphStore:
    """The vocabulary alone in a store, as the named queries meet it; nothing is inferred there. Not to be changed."""
    store = GraphStore.memory()
    store.replace(f"{DEFAULT_BASE}graph/vocabulary", graph.serialize(format="nt", encoding="utf-8"))
    return store


@pytest.fixture(scope="session")
def ask(store: GraphStore) -> Ask:
    """The rows of a named query over the vocabulary."""
    return lambda name, **arguments: asked(store, name, **arguments)


def asked(store: GraphStore, name: str, **arguments: str) -> list[dict[str, str]]:
    """The rows of a named query over a store, as plain words."""
    text = render(load_query(ROOT / "queries" / f"{name}.rq"), arguments, base=DEFAULT_BASE)
    return [{column: value.value for column, value in row.items()} for row in store.select(text)]
