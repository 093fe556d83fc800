"""Keepers: checksums. In: files. Out: size and sha256 of each. Must not judge them, nor remember anything beyond this process.

What was read once is known by device, inode, size and the times at which words and place were last changed, so that generations
that share files by hard links share the reading. A disk that spoils a byte changes none of these: whoever must know reads anew.
"""

import hashlib
import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

Sum = tuple[int, str]
"""Bytes, and their sha256 in hexadecimal digits."""

_Known = tuple[int, int, int, int, int]
_READ: dict[_Known, str] = {}
_LOCK = threading.Lock()
_MOST_READ = 20_000
_THREADS = min(4, os.cpu_count() or 1)  # hashing leaves the interpreter to others
_ALONE = 4  # fewer files than these are not worth threads


def measured(path: Path, *, anew: bool = False) -> Sum:
    """Size and sha256 of a file; `anew` reads it also where it was read before. Raises OSError."""
    with path.open("rb") as file:
        same = _known(os.fstat(file.fileno()))
        if anew or same not in _READ:
            found = hashlib.file_digest(file, "sha256").hexdigest()
            with _LOCK:
                if len(_READ) >= _MOST_READ:
                    _READ.clear()
                _READ[same] = found
        else:
            found = _READ[same]
    return same[2], found


def remembered(path: Path) -> Sum | None:
    """The same of a file that this process has read before; None of any other."""
    known = _known(path.stat())
    found = _READ.get(known)
    return None if found is None else (known[2], found)


def of_all(paths: Sequence[Path]) -> Mapping[Path, Sum]:
    """Size and sha256 of files, several read at once. Raises OSError."""
    if len(paths) < _ALONE:
        return {path: measured(path) for path in paths}
    with ThreadPoolExecutor(_THREADS) as readers:
        return dict(zip(paths, readers.map(measured, paths), strict=True))


def _known(stat: os.stat_result) -> _Known:
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
