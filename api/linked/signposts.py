"""Answers, linked data: signposts. In: the IRI of a thing and its classes. Out: where a program finds what belongs to it. Must
not know HTTP.

Rule: the FAIR Signposting Profile (signposting.org) over RFC 8288: cite-as, type, item, collection, license, describedby. A
document has its sections and passages for items, a passage has what it is part of for its collection; each is described by the
context, too, in whose terms our JSON-LD speaks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.described.kit import CONTEXT, versions
from api.described.rights import CC_BY
from api.library import Serving
from ontology.iris import MG, checked

_SCHEMA = "https://schema.org/"
_SCHEMA_TYPES = {
    "Report": "Report",
    "Resolution": "Legislation",
    "Letter": "Message",
    "Treaty": "Legislation",
    "Document": "CreativeWork",
    "Passage": "CreativeWork",
    "Section": "CreativeWork",
    "State": "Country",
    "Person": "Person",
    "Actor": "Organization",
    "Concept": "DefinedTerm",
}
"""Class of ours -> what schema.org has for it; the first that fits is taken."""
_ITEMS = (
    "PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT DISTINCT ?part ?order {{ ?part mg:partOf <{iri}> "
    "OPTIONAL {{ ?part mg:order ?order }} }} ORDER BY ?order STR(?part) LIMIT {most}"
)
_WHOLES = (
    "PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT DISTINCT ?whole {{ "
    "<{iri}> mg:partOf|mg:inDocument|mg:statedIn|mg:inPassage|mg:renditionOf ?whole }} ORDER BY STR(?whole)"
)
_FULL_TEXT = (
    "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
    "ASK {{ <{iri}> mg:inDocument?/mg:hasRendition ?file . ?file mg:chosen true ; mg:fidelity mg:FullText }}"
)
MOST_ITEMS = 10_000
BIBLIOGRAPHIES = (
    ("csljson", "application/vnd.citationstyles.csl+json"),
    ("ris", "application/x-research-info-systems"),
    ("bibtex", "application/x-bibtex"),
)


@dataclass(frozen=True, slots=True)
class Signpost:
    """A link from a thing: its relation, an IRI or a path of this host, and the media type of what is there."""

    relation: str
    target: str
    media_type: str = ""


def signposts(serving: Serving, iri: str, kinds: Sequence[str]) -> tuple[Signpost, ...]:
    """All links of a thing, in the order of the relations above; items in the order of reading."""
    wholes = _rows(serving, _WHOLES, iri, "whole")
    citable = "Document" in kinds or ("Passage" in kinds and wholes)
    return (
        Signpost("cite-as", iri),
        *(Signpost("type", name) for name in _types(kinds)),
        *(Signpost("collection", whole, "text/html") for whole in wholes),
        *(Signpost("item", part, "text/html") for part in _rows(serving, _ITEMS, iri, "part")),
        *(() if _is_full_text(serving, iri) else (Signpost("license", CC_BY),)),
        *(_records(iri) if citable else ()),
        Signpost("describedby", f"/context/{versions()[0]}/{CONTEXT}", "application/ld+json"),
    )


def _is_full_text(serving: Serving, iri: str) -> bool:
    """Whether the words of a thing are the United Nations', for which there is no licence but the public domain."""
    return serving.graph.ask(_FULL_TEXT.format(iri=checked(iri)))


def schema_type(kinds: Sequence[str]) -> str:
    """What schema.org calls a thing of these classes."""
    return _SCHEMA + next((_SCHEMA_TYPES[kind] for kind in _SCHEMA_TYPES if kind in kinds), "Thing")


def _types(kinds: Sequence[str]) -> Sequence[str]:
    return (schema_type(kinds), *(f"{MG}{kind}" for kind in sorted(kinds) if kind != "Thing"))


def _rows(serving: Serving, query: str, iri: str, name: str) -> list[str]:
    return [str(row[name]) for row in serving.graph.select(query.format(iri=checked(iri), most=MOST_ITEMS))]


def _records(iri: str) -> tuple[Signpost, ...]:
    """Where a reference manager finds the record of a document or a passage."""
    return tuple(
        Signpost("describedby", f"/cite?{urlencode({'iri': iri, 'format': name})}", media_type)
        for name, media_type in BIBLIOGRAPHIES
    )
