"""Keepers, graph: the query pool. In: queries past the guard. Out: serialised answers. Must not evaluate in this process.

Oxigraph can be neither timed out nor cancelled (DESIGN section 5), so each query runs in a worker process that is killed when
its time or memory is over; the next query finds a fresh one. Ask from an event loop with `answer`, from threads with `run`.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

from ontology.errors import BadParameter, EngineBusy, MandateGraphError, QueryTimeout, QueryTooLarge, RateLimited
from stores.graph.checked import cost_of_text
from stores.graph.cost import Cost
from stores.graph.process import Demoted, Gone, Run, WorkerProcess
from stores.graph.remembered import Remembered
from stores.graph.stream import Exchange, Stream, turn_of
from stores.graph.turns import CALLER, Lane, Turn, Turns
from stores.graph.watch import Watch
from stores.graph.wire import Request, WireError
from stores.graph.worker import GRAPH_FORMATS, RESULTS_FORMATS, Answer, Limits

_TRIES = 4
_ADVISED = (QueryTimeout, QueryTooLarge, EngineBusy, RateLimited)
_LOG = logging.getLogger("mandategraph.engine")
_Found = WorkerProcess | MandateGraphError


class QueryPool:
    """So many workers over one published store. Close it, or use it in a `with` statement; running queries are let finish.

    Half of the workers are for heavy queries. Where a query that looked light is not, and others wait, another worker is started
    in the place of its own: there are twice as many at most. Then it is stopped, and begins again among the heavy ones.
    """

    def __init__(
        self, folder: Path, *, workers: int, wall_s: float, memory_mb: int, max_rows: int, max_bytes: int, remembered_mb: int = 0
    ) -> None:
        self._folder = folder
        self._limits = Limits(wall_s, memory_mb, max_rows, max_bytes)
        self._size, self._heavy = workers, workers // 2
        self._turns: Turns[WorkerProcess] = Turns(2 * wall_s)
        self._all: set[WorkerProcess] = set()
        self._settling: set[Future[None]] = set()
        self._menders = ThreadPoolExecutor(2 * workers + 1, thread_name_prefix="query-mender")
        self._closed = False
        self._remembered = Remembered(remembered_mb * 1024 * 1024)
        self._watch = Watch(self._turns, self._all, self._limits, workers, spare=self._add, over=self._over)
        for number in range(workers):
            self._add("heavy" if number < self._heavy else "light")
        self._watch.start()

    def __enter__(self) -> "QueryPool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(
        self,
        query: str,
        *,
        results_format: str = "json",
        graph_format: str = "turtle",
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base: str,
        client: str = "",
        cost: Cost | None = None,
    ) -> Answer:
        """The answer to a query that `check_query` let through, serialised; the default graph is the union of all, unless given.

        `client` is who asks, else CALLER says; `cost` is the query's hint, where it is known already.
        Raises QuerySyntaxError, QueryTimeout, QueryTooLarge (memory, rows, bytes: nothing is cut), EngineBusy when no worker
        came free in twice the wall limit or too many wait for one, RateLimited when those are the caller's own, QueryError,
        StoreMissing and StoreDamaged.
        """
        request = _request(query, results_format, graph_format, default_graphs, named_graphs, base)
        cost = cost or cost_of_text(query)
        caller = client or CALLER.get()
        lane = self._lane(request, caller, cost)
        for _ in range(_TRIES):  # a worker that was ended from outside is replaced without a word
            future: Future[_Found] = Future()
            turn: Turn[WorkerProcess] = Turn(caller, lane, future.set_result)
            try:
                self._turns.claim(turn)
                found = future.result()
                if self._was_light(found, request, caller, lane, cost):
                    lane = "heavy"
                    continue
                worker = self._begin(found, request, caller, lane)
            except (EngineBusy, RateLimited) as busy:
                raise advised(busy, cost) from None
            error = self._error_or_answer(worker, request)
            if isinstance(error, Answer):
                return error
            if isinstance(error, Demoted):
                lane = "heavy"
            elif error is not None:
                raise advised(error, cost)
        raise _ended()

    async def answer(
        self,
        query: str,
        *,
        results_format: str = "json",
        graph_format: str = "turtle",
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base: str,
        client: str = "",
        cost: Cost | None = None,
    ) -> Answer | Stream:
        """The same for an event loop: short answers whole, long ones in pieces as they are written. Raises what `run` raises; a
        Stream raises it on the way. Cancelled, the query is stopped.

        A Stream has the wall limit for the engine's time, and once more for that of a slow reader. What was answered whole is
        remembered, where the pool has room for that, and waits for no worker.
        """
        request = _request(query, results_format, graph_format, default_graphs, named_graphs, base)
        if not self._closed and (remembered := self._remembered.get(request)) is not None:
            return remembered
        cost = cost or cost_of_text(query)
        caller = client or CALLER.get()
        lane = self._lane(request, caller, cost)
        for _ in range(_TRIES):
            try:
                idle = self._turns.at_once(caller, lane)
                found: _Found = idle or await turn_of(self._turns, caller, lane, self._unused)
                if idle is None and self._was_light(found, request, caller, lane, cost):
                    lane = "heavy"
                    continue
                worker = self._begin(found, request, caller, lane)
            except (EngineBusy, RateLimited) as busy:
                raise advised(busy, cost) from None
            try:
                reply = await Exchange(worker, self._over_in_loop(worker), lambda error: advised(error, cost)).ask(request)
            except Demoted:
                lane = "heavy"
            except Gone:
                continue
            else:
                if isinstance(reply, Answer):
                    self._remembered.keep(request, reply)
                return reply
        raise _ended()

    def close(self) -> None:
        """Ends the idle workers now and each busy one after its query; a second call does nothing."""
        with self._turns.lock:
            self._closed = True
            left = self._turns.close()
            self._watch.close()
        for worker in left:
            self._forget(worker)
        wait(self._settling)

    @property
    def walls(self) -> frozenset[str]:
        """Which walls stand around every worker that is up, see `sandbox`."""
        with self._turns.lock:
            return frozenset.intersection(*(frozenset(worker.walls) for worker in self._all)) if self._all else frozenset()

    def _lane(self, request: Request, caller: str, cost: Cost) -> Lane:
        return "heavy" if self._heavy and (cost.heavy or self._watch.knows(request.query, caller)) else "light"

    def _was_light(self, found: _Found, request: Request, caller: str, lane: Lane, cost: Cost) -> bool:
        """Whether a query that waited among the light ones was found meanwhile to be none; its worker is then for others."""
        if lane == "heavy" or not isinstance(found, WorkerProcess) or self._lane(request, caller, cost) == "light":
            return False
        self._unused(found, caller)
        return True

    def _unused(self, worker: WorkerProcess, caller: str) -> None:
        worker.run = Run("", caller, worker.lane, time.monotonic())
        self._over(worker, sound=True)

    def _begin(self, found: _Found, request: Request, caller: str, lane: Lane) -> WorkerProcess:
        if isinstance(found, MandateGraphError):
            raise found
        found.run = Run(request.query, caller, lane, time.monotonic())
        self._watch.wake()
        if found.failure is not None:
            failure = found.failure
            self._over(found, sound=False)
            raise failure
        return found

    def _error_or_answer(self, worker: WorkerProcess, request: Request) -> Answer | MandateGraphError | None:
        try:
            answer: Answer | MandateGraphError | None = worker.ask(request)
        except MandateGraphError as error:
            answer = error
        except (Gone, WireError):
            answer = None
        why = self._over(worker, sound=answer is not None)
        return why.result() if answer is None and why is not None else answer

    def _over_in_loop(self, worker: WorkerProcess) -> "Callable[[bool], asyncio.Future[MandateGraphError | None] | None]":
        def over(sound: bool) -> "asyncio.Future[MandateGraphError | None] | None":
            why = self._over(worker, sound=sound)
            return None if why is None or sound else asyncio.wrap_future(why)

        return over

    def _over(self, worker: WorkerProcess, *, sound: bool) -> "Future[MandateGraphError | None] | None":
        """Takes a worker back. One that cannot go on is replaced aside; the answer then tells why, None for no reason of ours."""
        with self._turns.lock:
            if worker.run is not None:
                self._turns.finished(worker.run.caller)
            sound = sound and worker.stopped is None
            if sound and not self._closed and not self._surplus(worker):
                worker.run = None
                self._turns.offer(worker, worker.lane)
                return None
            why: Future[MandateGraphError | None] = Future()
            self._aside(self._mend, worker, sound, why)
            return why

    def _surplus(self, worker: WorkerProcess) -> bool:
        return worker.lane == "heavy" and sum(each.lane == "heavy" for each in self._all) > self._heavy

    def _aside(self, work: Callable[..., None], *arguments: object) -> None:
        job = self._menders.submit(work, *arguments)
        self._settling.add(job)
        job.add_done_callback(self._settling.discard)

    def _mend(self, worker: WorkerProcess, sound: bool, why: "Future[MandateGraphError | None]") -> None:
        why.set_result(worker.end(sound=sound))
        with self._turns.lock:
            if self._closed or self._surplus(worker):
                self._all.discard(worker)
                return
            self._turns.starting += 1
        worker.start()
        self._settle(worker)

    def _add(self, lane: Lane) -> None:
        worker = WorkerProcess(self._folder, self._limits, lane)
        with self._turns.lock:
            self._all.add(worker)
            self._turns.starting += 1
        self._aside(self._settle, worker)

    def _settle(self, worker: WorkerProcess) -> None:
        worker.wait_until_up()
        with self._turns.lock:
            self._turns.starting -= 1
            if not self._closed:
                if worker.failure is None and len(worker.walls) < 2:  # files and calls
                    _LOG.warning("Query workers are not walled in fully: %s", ", ".join(worker.walls) or "no wall stands")
                self._turns.offer(worker, worker.lane)
                return
        self._forget(worker)

    def _forget(self, worker: WorkerProcess) -> None:
        worker.end(sound=True)
        with self._turns.lock:
            self._all.discard(worker)


def advised(error: MandateGraphError, cost: Cost) -> MandateGraphError:
    """An error of a heavy query, with the reason and the cheaper way before the rest of its advice."""
    if (
        isinstance(error, QueryTimeout | QueryTooLarge | EngineBusy | RateLimited)
        and cost.heavy
        and cost.advice not in error.advice
    ):
        error.advice = f"{cost.advice} {error.advice}".strip()
    return error


def _ended() -> EngineBusy:
    return EngineBusy("The query's worker was ended from outside, again and again.", advice="Try again in a moment.")


def _request(
    query: str, results_format: str, graph_format: str, default_graphs: Sequence[str], named_graphs: Sequence[str], base: str
) -> Request:
    for name, allowed in ((results_format, RESULTS_FORMATS), (graph_format, GRAPH_FORMATS)):
        if name not in allowed:
            raise BadParameter(f"The format {name!r} is unknown.", advice=f"Use one of: {', '.join(allowed)}.")
    return Request(query, results_format, graph_format, tuple(default_graphs), tuple(named_graphs), base)
