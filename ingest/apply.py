"""River: apply. In: that a verdict was kept. Out: a run beside the server that brings it into the document's own graph. Must not
hold up whoever judged.

The run is that of `mandategraph ingest` without paths, in a process of its own: it describes anew what verdicts changed, and
publishes. Should it be ended, nothing is lost: the next run of any kind does the same.
"""

import atexit
import logging
import multiprocessing
import threading
import time
from dataclasses import replace
from multiprocessing.process import BaseProcess

from ingest.pipeline import ingest
from ontology.errors import MandateGraphError, StoreBusy
from stores.settings import Settings

_LOG = logging.getLogger("mandategraph.curate")
_PAUSE_S = 2.0
_TRIES = 150  # five minutes, in which other writers come to an end


class Applying:
    """One run at a time; what is asked for meanwhile is done by one more run. Safe to ask from many threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = replace(settings, sources={})  # what the environment said cannot travel, and is not wanted
        self._lock = threading.Lock()
        self._wanted = False
        self._thread: threading.Thread | None = None
        self._process: BaseProcess | None = None

    def ask(self) -> None:
        """Has a run begin soon, and returns at once."""
        with self._lock:
            self._wanted = True
            if self._thread is None:
                atexit.register(self.stop)
                self._thread = threading.Thread(target=self._follow, name="mandategraph-applying", daemon=True)
                self._thread.start()

    def wait(self, timeout_s: float) -> bool:
        """Whether all that was asked for is done, at the latest after so many seconds."""
        thread = self._thread
        if thread is not None:
            thread.join(timeout_s)
        return self._thread is None

    def stop(self) -> None:
        """Ends the run under way, if there is one."""
        with self._lock:
            self._wanted = False
            if self._process is not None and self._process.is_alive():
                self._process.terminate()

    def _follow(self) -> None:
        while True:
            with self._lock:
                if not self._wanted:
                    self._thread = self._process = None
                    return
                self._wanted = False
                process = self._process = multiprocessing.get_context("spawn").Process(target=_apply, args=(self._settings,))
                process.start()
            process.join()
            if process.exitcode:
                _LOG.error("Verdicts were kept, but not applied (exit code %s): the next ingest does so.", process.exitcode)


def _apply(settings: Settings) -> None:
    for _ in range(_TRIES):
        try:
            ingest([], settings)
        except StoreBusy:
            time.sleep(_PAUSE_S)
        except MandateGraphError as error:
            raise SystemExit(str(error)) from None
        else:
            return
    raise SystemExit("Other writers were at work all the time.")
