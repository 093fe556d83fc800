"""Answers, precedents: passages. In: IRIs. Out: what the graph that serves says of them: words, document, organ, date, verb
with its strength, and what they share with others. Must not rank.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from api.library import Library, Serving
from ontology.errors import IriError, SymbolError
from ontology.symbol import Symbol
from reading.relate import Side

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
_DETAILS = """SELECT ?passage ?words ?pinpoint ?document ?title ?issued ?year ?adopted ?fidelity ?plan {{
  VALUES ?passage {{ {iris} }}
  ?passage mg:pinpoint ?pinpoint ; mg:inDocument ?document .
  {{ ?passage mg:text ?words BIND("full" AS ?fidelity) }} UNION {{ ?passage mg:digestText ?words BIND("digest" AS ?fidelity) }}
  OPTIONAL {{ ?document mg:title ?title }}
  OPTIONAL {{ ?document mg:issued ?issued }} OPTIONAL {{ ?document mg:issuedYear ?year }}
  OPTIONAL {{ ?document mg:adopted ?adopted }}
  BIND(EXISTS {{ ?passage a ?class
    VALUES ?class {{ mg:Activity mg:Output mg:Outcome mg:Priority mg:Objective mg:CoreFunction }} }} AS ?plan)
}} ORDER BY ?passage (LANG(?words) != "en") LANG(?words) (LANG(?title) != LANG(?words)) LANG(?title)"""
_DUTIES = """SELECT ?passage ?duty ?verb ?class ?label ?rank ?party {{
  VALUES ?passage {{ {iris} }} ?duty mg:statedIn ?passage ; a mg:Duty .
  OPTIONAL {{ ?duty mg:verb ?verb }}
  OPTIONAL {{ ?duty mg:verbClass ?class . ?class skos:prefLabel ?label FILTER(LANG(?label) = "en")
    OPTIONAL {{ ?class mg:rank ?rank }} }}
  OPTIONAL {{ ?duty mg:addressee|mg:actor ?party }}
}} ORDER BY ?passage DESC(?rank) ?duty"""
_THINGS = """SELECT DISTINCT ?passage ?thing {{ VALUES ?passage {{ {iris} }}
  {{ ?passage mg:mentions|mg:cites ?thing }} UNION {{ ?duty mg:statedIn ?passage ; mg:theme|mg:addressee|mg:actor ?thing }} }}"""
_RANKS = "SELECT ?class ?label ?rank { ?class a mg:VerbClass ; skos:prefLabel ?label . OPTIONAL { ?class mg:rank ?rank } }"


@dataclass(frozen=True, slots=True)
class Verb:
    """The word class that asks or promises, by IRI and name, and its rank from weak to strong; 0 where it has none."""

    iri: str
    label: str
    rank: int


@dataclass(frozen=True, slots=True)
class Told:
    """One passage as the graph has it. `when` is a day or year in ISO form, "" where nobody knows it; `verb` is the strongest."""

    iri: str
    pinpoint: str
    text: str
    language: str
    fidelity: str
    document: str
    title: str
    organ: str
    when: str
    is_plan: bool
    verb: Verb | None = None
    asks: bool = False
    verb_classes: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    things: tuple[str, ...] = ()

    @property
    def features(self) -> frozenset[str]:
        """All that another passage can have in common with it."""
        return frozenset(self.things) | frozenset(self.verb_classes)

    @property
    def side(self) -> Side:
        """As what it is compared with others."""
        year = int(self.when[:4]) if self.when[:4].isdigit() else 0
        return Side(self.text, self.asks or self.is_plan, frozenset(self.parties), self.verb.rank if self.verb else 0, year)


@dataclass(slots=True)
class _Duties:
    verb: Verb | None = None
    classes: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)


def told(library: Library, serving: Serving, iris: Iterable[str]) -> dict[str, Told]:
    """What is said of each passage; those that the graph does not know are left out. A passage in several languages is shown in
    English where there is one, for the eyes read English.
    """
    wanted = sorted(set(iris))
    if not wanted:
        return {}
    values = " ".join(f"<{iri}>" for iri in wanted)
    asked = _asked(serving, values)
    things: defaultdict[str, set[str]] = defaultdict(set)
    for row in serving.graph.select(_PREFIX + _THINGS.format(iris=values)):
        things[str(row["passage"])].add(str(row["thing"]))
    found: dict[str, Told] = {}
    for row in serving.graph.select(_PREFIX + _DETAILS.format(iris=values)):
        iri = str(row["passage"])
        duties = asked.get(iri)
        if iri not in found:
            found[iri] = Told(
                iri,
                str(row["pinpoint"]),
                str(row["words"]),
                row["words"].language or "",
                str(row["fidelity"]),
                str(row["document"]),
                str(row.get("title", "")),
                _organ(library, str(row["document"])),
                str(row.get("issued") or row.get("year") or row.get("adopted") or ""),
                str(row["plan"]) == "true",
                duties.verb if duties else None,
                bool(duties),
                tuple(sorted(duties.classes)) if duties else (),
                tuple(sorted(duties.parties)) if duties else (),
                tuple(sorted(things[iri])),
            )
    return found


def verbs(serving: Serving) -> Mapping[str, Verb]:
    """Every class of verbs by its IRI."""
    rows = serving.graph.select(_PREFIX + _RANKS)
    return {str(row["class"]): Verb(str(row["class"]), str(row["label"]), int(str(row.get("rank", 0)))) for row in rows}


def natural(pinpoint: str) -> list[tuple[int, str]]:
    """A key by which paragraph 9 stands before paragraph 10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", pinpoint) if part]


def _asked(serving: Serving, values: str) -> dict[str, _Duties]:
    found: defaultdict[str, _Duties] = defaultdict(_Duties)
    for row in serving.graph.select(_PREFIX + _DUTIES.format(iris=values)):
        duties = found[str(row["passage"])]
        if "class" in row:
            verb = Verb(str(row["class"]), str(row["label"]), int(str(row.get("rank", 0))))
            duties.verb = max(filter(None, (duties.verb, verb)), key=lambda one: one.rank)
            duties.classes.add(verb.iri)
        if "party" in row:
            duties.parties.add(str(row["party"]))
    return dict(found)


def _organ(library: Library, document: str) -> str:
    """The body for which a document was issued, as its symbol says; "" where it has no symbol that is known."""
    try:
        return Symbol.parse(library.iris.path(document).removeprefix("doc/")).body_name or ""
    except (SymbolError, IriError):
        return ""
