"""River: whose text is this. In: a source taken apart, its name, the catalogue. Out: the document it is a rendition of. Must
not guess by likeness.

In this order: front matter, the symbol that the masthead prints, the manifest beside the file or the file name when it is a
symbol or a slug of the catalogue, and the title when one catalogue entry alone has it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast, get_args

from ingest.catalogue import Catalogue, CatalogueEntry
from ontology.errors import ReadError, SymbolError
from ontology.nouns import DocumentKind, Fidelity
from ontology.symbol import Symbol
from reading.assemble import Taken

_DOES = {"Corr": "corrects", "Add": "adds to", "Rev": "revises", "Amend": "revises"}
CHANGES = frozenset(_DOES.values())


@dataclass(frozen=True, slots=True)
class Identity:
    """The document that a source renders, as far as source and catalogue tell."""

    key: str
    label: str
    symbols: tuple[str, ...]
    kind: DocumentKind
    title: str | None
    issued: date | None
    issued_year: int | None
    language: str
    fidelity: Fidelity
    adopted: date | None = None
    session: str | None = None
    agenda_items: tuple[str, ...] = ()
    distribution: str | None = None
    original_language: str | None = None
    meeting: str | None = None
    vote: str | None = None
    changes: tuple[tuple[str, str], ...] = ()  # what it does (one of CHANGES) to which other document
    findings: tuple[str, ...] = ()


def identify(taken: Taken, name: str, stem: str, catalogue: Catalogue) -> Identity:
    """The identity of a source; ReadError when nothing says which document it is, or front matter is wrong."""
    front, masthead = taken.source.front, taken.masthead
    symbols, slug = _names(taken, name, stem, catalogue)
    entry = catalogue.by_symbol(symbols[0]) if symbols else catalogue.by_slug(slug or "")
    if entry is None and not symbols:
        entry = catalogue.by_title(masthead.title or _first_heading(taken))
    if entry is None and not symbols:
        raise _nameless(name)
    known = entry.symbols if entry else symbols
    key = known[0] if known else (entry.slug if entry and entry.slug else "")
    kind = entry.kind if entry else front.get("kind") or masthead.kind or _kind_of(symbols)
    issued, issued_year = _issued(taken, entry, name)
    return Identity(
        key=key,
        label=key if known else key.replace("-", " "),
        symbols=known,
        kind=_checked(kind, get_args(DocumentKind), "kind", name),
        title=_title(taken, stem, entry),
        issued=issued,
        issued_year=issued_year,
        language=_language(_language_of(taken, stem), name),
        fidelity=cast(Fidelity, _checked(front.get("fidelity", "full"), get_args(Fidelity), "fidelity", name)),
        adopted=_date(front.get("adopted"), name),
        session=_session(taken, known),
        agenda_items=tuple(front["agenda_items"].split("; ")) if front.get("agenda_items") else masthead.agenda_items,
        distribution=front.get("distribution") or masthead.distribution,
        original_language=front.get("original_language") or masthead.original_language,
        meeting=front.get("meeting"),
        vote=front.get("vote"),
        changes=tuple(_changes(known, catalogue)),
        findings=tuple(_contradictions(known, stem, name)),
    )


def describe_entry(entry: CatalogueEntry) -> Identity:
    """The identity of a document that is known but has no text here."""
    kind = cast(DocumentKind, entry.kind)
    key = entry.key
    return Identity(key, key if entry.symbols else key.replace("-", " "), entry.symbols, kind, entry.title, entry.issued,
                    None if entry.issued else entry.year, "en", "full")  # fmt: skip


def _names(taken: Taken, name: str, stem: str, catalogue: Catalogue) -> tuple[tuple[str, ...], str | None]:
    """Symbols or a slug, by the first of the signs that gives one."""
    front = taken.source.front
    if front.get("symbol"):
        return tuple(map(str, Symbol.parse_all(front["symbol"]))), None
    if front.get("slug"):
        if catalogue.by_slug(front["slug"]) is None:
            raise _front_error("a slug of the catalogue", "slug", name, front["slug"])
        return (), front["slug"]
    if taken.masthead.symbols:
        return taken.masthead.symbols, None
    if catalogue.by_slug(stem):
        return (), stem
    return tuple(_of_file_name(stem)), None


def _of_file_name(stem: str) -> Iterator[str]:
    """The symbols that a file's name, or the manifest beside it, says."""
    named = stem.partition("\t")[0]
    for read in (Symbol.parse_all, Symbol.from_file_name) if "/" in named else (Symbol.from_file_name,):
        try:
            yield from map(str, read(named))
        except SymbolError:
            continue  # a file may have any name; the title may still tell
        return


