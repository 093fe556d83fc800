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
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX, _SUFFIX = ".mandategraph-", ".partial"
_NAME = re.compile(rf"{re.escape(_PREFIX)}[a-z0-9_]{{8}}{re.escape(_SUFFIX)}")
_FRESH_S = 60.0  # a folder that was made just now may not be held yet


@contextmanager
def folder_aside(place: Path) -> Iterator[Path]:
    """A new folder in `place` for its owner alone, gone afterwards with what is still in it. OSError where there is no room."""
    _sweep(place)
    with tempfile.TemporaryDirectory(prefix=_PREFIX, suffix=_SUFFIX, dir=place) as name:
        handle = _held(Path(name))
        try:
            yield Path(name)
        finally:
            os.close(handle)


def _held(folder: Path) -> int:
    """An open folder with a lock on it. BlockingIOError where another process holds it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle


def _sweep(place: Path) -> None:
    """Removes folders of ours that nobody holds any more."""
    with suppress(PermissionError):  # into some places one may only put
        for folder in [path for path in place.iterdir() if _NAME.fullmatch(path.name)]:
            with suppress(OSError):  # held, another user's, or gone meanwhile
                _remove(folder)


def _remove(folder: Path) -> None:
    told = folder.lstat()
    if told.st_uid == os.geteuid() and time.time() - told.st_mtime > _FRESH_S:
        handle = _held(folder)
        try:
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(handle)
