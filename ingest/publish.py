"""River, stage publish. In: the working graph after a run. Out: one generation: graph, index, receipt and build record
together, or none.

The index is made from the graph and the vector cache, never kept beside it: the two cannot disagree, and nothing is encoded
twice.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version as installed
from pathlib import Path

from rdflib import Graph

from ingest.changes import note_changes, record_graphs
from ingest.curated import publish_graph
from ingest.derive import Shapes, derive
from ingest.describe import describe_cited, serialise
from ingest.place import HERE, Place
from ingest.points import Entry, entries
from ingest.receipt import Receipt
from ingest.reused import keep_fingerprints
from ingest.reviews import Verdict
from ingest.world import World, catalogue_graph
from ontology.errors import StoreDamaged, StoreMissing, SymbolError
from ontology.symbol import Symbol
from stores import generations
from stores.changes import State
from stores.embedding.cache import VectorCache, encode_cached, read_cached, token_rows
from stores.embedding.encoder import TokenEncoder, load_encoder
from stores.embedding.tokens import write_tokens
from stores.generations import Build, Generation
from stores.graph.remote_publish import make_ready, require_answer
from stores.graph.store import GraphStore
from stores.settings import Settings
from stores.vectors.choices import Choices
from stores.vectors.chosen import build_index
from stores.vectors.index import Point
from stores.words.index import Text, build_words

Progress = Callable[[str, int, int], None]
"""Told the stage, how much is done, and how much there is."""

_ENGINES = ("pyoxigraph", "qdrant-edge-py", "onnxruntime")
_CITED_ONLY = """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT DISTINCT ?target WHERE {
  ?naming mg:target|mg:corrects|mg:addendumTo|mg:revises ?target FILTER NOT EXISTS { ?target a mg:Document } }"""


def share(
    store: GraphStore, world: World, ingested: frozenset[str], verdicts: Sequence[Verdict], shapes: Shapes
) -> dict[str, list[str]]:
    """Puts ontology, vocabulary and catalogue into the working graph, and what stands on several documents.

    Cited documents that nobody describes get their symbol. The answer is what was wrong with derived graphs that were left out.
    """
    for graph, triples in world.shared.items():
        store.replace(graph, triples)
    name = world.iris.graph("catalogue")
    known = catalogue_graph(world, ingested)
    store.replace(name, serialise(known))
    for row in store.select(_CITED_ONLY):
        known += _cited_only(world, str(row["target"]))
    store.replace(name, serialise(known))
    return derive(store, world.iris, verdicts, world.home, shapes)


def publish(
    store: GraphStore, receipt: Receipt, world: World, settings: Settings, progress: Progress, place: Place = HERE
) -> str:
    """The id of the generation that serves from now on."""
    require_answer(settings)
    partial = generations.begin(settings.data)
    before = served_before(settings.data)
    publish_graph(store, partial, before, world.iris)
    encoder = load_encoder(settings.model, settings.models)
    passages = entries(store)
    _build_index(partial, passages, encoder, settings, progress, place)
    put_words(partial, passages)
    with GraphStore.read_only(partial / "graph") as published:
        states = record_graphs(published, partial, before, settings.base)
    told = receipt.as_dict() | {"generation": None}
    (partial / "receipt.json").write_text(json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    build = build_record(states, world.version, encoder.name)
    generation = generations.publish(settings.data, partial, build, ready=lambda made: make_ready(made, settings, progress))
    note_changes(settings.data, generation)
    return generation


def put_words(partial: Path, passages: Sequence[Entry]) -> None:
    """Puts into the folder aside what passages are found by in their words alone: fingerprints of repeats, and the word index."""
    keep_fingerprints(partial / "reuse", [(entry.key, entry.words) for entry in passages])
    build_words(partial / "words.sqlite", (Text(entry.key, entry.words, entry.titles, entry.headings) for entry in passages))


def served_before(data: Path) -> Generation | None:
    """The generation that serves until the next one does; None where none can."""
    try:
        return generations.current(data)
    except (StoreMissing, StoreDamaged):  # the next one counts as the first, and says so in its entry of the change log
        return None


def build_record(states: Mapping[str, State], version: str, model: str) -> Build:
    """What a generation is made of: the corpus is told by the digests of its graphs, in order; `version` is that of the rules."""
    corpus = hashlib.sha256()
    for graph in sorted(states):
        corpus.update(f"{graph} {states[graph].sha256}\n".encode())
    return Build(corpus.hexdigest(), version, model, {engine: installed(engine) for engine in _ENGINES})


def _build_index(
    partial: Path, found: list[Entry], encoder: TokenEncoder, settings: Settings, progress: Progress, place: Place
) -> None:
    """The index, and the token vectors for re-ranking where the passages are not more than the setting allows."""
    progress("encode", 0, len(found))
    texts, starts = [entry.embedded for entry in found], [entry.start for entry in found]
    with VectorCache(settings.data / "work" / "vectors.sqlite") as cache, place.encoding(encoder, settings) as read:
        if 0 < len(found) <= settings.rerank_passages:
            read_cached(encoder, texts, starts, cache, lambda done: progress("encode", done, len(found)), read)
            rows = token_rows(encoder, texts, starts, cache)
            write_tokens(partial / "tokens", zip((entry.key for entry in found), rows, strict=True), encoder.dims)
        vectors = encode_cached(encoder, texts, cache, lambda done: progress("encode", done, len(found)), read)
    points = (Point(entry.key, entry.looked_up, vector, entry.payload) for entry, vector in zip(found, vectors, strict=True))
    meta, url, choices = {"model": encoder.name}, settings.qdrant_url, Choices.of(settings)
    build_index(partial / "index", points, dims=encoder.dims, meta=meta, url=url, choices=choices)
    progress("encode", len(found), len(found))


def _cited_only(world: World, target: str) -> Graph:
    if not target.startswith(world.iris.base + "doc/"):
        return Graph()
    try:
        return describe_cited(target, Symbol.parse(world.iris.path(target).removeprefix("doc/")))
    except SymbolError:
        return Graph()  # a passage or programme text: it describes itself or stays a bare IRI
