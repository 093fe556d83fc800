"""Keepers: the disk. In: folders. Out: what lies in them, and that it is on the disk and not on its way there. Must not write."""

import os
from pathlib import Path


def files_in(folder: Path) -> list[Path]:
    """All files of a folder and of those in it, in order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def folders_in(folder: Path) -> list[Path]:
    """All folders in a folder, the inner ones first, then itself."""
    return [*sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True), folder]


def to_be_read(database: Path) -> str:
    """The address of a SQLite database for reading alone. Where its folder may not be written SQLite must not look for writers
    beside it, with whom it would share a file there.
    """
    shared = os.access(database.parent, os.W_OK) or database.with_name(f"{database.name}-wal").exists()
    return f"{database.absolute().as_uri()}?mode=ro{'' if shared else '&immutable=1'}"


def to_disk(path: Path) -> None:
    """Returns once a file, or the list of what a folder holds, is on the disk (fsync)."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
