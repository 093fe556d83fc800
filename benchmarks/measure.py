"""Benchmarks: measures. In: rankings, sets and their gold. Out: figures with intervals. Must not read a file or know the product.

Gain is 2^grade - 1 and discount log2(rank + 1) (Järvelin and Kekäläinen 2002, in Burges' form); intervals are percentiles of
a bootstrap over questions or over units (Efron 1979), always with the same seed, so that a figure is the same on every machine.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

REPEATS = 4_000
SEED = 20_180_525
MIDDLE = (2.5, 97.5)  # percentiles of a 95 % interval
ESSENTIAL = 2  # the grade of a passage that answers a question, or an essential part of it


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the ends of its 95 % interval."""

    value: float
    low: float
    high: float

    def rounded(self) -> dict[str, float]:
        """As written into figures: three decimals."""
        return {"value": round(self.value, 3), "low": round(self.low, 3), "high": round(self.high, 3)}

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one unit: what was found, how much of that is right, what is wanted, and how much of that was met.

    `right` and `met` differ where one thing found meets two that are wanted, or is right without being wanted.
    """

    found: int
    right: int
    wanted: int
    met: int


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall with the F1 of both, its interval over units, and the counts behind them."""

    precision: float
    recall: float
    f1: Interval
    tally: Tally

    @classmethod
    def of(cls, units: Sequence[Tally]) -> "Score":
        """The score of all units together (micro average); a unit in which nothing is found or wanted may be left out."""
        counts = np.array([(unit.found, unit.right, unit.wanted, unit.met) for unit in units] or [(0, 0, 0, 0)])
        total = Tally(*(int(count) for count in counts.sum(axis=0)))
        precision, recall = ratio(total.right, total.found), ratio(total.met, total.wanted)
        return cls(precision, recall, interval(counts, f1_of_counts), total)

    def rounded(self) -> dict[str, object]:
        """As written into figures."""
        told = {"precision": round(self.precision, 3), "recall": round(self.recall, 3), "f1": self.f1.rounded()}
        tally = self.tally
        return told | {"found": tally.found, "right": tally.right, "wanted": tally.wanted, "met": tally.met}


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Discounted gain of the first `depth` over that of the best order, 0 to 1. Ungraded passages count as grade 0."""
    best = sorted(grades.values(), reverse=True)
    ideal = _discounted(best[:depth])
    return _discounted([grades.get(iri, 0) for iri in ranked[:depth]]) / ideal if ideal else 0.0


def hit(ranked: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """1 if a passage that answers the question is among the first `depth`, else 0."""
    return float(any(grades.get(iri) == ESSENTIAL for iri in ranked[:depth]))


def reciprocal_rank(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """1 over the rank of the first passage that answers the question; 0 where none is among those ranked."""
    return next((1 / rank for rank, iri in enumerate(ranked, 1) if grades.get(iri) == ESSENTIAL), 0.0)


def recall(ranked: Sequence[str], grades: Mapping[str, int], depth: int = 100) -> float:
    """The share of what matters to the question, context too, that is among the first `depth`; of nothing, 0."""
    wanted = {iri for iri, grade in grades.items() if grade > 0}
    return ratio(len(wanted.intersection(ranked[:depth])), len(wanted))


def f1_of(precision: float, recall: float) -> float:
    """The harmonic mean of both; 0 when both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def f1_of_counts(counts: np.ndarray) -> float:
    """F1 of rows of (found, right, wanted, met)."""
    found, right, wanted, met = (int(count) for count in counts.sum(axis=0))
    return f1_of(ratio(right, found), ratio(met, wanted))


def interval(samples: np.ndarray, statistic: Callable[[np.ndarray], float]) -> Interval:
    """The statistic of the samples, with its interval when samples are drawn again with replacement."""
    chosen = np.random.default_rng(SEED).integers(len(samples), size=(REPEATS, len(samples)))
    low, high = np.percentile([statistic(samples[row]) for row in chosen], MIDDLE)
    return Interval(statistic(samples), float(low), float(high))


def paired(ours: Sequence[float], theirs: Sequence[float]) -> Interval:
    """The mean of ours minus theirs over the same questions in the same order, with its interval: a paired bootstrap."""
    return mean([mine - other for mine, other in zip(ours, theirs, strict=True)])


def mean(values: Sequence[float]) -> Interval:
    """The mean over questions, with its interval. There must be at least one."""
    return interval(np.array(values, dtype=float), lambda drawn: float(drawn.mean()))


def ratio(part: int, whole: int) -> float:
    """A share; of nothing, 0."""
    return float(part) / whole if whole else 0.0


def _discounted(grades: Sequence[int]) -> float:
    return math.fsum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))
