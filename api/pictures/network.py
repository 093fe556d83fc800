"""Answers, pictures: networks. In: links between things. Out: where each thing and each link stands, and which are left out. Must
not draw, nor look anything up.

Things that are linked pull each other together, and all push each other apart, in steps that grow smaller (T. M. J. Fruchterman,
E. M. Reingold, "Graph drawing by force-directed placement", 1991). The beginning is a fixed spiral, so the same links always
give the same picture. Places are per cent of the width, and pixels of the height.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from api.pictures.words import shortened

MOST = 40
"""Things in one picture."""
_MOST_LINKS = 160
_ROUNDS = 150
_NAME = 28  # characters of a name
_HEIGHT = 18  # pixels a thing
_LEAST, _MOST_HEIGHT = 260, 720
_WIDTH = 1_060  # pixels of a picture in which names are placed: as wide as a page; in a narrower one it is moved sideways
_SIGN, _LINE = 6.6, 15.0  # pixels: the width of a sign, and the height of a name with some air
Anchor = Literal["start", "middle", "end"]
_TRIES: Sequence[tuple[Anchor, float, float]] = (
    ("middle", 0, 1),
    ("middle", 0, -1),
    ("start", 1, 0),
    ("end", -1, 0),
    ("start", 1, 1),
    ("end", -1, 1),
    ("start", 1, -1),
    ("end", -1, -1),
    ("middle", 0, 2),
    ("middle", 0, -2),
)  # where a name may stand about its thing, best first: its anchor, and steps to the right and down

Link = tuple[str, str, str]
"""From, what the link says, to."""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing: its IRI, its name, the name cut short, how many links it has, and where it stands. The name stands `right` and
    `down` pixels from there, and `anchor` is the end of it that does.
    """

    iri: str
    name: str
    short: str
    links: int
    x: float
    y: float
    anchor: Anchor = "middle"
    right: float = 0
    down: float = 20

    @property
    def radius(self) -> int:
        """The size of its dot: more links, greater."""
        return min(4 + self.links, 11)


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between two things, and all that it says."""

    start: Node
    end: Node
    says: str


@dataclass(frozen=True, slots=True)
class Network:
    """A picture of things and their links, `height` pixels high. `left_out` things with fewest links are not drawn."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    height: int
    left_out: int

    @property
    def summary(self) -> str:
        """What is drawn, in a sentence."""
        more = f" {self.left_out:,} things with fewer links are left out." if self.left_out else ""
        return f"{len(self.nodes)} things and {len(self.edges)} links between them.{more}"


def network(links: Sequence[Link], names: Mapping[str, str]) -> Network | None:
    """The picture of some links; None where nothing is linked with something else."""
    said: dict[tuple[str, str], dict[str, None]] = {}
    for start, says, end in links:
        if start != end:
            said.setdefault((start, end), {})[says] = None
    if not said:
        return None
    degree = Counter(iri for pair in said for iri in pair)
    kept = [iri for iri, _ in degree.most_common(MOST)]
    drawn = [(pair, tuple(says)) for pair, says in said.items() if pair[0] in kept and pair[1] in kept][:_MOST_LINKS]
    height = max(_LEAST, min(_MOST_HEIGHT, _HEIGHT * len(kept)))
    placed = _placed(len(kept), [(kept.index(start), kept.index(end)) for (start, end), _ in drawn])
    nodes = {
        iri: Node(
            iri,
            names.get(iri, iri),
            shortened(names.get(iri, iri), _NAME),
            degree[iri],
            round(8 + 84 * x, 2),
            round(24 + (height - 60) * y, 1),
        )
        for iri, (x, y) in zip(kept, placed, strict=True)
    }
    nodes = _named_apart(nodes)
    edges = tuple(Edge(nodes[start], nodes[end], ", ".join(says)) for (start, end), says in drawn)
    return Network(tuple(nodes.values()), edges, height, len(degree) - len(kept))


def _placed(count: int, pairs: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    """Places from 0 to 1 in both directions."""
    turns = np.arange(count) * math.pi * (3 - math.sqrt(5))
    reach = np.sqrt((np.arange(count) + 0.5) / count)
    place = np.column_stack((np.cos(turns), np.sin(turns))) * reach[:, None]
    near = np.zeros((count, count))
    for one, other in pairs:
        near[one, other] = near[other, one] = 1.0
    ideal = math.sqrt(4.0 / count)
    for turn in range(_ROUNDS):
        apart = place[:, None, :] - place[None, :, :]
        far = np.maximum(np.sqrt((apart**2).sum(axis=2)), 1e-3)
        push = ideal**2 / far**2 - near * far / ideal
        moved = (apart * push[:, :, None]).sum(axis=1) - 0.4 * place
        length = np.maximum(np.sqrt((moved**2).sum(axis=1)), 1e-6)
        place += moved / length[:, None] * np.minimum(length, 0.2 * (1 - turn / _ROUNDS))[:, None]
    low, high = place.min(axis=0), place.max(axis=0)
    spread = (place - low) / np.maximum(high - low, 1e-6)
    return [(float(x), float(y)) for x, y in spread]


def _named_apart(nodes: Mapping[str, Node]) -> dict[str, Node]:
    """The things with their names beside them: each at the first place where it lies on no dot and no other name, or on
    the least of them. Those with most links choose first.
    """
    taken = [_box(one.x * _WIDTH / 100, one.y, "middle", 2 * one.radius, 2 * one.radius) for one in nodes.values()]
    placed = {}
    for iri, one in sorted(nodes.items(), key=lambda item: -item[1].links):
        tried = [_beside(one, *where) for where in _TRIES]
        boxes = [_box_of(named) for named in tried]
        best = min(
            range(len(tried)), key=lambda at: (sum(_overlap(boxes[at], other) for other in taken) + _outside(boxes[at]), at)
        )
        placed[iri] = tried[best]
        taken.append(boxes[best])
    return {iri: placed[iri] for iri in nodes}


def _beside(one: Node, anchor: Anchor, right: float, down: float) -> Node:
    sideways = right * (one.radius + 4)
    return replace(one, anchor=anchor, right=sideways, down=round(down * (one.radius + 6) + 4 + 5 * (down > 0), 1))


_Box = tuple[float, float, float, float]


def _box_of(one: Node) -> _Box:
    """Where the name of a thing stands: left, top, right, bottom."""
    return _box(one.x * _WIDTH / 100 + one.right, one.y + one.down - 4, one.anchor, len(one.short) * _SIGN, _LINE)


def _box(x: float, y: float, anchor: Anchor, width: float, height: float) -> _Box:
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return left, y - height / 2, left + width, y + height / 2


def _overlap(one: _Box, other: _Box) -> float:
    """The pixels that two boxes share."""
    return max(0.0, min(one[2], other[2]) - max(one[0], other[0])) * max(0.0, min(one[3], other[3]) - max(one[1], other[1]))


def _outside(box: _Box) -> float:
    """What of a name stands out of the picture, as the area that it would cover there."""
    return _LINE * (max(0.0, -box[0]) + max(0.0, box[2] - _WIDTH)) * 4
