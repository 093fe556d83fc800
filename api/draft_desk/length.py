"""Answers, drafting desk: length. In: the passages of a draft, and its quotations. Out: how many words it has, what the limits
of the United Nations leave of them, and which quotations are long. Must not look anything up.

Rule: a report that originates in the Secretariat has at most 8,500 words, another at most 10,700 (General Assembly resolutions
52/214 and 53/208, in pages then; in words since). A word is what stands between blanks, as word processors count. Whether
footnotes and tables count is told by the office that takes the document, so the count is given with them and without.
UN Editorial Manual: what was circulated already is cited by its paragraph, and not quoted at length.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.drafts.findings import Report
from api.drafts.passages import Piece

LIMITS = (("a report of the Secretariat", 8_500), ("a report from outside the Secretariat", 10_700))
"""Whose limit, and how many words it is."""
LONG_QUOTATION = 50
"""Words from which on a quotation is called long: ours, for the manual names no number."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of words, and how many of them are left for the draft with its footnotes and tables; less than none is too long."""

    of: str
    words: int
    left: int


@dataclass(frozen=True, slots=True)
class Length:
    """The words of a draft: in its text, in footnotes, in tables, and within quotation marks wherever they stand."""

    text: int
    footnotes: int
    tables: int
    quoted: int

    @property
    def total(self) -> int:
        """All words."""
        return self.text + self.footnotes + self.tables

    @property
    def limits(self) -> Sequence[Limit]:
        """What each limit leaves."""
        return [Limit(of, words, words - self.total) for of, words in LIMITS]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in quotation marks: where they stand in the draft, and how many they are."""

    start: int
    end: int
    words: int

    @property
    def is_long(self) -> bool:
        """Whether a paraphrase with the paragraph's number would serve better."""
        return self.words >= LONG_QUOTATION


def length_of(pieces: Iterable[Piece], quoted: Iterable[Quoted]) -> Length:
    """The words of a draft by what they stand in."""
    counts = {"footnote": 0, "table": 0, "": 0}
    for piece in pieces:
        kind = piece.noun.kind if piece.noun.kind in counts else ""
        counts[kind] += len(piece.noun.text.split())
    return Length(counts[""], counts["footnote"], counts["table"], sum(one.words for one in quoted))


def quoted_in(report: Report) -> list[Quoted]:
    """Every quotation of a draft once, in order, those with a citation and those without."""
    spans = {(one.start, one.end): one.words for finding in report.citations for one in finding.quotations}
    spans |= {(one.start, one.end): one.words for one in report.quotations_without_citation}
    return [Quoted(start, end, len(words.split())) for (start, end), words in sorted(spans.items())]
