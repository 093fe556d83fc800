"""Tests of the aligned sentences. In: sentences whose vectors are plain. Out: whether the twin is nearest. Must not need
a model.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.gold import LANGUAGES
from benchmarks.languages import WAYS, averages, nearest, twins
from stores.embedding.cache import VectorCache


class Numbered:
    """An encoder that reads the number in a text; it takes every French passage for the first one."""

    name, dims, languages = "numbered", 8, "multilingual"

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A unit vector for each number."""
        return np.stack([self.encode_query("fr 0" if text.startswith("fr") else text) for text in texts])

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """The unit vector of its number."""
        vector: NDArray[np.float32] = np.eye(self.dims, dtype=np.float32)[int(text.split()[1])]
        return vector


@pytest.mark.parametrize(("queries", "asked"), [(None, 8), (4, 4), (99, 8)])
def test_the_twin_is_the_sentence_of_the_same_line(queries: int | None, asked: int, tmp_path: Path) -> None:
    """In its own language the encoder errs, and the figures say where; a part of the queries still has the whole pool."""
    texts = {language: [f"{language} {number}" for number in range(8)] for language in LANGUAGES}
    with VectorCache(tmp_path / "vectors.sqlite") as cache:
        found = twins(Numbered(), cache, texts, queries)  # type: ignore[arg-type] # its name is no Literal
    assert list(found) == list(WAYS)
    assert all(len(met) == asked for met in found.values())
    assert all(all(met) for way, met in found.items() if way != ("en", "fr"))
    assert found["en", "fr"] == [True] + [False] * (asked - 1)
    told = averages(found)
    assert told["into English"] == 1
    assert told["out of English"] == pytest.approx((4 + 1 / asked) / 5)


def test_the_nearest_has_the_greatest_product() -> None:
    """More queries than are taken at once."""
    pool = np.eye(3, dtype=np.float32)
    asked = np.stack([pool[at % 3] * 0.9 + 0.05 for at in range(50)])
    assert nearest(asked, pool).tolist() == [at % 3 for at in range(50)]