def _issued(taken: Taken, entry: CatalogueEntry | None, name: str) -> tuple[date | None, int | None]:
    """The day, or the year where the catalogue knows no more and the source tells no day of that year.

    A resolution is dated by its adoption (ingest.catalogue): the day that its cover bears is that of its distribution.
    """
    front = taken.source.front
    stated = _date(front.get("issued"), name) or taken.masthead.issued
    if entry is None or entry.issued or not entry.year:
        return (entry.issued if entry else None) or stated, None
    day = _date(front.get("adopted"), name) if entry.kind == "resolution" else stated
    return (day, None) if day and day.year == entry.year else (None, entry.year)


def _title(taken: Taken, stem: str, entry: CatalogueEntry | None) -> str | None:
    """What a format names as title comes before what looks like one, and that before what others call the document."""
    front, printed = taken.source.front.get("title"), taken.masthead.title
    own = (front or printed) if taken.source.pieces is not None else (printed or front)
    if own or _language_of(taken, stem) != "en":
        return own or None  # catalogue and manifest know English titles alone
    return (entry.title if entry else None) or stem.partition("\t")[2] or None


def _language_of(taken: Taken, stem: str) -> str:
    return taken.source.front.get("language") or _of_file_name_in(stem)


def _session(taken: Taken, symbols: tuple[str, ...]) -> str | None:
    """The session that metadata or masthead state, else the one in the symbol."""
    stated = taken.source.front.get("session") or taken.masthead.session
    if stated:
        return str(stated)
    return next((session for symbol in symbols if (session := Symbol.parse(symbol).session)), None)


def _changes(known: tuple[str, ...], catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """What a document corrects, adds to or revises, by its first symbol: the one without its last part.

    A/72/884/Add.1/Corr.1 corrects the addendum. An amendment stands as a revision does.
    """
    supplements = Symbol.parse(known[0]).supplements if known else ()
    if supplements:
        yield _DOES[supplements[-1].partition(".")[0]], catalogue.primary(known[0].rpartition("/")[0])


def _contradictions(known: tuple[str, ...], stem: str, name: str) -> Iterator[str]:
    named = tuple(_of_file_name(stem))
    if named and known and not set(named) & set(known):
        yield f"{name} is named {named[0]}, by its file or a manifest, and calls itself {known[0]}: taken as {known[0]}"


def _of_file_name_in(stem: str) -> str:
    """The language at the end of a file name, as the fetched ones have it: A_72_884-fr. English where there is none."""
    named = re.search(r"-(en|fr|es|ru|ar|zh)$", stem)
    return named[1] if named else "en"


def _first_heading(taken: Taken) -> str:
    return next((aside.text.text for aside in taken.parts.asides if aside.kind in ("heading", "masthead")), "")


def _kind_of(symbols: tuple[str, ...]) -> str:
    kind = Symbol.parse(symbols[0]).kind
    return kind if kind in get_args(DocumentKind) else "report"


def _checked(value: str, allowed: tuple[str, ...], field: str, name: str) -> "DocumentKind":
    if value not in allowed:
        raise _front_error(f"one of {', '.join(allowed)}", field, name, value)
    return cast(DocumentKind, value)


def _date(text: str | None, name: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _front_error("a date like 2021-05-03", "issued", name, text) from error


def _language(tag: str, name: str) -> str:
    if not re.fullmatch("[a-z]{2}", tag):
        raise _front_error("a language by its two letters, such as fr,", "language", name, tag)
    return tag


def _front_error(wanted: str, field: str, name: str, got: str) -> ReadError:
    return ReadError(f"Wanted {wanted} as {field} in the front matter of {name}; got {got!r}.", advice="Correct that line.")


def _nameless(name: str) -> ReadError:
    return ReadError(
        f"Wanted to know which document {name} is; neither its masthead, nor its file name, nor a title of the catalogue tells.",
        advice="Name the file by its symbol (A_72_884.md), or begin it with front matter that has a line `symbol: A/72/884`.",
    )
