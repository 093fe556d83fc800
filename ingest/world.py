"""River: what a run knows beforehand. In: settings and the folder of the rooms. Out: catalogue, vocabulary, lexicon, shared
graphs.

Everything that does not depend on the documents of the run. Must not touch the working store.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph
from rdflib.compare import to_canonical_graph

from ingest.catalogue import Catalogue, load_catalogue
from ingest.describe import describe_known, document_of, serialise
from ingest.identify import describe_entry
from ontology import terms as t
from ontology.concepts import load_concepts, mandates_of, themes_of
from ontology.files import read_modules, read_vocabulary
from ontology.iris import Iris
from reading.citations.resolve import Primary
from reading.find import Knowledge
from reading.mentions.lexicon import Lexicon, descriptions
from stores.settings import Settings

_OTHER_LANGUAGES = ("fr", "es", "ru", "ar", "zh")
HOME = Path(__file__).resolve().parent.parent
_DECIDES = (
    "ontology",
    "reading",
    "ingest",
    "corpus/catalogue",
    "queries/checks",
)  # what a document's graph depends on, beside its bytes


@dataclass(frozen=True, slots=True)
class World:
    """What every document of a run is read with. `version` changes when any of it does."""

    iris: Iris
    catalogue: Catalogue
    knowledge: Knowledge
    shared: Mapping[str, bytes]
    version: str
    home: Path


def prepare(settings: Settings, home: Path = HOME) -> World:
    """The world of a run; SourceError for a faulty catalogue or vocabulary."""
    iris = Iris(settings.base)
    catalogue = load_catalogue(home / "corpus" / "catalogue")
    vocabulary = read_vocabulary(home / "ontology" / "vocabulary", settings.base)
    modules = read_modules(home / "ontology" / "modules")
    shared = {iris.graph("ontology"): serialise(to_canonical_graph(modules)), iris.graph("vocabulary"): serialise(vocabulary)}
    concepts = load_concepts(home / "ontology" / "vocabulary", settings.base)
    lexicon = Lexicon(concepts)
    held = {str(holder): str(mandate) for mandate, holder in vocabulary.subject_objects(t.HELD_BY)}
    held |= {mandate: mandate for mandate in held.values()}
    themes = Lexicon(themes_of(vocabulary))
    knowledge = Knowledge(
        *(lexicon, iris, _primary(catalogue), held, themes, _pillars(vocabulary)),
        others={language: Lexicon(concepts, language=language) for language in _OTHER_LANGUAGES},
        described=Lexicon(concepts, labels=descriptions),
        mandates=mandates_of(vocabulary),
        concepts={concept.iri: concept for concept in concepts},
    )
    return World(iris, catalogue, knowledge, shared, version(home, settings.base), home)


def catalogue_graph(world: World, ingested: frozenset[str]) -> Graph:
    """The documents that the catalogue knows and the corpus has no text of."""
    graph = Graph()
    for entry in world.catalogue.entries:
        if entry.key not in ingested:
            note = f"Not borne out by a source at hand: {', '.join(entry.unsure)}." if entry.unsure else None
            graph += describe_known(document_of(describe_entry(entry), world.iris), note)
    return graph


def version(home: Path, base: str) -> str:
    """The digest of everything, beside the bytes of a document, that its graph depends on: a change describes all anew."""
    digest = hashlib.sha256(base.encode())
    for room in _DECIDES:
        for file in sorted((home / room).rglob("*")):
            if file.suffix in (".py", ".ttl", ".toml", ".rq"):
                digest.update(f"{file.relative_to(home)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def _pillars(vocabulary: Graph) -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for theme, pillar in vocabulary.subject_objects(t.UNDER_PILLAR):
        found[str(theme)].append(str(pillar))
    return {theme: tuple(sorted(pillars)) for theme, pillars in found.items()}


def _primary(catalogue: Catalogue) -> Primary:
    def primary(symbol: str) -> str | None:
        entry = catalogue.by_symbol(symbol)
        return entry.key if entry else None

    return primary
