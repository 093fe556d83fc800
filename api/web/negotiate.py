"""Web: negotiation. In: an Accept header, a ?format=, what there is. Out: what is sent. Must not know what a representation says.

Rule: RFC 9110, section 12.5.1: the most specific range that fits a media type gives its quality; nothing fits what has quality 0.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ontology.errors import BadParameter, MandateGraphError

_RANGE = re.compile(r"([!#$%&'*+.^_`|~0-9a-z-]+)/([!#$%&'*+.^_`|~0-9a-z-]+)")
_QUALITY = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?")
_MOST_RANGES = 100  # browsers send five; a longer list is an attack on our time


class NotAcceptable(MandateGraphError):
    """The client accepts none of the formats that an answer comes in."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One representation: what ?format= calls it, its media type, and other types and names under which it is asked for."""

    name: str
    media_type: str
    also: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def engine(self) -> str:
        """What the stores call this format."""
        return {"jsonld": "json-ld", "ntriples": "n-triples", "rdfxml": "rdf-xml"}.get(self.name, self.name)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is sent: the offer, and the media type under which it was asked for."""

    offer: Offer
    media_type: str

    @property
    def is_html(self) -> bool:
        """Whether a page is sent."""
        return self.offer.name == "html"

    @property
    def content_type(self) -> str:
        """The header's value; only text/* needs its character set said."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


HTML = Offer("html", "text/html", ("application/xhtml+xml",))
JSON = Offer("json", "application/json")
LINKSET = Offer("linkset", "application/linkset+json")
PROBLEM = Offer("problem", "application/problem+json", ("application/json",))
BOOLEAN = (
    Offer("json", "application/sparql-results+json", ("application/json",)),
    Offer("xml", "application/sparql-results+xml", ("application/xml", "text/xml")),
)
SOLUTIONS = (*BOOLEAN, Offer("csv", "text/csv"), Offer("tsv", "text/tab-separated-values"))
RDF = (
    Offer("turtle", "text/turtle", names=("ttl",)),
    Offer("jsonld", "application/ld+json"),
    Offer("ntriples", "application/n-triples", names=("nt",)),
    Offer("rdfxml", "application/rdf+xml"),
)
LINKED = (*RDF[:2], Offer("ntriples", "application/n-triples", ("text/plain",), ("nt",)), RDF[3])
"""The same for things by their IRIs: N-Triples went as text/plain until 2014, and rdflib still asks so for them."""
GRAPH = (
    RDF[0],
    Offer("jsonld", "application/ld+json", ("application/json",), ("json",)),
    RDF[2],
    Offer("rdfxml", "application/rdf+xml", ("application/xml", "text/xml"), ("xml",)),
)
BIBLIOGRAPHIES = {"csljson": "csl-json", "ris": "ris", "bibtex": "bibtex"}
"""What ?format= calls a bibliography -> the style that writes it."""
BIBLIOGRAPHY_OFFERS = (
    Offer("csljson", "application/vnd.citationstyles.csl+json", names=("csl",)),
    Offer("ris", "application/x-research-info-systems"),
    Offer("bibtex", "application/x-bibtex", names=("bib",)),
)
WORD_OFFER = Offer("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", names=("word",))
FOUND = (JSON, HTML, Offer("csv", "text/csv"), Offer("jsonld", "application/ld+json"), *BIBLIOGRAPHY_OFFERS, WORD_OFFER)
CITED = (JSON, HTML, Offer("text", "text/plain", names=("txt",)), *BIBLIOGRAPHY_OFFERS)


def choose(accept: str | None, offers: Sequence[Offer], name: str | None = None) -> Chosen:
    """The representation that fits best; of equal ones the first. A name, from ?format=, wins over the header.

    BadParameter for a name that nothing here has, NotAcceptable for one that this answer does not come in, or an Accept that
    allows none of the offers.
    """
    if name:
        return _named(name, offers)
    ranges = _ranges(accept or "*/*")
    best: tuple[float, int, Chosen] | None = None
    for offer in offers:
        for media_type in (offer.media_type, *offer.also):
            quality, specificity = _quality(media_type, ranges)
            if quality > 0 and (best is None or (quality, specificity) > best[:2]):
                best = (quality, specificity, Chosen(offer, media_type))
    if best is None:
        raise NotAcceptable(
            f"Accept allows none of the formats that this comes in: {accept}.",
            advice=f"It comes as {', '.join(offer.media_type for offer in offers)}.",
        )
    return best[2]


def prefers_page(accept: str | None, name: str | None = None) -> bool:
    """Whether an error is better told to a person, in a page, than to a program."""
    if name:
        return name == HTML.name
    ranges = _ranges(accept or "*/*")
    return _quality(HTML.media_type, ranges) > max(
        _quality(media_type, ranges) for media_type in (PROBLEM.media_type, *PROBLEM.also)
    )


def _named(name: str, offers: Sequence[Offer]) -> Chosen:
    wanted = name.lower().replace("-", "")
    for offer in offers:
        if wanted in (offer.name, *offer.names):
            return Chosen(offer, offer.media_type)
    allowed = ", ".join(offer.name for offer in offers)
    if any(wanted in (offer.name, *offer.names) for offer in (*SOLUTIONS, *GRAPH, *FOUND, *CITED, LINKSET)):
        raise NotAcceptable(f"This does not come in the format {wanted}.", advice=f"It comes in: {allowed}.")
    raise BadParameter(f"There is no format {name[:40]!r}.", advice=f"Use one of: {allowed}.")


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    """Type, subtype and quality of each readable range; parameters but q say nothing that an offer of ours could tell apart."""
    found = []
    for part in accept.lower().split(",")[:_MOST_RANGES]:
        head, *parameters = (piece.strip() for piece in part.split(";"))
        match = _RANGE.fullmatch(head)
        quality = next((piece[2:].strip() for piece in parameters if piece.startswith("q=")), "1")
        if match and _QUALITY.fullmatch(quality):
            found.append((match[1], match[2], float(quality)))
    return found


def _quality(media_type: str, ranges: Sequence[tuple[str, str, float]]) -> tuple[float, int]:
    """The quality of a media type, and how specific the range is that gives it: 2 for the type itself, 0 for */*."""
    main, _, sub = media_type.partition("/")
    fitting = [
        (2 if range_sub == sub else 1 if range_main == main else 0, quality)
        for range_main, range_sub, quality in ranges
        if (range_main, range_sub) in ((main, sub), (main, "*"), ("*", "*"))
    ]
    specificity = max((found for found, _ in fitting), default=0)
    return max((quality for found, quality in fitting if found == specificity), default=0.0), specificity
