"""The folder of the embedded twin where it may not be written. In: the engine's folder. Out: that folder, or a copy of ours that
ends with us. Must not change what was published.

The engine opens half of its files for writing, though it changes none, so that on a read-only disk, or for a user who may only
read, it opens nothing. It then gets a copy in the temporary folder, which is removed when the index is closed; what a killed
process left is removed at the next opening.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from ontology.errors import StoreUnwritable
from stores.aside import folder_aside

_PIECE = 8 * 1024 * 1024


class Copy:
    """A folder of our own in the temporary folder, gone with this process."""

    def __init__(self, source: Path) -> None:
        """Copies `source`. StoreUnwritable where there is no room for it."""
        self._undo = ExitStack()
        try:
            self.folder = self._undo.enter_context(folder_aside(Path(tempfile.gettempdir()))) / source.name
            for place, names in _walk(source):
                (made := self.folder / place.relative_to(source)).mkdir(mode=0o700)
                for name in names:
                    _copy_sparse(place / name, made / name)
        except OSError as error:
            self.close()
            raise StoreUnwritable(
                f"The index {source} may only be read, and the engine wants to write; a copy in the temporary folder failed: "
                f"{error.strerror or error}.",
                advice="Make room there, set TMPDIR to a folder with room, or let the server write to its data folder.",
            ) from error

    def close(self) -> None:
        """Removes the copy; a second call does nothing."""
        self._undo.close()


def may_be_written(folder: Path) -> bool:
    """Whether the engine can open a folder where it is: whether this process may write to it and to all that is in it."""
    paths = (path for place, names in _walk(folder) for path in (place, *(place / name for name in names)))
    return all(os.access(path, os.W_OK, effective_ids=True) for path in paths)


def _walk(folder: Path) -> Iterator[tuple[Path, list[str]]]:
    """Its folders and their files, without the hidden ones that another opener has there for a moment."""
    for place, inner, names in os.walk(folder):
        inner[:] = [name for name in inner if not name.startswith(".")]
        yield Path(place), names


def _copy_sparse(source: Path, target: Path) -> None:
    """Copies a file without its holes, of which the engine's files have many."""
    with source.open("rb", buffering=0) as given, target.open("xb", buffering=0) as made:
        size, at = os.fstat(given.fileno()).st_size, 0
        os.ftruncate(made.fileno(), size)
        while at < size:
            try:
                at = os.lseek(given.fileno(), at, os.SEEK_DATA)
            except OSError:  # ENXIO: nothing but a hole is left
                break
            end = os.lseek(given.fileno(), at, os.SEEK_HOLE)
            while at < end:
                piece = os.pread(given.fileno(), min(_PIECE, end - at), at)
                if not piece:
                    raise OSError(f"{source} became shorter while it was copied")
                at += os.pwrite(made.fileno(), piece, at)
