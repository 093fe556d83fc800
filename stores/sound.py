"""Keepers: soundness. In: a folder, and size and sha256 of each of its files as recorded. Out: whether they are so still. Must
not mend, nor know what the files are for.

A reader must not wait for gigabytes to be read, and must not be told anything wrong either. So at opening sizes are compared for
all files and checksums for as many as can be read in a moment; what is left, `check_rest` reads right after. Only the files of a
graph may always wait: its engine holds each block that it reads against a checksum of its own, and so may fail but not lie.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from ontology.errors import StoreDamaged
from stores import checksums
from stores.checksums import Sum

SMALL = 4 * 1024 * 1024
AT_ONCE = 512 * 1024 * 1024  # bytes that are read at opening: a third of a second from memory
_ADVICE = "Build one with: mandategraph ingest PATH"
_BLOCKS = "graph"  # the folder whose files check themselves

Files = Mapping[str, Sum]


def may_wait(name: str, size: int, together: int) -> bool:
    """Whether a file's checksum is looked at after opening: of a graph's files, or where all others are `together` too many."""
    return size > SMALL and (name.partition("/")[0] == _BLOCKS or together > AT_ONCE)


def check_at_opening(folder: Path, files: Files) -> None:
    """StoreDamaged names a file that is missing, has another size, or was read now or before and is not what was recorded."""
    _check_sizes(folder, files)
    together = sum(size for name, (size, _) in files.items() if name.partition("/")[0] != _BLOCKS)
    found = checksums.of_all([folder / name for name, (size, _) in files.items() if not may_wait(name, size, together)])
    for name, recorded in files.items():
        seen = found.get(folder / name) or checksums.remembered(folder / name)
        if seen is not None and seen != recorded:
            raise _changed(folder / name, seen, recorded)


def check_rest(folder: Path, files: Files, goes_on: Callable[[], bool] = lambda: True) -> None:
    """Reads what was left at opening, as long as `goes_on` says so. StoreDamaged names the first file that is not as recorded;
    later openings by this process then know.
    """
    for name, recorded in files.items():
        if not goes_on():
            return
        _compare(folder / name, recorded, anew=False)


def damaged(folder: Path, files: Files) -> list[str]:
    """All files that are not as recorded, by their path in the folder; every one is read, also what was read before."""
    found = []
    for name, recorded in files.items():
        try:
            _compare(folder / name, recorded, anew=True)
        except StoreDamaged:
            found.append(name)
    return found


def refuse_spoilt(folder: Path, found: Files, published: Iterable[tuple[Path, Files]]) -> None:
    """StoreDamaged where a file that is about to be published is the same as one of a generation, by hard link, and is not what
    it was then: with a new checksum the damage would be taken for sound for ever.
    """
    known = {
        inode: told for home, files in published for name, told in files.items() if (inode := _inode(home / name)) is not None
    }
    for name, told in found.items():
        if (inode := _inode(folder / name)) is not None and known.get(inode, told) != told:
            raise StoreDamaged(f"{name} was damaged since it was first published.", advice="Run mandategraph ingest once more.")


def _inode(path: Path) -> tuple[int, int] | None:
    """What tells a file that others share by hard links; None of one that nobody shares, or that is not there."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return (stat.st_dev, stat.st_ino) if stat.st_nlink > 1 else None


def _check_sizes(folder: Path, files: Files) -> None:
    for name, (size, _) in files.items():
        path = folder / name
        try:
            found = path.stat().st_size
        except OSError as error:
            raise StoreDamaged(f"{path} is missing from its generation.", advice=_ADVICE) from error
        if found != size:
            raise StoreDamaged(f"{path} is not what was published ({found:,} bytes; {size:,} were published).", advice=_ADVICE)


def _compare(path: Path, recorded: Sum, *, anew: bool) -> None:
    try:
        found = checksums.measured(path, anew=anew)
    except FileNotFoundError as error:
        raise StoreDamaged(f"{path} is missing from its generation.", advice=_ADVICE) from error
    except OSError as error:  # a disk that cannot read a block any more
        raise StoreDamaged(f"{path} cannot be read: {error.strerror}.", advice=_ADVICE) from error
    if found != recorded:
        raise _changed(path, found, recorded)


def _changed(path: Path, found: Sum, recorded: Sum) -> StoreDamaged:
    told = f"{found[0]:,} bytes; {recorded[0]:,} were published" if found[0] != recorded[0] else "its checksum is another one"
    return StoreDamaged(f"{path} is not what was published ({told}).", advice=_ADVICE)
