"""Answers: waiting. In: work that keeps a processor busy for seconds. Out: a place for it, in its turn; or a refusal at once
where many wait already. Must not know what the work is.

Whoever waits holds a thread, and the server has some forty: were they all to wait for a long work, nobody else would be answered.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ontology.errors import EngineBusy


class Places:
    """So many at once, and so many who wait so long. `what` says what the others do, such as "drafts are being checked"."""

    def __init__(self, what: str, *, at_once: int = 2, most_waiting: int = 4, patience_s: float = 20.0) -> None:
        self._what = what
        self._most = at_once + most_waiting
        self._patience_s = patience_s
        self._taken = threading.BoundedSemaphore(at_once)
        self._here = 0
        self._lock = threading.Lock()

    @contextmanager
    def place(self) -> Iterator[None]:
        """One of the places. EngineBusy where too many wait for one, and where none came free in time."""
        with self._lock:
            if self._here >= self._most:
                raise self._busy()
            self._here += 1
        try:
            if not self._taken.acquire(timeout=self._patience_s):
                raise self._busy()
            try:
                yield
            finally:
                self._taken.release()
        finally:
            with self._lock:
                self._here -= 1

    def _busy(self) -> EngineBusy:
        return EngineBusy(f"Other {self._what} on this server just now, and more wait.", advice="Try again in a moment.")
