"""Keepers: restoring. In: an archive of stores.backup. Out: what it holds, or a data folder as it was. Must not trust a name or a
size that it reads.
"""

import json
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, cast

from ontology.errors import ChecksumError, SourceMissing, StoreError
from stores import generations, layout
from stores.backup import FORMAT, LIST, POINTER, Backup, Hashed

_STAYS = frozenset({"models", "writer.lock", "collections.json"})  # of a data folder, whatever is restored into it
_PIECE = 1024 * 1024
_LONGEST_LIST = 256 * _PIECE
_DAMAGED = "Take another backup: this one is damaged."


def verify(archive: Path) -> Backup:
    """What a sound archive holds; ChecksumError for one that is damaged, broken off or none of ours, SourceMissing if absent."""
    with _members(archive) as members:
        return _checked(members, None)


def restore(archive: Path, data: Path, *, force: bool = False) -> Backup:
    """Puts the archive into the place of all that the data folder holds but its models, and has its generation serve.

    Nothing is changed before all of it was read and held against its checksums. StoreError where the folder holds data and
    `force` is False, StoreBusy while an ingest writes to it; else as `verify`.
    """
    with generations.writer_lock(data, any_layout=force):
        aside, there = data / "restored.partial", in_the_way(data)
        if there and not force:
            raise StoreError(
                f"{data} holds data already: {', '.join(there[:5])}.",
                advice="Restore into an empty folder, or say --force to replace what is there.",
            )
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        try:
            with _members(archive) as members:
                told = _checked(members, aside)
            _refuse_unsound(aside, told)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        exchange(data, aside, there)
    return told


def in_the_way(data: Path) -> list[str]:
    """What a data folder holds that would be replaced, by name. Leftovers of a run that was ended are nothing, nor is the number
    of its layout, which the lock writes.
    """
    return sorted(path.name for path in data.iterdir() if path.name not in (*_STAYS, layout.FILE) and path.suffix != ".partial")


def exchange(data: Path, aside: Path, there: list[str]) -> None:
    """Puts what was made in the folder aside, within the data folder, into the place of what is there by these names.

    The pointer goes first and comes last: a kill in between leaves a folder that serves nothing, never one that mixes two.
    """
    replaced = data / "replaced.partial"
    shutil.rmtree(replaced, ignore_errors=True)
    replaced.mkdir()
    for name in sorted(there, key=lambda name: name != POINTER):
        (data / name).rename(replaced / name)
    (data / layout.FILE).unlink(missing_ok=True)  # what comes has its own, or the first
    for path in sorted(aside.iterdir(), key=lambda path: path.name == POINTER):
        path.rename(data / path.name)
    aside.rmdir()
    shutil.rmtree(replaced)


def _refuse_unsound(aside: Path, told: Backup) -> None:
    """The generation must hold by its own record too, and be the one that the list names."""
    found = generations.current(aside)
    if found.warning or found.id != told.generation:
        raise ChecksumError(f"The archive was made of {told.generation}, and holds {found.id}.", advice=_DAMAGED)


@contextmanager
def _members(archive: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(archive, "r:") as members:
            yield members
    except FileNotFoundError as error:
        raise SourceMissing(
            f"Wanted a backup at {archive}; nothing is there.", advice="Name the file that backup wrote."
        ) from error
    except (tarfile.TarError, EOFError) as error:
        raise ChecksumError(f"{archive} is no whole archive: {error}.", advice=_DAMAGED) from error


def _checked(members: tarfile.TarFile, to: Path | None) -> Backup:
    """What the archive's list says, once every member was found to be what it says; they are written under `to` if given."""
    found: dict[str, tuple[int, str]] = {}
    listed: bytes | None = None
    for member in members:
        if listed is not None or member.name in found or not member.isreg():
            raise ChecksumError(f"The archive holds {member.name!r} where nothing of the kind belongs.", advice=_DAMAGED)
        file = cast("IO[bytes]", members.extractfile(member))
        if member.name == LIST:
            listed = file.read(_LONGEST_LIST)
            continue
        hashed = Hashed(file)
        _drain(hashed, None if to is None else _place(to, member))
        found[member.name] = (member.size, hashed.hexdigest())
    told = _read_list(listed)
    wrong = sorted({*found, *told.files} - {name for name in found if found[name] == told.files.get(name)})
    if wrong:
        raise ChecksumError(f"{len(wrong)} files are not what was backed up, such as {wrong[0]!r}.", advice=_DAMAGED)
    return told


def _place(to: Path, member: tarfile.TarInfo) -> Path:
    name = PurePosixPath(member.name)
    if name.is_absolute() or ".." in name.parts or "\0" in member.name:
        raise ChecksumError(f"The archive holds {member.name!r}, which lies outside a data folder.", advice=_DAMAGED)
    path = to / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=member.mode & 0o644, exist_ok=False)
    return path


def _drain(file: Hashed, to: Path | None) -> None:
    if to is None:
        while file.read(_PIECE):
            continue
        return
    with to.open("wb") as target:
        shutil.copyfileobj(cast("IO[bytes]", file), target, _PIECE)


def _read_list(listed: bytes | None) -> Backup:
    if listed is None:
        raise ChecksumError("The archive breaks off before its list.", advice=_DAMAGED)
    try:
        told = json.loads(listed)
        files = {str(name): (int(size), str(sha256)) for name, (size, sha256) in told.pop("files").items()}
        backup = Backup(**told, files=files)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ChecksumError(f"The archive's list cannot be read: {error}.", advice=_DAMAGED) from error
    if backup.format != FORMAT:
        raise StoreError(
            f"The archive is of form {backup.format}; this version reads form {FORMAT}.", advice="Use the version that wrote it."
        )
    return backup
