"""Keepers: what text reuse is found by. In: a folder, arrays of numbers, the keys of passages. Out: the same, mapped from disk.
Must not know what the numbers mean.

A generation has such a folder beside graph and index: made once at publishing, opened by whoever looks for repeats.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_KEYS = "keys.txt"
Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Repeats:
    """Keys of passages by their number, and arrays by name."""

    keys: Sequence[str]
    arrays: Arrays


def write_repeats(folder: Path, keys: Sequence[str], arrays: Arrays) -> None:
    """Keeps them in a folder, which must be new. No key has a line break: it is an IRI."""
    folder.mkdir()
    (folder / _KEYS).write_text("".join(f"{key}\n" for key in keys), encoding="utf-8")
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)


@lru_cache(maxsize=2)
def open_repeats(folder: Path) -> Repeats:
    """What a folder keeps, the arrays mapped and not read; nothing where there is no such folder, as in an old generation.

    Of two folders at most what was opened is held: the generation that serves, and the one before it.
    """
    if not folder.is_dir():
        return Repeats((), {})
    arrays = {file.stem: np.load(file, mmap_mode="r", allow_pickle=False) for file in sorted(folder.glob("*.npy"))}
    return Repeats(tuple((folder / _KEYS).read_text(encoding="utf-8").split()), arrays)
