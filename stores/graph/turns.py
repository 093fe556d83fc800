"""Keepers, graph: whose turn it is. In: claims on workers. Out: workers, in fair turns, or EngineBusy. Must not know processes.

Two lanes: heavy queries wait among themselves and never take the last worker from light ones, which may use an idle one of
theirs. In a lane it is the turn of whoever has fewest queries running; among those, of whoever was served longest ago.
"""

import itertools
import threading
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from ontology.errors import EngineBusy, MandateGraphError, RateLimited, StoreError

CALLER: ContextVar[str] = ContextVar("mandategraph_caller", default="")
"""Who asks, for those who ask through many hands: set it once a request. Without it queries have no caller."""
MOST_WAITING = 24  # in a lane. Some wait in a thread of the server, which has 40: the others answer what needs no worker
MOST_OF_ONE = 8  # of these for one caller, where it has a name
_START_S = 30.0
_RETRY_S = 2  # after which a caller over its share may come again
_MOST_KNOWN = 1_000  # callers whose last turn is remembered

Lane = Literal["light", "heavy"]
_Worker = TypeVar("_Worker")


@dataclass(slots=True, eq=False)
class Turn(Generic[_Worker]):
    """A claim on a worker. `deliver` is told the worker, or why there is none, from any thread, if the claim had to wait."""

    caller: str
    lane: Lane
    deliver: Callable[[_Worker | MandateGraphError], object]
    since: float = field(default_factory=time.monotonic)


class Turns(Generic[_Worker]):
    """Idle workers and those who wait for them. Safe to use from many threads; `lock` holds all of it still."""

    def __init__(self, patience_s: float) -> None:
        self.lock = threading.RLock()
        self.starting = 0  # workers that are not up yet: nobody loses patience with them
        self._patience_s = patience_s
        self._idle: dict[Lane, list[_Worker]] = {"light": [], "heavy": []}
        self._waiting: dict[Lane, OrderedDict[str, deque[Turn[_Worker]]]] = {"light": OrderedDict(), "heavy": OrderedDict()}
        self._running: Counter[str] = Counter()
        self._served: dict[str, int] = {}  # who was served when, the latest last
        self._count = itertools.count(1)
        self._closed = False

    def at_once(self, caller: str, lane: Lane) -> _Worker | None:
        """A worker that is idle while nobody waits before. StoreError when all is closed."""
        with self.lock:
            if self._closed:
                raise closed()
            worker = None if self._waiting[lane] else self._take(lane)
            if worker is not None:
                self._note(caller)
            return worker

    def claim(self, turn: Turn[_Worker]) -> None:
        """Lines up; what comes of it is delivered, perhaps before this returns. EngineBusy when too many wait already,
        RateLimited when too many of these are the caller's own.
        """
        with self.lock:
            worker = self.at_once(turn.caller, turn.lane)
            if worker is None:
                self._line_up(turn)
            else:
                turn.deliver(worker)

    def leave(self, turn: Turn[_Worker]) -> None:
        """Gives up a claim that still waits; one that does not is not looked for."""
        with self.lock:
            line = self._waiting[turn.lane].get(turn.caller, ())
            if turn in line:
                self._drop(turn)

    def finished(self, caller: str) -> None:
        """A query of the caller has ended, however."""
        with self.lock:
            self._running[caller] -= 1
            if self._running[caller] <= 0:
                del self._running[caller]

    def offer(self, worker: _Worker, lane: Lane) -> None:
        """A worker is free: it goes to whoever is next, or waits."""
        with self.lock:
            self._idle[lane].append(worker)
            self._serve("light")
            self._serve("heavy")

    def waiting(self, lane: Lane) -> int:
        """How many wait in a lane."""
        return sum(map(len, self._waiting[lane].values()))

    def anybody_waits(self) -> bool:
        """Whether somebody waits at all."""
        return any(self._waiting.values())

    def others_wait(self, lane: Lane, caller: str) -> bool:
        """Whether somebody else waits in a lane; who has no name is somebody else to everybody."""
        return any(not caller or other != caller for other in self._waiting[lane])

    def expire(self) -> None:
        """Tells those who have waited too long that all workers are taken."""
        with self.lock:
            patience_s = self._patience_s + (_START_S if self.starting else 0)
            late = time.monotonic() - patience_s
            for turn in [turn for turn in self._all() if turn.since < late]:
                self._drop(turn)
                turn.deliver(
                    EngineBusy(
                        f"No query worker came free within {self._patience_s:g} s.",
                        advice="Try again in a moment, or raise MANDATEGRAPH_QUERY_WORKERS.",
                    )
                )

    def close(self) -> list[_Worker]:
        """Ends all waiting; the idle workers, which nobody gets any more. A second call finds none."""
        with self.lock:
            self._closed = True
            for turn in list(self._all()):
                self._drop(turn)
                turn.deliver(closed())
            left = [*self._idle["light"], *self._idle["heavy"]]
            self._idle = {"light": [], "heavy": []}
            return left

    def _all(self) -> Iterator[Turn[_Worker]]:
        for lines in self._waiting.values():
            for line in lines.values():
                yield from line

    def _take(self, lane: Lane) -> _Worker | None:
        """Light queries may use an idle worker of the heavy ones, while none of these waits; never the other way round."""
        if self._idle[lane]:
            return self._idle[lane].pop()
        if lane == "light" and self._idle["heavy"] and not self._waiting["heavy"]:
            return self._idle["heavy"].pop()
        return None

    def _serve(self, lane: Lane) -> None:
        while self._waiting[lane] and (worker := self._take(lane)) is not None:
            callers = self._waiting[lane]
            caller = min(callers, key=lambda name: (self._running[name], self._served.get(name, 0)))
            turn = callers[caller][0]
            self._drop(turn)
            self._note(caller)
            turn.deliver(worker)

    def _note(self, caller: str) -> None:
        self._running[caller] += 1
        self._served.pop(caller, None)
        self._served[caller] = next(self._count)
        if len(self._served) > _MOST_KNOWN:
            del self._served[next(iter(self._served))]

    def _line_up(self, turn: Turn[_Worker]) -> None:
        line = self._waiting[turn.lane].get(turn.caller, deque())
        if turn.caller and len(line) >= MOST_OF_ONE:
            raise RateLimited(
                f"{MOST_OF_ONE} queries of yours already wait for a worker.", retry_s=_RETRY_S, advice="Ask one after the other."
            )
        if self.waiting(turn.lane) >= MOST_WAITING + self.starting:  # for these there is a worker soon
            raise EngineBusy(f"{MOST_WAITING} queries already wait for a worker.", advice="Try again in a moment.")
        self._waiting[turn.lane].setdefault(turn.caller, deque()).append(turn)

    def _drop(self, turn: Turn[_Worker]) -> None:
        line = self._waiting[turn.lane][turn.caller]
        line.remove(turn)
        if not line:
            del self._waiting[turn.lane][turn.caller]


def closed() -> StoreError:
    """What those hear who ask a closed pool."""
    return StoreError("This query pool was closed.", advice="Ask again: the next generation has a pool of its own.")
