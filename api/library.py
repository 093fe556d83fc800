"""Answers: the library. In: settings. Out: what serves now: graph, index, query workers, encoder. Must not know HTTP.

A request takes one `Serving` and keeps it to its end, so that each answer comes from one generation. When the pointer names a
newer one it is opened and warmed beside the old one, which serves meanwhile and is closed when its last reader has left. Who
watches the pointer: a follower (api.follow) where there is one, as in a server; else each request looks before it begins.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from ontology.errors import StoreDamaged, StoreMissing
from ontology.iris import Iris
from queries.catalogue import NamedQuery, load_queries
from stores import generations, readers
from stores.embedding.encoder import TokenEncoder, load_encoder
from stores.embedding.tokens import TokenStore
from stores.generations import Generation
from stores.graph.chosen import open_graph, open_pool
from stores.graph.pool import QueryPool
from stores.graph.remote_pool import RemotePool
from stores.graph.remote_publish import held_generation, held_there, switches_by_marker
from stores.graph.store import GraphStore
from stores.settings import Settings
from stores.vectors.choices import Choices
from stores.vectors.chosen import open_index
from stores.vectors.index import VectorIndex
from stores.words.index import WordIndex

HOME = Path(__file__).resolve().parent.parent
AGAIN_S = 30.0  # after which a generation that could not be opened is tried once more
SOON_S = 0.5  # after which it is asked whether a store by URL has come to hold it
_LOG = logging.getLogger("mandategraph.library")


@dataclass(slots=True)
class Serving:
    """One open generation. `warning` says so when it is not the one that the pointer names."""

    generation: Generation
    graph: GraphStore
    index: VectorIndex
    words: WordIndex
    tokens: TokenStore | None
    pool: QueryPool | RemotePool
    hold: readers.Hold
    readers: int = 0

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
        self.hold.close()


@dataclass(frozen=True, slots=True)
class Now:
    """What serves at this moment: the generation, its number, its warning, whether the pointer names it, and how many generations
    are open, it included.
    """

    id: str
    number: int
    warning: str
    newest: bool
    open: int
    pool: QueryPool | RemotePool


@dataclass(slots=True)
class Library:
    """Everything that the plain functions of this room work on."""

    settings: Settings
    iris: Iris
    queries: Mapping[str, NamedQuery]
    followed: bool = False
    _encoder: TokenEncoder | None = None
    _serving: Serving | None = None
    _pointer: str = ""
    _tried: float = 0.0
    _left: list[Serving] = field(default_factory=list)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _loading: threading.RLock = field(default_factory=threading.RLock)
    _opening: threading.RLock = field(default_factory=threading.RLock)

    @classmethod
    def open(cls, settings: Settings, home: Path = HOME) -> "Library":
        """The library over the data folder of the settings; opens its generation at the first request."""
        return cls(settings, Iris(settings.base), load_queries(home / "queries"))

    @property
    def encoder(self) -> TokenEncoder:
        """The encoder of the profile, loaded once."""
        with self._loading:
            if self._encoder is None:
                self._encoder = load_encoder(self.settings.model, self.settings.models, threads=min(2, os.cpu_count() or 1))
            return self._encoder

    @property
    def now(self) -> Now | None:
        """What serves, looked at and not held; None before the first is open. Never waits."""
        with self._lock:
            if self._serving is None:
                return None
            generation = self._serving.generation
            newest = generation.id == self._pointer
            return Now(generation.id, generation.number, generation.warning, newest, 1 + len(self._left), self._serving.pool)

    @property
    def is_left_behind(self) -> bool:
        """Whether what serves cannot answer any more once there is something newer, so that nothing should be waited for then."""
        return switches_by_marker(self.settings)

    @property
    def generation(self) -> Generation:
        """The generation that serves, looked at and not held. Raises what `serving` raises."""
        serving = self._serving
        if serving is not None and self.followed:
            return serving.generation
        with self.serving() as serving:
            return serving.generation

    @contextmanager
    def serving(self) -> Iterator[Serving]:
        """The generation that serves, held open until the end of the block. StoreMissing before the first ingest."""
        if self._serving is None or not self.followed:
            self.renew()
        with self._lock:
            if self._serving is None:
                raise StoreMissing("The library was closed.", advice="Ask again once the server is up.")
            serving = self._serving
            serving.readers += 1
        try:
            yield serving
        finally:
            with self._lock:
                serving.readers -= 1
            if not self.followed:
                self.close_left()

    def renew(self, warm: "Callable[[Library], object] | None" = None) -> bool:
        """Opens the generation that the pointer names, has it serve, and answers whether it is another one than before.

        `warm` is given a library over the new one before anybody else is. Requests are answered from the old one meanwhile, and
        further on where the new one is damaged: `Serving.warning` and the log then say so, and it is tried again after AGAIN_S.
        Whatever opening raises is raised only where nothing serves.
        """
        with self._opening:
            named = self._named()
            before = self._serving
            if before is not None and named == self._pointer and not self._is_to_try_again(before):
                return False
            self._tried = time.monotonic()
            try:
                opened = self._opened(warm)
            except Exception as error:  # whatever it was, the old one serves on
                if before is None:
                    raise
                _LOG.error("The generation %r cannot be opened, %s serves on: %s", named, before.generation.id, error)
                place = "it" if named == before.generation.id else f"the earlier generation {before.generation.id}"
                told = f"The generation {named} cannot be opened again: {error} Until it is mended, {place} serves on."
                before.generation, opened = replace(before.generation, warning=told), before
            with self._lock:
                self._pointer = named
                if opened is not before:
                    self._retire()
                    self._serving = opened
        if not self.followed:
            self.close_left()
        return opened is not before

    def verify(self, goes_on: Callable[[], bool] = lambda: True) -> bool:
        """Reads what opening left unread of the generation that serves, and answers whether it is what was published.

        Where it is not, the log says so, and the next look at the pointer opens the newest sound one. Where there is none, it
        serves on with a warning: its engine answers nothing from a block whose checksum does not hold.
        """
        with self.serving() as serving:
            try:
                generations.verify(serving.generation, goes_on)
            except StoreDamaged as error:
                _LOG.error("The generation %s is damaged: %s", serving.generation.id, error)
            else:
                return True
        with self._lock:
            self._pointer = ""
        return False

    def close_left(self) -> None:
        """Closes what no longer serves and has no reader left; the last reader does so where nobody follows the pointer."""
        with self._lock:
            gone = [serving for serving in self._left if not serving.readers]
            self._left = [serving for serving in self._left if serving.readers]
        for serving in gone:
            serving.close()

    def close(self) -> None:
        """Closes what serves once its readers have left."""
        with self._opening, self._lock:
            self.followed = False
            self._retire()
        self.close_left()

    def _named(self) -> str:
        pointer = self.settings.data / "current"
        return pointer.read_text(encoding="utf-8", errors="replace").strip() if pointer.is_file() else ""

    def _is_to_try_again(self, serving: Serving) -> bool:
        waited = time.monotonic() - self._tried if serving.warning else 0.0
        return waited > AGAIN_S or (waited > SOON_S and held_there(self.settings) not in ("", serving.generation.id))

    def _opened(self, warm: "Callable[[Library], object] | None") -> Serving:
        """What is to serve: the one that serves already where the newest is damaged and this is the soundest."""
        generation, before = held_generation(generations.current(self.settings.data), self.settings), self._serving
        if before is not None and generation.id == before.generation.id:
            if generation.warning:
                _LOG.error("%s", generation.warning)
            before.generation = generation
            return before
        try:
            opened = self._open(generation)
        except StoreDamaged as error:  # an engine found it, in what was not read yet: read whole, the one before can take over
            if _is_sound(generation):
                raise
            _LOG.error("The generation %s is damaged: %s", generation.id, error)
            return self._opened(warm)
        if warm is not None:
            try:
                warm(replace(self, followed=True, _encoder=self.encoder, _serving=opened, _left=[], _lock=threading.RLock()))
            except BaseException:
                opened.close()
                raise
        return opened

    def _open(self, generation: Generation) -> Serving:
        settings = self.settings
        with ExitStack() as undo:  # what was opened is closed again where the rest cannot be
            hold = undo.enter_context(closing(readers.Hold(generation.folder)))
            index = undo.enter_context(
                closing(open_index(generation.index, url=settings.qdrant_url, choices=Choices.of(settings)))
            )
            pool = undo.enter_context(closing(open_pool(generation, settings)))
            tokens = TokenStore.open(generation.tokens) if settings.rerank_passages else None
            graph = undo.enter_context(closing(open_graph(generation, settings)))
            serving = Serving(generation, graph, index, WordIndex(generation.words), tokens, pool, hold)
            undo.pop_all()
        return serving

    def _retire(self) -> None:
        if self._serving is not None:
            self._left.append(self._serving)
            self._serving = None


def _is_sound(generation: Generation) -> bool:
    """Whether all files are as published; where not, `generations.current` passes over it from now on."""
    try:
        generations.verify(generation)
    except StoreDamaged:
        return False
    return True
