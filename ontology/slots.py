"""Language: the tables between nouns and triples. In: nothing. Out: for each noun its class and, attribute by attribute, the
property and how a value is written and read. Must not touch graphs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from rdflib import XSD, Literal, URIRef

from ontology import terms as t
from ontology.nouns import (
    Allusion,
    Briefing,
    Citation,
    Document,
    Duty,
    MandateBasis,
    Mention,
    Observation,
    Passage,
    Rendition,
    Section,
)

DOCUMENT_CLASSES: Mapping[str, URIRef] = {
    "report": t.REPORT,
    "resolution": t.RESOLUTION,
    "letter": t.LETTER,
    "statement": t.STATEMENT,
    "treaty": t.TREATY,
    "programme": t.PROGRAMME,
}
PASSAGE_CLASSES: Mapping[str, URIRef] = {
    "paragraph": t.PARAGRAPH,
    "footnote": t.FOOTNOTE,
    "table": t.TABLE,
    "signature": t.SIGNATURE,
    "summary": t.SUMMARY,
    "objective": t.OBJECTIVE,
    "principles": t.PRINCIPLES,
    "priority": t.PRIORITY,
    "outcome": t.OUTCOME,
    "output": t.OUTPUT,
    "activity": t.ACTIVITY,
    "core-function": t.CORE_FUNCTION,
}
ROLE_CLASSES: Mapping[str, URIRef] = {"preambular": t.PREAMBULAR_PARAGRAPH, "operative": t.OPERATIVE_PARAGRAPH}
DUTY_CLASSES: Mapping[str, URIRef] = {"recommendation": t.RECOMMENDATION, "commitment": t.COMMITMENT}
WHO: Mapping[str, URIRef] = {"recommendation": t.ADDRESSEE, "commitment": t.ACTOR_PROPERTY}  # who is asked; who promises
FIDELITIES: Mapping[str, URIRef] = {"full": t.FULL_TEXT, "digest": t.DIGEST}


_WHEN_TYPES: Mapping[int, URIRef] = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}  # by the length of the ISO form


@dataclass(frozen=True, slots=True)
class Codec:
    """How a value becomes a term, and the term the value."""

    encode: Callable[[Any], URIRef | Literal]
    decode: Callable[[Any], Any]


_IRI = Codec(URIRef, str)
_STRING = Codec(Literal, str)  # plain: rdflib holds "x" and "x"^^xsd:string apart, RDF 1.1 does not
INTEGER = Codec(lambda value: Literal(value, datatype=XSD.integer), int)
_DECIMAL = Codec(lambda value: Literal(Decimal(repr(value)), datatype=XSD.decimal), float)
_BOOLEAN = Codec(lambda value: Literal(value, datatype=XSD.boolean), lambda value: bool(value.toPython()))
_DATE = Codec(lambda value: Literal(value.isoformat(), datatype=XSD.date), lambda value: date.fromisoformat(str(value)))
_YEAR = Codec(lambda value: Literal(f"{value:04}", datatype=XSD.gYear), lambda value: int(str(value)))
_WHEN = Codec(lambda value: Literal(value, datatype=_WHEN_TYPES[len(value)]), str)
_ENGLISH = Codec(lambda value: Literal(value, lang="en"), str)
_FIDELITY = Codec(lambda value: FIDELITIES[value], lambda value: next(key for key, term in FIDELITIES.items() if term == value))


@dataclass(frozen=True, slots=True)
class Slot:
    """An attribute of a noun and the property that says it; `many` where it is a tuple."""

    attribute: str
    predicate: URIRef
    codec: Codec
    many: bool = False


EVIDENCE = (
    Slot("method", t.METHOD, _STRING),
    Slot("confidence", t.CONFIDENCE, _DECIMAL),
    Slot("rendition", t.IN_RENDITION, _IRI),
    Slot("as_printed", t.AS_PRINTED, _STRING),
)
SLOTS: Mapping[type[Any], tuple[Slot, ...]] = {
    Rendition: (
        Slot("document", t.RENDITION_OF, _IRI),
        Slot("language", t.LANGUAGE, _STRING),
        Slot("media_type", t.MEDIA_TYPE, _STRING),
        Slot("sha256", t.SHA256, _STRING),
        Slot("fidelity", t.FIDELITY_PROPERTY, _FIDELITY),
        Slot("chosen", t.CHOSEN, _BOOLEAN),
    ),
    Document: (
        Slot("symbols", t.SYMBOL, _STRING, many=True),
        Slot("title", t.TITLE, _ENGLISH),
        Slot("issued", t.ISSUED, _DATE),
        Slot("issued_year", t.ISSUED_YEAR, _YEAR),
        Slot("adopted", t.ADOPTED, _DATE),
        Slot("session", t.SESSION, _STRING),
        Slot("agenda_items", t.AGENDA_ITEM, _STRING, many=True),
        Slot("distribution", t.DISTRIBUTION, _STRING),
        Slot("original_language", t.ORIGINAL_LANGUAGE, _STRING),
        Slot("meeting", t.MEETING, _STRING),
        Slot("vote", t.VOTE, _STRING),
        Slot("corrects", t.CORRECTS, _IRI, many=True),
        Slot("addendum_to", t.ADDENDUM_TO, _IRI, many=True),
        Slot("revises", t.REVISES, _IRI, many=True),
    ),
    Section: (
        Slot("document", t.IN_DOCUMENT, _IRI),
        Slot("number", t.NUMBER, _STRING),
        Slot("level", t.LEVEL, INTEGER),
        Slot("order", t.ORDER, INTEGER),
        Slot("part_of", t.PART_OF, _IRI),
    ),
    Passage: (
        Slot("document", t.IN_DOCUMENT, _IRI),
        Slot("number", t.NUMBER, _STRING),
        Slot("order", t.ORDER, INTEGER),
        Slot("pinpoint", t.PINPOINT, _STRING),
        Slot("part_of", t.PART_OF, _IRI),
        Slot("marked_in", t.MARKED_IN, _IRI),
        Slot("marker_offset", t.MARKER_OFFSET, INTEGER),
        Slot("interrupts", t.INTERRUPTS, _IRI),
    ),
    Citation: (
        Slot("target", t.TARGET, _IRI),
        Slot("unresolved", t.UNRESOLVED, _STRING),
        Slot("cited_part", t.CITED_PART, _STRING),
        Slot("cited_passages", t.CITES_PASSAGE, _IRI, many=True),
    ),
    Mention: (Slot("of", t.OF, _IRI), Slot("weight", t.WEIGHT, _DECIMAL)),
    Allusion: (Slot("to", t.ALLUDES_TO, _IRI), Slot("weight", t.WEIGHT, _DECIMAL)),
    Duty: (
        Slot("verb", t.VERB, _STRING),
        Slot("strength", t.STRENGTH, _STRING),
        Slot("verb_class", t.VERB_CLASS_PROPERTY, _IRI),
        Slot("asked_by", t.ASKED_BY, _IRI),
        Slot("deadline", t.DEADLINE, _WHEN),
        Slot("themes", t.THEME_PROPERTY, _IRI, many=True),
        Slot("pillars", t.PILLAR_PROPERTY, _IRI, many=True),
        Slot("addressee_kinds", t.ADDRESSEE_KIND, _STRING, many=True),
        Slot("due", t.DUE, _STRING),
        Slot("reports_to", t.REPORTS_TO, _IRI, many=True),
        Slot("recommended_by", t.RECOMMENDING_STATE, _IRI, many=True),
        Slot("response", t.RESPONSE, _STRING),
    ),
    Briefing: (
        Slot("briefers", t.BRIEFER, _IRI, many=True),
        Slot("audience", t.AUDIENCE, _IRI, many=True),
        Slot("places", t.ON_SITUATION_IN, _IRI, many=True),
    ),
    Observation: (
        Slot("situation", t.OF_SITUATION, _IRI),
        Slot("as_of", t.AS_OF, _WHEN),
        Slot("factors", t.UNDER_FACTOR, _IRI, many=True),
        Slot("indicators", t.UNDER_INDICATOR, _IRI, many=True),
        Slot("crimes", t.OF_CRIME, _IRI, many=True),
    ),
    MandateBasis: (Slot("mandate", t.MANDATE_PROPERTY, _IRI), Slot("target", t.TARGET, _IRI), Slot("role", t.ROLE, _STRING)),
}
CLASSES: Mapping[type[Any], URIRef] = {
    Rendition: t.RENDITION,
    Document: t.DOCUMENT,
    Section: t.SECTION,
    Passage: t.PASSAGE,
    Citation: t.CITATION,
    Mention: t.MENTION,
    Allusion: t.ALLUSION,
    Duty: t.DUTY,
    MandateBasis: t.MANDATE_BASIS,
    Briefing: t.BRIEFING,
    Observation: t.OBSERVATION,
}
