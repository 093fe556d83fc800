"""Answers, tracker: the matrix. In: the register, filters, two axes and where to begin. Out: counts by row and column. Must not
know how they are drawn.

A duty with two addressees counts for both, and once in a total. Years become periods where there are too many of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.library import Library
from api.tracker.register import NONE, Mask, Register
from api.tracker.wanted import Wanted, fitting, key_of, value_of
from ontology.errors import BadParameter

VIEWS: Mapping[str, tuple[str, str]] = {
    "addressee-year": ("addressee", "year"),
    "addressee-theme": ("addressee", "theme"),
    "theme-year": ("theme", "year"),
}
"""What the matrix can be of: its rows and its columns."""
ROWS, COLUMNS = 25, 15
MOST_YEARS = 20
PERIOD = 5
MOST_OFFSET = 10_000
_UNNAMED: Mapping[str, str] = {"addressee": "addressee not in the vocabulary", "theme": "no theme", "year": "no date"}


@dataclass(frozen=True, slots=True)
class Side:
    """A row or a column: the value of a filter that keeps it, its name, and how many duties it has in all."""

    key: str
    name: str
    total: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Counts of duties. `total` are all that fit the filters; `rows_total` and `columns_total` say how many sides there are, of
    which these begin at `start` and `column_start`. `counts` holds those that are not 0, by the keys of row and column.
    """

    view: str
    total: int
    rows: tuple[Side, ...]
    columns: tuple[Side, ...]
    rows_total: int
    columns_total: int
    start: int
    column_start: int
    counts: Mapping[tuple[str, str], int]


def grid(
    library: Library, register: Register, asked: Wanted, view: str, *, start: int = 0, column_start: int = 0, most: int = ROWS
) -> Grid:
    """The matrix. BadParameter for a view that is none, or a start that lies beyond any matrix. The most frequent rows come
    first; the columns are years in order, or the most frequent themes.
    """
    if view not in VIEWS:
        raise BadParameter(f"There is no matrix {view[:40]!r}.", advice=f"There are: {', '.join(VIEWS)}.")
    for one in (start, column_start):
        if not 0 <= one <= MOST_OFFSET:
            raise BadParameter(f"Wanted a start from 0 to {MOST_OFFSET:,}; got {one}.")
    row_axis, column_axis = VIEWS[view]
    mask = fitting(library, register, asked)
    rows = _sides(library, register, row_axis, mask, asked)
    columns = _periods(register, mask) if column_axis == "year" else _sides(library, register, column_axis, mask, asked)
    across = columns if column_axis == "year" else columns[column_start : column_start + max(COLUMNS, most - ROWS)]
    shown = rows[start : start + most]
    counts = _counts(library, register, mask, (row_axis, shown), (column_axis, across))
    return Grid(view, int(mask.sum()), tuple(shown), tuple(across), len(rows), len(columns), start, column_start, counts)


def name_of(register: Register, axis: str, key: str) -> str:
    """What a value of an axis is called: by the vocabulary, or as it is; NONE by what it stands for."""
    if key == NONE or (axis == "year" and key == "0"):
        return _UNNAMED.get(axis, "none")
    return register.names.get(key, key.rsplit("/", 1)[-1].replace("-", " ") if "//" in key else key)


def _sides(library: Library, register: Register, name: str, mask: Mask, asked: Wanted) -> list[Side]:
    """The values that some duty has, the most frequent first and NONE last; of a narrowed axis only what was asked for."""
    kept = set(asked[name])
    found = [
        Side(value_of(library, name, key), name_of(register, name, key), count)
        for key, count in register.axes[name].counts(mask).items()
    ]
    return sorted((one for one in found if not kept or one.key in kept), key=lambda one: (one.key == NONE, -one.total, one.name))


def _periods(register: Register, mask: Mask) -> list[Side]:
    """The years as columns: from the first to the last where they are few, else periods of PERIOD years; the undated last."""
    counts = {int(year): count for year, count in register.axes["year"].counts(mask).items()}
    undated = [Side("0", name_of(register, "year", "0"), counts.pop(0))] if 0 in counts else []
    if not counts:
        return undated
    first, last = min(counts), max(counts)
    if last - first < MOST_YEARS:
        return [Side(str(year), str(year), counts.get(year, 0)) for year in range(first, last + 1)] + undated
    begins = range((first - 1) // PERIOD * PERIOD + 1, last + 1, PERIOD)
    periods = [(begin, sum(counts.get(year, 0) for year in range(begin, begin + PERIOD))) for begin in begins]
    return [
        Side(f"{begin}..{begin + PERIOD - 1}", f"{begin}–{begin + PERIOD - 1}", count) for begin, count in periods if count
    ] + undated


def _counts(
    library: Library, register: Register, mask: Mask, rows: tuple[str, Sequence[Side]], columns: tuple[str, Sequence[Side]]
) -> dict[tuple[str, str], int]:
    by_row, by_column = register.axes[rows[0]], register.axes[columns[0]]
    column_of = {value: column.key for column in columns[1] for value in _values(library, columns[0], column.key)}
    found: dict[tuple[str, str], int] = {}
    for row in rows[1]:
        values = _values(library, rows[0], row.key)
        for value, count in by_column.counts(mask & by_row.having(values, len(mask))).items():
            if value in column_of:
                cell = (row.key, column_of[value])
                found[cell] = found.get(cell, 0) + count
    return found


def _values(library: Library, name: str, key: str) -> list[str]:
    if name == "year":
        first, _, last = key.partition("..")
        return [str(year) for year in range(int(first), int(last or first) + 1)]
    return [key_of(library, name, key)]
