"""Answers, linked data: what a reference manager reads from a page. In: a reference. Out: Highwire tags, a COinS, properties of
schema.org. Must not ask the graph or write markup.

Forms: the citation_* tags that Google Scholar asks for and Zotero reads; COinS (OpenURL ContextObject in SPAN, Z39.88-2004,
format info:ofi/fmt:kev:mtx:book, genre report); schema.org as microdata, since a page of ours has no script. The paragraph
stands where the forms have a place for it: the pages. So a library keeps "A/75/863 ... para. 49 (b)" and cites it so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.citing.records import Record
from api.citing.source import Reference

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Bibliographic:
    """Name and value of each tag and property, and the title of the COinS span. Nothing in it is markup."""

    highwire: Pairs
    coins: str
    schema: Pairs


def bibliographic(reference: Reference, iri: str, language: str, words: str = "") -> Bibliographic:
    """The metadata of a document, or of a place in it. `words` are official words of that place, for its abstract; a digest's
    words are none of the document's and stay out.
    """
    record = Record(reference.source, reference.places)
    place = record.pages
    institution = reference.source.author or ("United Nations" if reference.source.symbols else "")
    abstract = words if reference.source.fidelity == "full" else ""
    highwire = (
        ("citation_title", record.title),
        ("citation_technical_report_institution", institution),
        ("citation_technical_report_number", record.number),
        ("citation_publisher", "United Nations" if reference.source.symbols else ""),
        ("citation_publication_date", (reference.source.date or "").replace("-", "/")),
        ("citation_firstpage", place),
        ("citation_language", language),
        ("citation_abstract", abstract),
        ("citation_public_url", iri),
    )
    return Bibliographic(
        _said(highwire), _coins(record, place, institution, iri, language), _schema(record, place, iri, abstract)
    )


def _coins(record: Record, place: str, institution: str, iri: str, language: str) -> str:
    told = (
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"),
        ("rft.genre", "report"),
        ("rft.btitle", record.title),
        ("rft.title", record.title),
        ("rft.aucorp", institution),
        ("rft.series", record.number),
        ("rft.pub", "United Nations" if record.source.symbols else ""),
        ("rft.date", record.source.date or ""),
        ("rft.pages", place),
        ("rft.language", language),
        ("rft_id", iri),
    )
    return urlencode(_said(told))


def _schema(record: Record, place: str, iri: str, abstract: str) -> Pairs:
    name = f"{record.title}, {place}" if place else record.title
    told = (
        ("name", name),
        ("identifier", ", ".join(filter(None, (record.number, place)))),
        ("datePublished", record.source.date or ""),
        ("abstract", abstract),
        ("url", iri),
        ("sameAs", record.address),
    )
    return _said(told)


def _said(pairs: Pairs) -> Pairs:
    return [(name, " ".join(value.split())) for name, value in pairs if value]
