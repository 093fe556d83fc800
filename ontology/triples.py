"""Language: nouns to triples and back. In: a noun, or a graph and an IRI. Out: rdflib triples, or the noun. Must not touch a
store.

Attribute by attribute by the tables of ontology.slots. Lists have no order in RDF: several values come back sorted, a
document's own symbol first. Words of a digest are `mg:digestText`, never `mg:text`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from rdflib import RDF, Graph, Literal, URIRef

from ontology import terms as t
from ontology.errors import NotFound
from ontology.nouns import Briefing, Derived, Document, Duty, Evidence, MandateBasis, Noun, Observation, Passage, Section
from ontology.slots import (
    CLASSES,
    DOCUMENT_CLASSES,
    DUTY_CLASSES,
    EVIDENCE,
    FIDELITIES,
    INTEGER,
    PASSAGE_CLASSES,
    ROLE_CLASSES,
    SLOTS,
    WHO,
    Slot,
)
from ontology.span import Span

__all__ = ["DOCUMENT_CLASSES", "FIDELITIES", "PASSAGE_CLASSES", "Triple", "from_triples", "to_triples"]

Triple = tuple[URIRef, URIRef, URIRef | Literal]
N = TypeVar("N", bound=Noun)

_STATED_IN = (Duty, MandateBasis, Briefing, Observation)  # what a passage says; citations and mentions stand in a passage


def to_triples(noun: Noun) -> Iterator[Triple]:
    """The triples that describe a noun, shortcuts not among them."""
    subject = URIRef(noun.iri)
    for kind in _classes(noun):
        yield subject, RDF.type, kind
    yield from _slots(subject, noun, SLOTS[type(noun)])
    if isinstance(noun, Section):
        yield subject, t.HEADING, Literal(noun.heading, lang=noun.language)
    elif isinstance(noun, Passage):
        predicate = t.TEXT if noun.fidelity == "full" else t.DIGEST_TEXT
        yield subject, predicate, Literal(noun.text, lang=noun.language)
        if noun.marker_offset is not None:
            yield subject, t.MARKER_OFFSET_IN_LANGUAGE, Literal(str(noun.marker_offset), lang=noun.language)
    elif isinstance(noun, Duty):
        yield subject, t.ACTION, Literal(noun.action, lang=noun.language)
        if noun.deliverable:
            yield subject, t.DELIVERABLE, Literal(noun.deliverable, lang=noun.language)
        for actor in noun.addressees:
            yield subject, WHO[noun.kind], URIRef(actor)
    if isinstance(noun, Derived):
        yield from _evidence(subject, noun)


def from_triples(graph: Graph, iri: str, kind: type[N]) -> N:
    """The noun of a kind that a graph describes under an IRI; NotFound where it describes none, or something else."""
    subject = URIRef(iri)
    if (subject, RDF.type, CLASSES[kind]) not in graph:
        raise _not_described(subject, kind.__name__)
    values: dict[str, Any] = {"iri": iri} | {slot.attribute: _value(graph, subject, slot) for slot in SLOTS[kind]}
    values |= _KIND_VALUES[kind](graph, subject) if kind in _KIND_VALUES else {}
    if any(field.name == "evidence" for field in fields(kind)):
        values["evidence"] = _read_evidence(graph, subject, kind)
    if kind is Document:
        values["symbols"] = tuple(sorted(values["symbols"], key=lambda symbol: (not iri.endswith(symbol), symbol)))
    return kind(**values)


def _slots(subject: URIRef, thing: object, slots: tuple[Slot, ...]) -> Iterator[Triple]:
    for slot in slots:
        value = getattr(thing, slot.attribute)
        for one in value if slot.many else () if value is None else (value,):
            yield subject, slot.predicate, slot.codec.encode(one)


def _classes(noun: Noun) -> tuple[URIRef, ...]:
    general = CLASSES[type(noun)]
    if isinstance(noun, Document):
        return general, DOCUMENT_CLASSES[noun.kind]
    if isinstance(noun, Passage):
        role = (ROLE_CLASSES[noun.role],) if noun.role and noun.kind == "paragraph" else ()
        return general, PASSAGE_CLASSES[noun.kind], *role
    if isinstance(noun, Duty):
        return general, DUTY_CLASSES[noun.kind]
    return (general,)


def _evidence(subject: URIRef, noun: Derived) -> Iterator[Triple]:
    evidence = noun.evidence
    yield subject, t.STATED_IN if isinstance(noun, _STATED_IN) else t.IN_PASSAGE, URIRef(evidence.passage)
    yield subject, t.START, INTEGER.encode(evidence.span.start)
    yield subject, t.END, INTEGER.encode(evidence.span.end)
    yield from _slots(subject, evidence, EVIDENCE)


def _read_evidence(graph: Graph, subject: URIRef, kind: type[Any]) -> Evidence:
    passage = graph.value(subject, t.STATED_IN if kind in _STATED_IN else t.IN_PASSAGE)
    span = Span(int(str(graph.value(subject, t.START))), int(str(graph.value(subject, t.END))))
    rest = {slot.attribute: _value(graph, subject, slot) for slot in EVIDENCE}
    return Evidence(passage=str(passage), span=span, **rest)


def _value(graph: Graph, subject: URIRef, slot: Slot) -> Any:  # noqa: ANN401 - the slot's codec says what comes
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
    types = set(graph.objects(subject, RDF.type))
    role = next((name for name, term in ROLE_CLASSES.items() if term in types), None)
    return {"kind": kind, "text": str(words), "language": getattr(words, "language", None), "fidelity": fidelity, "role": role}


def _duty_values(graph: Graph, subject: URIRef) -> dict[str, Any]:
    action, kind = graph.value(subject, t.ACTION), _kind(graph, subject, DUTY_CLASSES)
    actors = tuple(sorted(map(str, graph.objects(subject, WHO[kind]))))
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
