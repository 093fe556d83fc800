"""Answers, tracker: the list. In: the register, filters, an order and where to begin. Out: a page of duties with their words,
their evidence, and what became of each. Must not read more of the graph than the page shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.facts import MG, facts_of, in_order
from api.library import Library, Serving
from api.tracker.grid import name_of
from api.tracker.register import Link, Register, Tracked
from api.tracker.wanted import Wanted, fitting
from ontology.errors import BadParameter
from stores.graph.store import Term

SORTS = ("newest", "oldest", "strongest")
PAGE = 25
MOST_EXPORTED = 2_000
"""Duties that one file holds; a longer list is taken away in parts, or as SPARQL."""
MOST_SHOWN = 900
"""Characters of the words of a duty that a list shows."""
_STRENGTHS = 10


@dataclass(frozen=True, slots=True)
class Named:
    """A thing and what it is called."""

    iri: str
    name: str


@dataclass(frozen=True, slots=True)
class Later:
    """A passage that takes a duty up: how, how sure, by which method, of which year, 0 where nobody knows it."""

    link: str
    relation: str
    passage: str
    pinpoint: str
    year: int
    confidence: float
    method: str


@dataclass(frozen=True, slots=True)
class Item:
    """A duty as shown. `words` are those that it was read from, in `language`; `fidelity` is "full", or "digest" where they are
    our own. `strength` is the class of its verb and `rank` how strong that is, of 10, 0 where strength says nothing.
    `silent_since` is the year of the duty where nothing later is known to take it up; 0 where something does, its year is not
    known, or no document of the corpus is later.
    """

    iri: str
    kind: str
    passage: str
    pinpoint: str
    document: str
    title: str
    year: int
    words: str
    language: str
    fidelity: str
    verb: str
    strength: str
    rank: int
    action: str
    addressees: tuple[Named, ...]
    asked_by: tuple[Named, ...]
    themes: tuple[Named, ...]
    pillars: tuple[Named, ...]
    deadline: str
    method: str
    confidence: float
    taken_up: tuple[Later, ...]
    silent_since: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list: from `start` on, of `total` that fit."""

    total: int
    start: int
    sort: str
    items: tuple[Item, ...]


def listed(
    library: Library,
    serving: Serving,
    register: Register,
    asked: Wanted,
    *,
    sort: str = SORTS[0],
    start: int = 0,
    most: int = PAGE,
) -> Listing:
    """A page of the duties that fit. BadParameter for an order that is none, or a start below 0."""
    if sort not in SORTS:
        raise BadParameter(f"There is no order {sort[:40]!r}.", advice=f"There are: {', '.join(SORTS)}.")
    if start < 0:
        raise BadParameter(f"Wanted a start of 0 or more; got {start}.")
    places = _ordered(register, np.flatnonzero(fitting(library, register, asked)), sort)
    shown = [register.duties[place] for place in places[start : start + most]]
    return Listing(len(places), start, sort, tuple(item(serving, register, one) for one in shown))


def item(serving: Serving, register: Register, duty: Tracked) -> Item:
    """A duty with all that a list shows of it."""
    told = serving.graph.facts(duty.iri)
    passage = serving.graph.facts(duty.passage)
    titles = in_order(facts_of(serving.graph, duty.document).get(f"{MG}title", ()))
    rendition = _one(told.get(f"{MG}inRendition", ()))
    fidelity = _one(facts_of(serving.graph, rendition).get(f"{MG}fidelity", ())) if rendition else ""
    spoken = _one(facts_of(serving.graph, rendition).get(f"{MG}language", ())) if rendition else ""
    taken_up = tuple(later(serving, register, link) for link in register.taken_up.get(duty.iri, ()))
    silent = not taken_up and 0 < duty.year < register.latest and bool(register.links)

    def named(axis: str, *properties: str) -> tuple[Named, ...]:
        found = {str(value) for name in properties for value in told.get(f"{MG}{name}", ())}
        return tuple(Named(iri, name_of(register, axis, iri)) for iri in sorted(found))

    return Item(
        duty.iri,
        duty.kind,
        duty.passage,
        _one(passage.get(f"{MG}pinpoint", ())),
        duty.document,
        str(titles[0]) if titles else "",
        duty.year,
        _one(told.get(f"{MG}asPrinted", ())),
        spoken or "en",
        "digest" if fidelity.endswith("Digest") else "full",
        _one(told.get(f"{MG}verb", ())),
        name_of(register, "verb", duty.verb),
        min(duty.rank, _STRENGTHS),
        _one(told.get(f"{MG}action", ())),
        named("addressee", "addressee", "actor"),
        named("addressee", "askedBy"),
        named("theme", "theme"),
        named("pillar", "pillar"),
        _one(told.get(f"{MG}deadline", ())),
        _one(told.get(f"{MG}method", ())),
        float(_one(told.get(f"{MG}confidence", ())) or 0),
        taken_up,
        duty.year if silent else 0,
    )


def later(serving: Serving, register: Register, link: Link) -> Later:
    """The passage at the later end of a link."""
    passage = serving.graph.facts(link.later_passage)
    document = _one(passage.get(f"{MG}inDocument", ()))
    pinpoint = _one(passage.get(f"{MG}pinpoint", ()))
    year = register.years.get(document, 0)
    return Later(link.iri, link.relation, link.later_passage, pinpoint, year, link.confidence, link.method)


def _ordered(register: Register, places: NDArray[np.intp], sort: str) -> NDArray[np.intp]:
    """The duties in an order; those that are alike in it stay as they are read, those without a date come last."""
    if sort == "oldest":
        years = np.array([register.duties[place].year or 9999 for place in places])
        return places[np.argsort(years, kind="stable")]
    if sort == "strongest":
        ranks = np.array([-register.duties[place].rank for place in places])
        return places[np.argsort(ranks, kind="stable")]
    return places


def _one(values: Sequence[Term]) -> str:
    return str(in_order(values)[0]) if values else ""
