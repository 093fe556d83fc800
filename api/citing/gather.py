"""Answers, citing: gathering. In: names as a person gives them. Out: what they name in the graph, with all that a citation needs.
Must not write a style.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.citing.source import Reference, Source
from api.documents import resolve_iri
from api.library import Library, Serving
from ontology.errors import BadParameter, NotFound
from ontology.iris import checked, part
from reading.citations.cite import cite
from stores.graph.store import Term

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
_THINGS = (
    _PREFIX
    + """SELECT ?thing ?document ?pinpoint ?heading ?number ?article WHERE {{ VALUES ?thing {{ {iris} }}
  {{ ?thing a mg:Passage ; mg:inDocument ?document ; mg:pinpoint ?pinpoint }}
  UNION {{ ?thing a mg:Section ; mg:inDocument ?document ; mg:heading ?heading OPTIONAL {{ ?thing mg:number ?number }} }}
  UNION {{ ?thing a mg:LegalBasis ; mg:instrument ?document ; mg:article ?article }}
  UNION {{ ?thing a ?kind VALUES ?kind {{ mg:Document mg:Instrument }} BIND(?thing AS ?document) }}
}} ORDER BY ?thing (LANG(?heading) != "en") ?heading"""
)
_FACTS = (  # each branch has its VALUES: the engine would go through all documents for one that has not
    _PREFIX
    + """SELECT ?document ?said ?value WHERE {{
  {{ VALUES ?document {{ {iris} }} ?document a ?class BIND("kind" AS ?said) BIND(STRAFTER(STR(?class), "#") AS ?value) }}
  UNION {{ VALUES ?document {{ {iris} }} ?document mg:symbol ?value BIND("symbol" AS ?said) }}
  UNION {{ VALUES ?document {{ {iris} }} ?document mg:title ?value BIND("title" AS ?said) }}
  UNION {{ VALUES ?document {{ {iris} }} ?document mg:adopted ?value BIND("date" AS ?said) }}
  UNION {{ VALUES ?document {{ {iris} }} ?document mg:issued ?value BIND("issued" AS ?said) }}
  UNION {{ VALUES ?document {{ {iris} }} ?document mg:issuedYear ?value BIND("year" AS ?said) }}
  UNION {{ VALUES ?document {{ {iris} }} ?document mg:adoptedBy/skos:prefLabel ?value BIND("organ" AS ?said)
    FILTER(LANG(?value) = "en") }}
  UNION {{ VALUES ?document {{ {iris} }} ?document skos:altLabel ?value BIND("series" AS ?said)
    FILTER(STRSTARTS(?value, "Treaty Series, vol.")) }}
  UNION {{ VALUES ?document {{ {iris} }} ?document mg:hasRendition ?file . ?file mg:chosen true ; mg:fidelity ?fidelity
    BIND("fidelity" AS ?said) BIND(STRAFTER(STR(?fidelity), "#") AS ?value) }}
}} ORDER BY ?document ?said (LANG(?value) != "en") LANG(?value) STR(?value)"""
)
_KINDS = ("Report", "Resolution", "Letter", "Statement", "Treaty", "Programme")
_GIVEN = re.compile(r"(?:paras?|arts?|Arts?|sects?|chap|annex|appendix|summary|footnotes?|p|pp)\b[\w .,()–-]{0,100}")
MOST_SOURCES = 200  # footnotes of one request


@dataclass(frozen=True, slots=True)
class _Asked:
    """One thing that a name asks for: an IRI; or a place in words, with the document or treaty that it is in."""

    iri: str
    place: str = ""
    within: str = ""


def references(library: Library, serving: Serving, names: Sequence[str]) -> list[tuple[Reference, ...]]:
    """For each name, one footnote's references in order. A name is an IRI, a path, a symbol or a citation in words such as
    "A/RES/60/1, paras. 138 and 139"; several are parted by semicolons, and neighbours of one document become one reference.

    NotFound for what the graph does not know, BadParameter for an empty name or more than 200 of them.
    """
    asked = [_asked(library, serving, name) for name in names]
    if not 1 <= len(asked) <= MOST_SOURCES or sum(map(len, asked)) > 2 * MOST_SOURCES:
        raise BadParameter(
            f"Wanted 1 to {MOST_SOURCES} things to cite; got {len(asked)}.", advice="Give iri=doc/A/75/863/para/49/b, or fewer."
        )
    told = _told(serving, {iri for group in asked for one in group for iri in (one.iri, one.within) if iri})
    found = sources(serving, {owner for owner, _ in told.values()})
    return [_merged([_reference(one, told, found) for one in group]) for group in asked]


def sources(serving: Serving, documents: Iterable[str]) -> dict[str, Source]:
    """What is known of each document or treaty, by its IRI."""
    wanted = " ".join(f"<{checked(iri)}>" for iri in sorted(set(documents)))
    said: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in serving.graph.select(_FACTS.format(iris=wanted)) if wanted else ():
        said[str(row["document"])][str(row["said"])].append(str(row["value"]))
    return {iri: _source(iri, facts) for iri, facts in said.items()}


def place_of(pinpoint: str) -> str:
    """The place that a pinpoint names, without the document: "para. 49 (b)" of "A/75/863, para. 49 (b)"."""
    return pinpoint.partition(", ")[2]


def _source(iri: str, facts: Mapping[str, Sequence[str]]) -> Source:
    def first(*names: str) -> str | None:
        return next((facts[name][0] for name in names if facts.get(name)), None)

    return Source(
        iri=iri,
        kind=next((kind for kind in _KINDS if kind in facts.get("kind", ())), "Document"),
        symbols=tuple(sorted(facts.get("symbol", ()), key=lambda symbol: (not iri.endswith(f"/{symbol}"), symbol))),
        title=first("title"),
        date=first("date", "issued", "year"),
        adopted_by=first("organ"),
        series=first("series"),
        fidelity={"FullText": "full", "Digest": "digest"}.get(first("fidelity") or "", "none"),
    )


def _asked(library: Library, serving: Serving, name: str) -> list[_Asked]:
    pieces = [piece.strip() for piece in name.split(";") if piece.strip()]
    if not pieces:
        raise BadParameter("Wanted something to cite; a name is empty.", advice="Give doc/A/75/863/para/49/b, or A/RES/60/1.")
    return [one for piece in pieces for one in _one(library, serving, piece)]


def _one(library: Library, serving: Serving, piece: str) -> list[_Asked]:
    """What one name asks for. Names of things come first, then citations in words, then a name with a place behind it."""
    try:
        return [_Asked(resolve_iri(library, serving, piece))]
    except NotFound:
        read = [printed for printed in cite(piece, ()) if printed.symbols and printed.span.start == 0]
        if read and (read[0].paragraphs or read[0].span.end == len(piece)):
            document = resolve_iri(library, serving, read[0].symbols[0])
            return [_paragraph(document, step) for step in read[0].paragraphs] or [_Asked(document)]
        head, _, place = piece.partition(", ")
        if not _GIVEN.fullmatch(place):
            raise
        return [_Asked("", place, resolve_iri(library, serving, head))]


def _paragraph(document: str, path: str) -> _Asked:
    """The paragraph of a path such as 49/b, which our pinpoints print as para. 49 (b)."""
    number, *items = path.split("/")
    return _Asked(part(document, f"para/{path}"), f"para. {number}{''.join(f' ({item})' for item in items)}", document)


def _told(serving: Serving, iris: set[str]) -> dict[str, tuple[str, str]]:
    """For each thing the document that holds it, and its place there."""
    wanted = " ".join(f"<{checked(iri)}>" for iri in sorted(iris))
    told: dict[str, tuple[str, str]] = {}
    for row in serving.graph.select(_THINGS.format(iris=wanted)):
        if "document" in row:
            told.setdefault(str(row["thing"]), (str(row["document"]), _place(row)))
    return told


def _place(row: Mapping[str, Term]) -> str:
    if pinpoint := row.get("pinpoint"):
        return place_of(str(pinpoint))
    if heading := row.get("heading"):
        steps = str(row["thing"]).removeprefix(str(row["document"])).partition("/section/")[2].replace("/", ".")
        return f"sect. {steps}" if row.get("number") else f"section entitled “{heading}”"
    return str(row.get("article") or "")


def _reference(asked: _Asked, told: Mapping[str, tuple[str, str]], found: Mapping[str, Source]) -> Reference:
    """NotFound for a thing that cannot be cited, and for a paragraph that a text here does not have. Where no text is here, a
    place is cited as it was given, and said to be unseen.
    """
    if asked.iri in told:
        document, place = told[asked.iri]
        return Reference(found[document], (place,) if place else (), (asked.iri,) if place else ())
    source = found[told[asked.within][0]] if asked.within in told else None
    if source and not (asked.iri and source.fidelity != "none"):
        return Reference(source, (asked.place,), (), (asked.place,))
    raise NotFound(
        f"There is no {asked.place} in {source.joined or source.title}." if source else f"Nothing to cite is at {asked.iri}.",
        advice="Cite a document, a section or a passage, as A/75/863, para. 49 (b); see `mandategraph query documents-list`.",
    )


def _merged(found: Sequence[Reference]) -> tuple[Reference, ...]:
    """Neighbours of one document as one reference."""
    merged: list[Reference] = []
    for one in found:
        if merged and merged[-1].source.iri == one.source.iri and merged[-1].places and one.places:
            merged.append(_joined(merged.pop(), one))
        else:
            merged.append(one)
    return tuple(merged)


def _joined(last: Reference, one: Reference) -> Reference:
    return Reference(one.source, last.places + one.places, last.passages + one.passages, last.unseen + one.unseen)
