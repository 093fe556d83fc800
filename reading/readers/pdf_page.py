"""Eyes, readers: the zones of a PDF's pages. In: segments and ruled lines of all pages. Out: for each page its running heads and
feet, masthead, columns in reading order and footnotes. Must not join lines to paragraphs.

Rules: running heads and feet are what their words say, what stands above the line at the top, or what repeats at one place over
pages; footnotes stand at the foot below a short line, or are small and begin with a raised figure (Editorial Manual).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from reading.lines import is_furniture
from reading.readers.pdf_glyphs import Rule
from reading.readers.pdf_rows import Row, Segment, rows

_EDGE = 0.13  # of the page's height, at top and bottom, where running heads and feet stand
_REPEATED = 3  # pages that carry the same words at the same height, or more than half of a shorter document
_SHORT = 0.45  # of the page's width: no longer is the line over footnotes
_WIDE = 0.55  # of the page's width: the line under a running head is longer
_MASTHEAD = re.compile(r"distr\b|original\s*:|(?:limited|general|restricted)$", re.IGNORECASE)
_PRINTED = re.compile(r"please recycle|\*\d{6,}\*|\*?\d{7,}\*?", re.IGNORECASE)
_NOTE = re.compile(r"[⁰¹²³⁴-⁹]{1,3}\s*\S|\*{1,4}\s|\d{1,3}/?\s+\S|[a-zᵃ-ᶻ]/\s|[ᵃ-ᶻ]\s")
_RAISED = re.compile(r"[⁰¹²³⁴-⁹]{1,3}\s*\S")
_PARAGRAPH = re.compile(r"\d{1,3}(?:\.\d{1,3})*\.?\s{2,}|\d{1,3}\.")
_DRAWN = re.compile(r"[_―]{5,}")
_FEWEST = 5  # rows on each side of a gutter; fewer are no columns of text
_MOST_BANDS = 12  # of columns on a page, one under the other
_MOST_SEGMENTS = 4_000  # on a page with columns
_PROSE = 22  # letters of a line in a column of text, at least, on average


@dataclass(frozen=True, slots=True)
class Face:
    """What stands on a page: segments from top to bottom, and ruled lines."""

    number: int
    width: float
    height: float
    segments: tuple[Segment, ...]
    rules: tuple[Rule, ...]


@dataclass(slots=True)
class Zones:
    """A page in reading order: head, masthead line by line, columns of rows, footnotes, foot; lines drawn with letters apart."""

    face: Face
    drawn: list[Row] = field(default_factory=list)
    head: list[Row] = field(default_factory=list)
    masthead: list[Segment] = field(default_factory=list)
    columns: list[list[Row]] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)
    foot: list[Row] = field(default_factory=list)


def usual_size(faces: Sequence[Face]) -> float:
    """The letter height of most of the text."""
    counted: Counter[float] = Counter()
    for face in faces:
        for segment in face.segments:
            counted[segment.size] += len(segment.text)
    return counted.most_common(1)[0][0] if counted else 10.0


def zones(faces: Sequence[Face]) -> list[Zones]:
    """The zones of every page."""
    repeated, size = _repeated(faces), usual_size(faces)
    return [_zones(face, repeated, size) for face in faces]


def _zones(face: Face, repeated: set[tuple[str, int]], size: float) -> Zones:
    drawn = [segment for segment in face.segments if _DRAWN.fullmatch(segment.text)]
    written = tuple(segment for segment in face.segments if not _DRAWN.fullmatch(segment.text))
    lines = tuple(Rule(segment.x0, segment.y - 1, segment.x1, segment.y) for segment in drawn)
    face = replace(face, segments=written, rules=(*face.rules, *lines))
    found, held = Zones(face, [Row((segment,)) for segment in drawn]), rows(face.segments)
    above = max((rule.y for rule in face.rules if _heads(rule, face)), default=face.height)
    first = face.number == 1
    while held and not (first and _MASTHEAD.search(held[0].text)) and _is_edge(held[0], face, repeated, above):
        found.head.append(held.pop(0))
    while held and held[-1].y < _EDGE * face.height and _is_running(held[-1], repeated):
        found.foot.insert(0, held.pop())
    if first:
        held = _lift_masthead(found, held)
    at = _notes_begin(held, face, size)
    found.notes = held[at:]
    body = [segment for row in held[:at] for segment in row.segments]
    found.columns = [rows(column) for column in _columns(body, face)]
    return found


def _heads(rule: Rule, face: Face) -> bool:
    """Whether a line stands under a running head."""
    wide = rule.level and rule.x1 - rule.x0 > _WIDE * face.width
    return wide and rule.y > (1 - _EDGE) * face.height and face.number > 1


def _is_edge(row: Row, face: Face, repeated: set[tuple[str, int]], above: float) -> bool:
    if row.y < (1 - _EDGE) * face.height:
        return False
    return (above < face.height and row.y > above) or (_is_running(row, repeated) and face.number > 1)


def _is_running(row: Row, repeated: set[tuple[str, int]]) -> bool:
    words = re.sub(r"\s+", " ", row.text)
    if is_furniture(words) or all(is_furniture(each.text) or _PRINTED.fullmatch(each.text) for each in row.segments):
        return True
    return _key(row) in repeated or bool(_PRINTED.search(words) and len(words) < 40)


def _key(row: Row) -> tuple[str, int]:
    return re.sub(r"[\d\s]+", "#", row.text), round(row.y / 6)


def _repeated(faces: Sequence[Face]) -> set[tuple[str, int]]:
    """Words at a height of the page's edge that stand so on several pages, figures apart."""
    seen: Counter[tuple[str, int]] = Counter()
    for face in faces:
        edge = [one for one in face.segments if not _EDGE * face.height <= one.y <= (1 - _EDGE) * face.height]
        seen.update({_key(row) for row in rows(edge)})
    least = min(_REPEATED, max(2, len(faces) // 2 + 1))
    return {key for key, count in seen.items() if count >= least}


def _lift_masthead(found: Zones, held: list[Row]) -> list[Row]:
    """The rows down to the distribution and the original language, segment by segment: they are no table."""
    upper = [row for row in held if row.y > 0.55 * found.face.height]
    last = max((at for at, row in enumerate(upper) if _is_distribution(row)), default=-1)
    for row in held[: last + 1]:
        found.masthead += row.segments
    return held[last + 1 :]


def _is_distribution(row: Row) -> bool:
    return any(len(each.text) < 40 and _MASTHEAD.match(each.text) for each in row.segments)


def _notes_begin(held: list[Row], face: Face, size: float) -> int:
    """Where the footnotes of a page begin among its rows; their number where it has none."""
    lines = [y for y, width in _level_lines(face) if 20 < width < _SHORT * face.width]
    for at, row in enumerate(held):
        if not _NOTE.match(row.text) or (row.size > size + 0.2):
            continue
        ceiling = held[at - 1].y if at else face.height
        ruled = any(row.y < y < ceiling and ceiling - row.y > 1.3 * row.size for y in lines)
        if ruled and _only_notes(held[at:]):
            return at
    return _small_notes(held, size)


def _level_lines(face: Face) -> list[tuple[float, float]]:
    """Height and whole length of the level lines; the pieces of a table's border are one line."""
    lengths: dict[int, float] = {}
    for rule in face.rules:
        if rule.level:
            lengths[round(rule.y)] = lengths.get(round(rule.y), 0.0) + rule.x1 - rule.x0
    return [(float(y), length) for y, length in lengths.items()]


def _only_notes(below: list[Row]) -> bool:
    """Below the line over footnotes nothing is larger than they are, is numbered as paragraphs are, or stands in columns."""
    largest = below[0].size + 0.3
    return all(row.size <= largest and len(row.segments) < 3 and not _PARAGRAPH.match(row.text) for row in below)


def _small_notes(held: list[Row], size: float) -> int:
    """Without a line over them: the last rows that are smaller than the text, from the first that begins with a raised figure."""
    begin, at = len(held), len(held)
    while at and held[at - 1].size <= 0.92 * size:
        at -= 1
        if _RAISED.match(held[at].text):
            begin = at
    return begin


def _columns(body: list[Segment], face: Face, bands: int = 0) -> list[list[Segment]]:
    """The segments in reading order: bands across the page, and between them the columns, left before right."""
    gutter = _gutter(body, face) if bands < _MOST_BANDS and len(body) < _MOST_SEGMENTS else None
    if gutter is None:
        return [body] if body else []
    low, high, at = gutter
    inside = [one for one in body if low <= one.y <= high]
    parted = [
        [one for one in body if one.y > high],
        [one for one in inside if one.x1 <= at + 1],
        [one for one in inside if one.x1 > at + 1],
    ]
    below = [one for one in body if one.y < low]
    return [column for column in parted if column] + _columns(below, face, bands + 1)


def _gutter(body: list[Segment], face: Face) -> tuple[float, float, float] | None:
    """Where two columns part: lower and upper end, and how far from the left; None where there is one column."""
    if len(body) < 2 * _FEWEST:
        return None
    left, right = min(one.x0 for one in body), max(one.x1 for one in body)
    found = [
        (band[-1].y - 0.1, band[0].y + 0.1, at)
        for share in (0.5, 0.48, 0.52, 0.46, 0.54, 0.44, 0.56)
        for at in [left + share * (right - left)]
        for band in (_trimmed(run, at) for run in _runs(body, at))
        if band and _are_columns(band, at, face)
    ]
    return max(found, key=lambda gutter: (gutter[1], gutter[1] - gutter[0]), default=None)


def _runs(body: list[Segment], at: float) -> Iterator[list[Segment]]:
    """Runs of segments from top to bottom of which none crosses the gutter, or is a heading over both columns."""
    over = [one for one in body if one.x0 < at < one.x1] + _headings(body, at)
    crossing = {round(one.y) + near for one in over for near in (-2, -1, 0, 1, 2)}
    held: list[Segment] = []
    for one in sorted(body, key=lambda one: -one.y):
        if round(one.y) not in crossing:
            held.append(one)
        elif held:
            yield held
            held = []
    yield held


def _headings(body: list[Segment], at: float) -> list[Segment]:
    """Segments on the left that look other than the line above, and beside which the other column has a blank."""
    left = sorted((one for one in body if one.x1 <= at), key=lambda one: -one.y)
    taken = {round(one.y) + near for one in body if one.x0 >= at for near in range(-round(one.size), round(one.size) + 1)}
    return [
        one
        for above, one in pairwise(left)
        if round(one.y) not in taken and above.y - one.y > 1.6 * one.size
        if (one.bold, one.italic, one.size) != (above.bold, above.italic, above.size)
    ]


def _trimmed(run: list[Segment], at: float) -> list[Segment]:
    """The part of a run where both sides have lines: columns begin at one height; what stands apart below is no part of them."""
    sides = [one.y for one in run if one.x1 <= at], [one.y for one in run if one.x0 >= at]
    if not all(sides):
        return []
    top, floor = min(map(max, sides)), max(map(min, sides))
    held: list[Segment] = []
    for one in run:
        apart = one.y < floor and held and held[-1].y - one.y > 2.2 * one.size
        if apart:
            break
        if one.y <= top + one.size:
            held.append(one)
    fewest = min(sum(one.x1 <= at for one in held), sum(one.x0 >= at for one in held))
    return held if fewest >= _FEWEST else []


def _are_columns(band: list[Segment], at: float, face: Face) -> bool:
    """Whether text runs down both sides: long lines without ruled lines across, or lines at heights of their own."""
    sides = [one for one in band if one.x1 <= at], [one for one in band if one.x0 >= at]
    heights = [{round(one.y / 2) for one in side} for side in sides]
    shared = len(heights[0] & heights[1]) / min(map(len, heights))
    low, high = band[-1].y, band[0].y
    ruled = sum(rule.level and rule.x0 < at - 9 and rule.x1 > at + 9 and low < rule.y < high for rule in face.rules)
    letters = [sum(len(one.text) for one in side) / len(set(rows)) for side, rows in zip(sides, heights, strict=True)]
    return (min(letters) >= _PROSE and not ruled) or (shared < 0.55 and min(map(len, heights)) > _FEWEST and not ruled)
