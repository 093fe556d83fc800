"""Answers: the framework. In: what serves. Out: each programme that the corpus has, from its objective down to its activities,
with the mandates that it carries out and what those rest on, and what each item names. Must not know HTTP, or draw.

A programme is a document in the form of a results framework or of a list of core functions (mg:Programme); its items say
themselves what each is part of. Nothing is shown where there is no such document.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from api.facts import MG, TYPE
from api.library import Library, Serving
from api.linked.languages import ENGLISH, preference
from api.once import once, warmed
from api.things.mandates import Basis, bases_of
from api.things.names import Names
from api.things.relations import Other, in_order, other
from ontology.iris import checked
from stores.graph.store import Term

KINDS = ("Objective", "Principles", "Priority", "Outcome", "Output", "CoreFunction", "Activity")
"""The classes of items, from the widest to the narrowest."""
_OFFICIAL = ("en", "fr", "es", "ru", "ar", "zh")
_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
_PROGRAMMES = (
    _PREFIX + "SELECT DISTINCT ?document { ?document a mg:Programme ; mg:hasPart|mg:contains ?part } ORDER BY STR(?document)"
)
_ITEMS = _PREFIX + (
    "SELECT DISTINCT ?item ?whole {{ ?item mg:inDocument <{iri}> ; a ?kind FILTER(?kind IN ({kinds})) "
    "OPTIONAL {{ ?item mg:partOf ?whole }} }} LIMIT 2000"
)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a programme: its words, official ("full") or our own ("digest"), what it names and cites, and what is under
    it.
    """

    iri: str
    kind: str
    number: str
    pinpoint: str
    words: str
    language: str
    fidelity: str
    names: tuple[Other, ...]
    cites: tuple[Other, ...]
    parts: tuple["Item", ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """A mandate that a programme carries out: who holds it, and the documents that it rests on with the passages that say so."""

    mandate: Other
    holders: tuple[Other, ...]
    bases: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme document with the mandates behind it. `items` are those that are part of no other item."""

    document: Other
    mandates: tuple[Carried, ...]
    items: tuple[Item, ...]


@warmed
def framework(library: Library, serving: Serving, languages: Sequence[str] = ENGLISH) -> tuple[Programme, ...]:
    """The programmes of the corpus, those with an objective first; none where it has no such document."""
    spoken = _official(languages)
    key = f"framework:{library.iris.base}:{','.join(spoken)}"
    return once(serving, key, lambda: _programmes(library, serving, spoken))


def _official(languages: Sequence[str]) -> tuple[str, ...]:
    """The two dearest of the official languages: what is kept by them is kept some thirty times at most, whatever tags come."""
    named = (one.lower().partition("-")[0] for one in languages)
    return tuple(dict.fromkeys(one for one in named if one in _OFFICIAL))[:2] or ENGLISH


def _programmes(library: Library, serving: Serving, languages: Sequence[str]) -> tuple[Programme, ...]:
    names = Names(serving, languages, library.iris.base)
    found = [_programme(str(row["document"]), names) for row in serving.graph.select(_PROGRAMMES)]
    with_items = [one for one in found if one.items]
    return tuple(sorted(with_items, key=lambda one: (all(item.kind != "Objective" for item in one.items), one.document.iri)))


def _programme(iri: str, names: Names) -> Programme:
    served = [str(one) for one in names.facts(iri).get(f"{MG}serves", ())]
    carried = tuple(_carried(mandate, names) for mandate in sorted(served))
    return Programme(other(iri, names), carried, _items(iri, names))


def _carried(mandate: str, names: Names) -> Carried:
    holders = {str(one) for one in names.facts(mandate).get(f"{MG}heldBy", ())}
    return Carried(other(mandate, names), in_order(holders, names), bases_of(mandate, names))


def _items(document: str, names: Names) -> tuple[Item, ...]:
    kinds = ", ".join(f"<{MG}{kind}>" for kind in KINDS)
    under: dict[str, set[str]] = defaultdict(set)
    for row in names.serving.graph.select(_ITEMS.format(iri=checked(document), kinds=kinds)):
        under[str(row.get("whole", ""))].add(str(row["item"]))
    every = {item for items in under.values() for item in items}
    tops = {item for whole, items in under.items() if whole not in every for item in items}
    return _in_place(tops, under, names, depth=0)


def _in_place(iris: set[str], under: dict[str, set[str]], names: Names, depth: int) -> tuple[Item, ...]:
    """Items in the document's order, each with those under it; no programme is as deep as a ring of items would be."""
    facts = {iri: names.serving.graph.facts(iri) for iri in iris} if depth < len(KINDS) else {}
    order = sorted(facts, key=lambda iri: (int(str((facts[iri].get(f"{MG}order") or ("0",))[0])), iri))
    return tuple(_item(iri, facts[iri], _in_place(under.get(iri, set()), under, names, depth + 1), names) for iri in order)


def _item(iri: str, facts: dict[str, list[Term]], parts: tuple[Item, ...], names: Names) -> Item:
    fidelity, words = _words(facts, names.languages)
    kinds = {str(kind).rpartition("#")[2] for kind in facts.get(TYPE, ())}

    def first(name: str) -> str:
        return min(map(str, facts.get(f"{MG}{name}", ())), default="")

    return Item(
        iri=iri,
        kind=next((kind for kind in KINDS if kind in kinds), ""),
        number=first("number"),
        pinpoint=first("pinpoint"),
        words=str(words or ""),
        language=(words.language if words else None) or "en",
        fidelity=fidelity,
        names=in_order({str(one) for one in facts.get(f"{MG}mentions", ())}, names),
        cites=in_order({str(one) for one in facts.get(f"{MG}cites", ())}, names),
        parts=parts,
    )


def _words(facts: dict[str, list[Term]], languages: Sequence[str]) -> tuple[str, Term | None]:
    """The words in the language wanted most, the official ones before those of a digest."""
    said = [("full", one) for one in facts.get(f"{MG}text", ())] + [("digest", one) for one in facts.get(f"{MG}digestText", ())]
    best = min(said, key=lambda one: (preference(one[1].language, languages), one[0] != "full", str(one[1])), default=None)
    return best or ("", None)
