"""Answers: changes. In: what serves and the log of changes. Out: what each generation changed, and what was withdrawn. Must not
know HTTP.

The generations form a chain, each naming the one before it. A copy that stands at a generation of the chain is brought up to date
by the entries after it; any other is told to take the whole dump.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from api.library import Library, Serving
from ontology.errors import Withdrawn
from stores.changes import LOG, Entry, Line, State, lines, read_entry, read_line, read_states
from stores.dumps import Dumps, open_dumps
from stores.generations import Generation

_WHOLE = "Take the whole dump at /dumps/latest, whose generation its address names, and follow the changes from there."


@dataclass(frozen=True, slots=True)
class Gone:
    """An IRI that was described once: from which generation on it is not any more, and when that was published."""

    iri: str
    generation: str
    published: str


@dataclass(slots=True)
class _Log:
    """The log as far as it was read: it only grows, so what was read is not read again unless the file became another one."""

    data: Path
    file: tuple[int, int] = (0, 0)
    end: int = 0
    known: dict[str, Line] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def read_on(self) -> None:
        """Reads what was added. What stands before a line that cannot be read is as good as lost."""
        path = self.data / LOG
        found = path.stat() if path.is_file() else None
        if found is None or (found.st_dev, found.st_ino) != self.file or found.st_size < self.end:
            self.known, self.gone, self.end = {}, {}, 0
            self.file = (found.st_dev, found.st_ino) if found else (0, 0)
        if found is None or found.st_size == self.end:
            return
        for line in lines(self.data, self.end):
            if line is None:
                self.known, self.gone = {}, {}
                continue
            self.known[line.generation] = line
            self.gone |= dict.fromkeys(read_line(self.data, line).withdrawn, line.generation)
            self.end = line.start + line.length


def changes_since(library: Library, serving: Serving, generation: str | None, limit: int | None = None) -> tuple[Entry, ...]:
    """What the generations after that one changed, oldest first, at most `limit`; None asks from the empty copy on.

    Withdrawn where the log does not lead from there to what serves: a copy at that generation cannot be mended, only replaced.
    """
    chain = _chain(library, serving)
    names = [line.generation for line in chain]
    if generation is None and chain and chain[0].before is None:
        after = chain
    elif generation in names:
        after = chain[names.index(str(generation)) + 1 :]
    elif generation == serving.generation.id:
        after = []
    else:
        since = f"since {generation}" if generation else "from the beginning"
        oldest = f"reaches back to {names[0]}" if names else "has nothing that leads to what serves"
        raise Withdrawn(f"Wanted the changes {since}; the log {oldest}.", advice=_WHOLE)
    return tuple(_entry(library, serving, line) for line in after[:limit])


def page_of_changes(library: Library, serving: Serving, page: int | None, size: int) -> tuple[int, int, tuple[Entry, ...]]:
    """A page of the log: its number, how many there are, and its entries, newest first.

    Pages are numbered from the oldest, so that a full one never changes; None asks for the newest. An unknown page is empty.
    """
    chain = _chain(library, serving)
    pages = max(1, -(-len(chain) // size))
    number = pages if page is None else page
    shown = chain[(number - 1) * size : number * size] if number > 0 else []
    return number, pages, tuple(_entry(library, serving, line) for line in reversed(shown))


def was_withdrawn(library: Library, iri: str) -> Gone | None:
    """Since when an IRI is not described any more; None of one that never was. Ask only where nothing describes it now."""
    log = _log(library.settings.data)
    with log.lock:
        log.read_on()
        generation = log.gone.get(iri)
        return Gone(iri, generation, log.known[generation].published) if generation else None


def entry_of(library: Library, serving: Serving, generation: str) -> Entry | None:
    """What a generation changed, whether or not it leads to what serves; None of one that is not on record."""
    if generation == serving.generation.id:
        return _own(serving.generation.folder)
    log = _log(library.settings.data)
    with log.lock:
        log.read_on()
        line = log.known.get(generation)
    return read_line(library.settings.data, line) if line else None


def was_published(library: Library, generation: str) -> bool:
    """Whether the log knows a generation of that id."""
    log = _log(library.settings.data)
    with log.lock:
        log.read_on()
        return generation in log.known


def published(folder: Path) -> str | None:
    """When the generation in a folder was made, in UTC, to the second; None of one from before this was kept."""
    entry = _own(folder)
    return entry.published if entry else None


def states(generation: Generation) -> Mapping[str, State]:
    """What each graph holds; nothing where the generation was published before this was kept."""
    return _states(generation.folder) or {}


def dumps(generation: Generation) -> Dumps | None:
    """The dumps of a generation; None where it was published before there were any."""
    return _dumps(generation.folder)


def _chain(library: Library, serving: Serving) -> list[Line]:
    """The entries that lead to what serves, oldest first."""
    log = _log(library.settings.data)
    with log.lock:
        log.read_on()
        known = dict(log.known)
    own = _own(serving.generation.folder)
    if own and own.generation not in known:  # published a moment ago, or a kill came before it was noted
        known[own.generation] = Line(own.generation, own.before, own.published, -1, 0)
    found: list[Line] = []
    name: str | None = serving.generation.id
    while name is not None and name in known:
        found.append(known.pop(name))
        name = found[-1].before
    return found[::-1]


def _entry(library: Library, serving: Serving, line: Line) -> Entry:
    own = _own(serving.generation.folder)
    if own and own.generation == line.generation:
        return own
    return read_line(library.settings.data, line)


@lru_cache(maxsize=4)
def _log(data: Path) -> _Log:
    return _Log(data)


@lru_cache(maxsize=4)  # a folder that was published never changes
def _own(folder: Path) -> Entry | None:
    return read_entry(folder)


@lru_cache(maxsize=4)
def _states(folder: Path) -> Mapping[str, State] | None:
    return read_states(folder)


@lru_cache(maxsize=4)
def _dumps(folder: Path) -> Dumps | None:
    return open_dumps(folder)
