"""Answers: following the pointer. In: a library, and what to warm up. Out: a thread that has each new generation serve once it is
ready. Must not know HTTP.

While a follower runs, no request looks at the pointer, opens anything or waits for what is being opened.
"""

import logging
import threading
from collections.abc import Callable

from api.library import Library
from stores.written import RECORD

EVERY_S = 0.5  # between two looks at the pointer: one small file
_LOG = logging.getLogger("mandategraph.library")


Count = Callable[[Library, Callable[[], bool]], object]
"""What is counted of a generation ahead of whoever asks, as long as the second argument says to go on."""


class Follower:
    """Follows the pointer of a library's data folder from `start` to `stop`.

    A generation serves once it is warm. What pages `count` of it is found before it takes another one's place, and after the
    first one serves, after one that a curator wrote, who shall read what she wrote, and where the one before can answer no more.
    """

    def __init__(
        self,
        library: Library,
        warm: Callable[[Library], object],
        every_s: float = EVERY_S,
        count: Count = lambda _, __: None,
    ) -> None:
        self._library = library
        self._warm = warm
        self._count = count
        self._every_s = every_s
        self._told = ""
        self._counts_after = False
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="mandategraph-follower", daemon=True)

    def start(self) -> None:
        """From now on requests take what serves as it is."""
        self._library.followed = True
        self._thread.start()

    def stop(self) -> None:
        """Ends once what is being opened is open; each request looks at the pointer again."""
        self._stopped.set()
        self._thread.join()
        self._library.followed = False

    def _follow(self) -> None:
        while not self._stopped.wait(self._every_s):
            try:
                self._counts_after = self._library.now is None or self._library.is_left_behind
                if self._library.renew(self._ready):
                    with self._library.serving() as serving:
                        _LOG.info("Generation %s serves.", serving.generation.id)
                    if self._counts_after:
                        self._count(self._library, self._goes_on)
            except Exception as error:  # noqa: BLE001 (nothing serves, and what is wrong may be mended: the next look tells)
                if str(error) != self._told:
                    self._told = str(error)
                    _LOG.error("Nothing serves: %s", error)
            self._library.close_left()

    def _ready(self, library: Library) -> None:
        self._warm(library)
        self._counts_after |= (library.generation.folder / RECORD).is_file()
        if not self._counts_after:
            self._count(library, self._goes_on)

    def _goes_on(self) -> bool:
        return not self._stopped.is_set()
