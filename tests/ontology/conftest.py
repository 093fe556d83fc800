"""Fixtures of the language. In: its files. Out: triples of the vocabulary, a store and the names of them, modules, shapes.

Beside them stand the questions that several tests ask of a graph, a store or a text.
"""

import gc
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, SH, Graph, URIRef

from ontology import health
from ontology.concepts import load_concepts
from ontology.files import read_shapes, read_vocabulary
from ontology.iris import DEFAULT_BASE, MG
from queries.catalogue import load_query
from queries.runner import render
from reading.mentions.lexicon import Lexicon
from stores.graph.store import GraphStore

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "ontology" / "vocabulary"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "sound").glob("*.ttl"))}
"""The sound graphs, each in Turtle, by what they are of."""
LONGEST_RUN = 9
"""Words in a row that may stand in a source as well: the names of the four crimes, one after the other, are nine."""
Ask = Callable[..., list[dict[str, str]]]
Find = Callable[[str], list[str]]


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


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The names of the whole vocabulary."""
    return Lexicon(load_concepts(FOLDER, DEFAULT_BASE))


@pytest.fixture(scope="session")
def find(lexicon: Lexicon) -> Find:
    """Paths of the entries whose names stand in a text, in order."""
    return lambda text: [path(named.concept.iri) for named in lexicon.find(text) if named.concept]


@pytest.fixture(scope="session")
def language() -> health.Language:
    """The modules as they are. Not to be changed."""
    return health.read_language()


@pytest.fixture(scope="session")
def shapes() -> Graph:
    """The shapes as published. Not to be changed."""
    return read_shapes()


def asked(store: GraphStore, name: str, **arguments: str) -> list[dict[str, str]]:
    """The rows of a named query over a store, as plain words."""
    text = render(load_query(ROOT / "queries" / f"{name}.rq"), arguments, base=DEFAULT_BASE)
    return [{column: value.value for column, value in row.items()} for row in store.select(text)]


def path(iri: object) -> str:
    """What stands below the base."""
    return str(iri).removeprefix(DEFAULT_BASE)


def of_kind(graph: Graph, kind: str) -> list[URIRef]:
    """The entries of a class of ours, sorted."""
    return sorted(node for node in graph.subjects(RDF.type, URIRef(MG + kind)) if isinstance(node, URIRef))


def messages(text: str, shapes: Graph) -> list[str]:
    """What the shapes say of a graph in Turtle; an empty list where it conforms."""
    _, report, _ = validate(Graph().parse(data=text, format="turtle"), shacl_graph=shapes)
    assert isinstance(report, Graph)
    return [str(message) for message in report.objects(None, SH.resultMessage)]


def runs(text: str) -> list[tuple[str, ...]]:
    """Each row of words in a text that is one longer than may stand in a source as well."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return list(zip(*(words[start:] for start in range(LONGEST_RUN + 1)), strict=False))


def runs_of_sources(shared: Path) -> set[tuple[str, ...]]:
    """Those of all documents of the corpus."""
    files = [file for ending in ("md", "txt") for file in (shared / "corpus").rglob(f"*.{ending}")]
    known = {run for file in files for run in runs(file.read_text("utf-8", "replace"))}
    assert known
    return known


@pytest.fixture
def uncollected() -> Iterator[None]:
    """No garbage is collected meanwhile: that takes a second where other tests left much, and tells nothing of the reading."""
    gc.disable()
    yield
    gc.enable()
