"""Ranking. In: the lists of an engine, dense and keyword. Out: one list of hits. Must not know which engine gave the lists.

DBSF: each list is normalised by its own mean and spread, mean - 3 sigma becoming 0 and mean + 3 sigma 1, then the lists
are summed with weights that go by the length of the question. The engines have DBSF without weights, so it is done here,
once for both twins: so they rank alike. The best of both lists may be ranked again, with a third list: how well their
tokens meet those of the question.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from statistics import fmean
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from ontology.errors import BadParameter
from stores.vectors.index import AnyOf, Condition, Hit, Mode
from stores.vectors.sparse import SparseVector, question_vector, tokens

Part = Literal["dense", "keyword", "rerank"]
Scores = dict[str, float]
WEIGHTS: Mapping[Part, float] = {"dense": 0.6, "keyword": 0.4}
RERANK_WEIGHTS: Mapping[Part, float] = {"dense": 0.25, "keyword": 0.25, "rerank": 0.5}  # benchmarks/experiments.py
SENTENCE = 6  # different words from which on a question is a sentence, and meant; fewer are looked for (benchmarks/headings.py)
RERANKED = 100  # hits that are ranked again
DEPTH = 200  # candidates of each list; fixed, so that a longer answer begins with the shorter one
DECIMALS = 6  # finer than the engines' single precision can tell
SYMBOLS_FIELD = "symbols"
NO_SPREAD = 0.5  # where all scores of a list are equal, it says nothing: the middle


class Vocabulary(Protocol):
    """What knows the words of the passages."""

    def knows(self, tokens: Sequence[str]) -> int:
        """How many of these tokens stand in any passage."""


class Engine(Vocabulary, Protocol):
    """What a twin must be able to answer for `rank`; IRIs with scores, the best first, ties in any order."""

    def nearest(
        self, vector: NDArray[np.float32] | SparseVector, where: tuple[Condition, ...], limit: int
    ) -> list[tuple[str, float]]:
        """The passages nearest to a dense vector by cosine, or to a sparse one by BM25, among those that fulfil `where`."""

    def matching(self, where: tuple[Condition, ...]) -> list[str]:
        """All passages that fulfil `where`."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: vectors by part, the conditions, the symbols named, how many hits, the words."""

    vectors: Mapping[Part, NDArray[np.float32] | SparseVector]
    where: tuple[Condition, ...]
    symbols: tuple[str, ...]
    limit: int
    fused: bool
    words: tuple[str, ...]

    @classmethod
    def of(
        cls,
        text: str,
        dense: NDArray[np.float32] | None,
        where: tuple[Condition, ...],
        symbols: Sequence[str],
        limit: int,
        mode: Mode,
    ) -> "Question":
        """The question as vectors. Raises BadParameter for an unknown mode, a mode without its vector or a limit below 1."""
        if mode not in ("hybrid", "dense", "keyword"):
            raise BadParameter(f"No search mode is called {mode!r}.", advice="Choose hybrid, dense or keyword.")
        if limit < 1:
            raise BadParameter(f"At least one hit must be asked for; {limit} came.", advice="Give a limit of 1 or more.")
        if mode == "dense" and dense is None:
            raise BadParameter("A dense search needs the question's vector; none came.", advice="Encode the question first.")
        vectors: dict[Part, NDArray[np.float32] | SparseVector] = {}
        if mode != "keyword" and dense is not None:
            vectors["dense"] = dense
        if mode != "dense" and (words := question_vector(text)).indices:
            vectors["keyword"] = words
        return cls(vectors, where, tuple(symbols), limit, fused=mode == "hybrid", words=tuple(tokens(text)))


@dataclass(frozen=True, slots=True)
class Spread:
    """The mean and the standard deviation of a list's scores, which say where any score lies in it."""

    mean: float
    sigma: float

    @classmethod
    def of(cls, scores: Sequence[float]) -> "Spread":
        """The spread of at least one score (sample deviation, as in Qdrant's own DBSF)."""
        mean = fmean(scores)
        if min(scores) == max(scores):  # the mean of equals may be a rounding away from them
            return cls(mean, 0.0)
        return cls(mean, sqrt(fsum((score - mean) ** 2 for score in scores) / (len(scores) - 1)))

    def place(self, score: float) -> float:
        """0 at three deviations below the mean, 1 at three above, and beyond 1 for an outlier; never below 0."""
        return max(0.0, (score - self.mean) / (6 * self.sigma) + 0.5) if self.sigma else NO_SPREAD


def length_of(words: Sequence[str], vocabulary: Vocabulary) -> int:
    """How many different words a question has. One that stands in no passage cannot be looked for, and the others may be of
    another language: such a question counts as a sentence.
    """
    different = list(dict.fromkeys(words))
    return len(different) if len(different) >= SENTENCE or vocabulary.knows(different) == len(different) else SENTENCE


def weights_of(words: int, whole: Mapping[Part, float] = WEIGHTS) -> Mapping[Part, float]:
    """The weights for a question of so many different words: `whole` for a sentence, the more to keywords the shorter it is."""
    share = min(1.0, max(1, words) / SENTENCE)
    meant: dict[Part, float] = {part: weight * share for part, weight in whole.items() if part != "keyword"}
    return {**meant, "keyword": 1 - sum(meant.values())}


