"""Benchmarks: what others would assemble. In: the passages of a published library, with their vectors. Out: systems of other
packages that rank the same passages for the same questions. Must not be known to the product.

BM25 of bm25s, and two hybrids: haystack (BM25 and embeddings of its in-memory store, joined by its reciprocal ranks) and txtai
(BM25 and exact inner products in faiss, half and half, its default). All read what our model reads of a passage, "title >
heading" and the words, and are given our vectors. Each package is imported when it is asked for; who lacks one is told so.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from api.library import Library
from api.search import search
from benchmarks.task import Absent
from ingest.points import Entry, entries
from ontology.iris import without_language
from stores.embedding.cache import VectorCache, encode_cached

Rank = Callable[[str, int], list[str]]
"""Answers a question with the IRIs of so many passages, the best first, each once."""
Encode = Callable[[str], NDArray[np.float32]]
PACKAGES = {"bm25s": "bm25s", "haystack": "haystack-ai", "txtai": "txtai"}
DEPTH = 10  # haystack's two lists are so many times deeper than the joined one, as txtai's are of themselves


@dataclass(frozen=True, slots=True)
class Passages:
    """Passages in one order: keys (IRI and language), what the model reads, unit vectors (n, d), and the entries themselves."""

    keys: Sequence[str]
    texts: Sequence[str]
    vectors: NDArray[np.float32]
    entries: Sequence[Entry]

    @property
    def languages(self) -> int:
        """In how many languages a passage is there at most."""
        return max(Counter(without_language(key)[0] for key in self.keys).values(), default=1)

    def first(self, most: int) -> "Passages":
        """So many of them."""
        return Passages(self.keys[:most], self.texts[:most], self.vectors[:most], self.entries[:most])

    def best(self, ranked: Sequence[str], limit: int) -> list[str]:
        """The first IRIs of ranked keys: a passage that is found in two languages is found once."""
        return list(dict.fromkeys(without_language(key)[0] for key in ranked))[:limit]


def passages_of(library: Library) -> Passages:
    """Every passage of what serves, with the vectors that were made when it was published; no text is encoded twice."""
    with library.serving() as serving:
        found = entries(serving.graph)
    texts = [entry.embedded for entry in found]
    with VectorCache(library.settings.data / "work" / "vectors.sqlite") as cache:
        vectors = encode_cached(library.encoder, texts, cache)
    return Passages([entry.key for entry in found], texts, vectors, found)


def product(library: Library, mode: str) -> Rank:
    """The product in one mode, through its own front."""
    return lambda text, limit: [result.iri for result in search(library, text, limit=limit, mode=mode).hits]


def systems(library: Library, passages: Passages, packages: Sequence[str] = tuple(PACKAGES)) -> dict[str, Rank]:
    """The product in its three modes, the served one first, and each peer that is installed."""
    ours = {mode: product(library, mode) for mode in ("hybrid", "dense", "keyword")}
    theirs = {name: MAKERS[name](passages, library.encoder.encode_query) for name in packages if name not in missing()}
    return ours | theirs


def missing() -> dict[str, str]:
    """Which peers are not installed, and what to do about it."""
    advice = "install the extra `bench`: pip install -e '.[bench]'"
    return {name: f"{PACKAGES[name]} is not installed; {advice}" for name in PACKAGES if _version(name) is None}


def versions() -> dict[str, str]:
    """The installed peers with their versions."""
    return {PACKAGES[name]: number for name in PACKAGES if (number := _version(name)) is not None}


def _version(name: str) -> str | None:
    try:
        return version(PACKAGES[name])
    except PackageNotFoundError:
        return None


def _package(module: str, name: str) -> Any:  # noqa: ANN401 (a package without types)
    """A module of a peer, imported without leave to tell its makers of it. Absent where the package is not installed."""
    if name in missing():
        raise Absent(missing()[name])
    with patch.dict("os.environ", HAYSTACK_TELEMETRY_ENABLED="false"):
        return import_module(module)


def bm25(passages: Passages, _encode: Encode) -> Rank:
    """BM25 by bm25s, with its English stop words and the stemmer that we use too."""
    bm25s, stem = _package("bm25s", "bm25s"), import_module("snowballstemmer").stemmer("english").stemWords
    retriever = bm25s.BM25()
    split = {"stopwords": "en", "stemmer": stem, "show_progress": False}
    retriever.index(bm25s.tokenize(list(passages.texts), **split), show_progress=False)
    keys, languages = np.array(passages.keys), passages.languages

    def rank(text: str, limit: int) -> list[str]:
        asked = bm25s.tokenize(text, return_ids=False, **split)[0]
        if not asked:
            return []
        scores = retriever.get_scores(asked)
        order = np.lexsort((keys, -scores))[: limit * languages]
        return passages.best([str(keys[at]) for at in order if scores[at] > 0], limit)

    return rank


def haystack(passages: Passages, encode: Encode) -> Rank:
    """BM25 and embeddings of haystack's in-memory store, joined by its DocumentJoiner; its parts called one after the other."""
    store = _package("haystack.document_stores.in_memory", "haystack").InMemoryDocumentStore(shared=False)
    made = _package("haystack.dataclasses", "haystack").Document
    store.write_documents(
        [
            made(id=key, content=text, embedding=vector.tolist())
            for key, text, vector in zip(passages.keys, passages.texts, passages.vectors, strict=True)
        ]
    )
    retrievers = _package("haystack.components.retrievers.in_memory", "haystack")
    words, meaning = retrievers.InMemoryBM25Retriever(store), retrievers.InMemoryEmbeddingRetriever(store)
    joiner = _package("haystack.components.joiners", "haystack").DocumentJoiner(join_mode="reciprocal_rank_fusion")

    deeper = DEPTH * passages.languages

    def rank(text: str, limit: int) -> list[str]:
        said = words.run(query=text, top_k=limit * deeper)["documents"]
        meant = meaning.run(query_embedding=encode(text).tolist(), top_k=limit * deeper)["documents"]
        return passages.best([document.id for document in joiner.run(documents=[said, meant])["documents"]], limit)

    return rank


def txtai(passages: Passages, encode: Encode) -> Rank:
    """The hybrid index of txtai, with our encoder as its external vectors."""
    known = dict(zip(passages.texts, passages.vectors, strict=True))
    indexing = True

    def transform(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([known[text] if indexing else encode(text) for text in texts])

    made = _package("txtai", "txtai").Embeddings
    index = made(method="external", transform=transform, hybrid=True, content=False, faiss={"components": "IDMap,Flat"})
    index.index((key, text, None) for key, text in zip(passages.keys, passages.texts, strict=True))
    indexing, languages = False, passages.languages
    return lambda text, limit: passages.best([key for key, _ in index.search(text, limit * languages)], limit)


MAKERS: Mapping[str, Callable[[Passages, Encode], Rank]] = {"bm25s": bm25, "haystack": haystack, "txtai": txtai}
