"""Answers, pictures: a ring. In: a thing, and what stands around it by kind. Out: where each name and each line of its picture
stands. Must not draw: the macro of templates/pictures/ring.html does.

Names are kept legible before all else: they stand in two columns beside the thing, one under the other so that none covers
another, and the points that the lines lead to lie on an ellipse. Each kind has its caption, so that no colour need be told apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from api.pictures.words import broken, shortened

WIDTH = 860
MOST = 24
_ROW = 26.0
_ABOVE = 18.0
_RADIUS = 150.0  # of the ellipse, across
_GAP = 12.0  # between a point and its name
_LONGEST = 33  # letters of a name that there is room for
_CENTRE = 22  # letters of the thing's name in a line


@dataclass(frozen=True, slots=True)
class Around:
    """A kind of neighbours: its caption, and names with where each leads ("" nowhere)."""

    caption: str
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Spoke:
    """A name with the point that a line leads to. `kind` is the number of its kind; `anchor` is where the name begins or ends."""

    label: str
    whole: str
    href: str
    kind: int
    x: float
    y: float
    text_x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Caption:
    """The words above the names of a kind."""

    text: str
    kind: int
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring ready to be drawn. `left_out` counts the neighbours that there was no room for; `lines` is the thing's name,
    broken.
    """

    title: str
    summary: str
    lines: tuple[str, ...]
    width: int
    height: float
    centre: tuple[float, float]
    captions: tuple[Caption, ...]
    spokes: tuple[Spoke, ...]
    left_out: int


def ring(name: str, around: Sequence[Around], *, most: int = MOST) -> Ring:
    """The picture of a thing among its neighbours: at most `most` of them, each kind having its share."""
    kinds = [kind for kind in around if kind.names]
    shares = _shares([len(kind.names) for kind in kinds], most)
    sides = _sides(shares)
    rows = max((sum(shares[kind] + 1 for kind in side) for side in sides), default=0)
    height = max(rows * _ROW + 2 * _ABOVE, 120.0)
    captions: list[Caption] = []
    spokes: list[Spoke] = []
    for is_left, side in enumerate(sides):
        row = (rows - sum(shares[kind] + 1 for kind in side)) / 2
        for kind in side:
            captions.append(_caption(kinds[kind].caption, kind, row, height, bool(is_left)))
            names = kinds[kind].names[: shares[kind]]
            spokes += [_spoke(one, kind, row + 1 + place, height, bool(is_left)) for place, one in enumerate(names)]
            row += shares[kind] + 1
    total = sum(len(kind.names) for kind in kinds)
    told = "; ".join(f"{kind.caption}: {len(kind.names)}" for kind in kinds)
    summary = f"{name} among {total} neighbours. {told}." if total else f"Nothing is related to {name} here."
    centre = (WIDTH / 2, height / 2)
    return Ring(
        f"Neighbours of {name}",
        summary,
        broken(name, _CENTRE, 4),
        WIDTH,
        height,
        centre,
        tuple(captions),
        tuple(spokes),
        total - len(spokes),
    )


def _shares(sizes: Sequence[int], most: int) -> list[int]:
    """How many of each kind are drawn: one after another in turn, so that a large kind leaves room for the small ones."""
    shares, left = [0] * len(sizes), most
    while left and any(share < size for share, size in zip(shares, sizes, strict=True)):
        for kind, size in enumerate(sizes):
            if left and shares[kind] < size:
                shares[kind] += 1
                left -= 1
    return shares


def _sides(shares: Sequence[int]) -> tuple[list[int], list[int]]:
    """Which kinds stand to the right and which to the left: each where fewer rows are taken, the large ones first."""
    right: list[int] = []
    left: list[int] = []
    for kind in sorted((kind for kind, share in enumerate(shares) if share), key=lambda kind: -shares[kind]):
        fewer = min(right, left, key=lambda side: sum(shares[one] + 1 for one in side))
        fewer.append(kind)
    return right, left


def _across(y: float, height: float) -> float:
    """How far from the middle a point of the ellipse lies at a height."""
    half = height / 2
    return _RADIUS * sqrt(max(0.12, 1 - ((y - half) / half) ** 2))


def _place(row: float, height: float, is_left: bool) -> tuple[float, float, float, str]:
    y = _ABOVE + row * _ROW + _ROW / 2
    side = -1 if is_left else 1
    x = WIDTH / 2 + side * _across(y, height)
    return round(x, 1), round(y, 1), round(x + side * _GAP, 1), "end" if is_left else "start"


def _caption(text: str, kind: int, row: float, height: float, is_left: bool) -> Caption:
    _, y, x, anchor = _place(row, height, is_left)
    return Caption(text, kind, x, y, anchor)


def _spoke(named: tuple[str, str], kind: int, row: float, height: float, is_left: bool) -> Spoke:
    x, y, text_x, anchor = _place(row, height, is_left)
    return Spoke(shortened(named[0], _LONGEST), named[0], named[1], kind, x, y, text_x, anchor)
