"""River: worker processes that may be killed. In: tasks and what makes ready to do them. Out: an answer to each, or why there is
none. Must not know what a task is about.

Inputs are hostile, and a reader that runs off can be stopped only with its process (DESIGN section 6). So each task is done in
a process of its own group, within so many seconds and so much memory; one that dies or runs past its time is replaced, and only
its task has no answer. Why no library: the executors of the standard library cannot end a task, pebble (LGPL) kills a task on
time but knows neither a memory limit nor process groups, and both pickle every task into a queue that no bound holds back.
"""

import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Generic, TypeVar

from ontology.errors import StoreBusy

Task = TypeVar("Task")
Answer = TypeVar("Answer")
Ready = Callable[[], Callable[[Task], Answer]]
"""Makes a worker ready; what it gives does one task. Sent to the worker, so it must be of a module's top level."""

_OUT_OF_MEMORY = 77  # the exit status of a worker that came to the end of its memory
_GROWN = 78  # of one that ended between two tasks, since much of its memory was taken already
_SHARE = 4  # of its limit a worker may hold between two tasks: libraries keep what they once took, and the next task needs it
_START_S = 120.0  # to import the rooms and to prepare; a crowded machine takes its time
_GRACE_S = 5.0  # after which the kernel ends a worker whose parent no longer can


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may take: seconds, and megabytes of address space for its whole process."""

    wall_s: float
    memory_mb: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """A task without an answer, and why in plain words that follow a file's name."""

    reason: str


class Workers(Generic[Task, Answer]):
    """At most `count` processes, started when there is work for them. Use it in a `with` statement: they end with it."""

    def __init__(self, ready: "Ready[Task, Answer]", count: int, limits: Limits) -> None:
        self._ready = ready
        self._count = count
        self._limits = limits
        self._all: list[_Worker[Task, Answer]] = []

    def __enter__(self) -> "Workers[Task, Answer]":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._all:
            worker.end()
        self._all.clear()

    def run(self, tasks: Iterable[Task], settle: "Callable[[Task, Answer | Stopped], Task | None]") -> None:
        """Does all tasks. `settle` is told each answer as it comes, in no order, and may give the same worker a task more.

        A task is taken from `tasks` only when a worker is free for it: no more than `count` are in memory at any time.
        StoreBusy when a worker cannot be made ready. What `settle` raises ends the run.
        """
        waiting = iter(tasks)
        more = self._hand_out(waiting)
        while busy := [worker for worker in self._all if worker.is_busy]:
            for worker, task, answer in self._answers(busy):
                following = settle(task, answer)
                if following is not None:
                    worker.give(following)
            more = more and self._hand_out(waiting)

    def _hand_out(self, waiting: Iterator[Task]) -> bool:
        """Gives each free worker a task; False when there are no more."""
        while worker := self._free():
            task = next(waiting, None)
            if task is None:
                return False
            worker.give(task)
        return True

    def _free(self) -> "_Worker[Task, Answer] | None":
        for worker in self._all:
            if not worker.is_busy:
                return worker
        if len(self._all) == self._count:
            return None
        self._all.append(_Worker(self._ready, self._limits))
        return self._all[-1]

    def _answers(self, busy: "list[_Worker[Task, Answer]]") -> "Iterator[tuple[_Worker[Task, Answer], Task, Answer | Stopped]]":
        """The answers that are there once any is, or once a worker's time is over."""
        left = min(worker.deadline for worker in busy) - time.monotonic()
        there = set(wait([worker.pipe for worker in busy], timeout=max(left, 0)))
        for worker in busy:
            if worker.pipe in there:
                yield from worker.received()
            elif worker.deadline <= time.monotonic():
                yield from worker.overdue()


