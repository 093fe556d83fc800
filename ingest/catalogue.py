"""River: catalogue. In: a folder of TOML files. Out: the documents that are known, with or without a text. Must not touch stores.

One `[[document]]` table a document, in any file of the folder:

    symbols   parallel symbols in normal form, the one that names the document first; or `slug` where there is no symbol
    kind      one of KINDS
    title     as printed; left out where it was not seen
    issued    date of distribution of a report, of adoption of a resolution, that a letter bears; or `year` where no more is known
    organ     the organ, or a list of organs, that the document was issued to or adopted by
    seen      fact -> where it was seen, in public words
    unsure    facts, or single symbols, that no source at hand bears out
    note      what else a reader should know, in our own words
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn, get_args

from ontology.errors import ReadError, SourceMissing
from ontology.nouns import DocumentKind

KINDS: tuple[str, ...] = get_args(DocumentKind)
FACTS = ("symbols", "slug", "kind", "title", "issued", "year", "organ")
FIELDS = (*FACTS, "seen", "unsure", "note")
YEARS = range(1945, 2101)


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One document. `unsure` names the facts, or the single symbols, that no source at hand bears out."""

    symbols: tuple[str, ...]
    slug: str | None
    kind: str
    title: str | None
    issued: date | None
    year: int | None
    organs: tuple[str, ...]
    seen: Mapping[str, str]
    unsure: tuple[str, ...]
    note: str

    @property
    def key(self) -> str:
        """What names the document: its first symbol, or its slug."""
        return self.symbols[0] if self.symbols else self.slug or ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All entries, sorted by key, found by symbol, slug or title."""

    entries: tuple[CatalogueEntry, ...]
    _symbols: Mapping[str, CatalogueEntry] = field(init=False, repr=False, compare=False)
    _slugs: Mapping[str, CatalogueEntry] = field(init=False, repr=False, compare=False)
    _titles: Mapping[str, CatalogueEntry | None] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.entries, key=lambda entry: entry.key))
        object.__setattr__(self, "entries", ordered)
        object.__setattr__(self, "_symbols", {symbol: entry for entry in ordered for symbol in entry.symbols})
        object.__setattr__(self, "_slugs", {entry.slug: entry for entry in ordered if entry.slug})
        object.__setattr__(self, "_titles", _title_index(ordered))

    def by_symbol(self, symbol: str) -> CatalogueEntry | None:
        """The document of which this is one of the parallel symbols."""
        return self._symbols.get(symbol)

    def primary(self, symbol: str) -> str:
        """The first symbol of the document that has this one; the symbol itself where no document has it."""
        entry = self.by_symbol(symbol)
        return entry.symbols[0] if entry else symbol

    def by_slug(self, slug: str) -> CatalogueEntry | None:
        """The document that has this slug."""
        return self._slugs.get(slug)

    def by_title(self, title: str) -> CatalogueEntry | None:
        """The one document of this title, whatever its case, spaces and punctuation; None where none or several have it."""
        return self._titles.get(_folded(title))


def load_catalogue(folder: Path) -> Catalogue:
    """The catalogue of all TOML files in a folder; SourceMissing without the folder, ReadError for a faulty entry."""
    if not folder.is_dir():
        raise SourceMissing(
            f"Wanted the folder of the catalogue, {folder}; it is not there.",
            advice="Run from a checkout of the project, where corpus/catalogue holds it.",
        )
    owners: dict[str, str] = {}
    entries: list[CatalogueEntry] = []
    for file in sorted(folder.glob("*.toml")):
        for place, table in _tables(file):
            entry = _entry(table, place)
            _claim(entry, place, owners)
            entries.append(entry)
    return Catalogue(tuple(entries))


def _tables(file: Path) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Each document table of a file with words for where it stands."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:  # malformed TOML and malformed UTF-8 alike
        raise ReadError(f"Wanted TOML in {file.name}; got something else: {error}.") from error
    documents = content.pop("document", [])
    if content or not isinstance(documents, list) or not all(isinstance(table, dict) for table in documents):
        _refuse(file.name, "document", "only [[document]] tables", sorted(content) or documents)
    for number, table in enumerate(documents, 1):
        yield f"{file.name}, document {number}{_label(table)}", table


def _label(table: Mapping[str, Any]) -> str:
    symbols = table.get("symbols")
    name = symbols[0] if isinstance(symbols, list) and symbols else table.get("slug")
    return f" ({name})" if name else ""


def _entry(table: Mapping[str, Any], place: str) -> CatalogueEntry:
    unknown = sorted(set(table) - set(FIELDS))
    if unknown:
        _refuse(place, unknown[0], f"one of the fields {', '.join(FIELDS)}", unknown[0])
    symbols, slug = _names(table, place)
    issued, year = _when(table, place)
    return CatalogueEntry(
        symbols=symbols,
        slug=slug,
        kind=_kind(table, place),
        title=_text(table, "title", place),
        issued=issued,
        year=year,
        organs=_texts(table, "organ", place),
        seen=_seen(table, place, symbols),
        unsure=_unsure(table, place, symbols),
        note=_text(table, "note", place) or "",
    )


def _names(table: Mapping[str, Any], place: str) -> tuple[tuple[str, ...], str | None]:
    symbols, slug = _texts(table, "symbols", place, lone=False), _text(table, "slug", place)
    if not symbols and slug is None:
        _refuse(place, "symbols", "symbols or a slug", None)
    if slug is not None and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        _refuse(place, "slug", "small letters, figures and hyphens", slug)
    return symbols, slug


def _kind(table: Mapping[str, Any], place: str) -> str:
    kind = table.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        _refuse(place, "kind", f"one of {', '.join(KINDS)}", kind)
    return kind


def _when(table: Mapping[str, Any], place: str) -> tuple[date | None, int | None]:
    issued, year = table.get("issued"), table.get("year")
    if issued is not None and (not isinstance(issued, date) or isinstance(issued, datetime)):
        _refuse(place, "issued", "a date without quotation marks, like 2021-05-03", issued)
    if year is not None and (type(year) is not int or year not in YEARS):
        _refuse(place, "year", f"a year from {YEARS.start} to {YEARS.stop - 1}", year)
    if issued is not None and year is not None:
        _refuse(place, "year", "either issued or year", year)
    return issued, year


def _seen(table: Mapping[str, Any], place: str, symbols: tuple[str, ...]) -> Mapping[str, str]:
    seen = table.get("seen", {})
    if not isinstance(seen, dict) or not all(isinstance(where, str) and where.strip() for where in seen.values()):
        _refuse(place, "seen", "a table of facts and where each was seen", seen)
    _known_facts(seen, "seen", place, symbols)
    return MappingProxyType(dict(seen))


def _unsure(table: Mapping[str, Any], place: str, symbols: tuple[str, ...]) -> tuple[str, ...]:
    unsure = _texts(table, "unsure", place, lone=False)
    _known_facts(unsure, "unsure", place, symbols)
    return unsure


def _known_facts(names: Iterable[str], where: str, place: str, symbols: tuple[str, ...]) -> None:
    for name in names:
        if name not in FACTS and name not in symbols:
            _refuse(place, where, f"facts out of {', '.join(FACTS)} or a symbol of the document", name)


def _text(table: Mapping[str, Any], name: str, place: str) -> str | None:
    value = table.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        _refuse(place, name, "a text", value)
    return value


def _texts(table: Mapping[str, Any], name: str, place: str, *, lone: bool = True) -> tuple[str, ...]:
    """A list of texts without a repetition; where `lone`, one text may stand without brackets."""
    value = table.get(name, [])
    values = [value] if lone and isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(item, str) and item.strip() for item in values):
        _refuse(place, name, "a list of texts", value)
    if len(set(values)) < len(values):
        _refuse(place, name, "each text once", value)
    return tuple(values)


def _claim(entry: CatalogueEntry, place: str, owners: dict[str, str]) -> None:
    """Notes whose the names of an entry are; two entries that share a symbol would be one document under two names."""
    for label, name in [*(("symbols", symbol) for symbol in entry.symbols), *([("slug", entry.slug)] if entry.slug else [])]:
        if name in owners:
            _refuse(place, label, f"names that no other entry has ({owners[name]} has this one)", name)
        owners[name] = place


def _refuse(place: str, name: str, wanted: str, got: object) -> NoReturn:
    shown = "nothing" if got is None else repr(got)
    raise ReadError(
        f"Catalogue, {place}, field {name}: wanted {wanted}; got {shown}.", advice="Correct the entry in corpus/catalogue."
    )


def _title_index(entries: Iterable[CatalogueEntry]) -> dict[str, CatalogueEntry | None]:
    index: dict[str, CatalogueEntry | None] = {}
    for entry in entries:
        folded = _folded(entry.title or "")
        if folded:
            index[folded] = None if folded in index else entry
    return index


def _folded(title: str) -> str:
    """Letters and figures alone, in one case and one compatibility form."""
    return "".join(character for character in unicodedata.normalize("NFKC", title).casefold() if character.isalnum())
