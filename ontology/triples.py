"""Language: nouns to triples and back. In: a noun, or a graph and an IRI. Out: rdflib triples, or the noun. Must not touch a
store.

One table a noun: attribute, property, codec. Lists have no order in RDF: several values come back sorted, a document's own
symbol first. Words of a digest are `mg:digestText`, never `mg:text`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from rdflib import RDF, XSD, Graph, Literal, URIRef

from ontology import terms as t
from ontology.errors import NotFound
from ontology.nouns import (
    Briefing,
    Citation,
    Derived,
    Document,
    Duty,
    Evidence,
    MandateBasis,
    Mention,
    Noun,
    Observation,
    Passage,
    Rendition,
    Section,
)
from ontology.span import Span

Triple = tuple[URIRef, URIRef, URIRef | Literal]
N = TypeVar("N", bound=Noun)

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
    "summary": t.SUMMARY,
    "objective": t.OBJECTIVE,
    "principles": t.PRINCIPLES,
    "priority": t.PRIORITY,
    "outcome": t.OUTCOME,
    "output": t.OUTPUT,
    "activity": t.ACTIVITY,
    "core-function": t.CORE_FUNCTION,
}
DUTY_CLASSES: Mapping[str, URIRef] = {"recommendation": t.RECOMMENDATION, "commitment": t.COMMITMENT}
_WHO: Mapping[str, URIRef] = {"recommendation": t.ADDRESSEE, "commitment": t.ACTOR_PROPERTY}  # who is asked; who promises
FIDELITIES: Mapping[str, URIRef] = {"full": t.FULL_TEXT, "digest": t.DIGEST}


_WHEN_TYPES: Mapping[int, URIRef] = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}  # by the length of the ISO form


@dataclass(frozen=True, slots=True)
class _Codec:
    encode: Callable[[Any], URIRef | Literal]
    decode: Callable[[Any], Any]


_IRI = _Codec(URIRef, str)
_STRING = _Codec(Literal, str)  # plain: rdflib holds "x" and "x"^^xsd:string apart, RDF 1.1 does not
_INTEGER = _Codec(lambda value: Literal(value, datatype=XSD.integer), int)
_DECIMAL = _Codec(lambda value: Literal(Decimal(repr(value)), datatype=XSD.decimal), float)
_BOOLEAN = _Codec(lambda value: Literal(value, datatype=XSD.boolean), lambda value: bool(value.toPython()))
_DATE = _Codec(lambda value: Literal(value.isoformat(), datatype=XSD.date), lambda value: date.fromisoformat(str(value)))
_YEAR = _Codec(lambda value: Literal(f"{value:04}", datatype=XSD.gYear), lambda value: int(str(value)))
_WHEN = _Codec(lambda value: Literal(value, datatype=_WHEN_TYPES[len(value)]), str)
_ENGLISH = _Codec(lambda value: Literal(value, lang="en"), str)
_FIDELITY = _Codec(lambda value: FIDELITIES[value], lambda value: next(key for key, term in FIDELITIES.items() if term == value))


@dataclass(frozen=True, slots=True)
class _Slot:
    attribute: str
    predicate: URIRef
    codec: _Codec
    many: bool = False


_EVIDENCE = (
    _Slot("method", t.METHOD, _STRING),
    _Slot("confidence", t.CONFIDENCE, _DECIMAL),
    _Slot("rendition", t.IN_RENDITION, _IRI),
    _Slot("as_printed", t.AS_PRINTED, _STRING),
)
_SLOTS: Mapping[type[Any], tuple[_Slot, ...]] = {
    Rendition: (
        _Slot("document", t.RENDITION_OF, _IRI),
        _Slot("language", t.LANGUAGE, _STRING),
        _Slot("media_type", t.MEDIA_TYPE, _STRING),
        _Slot("sha256", t.SHA256, _STRING),
        _Slot("fidelity", t.FIDELITY_PROPERTY, _FIDELITY),
        _Slot("chosen", t.CHOSEN, _BOOLEAN),
    ),
    Document: (
        _Slot("symbols", t.SYMBOL, _STRING, many=True),
        _Slot("title", t.TITLE, _ENGLISH),
        _Slot("issued", t.ISSUED, _DATE),
        _Slot("issued_year", t.ISSUED_YEAR, _YEAR),
    ),
    Section: (
        _Slot("document", t.IN_DOCUMENT, _IRI),
        _Slot("number", t.NUMBER, _STRING),
        _Slot("level", t.LEVEL, _INTEGER),
        _Slot("order", t.ORDER, _INTEGER),
        _Slot("part_of", t.PART_OF, _IRI),
    ),
    Passage: (
        _Slot("document", t.IN_DOCUMENT, _IRI),
        _Slot("number", t.NUMBER, _STRING),
        _Slot("order", t.ORDER, _INTEGER),
        _Slot("pinpoint", t.PINPOINT, _STRING),
        _Slot("part_of", t.PART_OF, _IRI),
        _Slot("marked_in", t.MARKED_IN, _IRI),
        _Slot("marker_offset", t.MARKER_OFFSET, _INTEGER),
        _Slot("interrupts", t.INTERRUPTS, _IRI),
    ),
    Citation: (
        _Slot("target", t.TARGET, _IRI),
        _Slot("unresolved", t.UNRESOLVED, _STRING),
        _Slot("cited_part", t.CITED_PART, _STRING),
        _Slot("cited_passages", t.CITES_PASSAGE, _IRI, many=True),
    ),
    Mention: (_Slot("of", t.OF, _IRI),),
    Duty: (
        _Slot("verb", t.VERB, _STRING),
        _Slot("strength", t.STRENGTH, _STRING),
        _Slot("verb_class", t.VERB_CLASS_PROPERTY, _IRI),
        _Slot("asked_by", t.ASKED_BY, _IRI),
        _Slot("deadline", t.DEADLINE, _WHEN),
        _Slot("themes", t.THEME_PROPERTY, _IRI, many=True),
        _Slot("pillars", t.PILLAR_PROPERTY, _IRI, many=True),
    ),
    Briefing: (
        _Slot("briefers", t.BRIEFER, _IRI, many=True),
        _Slot("audience", t.AUDIENCE, _IRI, many=True),
        _Slot("places", t.ON_SITUATION_IN, _IRI, many=True),
    ),
    Observation: (
        _Slot("situation", t.OF_SITUATION, _IRI),
        _Slot("as_of", t.AS_OF, _WHEN),
        _Slot("factors", t.UNDER_FACTOR, _IRI, many=True),
        _Slot("indicators", t.UNDER_INDICATOR, _IRI, many=True),
        _Slot("crimes", t.OF_CRIME, _IRI, many=True),
    ),
    MandateBasis: (_Slot("mandate", t.MANDATE_PROPERTY, _IRI), _Slot("target", t.TARGET, _IRI), _Slot("role", t.ROLE, _STRING)),
}
_CLASSES: Mapping[type[Any], URIRef] = {
    Rendition: t.RENDITION,
    Document: t.DOCUMENT,
    Section: t.SECTION,
    Passage: t.PASSAGE,
    Citation: t.CITATION,
    Mention: t.MENTION,
    Duty: t.DUTY,
    MandateBasis: t.MANDATE_BASIS,
    Briefing: t.BRIEFING,
    Observation: t.OBSERVATION,
}
_STATED_IN = (Duty, MandateBasis, Briefing, Observation)  # what a passage says; citations and mentions stand in a passage


def to_triples(noun: Noun) -> Iterator[Triple]:
    """The triples that describe a noun, shortcuts not among them."""
    subject = URIRef(noun.iri)
    for kind in _classes(noun):
        yield subject, RDF.type, kind
    yield from _slots(subject, noun, _SLOTS[type(noun)])
    if isinstance(noun, Section):
        yield subject, t.HEADING, Literal(noun.heading, lang=noun.language)
    elif isinstance(noun, Passage):
        predicate = t.TEXT if noun.fidelity == "full" else t.DIGEST_TEXT
        yield subject, predicate, Literal(noun.text, lang=noun.language)
    elif isinstance(noun, Duty):
        yield subject, t.ACTION, Literal(noun.action, lang=noun.language)
        if noun.deliverable:
            yield subject, t.DELIVERABLE, Literal(noun.deliverable, lang=noun.language)
        for actor in noun.addressees:
            yield subject, _WHO[noun.kind], URIRef(actor)
    if isinstance(noun, Derived):
        yield from _evidence(subject, noun)


def from_triples(graph: Graph, iri: str, kind: type[N]) -> N:
    """The noun of a kind that a graph describes under an IRI; NotFound where it describes none, or something else."""
    subject = URIRef(iri)
    if (subject, RDF.type, _CLASSES[kind]) not in graph:
        raise _not_described(subject, kind.__name__)
    values: dict[str, Any] = {"iri": iri} | {slot.attribute: _value(graph, subject, slot) for slot in _SLOTS[kind]}
    values |= _KIND_VALUES[kind](graph, subject) if kind in _KIND_VALUES else {}
    if any(field.name == "evidence" for field in fields(kind)):
        values["evidence"] = _read_evidence(graph, subject, kind)
    if kind is Document:
        values["symbols"] = tuple(sorted(values["symbols"], key=lambda symbol: (not iri.endswith(symbol), symbol)))
    return kind(**values)


def _slots(subject: URIRef, thing: object, slots: tuple[_Slot, ...]) -> Iterator[Triple]:
    for slot in slots:
        value = getattr(thing, slot.attribute)
        for one in value if slot.many else () if value is None else (value,):
            yield subject, slot.predicate, slot.codec.encode(one)


def _classes(noun: Noun) -> tuple[URIRef, ...]:
    general = _CLASSES[type(noun)]
    if isinstance(noun, Document):
        return general, DOCUMENT_CLASSES[noun.kind]
    if isinstance(noun, Passage):
        return general, PASSAGE_CLASSES[noun.kind]
    if isinstance(noun, Duty):
        return general, DUTY_CLASSES[noun.kind]
    return (general,)


def _evidence(subject: URIRef, noun: Derived) -> Iterator[Triple]:
    evidence = noun.evidence
    yield subject, t.STATED_IN if isinstance(noun, _STATED_IN) else t.IN_PASSAGE, URIRef(evidence.passage)
    yield subject, t.START, _INTEGER.encode(evidence.span.start)
    yield subject, t.END, _INTEGER.encode(evidence.span.end)
    yield from _slots(subject, evidence, _EVIDENCE)


def _read_evidence(graph: Graph, subject: URIRef, kind: type[Any]) -> Evidence:
    passage = graph.value(subject, t.STATED_IN if kind in _STATED_IN else t.IN_PASSAGE)
    span = Span(int(str(graph.value(subject, t.START))), int(str(graph.value(subject, t.END))))
    rest = {slot.attribute: _value(graph, subject, slot) for slot in _EVIDENCE}
    return Evidence(passage=str(passage), span=span, **rest)


def _value(graph: Graph, subject: URIRef, slot: _Slot) -> Any:  # noqa: ANN401 - the slot's codec says what comes
    if slot.many:
        return tuple(sorted(slot.codec.decode(value) for value in graph.objects(subject, slot.predicate)))
    value = graph.value(subject, slot.predicate)
    return None if value is None else slot.codec.decode(value)


def _kind(graph: Graph, subject: URIRef, table: Mapping[str, URIRef]) -> str:
    types = set(graph.objects(subject, RDF.type))
    kind = next((key for key, term in table.items() if term in types), None)
    if kind is None:
        raise _not_described(subject, f"one of {', '.join(table)}")
    return kind


def _not_described(subject: URIRef, what: str) -> NotFound:
    return NotFound(f"Wanted {subject} described as {what}; the graph does not.", advice="Ask for an IRI of the published graph.")


def _document_values(graph: Graph, subject: URIRef) -> dict[str, Any]:
    return {"kind": _kind(graph, subject, DOCUMENT_CLASSES)}


def _section_values(graph: Graph, subject: URIRef) -> dict[str, Any]:
    heading = graph.value(subject, t.HEADING)
    return {"heading": str(heading), "language": getattr(heading, "language", None)}


def _passage_values(graph: Graph, subject: URIRef) -> dict[str, Any]:
    full = graph.value(subject, t.TEXT)
    words = graph.value(subject, t.DIGEST_TEXT) if full is None else full
    fidelity = "digest" if full is None else "full"
    kind = _kind(graph, subject, PASSAGE_CLASSES)
    return {"kind": kind, "text": str(words), "language": getattr(words, "language", None), "fidelity": fidelity}


def _duty_values(graph: Graph, subject: URIRef) -> dict[str, Any]:
    action, kind = graph.value(subject, t.ACTION), _kind(graph, subject, DUTY_CLASSES)
    actors = tuple(sorted(map(str, graph.objects(subject, _WHO[kind]))))
    deliverable = graph.value(subject, t.DELIVERABLE)
    return {
        "kind": kind,
        "addressees": actors,
        "action": str(action),
        "language": getattr(action, "language", None),
        "deliverable": None if deliverable is None else str(deliverable),
    }


_KIND_VALUES: Mapping[type[Any], Callable[[Graph, URIRef], dict[str, Any]]] = {
    Document: _document_values,
    Section: _section_values,
    Passage: _passage_values,
    Duty: _duty_values,
}
