"""Answers: the library. In: settings. Out: what serves now: graph, index, query workers, encoder. Must not know HTTP.

A request takes one `Serving` and keeps it to its end, so that each answer comes from one generation. When the pointer names a
newer one, the next request opens it, and the old one is closed when its last reader has left.
"""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ontology.iris import Iris
from queries.catalogue import NamedQuery, load_queries
from stores import generations
from stores.embedding.encoder import TokenEncoder, load_encoder
from stores.embedding.tokens import TokenStore
from stores.generations import Generation
from stores.graph.pool import QueryPool
from stores.graph.store import GraphStore
from stores.settings import Settings
from stores.vectors.chosen import open_index
from stores.vectors.index import VectorIndex
from stores.words.index import WordIndex

HOME = Path(__file__).resolve().parent.parent


@dataclass(slots=True)
class Serving:
    """One open generation. `warning` says so when it is not the one that the pointer names."""

    generation: Generation
    graph: GraphStore
    index: VectorIndex
    words: WordIndex
    tokens: TokenStore | None
    pool: QueryPool
    readers: int = 0
    retired: bool = False

    @property
    def warning(self) -> str:
        """Empty, or why an earlier generation serves."""
        return self.generation.warning

    def close(self) -> None:
        """Lets go of everything."""
        self.pool.close()
        self.index.close()
        self.words.close()
        if self.tokens:
            self.tokens.close()
        self.graph.close()


@dataclass(slots=True)
class Library:
    """Everything that the plain functions of this room work on."""

    settings: Settings
    iris: Iris
    queries: Mapping[str, NamedQuery]
    _encoder: TokenEncoder | None = None
    _serving: Serving | None = None
    _pointer: str = ""
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @classmethod
    def open(cls, settings: Settings, home: Path = HOME) -> "Library":
        """The library over the data folder of the settings; opens its generation at the first request."""
        return cls(settings, Iris(settings.base), load_queries(home / "queries"))

    @property
    def encoder(self) -> TokenEncoder:
        """The encoder of the profile, loaded once."""
        with self._lock:
            if self._encoder is None:
                self._encoder = load_encoder(self.settings.model, self.settings.models, threads=min(2, os.cpu_count() or 1))
            return self._encoder

    @contextmanager
    def serving(self) -> Iterator[Serving]:
        """The generation that serves, held open until the end of the block. StoreMissing before the first ingest."""
        with self._lock:
            serving = self._current()
            serving.readers += 1
        try:
            yield serving
        finally:
            with self._lock:
                serving.readers -= 1
                self._close_if_left(serving)

    def close(self) -> None:
        """Closes what serves once its readers have left."""
        with self._lock:
            self._retire()

    def _current(self) -> Serving:
        pointer = self.settings.data / "current"
        named = pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else ""
        if self._serving is None or named != self._pointer:
            opened = self._open(generations.current(self.settings.data))
            self._retire()
            self._serving, self._pointer = opened, named
        return self._serving

    def _open(self, generation: Generation) -> Serving:
        settings = self.settings
        index = open_index(generation.index, url=settings.qdrant_url)
        pool = QueryPool(
            generation.graph,
            workers=settings.query_workers,
            wall_s=settings.query_wall_s,
            memory_mb=settings.query_memory_mb,
            max_rows=settings.query_rows,
            max_bytes=settings.answer_bytes,
        )
        tokens = TokenStore.open(generation.tokens) if settings.rerank_passages else None
        graph = GraphStore.read_only(generation.graph)
        return Serving(generation, graph, index, WordIndex(generation.words), tokens, pool)

    def _retire(self) -> None:
        if self._serving is not None:
            self._serving.retired = True
            self._close_if_left(self._serving)
            self._serving = None

    def _close_if_left(self, serving: Serving) -> None:
        if serving.retired and serving.readers == 0:
            serving.close()
