"""Keepers: the backup. In: a data folder, also one that an ingest writes to. Out: one archive with checksums. Must not open a
graph or an index.

What is kept: all that cannot be made again (sources, ledger, journals, verdicts, keys, reports) and the generation that serves.
What is not: the working graph, which the next ingest takes from what serves, or describes again from the kept bytes; computed
vectors unless asked for, which cost time alone; models; earlier generations. An archive is one plain tar file, its last member
the list of all others with size and sha256, so that one which broke off is known for what it is.
"""

import hashlib
import io
import json
import os
import sqlite3
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, cast

from ontology.errors import StoreBusy, StoreError
from stores import generations
from stores.aside import folder_aside
from stores.disk import to_be_read
from stores.generations import Generation
from stores.readers import Hold
from stores.room import unwritable

FORMAT = 1
VECTORS = "work/vectors.sqlite"
LIST = "backup.json"  # the last member
POINTER = "current"
_REMADE = ("generations", "models", "work/graph", "fetched/unfinished", "writer.lock", "collections.json", POINTER)
_SQLITE_BESIDE = ("-wal", "-shm", "-journal")
_TRIES = 20


class Hashed:
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes."""
        found = self._file.read(size)
        self._digest.update(found)
        return found

    def hexdigest(self) -> str:
        """Of all that was read."""
        return self._digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Backup:
    """What an archive holds: when it was made (UTC), of which generation, and size and sha256 of each file by its path in it."""

    made: str
    generation: str
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def bytes(self) -> int:
        """Of all files together."""
        return sum(size for size, _ in self.files.values())


def back_up(data: Path, to: Path, *, vectors: bool = False) -> Backup:
    """Writes the archive `to`, readable by its owner alone; it appears whole or not at all. May run beside an ingest.

    StoreMissing and StoreDamaged where no generation serves, StoreError where `to` is there already or cannot be written,
    StoreBusy where generations follow each other too fast to catch one.
    """
    if to.exists():
        raise StoreError(f"Wanted to write {to}; it is there already.", advice="Name a new file: no backup is overwritten.")
    with ExitStack() as undo:
        generation, small = _caught(data, undo, vectors)
        try:
            folder = undo.enter_context(folder_aside(to.parent))
            with _private(folder / "archive") as file:
                told = _write(file, generation, small, _large(data, folder, vectors))
                file.flush()
                os.fsync(file.fileno())
            (folder / "archive").replace(to)
        except (OSError, sqlite3.Error) as error:
            why = getattr(error, "strerror", None) or error
            raise unwritable(error, to.parent) or StoreError(
                f"Wanted to write {to}; the system says: {why}.", advice="Name a file in a folder with enough room."
            ) from error
    return told


def _caught(data: Path, undo: ExitStack, vectors: bool) -> tuple[Generation, Mapping[str, bytes]]:
    """The generation that serves, held, and the small files as they were while it did.

    Journals may lag behind the generation, which holds its own lines, but are never ahead of it.
    """
    for _ in range(_TRIES):
        generation = generations.current(data)
        try:
            hold = Hold(generation.folder)
        except FileNotFoundError:  # it was replaced, and the one after it too
            continue
        small = {
            name: found for name in _names(data, vectors) if not _is_large(name) and (found := _whole(data / name)) is not None
        }
        if generations.pointed(data) == generation.id or generation.warning:
            undo.callback(hold.close)
            return generation, small
        hold.close()
    raise StoreBusy("A new generation was published at each attempt.", advice="Back up when fewer are published.")


def _write(file: IO[bytes], generation: Generation, small: Mapping[str, bytes], large: Mapping[str, Path]) -> Backup:
    told: dict[str, tuple[int, str]] = {}
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, found in small.items():
            told[name] = _add(archive, name, io.BytesIO(found), len(found), private=True)
        for name, path in large.items():
            told[name] = _add_file(archive, name, path)
        for path in sorted(path for path in generation.folder.rglob("*") if path.is_file()):
            name = f"generations/{generation.id}/{path.relative_to(generation.folder).as_posix()}"
            told[name] = _add_file(archive, name, path)
        pointer = f"{generation.id}\n".encode()
        told[POINTER] = _add(archive, POINTER, io.BytesIO(pointer), len(pointer))
        backup = Backup(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), generation.id, told)
        listed = json.dumps(asdict(backup), indent=1, sort_keys=True).encode()
        _add(archive, LIST, io.BytesIO(listed), len(listed))
    return backup


def _large(data: Path, scratch: Path, vectors: bool) -> Mapping[str, Path]:
    """Databases as of one moment, then the sources: what the ledger names was kept before it was noted, so it is among them."""
    names = [name for name in _names(data, vectors) if _is_large(name)]
    databases = {
        name: _snapshot(data / name, scratch / f"{number}.sqlite") for number, name in enumerate(names) if _is_database(name)
    }
    return databases | {name: data / name for name in _names(data, vectors) if _is_large(name) and not _is_database(name)}


def _names(data: Path, vectors: bool) -> Iterator[str]:
    """The files that are kept, beside the generation, by their path in the data folder. A folder that goes meanwhile, as one of
    generations that are pruned, is passed over.
    """
    for path in sorted(Path(folder, name) for folder, _, names in os.walk(data) for name in names):
        name = path.relative_to(data).as_posix()
        steps = PurePosixPath(name)
        remade = any(steps.is_relative_to(one) for one in _REMADE) or any(".partial" in step for step in steps.parts)
        if path.is_file() and not remade and not name.endswith((".lock", *_SQLITE_BESIDE)) and (vectors or name != VECTORS):
            yield name


def _is_large(name: str) -> bool:
    """Sources and what was fetched never change once written, and databases know how to be copied while they are written: neither
    is caught.
    """
    return name.startswith(("work/sources/", "fetched/")) or _is_database(name)


def _is_database(name: str) -> bool:
    return name.endswith(".sqlite")


def _whole(path: Path) -> bytes | None:
    """A small file; of a journal the lines that are complete; None for a file that went meanwhile."""
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        return None
    return found[: found.rfind(b"\n") + 1] if path.suffix == ".jsonl" else found


def _snapshot(path: Path, copy: Path) -> Path:
    with (
        closing(sqlite3.connect(to_be_read(path), uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
    return copy


def _add_file(archive: tarfile.TarFile, name: str, path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        return _add(archive, name, file, os.fstat(file.fileno()).st_size)


def _add(archive: tarfile.TarFile, name: str, file: IO[bytes], size: int, *, private: bool = False) -> tuple[int, str]:
    member, hashed = tarfile.TarInfo(name), Hashed(file)
    member.size, member.mode = size, 0o600 if private else 0o644
    archive.addfile(member, cast("IO[bytes]", hashed))
    return size, hashed.hexdigest()


def _private(path: Path) -> IO[bytes]:
    """A new file for its owner alone: hashes of keys and reports of strangers go into it."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
