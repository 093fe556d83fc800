"""Answers, pictures: series. In: columns and rows of an answer, as SPARQL's JSON has them. Out: where the bars or the lines of
its numbers stand, and in words what they are; None where it has no numbers. Must not draw, nor look anything up.

As in bars.py, places across are per cent of the width and heights are pixels. Numbers over years, days or other numbers that
never come twice make lines, all others bars that lie, in the order of the rows. Bars begin at nought.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from api.pictures.words import shortened

HEIGHT = 220
"""Pixels between the lowest and the highest value of a line."""
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = frozenset(
    f"{_XSD}{name}"
    for name in (
        "integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
        "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_MOST_SERIES, _MOST_BARS, _MOST_POINTS = 4, 40, 400
_LONGEST = 80  # characters of a label
_TICKS = 5
_MARGIN = 2.0  # per cent on each side of a line

Binding = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Mark:
    """One value: a bar from `x` with a `width`, or a point at `x` and `y`; `series` is the number of its column."""

    series: int
    value: str
    x: float
    y: float
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """What values stand for: a label with its marks, and whether a line has room to write the label."""

    label: str
    x: float
    marks: tuple[Mark, ...]
    is_labelled: bool


@dataclass(frozen=True, slots=True)
class Stroke:
    """A stretch of a line from one point to the next."""

    series: int
    start: Mark
    end: Mark


@dataclass(frozen=True, slots=True)
class Tick:
    """A value of the scale, and its height in a line or its place across for bars."""

    value: str
    at: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of numbers. `series` are the columns with them, `of` the one with the labels; `left_out` rows are not drawn."""

    is_line: bool
    of: str
    series: tuple[str, ...]
    places: tuple[Place, ...]
    strokes: tuple[Stroke, ...]
    ticks: tuple[Tick, ...]
    left_out: int

    @property
    def summary(self) -> str:
        """What is drawn, in a sentence."""
        rows = f"{len(self.places):,} row{'' if len(self.places) == 1 else 's'}"
        return f"{', '.join(self.series)} by {self.of}: {'lines' if self.is_line else 'bars'} of {rows}."


def charted(columns: Sequence[str], rows: Sequence[Binding], named: Mapping[str, str] | None = None) -> Chart | None:
    """The picture of an answer; None without rows, or without a column of numbers. `named` gives IRIs the names to show."""
    numeric = [column for column in columns if _is_numeric(column, rows)]
    of = _labels(columns, rows, numeric)
    series = tuple(column for column in numeric if column != of)[:_MOST_SERIES]
    if of is None or not series:
        return None
    wheres = [_where(_value(row, of)) for row in rows]
    is_line = len(rows) > 2 and None not in wheres and len(set(wheres)) == len(wheres)
    read = [(_label(row.get(of), named or {}), [_number(row.get(column)) for column in series]) for row in rows]
    if is_line:
        ordered = sorted(zip([where or 0.0 for where in wheres], read, strict=True), key=lambda one: one[0])
        return _line(of, series, ordered[-_MOST_POINTS:], len(read))
    return _bars(of, series, read[:_MOST_BARS], len(read))


def _is_numeric(column: str, rows: Sequence[Binding]) -> bool:
    """Whether every value that the column has is a number, and it has one."""
    values = [row[column] for row in rows if column in row]
    return bool(values) and all(_number(value) is not None for value in values)


def _labels(columns: Sequence[str], rows: Sequence[Binding], numeric: Sequence[str]) -> str | None:
    """The column that says what the numbers are of: years first, then words, then whatever else; a number where all are."""
    if not rows:
        return None
    others = [column for column in columns if column not in numeric and any(column in row for row in rows)]
    years = [column for column in columns if column.lower().endswith("year") and all(_where(_value(row, column)) for row in rows)]
    words = [column for column in others if all(row.get(column, {}).get("type") != "uri" for row in rows)]
    return next(iter([*years, *words, *others, *(numeric if len(numeric) > 1 else ())]), None)


def _value(row: Binding, column: str) -> str:
    return row[column]["value"] if column in row else ""


def _number(term: Mapping[str, str] | None) -> float | None:
    if term is None or term.get("datatype") not in _NUMBERS:
        return None
    number = float(term["value"].replace("INF", "inf"))
    return number if math.isfinite(number) else None


def _where(value: str) -> float | None:
    """Where a year, a day or a number stands on a line; None for what is none."""
    if day := _DAY.fullmatch(value[:10] if re.match(r"\d{4}-\d\d-\d\d", value) else value):
        return int(day[1]) + (int(day[2] or 1) - 1) / 12 + (int(day[3] or 1) - 1) / 372
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _label(term: Mapping[str, str] | None, named: Mapping[str, str]) -> str:
    label = "" if term is None else named.get(term["value"], term["value"])
    return shortened(label, _LONGEST)


def _line(of: str, series: Sequence[str], rows: Sequence[tuple[float, tuple[str, list[float | None]]]], total: int) -> Chart:
    low, high, ticks = _scale([value for _, (_, values) in rows for value in values if value is not None])
    first, last = rows[0][0], rows[-1][0]
    every = -(-len(rows) // 7)
    places = []
    for number, (where, (label, values)) in enumerate(rows):
        x = _MARGIN + (100 - 2 * _MARGIN) * (where - first) / (last - first)
        marks = tuple(
            Mark(at, _shown(value), round(x, 2), round(HEIGHT - HEIGHT * (value - low) / (high - low), 1))
            for at, value in enumerate(values)
            if value is not None
        )
        places.append(Place(label, round(x, 2), marks, number % every == 0 and len(rows) - number > every / 2))
    told = tuple(Tick(_shown(tick), round(HEIGHT - HEIGHT * (tick - low) / (high - low), 1)) for tick in ticks)
    return Chart(True, of, tuple(series), tuple(places), tuple(_strokes(places, len(series))), told, total - len(rows))


def _strokes(places: Sequence[Place], series: int) -> list[Stroke]:
    found = []
    for number in range(series):
        points = [mark for place in places for mark in place.marks if mark.series == number]
        found += [Stroke(number, start, end) for start, end in pairwise(points)]
    return found


def _bars(of: str, series: Sequence[str], rows: Sequence[tuple[str, list[float | None]]], total: int) -> Chart:
    values = [value for _, own in rows for value in own if value is not None]
    low, high = min(0.0, *values), max(0.0, *values)
    reach = (high - low) or 1.0
    places = tuple(
        Place(
            label,
            0.0,
            tuple(
                Mark(at, _shown(value), round(100 * (min(value, 0.0) - low) / reach, 2), 0.0, round(100 * abs(value) / reach, 2))
                for at, value in enumerate(own)
                if value is not None
            ),
            True,
        )
        for label, own in rows
    )
    return Chart(False, of, tuple(series), places, (), (), total - len(rows))


def _scale(values: Sequence[float]) -> tuple[float, float, list[float]]:
    """The ends of a scale that holds the values and nought where it is near, and the round numbers on it."""
    low, high = min(values), max(values)
    if low > 0 and low < high / 2:
        low = 0.0
    if low == high:
        low, high = low - 1, high + 1
    power = 10.0 ** math.floor(math.log10((high - low) / _TICKS))
    step = next(power * times for times in (1, 2, 5, 10) if power * times * _TICKS >= high - low)
    first, last = math.floor(low / step), math.ceil(high / step)
    ticks = [round(step * at, 10) for at in range(first, last + 1)]
    return ticks[0], ticks[-1], ticks


def _shown(value: float) -> str:
    return f"{int(value):,}" if value == int(value) and abs(value) < 1e15 else f"{value:.4g}"
