"""Answers, citing: gathering. In: names as a person gives them. Out: what they name in the graph, with all that a citation needs.
Must not write a style.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.citing.source import Reference, Source
from api.documents import resolve_iri
from api.facts import MG, PREFERRED, SKOS, TYPE, Facts, facts_of
from api.library import Library, Serving
from ontology.errors import BadParameter, NotFound
from ontology.iris import checked, part
from queries.dates import DATED_BY
from reading.citations.cite import cite
from reading.citations.places import Place
from stores.graph.store import GraphStore, Term

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
# The things stand in each branch: before all of them, each would be answered for every passage first.
_THINGS = (
    _PREFIX
    + """SELECT ?thing ?document ?pinpoint ?heading ?number ?article WHERE {{
  {{ VALUES ?thing {{ {iris} }} ?thing a mg:Passage ; mg:inDocument ?document ; mg:pinpoint ?pinpoint }}
  UNION {{ VALUES ?thing {{ {iris} }} ?thing a mg:Section ; mg:inDocument ?document ; mg:heading ?heading
    OPTIONAL {{ ?thing mg:number ?number }} }}
  UNION {{ VALUES ?thing {{ {iris} }} ?thing a mg:LegalBasis ; mg:instrument ?document ; mg:article ?article }}
  UNION {{ VALUES ?thing {{ {iris} }} ?thing a ?kind FILTER(?kind IN (mg:Document, mg:Instrument)) BIND(?thing AS ?document) }}
}} ORDER BY ?thing (LANG(?heading) != "en") ?heading"""
)
_FIDELITIES = {f"{MG}FullText": "full", f"{MG}Digest": "digest"}
_KINDS = ("Report", "Resolution", "Letter", "Statement", "Treaty", "Programme")
_GIVEN = re.compile(r"(?:paras?|arts?|Arts?|sects?|chap|annex|appendix|summary|footnotes?|p|pp)\b[\w .,()–-]{0,100}")
_MARK = re.compile(r"\d+|(?<=\()[a-z]{1,4}(?=\))")  # a number, or the letter of an item
_PARAGRAPHS = re.compile(r"[,(\s]*(?:paragraph|para|¶)", re.IGNORECASE)
_BACKWARDS = re.compile(r"(\d+)\s*(?:-|–|to)\s*(\d+)")
_NUMBERED = ("para", "preamble", "fn")  # what a text that is here has or has not; its sections may bear other marks than in print
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
    """What is known of each document or treaty, by its IRI; the graph knows nothing of the others."""
    stated = {iri: facts_of(serving.graph, checked(iri)) for iri in sorted(set(documents))}
    return {iri: _source(serving.graph, iri, facts) for iri, facts in stated.items() if facts}


def place_of(pinpoint: str) -> str:
    """The place that a pinpoint names, without the document: "para. 49 (b)" of "A/75/863, para. 49 (b)"."""
    return pinpoint.partition(", ")[2]


def _source(graph: GraphStore, iri: str, facts: Facts) -> Source:
    symbols, kinds = _texts(facts, "symbol"), {str(kind) for kind in facts.get(TYPE, ())}
    dates = [date for name in DATED_BY for date in _texts(facts, name)]
    organs = [label for organ in facts.get(f"{MG}adoptedBy", ()) for label in facts_of(graph, str(organ)).get(PREFERRED, ())]
    series = [str(label) for label in facts.get(f"{SKOS}altLabel", ()) if str(label).startswith("Treaty Series, vol.")]
    return Source(
        iri=iri,
        kind=next((kind for kind in _KINDS if f"{MG}{kind}" in kinds), "Document"),
        symbols=tuple(sorted(symbols, key=lambda symbol: (not iri.endswith(f"/{symbol}"), symbol))),
        title=next(iter(_texts(facts, "title") or _labels(facts)), None),
        date=next(iter(_texts(facts, "adopted") or dates), None),
        issued=next(iter(dates), None),
        adopted_by=min((str(label) for label in organs if label.language == "en"), default=None),
        series=next(iter(series), None),
        fidelity=_FIDELITIES.get(min(_fidelities(graph, facts), default=""), "none"),
    )


def _fidelities(graph: GraphStore, facts: Facts) -> Iterator[str]:
    """Of the files of a document that were chosen to be read."""
    for file in facts.get(f"{MG}hasRendition", ()):
        stated = facts_of(graph, str(file))
        if _texts(stated, "chosen") == ["true"]:
            yield from _texts(stated, "fidelity")


def _texts(facts: Facts, name: str) -> list[str]:
    return [str(value) for value in facts.get(f"{MG}{name}", ())]


def _labels(facts: Facts) -> list[str]:
    """The English name of a treaty or policy text of the vocabulary, which has a label in place of a title."""
    return [str(label) for label in facts.get(PREFERRED, ()) if label.language == "en"]


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
        places, rest = (read[0].places, piece[read[0].span.end :]) if read else ((), "")
        if read and (not rest or (all(map(_is_numbered, places)) and (places or _PARAGRAPHS.match(rest)))):
            _refuse_unread(piece, rest, places)
            document = resolve_iri(library, serving, read[0].symbols[0])
            return [_numbered(document, place) for place in places] or [_Asked(document)]
        head, _, place = piece.partition(", ")
        if not _GIVEN.fullmatch(place):
            raise
        return [_Asked("", place, resolve_iri(library, serving, head))]


def _is_numbered(place: Place) -> bool:
    return place.kind in _NUMBERED and not place.section


def _refuse_unread(piece: str, words: str, places: Sequence[Place]) -> None:
    """A place that was read in part must not be cited: a footnote with a wrong number looks like one with a right one."""
    known = {step for place in places for step in (*place.steps, place.annex)}
    unread = [mark for mark in _MARK.findall(words) if mark not in known]
    unread += [f"{first} to {last}" for first, last in _BACKWARDS.findall(words) if int(first) >= int(last)]
    if unread:
        advice = "Write the place as A/75/863, paras. 5–7, or A/75/863, para. 49 (b) and (d)."
        raise BadParameter(f"The place in {piece[:80]!r} cannot be read: {', '.join(unread)[:40]}.", advice=advice)


def _numbered(document: str, place: Place) -> _Asked:
    """A numbered place, as ours are: annex/I/para/49/b. An annex without a number is "annex 1" among them."""
    within = "" if place.annex is None else f"annex/{place.annex or '1'}/"
    words = place.words.replace("annex, ", "annex 1, ")
    return _Asked(part(document, f"{within}{place.kind}/{'/'.join(place.steps)}"), words, document)


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
    """NotFound for a thing that cannot be cited, and for a paragraph that a text here does not have. Where no text is here, or
    a digest, which leaves things out, a place is cited as it was given, and said to be unseen.
    """
    if asked.iri in told:
        document, place = told[asked.iri]
        return Reference(found[document], (place,) if place else (), (asked.iri,) if place else ())
    source = found[told[asked.within][0]] if asked.within in told else None
    if source and not (asked.iri and source.fidelity == "full"):
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
