"""Keepers: the buckets. In: who asks, and how a bucket changes. Out: the bucket as it is then, one for all processes of a server.
Must not know what is counted.

One small SQLite file for each server that runs, in a folder that goes with it: SQLite's own locks let one process after the other
change it, and end with a process that is killed. Nothing waits for a disk, since nothing of it has to outlive the server.
"""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

from ontology.errors import EngineBusy

Bucket = tuple[float, float]
"""What is left in it, and since when (seconds of the machine's monotonic clock, which all processes share)."""
_SWEEP_EVERY = 1_000  # changes
_PATIENCE_S = 2.0
_MAKE = (
    "CREATE TABLE IF NOT EXISTS bucket (kind TEXT, caller TEXT, held REAL, since REAL, PRIMARY KEY (kind, caller)) WITHOUT ROWID"
)
_READ = "SELECT held, since FROM bucket WHERE kind = ? AND caller = ?"
_WRITE = "INSERT OR REPLACE INTO bucket VALUES (?, ?, ?, ?)"
_FULL = "DELETE FROM bucket WHERE kind = ? AND since < ?"
_OVER = """DELETE FROM bucket WHERE kind = ?1 AND since <
    (SELECT since FROM bucket WHERE kind = ?1 ORDER BY since DESC LIMIT 1 OFFSET ?2)"""


class SharedBuckets:
    """Buckets of one kind. Safe to use from many threads, and from many processes with one file each."""

    def __init__(self, file: Path, kind: str, *, most: int, full_after_s: float) -> None:
        """`full_after_s`: a bucket that nobody took from for so long is full, and not kept; at most `most` are."""
        self._kind, self._most, self._full_after_s = kind, most, full_after_s
        self._lock = threading.Lock()
        self._changes = 0
        self._base = sqlite3.connect(file, timeout=_PATIENCE_S, isolation_level=None, check_same_thread=False)
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.execute(_MAKE)

    def change(self, caller: str, change: Callable[[Bucket | None], Bucket]) -> None:
        """Puts what `change` makes of a caller's bucket in its place, while nobody else can; it is given None for a full one.

        EngineBusy where another process holds the file for seconds.
        """
        with self._lock:
            try:
                self._base.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                raise EngineBusy(
                    f"The count of requests is held by another process of this server: {error}.", advice="Try again in a moment."
                ) from error
            try:
                held, since = change(self._base.execute(_READ, (self._kind, caller)).fetchone())
                self._base.execute(_WRITE, (self._kind, caller, held, since))
                self._changes += 1
                if self._changes % _SWEEP_EVERY == 0:
                    self._base.execute(_FULL, (self._kind, since - self._full_after_s))
                    self._base.execute(_OVER, (self._kind, self._most - 1))
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    def close(self) -> None:
        """Lets go of the file."""
        self._base.close()
