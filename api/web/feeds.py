"""Web: the change feed. In: a page's number or a generation. Out: Atom, JSON or a page. Must not read the log itself.

Rules: Atom (RFC 4287), its paging (RFC 5005, section 4: archived feeds) and its tombstones (RFC 6721) for documents that were
withdrawn. What Atom has no words for stands in elements of a namespace of ours.
"""

import json
from dataclasses import dataclass
from xml.etree import ElementTree as Xml

from fastapi import Request, Response

from api import feed
from api.changes import published
from api.web import parameters
from api.web.negotiate import HTML, JSON, Offer, choose
from api.web.own_address import own_address
from api.web.pages import library_of
from api.web.pages import page as html
from ontology.errors import BadParameter
from ontology.iris import DEFAULT_BASE
from stores.dumps import FORMATS, SUMS

ATOM = Offer("atom", "application/atom+xml", ("application/xml", "text/xml"), ("xml",))
_EMPTY = "empty"
_UNKNOWN = "1970-01-01T00:00:00Z"  # a generation from before times were kept
_NAMESPACES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:fh": "http://purl.org/syndication/history/1.0",
    "xmlns:at": "http://purl.org/atompub/tombstones/1.0",
    "xmlns:mg": f"{DEFAULT_BASE}feed#",
}
DISCLAIMER = "Not an official United Nations product."


def changes(request: Request) -> Response:
    """The feed: the newest generations, a page of older ones (`page`), or what came after a generation (`since`)."""
    pairs = parameters.of_address(request)
    parameters.refuse_unknown(pairs, ("format", "page", "since"))
    chosen = choose(request.headers.get("accept"), (JSON, ATOM, HTML), parameters.single(pairs, "format"))
    number, since = parameters.single(pairs, "page"), parameters.single(pairs, "since")
    if number and since:
        raise BadParameter("Wanted a page of the feed or what came since a generation; got both.", advice="Leave one out.")
    library = library_of(request)
    with library.serving() as serving:
        if since:
            found = feed.since(library, serving, None if since == _EMPTY else since)
        else:
            found = feed.page(library, serving, _number(number))
        if chosen.is_html:
            return html(request, "changes.html", {"found": found, "since": since})
        place = Place(own_address(request), library.settings.base, since)
        if chosen.offer is ATOM:
            body = _atom(place, found, published(serving.generation.folder) or _UNKNOWN)
        else:
            body = json.dumps(_told(place, found), ensure_ascii=False).encode() + b"\n"
        return Response(body, headers={"Content-Type": chosen.content_type})


@dataclass(frozen=True, slots=True)
class Place:
    """Where the feed is asked for, and the base of our IRIs. `since` is empty where it was not asked since a generation."""

    host: str
    base: str
    since: str | None

    def version(self, generation: str) -> str:
        """The IRI of the dataset as of a generation."""
        return f"{self.base}dataset/{generation}"

    def following(self, found: feed.Page) -> str | None:
        """The address of what comes after a page."""
        if found.following is None:
            return None
        return f"{self.host}/changes?{'since' if self.since else 'page'}={found.following}"


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 9):
        raise BadParameter(f"Wanted the number of a page in ?page=; got {text[:20]!r}.", advice="The oldest is page=1.")
    return int(text)


def _told(place: Place, found: feed.Page) -> dict[str, object]:
    entries = [one.as_dict() for one in found.entries]
    for told, one in zip(entries, found.entries, strict=True):
        told["changes"] = [
            graph.as_dict() | {"dumps": {ending: place.host + path for ending, path in graph.dumps.items()}}
            for graph in one.graphs
        ]
    return {
        "generation": found.generation,
        "statements": found.statements,
        "version": place.version(found.generation),
        "page": found.number,
        "pages": found.pages,
        "since": place.since,
        "next": place.following(found),
        "whole": {form.ending: f"{place.host}/dumps/{found.generation}/{form.file}" for form in FORMATS},
        "checksums": f"{place.host}/dumps/{found.generation}/{SUMS}",
        "note": DISCLAIMER,
        "entries": entries,
    }


def _atom(place: Place, found: feed.Page, updated: str) -> bytes:
    """A feed document; the entries newest first, as readers expect, unless it was asked since a generation."""
    root = Xml.Element("feed", _NAMESPACES)
    _put(root, "id", f"{place.base}changes")
    _put(root, "title", "MandateGraph: what changed")
    _put(root, "subtitle", DISCLAIMER)
    _put(root, "updated", found.entries[0].entry.published if found.entries and not place.since else updated)
    _put(_put(root, "author"), "name", "MandateGraph")
    _put(root, "mg:generation", found.generation)
    _link(root, "self", f"{place.host}/changes{_query(place, found)}", ATOM.media_type)
    _link(root, "alternate", f"{place.host}/changes", "text/html")
    if following := place.following(found):
        _link(root, "next" if place.since else "prev-archive", following, ATOM.media_type)
    if found.number is not None and found.number != found.pages:
        _put(root, "fh:archive")
        _link(root, "current", f"{place.host}/changes", ATOM.media_type)
        _link(root, "next-archive", f"{place.host}/changes?page={found.number + 1}", ATOM.media_type)
    for one in found.entries:
        _entry(root, place, one)
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _query(place: Place, found: feed.Page) -> str:
    if place.since:
        return f"?since={place.since}"
    return "" if found.number == found.pages else f"?page={found.number}"


def _entry(root: Xml.Element, place: Place, one: feed.Told) -> None:
    entry = one.entry
    told = _put(root, "entry")
    _put(told, "id", place.version(entry.generation))
    _put(told, "title", one.title)
    _put(told, "published", entry.published)
    _put(told, "updated", entry.published)
    _link(told, "alternate", f"{place.host}/dataset/{entry.generation}", "text/html")
    counts = f"{entry.was_statements:,} statements before, {entry.statements:,} after."
    _put(told, "summary", f"{counts} {DISCLAIMER}")
    _put(told, "mg:generation", entry.generation, before=entry.before or "")
    for graph in one.graphs:
        _graph(told, place, graph)
    for iri in entry.withdrawn:
        _put(told, "mg:withdrawn", iri=iri)
    for graph in one.graphs:
        if graph.change.change == "withdrawn" and graph.change.document:
            gone = _put(root, "at:deleted-entry", ref=graph.change.document, when=entry.published)
            _put(gone, "at:comment", f"Withdrawn by the generation {entry.generation}.")


def _graph(told: Xml.Element, place: Place, graph: feed.Graph) -> None:
    one = graph.change
    counts = {"sha256": one.sha256, "statements": str(one.statements), "was": str(one.was_statements)}
    document = {"document": one.document} if one.document else {}
    put = _put(told, "mg:graph", iri=one.graph, change=one.change, last=str(graph.is_last).lower(), **counts, **document)
    for ending, path in graph.dumps.items():
        _put(put, "link", rel="enclosure", href=place.host + path, type="application/gzip", title=ending)


def _put(parent: Xml.Element, name: str, text: str | None = None, **attributes: str) -> Xml.Element:
    put = Xml.SubElement(parent, name, attributes)
    put.text = text
    return put


def _link(parent: Xml.Element, rel: str, href: str, media_type: str) -> None:
    _put(parent, "link", rel=rel, href=href, type=media_type)
