"""A folder aside. In: the folder in which something is to appear whole. Out: a hidden one in it for what is not whole yet, on the
same disk, so that a rename puts it in place. Must not touch what it does not know as its own.

It goes when its user is done. What a killed process left goes when the next one is made in the same place: each is held by a lock
that ends with its process.
"""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX, _SUFFIX = ".mandategraph-", ".partial"
_NAME = re.compile(rf"{re.escape(_PREFIX)}[a-z0-9_]{{8}}{re.escape(_SUFFIX)}")


@contextmanager
def folder_aside(place: Path) -> Iterator[Path]:
    """A new folder in `place` for its owner alone, gone afterwards with what is still in it. OSError where there is no room."""
    _sweep(place)
    folder, handle = _made(place)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def _made(place: Path) -> tuple[Path, int]:
    """A folder and the lock on it. One that another process sweeps before it is held is not ours: another is made."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, suffix=_SUFFIX, dir=place))
        with suppress(FileNotFoundError):
            handle = _opened(folder)
            if _is_ours(handle) and folder.exists():
                return folder, handle
            os.close(handle)


def _is_ours(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # no locks on this file system: nothing is swept there either
        return True
    return True


def _opened(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)


def _sweep(place: Path) -> None:
    """Removes folders of ours that nobody holds any more."""
    with suppress(PermissionError):  # into some places one may only put
        for folder in [path for path in place.iterdir() if _NAME.fullmatch(path.name)]:
            with suppress(OSError):  # held, another user's, or gone meanwhile
                _remove(folder)


def _remove(folder: Path) -> None:
    handle = _opened(folder)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(handle).st_uid == os.geteuid():
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(handle)
