"""Eyes, stage cite. In: the text of one passage and the instruments named in it. Out: its citations in reading order, as printed.

Never resolves, never reads files, never knows other passages. What it cannot name fully it still reports, with what is missing;
`attribute` then looks at the passages around. Rule: UN Editorial Manual on citing documents and resolutions (symbol, or organ and
number, with paragraph pinpoints; "ibid." for the text cited last).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ontology.concepts import Concept
from ontology.errors import SymbolError
from ontology.numbering import ASSEMBLY, BY_NAME_ALONE, DECISION, RESOLUTION, STATEMENT, symbol_of
from ontology.span import Span
from ontology.symbol import Symbol
from reading.citations.addresses import addresses, symbols_of
from reading.citations.numbered import Numbered, numbered
from reading.citations.pinpoint import pinpoint
from reading.citations.places import Place
from reading.citations.records import records
from reading.mentions.lexicon import Named

CitedBy = Literal["symbol", "resolution in words", "name", "address", "short form", "anaphora", "ibid."]

# A protocol to a treaty is another text than the treaty.
_PROTOCOL_TO = re.compile(r"(?:\bProtocols?\s+(?:[IVX]+\s+)?(?:[Aa]dditional\s+)?(?:to|of)\s+(?:the\s+)?|\bOPs?-)$")
_PROTOCOL = re.compile(r"-OPs?\b")
# "Constitutional Charter", "Charter of the Tribunal": a bare name with another capital beside it is somebody else's.
_OTHERS = re.compile(r"(?<=[a-z,;]\s)(?!The\b|This\b|Its\b|Under\b)[A-Z][a-z]+\s$")
_OF_OTHERS = re.compile(r"\s(?:of|on|for)\s(?:the\s)?[A-Z]")
# "Ibid., Supplement No. 53 (A/72/53)" goes on with the series cited last, and names its own volume.
_IBID = re.compile(
    r"\b[Ii]bid(?:em)?(?:\.|(?!\.|\w))"
    r"(?![^.;]*\b(?:vols?\.|[Ss]ession|Supplement|[Dd]ocuments?|agenda item|Annexes|Resolutions)(?!\w))"
)
_SUPPLEMENT = re.compile(r"(?:,|\s+and|,\s+and)\s+(?P<own>(?:Add|Corr|Rev)\.\d{1,3})\b(?![-–/])")
_TREATY_SERIES = re.compile(r"(?:United\s+Nations,\s+)?Treaty\s+Series,\s+vols?\.\s+[\d–-]+(?:,\s+(?:[Nn]os?\.|p\.)\s+[\d–-]+)?")
_BEFORE = "Ibid. stands for the text cited last; none is read here."


@dataclass(frozen=True, slots=True)
class Printed:
    """A citation as printed. One of `symbols`, `concept`, `address` is set, or `missing` says what the words lack.

    An `address` of a document has the document's `symbols` as well. `number` is set for what is cited by its number in words.
    """

    span: Span
    as_printed: str
    by: CitedBy
    symbols: tuple[str, ...] = ()
    concept: Concept | None = None
    address: str | None = None
    missing: str | None = None
    part: str | None = None
    places: tuple[Place, ...] = ()
    number: Numbered | None = None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The numbers of the operative paragraphs of its body that are cited, letters as path steps ("4 (b)" -> 4/b)."""
        return tuple(place.path.removeprefix("para/") for place in self.places if place.path and place.path.startswith("para/"))


def cite(text: str, instruments: Sequence[Named]) -> list[Printed]:
    """The citations of a passage, in order of appearance, none inside another."""
    found = [
        *_addresses(text),
        *_symbols(text),
        *_numbered(text),
        *_names(text, instruments),
        *_by_series(text, instruments),
        *_ibid(text),
    ]
    return [placed(text, printed) for printed in apart(found)]


def apart(found: Sequence[Printed]) -> list[Printed]:
    """Citations in order; where two overlap, the one that begins first, and of these the longest."""
    kept: list[Printed] = []
    for printed in sorted(found, key=lambda printed: (printed.span.start, -printed.span.length)):
        if not kept or not kept[-1].span.overlaps(printed.span):
            kept.append(printed)
    return kept


def placed(text: str, printed: Printed) -> Printed:
    """A citation with the part of the text that it cites, where one is printed."""
    found = pinpoint(text, printed.span) if printed.by != "address" else None
    return replace(printed, part=found.words, places=found.places) if found else printed


def settled(printed: Printed, organ: str) -> Printed:
    """A citation by number, once the organ is known by its code."""
    number = printed.number
    if number is None:
        return printed
    try:
        return replace(printed, symbols=(str(symbol_of(organ, number.number, number.word)),), missing=None)
    except SymbolError as error:
        return replace(printed, symbols=(), missing=error.message)


def _addresses(text: str) -> Iterator[Printed]:
    for span, address in addresses(text):
        yield Printed(span, span.of(text), "address", symbols=symbols_of(address), address=address)


