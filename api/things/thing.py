"""Answers, things: the view. In: the IRI of anything but a document or passage. Out: all that its page shows. Must not know HTTP.

What is counted over all documents comes from the counts of the generation; the rest is read for the thing alone, and everything
that may be long is bounded. The fields that programs are given are those of api/entities, which are without bound.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.facts import MG, SKOS, TYPE
from api.library import Library, Serving
from api.linked.languages import ENGLISH, preference
from api.things.counted import counted
from api.things.law import Law, law_on
from api.things.mandates import Basis, CarriedOut, Function, Tenure, bases_of, functions_of, programmes_of, tenures_of
from api.things.names import Names
from api.things.passages import Lines, Wanted, asking, speaking
from api.things.relations import Other, Relation, other, relations
from api.things.risk import Indicator, indicators_of
from api.things.statements import Stated, leading, stated
from ontology.errors import NotFound
from ontology.iris import checked
from stores.graph.store import Term

SHOWN = 8  # passages and recommendations on the page itself; the rest is a link away
_CODES = {
    "iso3": "ISO 3166-1 alpha-3",
    "m49": "M49",
    "number": "Number",
    "article": "Article",
    "founded": "Founded",
    "issuedYear": "Year",
}
_TOLD = {"scope": "Scope", "certainty": "Source check", "certaintyNote": "Note", "isDistinctCrime": "A crime by itself in law"}
_SAME = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_NAMES = {"prefLabel": "name", "altLabel": "also", "hiddenLabel": "adjective or form"}
_GENERAL = frozenset(("Concept", "Actor", "Crime", "Finding", "DocumentPart", "TextUnit", "Work"))
_SORTS = (
    "crime",
    "risk-factor",
    "indicator",
    "mandate",
    "network",
    "mechanism",
    "instrument",
    "state",
    "region",
    "actor",
    "theme",
)


@dataclass(frozen=True, slots=True)
class Said:
    """A text about a thing, with its language."""

    text: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a program read in a passage: the words, where they stand, what they lead to, by which rule and how sure."""

    passage: Other | None
    printed: str
    leads_to: tuple[Other, ...]
    method: str
    confidence: str
    precision: str


@dataclass(frozen=True, slots=True)
class ThingView:
    """A thing as shown. `sort` is one of those that have sections of their own, else ""; `found` is there for findings only."""

    iri: str
    label: str
    language: str | None
    sort: str
    kinds: tuple[str, ...]
    definitions: tuple[Said, ...]
    notes: tuple[Said, ...]
    sources: tuple[Said, ...]
    codes: tuple[tuple[str, str], ...]
    names: Mapping[str, tuple[str, ...]]
    same: tuple[tuple[str, str], ...]
    relations: tuple[Relation, ...]
    together: tuple[tuple[Other, int], ...]
    speaking: Lines
    by_allusion: Mapping[str, int]
    asking: Lines
    law: Law | None
    bases: tuple[Basis, ...]
    functions: tuple[Function, ...]
    programmes: tuple[CarriedOut, ...]
    tenures: tuple[Tenure, ...]
    indicators: tuple[Indicator, ...]
    documents: int
    found: Found | None
    stated: tuple[Stated, ...]
    leading: tuple[Stated, ...]


