"""Answers, pictures: a time line. In: steps with their years and what each takes up. Out: places on a line of years, and the arcs
between them. Must not know HTTP or what the steps are.

Each step has a row of its own, its label before it; years run from start to end; what has no year stands before all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from api.pictures.words import shortened

WIDTH, LEFT, RIGHT, TOP, STEP = 720, 260, 30, 20, 28
_AXIS, _MOST_TICKS, _LONGEST_LABEL, _UNDATED = 30, 8, 36, 24


@dataclass(frozen=True, slots=True)
class Point:
    """One step: its label, year (0 unknown), and the places of the steps that it takes up with how it does."""

    label: str
    year: int
    takes: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """A step as drawn: its middle, and its label, cut where it is too long for its room."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Arc:
    """A link as drawn, from the earlier step to the later, with its kind."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """The picture: its size, the marks of years, dots and arcs, and the stretch of silence at its end, with its two places."""

    width: int
    height: int
    axis: float
    ticks: tuple[tuple[float, int], ...]
    dots: tuple[Dot, ...]
    arcs: tuple[Arc, ...]
    silence: tuple[float, float] | None


def lifeline(points: Sequence[Point], latest: int) -> Drawn:
    """The picture of a line up to the year `latest`; that year is 0 where nothing is known after the last step."""
    years = [point.year for point in points if point.year]
    first, last = min(years, default=latest), max([*years, latest], default=0)
    span = max(1, last - first)

    def at(year: int) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (year - first) / span, 1) if year else LEFT - _UNDATED

    dots = [Dot(at(point.year), TOP + STEP * row, shortened(point.label, _LONGEST_LABEL)) for row, point in enumerate(points)]
    arcs = [Arc(_curve(dots[before], dots[row]), kind) for row, point in enumerate(points) for before, kind in point.takes]
    axis = TOP + STEP * len(points)
    silence = (at(max(years)), at(latest)) if years and latest > max(years) else None
    ticks = tuple((at(year), year) for year in _ticks(first, last))
    return Drawn(WIDTH, axis + _AXIS, axis, ticks, tuple(dots), tuple(arcs), silence)


def _curve(one: Dot, other: Dot) -> str:
    if one.x == other.x:  # of one year: bowed to the side, else the line would run through what stands between
        return f"M{one.x} {one.y}Q{one.x + 26} {(one.y + other.y) / 2} {other.x} {other.y}"
    middle = round((one.x + other.x) / 2, 1)
    return f"M{one.x} {one.y}C{middle} {one.y} {middle} {other.y} {other.x} {other.y}"


def _ticks(first: int, last: int) -> list[int]:
    """The years that are marked: all of them where they are few, else every second, fifth, tenth or later one."""
    if not last:
        return []
    step = next((step for step in (1, 2, 5, 10, 20, 50) if (last - first) // step < _MOST_TICKS), 100)
    near = [year for year in range(first + 1, last) if year % step == 0 and 4 * min(year - first, last - year) >= 3 * step]
    return [first, *near, *([last] if last > first else [])]
