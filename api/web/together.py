"""Web: together. In: a folder that the processes of one server share while it runs. Out: where each thing that they share lies in
it. Must not hold anything itself.

Each process answers alone, from the generation that it has open. What must be one for all of them is here: how much of its
allowance a caller has used, the figures of all, whose turn it is to write into the log. The folder goes with the server.
"""

import asyncio
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from api.library import Library

_EVERY_S = 0.05


@dataclass(frozen=True, slots=True)
class Together:
    """The folder, and which of its names is what."""

    folder: Path

    @classmethod
    def at(cls, folder: str) -> "Together":
        """What lies in a folder, which must be there."""
        return cls(Path(folder))

    @property
    def allowances(self) -> Path:
        """The buckets of all callers."""
        return self.folder / "allowances.sqlite"

    @property
    def figures(self) -> Path:
        """The folder of the figures."""
        return self.folder / "figures"

    @property
    def log(self) -> Path:
        """Locked by whoever writes lines into the log."""
        return self.folder / "log.lock"

    @property
    def standing(self) -> Path:
        """The folder in which each process says which generation it serves."""
        return self.folder / "standing"

    @property
    def served(self) -> Path:
        """There once a process of this server has served: what fails afterwards is not to end the others."""
        return self.folder / "served"


class Turn:
    """A turn among processes, by a file. It ends with its process, however that ends."""

    def __init__(self, file: Path) -> None:
        self._handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """One process after the other. It is not for threads: of one process the second is let in as well."""
        fcntl.lockf(self._handle, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(self._handle, fcntl.LOCK_UN)


class Standing:
    """Which generation each process serves, in a file of its own; it counts as long as its process lives."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)
        self._own = folder / str(os.getpid())
        self._handle = os.open(self._own, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._handle, fcntl.LOCK_EX)
        self._told = b""

    async def tell_on(self, library: Library) -> None:
        """Says what a library serves whenever that changes, until cancelled."""
        while True:
            now = library.now
            told = b"%08d" % (now.number if now else 0)
            if told != self._told:
                os.pwrite(self._handle, told, 0)
                self._told = told
            await asyncio.sleep(_EVERY_S)

    def is_served(self, number: int, within_s: float) -> bool:
        """Whether all other processes serve a generation or a later one, at the latest after so many seconds."""
        until = time.monotonic() + within_s
        while any(self._is_behind(file, number) for file in self._folder.iterdir() if file != self._own):
            if time.monotonic() > until:
                return False
            time.sleep(_EVERY_S)
        return True

    def close(self) -> None:
        """Says nothing any more."""
        self._own.unlink(missing_ok=True)
        os.close(self._handle)

    def _is_behind(self, file: Path, number: int) -> bool:
        """Of a process that lives. One that is starting has said nothing yet, and opens what the pointer names then."""
        with suppress(FileNotFoundError), file.open("rb") as told:
            if int(told.read(8) or 0) >= number or not told.tell():
                return False
            try:
                fcntl.flock(told, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False
