"""Answers, reader: particulars. In: a document. Out: how it came to be and what became of it, as far as the graph knows, each
with where that is known from. Must not conclude: what is not stated is not told.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from api.documents import PREFIX
from api.facts import MG, Facts, facts_of, in_order
from api.library import Serving
from api.said import label_of
from ontology.iris import checked

_PRINTED, _SYMBOL, _METADATA = "as the document prints it", "as its symbol tells", "as the file's metadata count them"
_CATALOGUE = "as the catalogue of this corpus has it"
_STATED = (
    ("adopted", "Adopted on", _PRINTED),
    ("meeting", "Meeting", _PRINTED),
    ("vote", "Vote", _METADATA),
    ("session", "Session", "as its masthead or its symbol has it"),
    ("agendaItem", "Agenda item", _PRINTED),
    ("issued", "Issued on", "as the file or its catalogue entry has it"),
    ("distribution", "Distribution", _PRINTED),
    ("originalLanguage", "Original language", _PRINTED),
)
_LEADING = (("revises", "Stands in place of"), ("corrects", "Corrects"), ("addendumTo", "Adds to"))
_LED_FROM = {"revises": "Superseded by", "corrects": "Corrected by", "addendumTo": "Added to by"}
_LATER = (
    PREFIX + "SELECT DISTINCT ?property ?other {{ VALUES ?property {{ mg:revises mg:corrects mg:addendumTo }} "
    "?other ?property <{iri}> }} ORDER BY ?property ?other LIMIT 40"
)


@dataclass(frozen=True, slots=True)
class Particular:
    """Something that is known of a document: what it is called, its value, the thing that it leads to ("" for a plain value), and
    where it is known from.
    """

    name: str
    value: str
    iri: str
    source: str


def particulars(serving: Serving, document: str, fidelity: str) -> tuple[Particular, ...]:
    """Who adopted or issued a document, when, how the votes fell, and what stands in its place: nothing that is not stated. Only
    where its full text is here was that read from the document; `fidelity` is that of a document's view.
    """
    facts = facts_of(serving.graph, checked(document))
    return (*_adopted_by(serving, facts), *_stated(facts, fidelity), *_related(serving, document, facts))


def _adopted_by(serving: Serving, facts: Facts) -> Iterator[Particular]:
    for organ in facts.get(f"{MG}adoptedBy", ()):
        yield Particular("Adopted by", label_of(serving.graph, str(organ)) or str(organ), str(organ), _SYMBOL)


def _stated(facts: Facts, fidelity: str) -> Iterator[Particular]:
    for property_name, name, source in _STATED:
        for value in in_order(facts.get(f"{MG}{property_name}", ())):
            yield Particular(name, str(value), "", source if fidelity == "full" else _CATALOGUE)


def _related(serving: Serving, document: str, facts: Facts) -> Iterator[Particular]:
    for property_name, name in _LEADING:
        for led_to in facts.get(f"{MG}{property_name}", ()):
            yield Particular(name, _called(serving, str(led_to)), str(led_to), _SYMBOL)
    for row in serving.graph.select(_LATER.format(iri=document)):
        other = str(row["other"])
        yield Particular(_LED_FROM[str(row["property"]).removeprefix(MG)], _called(serving, other), other, "as that symbol tells")


def _called(serving: Serving, document: str) -> str:
    return str(next(iter(facts_of(serving.graph, document).get(f"{MG}symbol", ())), document))
