"""Keepers: readers of a generation. In: its folder. Out: a hold on it, and whether anybody has one. Must not open what is in it.

Whoever opens a generation holds it, and what is held is not removed, so that an answer under way never loses the files beneath it
however many generations are published meanwhile. A hold ends with its process.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

_HELD = "build.json"  # published with every generation, and never written again


class Hold:
    """A hold on a generation, until it is closed or nobody has it any more."""

    __slots__ = ("_handle",)

    def __init__(self, folder: Path) -> None:
        """Raises FileNotFoundError where the generation went meanwhile."""
        self._handle: int | None = os.open(folder / _HELD, os.O_RDONLY | os.O_CLOEXEC)
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def close(self) -> None:
        """Lets go of it; a second call does nothing."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def __del__(self) -> None:
        self.close()


def is_held(folder: Path) -> bool:
    """Whether a reader, of this process or another, holds it now."""
    with suppress(FileNotFoundError), (folder / _HELD).open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
