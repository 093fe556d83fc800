"""Answers, drafts: wording. In: words in quotation marks, and the words that a document has. Out: where they stand in it word for
word, or how they differ. Must not know what is cited.

Rule: a quotation may leave out words at an ellipsis, and put what it changes between square brackets; UN editors also change
the capital of the first letter, quotation marks and dashes, and leave out footnote markers. Nothing else is an allowed change.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal

_WORD = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]|[^\W_\u3400-\u4dbf\u4e00-\u9fff]+(?:['’][^\W_]+)*")
_RAISED = re.compile("[⁰¹²³⁴-⁹]+|\u00ad")
_ELLIPSIS = r"\[\s*(?:…|\.\s?\.\s?\.)\s*\]|\(\s*(?:…|\.\s?\.\s?\.)\s*\)|…|\.\s?\.\s?\.(?:\s?\.)?"
_CHANGE = re.compile(rf"(?P<gap>{_ELLIPSIS})|\[(?P<put>[^\[\]]{{0,400}})\]")
_CHANGED = 15  # words of a document in the place of which a bracket may stand
_LEFT_OUT = 1_000  # words that one ellipsis may stand for
_LONGEST = 600  # words of a quotation, and of a passage the fourfold, of which differences are worked out

_GAP = "…"  # stands in what is shown for whatever may stand there

Gap = Literal["any", "some"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A run of words: in both, in the document alone, or in the draft alone."""

    kind: Literal["both", "document", "draft"]
    words: str


def words_of(text: str) -> list[str]:
    """The words of a text as printed, without footnote markers and soft hyphens; Chinese is read sign by sign."""
    return _WORD.findall(_RAISED.sub("", text))


def folded(words: Iterable[str]) -> list[str]:
    """The words as they are compared: capitals and the form of the apostrophe do not count."""
    return [word.replace("’", "'").casefold() for word in words]


@dataclass(frozen=True)
class Quoted:
    """A quotation as it is looked for: runs of words, and what may stand between each two of them in the document."""

    runs: tuple[tuple[str, ...], ...]
    gaps: tuple[Gap, ...]
    shown: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Quoted":
        """The runs of a quotation, its marks of omission and change read."""
        runs: list[list[str]] = [[]]
        gaps: list[Gap] = []
        at = 0
        for match in _CHANGE.finditer(text):
            if match.start() < at:
                continue  # a second bracket in one word
            runs[-1] += words_of(text[at : match.start()])
            behind = _WORD.match(text, match.end()) if match["put"] is not None else None
            at = behind.end() if behind else match.end()
            is_joined = match["put"] is not None and text[max(0, match.start() - 1) : match.start()].isalnum()
            if behind and len(match["put"]) == 1 and not is_joined:  # "[t]he" changes a capital
                runs[-1] += words_of(match["put"] + behind[0])
                continue
            if is_joined and runs[-1]:
                runs[-1].pop()  # "State[s]" is another word than the document's
            runs.append([])
            gaps.append("any" if match["gap"] else "some")
        runs[-1] += words_of(text[at:])
        return cls._without_empty(runs, gaps)

    @classmethod
    def _without_empty(cls, runs: Sequence[Sequence[str]], gaps: Sequence[Gap]) -> "Quoted":
        """What stands at either end may be left out anyway; two marks that meet are one, the wider."""
        kept: list[Sequence[str]] = []
        between: list[Gap] = []
        waiting: list[Gap] = []
        before: list[Gap] = ["some", *gaps]
        for run, gap in zip(runs, before, strict=True):
            waiting.append(gap)
            if run:
                if kept:
                    between.append("any" if "any" in waiting else "some")
                kept.append(run)
                waiting = []
        shown = [word for at, run in enumerate(kept) for word in ([_GAP, *run] if at else run)]
        return cls(tuple(tuple(folded(run)) for run in kept), tuple(between), tuple(shown))

    @property
    def length(self) -> int:
        """How many words it has."""
        return sum(map(len, self.runs))


class Words:
    """The words of one text in order, to be searched."""

    def __init__(self, shown: Sequence[str]) -> None:
        self.shown = shown
        self.folded = folded(shown)

    @cached_property
    def _places(self) -> Mapping[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self.folded):
            found[word].append(at)
        return found

    def find(self, quoted: Quoted) -> list[int]:
        """Where the quotation begins here, word for word but for what it marks as left out or changed: numbers of words."""
        if not quoted.runs:
            return []
        ends = [(at + len(quoted.runs[0]), at) for at in self._starts(quoted.runs[0])]
        for run, gap in zip(quoted.runs[1:], quoted.gaps, strict=True):
            reached = ((at, _before(ends, at, gap)) for at in self._starts(run))
            ends = [(at + len(run), start) for at, start in reached if start is not None]
        return [start for _, start in ends]

    def _starts(self, run: tuple[str, ...]) -> Iterator[int]:
        rarest = min(range(len(run)), key=lambda at: len(self._places.get(run[at], ())))
        for place in self._places.get(run[rarest], ()):
            at = place - rarest
            if at >= 0 and tuple(self.folded[at : at + len(run)]) == run:
                yield at

    def shared(self, quoted: Quoted) -> float:
        """The share of the quotation's words that stand here, whatever their order, 0 to 1."""
        wanted = Counter(word for run in quoted.runs for word in run)
        here = sum(min(count, len(self._places.get(word, ()))) for word, count in wanted.items())
        return here / quoted.length if quoted.length else 0.0

    def differences(self, quoted: Quoted) -> tuple[Difference, ...]:
        """The words that both have and that one alone has, from the first to the last that both have; none where both are too
        long to be worked through, or where they have too little in common.
        """
        asked = folded(quoted.shown)
        if len(asked) > _LONGEST or len(self.folded) > 4 * _LONGEST:
            return ()
        steps = SequenceMatcher(None, self.folded, asked, autojunk=False).get_opcodes()
        equal = [at for at, step in enumerate(steps) if step[0] == "equal"]
        if not equal or sum(steps[at][2] - steps[at][1] for at in equal) * 2 < len(asked):
            return ()
        return tuple(self._told(steps, equal[0], equal[-1], quoted))

    def _told(
        self, steps: Sequence[tuple[str, int, int, int, int]], first: int, last: int, quoted: Quoted
    ) -> Iterator[Difference]:
        for at, (tag, start, end, begin, stop) in enumerate(steps):
            if tag == "equal":
                yield Difference("both", " ".join(quoted.shown[begin:stop]))
                continue
            if quoted.shown[begin:stop] == (_GAP,):
                yield Difference("both", _GAP)
                continue
            if start < end and first < at < last:  # what the document has around the quotation is no difference
                yield Difference("document", " ".join(self.shown[start:end]))
            elif start < end and begin < stop and at in (first - 1, last + 1):
                yield Difference("document", " ".join(self._beside(start, end, stop - begin, is_before=at < first)))
            if begin < stop:
                yield Difference("draft", " ".join(quoted.shown[begin:stop]))

    def _beside(self, start: int, end: int, count: int, *, is_before: bool) -> Sequence[str]:
        """As many words of the document as the draft has in their place, at the beginning or the end of a quotation."""
        return self.shown[max(start, end - count) : end] if is_before else self.shown[start : min(end, start + count)]


def _before(ends: Sequence[tuple[int, int]], at: int, gap: Gap) -> int | None:
    """Where the match began that a run at a place goes on with: the nearest one that ends before it, and not too far off."""
    place = bisect_left(ends, (at + 1, 0))
    far = _LEFT_OUT if gap == "any" else _CHANGED
    return ends[place - 1][1] if place and ends[place - 1][0] >= at - far else None
