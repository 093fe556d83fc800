"""Answers, precedents: weighing. In: a draft, and passages with how near search found them. Out: each with its score in parts.
Must not look for passages.

A precedent is the same matter, the same words, and the same duty. Four parts between 0 and 1 count alike: `meaning` (what
search says of the whole draft or of its best sentence), `words` (words and pairs of words of both, the rarer the more),
`sentence` (the same for the two sentences that are most alike: a long paragraph may hold one that matters), `duty` (the same
class of verb, party, theme, and things named, the rarer the more). Words in a row that are the draft's own go before all:
`reuse`. No part knows a date: a drafter wants what came before and what came after.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from api.precedents.drafted import Drafted
from api.precedents.told import Told
from reading.relate import is_taken_over
from reading.reuse.difference import Likeness, likeness
from reading.reuse.words import words_of
from reading.sentences import sentences
from stores.vectors.sparse import tokens

Counted = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A passage with its score, the parts of it, and how many words it has in common with the draft, in the same order."""

    told: Told
    score: float
    parts: Mapping[str, float]
    alike: Likeness


@dataclass(frozen=True, slots=True)
class _Worded:
    """A text as it is compared: its words in order, and the stems, single and in pairs, of the whole and of each sentence."""

    words: Sequence[str]
    whole: frozenset[str]
    sentences: Sequence[frozenset[str]]

    @classmethod
    def of(cls, text: str) -> "_Worded":
        said = [_pairs(text[span.start : span.end]) for span in sentences(text)]
        return cls(words_of(text), frozenset().union(*said), said)


def weighed(draft: Drafted, passages: Sequence[Told], nearness: Mapping[str, float]) -> list[Weighed]:
    """The passages, best first. `nearness`: how near search found each, 0 to 1; what it did not find has 0."""
    ours, theirs = _Worded.of(draft.text), [_Worded.of(passage.text) for passage in passages]
    rarity = _rarity([one.whole for one in theirs])
    things = _rarity([passage.features for passage in passages])
    duties = [_shared(things, draft.features, passage.features) for passage in passages]
    most = max(duties, default=0.0) or 1.0
    found = []
    for passage, worded, shared in zip(passages, theirs, duties, strict=True):
        alike = likeness(worded.words, ours.words)
        parts = {
            "meaning": nearness.get(passage.iri, 0.0),
            "words": _cosine(rarity, ours.whole, worded.whole),
            "sentence": max(_cosine(rarity, one, other) for one in ours.sentences for other in worded.sentences),
            "duty": shared / most,
        }
        reuse = alike.of_shorter if is_taken_over(alike) else 0.0
        score = sum(parts.values()) / len(parts) + reuse
        found.append(Weighed(passage, score, parts | {"reuse": reuse}, alike))
    return sorted(found, key=lambda one: (-one.score, one.told.iri))


def scaled(scores: Mapping[str, float]) -> dict[str, float]:
    """Scores between 0 and 1, the worst and the best; all 1 where they do not differ."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    return {key: (score - low) / (high - low) if high > low else 1.0 for key, score in scores.items()}


def _pairs(text: str) -> frozenset[str]:
    """The stems of a text, and each two that stand side by side."""
    stems = tokens(text)
    return frozenset(stems) | frozenset(f"{one} {other}" for one, other in pairwise(stems))


def _rarity(held: Sequence[Iterable[str]]) -> Counted:
    """How much each thing says: the fewer of the passages have it, the more."""
    counted = Counter(thing for things in held for thing in set(things))
    return {thing: math.log(1 + len(held) / count) for thing, count in counted.items()}


def _shared(rarity: Counted, one: frozenset[str], other: frozenset[str]) -> float:
    return sum(rarity.get(thing, 0.0) for thing in one & other)


def _cosine(rarity: Counted, one: frozenset[str], other: frozenset[str]) -> float:
    """The cosine of two sets whose members weigh by rarity. What no passage has does not count: it is rare for any draft."""

    def square(things: frozenset[str]) -> float:
        return sum(rarity.get(thing, 0.0) ** 2 for thing in things)

    both = square(one) * square(other)
    return square(one & other) / math.sqrt(both) if both else 0.0
