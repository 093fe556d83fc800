"""Language: symbols. In: a printed text, a file name, or words such as "resolution 60/1". Out: Symbol values, and where in a text
they stand. Must not touch files, stores or catalogues.

A symbol names one document; two parallel ones, as in A/72/884-S/2018/525, name the same document. What is accepted and how it
is printed stands in ontology/symbol_forms.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, total_ordering
from typing import Literal

from ontology.errors import SymbolError
from ontology.span import Span
from ontology.symbol_forms import (
    BODY_NAMES,
    FILE_BEHIND,
    FORMS,
    INVISIBLE,
    JOINT,
    LONGEST,
    ROMAN,
    RUNNING,
    SERIES,
    YEAR,
    anatomy,
    fold,
    normal_form,
    refusal,
    visible,
)

Kind = Literal["resolution", "statement", "document"]
_KINDS: dict[str, Kind] = {"RES": "resolution", "PRST": "statement"}

_OrderKey = tuple[tuple[tuple[int, int, str], ...], ...]


@total_ordering
@dataclass(frozen=True, slots=True)
class Symbol:
    """The symbol of one United Nations document, in normal form. Made by `parse`; SymbolError for a text in any other form.

    Ordered as people count: A/9/1 before A/72/884, A/HRC/RES/7/25 before A/HRC/RES/22/22, a document before its addenda.
    """

    text: str

    def __post_init__(self) -> None:
        normal = normal_form(self.text)
        if normal != self.text:
            raise refusal(self.text, f"its normal form is {normal}", "Use Symbol.parse, which brings it into that form.")

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: object) -> bool:
        return (_order(self.text), self.text) < (_order(other.text), other.text) if isinstance(other, Symbol) else NotImplemented

    @classmethod
    def parse(cls, text: str) -> "Symbol":
        """The symbol that a text is, harmless variants of printing included, or that a resolution named with its organ has."""
        words = _RESOLUTION.fullmatch(" ".join(visible(fold(text)).split())) if len(text) <= 2 * LONGEST else None
        if words:
            return cls.from_resolution(words["number"], words["organ"])
        try:
            return cls(normal_form(text))
        except SymbolError:
            if len(_split(text)) > 1:
                raise refusal(text, "several parallel symbols stand there", "Use Symbol.parse_all.") from None
            raise

    @classmethod
    def parse_all(cls, text: str) -> tuple["Symbol", ...]:
        """All symbols of one document, parallel ones joined by a hyphen; the General Assembly's first, then as printed.

        SymbolError where any of them is none, and where two come from one body: a hyphen then means a range of documents.
        """
        try:
            return (cls.parse(text),)
        except SymbolError:
            parts = _split(text)
            if len(parts) < 2:
                raise
        symbols = [cls.parse(part) for part in parts]
        if len({symbol.organ for symbol in symbols}) < len(symbols):
            raise refusal(
                text, "parallel symbols come from different bodies; these are several documents", "Parse them one by one."
            )
        return _in_order(symbols)

    @classmethod
    def find(cls, text: str) -> Iterator[tuple[Span, tuple["Symbol", ...]]]:
        """Printed symbols in running text from left to right, parallel ones as one hit; what is part of an address is left out.

        Spans count characters of the text as given. The series stands in capitals; a short series with a short number alone
        (T/12) is not taken, for it is more often something else.
        """
        shown, places = _shown(text)
        for match in RUNNING.finditer(shown):
            candidate = match["symbol"]
            hit = _hit(candidate) if candidate and not FILE_BEHIND.match(shown, match.end()) else None
            if hit:
                length, symbols = hit
                yield Span(places[match.start()], places[match.start() + length - 1] + 1), symbols

    @classmethod
    def from_resolution(cls, number: str, organ: str | None) -> "Symbol":
        """The symbol of a resolution from its number and the name of the organ that adopted it.

        Without an organ only those numbers are taken that one organ alone gives: "1366 (2001)" is the Security Council's,
        "ES-11/1" the General Assembly's, and so is, as United Nations texts cite it, "217 A (III)" up to the thirtieth session.
        SymbolError where the number fits several organs, or not the one that is named.
        """
        plain = " ".join(visible(fold(number)).split()).upper()
        if organ is None:
            prefix = next((prefix for prefix, form in _ONLY if form.fullmatch(plain)), None)
            if prefix is None:
                raise refusal(
                    f"resolution {number}", "ambiguous, for several organs number so", "Name the organ that adopted it."
                )
        else:
            prefix = _ORGANS.get(re.sub(r"^the ", "", " ".join(visible(fold(organ)).split()).casefold()))
            if prefix is None:
                known = ", ".join(sorted({BODY_NAMES[prefix] for prefix in _ORGANS.values()}))
                raise refusal(f"{organ} resolution {number}", "no such organ is known here", f"Known are: {known}.")
        try:
            return cls(normal_form(f"{prefix}/RES/{plain}"))
        except SymbolError as error:
            why = f"not a number of the {BODY_NAMES[prefix]}, whose resolutions have {FORMS[f'{prefix}/RES'][1]}"
            raise refusal(f"resolution {number}", why, "Check the number and the organ.") from error

    @classmethod
    def from_file_name(cls, name: str) -> tuple["Symbol", ...]:
        """The symbols that a file name is made of: underscores for slashes, as in A_72_884-S_2018_525.

        A known suffix, a job number with its language letter, a language, a word for a reissue, and a mission's name in front are
        left out.
        SymbolError where no symbol is left, and where the name does not tell the organ, as 75_100_E.
        """
        stem = _FILE_TAIL.sub("", _FILE_SUFFIX.sub("", name.strip()))
        stem = re.sub(r"(?<=\d)([A-Z])([A-Z])$", r"\1-\2", stem.replace("._", ".").replace("RES-", "RES_"))
        label, _, rest = stem.partition("_")
        if label not in SERIES and re.fullmatch(r"[A-Z]{3,}", label):
            stem = rest
        try:
            return cls.parse_all(re.sub("_+", "/", stem))
        except SymbolError as error:
            raise refusal(name, "as a file name it holds none", "Name the file as in A_72_884-S_2018_525.md.") from error

    @property
    def organ(self) -> str:
        """The short code of the body: A, S, A/HRC, E/CN.4, A/C.3."""
        return anatomy(self.text).organ

    @property
    def body_name(self) -> str | None:
        """The body's name in English; None for one that the table of names lacks."""
        return BODY_NAMES.get(self.organ)

    @property
    def series(self) -> str:
        """The word that says what it is, such as RES, PRST, PV or L; empty for plain documents."""
        return anatomy(self.text).series

    @property
    def kind(self) -> Kind:
        """What sort of document the symbol itself tells of."""
        return _KINDS.get(self.series, "document")

    @property
    def session(self) -> str | None:
        """The session, as printed: 72, S-5, ES-11, III; None where the body counts by years, or the symbol has none."""
        if old := re.search(rf"\(((?:E?S-)?{ROMAN})\)", self.text):
            return old[1]
        number = self._leading
        return None if number is None or self.organ == "S" or re.fullmatch(YEAR, number) else number

    @property
    def year(self) -> int | None:
        """The year, where the symbol itself has it, as S/RES/1366(2001) and S/2018/525 have."""
        if printed := re.search(rf"\(({YEAR})\)", self.text):
            return int(printed[1])
        number = self._leading
        return int(number) if number is not None and re.fullmatch(YEAR, number) else None

    @property
    def supplements(self) -> tuple[str, ...]:
        """Add., Corr., Rev. and Amend. at the end, in order."""
        return anatomy(self.text).supplements

    @property
    def base(self) -> "Symbol":
        """The document itself, without supplements."""
        return Symbol("/".join(self.text.split("/")[: -len(self.supplements)])) if self.supplements else self

    @property
    def path(self) -> str:
        """What stands behind `doc/` in its IRI: the normal form, which has no blanks."""
        return self.text

    @property
    def _leading(self) -> str | None:
        """The number of a session or year, which stands before the document's own number."""
        rest = anatomy(self.text).rest
        numbers = rest[1:] if rest[0] == self.series else rest
        return numbers[0] if len(numbers) > 1 and re.fullmatch(r"\d+|E?S-\d+", numbers[0]) else None


