"""Tests of the river: worker processes. In: tasks that end well, hang, grow and crash. Out: an answer or a reason for each, and
no process left behind. No network.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from ingest.workers import Limits, Stopped, Workers
from ontology.errors import StoreBusy

pytestmark = pytest.mark.slow

LIMITS = Limits(wall_s=1.0, memory_mb=1024)
KEPT: list[bytes] = []
Asked = tuple[str, float]
PARENT = """
import sys
from functools import partial
from tests.ingest.test_workers import LIMITS, Limits, Workers, ready
with Workers(ready, 2, Limits(60, 1024)) as workers:
    def settle(task, answer):
        print(answer, flush=True)
        return ("sleep", 50.0)
    workers.run([("pid", 0.0), ("pid", 0.0)], settle)
"""


def ready() -> Callable[[Asked], str]:
    """A worker that does what it is told."""
    return do


def do(task: Asked) -> str:
    """One of the ways in which a task may go."""
    what, size = task
    if what == "sleep":
        time.sleep(size)
    elif what == "spin":
        while True:
            pass
    elif what == "grow":
        return str(len(bytearray(int(size) * 1024 * 1024)))
    elif what == "signal":
        os.kill(os.getpid(), int(size))
    elif what == "leave":
        os._exit(int(size))
    elif what == "child":
        return str(subprocess.Popen(["sleep", str(size)], stdout=subprocess.DEVNULL).pid)
    elif what == "both":
        subprocess.Popen(["sleep", str(size)])
        time.sleep(size)
    elif what == "keep":
        KEPT.append(bytes(range(256)) * (int(size) * 4096))
    return str(os.getpid()) if what == "pid" else f"{what} done"


def unready(_why: str) -> Callable[[Asked], str]:
    """A worker that cannot be made ready."""
    os._exit(3)


def answers(*tasks: Asked, count: int = 2, limits: Limits = LIMITS) -> dict[Asked, str | Stopped]:
    """The answers to the tasks."""
    found: dict[Asked, str | Stopped] = {}
    with Workers(ready, count, limits) as workers:
        workers.run(tasks, found.__setitem__)
    return found


def is_running(pid: int) -> bool:
    """Whether a process still works: one that is over and not yet waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def is_over_within(pid: int, seconds: float) -> bool:
    """Whether a process ends in this time."""
    until = time.monotonic() + seconds
    while is_running(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_running(pid)


def test_every_task_has_one_answer_whatever_befalls_the_others() -> None:
    """One that hangs, one that grows, one that crashes and one that leaves: each is told, and the others are done."""
    tasks = [("sleep", 0.0), ("spin", 0.0), ("grow", 2000.0), ("signal", 11.0), ("leave", 5.0), ("sleep", 0.01)]
    assert answers(*tasks) == {
        tasks[0]: "sleep done",
        tasks[1]: Stopped("took longer than 1 s (MANDATEGRAPH_FILE_WALL_S)"),
        tasks[2]: Stopped("needed more than 1,024 MB of memory (MANDATEGRAPH_FILE_MEMORY_MB)"),
        tasks[3]: Stopped("ended by signal 11 (SIGSEGV)"),
        tasks[4]: Stopped("ended with status 5"),
        tasks[5]: "sleep done",
    }


def test_a_task_that_sleeps_is_stopped_like_one_that_works() -> None:
    """A reader may also wait for another program."""
    begun = time.monotonic()
    assert answers(("sleep", 50.0)) == {("sleep", 50.0): Stopped("took longer than 1 s (MANDATEGRAPH_FILE_WALL_S)")}
    assert time.monotonic() - begun < 20


def test_no_more_tasks_are_taken_than_there_are_workers() -> None:
    """However many documents there are, so many are in memory."""
    taken: list[int] = []
    settled: list[str | Stopped] = []

    def tasks() -> Iterator[Asked]:
        for number in range(12):
            taken.append(number)
            assert len(taken) - len(settled) <= 2
            yield "sleep", number / 1000

    def settle(_task: Asked, answer: str | Stopped) -> None:
        settled.append(answer)

    with Workers(ready, 2, LIMITS) as workers:
        workers.run(tasks(), settle)
    assert settled == ["sleep done"] * 12


def test_a_task_that_follows_goes_to_the_same_worker() -> None:
    """It remembers what it took apart."""
    pids: list[str] = []

    def settle(_task: Asked, answer: str | Stopped) -> Asked | None:
        pids.append(str(answer))
        return ("pid", len(pids)) if len(pids) % 2 else None

    with Workers(ready, 1, LIMITS) as workers:
        workers.run([("pid", 0.0), ("pid", -1.0)], settle)
    assert len(pids) == 4
    assert len(set(pids)) == 1


def test_a_worker_that_keeps_much_memory_is_renewed_between_two_tasks() -> None:
    """No task is lost by it, and none is refused for what earlier ones left behind."""
    tasks = [("keep", 150.0 + number) for number in range(10)]
    assert answers(*tasks, count=1, limits=Limits(30, 1024)) == dict.fromkeys(tasks, "keep done")


def test_a_task_that_no_worker_can_hold_is_stopped_once() -> None:
    """It is not given out for ever, to one worker after the other."""
    found = answers(("x" * 300_000_000, 0.0), ("pid", 0.0), count=1, limits=Limits(30.0, 256))
    told = [answer for task, answer in found.items() if task != ("pid", 0.0)]
    assert told == [Stopped("needed more than 256 MB of memory (MANDATEGRAPH_FILE_MEMORY_MB)")]
    assert isinstance(found[("pid", 0.0)], str)


def test_workers_that_nobody_needs_are_not_started() -> None:
    """A run that finds everything unchanged costs nothing."""
    with Workers(partial(unready, "never asked"), 2, LIMITS) as workers:
        workers.run([], lambda _task, _answer: None)


def test_a_worker_that_cannot_be_made_ready_is_not_laid_to_a_file() -> None:
    """The run ends with what to look at, since every file would fare the same."""
    with pytest.raises(StoreBusy, match="exit status 3"), Workers(partial(unready, "now"), 1, LIMITS) as workers:
        workers.run([("sleep", 0.0)], lambda _task, _answer: None)


def test_a_fault_while_settling_ends_the_workers() -> None:
    """No process outlives the block."""
    pids: list[int] = []

    def settle(_task: Asked, answer: str | Stopped) -> None:
        pids.append(int(str(answer)))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), Workers(ready, 2, LIMITS) as workers:
        workers.run([("pid", 0.0), ("pid", 1.0)], settle)
    assert is_over_within(pids[0], 5)


def test_what_a_worker_started_ends_with_it() -> None:
    """A program that a reader calls is stopped with the reader."""
    found = answers(("child", 55.0), ("both", 56.0))
    child = int(str(found["child", 55.0]))
    assert found["both", 56.0] == Stopped("took longer than 1 s (MANDATEGRAPH_FILE_WALL_S)")
    assert is_over_within(child, 5)


def test_workers_end_when_their_parent_is_killed() -> None:
    """Also in the middle of a task; nobody is left to close anything."""
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen([sys.executable, "-c", PARENT], cwd=root, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pids = [int(parent.stdout.readline()) for _ in range(2)]
        assert all(map(is_running, pids))
        parent.send_signal(signal.SIGKILL)
        assert [is_over_within(pid, 5) for pid in pids] == [True, True]