def _symbols(text: str) -> Iterator[Printed]:
    if "/" not in text and "／" not in text:
        return
    for span, symbols in Symbol.find(text):
        yield Printed(span, span.of(text), "symbol", symbols=tuple(map(str, symbols)))
        at = span.end
        while more := _SUPPLEMENT.match(text, at):  # "S/1996/373 and Add.1"
            own = Span(more.start("own"), more.end())
            yield Printed(own, own.of(text), "symbol", symbols=tuple(f"{symbol.base}/{more['own']}" for symbol in symbols))
            at = more.end()


def _numbered(text: str) -> Iterator[Printed]:
    for number in numbered(text):
        printed = Printed(number.span, number.span.of(text), "resolution in words", missing=reason(number), number=number)
        organ = adopter(number)
        yield settled(printed, organ) if organ else printed


def adopter(
    number: Numbered, latest: int | None = None, unheard: frozenset[str] = frozenset(), *, is_of_ours: bool = True
) -> str | None:
    """The organ's code, as far as the number and its own sentence tell without doubt.

    `latest` is the year of the text; `unheard` are organs that the whole document never names, and so cannot mean by less;
    `is_of_ours` is false for a document of a body whose own numbers are not known here, and look like those of ours.
    """
    fitting = number.possible(latest)
    possible = [organ for organ in fitting if organ not in unheard]
    if number.stranger:
        return fitting[0] if len(fitting) == 1 and number.tells and (number.is_own or number.is_through) else None
    if number.named and number.leads:
        return _named(number, possible, unheard)
    by_form = _by_form(number, fitting) if is_of_ours or number.tells else ()
    for organs in (number.named, number.subject, by_form, number.near):
        left = [organ for organ in dict.fromkeys(organs) if organ in possible or organ in BY_NAME_ALONE]
        if len(left) == 1:
            return left[0]
    return None


def _named(number: Numbered, possible: Sequence[str], unheard: frozenset[str]) -> str | None:
    """The organ beside the word: one alone even if the printed date is not its own, for a date may be a slip; a bare name or
    several by the number.
    """
    named = [organ for organ in number.named if organ in possible]
    if len(named) == 1:
        return named[0]
    return number.named[0] if len(number.named) == 1 and number.named[0] not in unheard else None


def _by_form(number: Numbered, fitting: Sequence[str]) -> Sequence[str]:
    """The organ whose form alone it is; so are resolutions of the Assembly's first thirty sessions cited, "217 A (III)"."""
    if number.word == STATEMENT or "(" in number.number:
        return fitting[:1] if number.word != DECISION else ()
    return fitting if number.word == RESOLUTION and fitting == (ASSEMBLY,) else ()


def reason(number: Numbered) -> str:
    """Why a number alone names no document."""
    if number.stranger:
        return f"{number.stranger} is none of the organs whose numbers are known here."
    if not number.possible():
        return f"The number {number.number} contradicts its date: no organ that is known here gave it then."
    return f"The number {number.number} is ambiguous, for several organs number so, and the text names none. Name the organ."


def _names(text: str, instruments: Sequence[Named]) -> Iterator[Printed]:
    for named in instruments:
        if is_protocol_to(text, named.span):
            why = f"A protocol to {named.as_printed} is named, which is another text than {named.as_printed}."
            yield Printed(named.span, named.as_printed, "name", missing=why)
        elif not (named.as_printed.istitle() and named.as_printed.isalpha() and _is_others(text, named.span)):
            yield Printed(named.span, named.as_printed, "name", concept=named.concept)


def _is_others(text: str, span: Span) -> bool:
    return _OTHERS.search(text, max(0, span.start - 40), span.start) is not None or _OF_OTHERS.match(text, span.end) is not None


def is_protocol_to(text: str, span: Span) -> bool:
    """Whether the words around the name of a treaty name a protocol to it: "OP-CRC", "CRC-OP-AC", "Optional Protocol to CRC"."""
    before = text[max(0, span.start - 40) : span.start]
    return _PROTOCOL_TO.search(before) is not None or _PROTOCOL.match(text, span.end) is not None


def _by_series(text: str, instruments: Sequence[Named]) -> Iterator[Printed]:
    """What is cited by its place in a series: Official Records, Treaty Series."""
    if "Official Records" in text:
        yield from (Printed(span, span.of(text), "symbol", symbols=(symbol,)) for span, symbol in records(text))
    for match in _TREATY_SERIES.finditer(text) if "Series" in text else ():
        span = Span(match.start(), match.end())
        if not any(span.overlaps(named.span) for named in instruments):  # volume and number are among the names of some treaties
            yield Printed(span, match[0], "name", missing="The treaty at this place of the Treaty Series is not known here.")


def _ibid(text: str) -> Iterator[Printed]:
    for match in _IBID.finditer(text) if "bid" in text else ():
        yield Printed(Span(match.start(), match.end()), match[0], "ibid.", missing=_BEFORE)