class _Worker(Generic[Task, Answer]):
    """One place: a process, or the room for one, and the task that it has."""

    def __init__(self, ready: "Ready[Task, Answer]", limits: Limits) -> None:
        self._ready = ready
        self._limits = limits
        self._task: list[Task] = []  # one or none
        self._is_ready = False
        self._pid: int | None = None
        self._start()

    @property
    def is_busy(self) -> bool:
        """Whether it has a task."""
        return bool(self._task)

    def give(self, task: Task) -> None:
        """Gives it a task, now or as soon as it is ready."""
        self._task = [task]
        if self._is_ready:
            self._send()

    def received(self) -> "Iterator[tuple[_Worker[Task, Answer], Task, Answer | Stopped]]":
        """What the process sent: that it is ready, or its answer; or that it has died."""
        try:
            answer = self.pipe.recv()
        except (EOFError, OSError):  # some systems report a death as a reset connection
            yield from self._died()
            return
        if self._is_ready:
            yield self, self._task.pop(), answer
        else:
            self._is_ready = True
            self._send()

    def overdue(self) -> "Iterator[tuple[_Worker[Task, Answer], Task, Answer | Stopped]]":
        """Ends the process: its time is over."""
        if not self._is_ready:
            raise _not_ready(f"within {_START_S:g} s")
        self._again()
        yield self, self._task.pop(), Stopped(f"took longer than {self._limits.wall_s:g} s (MANDATEGRAPH_FILE_WALL_S)")

    def end(self) -> None:
        """Kills the process and whatever it started: it only reads, so nothing is lost. A second call does nothing."""
        if self._pid is None:
            return
        try:
            os.killpg(self._pid, signal.SIGKILL)
        except ProcessLookupError:  # it has no group of its own yet, or is over
            self._process.kill()
        self._process.join()
        self._process.close()
        self.pipe.close()
        self._lifeline.close()
        self._pid = None

    def _start(self) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([self._ready_module(), __name__])
        self.pipe, far_end = context.Pipe()
        lifeline, self._lifeline = context.Pipe(duplex=False)
        self._process = context.Process(target=_work, args=(far_end, lifeline, self._ready, self._limits), daemon=True)
        self._process.start()
        self._pid = self._process.pid
        far_end.close()
        lifeline.close()
        self._is_ready = False
        self.deadline = time.monotonic() + _START_S

    def _ready_module(self) -> str:
        return getattr(self._ready, "func", self._ready).__module__

    def _again(self) -> None:
        self.end()
        self._start()

    def _send(self) -> None:
        self.deadline = time.monotonic() + self._limits.wall_s
        try:
            self.pipe.send(self._task[0])
        except OSError:  # it died: between two tasks, or since the task alone is more than its memory holds; the pipe's end tells
            return

    def _died(self) -> "Iterator[tuple[_Worker[Task, Answer], Task, Answer | Stopped]]":
        self._process.join()
        code = self._process.exitcode or 0
        if not self._is_ready:
            raise _not_ready(f"(exit status {code})")
        self._again()
        if code == _GROWN:  # it had not begun: the next one is given the task when it is ready
            return
        yield self, self._task.pop(), Stopped(_ending(code, self._limits))


def _not_ready(how: str) -> StoreBusy:
    return StoreBusy(
        f"A worker for reading could not be made ready {how}.",
        advice="Look at the load and the memory of this machine, or raise MANDATEGRAPH_FILE_MEMORY_MB.",
    )


def _ending(code: int, limits: Limits) -> str:
    if code == _OUT_OF_MEMORY:
        return f"needed more than {limits.memory_mb:,} MB of memory (MANDATEGRAPH_FILE_MEMORY_MB)"
    if code < 0:
        return f"ended by signal {-code} ({signal.Signals(-code).name})"
    return f"ended with status {code}"


def _work(pipe: Connection, lifeline: Connection, ready: "Ready[Task, Answer]", limits: Limits) -> None:
    """The life of a worker process: makes ready, says so, and does one task after the other until the pipe ends."""
    os.setsid()  # a group of its own: what its readers start ends with it, and Ctrl-C is the parent's affair
    threading.Thread(target=_end_with_parent, args=(lifeline,), daemon=True).start()
    try:
        do = ready()
        _bind(limits)
        pipe.send(None)
        while True:
            task = pipe.recv()
            signal.setitimer(signal.ITIMER_REAL, limits.wall_s + _GRACE_S)
            pipe.send(do(task))
            signal.setitimer(signal.ITIMER_REAL, 0)
            if _held_mb() * _SHARE > limits.memory_mb:
                os._exit(_GROWN)
    except MemoryError:  # what is left of the process cannot be relied on
        os._exit(_OUT_OF_MEMORY)
    except (EOFError, ConnectionError):  # the parent closed the pipe or died: nobody is left to tell
        return


def _end_with_parent(lifeline: Connection) -> None:
    """Waits until the parent's end of the lifeline closes, as it does whatever way the parent dies, and ends the group."""
    lifeline.poll(None)
    os.killpg(0, signal.SIGKILL)


def _held_mb() -> int:
    """The memory that this process holds in RAM (Linux; elsewhere 0)."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text(encoding="ascii").split()[1]) * resource.getpagesize() // 1024**2 if statm.exists() else 0


def _bind(limits: Limits) -> None:
    most = limits.memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere address space is not counted this way
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