_ORGANS = {
    "general assembly": "A",
    "assembly": "A",
    "security council": "S",
    "human rights council": "A/HRC",
    "commission on human rights": "E/CN.4",
    "economic and social council": "E",
    "economic and social commission for asia and the pacific": "ESCAP",
}
_ONLY = (
    ("S", re.compile(rf"\d{{1,4}} ?\({YEAR}\)")),
    ("A", re.compile(r"ES-\d{1,2}/\d{1,3}")),
    ("A", re.compile(r"\d{1,4}(?: ?[A-Z])? ?\((?:E?S-[IVX]{1,4}|I{1,3}|X{0,2}(?:IX|IV|V?I{0,3})|XXX)\)(?: ?[A-Z])?")),
)
_RESOLUTION = re.compile(r"(?:(?P<organ>[A-Z][A-Z ]*) )?resolution (?P<number>[0-9ES].*)", re.IGNORECASE | re.ASCII)

_FILE_SUFFIX = re.compile(r"\.(?:md|txt|xml|json|pdf|docx?|html?)$", re.IGNORECASE)
_FILE_TAIL = re.compile(r"(?:[-_]N?\d{7}[A-Z]?)?(?:_[EF]|(?<=\d)-[EF]|-(?:en|fr|es|ru|ar|zh))?(?:[-_]reissue)?$", re.IGNORECASE)


