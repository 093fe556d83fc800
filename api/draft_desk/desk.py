"""Answers, drafting desk: the desk. In: a draft. Out: the draft in its passages and sentences, with what was found beside each,
footnotes ready to copy, and its length. Must not know HTTP; must not keep, log or send a word of the draft.

Precedents of a sentence are found when it is opened: to ask for each of hundreds would take minutes. Every character of the
draft but blanks stands in one sentence or before it, so that nothing is lost between what the eyes took for passages.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, TypeVar

from api.draft_desk.length import Length, Quoted, length_of, quoted_in
from api.drafts.check import check_pieces, read_text
from api.drafts.findings import Finding, Report
from api.drafts.passages import Piece
from api.library import Library
from api.precedents.answer import Precedents, precedents
from ontology.errors import BadParameter
from reading.reuse.difference import longest_shared
from reading.sentences import sentences

MOST_OPEN = 5
"""Sentences that are answered with precedents at once."""
FEWEST_WORDS = 5
"""Of a sentence that may be opened: what is shorter says too little to have a precedent."""
PRECEDENTS = 5
"""Passages that are shown of one sentence."""
_SHORT = 360  # characters of a passage that are shown at once
_Placed = TypeVar("_Placed", Finding, Quoted)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of the draft's own signs, and the citation that they are, None where they are none."""

    text: str
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by its number in the draft, from 1: where it stands up to the next one, the mark before it ("2.", "(a)"), its
    words as the eyes read them, and its signs in stretches without the blanks behind them.
    """

    number: int
    start: int
    end: int
    mark: str
    words: str
    stretches: tuple[Stretch, ...]

    @property
    def may_be_opened(self) -> bool:
        """Whether it is long enough to be asked about."""
        return len(self.words.split()) >= FEWEST_WORDS


@dataclass(frozen=True, slots=True)
class Part:
    """A passage of the draft: its place in words, what it is, its sentences, and what was found in it."""

    place: str
    kind: str
    sentences: tuple[Sentence, ...]
    findings: tuple[Finding, ...]
    quoted: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """A draft on the desk. `opened` has the precedents of the sentences that were opened, by their numbers."""

    text: str
    report: Report
    parts: tuple[Part, ...]
    length: Length
    footnotes: tuple[str, ...]
    opened: Mapping[int, Precedents]


def desk(library: Library, text: str, opened: Sequence[int] = ()) -> Desk:
    """A draft with all that is found in it, and the precedents of some sentences. Raises what `check_text` raises; BadParameter
    for a sentence that the draft does not have, or more than MOST_OPEN.
    """
    plain, pieces = read_text(library, text)
    report = check_pieces(library, pieces, len(plain))
    quoted = quoted_in(report)
    parts = tuple(_parts(plain, pieces, report, quoted))
    by_number = {sentence.number: sentence for part in parts for sentence in part.sentences if sentence.may_be_opened}
    found = {
        number: precedents(library, by_number[number].words, limit=PRECEDENTS) for number in _openable(opened, by_number.keys())
    }
    return Desk(plain, report, parts, length_of(pieces, quoted), _footnotes(report), found)


def around(passage: str, draft: str) -> str:
    """The words of a passage around the longest stretch that a draft shares with it; the whole passage where it is short, its
    beginning where they share nothing.
    """
    if len(passage) <= _SHORT:
        return passage
    (first, last), _ = longest_shared(passage, draft)
    spare = max(0, (_SHORT - (last - first)) // 2)
    start = max(0, min(first - spare, len(passage) - _SHORT))
    end = min(len(passage), max(last, start) + spare if start else _SHORT)
    start = passage.find(" ", start) + 1 if start else 0
    end = passage.rfind(" ", start, end) if end < len(passage) else end
    return f"{'… ' if start else ''}{passage[start:end]}{' …' if end < len(passage) else ''}"


def _openable(opened: Sequence[int], there: AbstractSet[int]) -> list[int]:
    numbers = list(dict.fromkeys(opened))
    if len(numbers) > MOST_OPEN:
        raise BadParameter(f"Wanted at most {MOST_OPEN} sentences to be opened; got {len(numbers)}.", advice="Open fewer.")
    for number in numbers:
        if number not in there:
            raise BadParameter(f"The draft has no sentence {number} that could be opened.", advice="Check the draft again first.")
    return numbers


def _footnotes(report: Report) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.footnote for finding in report.citations if finding.footnote))


def _parts(text: str, pieces: Sequence[Piece], report: Report, quoted: Sequence[Quoted]) -> Iterator[Part]:
    """The passages in the order in which they begin; one that is broken by another goes on as a part of its own."""
    begun = list(_begun(pieces))
    marks = [_marked(text, start, begun[at - 1].end if at else 0) for at, (start, *_) in enumerate(begun)]
    found = sorted(report.citations, key=lambda finding: finding.start)
    placed: list[tuple[Piece, Sentence]] = []
    for number, (start, _, words, piece) in enumerate(begun, 1):
        end = marks[number] if number < len(marks) else len(text)
        mark = " ".join(text[marks[number - 1] : start].split())
        placed.append((piece, Sentence(number, start, end, mark, words, tuple(_stretches(text, start, end, found)))))
    for _, group in groupby(placed, key=lambda one: id(one[0])):
        own = list(group)
        piece, kept = own[0][0], tuple(sentence for _, sentence in own)
        first, last = kept[0].start - len(kept[0].mark), kept[-1].end
        yield Part(
            piece.place,
            piece.noun.kind,
            kept,
            tuple(_within(found, first, last)),
            tuple(_within(quoted, first, last)),
        )


class _Begun(NamedTuple):
    """Where the words of a sentence begin and end in the draft, what they are, and in what passage."""

    start: int
    end: int
    words: str
    piece: Piece


def _begun(pieces: Sequence[Piece]) -> Iterator[_Begun]:
    """The sentences in the order in which they begin; of two that begin at one place the first."""
    found: dict[int, _Begun] = {}
    for piece in pieces:
        text = piece.noun.text
        for span in sentences(text):
            if text[span.start : span.end].strip():
                placed = piece.in_draft(span)
                found.setdefault(placed.start, _Begun(placed.start, placed.end, text[span.start : span.end], piece))
    yield from (found[start] for start in sorted(found))


def _marked(text: str, start: int, before: int) -> int:
    """Where the mark of a sentence begins: at the head of its line, where no words of another stand there; for the first one, at
    the head of the draft.
    """
    return max(text.rfind("\n", 0, start) + 1, before) if before else 0


def _within(placed: Sequence[_Placed], start: int, end: int) -> Sequence[_Placed]:
    """Those of an ordered sequence that begin within a run of the draft."""
    first = bisect_left(placed, start, key=lambda one: one.start)
    return placed[first : bisect_left(placed, end, lo=first, key=lambda one: one.start)]


def _stretches(text: str, start: int, end: int, found: Sequence[Finding]) -> Iterator[Stretch]:
    """A run of the draft cut where its citations begin and end; what overlaps another stands with the first."""
    at = start
    for finding in _within(found, start, end):
        first, last = max(finding.start, at), min(finding.end, end)
        if first < last:
            if first > at:
                yield Stretch(text[at:first])
            yield Stretch(text[first:last], finding)
            at = last
    if rest := text[at:end].rstrip():
        yield Stretch(rest)
