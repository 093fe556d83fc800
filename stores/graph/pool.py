"""Keepers, graph: the query pool. In: queries past the guard. Out: serialised answers. Must not evaluate in this process.

Oxigraph can be neither timed out nor cancelled (DESIGN section 5), so each query runs in a worker process that is killed when
its time or memory is over; the next query finds a fresh one. Safe to call from many threads.
"""

import multiprocessing
import queue
import signal
import threading
from collections.abc import Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import cast

from ontology.errors import BadParameter, MandateGraphError, QueryError, QueryTimeout, StoreBusy, StoreError
from stores.graph.worker import GRAPH_FORMATS, RESULTS_FORMATS, Answer, AnswerKind, Limits, Request, too_much_memory, work

MOST_WAITING = 24  # each waits in a thread of the server, which has 40: the others answer what needs no worker
_START_S = 30.0
_OUT_OF_MEMORY = {-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS}


class QueryPool:
    """So many workers over one published store. Close it, or use it in a `with` statement; running queries are let finish."""

    def __init__(self, folder: Path, *, workers: int, wall_s: float, memory_mb: int, max_rows: int, max_bytes: int) -> None:
        self._limits = Limits(wall_s, memory_mb, max_rows, max_bytes)
        self._idle: queue.Queue[_Worker] = queue.Queue()
        self._places = threading.BoundedSemaphore(workers + MOST_WAITING)
        self._closed = False
        for _ in range(workers):
            self._idle.put(_Worker(folder, self._limits))

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
    ) -> Answer:
        """The answer to a query that `check_query` let through, serialised; the default graph is the union of all, unless given.

        Raises QuerySyntaxError, QueryTimeout, QueryTooLarge (memory, rows, bytes: nothing is cut), StoreBusy when no worker
        came free in twice the wall limit or MOST_WAITING already wait for one, QueryError, StoreMissing and StoreDamaged.
        """
        _allowed(results_format, RESULTS_FORMATS)
        _allowed(graph_format, GRAPH_FORMATS)
        request = Request(query, results_format, graph_format, tuple(default_graphs), tuple(named_graphs), base)
        if not self._places.acquire(blocking=False):
            raise StoreBusy(f"{MOST_WAITING} queries already wait for a worker.", advice="Try again in a moment.")
        try:
            return self._ask(request)
        finally:
            self._places.release()

    def close(self) -> None:
        """Ends the idle workers now and each busy one after its query; a second call does nothing."""
        self._closed = True
        while True:
            try:
                self._idle.get_nowait().end()
            except queue.Empty:
                return

    def _ask(self, request: Request) -> Answer:
        worker = self._take()
        try:
            return worker.ask(request)
        finally:
            self._give_back(worker)

    def _take(self) -> "_Worker":
        if self._closed:
            raise StoreError("This query pool was closed.", advice="Ask again: the next generation has a pool of its own.")
        wait_s = 2 * self._limits.wall_s
        try:
            return self._idle.get(timeout=wait_s)
        except queue.Empty:
            raise StoreBusy(
                f"No query worker came free within {wait_s:g} s.",
                advice="Try again in a moment, or raise MANDATEGRAPH_QUERY_WORKERS.",
            ) from None

    def _give_back(self, worker: "_Worker") -> None:
        self._idle.put(worker)
        if self._closed:
            self.close()


class _Worker:
    """One place in the pool: a process, or the room for one. Only the thread that took it from the pool touches it."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder = folder
        self._limits = limits
        self._process: BaseProcess | None = None
        self._start()

    def ask(self, request: Request) -> Answer:
        """The answer. A worker killed from outside is replaced and asked once more; one that ran out of memory is not."""
        try:
            return self._ask(request)
        except EOFError:
            if self._end_code() in _OUT_OF_MEMORY:
                raise too_much_memory(self._limits) from None
        try:
            return self._ask(request)
        except EOFError:
            code = self._end_code()
            if code is not None and code > 0:
                raise QueryError(
                    f"The engine failed on this query (exit code {code}).", advice="The server's log says more."
                ) from None
            raise StoreBusy(
                f"The query's worker was ended twice from outside (exit code {code}).", advice="Try again in a moment."
            ) from None

    def end(self) -> None:
        """Kills the process, if there is one: it only reads, so nothing is lost."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
            self._process = None

    def _start(self) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["stores.graph.worker"])
        self._pipe, far_end = context.Pipe()
        self._process = context.Process(target=work, args=(far_end, str(self._folder), self._limits), daemon=True)
        self._process.start()
        far_end.close()
        self._ready = False

    def _ask(self, request: Request) -> Answer:
        self._wait_until_ready()
        try:
            self._pipe.send(request)
        except OSError as error:
            raise EOFError from error
        if not self._pipe.poll(self._limits.wall_s):
            self.end()
            self._start()
            raise _timeout(self._limits)
        return _received(self._pipe)

    def _wait_until_ready(self) -> None:
        if self._process is None:
            self._start()
        if self._ready:
            return
        if not self._pipe.poll(_START_S):
            self.end()
            raise StoreBusy(f"A query worker did not start within {_START_S:g} s.", advice="Look at the load of this machine.")
        failure = _message(self._pipe)
        if failure is not None:
            self.end()
            raise _error(failure)
        self._ready = True

    def _end_code(self) -> int | None:
        process = cast("BaseProcess", self._process)
        process.join(_START_S)
        code = process.exitcode
        self.end()
        self._start()
        return code


def _received(pipe: Connection) -> Answer:
    head = _message(pipe)
    if isinstance(head, tuple) and isinstance(head[0], type):
        raise _error(head)
    kind, media_type, rows = cast("tuple[AnswerKind, str, int | None]", head)
    try:
        return Answer(kind, media_type, pipe.recv_bytes(), rows)
    except OSError as error:
        raise EOFError from error


def _message(pipe: Connection) -> object:
    """What the worker sent; EOFError if it died, which some systems report as a reset connection."""
    try:
        return pipe.recv()
    except OSError as error:
        raise EOFError from error


def _error(parts: object) -> MandateGraphError:
    failure, arguments = cast("tuple[type[MandateGraphError], dict[str, str]]", parts)
    return failure(**arguments)


def _timeout(limits: Limits) -> QueryTimeout:
    return QueryTimeout(
        f"The query ran past its limit of {limits.wall_s:g} s and was stopped.",
        advice="Join its patterns through shared variables, narrow them, or raise MANDATEGRAPH_QUERY_WALL_S.",
    )


def _allowed(name: str, formats: object) -> None:
    allowed = cast("dict[str, object]", formats)
    if name not in allowed:
        raise BadParameter(f"The format {name!r} is unknown.", advice=f"Use one of: {', '.join(allowed)}.")
