"""Answers: things. In: the IRI of anything in the graph. Out: its label, what is said of it and by it, where it is named. Must
not know HTTP.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.documents import DocumentView, document
from api.library import Library, Serving
from api.linked.languages import ENGLISH
from api.linked.names import names_of
from api.passages import PassageView, passage
from ontology.errors import BadParameter, NotFound
from ontology.iris import LEADS_TO, MG, checked, finding_kind
from stores.graph.store import Term

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
# A page shows what is said; what follows from it (193 States whom a recommendation concerns) is there to be asked for in SPARQL.
_SAID = 'FILTER(!STRENDS(STR(?g), "/graph/inferred"))'
MOST_SHOWN = 200  # of what leads to a thing, for its page; the data has all of it
_MOST_NAMED = 500
_MOST_READ = 5_000  # of both, before they are put in order: the engine fetches two texts for each step of sorting
_PROPERTIES = _PREFIX + "SELECT DISTINCT ?p ?o {{ GRAPH ?g {{ <{iri}> ?p ?o }} " + _SAID + " }} ORDER BY ?p STR(?o) LIMIT 500"
_NAMED = (
    _PREFIX
    + """SELECT DISTINCT ?passage ?pinpoint ?document ?order {{
  ?passage mg:mentions|mg:cites <{iri}> ; mg:pinpoint ?pinpoint ; mg:inDocument ?document ; mg:order ?order }} LIMIT {most}"""
)
_INVERSE = (
    _PREFIX
    + "SELECT DISTINCT ?s ?p {{ GRAPH ?g {{ ?s ?p <{iri}> }} "
    + _SAID
    + " FILTER(?p NOT IN (mg:mentions, mg:cites, mg:of, mg:target)) }} LIMIT {most}"
)
# What a reviewer held wrong is withdrawn, and may be judged again.
_FOUND = _PREFIX + "ASK {{ {{ <{iri}> mg:method ?method }} UNION {{ ?verdict mg:verdictOn <{iri}> }} }}"
_UNFIT = (
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "SELECT ?class {{ <{property}> rdfs:range ?class FILTER NOT EXISTS {{ <{iri}> a ?class }} }}"
)


@dataclass(frozen=True, slots=True)
class Link:
    """A property with its value: an IRI with its label, or a text with its language."""

    property: str
    value: str
    label: str
    language: str | None
    is_iri: bool


@dataclass(frozen=True, slots=True)
class EntityView:
    """A thing as shown: kinds, label, properties, what points to it, and the passages that name or cite it."""

    iri: str
    label: str
    kinds: tuple[str, ...]
    properties: tuple[Link, ...]
    pointed_from: tuple[Link, ...]
    named_in: tuple[tuple[str, str], ...]


def entity(serving: Serving, iri: str, languages: Sequence[str] = ENGLISH) -> EntityView:
    """Anything in the graph by its IRI, with names in the first of these languages that they have, else in English.

    NotFound where the graph says nothing of it.
    """
    checked(iri)
    rows = serving.graph.select(_PROPERTIES.format(iri=iri))
    found = serving.graph.select(_INVERSE.format(iri=iri, most=_MOST_READ))
    pointed = sorted(found, key=lambda row: (str(row["p"]), str(row["s"])))[:MOST_SHOWN]
    if not rows and not pointed:
        raise NotFound(f"{iri} is not in this generation.", advice="Search for its name, or see /queries for what can be listed.")
    leading = [str(row["s"]) for row in pointed]
    names = names_of(serving, (iri, *(str(row["o"]) for row in rows if row["o"].kind == "iri"), *leading), languages)
    links = tuple(_link(str(row["p"]), row["o"], names) for row in rows)
    return EntityView(
        iri=iri,
        label=names.get(iri) or iri.partition("/doc/")[2] or iri.rstrip("/").rpartition("/")[2],
        kinds=tuple(link.value.rpartition("#")[2] for link in links if link.property.endswith("#type")),
        properties=tuple(link for link in links if not link.property.endswith("#type")),
        pointed_from=tuple(
            Link(str(row["p"]), str(row["s"]), names.get(str(row["s"]), str(row["s"])), None, is_iri=True) for row in pointed
        ),
        named_in=_named_in(serving, iri),
    )


def _named_in(serving: Serving, iri: str) -> tuple[tuple[str, str], ...]:
    """The passages that name or cite a thing, with their pinpoints, document by document as they are read."""
    found = serving.graph.select(_NAMED.format(iri=iri, most=_MOST_READ))
    ordered = sorted(found, key=lambda row: (str(row["document"]), int(str(row["order"])), str(row["passage"])))
    return tuple(dict.fromkeys((str(row["passage"]), str(row["pinpoint"])) for row in ordered[:_MOST_NAMED]))


def view(library: Library, serving: Serving, iri: str) -> DocumentView | PassageView | EntityView:
    """The fullest view of anything: a document, a passage, or whatever else the graph describes."""
    if serving.graph.ask(f"{_PREFIX} ASK {{ <{checked(iri)}> a mg:Document }}"):
        return document(library, serving, iri)
    if serving.graph.ask(f"{_PREFIX} ASK {{ <{iri}> a mg:Passage }}"):
        return passage(library, serving, iri)
    return entity(serving, iri)


def require_finding(serving: Serving, finding: str, leads_to: str | None = None) -> None:
    """NotFound where no such finding stands in the generation or was judged before, or where what it should lead to is unknown;
    BadParameter where that is not of the class that the ontology wants there.
    """
    if not serving.graph.ask(_FOUND.format(iri=checked(finding))):
        raise NotFound(
            f"{finding} is no finding of this generation.",
            advice="`mandategraph show PASSAGE --json` lists the findings that stand on a passage, each with its IRI.",
        )
    if leads_to is not None and not serving.graph.ask(f"ASK {{ <{checked(leads_to)}> ?p ?o }}"):
        raise NotFound(f"{leads_to} is not in this generation.", advice="Give the IRI of something that the graph describes.")
    property_ = f"{MG}{LEADS_TO.get(finding_kind(finding), '')}"
    for row in serving.graph.select(_UNFIT.format(property=property_, iri=leads_to)) if leads_to else ():
        wanted = str(row["class"]).rpartition("#")[2]
        raise BadParameter(
            f"Wanted what a {finding_kind(finding)} leads to, something of the class {wanted}; {leads_to} is not.",
            advice="`mandategraph show IRI` tells the classes of a thing.",
        )


def _link(name: str, term: Term, names: Mapping[str, str]) -> Link:
    return Link(name, str(term), names.get(str(term), str(term)), term.language, is_iri=term.kind == "iri")
