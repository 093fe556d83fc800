"""Keepers: room to write. In: what failed, or what is about to be written. Out: whether the disk is full or read-only, in words.
Must not write.

Every library says it in its own way: the system by a number, SQLite and the engines in words, some in an error that another one
wraps. It is told here once. An engine that maps its files into memory does not say it at all but dies of SIGBUS, so room for what
it writes is looked for beforehand.
"""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ontology.errors import MandateGraphError, StoreUnwritable

_FULL = ("No space left on device", "database or disk is full", "Disk quota exceeded")
_READ_ONLY = ("Read-only file system", "attempt to write a readonly database", "readonly database")
_NUMBERS = {errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EROFS: "read-only"}
_MEGABYTE = 1024 * 1024
_ADVICE = {
    "full": "Make room there and run the same command again: it goes on where it was, and what was published serves meanwhile.",
    "read-only": "Mount it for writing, or set MANDATEGRAPH_DATA to a folder that may be written; serving needs neither.",
}


def lack_of(error: BaseException | None) -> str:
    """Where an error, or what it was raised from, says so of a disk: "full" or "read-only"; else an empty text."""
    for each in _chain(error):
        if told := _NUMBERS.get(getattr(each, "errno", None) or 0, "") or _in_words(str(each)):
            return told
    return ""


def unwritable(error: BaseException, place: Path | None = None) -> StoreUnwritable | None:
    """The error in one form, if it says that a disk is full or read-only, that of `place` if given; None for any other error."""
    lack = lack_of(error) or ("full" if place and _fails_in_memory(error) and _free(place) < _MEGABYTE else "")
    if not lack:
        return None
    if isinstance(error, StoreUnwritable):
        return error
    file = _file_of(error)
    known = place or (Path(file) if file else None)
    named = f"The disk of {known} is {lack} ({_size(_free(known))} left)" if known else f"A disk is {lack}"
    why = error.message if isinstance(error, MandateGraphError) else str(error)
    whither = f" ({file})" if file and file not in why else ""
    return StoreUnwritable(f"{named}. {why.rstrip('.')}{whither}.", advice=_ADVICE[lack])


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Within the block, whatever says that the disk is full or read-only is raised as StoreUnwritable."""
    try:
        yield
    except Exception as error:
        told = unwritable(error, place)
        if told is None or told is error:
            raise
        raise told from error


def look_for_room(folder: Path, wanted: int, what: str) -> None:
    """StoreUnwritable where the disk of a folder has less room than wanted, in bytes."""
    free = shutil.disk_usage(folder).free
    if free < wanted:
        raise StoreUnwritable(
            f"The disk of {folder} is full: {what} takes up to {_size(wanted)}, and {_size(free)} are left.",
            advice=_ADVICE["full"],
        )


def _in_words(text: str) -> str:
    if any(sign in text for sign in _FULL):
        return "full"
    return "read-only" if any(sign in text for sign in _READ_ONLY) else ""


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and those that it was raised from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _fails_in_memory(error: BaseException) -> bool:
    """Whether SQLite says no more than this, as where the file that it shares with others in memory finds no room."""
    return any(isinstance(each, sqlite3.OperationalError) and "disk I/O error" in str(each) for each in _chain(error))


def _file_of(error: BaseException) -> str:
    return next((os.fsdecode(each.filename) for each in _chain(error) if isinstance(each, OSError) and each.filename), "")


def _free(place: Path) -> int:
    """Bytes left on the disk of a place, which may be yet to be made."""
    return shutil.disk_usage(next(folder for folder in (place, *place.absolute().parents) if folder.exists())).free


def _size(count: int) -> str:
    return f"{count / _MEGABYTE:,.1f} MB"
