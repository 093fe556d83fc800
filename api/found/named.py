"""Answers: what a question names. In: a question and what serves. Out: the things of the vocabulary that it names, each with its
neighbours. Must not rank passages, or know HTTP.

Neighbours are what the vocabulary itself says of a thing: its members, what it is part of, what is broader or related. What
stands beside it in passages is told on its own page.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from api.asking.names import Names, is_short, names_of
from api.facts import MG, SKOS
from api.library import Serving
from api.said import label_of
from stores.words.folding import terms

MOST, MOST_NEIGHBOURS = 4, 6
_MOST_WORDS = 64  # of a question that are looked at
_LONGEST = 12  # words of a name
_LONG_ENOUGH = 5  # letters of a single word: shorter ones are short forms of names, and must be written as such
_NO_NEIGHBOURS = frozenset((f"{SKOS}inScheme", f"{SKOS}topConceptOf", f"{MG}certainty"))


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that a question names, and its neighbours as IRI and label, in the order of the graph."""

    iri: str
    label: str
    neighbours: tuple[tuple[str, str], ...]


def named(serving: Serving, question: str, base: str) -> tuple[Named, ...]:
    """The things that a question names in any language, in its order: four at most. A name within a longer one is not meant."""
    found: list[Named] = []
    for iri in dict.fromkeys(_things(names_of(serving.graph), question)):
        if len(found) < MOST and (label := label_of(serving.graph, iri)):
            found.append(Named(iri, label, _neighbours(serving, iri, base)))
    return tuple(found)


def _things(names: Names, question: str) -> Iterator[str]:
    """What stretches of the question are called, the longest stretch first from each word on; what is ambiguous names nothing."""
    words = tuple(terms(question))[:_MOST_WORDS]
    short = {folded for word in question.split() if is_short(word.strip(".,;:?!()")) for folded in terms(word)}
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + _LONGEST), start, -1):
            is_name = end - start > 1 or len(words[start]) >= _LONG_ENOUGH or words[start] in short
            if is_name and len(things := names.things.get(words[start:end], ())) == 1:
                yield things[0]
                start = end - 1
                break
        start += 1


def _neighbours(serving: Serving, iri: str, base: str) -> tuple[tuple[str, str], ...]:
    """Things of the vocabulary to which a thing leads; documents, classes and findings are none."""
    told: dict[str, str] = {}
    for prop, values in serving.graph.facts(iri).items():
        for value in values if prop not in _NO_NEIGHBOURS else ():
            other = str(value)
            is_thing = other.startswith(base) and not other.startswith((f"{base}doc/", MG)) and other != iri
            if is_thing and len(told) < MOST_NEIGHBOURS and other not in told and (label := label_of(serving.graph, other)):
                told[other] = label
    return tuple(told.items())
