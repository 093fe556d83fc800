"""Answers, descriptions: once a generation. In: what serves, a name, and how it is found. Out: what was found the first time.
Must not keep more than a few generations' answers.

Whatever walks through a whole store is asked of it once, however often and under whatever address a description is read.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from api.library import Serving

Found = TypeVar("Found")
_LOCK = Lock()
_KEPT: dict[tuple[Path, str], Sequence[Any]] = {}
_MOST = 12


def once(serving: Serving, name: str, find: Callable[[], Sequence[Found]]) -> Sequence[Found]:
    """What `find` answers for this generation."""
    key = (serving.generation.folder, name)
    with _LOCK:
        if key not in _KEPT:
            found = find()
            while len(_KEPT) >= _MOST:
                _KEPT.pop(next(iter(_KEPT)))
            _KEPT[key] = found
        return _KEPT[key]
