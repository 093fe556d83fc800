"""Tests of the river, on a cluster: a worker that does what it is told. In: a word, a size, a file. Out: a word; a line in the
file for each time that it was told.
"""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

Told = tuple[str, float, str]


def ready() -> Callable[[Told], str]:
    """Makes it ready."""
    return do


def do(task: Told) -> str:
    """One of the ways in which a task may go."""
    what, size, notes = task
    if notes:
        with Path(notes).open("a", encoding="utf-8") as file:
            file.write(f"{what}\n")
    if what == "sleep":
        time.sleep(size)
    elif what == "signal":
        os.kill(os.getpid(), int(size))
    elif what == "hand":  # the parent of this process is the one that forks; its parent is the actor
        os.kill(parent_of(os.getppid()), signal.SIGKILL)
        time.sleep(30)
    return str(os.getpid()) if what == "pid" else f"{what} {size:g}"


def parent_of(pid: int) -> int:
    """The process that started it."""
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
