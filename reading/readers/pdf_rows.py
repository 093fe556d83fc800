"""Eyes, readers: lines of a PDF. In: the letters of a page. Out: segments of text, and rows of segments on one height. Must not
know paragraphs, columns or tables.

A segment is what stands together on one line with no gap wider than a few blanks. Raised small figures become Unicode
superscripts here, because only here their height is known.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from reading.lines import SUPERSCRIPTS
from reading.readers.pdf_glyphs import Glyph

_GAP = 1.65  # in letter heights; three blanks of a typewriter, more than any blank of a justified line
_BLANK, _WIDE_BLANK = 0.17, 0.19  # in letter heights; gaps that are read as blanks where the file has none at all, or some
_BLANKS_KEPT = 0.05  # of all letters have a blank before them: the file writes its blanks
_BREAK = 0.45  # in letter heights; a blank so wide, and wider than most, is where a table may part what stands close
_LEVEL = 0.2  # in letter heights; letters nearer than this stand on one line
_REACH = 0.62  # in letter heights; a superscript stands no higher
_SMALL = 0.82  # a superscript is smaller than this share of its neighbours
_RAISED = 0.14  # in letter heights; a superscript stands at least so high
_MOST_RAISED = 4  # letters of a marker
_RAISED_LETTERS = dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True))


@dataclass(frozen=True, slots=True)
class Segment:
    """Letters that stand together. `size` is their usual height; `bold` and `italic` hold for nearly all of them.

    `breaks` are its wider blanks, where a table may part it: the index behind the blank, where the words before it end and where
    those after it begin.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    breaks: tuple[tuple[int, float, float], ...] = ()

    def parted(self, at: tuple[int, float, float]) -> "tuple[Segment, Segment]":
        """What stands before and behind one of its breaks."""
        index, x1, x0 = at
        before = replace(self, text=self.text[:index].rstrip(), x1=x1, breaks=tuple(one for one in self.breaks if one[0] < index))
        behind = tuple((one[0] - index, *one[1:]) for one in self.breaks if one[0] > index)
        return before, replace(self, text=self.text[index:], x0=x0, breaks=behind)


@dataclass(frozen=True, slots=True)
class Segments:
    """Segments that stand together, from left to right."""

    segments: tuple[Segment, ...]

    @property
    def x0(self) -> float:
        """Where they begin."""
        return self.segments[0].x0

    @property
    def text(self) -> str:
        """Their words."""
        return " ".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Row(Segments):
    """The segments on one height."""

    @property
    def x1(self) -> float:
        """Where it ends."""
        return self.segments[-1].x1

    @property
    def y(self) -> float:
        """Its baseline."""
        return self.segments[0].y

    @property
    def size(self) -> float:
        """The height of its letters: that of the longest segment."""
        return max(self.segments, key=lambda segment: len(segment.text)).size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(segment.bold for segment in self.segments)

    @property
    def italic(self) -> bool:
        """Whether all of it is italic."""
        return all(segment.italic for segment in self.segments)


