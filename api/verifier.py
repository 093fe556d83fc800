"""Answers: the verifier. In: a library. Out: a thread that reads each generation whole once it serves. Must not know HTTP.

Opening reads what it can in a moment (stores.sound); the rest is read here, a gigabyte in a second or two, beside the answers.
"""

import logging
import threading

from api.library import Library

EVERY_S = 0.5  # between two looks at what serves
_LOG = logging.getLogger("mandategraph.library")


class Verifier:
    """Verifies each generation that a library has serve, from `start` to `stop`."""

    def __init__(self, library: Library, every_s: float = EVERY_S) -> None:
        self._library = library
        self._every_s = every_s
        self._verified = ""
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="mandategraph-verifier", daemon=True)

    def start(self) -> None:
        """Begins with what serves, or will serve first."""
        self._thread.start()

    def stop(self) -> None:
        """Ends once the file that is being read was read."""
        self._stopped.set()
        self._thread.join()

    def _follow(self) -> None:
        while not self._stopped.wait(self._every_s):
            now = self._library.now
            if now is None or now.id == self._verified:
                continue
            try:
                sound = self._library.verify(lambda: not self._stopped.is_set())
                if sound or (now.newest and now.warning):  # or it is damaged and serves on, since none before it is sound
                    self._verified = now.id
            except Exception as error:  # noqa: BLE001 (what hindered the reading may pass: it is tried again)
                _LOG.warning("The generation %s could not be verified: %s", now.id, error)
