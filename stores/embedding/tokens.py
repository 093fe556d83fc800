"""Keeper of token vectors. In: unit vectors of tokens. Out: each in four bits a number, and how well a question's tokens meet
those of a passage. Must not know of models, passages or rankings.

A few numbers of such a vector are far larger than the rest, and would leave the rest no room in four bits: the vector is turned
first, by a Hadamard matrix with fixed signs, which spreads them over all places and keeps every product. Only the direction is
kept. MaxSim (Khattab and Zaharia 2020): each token of the question takes the nearest token of the passage; the mean of these.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ontology.errors import StoreDamaged

TOKENS_RECIPE = 1  # raised whenever the same vectors give other bytes
ROWS_FILE = "tokens.bin"
LIST_FILE = "tokens.json"
STEPS = 7.5  # half-steps each way: 16 values from -7.5 to 7.5
AGAIN = "Publish again: `mandategraph ingest` writes the token vectors anew."


def packed(tokens: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Unit vectors (t, d), d even, as rows of d / 2 bytes."""
    turned = tokens @ turn(tokens.shape[1])
    greatest = np.abs(turned).max(axis=1, keepdims=True, initial=1e-9)
    steps = np.clip(np.floor(turned / greatest * 8) + 8, 0, 15).astype(np.uint8)
    whole: NDArray[np.uint8] = steps[:, 0::2] | steps[:, 1::2] << 4
    return whole


def unpacked(rows: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Unit vectors (t, d), turned, of packed rows."""
    values = _pairs()[rows].reshape(len(rows), -1)
    lengths = np.sqrt(np.einsum("td,td->t", values, values))[:, None]
    values /= lengths
    return values


@lru_cache(maxsize=2)
def turn(dims: int) -> NDArray[np.float32]:
    """The orthogonal matrix (d, d) that all token vectors are turned by: blocks of the largest power of two in `dims`."""
    size = dims & -dims
    block = np.ones((1, 1))
    while len(block) < size:
        block = np.block([[block, block], [block, -block]])
    signs = np.where(np.random.default_rng(20_200_525).integers(2, size=dims) == 1, 1.0, -1.0)
    whole = np.kron(np.eye(dims // size), block / np.sqrt(size))
    return np.asarray(signs[:, None] * whole, dtype=np.float32)


@lru_cache(maxsize=1)
def _pairs() -> NDArray[np.float32]:
    """The two values of each byte (256, 2): looked up, not computed."""
    low = np.arange(256) & 15
    high = np.arange(256) >> 4
    return np.stack([low, high], axis=1).astype(np.float32) - np.float32(STEPS)


def write_tokens(folder: Path, rows: Iterable[tuple[str, NDArray[np.uint8]]], dims: int) -> None:
    """Writes the packed rows of each passage, one passage after the other, and the list of their names and numbers of rows."""
    folder.mkdir(parents=True)
    counts: list[tuple[str, int]] = []
    with (folder / ROWS_FILE).open("wb") as file:
        for name, some in rows:
            file.write(some.tobytes())
            counts.append((name, len(some)))
    told = {"recipe": TOKENS_RECIPE, "dims": dims, "passages": counts}
    (folder / LIST_FILE).write_text(json.dumps(told, ensure_ascii=False) + "\n", encoding="utf-8")


class TokenStore:
    """The token vectors of a generation. They stay on disk: a question reads those of its candidates alone."""

    def __init__(self, path: Path, dims: int, places: Mapping[str, tuple[int, int]]) -> None:
        self._file = os.open(path, os.O_RDONLY)
        self._places = places  # name -> first row, number of rows
        self.dims = dims

    @classmethod
    def open(cls, folder: Path) -> "TokenStore | None":
        """The store in a folder, or None where none was written. StoreDamaged where it is not what was written."""
        if not (folder / LIST_FILE).is_file():
            return None
        try:
            told = json.loads((folder / LIST_FILE).read_text(encoding="utf-8"))
            dims, places, row = int(told["dims"]), {}, 0
            for name, count in told["passages"]:
                places[str(name)] = (row, int(count))
                row += count
        except (ValueError, KeyError, TypeError) as error:
            raise StoreDamaged(f"{folder / LIST_FILE} cannot be read: {error!r}.", advice=AGAIN) from error
        path = folder / ROWS_FILE
        found = path.stat().st_size if path.is_file() else None
        if told.get("recipe") != TOKENS_RECIPE or found != row * dims // 2:
            raise StoreDamaged(f"{path} should have {row * dims // 2:,} bytes of recipe {TOKENS_RECIPE}.", advice=AGAIN)
        return cls(path, dims, places)

    def meet(self, question: NDArray[np.float32], names: Sequence[str]) -> dict[str, float]:
        """How well the tokens (q, d) of a question meet those of each named passage, from -1 to 1; none without tokens."""
        kept = [name for name in names if self._places.get(name, (0, 0))[1]]
        if not kept or not len(question):
            return {}
        counts = [self._places[name][1] for name in kept]
        rows = unpacked(np.concatenate([self._rows(name) for name in kept]))
        alike = rows @ (question @ turn(self.dims)).T
        best = np.maximum.reduceat(alike, np.cumsum([0, *counts[:-1]]), axis=0)
        return dict(zip(kept, best.mean(axis=1).tolist(), strict=True))

    def rows(self, name: str) -> NDArray[np.uint8] | None:
        """The packed rows (t, d / 2) of a passage; None where it is not known."""
        return self._rows(name) if name in self._places else None

    def close(self) -> None:
        """Lets go of the file."""
        os.close(self._file)

    def _rows(self, name: str) -> NDArray[np.uint8]:
        row, count = self._places[name]
        width = self.dims // 2
        return np.frombuffer(os.pread(self._file, count * width, row * width), dtype=np.uint8).reshape(count, width)
