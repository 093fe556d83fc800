"""Eyes, readers: tables of a PDF. In: the rows of a column and the ruled lines of its page. Out: which rows are tables, and their
cells. Must not read what they say.

A table is rows of cells that stand above each other, or rows between ruled lines of one length; a run of rows of figures alone is
a chart.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reading.readers.pdf_cells import NUMERIC, Cell, cells, is_leading, is_multiple, lines, overlap, parted_cells, widened
from reading.readers.pdf_glyphs import Rule
from reading.readers.pdf_rows import Row, Segment

CAPTION = re.compile(r"(?:Table|Figure|Chart|Box|Map|Tableau|Graphique|Cuadro|Gráfico|Таблица|Диаграмма|表|图)\s*[\dIVXLC]+\b")
_ENDS = re.compile(rf"{CAPTION.pattern}|[—―-]{{3,}}$")
_FIGURES = 3  # rows of nothing but figures, and more, are a chart
_MOST_LINES = 14  # of a row that runs across a table
_NEAR = 46.0  # points between the rows of one table, at most
_BETWEEN = 30.0  # points from a row to a ruled line of the table


@dataclass(frozen=True, slots=True)
class Table:
    """Rows `start` to `end` of a column; `lines` are its rows of cells, each cell its lines, by column."""

    start: int
    end: int
    lines: tuple[tuple[tuple[Segment, ...], ...], ...]


def tables(held: Sequence[Row], rules: Sequence[Rule], pitch: float, usual: float) -> list[Table]:
    """The tables among the rows of a column, from top to bottom. `usual` is the letter height of the document's text."""
    level = [rule for rule in rules if rule.level and rule.x1 - rule.x0 > 20]
    found: list[Table] = []
    at = 0
    while at < len(held):
        least = found[-1].end if found else 0
        end = _figures_end(held, at)
        if end or is_multiple(held[at]):
            start, end = _region(held, at, max(end, at + 1), level)
            start = max(start, least)
            if end - at > _FIGURES or _is_table(held[start:end], level):
                end = _ruled_end(held, start, end, level, usual)
                found.append(Table(start, end, lines(held[start:end], level, pitch)))
                at = end
                continue
        at += 1
    return found


def _figures_end(held: Sequence[Row], at: int) -> int:
    """The end of a run of rows that hold nothing but figures, as along the axis of a chart; 0 where it is short."""
    end = at
    while end < len(held) and not _ENDS.match(held[end].text) and all(NUMERIC.fullmatch(cell.text) for cell in cells(held[end])):
        end += 1
    return end if end - at > _FIGURES else 0


def _ruled_end(held: Sequence[Row], start: int, end: int, rules: Sequence[Rule], usual: float) -> int:
    """Further rows of the table, across all its columns, that a line as long as its others closes below."""
    own = [rule for rule in rules if held[end - 1].y - _BETWEEN < rule.y < held[start].y + _BETWEEN]
    if not own:
        return end
    left, right = min(rule.x0 for rule in own), max(rule.x1 for rule in own)
    size = max(row.size for row in held[start:end])
    apart = size < usual - 0.4  # set smaller than the text, it cannot be mistaken for it
    at = end
    while at < min(end + (_MOST_LINES if not apart else len(held)), len(held)) and _stays_in(
        held[at], held[at - 1], left, right, size
    ):
        at += 1
        floor = held[at].y if at < len(held) else held[at - 1].y - _BETWEEN
        below = [rule for rule in rules if max(floor, held[at - 1].y - _BETWEEN) < rule.y < held[at - 1].y]
        if below and min(rule.x0 for rule in below) < left + 9 and max(rule.x1 for rule in below) > right - 9:
            return _ruled_end(held, start, at, rules, usual)
    return end


def _stays_in(row: Row, above: Row, left: float, right: float, size: float) -> bool:
    inside = left - 3 < row.x0 and row.x1 < right + 3 and row.size <= size + 1.6  # heads are set smaller
    numbered = re.match(r"\d{1,3}\.", row.text) and row.size > size - 0.2
    return inside and not numbered and not CAPTION.match(row.text) and not is_leading(row) and above.y - row.y < 4 * row.size


