"""Answers, pictures: a flow. In: a tree of items with their words. Out: where each box, each line of its words and each join
between boxes stands. Must not draw: the macro of templates/pictures/flow.html does.

A box is as wide as all that is under it, so that what belongs together stands together; the items of the last level stand one
under the other, joined by a rail at their side. This is the form that results frameworks have on paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from api.pictures.words import broken

_COLUMN = 250.0
_GAP = 16.0
_BELOW = 34.0  # between a box and what is under it: room for the join
_LINE = 16.0
_INSET = 12.0
_HEADING = 17.0
_RAIL = 16.0
_LETTER = 6.7  # the width of a letter of the words, with some to spare
_MOST_LINES = 9
_FEW_LINES = 3


@dataclass(frozen=True, slots=True)
class Step:
    """An item: a heading such as "Outcome 2", its words, where it leads, the number of its level, and what is under it."""

    heading: str
    words: str
    href: str
    level: int
    under: tuple["Step", ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """An item as it is drawn. `lines` are its words, cut short where they are long; `whole` are all of them."""

    heading: str
    lines: tuple[str, ...]
    whole: str
    href: str
    level: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow ready to be drawn. `joins` are the points of lines, as SVG has them."""

    title: str
    summary: str
    width: float
    height: float
    boxes: tuple[Box, ...]
    joins: tuple[str, ...]


@dataclass(slots=True)
class _Sheet:
    tops: Sequence[float]
    boxes: list[Box] = field(default_factory=list)
    joins: list[str] = field(default_factory=list)


def flow(title: str, tops: Sequence[Step]) -> Flow:
    """The picture of a programme."""
    columns = sum(map(_columns, tops))
    depth = max(map(_depth, tops), default=0)
    tallest = [max((_height(step) for step in _at(tops, level)), default=0.0) for level in range(depth)]
    heights = [sum(tallest[:level]) + level * _BELOW for level in range(depth + 1)]
    sheet, x = _Sheet(heights), 0.0
    for step in tops:
        _place(step, x, 0, sheet)
        x += _columns(step) * (_COLUMN + _GAP)
    width = max(columns * (_COLUMN + _GAP) - _GAP, 0.0)
    bottom = max((box.y + box.height for box in sheet.boxes), default=0.0)
    return Flow(title, _summary(title, sheet.boxes), width, bottom + 2, tuple(sheet.boxes), tuple(sheet.joins))


def _place(step: Step, x: float, level: int, sheet: _Sheet) -> None:
    """Puts a box and all that is under it in their places."""
    y = sheet.tops[level] + 1
    width = _columns(step) * (_COLUMN + _GAP) - _GAP
    sheet.boxes.append(_box(step, x, y, width))
    foot = y + sheet.boxes[-1].height
    if _is_stacked(step):
        _stack(step, x, foot, sheet.tops[level + 1] + 1, sheet)
        return
    middle, at = x + width / 2, x
    for under in step.under:
        room = _columns(under) * (_COLUMN + _GAP)
        centre, top = at + (room - _GAP) / 2, sheet.tops[level + 1] + 1
        half = top - _BELOW / 2
        sheet.joins.append(f"{middle:.1f},{foot:.1f} {middle:.1f},{half:.1f} {centre:.1f},{half:.1f} {centre:.1f},{top:.1f}")
        _place(under, at, level + 1, sheet)
        at += room


def _stack(step: Step, x: float, foot: float, y: float, sheet: _Sheet) -> None:
    """Puts the items of the last level one under the other, joined by a rail."""
    rail = x + _RAIL / 2
    for under in step.under:
        box = _box(under, x + _RAIL, y, _COLUMN - _RAIL)
        sheet.boxes.append(box)
        middle = y + box.height / 2
        sheet.joins.append(f"{rail:.1f},{foot:.1f} {rail:.1f},{middle:.1f} {x + _RAIL:.1f},{middle:.1f}")
        y += box.height + _GAP / 2


def _box(step: Step, x: float, y: float, width: float) -> Box:
    lines = _lines(step, width)
    height = _HEADING + len(lines) * _LINE + _INSET
    return Box(
        step.heading, lines, step.words, step.href, step.level, round(x, 1), round(y, 1), round(width, 1), round(height, 1)
    )


def _lines(step: Step, width: float) -> tuple[str, ...]:
    return broken(step.words, int((width - 2 * _INSET) / _LETTER), _MOST_LINES if step.under else _FEW_LINES)


def _height(step: Step) -> float:
    return _box(step, 0, 0, _columns(step) * (_COLUMN + _GAP) - _GAP).height


def _columns(step: Step) -> int:
    return 1 if _is_stacked(step) or not step.under else sum(map(_columns, step.under))


def _is_stacked(step: Step) -> bool:
    """Whether what is under an item has nothing under it: several of them would make the picture too wide."""
    return len(step.under) > 1 and not any(under.under for under in step.under)


def _depth(step: Step) -> int:
    return 1 + max(map(_depth, step.under), default=0)


def _at(steps: Sequence[Step], level: int) -> list[Step]:
    """The items of a level; the items of a stack stand in the level under their own."""
    for _ in range(level):
        steps = [under for step in steps for under in step.under]
    return list(steps)


def _summary(title: str, boxes: Sequence[Box]) -> str:
    kinds: dict[str, int] = {}
    for box in boxes:
        name = box.heading.rstrip("0123456789. ") or box.heading
        kinds[name] = kinds.get(name, 0) + 1
    return f"{title}: " + ", ".join(f"{count} × {name}" for name, count in kinds.items()) + "."
