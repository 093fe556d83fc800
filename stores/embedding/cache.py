"""Keeper of vectors already computed. In: texts and an encoder. Out: vectors, each computed once. Must not know of passages."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from ontology.errors import StoreBusy, StoreDamaged
from stores.embedding.encoder import Encoder

COMMIT_EVERY = 64  # texts that a kill may lose: a few seconds of work
ASK_AT_ONCE = 500  # below SQLite's limit on parameters
WAIT_S = 60.0


class VectorCache:
    """Vectors by content: sha256 of encoder, kind and text -> float32 bytes, in one SQLite file that processes may share."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        with self._sound():
            self._connection = sqlite3.connect(path, timeout=WAIT_S)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
            )

    def get(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """The known vectors (d,) of those keys. Raises StoreDamaged for an unreadable file, StoreBusy for a locked one."""
        known: dict[bytes, NDArray[np.float32]] = {}
        with self._sound():
            for start in range(0, len(keys), ASK_AT_ONCE):
                some = keys[start : start + ASK_AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = self._connection.execute(f"SELECT key, value FROM vector WHERE key IN ({marks})", some)  # noqa: S608 (marks only)
                known.update((key, np.frombuffer(value, dtype="<f4")) for key, value in rows)
        return known

    def put(self, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Keep those vectors, in one transaction. What another process kept meanwhile stays: it is the same."""
        rows = [(key, vector.astype("<f4").tobytes()) for key, vector in vectors.items()]
        with self._sound(), self._connection:
            self._connection.executemany("INSERT OR IGNORE INTO vector VALUES (?, ?)", rows)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> "VectorCache":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def _sound(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.ProgrammingError:  # ours, not the file's
            raise
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                message = f"The vector cache {self.path} was locked by another process for {WAIT_S:.0f} s."
                raise StoreBusy(message, advice="Wait until the other ingest has ended.") from error
            advice = "Delete the file: it only saves work, and is filled anew."
            raise StoreDamaged(f"The vector cache {self.path} cannot be used: {error}.", advice=advice) from error


def content_key(encoder_name: str, kind: str, text: str) -> bytes:
    """What a vector is kept under: sha256 of encoder, kind ("passage" or "query") and text, with NUL between them."""
    return hashlib.sha256(f"{encoder_name}\0{kind}\0{text}".encode()).digest()


def encode_cached(
    encoder: Encoder, texts: Sequence[str], cache: VectorCache, progress: Callable[[int], None] | None = None
) -> NDArray[np.float32]:
    """Unit vectors (n, d) of passages; texts that the cache knows are not computed, equal texts are computed once.

    `progress` is called with the number of different texts done so far, first with those that the cache knew.
    """
    keys = [content_key(encoder.name, "passage", text) for text in texts]
    text_by_key = dict(zip(keys, texts, strict=True))
    known = cache.get(list(text_by_key))
    # Longest first over all that is missing: a chunk then holds texts of like length, and no core waits long for another.
    missing = sorted((key for key in text_by_key if key not in known), key=lambda key: -len(text_by_key[key]))
    report = progress or (lambda _: None)
    report(len(known))
    for start in range(0, len(missing), COMMIT_EVERY):
        some = missing[start : start + COMMIT_EVERY]
        fresh = dict(zip(some, encoder.encode_passages([text_by_key[key] for key in some]), strict=True))
        cache.put(fresh)
        known.update(fresh)
        report(len(known))
    return np.array([known[key] for key in keys], dtype=np.float32).reshape(len(keys), encoder.dims)
