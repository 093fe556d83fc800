"""Answers, pictures: networks. In: links between things. Out: where each thing and each link stands, and which are left out. Must
not draw, nor look anything up.

Things that are linked pull each other together, and all push each other apart, in steps that grow smaller (T. M. J. Fruchterman,
E. M. Reingold, "Graph drawing by force-directed placement", 1991). The beginning is a fixed spiral, so the same links always
give the same picture. Places are per cent of the width, and pixels of the height.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

MOST = 40
"""Things in one picture."""
_MOST_LINKS = 160
_ROUNDS = 150
_NAME = 28  # characters under a thing
_HEIGHT = 14  # pixels a thing
_LEAST, _MOST_HEIGHT = 260, 620

Link = tuple[str, str, str]
"""From, what the link says, to."""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing: its IRI, its name, the name cut short, how many links it has, and where it stands."""

    iri: str
    name: str
    short: str
    links: int
    x: float
    y: float


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
            _cut(names.get(iri, iri)),
            degree[iri],
            round(8 + 84 * x, 2),
            round(24 + (height - 60) * y, 1),
        )
        for iri, (x, y) in zip(kept, placed, strict=True)
    }
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


def _cut(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
