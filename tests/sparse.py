"""Tests: copies of data folders. In: a folder. Out: its copy, with holes where its files have holes. Must not follow links.

The files of an index are mostly holes: copied byte by byte, those of eighteen passages take 200 MB of the disk.
"""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

BLOCK = 65536


def copy_folder(source: Path | str, target: Path, ignore: Callable[[str, list[str]], Iterable[str]] | None = None) -> Path:
    """The copy, at `target`."""
    return Path(shutil.copytree(source, target, symlinks=True, ignore=ignore, copy_function=copy_file))


def copy_file(source: str, target: str) -> str:
    """The copy of a file, its times and rights too: blocks of zeros are left out."""
    with Path(source).open("rb") as read, Path(target).open("wb") as written:
        while block := read.read(BLOCK):
            if block.strip(b"\0"):
                written.write(block)
            else:
                written.seek(len(block), 1)
        written.truncate()
    shutil.copystat(source, target)
    return target
