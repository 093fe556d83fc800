"""Answers, things: the law on a crime. In: a crime. Out: the articles that define or punish it, whose statement that is, and the
acts by which it is committed. Must not state law of its own.
"""

import re
from dataclasses import dataclass

from api.facts import MG, SKOS
from api.things.names import Names
from api.things.relations import Other, other
from ontology.iris import checked

_BASES = (
    "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
    "SELECT DISTINCT ?basis ?act {{ {{ ?basis mg:legalBasisOf <{iri}> }} UNION {{ ?act mg:actOf <{iri}> }} }} LIMIT 500"
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(frozen=True, slots=True)
class Article:
    """An article of an instrument, or an act that one lists: what it says in our words, whose statement that is, how sure it
    is.
    """

    iri: str
    label: str
    article: str
    instrument: Other | None
    says: str
    according_to: tuple[Other, ...]
    certainty: str


@dataclass(frozen=True, slots=True)
class Law:
    """The articles on a crime, and the acts that they list, each in the order of their places."""

    articles: tuple[Article, ...]
    acts: tuple[Article, ...]


def law_on(iri: str, names: Names) -> Law:
    """What the vocabulary has of the law on a crime."""
    rows = names.serving.graph.select(_BASES.format(iri=checked(iri)))
    articles, acts = ({str(row[name]) for row in rows if name in row} for name in ("basis", "act"))
    return Law(_listed(articles, names), _listed(acts, names))


def _listed(iris: set[str], names: Names) -> tuple[Article, ...]:
    return tuple(sorted((_article(iri, names) for iri in iris), key=lambda one: (_place(one.iri), one.iri)))


def _article(iri: str, names: Names) -> Article:
    facts = names.facts(iri)
    instruments = [other(str(one), names) for one in facts.get(f"{MG}instrument", ())]

    def first(name: str) -> str:
        return str(names.best(facts.get(name, ())) or "")

    return Article(
        iri=iri,
        label=names.of(iri),
        article=first(f"{MG}article"),
        instrument=instruments[0] if instruments else None,
        says=first(f"{SKOS}definition"),
        according_to=tuple(other(str(one), names) for one in facts.get(f"{MG}accordingTo", ())),
        certainty=first(f"{MG}certainty"),
    )


def _place(iri: str) -> tuple[tuple[int, str], ...]:
    """The place of an article or act as lists have it: after its instrument, III before III (b), and (ix) before (x)."""
    steps = re.split(r"/(?:legal-basis|act)/", iri)[-1].split("/")
    return tuple((_number(step) if position else 0, step) for position, step in enumerate(steps))


def _number(step: str) -> int:
    """What an article's number, or a roman one, counts; nought for a letter."""
    if step.isdecimal():
        return int(step)
    return _roman(step)


def _roman(step: str) -> int:
    if len(step) == 1 and step not in "ivx":
        return 0
    values = [_ROMAN[sign] for sign in step] if step and set(step) <= set(_ROMAN) else []
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
