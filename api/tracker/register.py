"""Answers, tracker: the register. In: what serves. Out: every duty of the generation, once: of whom, on what, when, how strongly,
and what takes it up later. Must not know what is asked of it.

Tens of thousands of duties are asked about in many ways a minute, so they stand in memory as places in lists: which duty has
which value is two columns of numbers, and a question is a mask over them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from api.facts import SKOS
from api.library import Library, Serving
from api.once import once, warmed
from queries.dates import dated
from stores.graph.store import Term

Kind = Literal["recommendation", "commitment"]
Numbers: TypeAlias = NDArray[np.int32]
Mask: TypeAlias = NDArray[np.bool_]
NONE = "none"
"""Stands for duties that have no value: no addressee that the vocabulary names, no theme, no pillar."""
LATER = ("taken-up", "silent")
"""Whether a later passage takes a duty up, as far as lineage is known."""

_PREFIX = f"PREFIX mg: <https://w3id.org/mandategraph/ontology#> PREFIX skos: <{SKOS}> "
_DUTIES = """SELECT ?duty ?passage ?document ?order ?start ?verb ?promised {
  ?duty a mg:Duty ; mg:statedIn ?passage ; mg:start ?start ; mg:verbClass ?verb .
  ?passage mg:inDocument ?document ; mg:order ?order
  BIND(EXISTS { ?duty a mg:Commitment } AS ?promised) }"""
_DATED = (
    "SELECT ?document ?date { { SELECT DISTINCT ?document { ?document mg:issued|mg:issuedYear|mg:adopted ?any } } "
    + dated()
    + " }"
)
_VALUES = "SELECT ?duty ?value {{ ?duty a mg:Duty ; {path} ?value }}"
_PATHS: Mapping[str, str] = {"addressee": "mg:addressee|mg:actor", "theme": "mg:theme", "pillar": "mg:pillar"}
_CALLED = """SELECT ?thing ?name {{ {{ SELECT DISTINCT ?thing {{ ?duty a mg:Duty ; {path} ?thing }} }}
  ?thing skos:prefLabel ?name FILTER(LANG(?name) = "en") }}"""
_RANKS = "SELECT ?verb ?rank { ?verb a mg:VerbClass ; mg:rank ?rank }"
_LINKS = """SELECT ?link ?relation ?confidence ?method ?earlier ?earlierPassage ?later ?passage {
  ?link a mg:Lineage ; mg:relation ?relation ; mg:confidence ?confidence ; mg:method ?method ;
    mg:earlierPassage ?earlierPassage ; mg:inPassage ?passage .
  OPTIONAL { ?link mg:earlier ?earlier } OPTIONAL { ?link mg:later ?later } } ORDER BY ?passage ?link"""


@dataclass(frozen=True, slots=True)
class Tracked:
    """A duty and where it stands. `year` is that of its document, 0 where nobody knows it; `verb` is its class, `rank` how strong
    that is, 1 to 10, and 0 where strength says nothing.
    """

    iri: str
    kind: Kind
    passage: str
    document: str
    year: int
    verb: str
    rank: int


@dataclass(frozen=True, slots=True)
class Link:
    """A later passage takes an earlier one up. The duties are None where only the words of the passages tell so."""

    iri: str
    relation: str
    confidence: float
    method: str
    earlier: str | None
    earlier_passage: str
    later: str | None
    later_passage: str


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """By what duties are told apart: the values that there are, and pairs of a duty and a value, as places in their lists."""

    values: tuple[str, ...]
    places: Mapping[str, int]
    duty: Numbers
    value: Numbers

    def having(self, values: Iterable[str], total: int) -> Mask:
        """Which of all duties have one of the values."""
        wanted = np.zeros(len(self.values), dtype=np.bool_)
        wanted[[self.places[value] for value in values if value in self.places]] = True
        found = np.zeros(total, dtype=np.bool_)
        found[self.duty[wanted[self.value]]] = True
        return found

    def counts(self, mask: Mask) -> Mapping[str, int]:
        """How many of the duties in a mask have each value, for values that some have."""
        counted = np.bincount(self.value[mask[self.duty]], minlength=len(self.values))
        return {self.values[place]: int(counted[place]) for place in np.flatnonzero(counted)}


@dataclass(frozen=True, slots=True, eq=False)
class Register:
    """All duties, the latest document first and as they are read in it.

    `totals` say how many duties have each value of an axis; `names` are those of actors, themes, pillars and verbs in English,
    by IRI; `places` those of the duties. `links` are all of lineage, `beside` those at a passage, `taken_up` those from a duty to
    later ones. `years` are those of documents, also of such as are only cited; `latest` is that of the latest duty, 0 without.
    """

    duties: tuple[Tracked, ...]
    axes: Mapping[str, Axis]
    totals: Mapping[str, Mapping[str, int]]
    names: Mapping[str, str]
    places: Mapping[str, int]
    links: tuple[Link, ...]
    beside: Mapping[str, tuple[Link, ...]]
    taken_up: Mapping[str, tuple[Link, ...]]
    years: Mapping[str, int]
    latest: int


def register(serving: Serving) -> Register:
    """The register of the generation that serves, made once. Raises what asking the graph raises."""
    return once(serving, "tracker", lambda: _made(serving))


@warmed
def warm_register(_: Library, serving: Serving) -> None:
    """Makes the register before anybody asks for it."""
    register(serving)


def _made(serving: Serving) -> Register:
    years = _years(serving)
    duties = _duties(serving, years)
    places = {one.iri: place for place, one in enumerate(duties)}
    links = _links(serving)
    taken_up = _taken_up(duties, links)
    held = {name: _held(serving, path, places) for name, path in _PATHS.items()}
    single: Mapping[str, Sequence[str]] = {
        "verb": [one.verb for one in duties],
        "kind": [one.kind for one in duties],
        "document": [one.document for one in duties],
        "year": [str(one.year) for one in duties],
        "later": [LATER[0] if one.iri in taken_up else LATER[1] for one in duties],
    }
    axes = {name: _axis(pairs) for name, pairs in held.items()} | {name: _axis(enumerate(one)) for name, one in single.items()}
    return Register(
        duties=tuple(duties),
        axes=axes,
        totals={name: axis.counts(np.ones(len(duties), dtype=np.bool_)) for name, axis in axes.items()},
        names=_names(serving),
        places=places,
        links=links,
        beside=_beside(links),
        taken_up=taken_up,
        years=years,
        latest=max((one.year for one in duties), default=0),
    )


def _duties(serving: Serving, years: Mapping[str, int]) -> list[Tracked]:
    ranks = {str(row["verb"]): int(str(row["rank"])) for row in serving.graph.select(_PREFIX + _RANKS)}
    found: dict[str, tuple[tuple[int, str, int, int, str], Tracked]] = {}
    for row in serving.graph.select(_PREFIX + _DUTIES):
        iri, document, verb = str(row["duty"]), str(row["document"]), str(row["verb"])
        kind: Kind = "commitment" if str(row["promised"]) == "true" else "recommendation"
        year = years.get(document, 0)
        told = Tracked(iri, kind, str(row["passage"]), document, year, verb, ranks.get(verb, 0))
        found[iri] = ((-year, document, int(str(row["order"])), int(str(row["start"])), iri), told)
    return [told for _, told in sorted(found.values(), key=lambda one: one[0])]


def _years(serving: Serving) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in serving.graph.select(_PREFIX + _DATED):
        year = str(row["date"])[:4]
        if year.isdigit():
            found[str(row["document"])] = int(year)
    return found


def _held(serving: Serving, path: str, places: Mapping[str, int]) -> list[tuple[int, str]]:
    """Duties with their values; those without any with NONE."""
    rows: list[dict[str, Term]] = serving.graph.select(_PREFIX + _VALUES.format(path=path))
    pairs = sorted({(places[iri], str(row["value"])) for row in rows if (iri := str(row["duty"])) in places})
    having = {place for place, _ in pairs}
    return pairs + [(place, NONE) for place in range(len(places)) if place not in having]


def _axis(pairs: Iterable[tuple[int, str]]) -> Axis:
    places: dict[str, int] = {}
    numbered = [(duty, places.setdefault(value, len(places))) for duty, value in pairs]
    columns = np.array(numbered, dtype=np.int32).reshape(-1, 2)
    return Axis(tuple(places), places, columns[:, 0].copy(), columns[:, 1].copy())


def _names(serving: Serving) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in (*_PATHS.values(), "mg:verbClass"):
        for row in serving.graph.select(_PREFIX + _CALLED.format(path=path)):
            found.setdefault(str(row["thing"]), str(row["name"]))
    return found


def _links(serving: Serving) -> tuple[Link, ...]:
    return tuple(
        Link(
            str(row["link"]),
            str(row["relation"]),
            float(str(row["confidence"])),
            str(row["method"]),
            str(row["earlier"]) if "earlier" in row else None,
            str(row["earlierPassage"]),
            str(row["later"]) if "later" in row else None,
            str(row["passage"]),
        )
        for row in serving.graph.select(_PREFIX + _LINKS)
    )


def _beside(links: Sequence[Link]) -> dict[str, tuple[Link, ...]]:
    found: defaultdict[str, dict[Link, None]] = defaultdict(dict)
    for link in links:
        found[link.earlier_passage][link] = None
        found[link.later_passage][link] = None
    return {passage: tuple(those) for passage, those in found.items()}


def _taken_up(duties: Sequence[Tracked], links: Sequence[Link]) -> dict[str, tuple[Link, ...]]:
    """By duty the links that lead from it to later ones: its own, and those of the words of its whole passage."""
    stated: defaultdict[str, list[str]] = defaultdict(list)
    for one in duties:
        stated[one.passage].append(one.iri)
    found: defaultdict[str, dict[Link, None]] = defaultdict(dict)
    for link in links:
        for iri in (link.earlier,) if link.earlier else stated[link.earlier_passage]:
            found[iri][link] = None
    return {iri: tuple(those) for iri, those in found.items()}
