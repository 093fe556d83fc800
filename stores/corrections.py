"""Keepers: the corrections. In: what somebody reports as wrong. Out: the reports that wait, and those that were settled. Must not
judge them, nor keep who sent them.

One small file a report, named by what it says, so that the same report sent again is the same one; written aside and renamed, so
that a kill leaves no half of one. At most so many wait: whoever sends a million must not fill the disk.
"""

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from ontology.errors import NotFound, SettingsError, StoreBusy, StoreDamaged
from stores.room import unwritable

State = Literal["open", "accepted", "rejected"]
STATES: tuple[State, ...] = ("open", "accepted", "rejected")
_NAME = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Correction:
    """A report: of what (`iri`), which kind of error, in words, what should stand there, and in which generation it was seen.

    `received` and `settled` are times in UTC, in ISO form; `answer` is the curator's, `published` the generation that a verdict
    became, `by` the name of the key. They are empty while it waits.
    """

    id: str
    iri: str
    kind: str
    words: str
    suggested: str
    generation: str
    received: str
    state: State = "open"
    answer: str = ""
    by: str = ""
    settled: str = ""
    published: str = ""


def name_of(iri: str, kind: str, words: str, suggested: str) -> str:
    """The name of a report: the same for the same words on the same thing."""
    return hashlib.sha256("\0".join((iri, kind, words, suggested)).encode()).hexdigest()[:16]


def keep(data: Path, given: Correction, most: int) -> Correction:
    """Keeps a report and answers it; one that is there already is answered as it is kept, settled or not.

    StoreBusy where `most` wait already.
    """
    with _changing(data) as folder:
        found = _found(folder, given.id)
        if found is not None:
            return found
        if len(_names(folder)) >= most:
            raise StoreBusy(f"{most:,} reports wait to be read.", advice="Try again in some days.")
        _write(folder / f"{given.id}.json", given)
    return given


def find(data: Path, name: str) -> Correction:
    """One report, whatever its state. NotFound where there is none of that name."""
    found = _found(data / "corrections", name)
    if found is None:
        raise NotFound(f"There is no report {name[:60]!r}.", advice="Its name is in the answer that its sender got.")
    return found


def waiting(data: Path, limit: int, after: str = "") -> list[Correction]:
    """Those that wait, in the order of their names from the one after `after` on, at most `limit`."""
    folder = data / "corrections"
    names = [name for name in _names(folder) if name > after][:limit]
    return [found for name in names if (found := _found(folder, name)) is not None]


def settle(data: Path, settled: Correction) -> None:
    """Puts a settled report in the place of the one that waited. NotFound where that was settled meanwhile."""
    with _changing(data) as folder:
        waits = folder / f"{settled.id}.json"
        if not waits.is_file():
            raise NotFound(f"The report {settled.id} does not wait any more.", advice=f"See /corrections/{settled.id}.")
        (folder / "settled").mkdir(exist_ok=True)
        _write(folder / "settled" / f"{settled.id}.json", settled)
        waits.unlink()


def _names(folder: Path) -> list[str]:
    return sorted(file.stem for file in folder.glob("*.json") if _NAME.fullmatch(file.stem))


def _found(folder: Path, name: str) -> Correction | None:
    if not _NAME.fullmatch(name):
        return None
    for file in (folder / "settled" / f"{name}.json", folder / f"{name}.json"):
        if file.is_file():
            return _read(file)
    return None


def _read(file: Path) -> Correction:
    try:
        return Correction(**json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise StoreDamaged(f"{file} holds no report: {error}.", advice="Restore it from a copy, or remove it.") from error


@contextmanager
def _changing(data: Path) -> Iterator[Path]:
    """The folder, for one process at a time."""
    folder = data / "corrections"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder
    except OSError as error:
        if told := unwritable(error, data):
            raise told from error
        raise SettingsError(
            f"Wanted to keep a report in {folder}; the system says: {error.strerror}.",
            advice="Set MANDATEGRAPH_DATA to a folder that the server may write to, or MANDATEGRAPH_CORRECTIONS=0.",
        ) from error


def _write(file: Path, told: Correction) -> None:
    aside = file.with_suffix(".partial")
    with aside.open("w", encoding="utf-8") as out:
        out.write(json.dumps(asdict(told), ensure_ascii=False, indent=1) + "\n")
        out.flush()
        os.fsync(out.fileno())
    aside.replace(file)
