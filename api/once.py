"""Answers: once a generation. In: what serves, a name, and how it is found. Out: what was found the first time. Must not keep
more than a few generations' answers.

Whatever walks through a whole store is asked of it once, however often and under whatever address a page or a description is
read. `warmed` marks what is worth finding before anybody asks; api/warm finds it when a generation comes in.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from api.library import Library, Serving

Found = TypeVar("Found")
Finder = Callable[[Library, Serving], object]
Find = TypeVar("Find", bound=Finder)
_GUARD = Lock()  # held for a look only, never while something is found
_LOCKS: dict[tuple[Path, str], Lock] = {}
_KEPT: OrderedDict[Path, dict[str, Any]] = OrderedDict()  # by the folder of a generation, the one that was asked last at the end
_GENERATIONS = 3  # one that comes in, one that serves, one that is being left
_MOST = 400  # answers of a generation
_LOG = logging.getLogger("mandategraph.library")
_WARMED: list[Finder] = []


def once(serving: Serving, name: str, find: Callable[[], Found]) -> Found:
    """What `find` answers for this generation. Whoever asks for the same meanwhile waits; whoever asks for another does not.
    What `find` raises is raised, and nothing is kept.
    """
    folder = serving.generation.folder
    with _GUARD:
        answers = _answers(folder)
        if name in answers:
            kept: Found = answers[name]
            return kept
        lock = _LOCKS.setdefault((folder, name), Lock())
    with lock:
        with _GUARD:
            if name in answers:
                known: Found = answers[name]
                return known
        try:
            found = find()
            _keep(answers, name, found)
        finally:
            with _GUARD:
                _LOCKS.pop((folder, name), None)
    return found


def warmed(find: Find) -> Find:
    """A decorator: what this function finds is found when a generation comes in, not when somebody waits for a page."""
    _WARMED.append(find)
    return find


def warm(library: Library, serving: Serving, goes_on: Callable[[], bool] = lambda: True) -> None:
    """Finds everything that is marked as `warmed`, as long as it `goes_on`. What cannot be found is told in the log: whoever asks
    for it is told again, and everything else is answered.
    """
    for find in _WARMED:
        if goes_on():
            try:
                find(library, serving)
            except Exception as error:  # noqa: BLE001 (one page without its counts must not keep a generation from serving)
                _LOG.error("%s.%s cannot be found: %s", find.__module__, find.__qualname__, error)


def _answers(folder: Path) -> dict[str, Any]:
    """What is kept of a generation; what was kept of the one that nobody has asked for longest may go."""
    answers = _KEPT.setdefault(folder, {})
    _KEPT.move_to_end(folder)
    while len(_KEPT) > _GENERATIONS:
        _KEPT.popitem(last=False)
    return answers


def _keep(answers: dict[str, Any], name: str, found: object) -> None:
    with _GUARD:
        while len(answers) >= _MOST:
            answers.pop(next(iter(answers)))
        answers[name] = found
