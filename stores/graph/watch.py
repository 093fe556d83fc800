"""Keepers, graph: the watch over a pool. In: workers and who waits. Out: an end to what takes too long. Must not start or mend.

One thread looks at all that runs, so that whoever asks needs no clock: a worker whose time is over is killed, and whoever waits
for it finds it gone. While others wait it also sees to it that what only looked light does not keep them.
"""

import threading
import time
from collections.abc import Callable
from typing import Protocol

from ontology.errors import MandateGraphError
from stores.graph.checked import shape_of
from stores.graph.process import Demoted, Run, WorkerProcess, too_long, too_slow
from stores.graph.turns import Lane, Turns
from stores.graph.worker import Limits

_OFTEN_S = 0.1
_LIGHT_S = 0.5  # a query that runs for longer while others wait is no light one, whatever it looked like
_SLOW_S = 60.0  # for so long such queries, and whoever sent one, wait with the heavy ones
_MOST_SLOW = 1_000


class Over(Protocol):
    """Takes back a worker whose query nobody waits for any more."""

    def __call__(self, worker: WorkerProcess, *, sound: bool) -> object:
        """Replaces it where it is not sound."""


class Watch:
    """Looks at `workers` while any of them is asked. `size` of them there should be, and at most twice as many.

    Both `turns` and `workers` are the pool's, and held still by the lock of the turns.
    """

    def __init__(
        self,
        turns: Turns[WorkerProcess],
        workers: set[WorkerProcess],
        limits: Limits,
        size: int,
        *,
        spare: Callable[[Lane], None],
        over: Over,
    ) -> None:
        self._turns, self._workers, self._limits, self._size = turns, workers, limits, size
        self._spare, self._over = spare, over
        self._slow: dict[str, float] = {}
        self._busy = threading.Event()
        self._closed = False

    def start(self) -> None:
        """Begins to watch."""
        threading.Thread(target=self._run, name="query-watch", daemon=True).start()

    def wake(self) -> None:
        """Something runs."""
        if not self._busy.is_set():
            self._busy.set()

    def close(self) -> None:
        """Goes on until nothing runs any more, and no longer."""
        self._closed = True
        self._busy.set()

    def knows(self, query: str, caller: str) -> bool:
        """Whether such a query, or one of the caller's, has kept others waiting of late."""
        return bool(self._slow) and (caller in self._slow or shape_of(query) in self._slow)

    def _run(self) -> None:
        """Sleeps while nothing runs, and never wakes more often than it looks."""
        while True:
            self._busy.wait()
            time.sleep(min(_OFTEN_S, self._limits.wall_s / 5))
            self._busy.clear()
            if self._look():
                self._busy.set()
            elif self._closed:
                return

    def _look(self) -> bool:
        now, spares = time.monotonic(), 0
        with self._turns.lock:
            for worker in self._workers:
                spares += self._judge(worker, now, len(self._workers) + spares < 2 * self._size)
            busy = any(worker.run is not None for worker in self._workers) or self._turns.anybody_waits()
            self._slow = {name: until for name, until in self._slow.items() if until > now}
        for _ in range(0 if self._closed else spares):
            self._spare("light")
        self._turns.expire()
        return busy

    def _judge(self, worker: WorkerProcess, now: float, room: bool) -> bool:
        """Ends a query that has had its time. Whether it goes on among the heavy ones, so that a light worker is missing."""
        run = worker.run
        if run is None or worker.stopped is not None:
            return False
        held = run.held(now)
        if held > self._limits.wall_s:
            self._stop(worker, run, too_slow(self._limits))
        elif now - run.since - held > self._limits.wall_s:
            self._stop(worker, run, too_long(self._limits))
        elif run.lane == "light" and now - run.since > _LIGHT_S and self._turns.others_wait("light", run.caller):
            return self._make_way(worker, run, now, room)
        return False

    def _make_way(self, worker: WorkerProcess, run: Run, now: float, room: bool) -> bool:
        """Lets others pass a query that is not light. Whether by going on among the heavy ones."""
        if len(self._slow) < _MOST_SLOW:
            self._slow |= {name: now + _SLOW_S for name in (run.caller, shape_of(run.query)) if name}
        if worker.lane == "heavy" or room:
            run.lane = "heavy"
        if worker.lane == "light" and room:
            worker.step_back()
            return True
        if run.lane == "light" and self._size > 1 and not run.begun:
            self._stop(worker, run, Demoted("The query was stopped because others wait."))
        elif run.lane == "light" and run.held(now) > _LIGHT_S:
            self._stop(worker, run, too_slow(self._limits))
        return False

    def _stop(self, worker: WorkerProcess, run: Run, reason: MandateGraphError) -> None:
        worker.kill(reason)
        try:
            if run.stopped is not None:
                run.stopped()
        except RuntimeError:  # the loop of whoever asked was closed
            self._over(worker, sound=False)