def segments(glyphs: Sequence[Glyph]) -> list[Segment]:
    """The segments of a page, from top to bottom and left to right."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and _goes_on(runs[-1], glyph):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    written = sum(glyph.spaced for glyph in glyphs) > _BLANKS_KEPT * len(glyphs)
    widest = max(_BREAK, 1.4 * _usual_blank(glyphs))
    found = sorted(
        (_segment(run, _WIDE_BLANK if written else _BLANK, widest) for run in _merged(runs)),
        key=lambda segment: (-round(segment.y), segment.x0, segment.text),
    )
    return [segment for at, segment in enumerate(found) if segment.text and not _doubled(segment, found[max(0, at - 4) : at])]


def rows(held: Iterable[Segment]) -> list[Row]:
    """Segments grouped by height, from top to bottom."""
    grouped: list[list[Segment]] = []
    for segment in sorted(held, key=lambda segment: -segment.y):
        if grouped and abs(grouped[-1][0].y - segment.y) <= 0.35 * min(grouped[-1][0].size, segment.size):
            grouped[-1].append(segment)
        else:
            grouped.append([segment])
    return [Row(tuple(sorted(group, key=lambda segment: segment.x0))) for group in grouped]


def _goes_on(run: list[Glyph], glyph: Glyph) -> bool:
    """Whether a letter stands right behind the run: on its line, or raised above it as a small one."""
    before, size = run[-1], max(run[-1].style.size, glyph.style.size)
    gap = glyph.x0 - before.x1
    if abs(glyph.y - before.y) <= _LEVEL * min(before.style.size, glyph.style.size):
        return -0.6 * size < gap < _GAP * size
    small = min(before.style.size, glyph.style.size) <= _SMALL * size or abs(run[0].y - glyph.y) <= _LEVEL * size
    return small and abs(glyph.y - before.y) <= _REACH * size and -0.3 * size < gap < 0.9 * size


@dataclass(slots=True)
class _Run:
    """Letters that the file holds together, with the baseline and height of most of them."""

    glyphs: list[Glyph]
    y: float
    size: float

    @classmethod
    def of(cls, glyphs: list[Glyph]) -> "_Run":
        return cls(glyphs, *_base(glyphs))


def _merged(runs: list[list[Glyph]]) -> list[list[Glyph]]:
    """Runs that the file holds apart although they touch on the page, such as a bold word in its sentence."""
    ordered = sorted(map(_Run.of, runs), key=lambda run: (-round(run.y / 2), run.glyphs[0].x0))
    found: list[_Run] = []
    for run in ordered:
        holder = next((other for other in reversed(found[-12:]) if _touches(other, run)), None)
        if holder is None:
            found.append(run)
            continue
        before = holder.glyphs[0].x0 <= run.glyphs[0].x0
        first, second = (holder.glyphs, run.glyphs) if before else (run.glyphs, holder.glyphs)
        larger = holder if len(holder.glyphs) >= len(run.glyphs) else run
        holder.y, holder.size, holder.glyphs = larger.y, larger.size, [*first, *second]
    return [run.glyphs for run in found]


def _touches(first: _Run, second: _Run) -> bool:
    left, right = (first, second) if first.glyphs[0].x0 <= second.glyphs[0].x0 else (second, first)
    gap, size = right.glyphs[0].x0 - left.glyphs[-1].x1, max(first.size, second.size)
    if abs(first.y - second.y) <= _LEVEL * min(first.size, second.size):
        return -0.6 * size < gap < _GAP * size
    small, large = (second, first) if second.size < first.size else (first, second)
    return (
        small.size <= _SMALL * size
        and len(small.glyphs) <= _MOST_RAISED
        and _RAISED * size <= small.y - large.y <= _REACH * size
        and -0.3 * size < gap < 0.6 * size
    )


def _base(run: Sequence[Glyph]) -> tuple[float, float]:
    """The baseline and height of most letters of a run."""
    (y, size), _ = Counter((round(glyph.y, 1), glyph.style.size) for glyph in run).most_common(1)[0]
    return y, size


def _usual_blank(glyphs: Sequence[Glyph]) -> float:
    """The gap between two words of a line, in letter heights; 0 on a page without any."""
    gaps = [
        (glyph.x0 - before.x1) / glyph.style.size
        for before, glyph in pairwise(glyphs)
        if before.y == glyph.y and _BLANK * glyph.style.size < glyph.x0 - before.x1 < _GAP * glyph.style.size
    ]
    return median(gaps) if gaps else 0.0


def _segment(run: list[Glyph], blank: float, widest: float) -> Segment:
    base, size = _base(run)
    pieces: list[str] = []
    breaks: list[tuple[int, float, float]] = []
    length = 0
    for at, glyph in enumerate(run):
        before = run[at - 1] if at else None
        if before is not None and _parted(before, glyph, blank * size):
            pieces.append(" ")
            length += 1
            if glyph.x0 - before.x1 > widest * size:
                breaks.append((length, before.x1, glyph.x0))
        pieces.append(_letter(run, at, base, size))
        length += len(pieces[-1])
    bold = sum(glyph.style.bold for glyph in run) >= 0.9 * len(run)
    italic = sum(glyph.style.italic for glyph in run) >= 0.9 * len(run)
    x0, x1 = min(glyph.x0 for glyph in run), max(glyph.x1 for glyph in run)
    return Segment("".join(pieces), x0, x1, base, size, bold, italic, tuple(breaks))


def _parted(before: Glyph, glyph: Glyph, blank: float) -> bool:
    gap = glyph.x0 - before.x1
    return (glyph.spaced and gap > -blank / 2) or gap > blank


def _letter(run: list[Glyph], at: int, base: float, size: float) -> str:
    """The letter, raised where it is small and high."""
    glyph = run[at]
    if not _is_raised(glyph, base, size):
        return glyph.text
    if glyph.text.isdigit() and glyph.text.isascii():
        return glyph.text.translate(SUPERSCRIPTS)
    alone = not any(
        0 <= other < len(run) and _is_raised(run[other], base, size) and run[other].text.isalpha() for other in (at - 1, at + 1)
    )
    behind_figure = at > 0 and run[at - 1].text.isdigit() and not _is_raised(run[at - 1], base, size)
    return _RAISED_LETTERS.get(glyph.text, glyph.text) if alone and not behind_figure else glyph.text  # "7th" is no note


def _is_raised(glyph: Glyph, base: float, size: float) -> bool:
    return glyph.style.size <= _SMALL * size and glyph.y - base >= _RAISED * size


def _doubled(segment: Segment, others: list[Segment]) -> bool:
    """Letters struck twice to look bold are one."""
    return any(
        other.text == segment.text and abs(other.x0 - segment.x0) < 1.5 and abs(other.y - segment.y) < 1.5 for other in others
    )


def usual_pitch(held: Sequence[Row]) -> float:
    """The distance of two lines of running text, in letter heights; 1.2 where there is too little text to tell."""
    full = 0.6 * max((row.x1 - row.x0 for row in held), default=0)
    steps = [
        round((above.y - below.y) / above.size, 2)
        for above, below in pairwise(held)
        if above.x1 - above.x0 > full and len(above.segments) < 3
        if abs(above.size - below.size) < 0.5 and abs(above.x0 - below.x0) < 2 and 0.9 * above.size < above.y - below.y
    ]
    steps = [step for step in steps if step < 2.6]
    common = Counter(round(step, 1) for step in steps).most_common(1)
    return median(step for step in steps if abs(step - common[0][0]) <= 0.1) if common else 1.2