def _region(held: Sequence[Row], at: int, end: int, rules: Sequence[Rule]) -> tuple[int, int]:
    columns = widened([], held[at])
    for row in held[at + 1 : end]:
        columns = widened(columns, row)
    first = end
    while end < len(held) and held[end - 1].y - held[end].y < _NEAR and _fits(held[end], columns, rules, held[end - 1]):
        columns = widened(columns, held[end])
        end += 1
    while end > first and not is_multiple(held[end - 1]) and not _closes(held, end, columns, rules):
        end -= 1
    start = at
    while start and held[start - 1].y - held[start].y < _NEAR and _heads(held[start - 1], columns, rules, held[start]):
        start -= 1
    return start, end


def _fits(row: Row, columns: list[tuple[float, float]], rules: Sequence[Rule], above: Row) -> bool:
    """Whether a row goes on with the table: its cells stand under the columns, or ruled lines hold it."""
    if is_leading(row) or _ENDS.match(row.text) or (row.size > 1.3 * above.size and not is_multiple(row)):
        return False
    if is_multiple(row) or len(parted_cells(row, columns)) > 1:
        return any(overlap(cell, column) for cell in parted_cells(row, columns) for column in columns)
    only = cells(row)[0]
    hit = [column for column in columns if min(only.x1, column[1]) - max(only.x0, column[0]) > 0]
    right = min((x0 for x0, _ in columns if x0 > only.x0 + 1), default=columns[-1][1] + 60)
    ruled = any(row.y < rule.y < above.y for rule in rules)
    near = row.y > above.y - (3.5 if ruled else 2) * row.size
    fitting = len(hit) == 1 and only.x1 < right - 2 and (only.x0 > columns[0][0] + 12 or near)
    return fitting or _held(row, rules)


def _heads(row: Row, columns: list[tuple[float, float]], rules: Sequence[Rule], below: Row) -> bool:
    """Whether a row above belongs to the table: heads of columns other than the first, or figures along an axis."""
    if is_leading(row) or CAPTION.match(row.text):
        return False
    if is_multiple(row):
        return any(overlap(cell, column) for cell in cells(row)[1:] for column in columns[1:])
    only = cells(row)[0]
    if NUMERIC.fullmatch(only.text) and any(overlap(only, column) for column in columns):
        return True
    ruled = any(below.y < rule.y < row.y for rule in rules)
    near = row.y - below.y < (4.5 if ruled else 3) * row.size
    return near and only.x0 > columns[0][1] and any(overlap(only, column) for column in columns[1:])


def _closes(held: Sequence[Row], end: int, columns: list[tuple[float, float]], rules: Sequence[Rule]) -> bool:
    """Whether the last row of a table may have one cell: it goes on with a cell behind the first column, or a line ends it."""
    row = held[end - 1]
    only = cells(row)[0]
    if only.x0 > columns[0][1] or NUMERIC.fullmatch(only.text):
        return True
    floor = held[end].y if end < len(held) else row.y - _BETWEEN
    width = columns[-1][1] - columns[0][0]
    return any(max(floor, row.y - _BETWEEN) < rule.y < row.y and rule.x1 - rule.x0 > 0.1 * width for rule in rules)


def _held(row: Row, rules: Sequence[Rule]) -> bool:
    """Whether ruled lines run close above and close below a row."""
    over = any(row.y < rule.y < row.y + _BETWEEN and rule.x0 < row.x0 + 9 and rule.x1 > row.x1 - 9 for rule in rules)
    under = any(row.y - _BETWEEN < rule.y < row.y and rule.x0 < row.x0 + 9 and rule.x1 > row.x1 - 9 for rule in rules)
    return over and under


def _is_table(held: Sequence[Row], rules: Sequence[Rule]) -> bool:
    """Two rows of cells with an edge or a middle in common; or one of three cells between ruled lines."""
    several = [cells(row) for row in held if is_multiple(row)]
    if len(several) < 2:
        low, high = held[-1].y - _BETWEEN, held[0].y + _BETWEEN
        ruled = sum(low < rule.y < high for rule in rules) > 1
        return bool(several) and len(several[0]) > 2 and ruled
    pairs = pairwise(several)
    return any(_aligned(first, second) for above, below in pairs for first in above[1:] for second in below[1:])


def _aligned(first: Cell, second: Cell) -> bool:
    middles = (first.x0 + first.x1) / 2 - (second.x0 + second.x1) / 2
    return abs(first.x0 - second.x0) < 4 or abs(first.x1 - second.x1) < 4 or abs(middles) < 4
