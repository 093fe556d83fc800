"""How rare words are, for an index on a server. In: its rows. Out: in how many points each token stands, as a file of the
generation; then the weights of a question. Must not know of any engine.

A server that keeps an index in several shards reckons how rare a word is in each of them by itself (qdrant pull request 9681 says
so), and scores of different shards would not be of one measure. Reckoned here, over all points, they are those of the embedded
index, however many shards there are.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from ontology.errors import StoreDamaged
from stores.vectors.rows import Row
from stores.vectors.sparse import SparseVector

FILE = "words.npz"


@dataclass(frozen=True, slots=True, eq=False)
class Frequencies:
    """The tokens of an index, by number and rising, in how many points each stands, and how many points there are."""

    tokens: NDArray[np.uint32]
    points: NDArray[np.uint32]
    count: int

    @classmethod
    def read(cls, folder: Path) -> "Frequencies":
        """What `write` put into a folder. StoreDamaged where it is not whole."""
        try:
            with (folder / FILE).open("rb") as opened, np.load(opened, allow_pickle=False) as file:
                return cls(file["tokens"], file["points"], int(file["count"]))
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            advice = "Ingest again: the index is built anew."
            raise StoreDamaged(f"The file {folder / FILE} cannot be read: {error!r}.", advice=advice) from error

    def write(self, folder: Path) -> None:
        """Writes the file into a folder."""
        np.savez(folder / FILE, allow_pickle=False, tokens=self.tokens, points=self.points, count=np.array(self.count))

    def knows(self, numbers: Iterable[int]) -> int:
        """How many of these token numbers any point has."""
        return sum(known > 0 for known in self._standing(numbers))

    def weighed(self, question: SparseVector) -> SparseVector:
        """The question's tokens that any point has, each weight times the token's inverse document frequency.

        Rule: BM25, as the engine reckons it where it is told to: ln((n - df + 0.5) / (df + 0.5) + 1).
        """
        standing = self._standing(question.indices)
        found = [at for at, known in enumerate(standing) if known]
        df = np.array([standing[at] for at in found], dtype=np.float64)
        idf = np.log((self.count - df + 0.5) / (df + 0.5) + 1)
        weights = np.array([question.values[at] for at in found], dtype=np.float64) * idf
        return SparseVector(tuple(question.indices[at] for at in found), tuple(weights.tolist()))

    def _standing(self, numbers: Iterable[int]) -> list[int]:
        """In how many points each of these tokens stands."""
        asked = np.array(list(numbers), dtype=np.uint32)
        if not len(self.tokens):
            return [0] * len(asked)
        places = np.searchsorted(self.tokens, asked)
        same = np.take(self.tokens, places, mode="clip") == asked
        return [int(count) for count in np.where(same, np.take(self.points, places, mode="clip"), 0)]


NO_WORDS = Frequencies(np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.uint32), 0)


class Counted:
    """Counts the tokens of an index while its rows are written."""

    def __init__(self) -> None:
        self._points: Counter[int] = Counter()
        self._count = 0

    def passing(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows, each taken note of."""
        for row in rows:
            self._points.update(row.keyword.indices)  # each token once
            self._count += 1
            yield row

    def frequencies(self) -> Frequencies:
        """What was counted."""
        tokens = sorted(self._points)
        points = np.array([self._points[token] for token in tokens], dtype=np.uint32)
        return Frequencies(np.array(tokens, dtype=np.uint32), points, self._count)
