"""Eyes, text reuse: fingerprints. In: the words of texts. Out: a few numbers a text, by which texts that share words in a row
are found among many.

Winnowing (Schleimer, Wilkerson and Aiken 2003): of every WINDOW runs of RUN words one is kept, always the same, so that two
texts which share at least RUN + WINDOW - 1 words in a row share a fingerprint: a guarantee, where MinHash gives a chance, and
it holds for a sentence inside a paragraph as well. Must not read a text or keep a file; what it finds is only a candidate until
the words are compared.
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

RUN = 5
WINDOW = 4
SURE = RUN + WINDOW - 1
"""So many shared words in a row are always found."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_NONE = np.uint64(0xFFFFFFFFFFFFFFFF)

Numbers = NDArray[np.uint64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """The fingerprints of numbered texts: `numbers` sorted, and beside each the text that has it; no pair stands twice."""

    numbers: Numbers
    holders: NDArray[np.uint32]

    @classmethod
    def of(cls, texts: Iterable[Sequence[str]]) -> "Fingerprints":
        """Those of texts, given as words; their number is their place."""
        runs, text_of_run = _runs(list(texts))
        kept = _winnowed(runs, text_of_run)
        numbers, holders = runs[kept], text_of_run[kept].astype(np.uint32)
        order = np.lexsort((holders, numbers))
        numbers, holders = numbers[order], holders[order]
        first = np.ones(len(numbers), dtype=bool)
        first[1:] = (numbers[1:] != numbers[:-1]) | (holders[1:] != holders[:-1])
        return cls(numbers[first], holders[first])

    def sharing(self, words: Sequence[str], most: int) -> dict[int, float]:
        """The texts that share a fingerprint with these words, each with a weight: a run that few texts have counts more.

        What more than `most` texts share says nothing of any of them, unless it is all that there is.
        """
        asked = np.unique(_runs([words])[0])
        low, high = np.searchsorted(self.numbers, asked, "left"), np.searchsorted(self.numbers, asked, "right")
        weights: dict[int, float] = {}
        for start, end in zip(low, high, strict=True):
            if 0 < end - start <= most:
                for holder in self.holders[start:end]:
                    weights[int(holder)] = weights.get(int(holder), 0.0) + 1.0 / float(np.log2(1 + end - start))
        return weights

    def pairs(self, most: int, least_share: float) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """Pairs of texts, the lower number first, that share at least this part of the fingerprints of the one that has fewer.

        Runs that more than `most` texts have lead to no pair; they count neither for nor against one.
        """
        of_run = np.flatnonzero(np.r_[True, self.numbers[1:] != self.numbers[:-1]])
        size = np.diff(np.r_[of_run, len(self.numbers)])
        rare = np.repeat(size <= most, size)
        numbers, holders = self.numbers[rare], self.holders[rare].astype(np.uint64)
        found = []
        for apart in range(1, most):
            same = numbers[apart:] == numbers[:-apart]
            if not same.any():
                break
            found.append((holders[:-apart][same] << np.uint64(32)) | holders[apart:][same])
        if not found:
            return np.empty(0, np.uint32), np.empty(0, np.uint32)
        both, shared = np.unique(np.concatenate(found), return_counts=True)
        one, other = (both >> np.uint64(32)).astype(np.uint32), both.astype(np.uint32)
        count = np.bincount(holders.astype(np.int64), minlength=int(self.holders.max()) + 1)
        enough = shared >= least_share * np.minimum(count[one], count[other])
        return one[enough], other[enough]


def _runs(texts: Sequence[Sequence[str]]) -> tuple[Numbers, Places]:
    """The number of each run of RUN words, and the text that it stands in. A shorter text is one run; one without words none."""
    known: dict[str, int] = {}
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    words = np.fromiter((_number(word, known) for text in texts for word in text), np.uint64, int(lengths.sum()))
    begins = np.r_[0, np.cumsum(lengths)[:-1]] if len(lengths) else np.empty(0, np.int64)
    counts = np.where(lengths == 0, 0, np.maximum(lengths - RUN + 1, 1))
    text_of_run = np.repeat(np.arange(len(texts)), counts)
    starts = np.r_[0, np.cumsum(counts)[:-1]] if len(counts) else np.empty(0, np.int64)
    within = np.arange(int(counts.sum())) - starts[text_of_run]
    first = begins[text_of_run] + within
    left = lengths[text_of_run] - within
    numbers = np.zeros(len(first), np.uint64)
    for step in range(RUN):
        at = np.minimum(first + step, max(len(words) - 1, 0))
        numbers = numbers * _FACTOR + np.where(step < left, words[at] if len(words) else 0, np.uint64(1))
    numbers ^= numbers >> np.uint64(31)
    return numbers * _FACTOR, text_of_run


def _number(word: str, known: dict[str, int]) -> int:
    number = known.get(word)
    if number is None:
        data = word.encode("utf-8", "surrogatepass")
        number = known[word] = (zlib.crc32(data) << 32) | zlib.adler32(data)
    return number


def _winnowed(numbers: Numbers, text_of_run: Places) -> Places:
    """Which runs are kept: the least of every window within one text, the last of equals; of a text of few runs all."""
    if not len(numbers):
        return np.empty(0, np.int64)
    windows = sliding_window_view(np.r_[numbers, np.full(WINDOW - 1, _NONE)], WINDOW)
    here = np.arange(len(numbers))
    least = here + WINDOW - 1 - windows[:, ::-1].argmin(axis=1)
    ends = here + WINDOW - 1
    whole = (ends < len(numbers)) & (text_of_run[np.minimum(ends, len(numbers) - 1)] == text_of_run)
    few = np.bincount(text_of_run)[text_of_run] < WINDOW
    return np.unique(np.r_[least[whole], np.flatnonzero(few)])