def thing(library: Library, serving: Serving, iri: str, languages: Sequence[str] = ENGLISH) -> ThingView:
    """The view of a thing, with names in the first of these languages that they have, else in English.

    NotFound where the graph says nothing of it.
    """
    names, facts = Names(serving, languages, library.iris.base), serving.graph.facts(checked(iri))
    leads = leading(serving, iri, names)
    told = counted(serving)
    if not facts and not leads and not serving.graph.ask(f"ASK {{ ?s ?p <{iri}> }}"):
        raise NotFound(f"{iri} is not in this generation.", advice="Search for its name, or see /queries for what can be listed.")
    place = iri.removeprefix(library.iris.base).partition("/")[0] if iri.startswith(library.iris.base) else ""
    related, labels = relations(serving, iri, names), facts.get(f"{SKOS}prefLabel", ())
    own = names.best(labels)
    return ThingView(
        iri=iri,
        label=names.of(iri),
        language=own.language if own else None,
        sort=place if place in _SORTS else "",
        kinds=_kinds(facts),
        definitions=_said(names, facts, f"{SKOS}definition"),
        notes=_said(names, facts, f"{SKOS}note", f"{SKOS}scopeNote"),
        sources=_said(names, facts, f"{MG}sourceNote", f"{MG}seenAt", "http://purl.org/dc/terms/source"),
        codes=_codes(facts),
        names=_called(facts, languages),
        same=tuple((name, str(one)) for name in _SAME for one in facts.get(f"{SKOS}{name}", ())),
        relations=related,
        together=tuple((other(one, names), count) for one, count in told.together.get(iri, ())),
        speaking=speaking(serving, iri, Wanted(size=SHOWN), languages),
        by_allusion=told.by_year(told.alluded.get(iri, ())),
        asking=asking(serving, iri, Wanted(size=SHOWN), languages),
        law=law_on(iri, names) if place == "crime" else None,
        bases=bases_of(iri, names) if place == "mandate" else (),
        programmes=programmes_of(iri, names) if place == "mandate" else (),
        functions=functions_of((str(one) for one in facts.get(f"{MG}hasFunction", ())), names),
        indicators=indicators_of((str(one) for one in facts.get(f"{MG}hasIndicator", ())), names),
        documents=len(told.spoken.get(iri, ())),
        tenures=tenures_of(iri, names) if place in ("actor", "person") else (),
        found=_found(names, facts) if f"{MG}method" in facts else None,
        stated=stated(serving, iri, names),
        leading=leads,
    )


def _said(names: Names, facts: Mapping[str, Sequence[Term]], *properties: str) -> tuple[Said, ...]:
    """Texts of these properties, each in the language wanted most where it comes in several, in order."""
    found = []
    for name in properties:
        values = facts.get(name, ())
        best = names.best(values)
        found += [Said(str(one), one.language) for one in values if best and one.language == best.language]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.text))


def _kinds(facts: Mapping[str, Sequence[Term]]) -> tuple[str, ...]:
    """The classes of a thing, without those that say no more than another does."""
    found = sorted({str(kind).rpartition("#")[2] for kind in facts.get(TYPE, ()) if "#" in str(kind)})
    return tuple(kind for kind in found if kind not in _GENERAL) or tuple(found)


def _codes(facts: Mapping[str, Sequence[Term]]) -> tuple[tuple[str, str], ...]:
    told = {**_CODES, **_TOLD}
    return tuple((shown, str(one)) for name, shown in told.items() for one in sorted(facts.get(f"{MG}{name}", ()), key=str))


def _called(facts: Mapping[str, Sequence[Term]], languages: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """All names by language, the main one first; the language that is wanted most comes first."""
    found: dict[str, dict[str, None]] = {}
    for name in _NAMES:
        for term in sorted(facts.get(f"{SKOS}{name}", ()), key=str):
            found.setdefault(term.language or "", {})[str(term)] = None
    ordered = sorted(found, key=lambda language: (preference(language, languages), language))
    return {language: tuple(found[language]) for language in ordered}


def _found(names: Names, facts: Mapping[str, Sequence[Term]]) -> Found:
    def first(name: str) -> str:
        return min(map(str, facts.get(f"{MG}{name}", ())), default="")

    passage = first("statedIn") or first("inPassage")
    targets = (
        "of",
        "alludesTo",
        "target",
        "citesPassage",
        "mandate",
        "addressee",
        "actor",
        "theme",
        "ofSituation",
        "underFactor",
    )
    leads = sorted({str(one) for name in targets for one in facts.get(f"{MG}{name}", ())})
    return Found(
        passage=other(passage, names) if passage else None,
        printed=first("asPrinted"),
        leads_to=tuple(other(one, names) for one in leads),
        method=first("method"),
        confidence=first("confidence"),
        precision=first("precision"),
    )
