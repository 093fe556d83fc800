"""Answers, precedents: lines of descent. In: passages that were found. Out: those that take each other up, with what else
belongs to them, from the first use to the last. Must not rank.

A line is what lineage links, and what has the same words: the links were made at publishing, the words are compared here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from api.library import Library, Serving
from api.precedents.told import Told, natural, told
from ontology.iris import checked
from reading.relate import Relation, is_taken_over, relation
from reading.reuse.difference import Piece, difference, likeness
from reading.reuse.words import words_of

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
_LINKED = """SELECT DISTINCT ?earlier ?later {{ VALUES ?passage {{ {iris} }}
  {{ ?link a mg:Lineage ; mg:inPassage ?passage ; mg:earlierPassage ?earlier BIND(?passage AS ?later) }} UNION
  {{ ?link a mg:Lineage ; mg:earlierPassage ?passage ; mg:inPassage ?later BIND(?passage AS ?earlier) }} }} LIMIT 2000"""
_STEPS = 12  # links from a passage that was found to one that is shown with it
_LONGEST = 60  # passages of one line

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """A passage in a line: how it takes the one before it up, and what changed, word by word; the first has neither."""

    passage: Told
    relation: Relation | None
    changed: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Passages that take each other up, in the order of their dates; those without a date stand first."""

    steps: tuple[Step, ...]

    @property
    def first(self) -> Told:
        """The first use that is known."""
        return self.steps[0].passage

    @property
    def last(self) -> Told:
        """The last use that is known."""
        return self.steps[-1].passage


def lines(library: Library, serving: Serving, found: Sequence[Told]) -> list[Line]:
    """The lines in which the passages stand, in the order of the first passage of each that was found."""
    linked = _linked(serving, [passage.iri for passage in found])
    known = {passage.iri: passage for passage in found}
    missing = {iri for pair in linked for iri in pair} - set(known)
    known |= told(library, serving, missing)
    joined = [pair for pair in linked if pair[0] in known and pair[1] in known] + _worded(found)
    return [_line(group) for group in _groups(known, joined, found)]


def _linked(serving: Serving, start: Sequence[str]) -> list[Pair]:
    """The links of lineage around passages, step by step."""
    seen, found = set(start), dict[Pair, None]()
    edge = list(start)
    for _ in range(_STEPS):
        if not edge:
            break
        iris = " ".join(f"<{checked(iri)}>" for iri in edge)
        pairs = [(str(row["earlier"]), str(row["later"])) for row in serving.graph.select(_PREFIX + _LINKED.format(iris=iris))]
        found.update(dict.fromkeys(pairs))
        edge = sorted({iri for pair in pairs for iri in pair} - seen)[: _LONGEST * len(start)]
        seen.update(edge)
    return list(found)


def _worded(found: Sequence[Told]) -> list[Pair]:
    """The pairs among passages of which one took the other's words over."""
    words = [words_of(passage.text) for passage in found]
    return [
        (found[one].iri, found[other].iri)
        for one in range(len(found))
        for other in range(one)
        if is_taken_over(likeness(words[one], words[other]))
    ]


def _groups(known: Mapping[str, Told], joined: Iterable[Pair], found: Sequence[Told]) -> list[list[Told]]:
    """What hangs together, in the order of what was found."""
    beside: defaultdict[str, list[str]] = defaultdict(list)
    for one, other in joined:
        beside[one].append(other)
        beside[other].append(one)
    groups, seen = [], set[str]()
    for passage in found:
        if passage.iri not in seen:
            group, edge = dict[str, None](), [passage.iri]
            while edge and len(group) < _LONGEST:
                iri = edge.pop(0)
                if iri not in group:
                    group[iri] = None
                    edge += beside[iri]
            seen.update(group)
            groups.append([known[iri] for iri in group])
    return groups


def _line(group: Sequence[Told]) -> Line:
    ordered = sorted(group, key=lambda passage: (passage.when, natural(passage.pinpoint)))
    steps = [Step(ordered[0], None, ())]
    for before, after in pairwise(ordered):
        steps.append(Step(after, relation(before.side, after.side), tuple(difference(before.text, after.text))))
    return Line(tuple(steps))
