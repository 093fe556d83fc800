"""Benchmarks, growth: made passages. In: real passages with their vectors. Out: an index of as many made ones, built and asked as
the product does, and what that took. Must not publish them.

What a real passage has is drawn whole: its payload, with names of its own for passage and document, and its number of words;
the words by how often each stands in the real ones, which is nearly Zipf's law; its vector around that of a real one. So fields,
their values and words are as frequent together as they really are, and each document has as many passages; only the vocabulary
does not grow, which in reality it would, slowly. Without texts of their own, made passages have no graph.
"""

import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.growth.asked import of_index, questions
from benchmarks.growth.course import Course, Figures, disk_mb, generation_of, index_mb, removed
from benchmarks.growth.opening import reopened
from benchmarks.scale import watched
from benchmarks.speed import SPREAD, rolled_up_mb
from ingest.points import entries
from ontology.iris import key_in_language
from stores.embedding.cache import VectorCache, encode_cached
from stores.embedding.encoder import Encoder, load_encoder
from stores.graph.store import GraphStore
from stores.settings import Settings
from stores.vectors.edge import EdgeIndex
from stores.vectors.index import Point, Value
from stores.vectors.shard import build_edge_index

_MADE = "https://w3id.org/mandategraph/doc/MADE/"
_TOGETHER = 1_000
_SEED = 8


@dataclass(frozen=True, slots=True)
class Stock:
    """What passages are drawn from: payloads, vectors (n, d), how many words each has, and all words with how often each comes,
    as rising shares of 1; how many passages a document has.
    """

    payloads: Sequence[Mapping[str, Value]]
    vectors: NDArray[np.float32]
    lengths: NDArray[np.int32]
    words: NDArray[np.object_]
    shares: NDArray[np.float64]
    a_document: int

    @classmethod
    def of(cls, store: GraphStore, encoder: Encoder, cache: VectorCache) -> "Stock":
        """The stock of a graph whose vectors are known."""
        found = entries(store)
        vectors = encode_cached(encoder, [entry.embedded for entry in found], cache)
        counts: Counter[str] = Counter()
        lengths = []
        for entry in found:
            words = entry.looked_up.split()
            counts.update(words)
            lengths.append(len(words))
        common = counts.most_common()
        shares = np.cumsum([count for _, count in common]) / counts.total()
        documents = len({entry.payload["document"] for entry in found})
        payloads = [entry.payload for entry in found]
        words_only = np.array([word for word, _ in common], dtype=np.object_)
        return cls(payloads, vectors, np.array(lengths, dtype=np.int32), words_only, shares, round(len(found) / documents))

    def points(self, count: int) -> Iterator[Point]:
        """So many made passages, in the order of their IRIs; the same ones each time."""
        random = np.random.default_rng(_SEED)
        for start in range(0, count, _TOGETHER):
            number = min(_TOGETHER, count - start)
            chosen = random.integers(len(self.payloads), size=number)
            vectors = self._around(chosen, random)
            ends = np.cumsum(self.lengths[chosen])
            places = np.searchsorted(self.shares, random.random(int(ends[-1])))
            words = self.words[np.minimum(places, len(self.words) - 1)]
            for at, (real, some) in enumerate(zip(chosen, np.split(words, ends[:-1]), strict=True)):
                payload = self._payload(int(real), start + at)
                key = key_in_language(str(payload["passage"]), str(payload["language"]))
                yield Point(key, " ".join(some), vectors[at], payload)

    def _around(self, chosen: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.float32]:
        centres = self.vectors[chosen]
        vectors = centres + SPREAD * random.standard_normal(centres.shape, dtype=np.float32) / centres.shape[1] ** 0.5
        unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    def _payload(self, real: int, number: int) -> dict[str, Value]:
        payload = dict(self.payloads[real])
        own = {payload["passage"], payload["document"]}
        document = f"{_MADE}{number // self.a_document:07d}"
        passage = f"{document}/para/{number % self.a_document:03d}"
        symbols = payload["symbols"]
        cited = [name for name in symbols if name not in own] if isinstance(symbols, list) else []
        return payload | {"passage": passage, "document": document, "symbols": sorted({passage, document, *cited})}


def stock_of(settings: Settings, encoder: Encoder) -> Stock:
    """The stock of a published data folder."""
    graph, vectors = generation_of(settings.data) / "graph", settings.data / "work" / "vectors.sqlite"
    with GraphStore.read_only(graph) as store, VectorCache(vectors) as cache:
        return Stock.of(store, encoder, cache)


def made(course: Course, passages: int, real: int) -> Figures:
    """An index of so many made passages, drawn from about `real` real ones that were asked before: built, opened and asked."""
    folder = course.scratch(f"made-{passages}") / "index"
    removed(folder.parent)
    settings = course.settings(course.scratch(f"asked-{real}"))
    encoder = load_encoder(settings.model, settings.models)
    stock = stock_of(settings, encoder)
    before = rolled_up_mb(os.getpid(), "Anonymous")
    begun, worked = time.monotonic(), time.process_time()
    with watched() as memory:
        build_edge_index(folder, stock.points(passages), dims=encoder.dims, meta={"model": encoder.name})
    told: dict[str, Any] = {
        "passages": passages,
        "seconds": round(time.monotonic() - begun, 1),
        "processor_seconds": round(time.process_time() - worked, 1),
        "memory_mb": {**memory.figures(), "before": before},
        "disk_mb": disk_mb(folder),
        "index_mb": index_mb(folder),
        "largest_file_mb": round(max(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1_000_000, 1),
    }
    del stock
    told["reopened"] = reopened(course, "index", folder)
    asked = {words: encoder.encode_query(words) for _, words in questions()}
    index = EdgeIndex.open(folder)
    try:
        told["index"] = dict(of_index(index, asked))
        told["memory_mb"]["asked"] = {
            "resident": rolled_up_mb(os.getpid(), "Rss"),
            "of_its_own": rolled_up_mb(os.getpid(), "Anonymous"),
        }
    finally:
        index.close()
    removed(folder.parent)
    return told
