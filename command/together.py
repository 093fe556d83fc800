"""Front door: one process of several that serve. In: what they share. Out: its application, ready to answer. Wiring only."""

import logging
import os
import sys
import time
from dataclasses import dataclass, replace
from multiprocessing import parent_process
from signal import SIGTERM
from threading import Thread
from typing import TYPE_CHECKING

from command.arenas import share_arenas
from ontology.errors import MandateGraphError, SettingsError
from stores.settings import Settings, load_settings

if TYPE_CHECKING:
    from api.web.listen import Application
    from api.web.together import Together

_WORKERS_EACH = 2  # one for light queries, one for heavy ones
_PAUSE_S = 5.0  # before a process that could not start is replaced by one that may not be able to either
_LOG = logging.getLogger("mandategraph.processes")


@dataclass(frozen=True, slots=True)
class Member:
    """Makes the application in the process that was started for it; the settings are read there, anew at each roll."""

    together: "Together"
    processes: int

    def __call__(self) -> "Application":
        """The application, warm. SystemExit where it cannot be: of the first processes it ends the server, later not."""
        from api.library import Library
        from api.warm import warm_up
        from api.web.app import create_app
        from api.web.listen import CANNOT_START
        from api.web.log import write_log, write_out
        from api.web.together import Turn
        from ingest.curate import Curating

        share_arenas()
        Thread(target=_end_with_parent, name="mandategraph-parent", daemon=True).start()
        try:
            settings = share_of(load_settings(), self.processes)
            write_log(queries=settings.log_queries == "yes", turn=Turn(self.together.log))
            library = Library.open(settings)
            warm_up(library)
        except MandateGraphError as error:
            _LOG.error("A process of the server cannot start: %s", error)
            write_out()
            if not self.together.served.exists():
                sys.exit(CANNOT_START)
            time.sleep(_PAUSE_S)
            sys.exit(1)
        self.together.served.touch()
        return create_app(library, Curating(settings) if settings.writes == "on" else None, self.together)


def share_of(settings: Settings, processes: int) -> Settings:
    """The settings of one of so many processes: what is set for the machine is divided among them, so that it stays what was set.

    Query workers that nobody chose are two for each. SettingsError where fewer were chosen than there are processes.
    """
    workers = _WORKERS_EACH
    if settings.sources.get("query_workers", "default") != "default":
        workers = settings.query_workers // processes
        if not workers:
            raise SettingsError(
                f"The {settings.query_workers} query workers cannot be shared by {processes} processes.",
                advice=f"Set MANDATEGRAPH_QUERY_WORKERS to {processes * _WORKERS_EACH}, or serve by fewer processes.",
            )
    return replace(settings, query_workers=workers, remembered_mb=settings.remembered_mb // processes)


def _end_with_parent() -> None:
    """Without its supervisor a process would serve on and hold the port, and whoever stops the server would not reach it."""
    if parent := parent_process():
        parent.join()
        os.kill(os.getpid(), SIGTERM)