def rank(engine: Engine, question: Question) -> list[Hit]:
    """The hits of a question: passages of a named symbol first, then by score, ties by IRI."""
    if any(isinstance(condition, AnyOf) and not condition.values for condition in question.where):
        return []
    lists = {part: candidates(engine, vector, question) for part, vector in question.vectors.items()}
    spreads = {part: Spread.of(list(scores.values())) for part, scores in lists.items() if scores}
    named = of_symbols(engine, question)
    for part, scores in of_named(engine, question, len(named)).items():
        lists[part] |= scores
        spreads.setdefault(part, Spread(0.0, 0.0))
    weights = weights_of(length_of(question.words, engine)) if question.fused else None
    scores = combined(lists, spreads, weights)
    return ordered(scores | {iri: scores.get(iri, 0.0) for iri in named}, lists, named)[: question.limit]


def candidates(engine: Engine, vector: NDArray[np.float32] | SparseVector, question: Question) -> Scores:
    """The best passages of one list, at least as many as are asked for, with all that tie with the last."""
    return whole_ties(lambda limit: engine.nearest(vector, question.where, limit), max(DEPTH, question.limit))


def whole_ties(fetch: Callable[[int], list[tuple[str, float]]], depth: int) -> Scores:
    """The first `depth` of what `fetch` gives and all that tie with the last of them, so that no engine chooses among equals."""
    limit = depth + 1
    while True:
        found = [(iri, round(score, DECIMALS)) for iri, score in fetch(limit)]
        last = found[depth - 1][1] if len(found) >= depth else float("-inf")
        if len(found) < limit or found[-1][1] < last:
            return {iri: score for iri, score in found if score >= last}
        limit *= 2


def of_symbols(engine: Engine, question: Question) -> frozenset[str]:
    """The passages that carry one of the named symbols."""
    if not question.symbols:
        return frozenset()
    return frozenset(engine.matching((*question.where, AnyOf(SYMBOLS_FIELD, question.symbols))))


def of_named(engine: Engine, question: Question, count: int) -> dict[Part, Scores]:
    """The scores of the passages of the named symbols, which need not be among the candidates."""
    if not count:
        return {}
    where = (*question.where, AnyOf(SYMBOLS_FIELD, question.symbols))
    found = {part: engine.nearest(vector, where, count) for part, vector in question.vectors.items()}
    return {part: {iri: round(score, DECIMALS) for iri, score in scores} for part, scores in found.items() if scores}


def reranked(
    hits: Sequence[Hit],
    meets: Mapping[str, float],
    words: int = SENTENCE,
    weights: Mapping[Part, float] = RERANK_WEIGHTS,
    depth: int = RERANKED,
) -> list[Hit]:
    """The hits with the first `depth` of them in a new order: `meets` is their third list, beside those that found them.

    `words` is the length of the question. Where keywords found nothing, their weight goes to the third list.
    Passages of a named symbol stay first. The hits behind keep their order, with scores below.
    """
    if not hits:
        return []
    first, behind = hits[:depth], hits[depth:]
    lists: dict[Part, Scores] = {"rerank": {hit.iri: round(meets[hit.iri], DECIMALS) for hit in first if hit.iri in meets}}
    for part in ("dense", "keyword"):
        lists[part] = {hit.iri: hit.parts[part] for hit in first if part in hit.parts}
    spreads = {part: Spread.of(list(scores.values())) for part, scores in lists.items() if scores}
    silent: Mapping[Part, float] = {**weights, "rerank": weights["rerank"] + weights["keyword"]}
    chosen = weights_of(words, weights) if lists["keyword"] else silent
    scores = dict.fromkeys((hit.iri for hit in first), 0.0) | combined(lists, spreads, chosen)
    found = ordered(scores, lists, frozenset(hit.iri for hit in first if "symbol" in hit.parts))
    top = max((hit.score for hit in behind), default=0.0)
    scale = found[-1].score / top if top > 0 else 0.0
    return found + [Hit(hit.iri, round(hit.score * scale, DECIMALS), hit.parts) for hit in behind]


def combined(lists: Mapping[Part, Scores], spreads: Mapping[Part, Spread], weights: Mapping[Part, float] | None) -> Scores:
    """One score a passage: the weighted sum of its places in the lists, or without weights the score itself."""
    total: Scores = {}
    for part, scores in lists.items():
        for iri, score in scores.items():
            total[iri] = total.get(iri, 0.0) + (weights[part] * spreads[part].place(score) if weights else score)
    return {iri: round(score, DECIMALS) for iri, score in total.items()}


def ordered(scores: Scores, lists: Mapping[Part, Scores], named: frozenset[str]) -> list[Hit]:
    """All hits in order. Passages of a named symbol are lifted above the best score, so that scores fall along the answer."""
    lift = 2 + max(scores.values(), default=0.0)  # a cosine may be as low as -1
    lifted = {iri: round(score + lift, DECIMALS) if iri in named else score for iri, score in scores.items()}
    order = sorted(lifted, key=lambda iri: (-lifted[iri], iri))
    return [Hit(iri, lifted[iri], parts_of(iri, lists, named)) for iri in order]


def parts_of(iri: str, lists: Mapping[Part, Scores], named: frozenset[str]) -> dict[str, float]:
    """What made a passage a hit."""
    parts: dict[str, float] = {part: scores[iri] for part, scores in lists.items() if iri in scores}
    return parts | ({"symbol": 1.0} if iri in named else {})
