"""Answers: precedents. In: a pasted sentence or paragraph, and filters. Out: the nearest agreed language, and the lines of
descent in which it stands. Must not know HTTP; must not keep, log or send the draft.

Repeats are looked for first, exactly and without vectors; then search is asked, for the whole draft and for each of its
sentences, and what both found is weighed (weigh.py). Dates: none counts in the ranking, for a drafter wants what came before
and what came after; each passage has its date, each line its first and last use, and a filter by year narrows both. How the
draft takes a passage up is told as if it were written today, after all of them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.filters import fields_of
from api.library import Library, Serving
from api.precedents.drafted import Drafted, drafted
from api.precedents.lines import Line, lines
from api.precedents.repeated import candidates
from api.precedents.told import Told, Verb, told, verbs
from api.precedents.weigh import Weighed, scaled, weighed
from api.search import MAX_QUESTION, ranked
from ontology.errors import BadParameter
from ontology.iris import without_language
from reading.relate import Relation, Side, relation
from reading.reuse.difference import Piece, difference
from stores.vectors.index import Filters

MAX_LIMIT = 50
_DEEP = 60  # passages that search is asked for with the whole draft
_DEEP_SENTENCE = 30  # and with each sentence
_TODAY = 9999
_PLAIN = re.compile(r"(?<![\w/])[^\W\d_]+(?:[-'’][^\W\d_]+)*(?![\w/])")


@dataclass(frozen=True, slots=True)
class Precedent:
    """A passage that was found: why, how the draft takes it up, and what the draft changes, word by word."""

    passage: Told
    score: float
    parts: Mapping[str, float]
    relation: Relation
    shared_words: int
    changed: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Precedents:
    """What is answered for a draft. `read` says what the draft asks; `found` are passages, best first; `lines` hold each of them
    once, the line of the best first.
    """

    read: Drafted
    strength: Verb | None
    filters: Mapping[str, Sequence[str]]
    generation: str
    found: tuple[Precedent, ...]
    lines: tuple[Line, ...]


def precedents(library: Library, text: str, filters: Mapping[str, Sequence[str]] | None = None, *, limit: int = 10) -> Precedents:
    """The precedents of a draft. BadParameter for an empty or endless draft, an unknown filter, a bad value or limit; errors of
    search as in `api.search.search`.
    """
    if not 1 <= limit <= MAX_LIMIT:
        raise BadParameter(f"Wanted a limit from 1 to {MAX_LIMIT}; got {limit}.")
    draft = drafted(text, library.settings.base)
    given = {name: list(values) for name, values in (filters or {}).items() if values}
    with library.serving() as serving:
        known = verbs(serving)
        strength = max((known[iri] for iri in draft.verb_classes if iri in known), key=lambda verb: verb.rank, default=None)
        best = found(library, serving, draft, fields_of(library, serving, given))[:limit]
        side = Side(draft.text, draft.asks, frozenset(draft.parties), strength.rank if strength else 0, _TODAY)
        return Precedents(
            draft,
            strength,
            given,
            serving.generation.id,
            tuple(_precedent(one, side) for one in best),
            tuple(lines(library, serving, [one.told for one in best])),
        )


def found(library: Library, serving: Serving, draft: Drafted, fields: Filters) -> list[Weighed]:
    """All passages that come into question, best first."""
    nearness = _nearness(library, serving, draft, fields)
    repeats = [iri for iri in candidates(serving, draft.text) if iri not in nearness]
    if repeats and fields:
        allowed = ranked(library, serving, plain(draft.text), fields, limit=len(repeats), mode="keyword", among=repeats)
        repeats = [hit.iri for hit in allowed]
    return weighed(draft, list(told(library, serving, [*nearness, *repeats]).values()), nearness)


def _nearness(library: Library, serving: Serving, draft: Drafted, fields: Filters) -> dict[str, float]:
    """How near search finds passages to the whole draft or to the sentence that each is nearest to."""
    found: dict[str, float] = {}
    for text, deep in [(draft.text, _DEEP), *((sentence, _DEEP_SENTENCE) for sentence in draft.sentences)]:
        hits = ranked(library, serving, plain(text), fields, limit=deep)
        for iri, near in scaled({without_language(hit.iri)[0]: hit.score for hit in hits}).items():
            found[iri] = max(near, found.get(iri, 0.0))
    return found


def plain(text: str) -> str:
    """The words of a text for search, which would read quotation marks, brackets, symbols and numbers as wishes of their own."""
    words = " ".join(word.lower() if word.isupper() and len(word) < 4 else word for word in _PLAIN.findall(text))
    return words if len(words) <= MAX_QUESTION else words[:MAX_QUESTION].rpartition(" ")[0]


def _precedent(one: Weighed, draft: Side) -> Precedent:
    passage = one.told
    changed = tuple(difference(passage.text, draft.text))
    return Precedent(passage, one.score, one.parts, relation(passage.side, draft), one.alike.shared, changed)
