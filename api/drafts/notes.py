"""Answers, drafts: notes. In: a citation of a draft and what the graph states of its target. Out: what is worth knowing beside
the checks: corrections, forms, dates, repetitions. Must not ask the graph, nor call anything wrong.

Rule: UN Editorial Manual on the forms of citation: "General Assembly resolution 60/1", "S/RES/1366 (2001)", parallel symbols with
the General Assembly's first. What replaces or corrects a document is named only where the graph states it.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from api.drafts.findings import Note
from api.drafts.known import Known
from api.drafts.resolved import Sourced
from ontology.symbol import Symbol
from reading.citations.cite import Printed

_SHORTENED = re.compile(r"(?:UN)?SCRs?\b|\b(?:UNGA|GA|UNSC|SC|HRC|UNHRC)\b|\b[Rr]es\.?(?=\s)|#|\b[Nn]o\.", re.ASCII)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MOST = 3  # later passages that are named of one citation


def of_changes(known: Known, cited: AbstractSet[str]) -> Iterator[Note]:
    """The documents that correct or replace the one that is cited, or add to it; not those that the draft cites as well."""
    for change in known.changes:
        if change.iri not in cited:
            yield Note(change.relation, f"{change.says} {change.symbol}.", change.iri, change.relation != "addendumTo")


def of_taken_up(later: Sequence[tuple[str, str, str]]) -> Iterator[Note]:
    """Where the graph states that what the cited passage asks was taken up later."""
    for how, iri, pinpoint in later[:_MOST]:
        yield Note("see also", f"See also: what is asked there is {how} {pinpoint}.", iri)
    if len(later) > _MOST:
        yield Note("see also", f"The graph states {len(later) - _MOST} more.")


def of_form(printed: Printed) -> Iterator[Note]:
    """The form that the United Nations prints, where the draft has another."""
    is_shortened = printed.by == "resolution in words" and printed.symbols and _SHORTENED.search(printed.as_printed)
    if is_shortened and (words := in_words(printed.symbols[0])):
        yield Note("form", f"The usual form is “{words}”.")
    if printed.by != "symbol":
        return
    usual = "-".join(printed.symbols)
    if _bare(printed.as_printed) != _bare(usual):
        yield Note("form", f"The usual form is {usual}.")


def of_date(printed: Printed, known: Known | None) -> Iterator[Note]:
    """Where the date of adoption that is printed is another than the graph has."""
    adopted = printed.number.adopted if printed.number else None
    if adopted is None or known is None or not re.match(r"\d{4}-\d\d-\d\d", known.adopted):
        return
    if (adopted.year, adopted.month) != (int(known.adopted[:4]), int(known.adopted[5:7])):
        said = f"{_MONTHS[adopted.month - 1]} {adopted.year}"
        yield Note("date", f"The draft dates it {said}; here it is dated {known.adopted}.", calls=True)


class Repeated:
    """Remembers what was cited, to say at first what parallel symbol it has, and later where the same place was cited before.

    "Ibid." and names in passing repeat by their nature.
    """

    def __init__(self) -> None:
        self._first: dict[tuple[str, tuple[str, ...]], tuple[int, str]] = {}
        self._targets: set[str] = set()

    def of(self, source: Sourced, piece: int, place: str) -> Iterator[Note]:
        """The notes on a citation that stands in a passage of the draft."""
        if source.target is None or source.printed.by not in ("symbol", "resolution in words"):
            return
        key = source.target, tuple(cited.words for cited in source.places)
        before, where = self._first.setdefault(key, (-1, place))
        if before == piece:
            yield Note("repeated", "The same is cited twice in this passage.")
        elif before >= 0:
            yield Note("repeated", f"The same was cited before, in {where}.")
        else:
            self._first[key] = piece, place
        if source.target not in self._targets:
            self._targets.add(source.target)
            yield from _parallel(source)


def _parallel(source: Sourced) -> Iterator[Note]:
    known, printed = source.known, source.printed.symbols
    others = [symbol for symbol in known.symbols if symbol not in printed] if known and source.printed.by == "symbol" else []
    if others:
        yield Note("parallel symbol", f"The document has the parallel symbol {', '.join(sorted(others))}.")


def in_words(symbol: str) -> str:
    """A resolution in words: "Security Council resolution 1366 (2001)"; "" for what is no resolution."""
    parsed = Symbol.parse(symbol)
    name = parsed.body_name
    if parsed.kind != "resolution" or name is None:
        return ""
    number = re.sub(r"(?<=\w)\(", " (", symbol.partition("/RES/")[2])
    return f"{name} resolution {number}"


def _bare(symbol: str) -> str:
    """Without blanks, which the United Nations sets and leaves out before a bracket and at the end of a line."""
    return re.sub(r"[\s\u00ad\u200b]+", "", symbol).replace("‑", "-").replace("–", "-")
