"""Keeper of vectors already computed. In: texts and an encoder. Out: vectors of texts and of their tokens, each computed once.
Must not know of passages.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import cast

import numpy as np
from numpy.typing import NDArray

from ontology.errors import StoreBusy, StoreDamaged
from stores.embedding.encoder import Encoder, TokenEncoder
from stores.embedding.tokens import TOKENS_RECIPE, packed

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
        return {key: np.frombuffer(value, dtype="<f4") for key, value in self._values(keys)}

    def put(self, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Keep those vectors, in one transaction. What another process kept meanwhile stays: it is the same."""
        self._keep([(key, vector.astype("<f4").tobytes()) for key, vector in vectors.items()])

    def known(self, keys: Sequence[bytes]) -> frozenset[bytes]:
        """Those of the keys under which something is kept."""
        found: set[bytes] = set()
        with self._sound():
            for some, marks in _chunks(keys):
                rows = self._connection.execute(f"SELECT key FROM vector WHERE key IN ({marks})", some)  # noqa: S608 (marks only)
                found.update(key for (key,) in rows)
        return frozenset(found)

    def get_rows(self, keys: Sequence[bytes], width: int) -> dict[bytes, NDArray[np.uint8]]:
        """The packed token vectors (t, width) kept under those keys."""
        return {key: np.frombuffer(value, dtype=np.uint8).reshape(-1, width) for key, value in self._values(keys)}

    def put_rows(self, rows: Mapping[bytes, NDArray[np.uint8]]) -> None:
        """Keep those packed token vectors, in one transaction."""
        self._keep([(key, some.tobytes()) for key, some in rows.items()])

    def _values(self, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        with self._sound():
            for some, marks in _chunks(keys):
                yield from self._connection.execute(f"SELECT key, value FROM vector WHERE key IN ({marks})", some)  # noqa: S608

    def _keep(self, rows: Sequence[tuple[bytes, bytes]]) -> None:
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


@dataclass(frozen=True, slots=True)
class Chunk:
    """Texts that are read together, and what they are kept under. With `starts`, the vectors of the tokens from these characters
    on are wanted as well.
    """

    keys: tuple[bytes, ...]
    texts: tuple[str, ...]
    starts: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Encoded:
    """What an encoder makes of a chunk: unit vectors (n, d), and where they were wanted the packed vectors of the tokens."""

    vectors: NDArray[np.float32]
    rows: tuple[NDArray[np.uint8], ...] = ()


Encoding = Callable[[Iterable[Chunk], Callable[[Chunk, Encoded], None]], None]
"""Reads chunks, here or elsewhere, and hands over each with what was made of it, in any order but in this thread."""


def encoded(encoder: TokenEncoder, chunk: Chunk) -> Encoded:
    """What the encoder makes of a chunk."""
    if chunk.starts is None:
        return Encoded(encoder.encode_passages(chunk.texts))
    read = encoder.read_passages(chunk.texts, chunk.starts)
    return Encoded(np.array([one.vector for one in read], dtype=np.float32), tuple(packed(one.tokens) for one in read))


def in_turn(encoder: Encoder) -> Encoding:
    """The encoder's own reading, one chunk after the other."""

    def read(chunks: Iterable[Chunk], keep: Callable[[Chunk, Encoded], None]) -> None:
        for chunk in chunks:
            keep(chunk, encoded(cast("TokenEncoder", encoder), chunk))

    return read


def encode_cached(
    encoder: Encoder,
    texts: Sequence[str],
    cache: VectorCache,
    progress: Callable[[int], None] | None = None,
    encoding: Encoding | None = None,
) -> NDArray[np.float32]:
    """Unit vectors (n, d) of passages; texts that the cache knows are not computed, equal texts are computed once.

    `progress` is called with the number of different texts done so far, first with those that the cache knew. `encoding` is who
    reads, by default the encoder itself.
    """
    keys = [content_key(encoder.name, "passage", text) for text in texts]
    wanted = {key: (text, None) for key, text in zip(keys, texts, strict=True)}
    known = cache.get(list(wanted))

    def keep(chunk: Chunk, made: Encoded) -> None:
        fresh = dict(zip(chunk.keys, made.vectors, strict=True))
        cache.put(fresh)
        known.update(fresh)

    _read_missing(wanted, frozenset(known), keep, encoding or in_turn(encoder), progress)
    return np.array([known[key] for key in keys], dtype=np.float32).reshape(len(keys), encoder.dims)


def read_cached(
    encoder: TokenEncoder,
    texts: Sequence[str],
    starts: Sequence[int],
    cache: VectorCache,
    progress: Callable[[int], None] | None = None,
    encoding: Encoding | None = None,
) -> None:
    """Lets the cache know the vectors of texts, and of their tokens from a character of each on: both from one pass."""
    wanted = {token_key(encoder.name, *pair): pair for pair in zip(texts, starts, strict=True)}
    whole_by_key = {key: content_key(encoder.name, "passage", text) for key, (text, _) in wanted.items()}
    whole = cache.known(list(whole_by_key.values()))
    known = frozenset(key for key in cache.known(list(wanted)) if whole_by_key[key] in whole)

    def keep(chunk: Chunk, made: Encoded) -> None:
        cache.put({whole_by_key[key]: vector for key, vector in zip(chunk.keys, made.vectors, strict=True)})
        cache.put_rows(dict(zip(chunk.keys, made.rows, strict=True)))

    _read_missing(wanted, known, keep, encoding or in_turn(encoder), progress)


def token_rows(
    encoder: TokenEncoder, texts: Sequence[str], starts: Sequence[int], cache: VectorCache
) -> Iterator[NDArray[np.uint8]]:
    """The packed token vectors of texts that `read_cached` was given, in their order, some at a time."""
    keys = [token_key(encoder.name, *pair) for pair in zip(texts, starts, strict=True)]
    for start in range(0, len(keys), ASK_AT_ONCE):
        some = keys[start : start + ASK_AT_ONCE]
        found = cache.get_rows(some, encoder.dims // 2)
        yield from (found[key] for key in some)


def token_key(encoder_name: str, text: str, start: int) -> bytes:
    """What the token vectors of a text are kept under; `start` is the first character of which they are kept."""
    return content_key(encoder_name, f"tokens {TOKENS_RECIPE} from {start}", text)


def _read_missing(
    wanted: Mapping[bytes, tuple[str, int | None]],
    known: frozenset[bytes],
    keep: Callable[[Chunk, Encoded], None],
    encoding: Encoding,
    progress: Callable[[int], None] | None,
) -> None:
    """Has what is not known read, and kept a chunk at a time, the longest texts first: a chunk then holds texts of like length,
    and no core waits long for another.
    """
    report = progress or (lambda _: None)
    missing = sorted((key for key in wanted if key not in known), key=lambda key: -len(wanted[key][0]))
    done = len(wanted) - len(missing)
    report(done)

    def kept(chunk: Chunk, made: Encoded) -> None:
        nonlocal done
        keep(chunk, made)
        done += len(chunk.keys)
        report(done)

    if missing:
        some = (missing[start : start + COMMIT_EVERY] for start in range(0, len(missing), COMMIT_EVERY))
        encoding((_chunk(keys, wanted) for keys in some), kept)


def _chunk(keys: Sequence[bytes], wanted: Mapping[bytes, tuple[str, int | None]]) -> Chunk:
    starts = tuple(start for _, start in map(wanted.__getitem__, keys) if start is not None)
    return Chunk(tuple(keys), tuple(wanted[key][0] for key in keys), starts or None)


def _chunks(keys: Sequence[bytes]) -> Iterator[tuple[Sequence[bytes], str]]:
    for start in range(0, len(keys), ASK_AT_ONCE):
        some = keys[start : start + ASK_AT_ONCE]
        yield some, ",".join("?" * len(some))
