"""Answers, things: relations. In: a thing. Out: the things that the vocabulary, the catalogue or a curator relates it to, each
way under a heading that reads. Must not tell what merely follows, nor what was read from texts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.facts import MG, SKOS
from api.library import Serving
from api.once import once
from api.things.names import Names
from ontology.iris import checked

_DCTERMS = "http://purl.org/dc/terms/"
MOST_RELATED = 500  # to one thing; Member States have 193 members, with much room left
HEADINGS: Mapping[str, tuple[str, str]] = {
    f"{MG}memberOf": ("Member of", "Members"),
    f"{MG}subgroupOf": ("Narrower group of", "Narrower groups"),
    f"{MG}inRegion": ("Lies in", "States and regions in it"),
    f"{MG}monitors": ("Monitors", "Monitored by"),
    f"{MG}heldBy": ("Held by", "Mandates held"),
    f"{MG}supportedBy": ("Supported by", "Supports"),
    f"{MG}hostedBy": ("Hosted by", "Hosts"),
    f"{MG}focusRegion": ("Works in", "Networks and mechanisms that work here"),
    f"{MG}hasFunction": ("Functions", "Function of"),
    f"{MG}heldByPerson": ("Person", "Tenures"),
    f"{MG}tenureOf": ("Office", "Tenures"),
    f"{MG}hasIndicator": ("Indicators", "Risk factor"),
    f"{MG}pointsTo": ("Specific to", "Risk factors specific to it"),
    f"{MG}incitesTo": ("Incites to", "Incited by"),
    f"{MG}mayAmountTo": ("May amount to", "What may amount to it"),
    f"{MG}instrument": ("Instrument", "Acts and articles in it"),
    f"{MG}accordingTo": ("According to", "Statements of law that it makes"),
    f"{MG}actOf": ("Act of", "Acts"),
    f"{MG}legalBasisOf": ("Law on", "Law"),
    f"{MG}countsAgainst": ("Counts against", "Counted against by"),
    f"{MG}riskNature": ("Nature", "Of this nature"),
    f"{MG}underPillar": ("Under pillar", "Themes"),
    f"{MG}serves": ("Serves", "Programmes that carry it out"),
    f"{SKOS}broader": ("Broader", "Narrower"),
    f"{SKOS}related": ("Related", "Related"),
    f"{_DCTERMS}isPartOf": ("Part of", "Parts"),
    f"{_DCTERMS}isReplacedBy": ("Replaced by", "Took the place of"),
}
"""Property -> what its values are to a thing, and what the things are whose value it is."""
_LEFT_OUT = ("graph/ontology", "graph/inferred", "graph/quality", "graph/lineage", "graph/reviews")
_RELATED = (
    "SELECT DISTINCT ?p ?o ?s {{ VALUES ?g {{ {graphs} }} VALUES ?p {{ {properties} }} "
    "{{ GRAPH ?g {{ <{iri}> ?p ?o FILTER(isIRI(?o)) }} }} UNION {{ GRAPH ?g {{ ?s ?p <{iri}> }} }} }} LIMIT {most}"
)


@dataclass(frozen=True, slots=True)
class Other:
    """A thing beside the one that is shown. `kind` is the first part of its address: "crime", "actor", "doc"."""

    iri: str
    label: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """What several things are to the one that is shown, in words that read as a heading; those by name."""

    heading: str
    others: tuple[Other, ...]


def relations(serving: Serving, iri: str, names: Names) -> tuple[Relation, ...]:
    """What a thing is related to, in the order of the headings above, each way once."""
    asked = {
        "graphs": " ".join(f"<{graph}>" for graph in _graphs(serving)),
        "properties": " ".join(f"<{one}>" for one in HEADINGS),
    }
    found: dict[tuple[str, bool], set[str]] = {}
    for row in serving.graph.select(_RELATED.format(iri=checked(iri), most=MOST_RELATED, **asked)):
        found.setdefault((str(row["p"]), "s" in row), set()).add(str(row.get("o", row.get("s"))))
    grouped: dict[str, set[str]] = {}
    for name, headings in HEADINGS.items():
        for is_inverse, heading in enumerate(headings):
            if others := found.get((name, bool(is_inverse))):
                grouped.setdefault(heading, set()).update(others)
    return tuple(Relation(heading, in_order(others, names)) for heading, others in grouped.items())


def in_order(iris: set[str] | Sequence[str], names: Names) -> tuple[Other, ...]:
    """Things by their names, numbers within them by size."""
    return tuple(sorted((other(iri, names) for iri in iris), key=lambda one: (_natural(one.label), one.iri)))


def other(iri: str, names: Names) -> Other:
    """A thing with its name and kind."""
    return Other(iri, names.of(iri), iri.removeprefix(names.base).partition("/")[0] if iri.startswith(names.base) else "")


def _natural(label: str) -> tuple[tuple[int, int, str], ...]:
    parts, piece = [], ""
    for sign in label.casefold():
        if piece and sign.isdecimal() != piece[-1].isdecimal():
            parts.append(piece)
            piece = ""
        piece += sign
    return tuple((0, int(part), "") if part.isdecimal() and len(part) < 10 else (1, 0, part) for part in (*parts, piece) if part)


def _graphs(serving: Serving) -> Sequence[str]:
    """The graphs that speak of things by themselves, and not of what a document says."""
    return once(serving, "graphs of things", lambda: [graph for graph in serving.graph.graphs() if _speaks_of_things(graph)])


def _speaks_of_things(graph: str) -> bool:
    return "/graph/doc/" not in graph and not graph.endswith(_LEFT_OUT)
