"""Answers, pictures: a matrix. In: counts by row and column, and where each leads. Out: heads and cells with their shade. Must
not know HTTP or what is counted.

A matrix is drawn as a table (templates/pictures/matrix.html): the count stands in each cell, the shade only repeats it.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

LEVELS = 5


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a row or column: its words, where it leads ("" nowhere), and the sum of its cells; None leaves it out."""

    key: str
    label: str
    href: str = ""
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A count, its shade from 0 (nothing) to LEVELS (as much as any), and where it leads."""

    count: int
    level: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its head and a cell for each column, in their order."""

    head: Head
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """What is drawn. `caption` says what is counted, `corner` what the rows are."""

    caption: str
    corner: str
    columns: tuple[Head, ...]
    rows: tuple[Row, ...]


def matrix(
    caption: str,
    corner: str,
    columns: Sequence[Head],
    rows: Sequence[Head],
    counts: Mapping[tuple[str, str], int],
    leads: Callable[[str, str], str],
) -> Matrix:
    """The matrix of counts by the keys of row and column. `leads` answers the address of a cell that has a count."""
    most = max((counts.get((row.key, column.key), 0) for row in rows for column in columns), default=0)

    def cell(row: Head, column: Head) -> Cell:
        count = counts.get((row.key, column.key), 0)
        return Cell(count, level(count, most), leads(row.key, column.key) if count else "")

    drawn = tuple(Row(row, tuple(cell(row, column) for column in columns)) for row in rows)
    return Matrix(caption, corner, tuple(columns), drawn)


def level(count: int, most: int) -> int:
    """The shade of a count: 0 for nothing, else 1 to LEVELS by its logarithm, so that one great count does not leave all
    others pale.
    """
    if count < 1 or most < 2:
        return min(count, 1)
    return 1 + int((LEVELS - 1) * math.log(count) / math.log(most))
