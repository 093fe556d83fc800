"""Keepers, graph: a worker as the pool sees it. In: a store's folder and limits. Out: a process with its socket. Must not decide
who asks it, nor when it is stopped.
"""

import os
import select
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import cast

import ontology.errors
from ontology.errors import MandateGraphError, QueryError, QueryTimeout, StoreBusy
from stores.graph.forks import forks
from stores.graph.turns import Lane
from stores.graph.wire import Frames, Request, WireError, failure, title
from stores.graph.worker import NICER, Answer, AnswerKind, Limits, too_much_memory, work

_START_S = 30.0
_READ = 64 * 1024  # more would have to be mapped and unmapped for each short answer
_OUT_OF_MEMORY = {-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS}


@dataclass(slots=True)
class Run:
    """One query on one worker, in one lane: since when, how long its reader has held it up so far, and since when it does now.
    `begun`: a part of its answer was given. `stopped` tells a reader that is not looking; RuntimeError if nobody is there.
    """

    query: str
    caller: str
    lane: Lane
    since: float
    begun: bool = False
    held_s: float = 0.0
    held_since: float | None = None
    stopped: Callable[[], object] | None = None

    def held(self, now: float) -> float:
        """Seconds for which the reader has held it up."""
        return self.held_s + (now - self.held_since if self.held_since is not None else 0.0)

    def hold(self, yes: bool) -> None:
        """The reader stops, or goes on, taking what comes."""
        now = time.monotonic()
        self.held_s, self.held_since = self.held(now), now if yes else None


class Demoted(QueryTimeout):
    """The query is not as light as it looked, and others wait: it must be asked again, in the other lane."""


class Gone(Exception):  # the worker is
    """The worker's process has ended, or does not speak our tongue."""


class WorkerProcess:
    """One place in the pool. `run` is what it does now; `stopped` is why it was ended, where we did so."""

    def __init__(self, folder: Path, limits: Limits, lane: Lane) -> None:
        self.lane = lane
        self.run: Run | None = None
        self.stopped: MandateGraphError | None = None
        self.failure: MandateGraphError | None = None
        self.walls: tuple[str, ...] = ()
        self._folder, self._limits = folder, limits
        self.start()

    def start(self) -> None:
        """Starts the process; it is of use once `wait_until_up` has returned."""
        self.socket, far_end = socket.socketpair()
        self.run = self.stopped = self.failure = None
        arguments = (far_end, str(self._folder), self._limits, self.lane == "heavy")
        self._process: BaseProcess = forks().Process(target=work, args=arguments, daemon=True)
        self._process.start()
        far_end.close()
        self.socket.setblocking(False)

    def wait_until_up(self) -> None:
        """Waits for the store to be opened; where it was not, `failure` says why, and whoever comes first is told."""
        frames, until = Frames(), time.monotonic() + _START_S
        try:
            while True:
                for frame in frames.take(self.receive(until - time.monotonic())):
                    if frame.sign == "ready":
                        self.walls = tuple(frame.body.decode().split())
                    else:
                        self.failure = error_of(frame.body)
                    return
        except (Gone, WireError):
            self.failure = StoreBusy("A query worker could not be started.", advice="Look at the load of this machine.")

    def ask(self, request: Request) -> Answer:
        """The whole answer, however long it takes: whoever watches ends what takes too long. Raises what the worker tells, Gone
        if it is, and WireError if it does not make sense.
        """
        self.send(request.packed())
        frames, pieces, begun = Frames(), list[bytes](), ("", "")
        while True:
            for frame in frames.take(self.receive()):
                if frame.sign == "failed":
                    raise error_of(frame.body)
                if frame.sign == "more":
                    pieces.append(frame.body)
                elif frame.sign == "begins":
                    kind, media_type, _, _ = title(frame.body)
                    begun = (kind, media_type)
                elif frame.sign == "whole":
                    kind, media_type, rows, body = title(frame.body)
                    return Answer(cast("AnswerKind", kind), media_type, body, rows)
                else:
                    rows = int(frame.body) if frame.body else None
                    return Answer(cast("AnswerKind", begun[0]), begun[1], b"".join(pieces), rows)

    def send(self, data: bytes) -> None:
        """Sends all of it, waiting as long as it takes. Gone if the worker is."""
        try:
            while data:
                try:
                    data = data[self.socket.send(data) :]
                except BlockingIOError:
                    self._wait(select.POLLOUT, None)
        except OSError as error:
            raise Gone from error

    def receive(self, wait_s: float | None = None) -> bytes:
        """What comes next. Gone if the worker is, or says nothing for `wait_s` seconds, where that is given."""
        try:
            if not self._wait(select.POLLIN, wait_s):
                raise Gone
            data = self.socket.recv(_READ)
        except OSError as error:
            raise Gone from error
        if not data:
            raise Gone
        return data

    def kill(self, reason: MandateGraphError | None) -> None:
        """Ends the process from any thread: it only reads, so nothing is lost. Whoever waits for it finds it gone, and why."""
        self.stopped = reason
        with suppress(ProcessLookupError):  # it has ended by itself in this moment
            os.kill(cast("int", self._process.pid), signal.SIGKILL)

    def step_back(self) -> None:
        """From now on the process gives way to others on the machine, and takes heavy queries."""
        self.lane = "heavy"
        with suppress(ProcessLookupError):  # as above
            os.setpriority(os.PRIO_PROCESS, cast("int", self._process.pid), NICER)

    def end(self, *, sound: bool) -> MandateGraphError | None:
        """Ends the process, at once if it is `sound`, and waits for its end. Answers what there is to say to whoever asked it;
        None if it was ended by somebody else, so that it makes sense to ask another one.
        """
        if sound:
            self._process.kill()
        self._process.join(_START_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        code = self._process.exitcode
        self.socket.close()
        if self.stopped is not None:
            return self.stopped
        if code in _OUT_OF_MEMORY:
            return too_much_memory(self._limits)
        if code is not None and code > 0:
            return QueryError(f"The engine failed on this query (exit code {code}).", advice="The server's log says more.")
        return None

    def _wait(self, event: int, wait_s: float | None) -> bool:
        waiting = select.poll()
        waiting.register(self.socket, event)
        return bool(waiting.poll(None if wait_s is None else max(0, wait_s * 1000)))


def too_long(limits: Limits) -> QueryTimeout:
    """What a caller is told when a query outran its limit."""
    return QueryTimeout(
        f"The query ran past its limit of {limits.wall_s:g} s and was stopped.",
        advice="Join its patterns through shared variables, narrow them, or raise MANDATEGRAPH_QUERY_WALL_S.",
    )


def too_slow(limits: Limits) -> QueryTimeout:
    """What a caller is told who did not take the answer."""
    return QueryTimeout(
        f"The answer was not taken: it waited {limits.wall_s:g} s for its reader.",
        advice="Take it as fast as it comes, page through it, or download the dumps.",
    )


def error_of(body: bytes) -> MandateGraphError:
    """The error that a worker tells. Its class must be one of our tree."""
    name, arguments = failure(body)
    kind = getattr(ontology.errors, name, None)
    if not (isinstance(kind, type) and issubclass(kind, MandateGraphError)):
        raise WireError(name)
    return kind(**arguments)
