"""Benchmarks: a bare library. In: the folder of a graph store. Out: a library that serves that store alone. Must not write it.

What is measured or judged with it is the product's own: the pool, the web, the server. Asked for words or meaning, it fails.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from api.library import Library, Serving
from ontology.iris import Iris
from stores.generations import Build, Generation
from stores.graph.pool import QueryPool
from stores.graph.store import GraphStore
from stores.readers import Hold
from stores.settings import Settings
from stores.vectors.index import VectorIndex
from stores.words.index import WordIndex


@dataclass(slots=True)
class Bare(Library):
    """A library that serves one store for good. Whoever has opened it closes it."""

    def renew(self, warm: object = None) -> bool:  # noqa: ARG002 # a library's own signature
        """Nothing is published."""
        return False

    def close(self) -> None:
        """Ends the workers."""
        if self._serving is not None:
            self._serving.pool.close()
            self._serving.graph.close()
            self._serving = None


def bare(folder: Path, settings: Settings) -> Bare:
    """The library over `folder`/graph; beside that it puts an empty build record, by whose time answers are dated."""
    (folder / "build.json").touch()
    pool = QueryPool(
        folder / "graph",
        workers=settings.query_workers,
        wall_s=settings.query_wall_s,
        memory_mb=settings.query_memory_mb,
        max_rows=settings.query_rows,
        max_bytes=settings.answer_bytes,
        remembered_mb=settings.remembered_mb,
    )
    generation = Generation("g000001-00000000", folder, Build("", "", "", {}))
    index, words, hold = cast("VectorIndex", None), cast("WordIndex", None), cast("Hold", None)
    serving = Serving(generation, GraphStore.read_only(folder / "graph"), index, words, None, pool, hold)
    return Bare(settings, Iris(settings.base), {}, _serving=serving)
