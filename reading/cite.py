"""Eyes, stage cite. In: the text of one passage and the instruments named in it. Out: its citations in reading order, as printed.

Never resolves, never reads files, never knows other passages. What it cannot name fully it still reports, with what is missing.
Rule: UN Editorial Manual on citing documents and resolutions (symbol, or organ and number, with paragraph pinpoints).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ontology.concepts import Concept
from ontology.errors import SymbolError
from ontology.span import Span
from ontology.symbol import Symbol
from reading.lexicon import Named
from reading.pinpoint import pinpoint

CitedBy = Literal["symbol", "resolution in words", "name", "address"]

_NUMBER = (
    r"(?:\d{1,4}\s+of\s+\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4}\b|E?S-\d{1,2}/\d{1,3}|\d{1,4}/\d{1,4}(?:\s?[A-Z](?:-[A-Z])?\b)?"
    r"|\d{1,4}\s?\(\d{4}\)|\d{1,4}(?:\s[A-Z])?\s?\([IVXLC]+\))"
)
_DATE = r"(?:\s+of\s+\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4})?"  # "795 (1992) of 11 December 1992 and 908 (1994)"
_ORGANS = (
    "General Assembly", "Security Council", "Human Rights Council", "Commission on Human Rights", "Economic and Social Council",
    "Assembly", "Council", "Commission", "UNGA", "GA", "UNSC", "UNHRC", "HRC", "ECOSOC",
)  # fmt: skip
_IN_FULL = {
    "Assembly": "General Assembly",
    "UNGA": "General Assembly",
    "GA": "General Assembly",
    "UNSC": "Security Council",
    "UNHRC": "Human Rights Council",
    "HRC": "Human Rights Council",
    "ECOSOC": "Economic and Social Council",
}
_RESOLUTIONS = re.compile(
    rf"(?:\b(?P<organ>{'|'.join(_ORGANS)})(?:[’']s)?\s+)?(?P<word>[Rr]esolutions?)\s+(?:[Nn]os?\.\s*)?"
    rf"(?P<list>{_NUMBER}(?:{_DATE}(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+or\s+){_NUMBER})*)"
)
_ONE = re.compile(_NUMBER)
_DATED = re.compile(r"(\d{1,4})\s+of\s+.*\s(\d{4})")
_ORGAN = re.compile(rf"\b(?:{'|'.join(_ORGANS)})\b")
# A protocol to a treaty is another text than the treaty.
_PROTOCOL_TO = re.compile(r"(?:\bProtocols?\s+(?:[IVX]+\s+)?(?:[Aa]dditional\s+)?(?:to|of)\s+(?:the\s+)?|\bOPs?-)$")
_PROTOCOL = re.compile(r"-OPs?\b")
# "Constitutional Charter": a bare name behind another capital is somebody else's.
_OTHERS = re.compile(r"(?<=[a-z,;]\s)(?!The\b|This\b|Its\b|Under\b)[A-Z][a-z]+\s$")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>“”\"]+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")


@dataclass(frozen=True, slots=True)
class Printed:
    """A citation as printed. One of `symbols`, `concept`, `address` is set, or `missing` says what the words lack."""

    span: Span
    as_printed: str
    by: CitedBy
    symbols: tuple[str, ...] = ()
    concept: Concept | None = None
    address: str | None = None
    missing: str | None = None
    part: str | None = None
    paragraphs: tuple[str, ...] = ()


def cite(text: str, instruments: Sequence[Named]) -> list[Printed]:
    """The citations of a passage, in order of appearance, none inside another."""
    found = [*_addresses(text), *_symbols(text), *_resolutions(text), *_names(text, instruments)]
    found.sort(key=lambda printed: (printed.span.start, -printed.span.length))
    apart: list[Printed] = []
    for printed in found:
        if not apart or not apart[-1].span.overlaps(printed.span):
            apart.append(printed)
    return [_with_part(text, printed) for printed in apart]


def _addresses(text: str) -> Iterator[Printed]:
    for match in _ADDRESS.finditer(text):
        words = _without_stops(match[0])
        address = words if words.startswith("http") else f"https://{words}"
        yield Printed(Span(match.start(), match.start() + len(words)), words, "address", address=address)


def _without_stops(address: str) -> str:
    """The address without what ends the sentence around it; a bracket that the address opened is its own."""
    while (last := address[-1:]) and (last in ".,;:]’'" or (last == ")" and address.count(")") > address.count("("))):
        address = address[:-1]
    return address


def _symbols(text: str) -> Iterator[Printed]:
    for span, symbols in Symbol.find(text):
        yield Printed(span, span.of(text), "symbol", symbols=tuple(map(str, symbols)))


def _resolutions(text: str) -> Iterator[Printed]:
    for match in _RESOLUTIONS.finditer(text):
        for at, number in enumerate(_ONE.finditer(text, match.start("list"), match.end("list"))):
            start = match.start() if at == 0 else number.start()
            span = Span(start, number.end())
            dated = _DATED.fullmatch(number[0])
            words = f"{dated[1]} ({dated[2]})" if dated else number[0]
            if dated and (match["organ"] or _nearest_organ(text, match)) not in ("Security Council", "UNSC", "Council"):
                continue  # only the Security Council numbers its resolutions through
            try:
                symbol = Symbol.from_resolution(words, _organ(text, match, words))
            except SymbolError as error:
                yield Printed(span, span.of(text), "resolution in words", missing=error.message)
                continue
            yield Printed(span, span.of(text), "resolution in words", symbols=(str(symbol),))


def _names(text: str, instruments: Sequence[Named]) -> Iterator[Printed]:
    for named in instruments:
        before, after = text[max(0, named.span.start - 40) : named.span.start], text[named.span.end : named.span.end + 4]
        if _PROTOCOL_TO.search(before) or _PROTOCOL.match(after):
            reason = f"A protocol to {named.as_printed} is named, which is another text than {named.as_printed}."
            yield Printed(named.span, named.as_printed, "name", missing=reason)
        elif not (named.as_printed.istitle() and named.as_printed.isalpha() and _OTHERS.search(before)):
            yield Printed(named.span, named.as_printed, "name", concept=named.concept)


def _organ(text: str, match: "re.Match[str]", number: str) -> str | None:
    """The organ that adopted a resolution: in front of the word, or the nearest one in the same sentence.

    What "the Council" or "the Commission" alone means, the number's form decides.
    """
    if re.search(r"\(\d{4}\)$", number):
        return "Security Council"  # the year in brackets is the Security Council's form alone
    printed = match["organ"] or _nearest_organ(text, match)
    if printed == "Council":
        return "Economic and Social Council" if re.match(r"(?:19|20)\d\d/", number) else "Human Rights Council"
    if printed == "Commission":
        return "Commission on Human Rights" if re.match(r"(?:19|20)\d\d/", number) else None
    return _IN_FULL.get(printed, printed) if printed else None


def _nearest_organ(text: str, match: "re.Match[str]") -> str | None:
    bounds = [0, *(end.end() for end in _SENTENCE_END.finditer(text)), len(text)]
    start = max(bound for bound in bounds if bound <= match.start())
    end = min(bound for bound in bounds if bound >= match.end())
    organs = [(_distance(organ, match), organ[0]) for organ in _ORGAN.finditer(text, start, end)]
    return min(organs)[1] if organs else None


def _distance(organ: "re.Match[str]", match: "re.Match[str]") -> int:
    return match.start() - organ.end() if organ.end() <= match.start() else organ.start() - match.end()


def _with_part(text: str, printed: Printed) -> Printed:
    found = pinpoint(text, printed.span) if printed.by != "address" else None
    if found is None:
        return printed
    return Printed(
        printed.span,
        printed.as_printed,
        printed.by,
        printed.symbols,
        printed.concept,
        None,
        printed.missing,
        found.words,
        found.paragraphs,
    )
