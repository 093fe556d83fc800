"""River: where the work of a run is done. In: what makes workers ready, an encoder, settings. Out: a crew that does tasks, and
what reads texts into vectors. Must not write anything.

One interface with two twins: this machine (`HERE`), and a cluster (`ingest.swarm`). Whatever the place, the process that runs the
pipeline alone writes: ledger, working graph, vector cache and generation.
"""

import os
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol, TypeVar

from ingest.workers import Limits, Ready, Stopped, Workers
from stores.embedding.cache import Encoding, in_turn
from stores.embedding.encoder import TokenEncoder
from stores.settings import Settings

Task = TypeVar("Task")
Answer = TypeVar("Answer")
Given = TypeVar("Given")
Got_co = TypeVar("Got_co", covariant=True)


class Crew(Protocol[Given, Got_co]):
    """Workers, wherever they are."""

    def run(self, tasks: Iterable[Given], settle: "Callable[[Given, Got_co | Stopped], Given | None]") -> None:
        """Does all tasks, a bounded number of them at a time. `settle` is told each answer once, as it comes and in no order, and
        may give the same worker a task more, which mostly still has at hand what the first one was about.
        """


class Place(Protocol):
    """Where documents are read and texts encoded."""

    def crew(
        self, ready: Ready[Task, Answer], settings: Settings, carry: Callable[[Task], Task]
    ) -> AbstractContextManager[Crew[Task, Answer]]:
        """Workers within the settings' limits of seconds and memory. `carry` gives a task what it needs where the folders of this
        machine are not at hand.
        """

    def encoding(self, encoder: TokenEncoder, settings: Settings) -> AbstractContextManager[Encoding]:
        """What reads texts as the encoder does."""


class Here:
    """The machine on which the run was begun: processes beside this one, and its own cores."""

    def crew(
        self, ready: Ready[Task, Answer], settings: Settings, _carry: Callable[[Task], Task]
    ) -> AbstractContextManager[Crew[Task, Answer]]:
        """Processes that read the folders of this machine themselves."""
        return Workers(ready, processes(settings), limits_of(settings))

    def encoding(self, encoder: TokenEncoder, _settings: Settings) -> AbstractContextManager[Encoding]:
        """The encoder itself, one chunk after the other on all cores."""
        return nullcontext(in_turn(encoder))


HERE = Here()


def limits_of(settings: Settings) -> Limits:
    """What reading one document may take."""
    return Limits(settings.file_wall_s, settings.file_memory_mb)


def processes(settings: Settings) -> int:
    """Worker processes: as many as set, else one for each core that this process may use, as far as memory lasts."""
    if settings.workers:
        return settings.workers
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    megabytes = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024**2
    return max(1, min(cores, megabytes // settings.file_memory_mb))