@lru_cache(maxsize=16384)
def _order(text: str) -> _OrderKey:
    """A key in which numbers count as numbers; the segments of a symbol compare one by one."""
    return tuple(
        tuple((0, int(run), "") if run.isdigit() else (1, 0, run) for run in re.findall(r"\d+|\D+", segment))
        for segment in text.split("/")
    )


def _split(text: str) -> list[str]:
    """The text at those hyphens behind which another series begins."""
    if len(text) > 8 * LONGEST:
        return [text]
    return JOINT.split(" ".join(visible(fold(text)).split()).upper())


def _shown(text: str) -> tuple[str, range | list[int]]:
    """The folded text without invisible characters, and for each of its characters the place in the text as given."""
    folded = fold(text)
    if not any(mark in folded for mark in INVISIBLE):
        return folded, range(len(folded))
    places = [place for place, character in enumerate(folded) if character not in INVISIBLE]
    return visible(folded), places


def _hit(candidate: str) -> tuple[int, tuple[Symbol, ...]] | None:
    """The longest beginning of a candidate that is a symbol, or parallel ones, with its end; None where none is."""
    if (whole := _symbol(candidate)) and not _is_short([whole]):
        return len(candidate), (whole,)
    symbols: list[Symbol] = []
    end = begin = 0
    for stop in [*(joint.span() for joint in JOINT.finditer(candidate)), (len(candidate), 0)]:
        piece = candidate[begin : stop[0]]
        cuts = [len(piece), *(cut.start() for cut in reversed(list(re.finditer(r"[ /(-]", piece))))]
        length, symbol = next(((cut, symbol) for cut in cuts if (symbol := _symbol(piece[:cut]))), (0, None))
        if symbol is None or symbol.organ in {known.organ for known in symbols}:
            break
        symbols.append(symbol)
        end = begin + length
        if length < len(piece):
            break
        begin = stop[1]
    return (end, _in_order(symbols)) if symbols and not _is_short(symbols) else None


def _symbol(text: str) -> Symbol | None:
    try:
        return Symbol(normal_form(text))
    except SymbolError:
        return None


def _is_short(symbols: list[Symbol]) -> bool:
    return len(symbols) == 1 and re.fullmatch(r"[A-Z]{1,4}/\d{1,2}", symbols[0].text) is not None


def _in_order(symbols: list[Symbol]) -> tuple[Symbol, ...]:
    """The General Assembly's first: it names the document in IRIs. The others as printed."""
    return tuple(sorted(symbols, key=lambda symbol: not symbol.text.startswith("A/")))
