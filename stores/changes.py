"""Keepers: the change log. In: entries, one a generation. Out: the same, in the order in which they were published. Must not open
a graph.

A generation's folder holds its own entry (`changes.json`), so that the log (`changes.jsonl` of the data folder) can be completed
after a kill between publishing and noting. Lines are only ever added; one that a kill cut short was never complete and goes.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal, cast

from ontology.errors import StoreDamaged

LOG = "changes.jsonl"
ENTRY = "changes.json"
STATES = "graphs.json"
STATISTICS = "statistics.json"
Kind = Literal["added", "changed", "withdrawn"]


@dataclass(frozen=True, slots=True)
class State:
    """What a named graph holds: the sha256 of its N-Triples lines in order, and how many they are."""

    sha256: str
    statements: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many statements have each property, and how many name each class as a type; each graph's statements count."""

    properties: dict[str, int]
    classes: dict[str, int]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one graph: its digest and statements now (those of before, where it was withdrawn), statements before.

    `document` is the IRI of the document whose graph it is, None of any other graph.
    """

    graph: str
    change: Kind
    document: str | None
    sha256: str
    statements: int
    was_statements: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What a generation changed since the one `before` it, None for the first; when it was made, in UTC, to the second.

    `withdrawn` are the IRIs that were described before and are not any more.
    """

    generation: str
    before: str | None
    published: str
    statements: int
    was_statements: int
    changes: tuple[Change, ...]
    withdrawn: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """The entry for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Line:
    """Where an entry stands in the log, and what it is told by."""

    generation: str
    before: str | None
    published: str
    start: int
    length: int


def changed(before: Mapping[str, State], after: Mapping[str, State], documents: Mapping[str, str]) -> tuple[Change, ...]:
    """What became of the graphs, in order of their IRIs. `documents` are those that graphs stand for, by graph."""
    found = []
    for graph in sorted({*before, *after}):
        was, now = before.get(graph), after.get(graph)
        told = now or was
        if told is None or was == now:
            continue
        kind: Kind = "added" if was is None else "withdrawn" if now is None else "changed"
        count, old = (now.statements if now else 0), (was.statements if was else 0)
        found.append(Change(graph, kind, documents.get(graph), told.sha256, count, old))
    return tuple(found)


def write_states(folder: Path, states: Mapping[str, State]) -> None:
    """Keeps what each graph of a generation holds."""
    _write(folder / STATES, {graph: asdict(states[graph]) for graph in sorted(states)})


def write_statistics(folder: Path, counted: Statistics) -> None:
    """Keeps what a generation has of each property and class."""
    told = {name: dict(sorted(counts.items())) for name, counts in asdict(counted).items()}
    _write(folder / STATISTICS, told)


def read_statistics(folder: Path) -> Statistics | None:
    """What a generation has of each property and class; None where it was published before this was kept."""
    told = _read(folder / STATISTICS)
    return None if told is None else Statistics(**cast("dict[str, dict[str, int]]", told))


def write_entry(folder: Path, entry: Entry) -> None:
    """Keeps a generation's own entry in its folder, by whose name it goes: when it is written, none is known."""
    _write(folder / ENTRY, entry.as_dict())


def read_states(folder: Path) -> Mapping[str, State] | None:
    """What each graph of a generation holds; None where it was published before this was kept. StoreDamaged if unreadable."""
    told = _read(folder / STATES)
    if told is None:
        return None
    states = cast("Mapping[str, Mapping[str, object]]", told)
    return {graph: State(str(one["sha256"]), int(str(one["statements"]))) for graph, one in states.items()}


def read_entry(folder: Path) -> Entry | None:
    """A generation's own entry; None where it was published before this was kept. StoreDamaged if unreadable."""
    told = _read(folder / ENTRY)
    return None if told is None else replace(entry_of(told), generation=folder.name)


def append(data: Path, entry: Entry) -> None:
    """Adds an entry to the log, on disk before it returns. Wants the writer's lock held."""
    with (data / LOG).open("ab") as log:
        log.truncate(_complete(data / LOG))
        log.write(entry_line(entry))
        log.flush()
        os.fsync(log.fileno())


def entry_line(entry: Entry) -> bytes:
    """An entry as a line of the log."""
    return json.dumps(entry.as_dict(), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def lines(data: Path, start: int = 0) -> Iterator[Line | None]:
    """The log's complete lines from a place on, oldest first; None for one that cannot be read."""
    if not (data / LOG).is_file():
        return
    with (data / LOG).open("rb") as log:
        log.seek(start)
        for line in log:
            if not line.endswith(b"\n"):
                return
            yield _line(line, start)
            start += len(line)


def read_line(data: Path, line: Line) -> Entry:
    """The entry that stands there; StoreDamaged if it is another one now."""
    with (data / LOG).open("rb") as log:
        log.seek(line.start)
        entry = entry_of(_parsed(log.read(line.length)))
    if entry.generation != line.generation:
        raise _damaged()
    return entry


def entry_of(told: object) -> Entry:
    """An entry from JSON; StoreDamaged if it is none."""
    try:
        fields = dict(cast("Mapping[str, object]", told))
        changes = tuple(Change(**one) for one in cast("list[dict[str, str]]", fields.pop("changes")))  # type: ignore[arg-type] # as written
        withdrawn = tuple(cast("list[str]", fields.pop("withdrawn")))
        return Entry(**fields, changes=changes, withdrawn=withdrawn)  # type: ignore[arg-type] # as written
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise _damaged() from error


def _line(line: bytes, start: int) -> Line | None:
    try:
        entry = entry_of(_parsed(line))
    except StoreDamaged:
        return None
    return Line(entry.generation, entry.before, entry.published, start, len(line))


def _parsed(text: bytes) -> object:
    try:
        return json.loads(text)
    except ValueError as error:
        raise _damaged() from error


def _complete(log: Path) -> int:
    """Up to where the log's lines are complete."""
    with log.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        while end:
            start = max(0, end - 65_536)
            file.seek(start)
            found = file.read(end - start).rfind(b"\n")
            if found >= 0:
                return start + found + 1
            end = start
    return 0


def _damaged() -> StoreDamaged:
    return StoreDamaged("The log of changes is not what was written.", advice="Restore it from a backup, or ingest again.")


def _read(path: Path) -> object | None:
    if not path.is_file():
        return None
    return _parsed(path.read_bytes())


def _write(path: Path, told: object) -> None:
    path.unlink(missing_ok=True)  # it may be a hard link to that of the generation before
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
