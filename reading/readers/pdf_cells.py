"""Eyes, readers: cells of a PDF's tables. In: rows that belong to a table. Out: their cells by column, the lines of each joined.

A number or letter before a paragraph is no cell of its own. A new row begins where the first column is filled again, below a
ruled line, or after a wider gap. Must not decide what a table is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reading.readers.pdf_glyphs import Rule
from reading.readers.pdf_rows import Row, Segment, Segments

LABEL = re.compile(
    r"\d{1,3}(?:\.\d{1,3}){0,3}\.?|[IVXLC]{1,7}\.|[A-Z]\.|\(?[a-z]{1,4}\)|\([A-Z\d]{1,3}\)|[-–—•»*·▪]+|\W?[⁰¹²³⁴-⁹]{1,3}"
    r"|[a-z\d]{1,2}/|[ᵃ-ᶻ]|[a-z]\."
)
_LEADERS = re.compile(r"(?:\.\s?){6,}|…{2,}|_{5,}")
NUMERIC = re.compile(r"[\d\s.,%()$€£+*/–—−-]{1,16}[ᵃ-ᶻ⁰¹²³⁴-⁹]?|-")


@dataclass(frozen=True, slots=True)
class Cell(Segments):
    """What stands in one column of a row: one or several segments, or lines of them."""

    @property
    def x1(self) -> float:
        """Where it ends."""
        return max(segment.x1 for segment in self.segments)


def cells(row: Row) -> tuple[Cell, ...]:
    """The cells of a row: its segments, a leading label with what it labels; figures with a wider blank between them part."""
    first, rest = row.segments[0], row.segments[1:]
    if rest and LABEL.fullmatch(first.text) and not NUMERIC.fullmatch(rest[0].text) and rest[0].x0 - first.x1 < 5 * row.size:
        return (Cell((first, rest[0])), *(Cell((one,)) for each in rest[1:] for one in _figures(each)))
    return tuple(Cell((one,)) for each in row.segments for one in _figures(each))


def is_leading(row: Row) -> bool:
    """Whether leaders run through the row, as in a table of contents."""
    return bool(_LEADERS.search(row.text))


def _figures(segment: Segment) -> list[Segment]:
    """A segment parted at its wider blanks where only figures stand between them."""
    wide = [one for one in segment.breaks if one[2] - one[1] > 0.85 * segment.size]
    if not wide:
        return [segment]
    pieces, rest = [], segment
    for index, x1, x0 in reversed(wide):
        rest, behind = rest.parted((index, x1, x0))
        pieces.append(behind)
    pieces.append(rest)
    figures = sum(bool(NUMERIC.fullmatch(piece.text)) for piece in pieces)
    return pieces[::-1] if figures == len(pieces) else [segment]


def parted_cells(row: Row, columns: Sequence[tuple[float, float]]) -> list[Cell]:
    """The cells of a row, parted also where a wider blank ends at the edge of a column."""
    found: list[Cell] = []
    for cell in cells(row):
        *before, last = cell.segments
        behind: list[Cell] = []
        for at in reversed(last.breaks):
            if _at_edge(at, columns):
                last, rest = last.parted(at)
                behind.insert(0, Cell((rest,)))
        found += [Cell((*before, last)), *behind]
    return found


def _at_edge(at: tuple[int, float, float], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a column begins behind the blank, or one that is not the last ends before it."""
    return any(abs(at[2] - x0) < 3 or (abs(at[1] - x1) < 3 and n + 1 < len(columns)) for n, (x0, x1) in enumerate(columns))


def overlap(cell: Cell, column: tuple[float, float]) -> bool:
    """Whether a cell and a column stand above each other for more than half of the narrower one."""
    shared = min(cell.x1, column[1]) - max(cell.x0, column[0])
    return shared > 0.5 * min(cell.x1 - cell.x0, column[1] - column[0])


def widened(columns: list[tuple[float, float]], row: Row) -> list[tuple[float, float]]:
    """The columns with the cells of one more row; a cell across several columns widens none."""
    merged = list(columns)
    for cell in parted_cells(row, columns) if is_multiple(row) or not columns else ():
        hit = [at for at, (x0, x1) in enumerate(merged) if min(cell.x1, x1) - max(cell.x0, x0) > 0]
        if not hit:
            merged.append((cell.x0, cell.x1))
        elif len(hit) == 1:
            x0, x1 = merged[hit[0]]
            merged[hit[0]] = (min(x0, cell.x0), max(x1, cell.x1))
    return sorted(merged)


def lines(held: Sequence[Row], rules: Sequence[Rule], pitch: float) -> tuple[tuple[tuple[Segment, ...], ...], ...]:
    """The rows of a table, each with as many cells as it has columns."""
    columns = _columns(held)
    found: list[list[list[Segment]]] = []
    before: set[int] = set()
    for at, row in enumerate(held):
        placed = [(_column_of(cell, columns), cell) for cell in parted_cells(row, columns)]
        filled = {column for column, _ in placed}
        if at == 0 or _begins_line(row, held[at - 1], 0 in filled, 0 in before, rules, pitch):
            found.append([[] for _ in columns])
        before = filled
        for column, cell in placed:
            found[-1][column] += cell.segments
    return tuple(tuple(tuple(cell) for cell in line) for line in found)


def _columns(held: Sequence[Row]) -> list[tuple[float, float]]:
    """The columns as most rows show them: what only a head or a title covers parts none and joins none."""
    several = [row for row in held if is_multiple(row)]
    columns: list[tuple[float, float]] = []
    for row in sorted(several, key=lambda row: -len(cells(row))):
        columns = widened(columns, row)
    return columns or [(held[0].x0, held[0].x1)]


def _column_of(cell: Cell, columns: Sequence[tuple[float, float]]) -> int:
    """The column that most of a cell stands in, the first of several."""
    shared = [min(cell.x1, x1) - max(cell.x0, x0) for x0, x1 in columns]
    if cell.x1 - cell.x0 > 1.5 * (columns[0][1] - columns[0][0]) and shared[0] > 0:
        return 0
    return max(range(len(columns)), key=lambda at: (shared[at], -at))


def _begins_line(row: Row, above: Row, first: bool, first_above: bool, rules: Sequence[Rule], pitch: float) -> bool:
    """Whether a row of letters begins a row of the table, or goes on with the cells of the one above.

    `first` and `first_above` say whether the first column is filled in each.
    """
    ruled = any(row.y < rule.y < above.y and rule.x0 < row.x1 and rule.x1 > row.x0 for rule in rules)
    if ruled or above.y - row.y > 1.4 * pitch * max(row.size, above.size):
        return True
    if not first:
        return False
    if NUMERIC.fullmatch(cells(row)[-1].text) and NUMERIC.fullmatch(cells(above)[-1].text) and is_multiple(row):
        return True  # each has its own figures
    labelled = len(row.segments) > 1 and bool(LABEL.fullmatch(row.segments[0].text))
    hangs = row.x0 > above.x0 + 3 and not labelled and first_above
    if row.text[:1].islower() or hangs or above.bold != row.bold:
        return above.bold != row.bold
    if is_multiple(above) or not first_above or NUMERIC.fullmatch(above.text):
        return True
    return labelled or above.text.endswith(":")


def is_multiple(row: Row) -> bool:
    """Whether a row has several cells."""
    return len(cells(row)) > 1 and not is_leading(row)
