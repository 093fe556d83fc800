"""Nouns of a query. In: nothing. Out: its triples, blocks and places, by the numbers of their tokens. Must not read any text."""

from dataclasses import dataclass, field

Range = tuple[int, int]
"""Tokens from the first number up to, and without, the second."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A predicate or path with its objects."""

    path: Range
    objects: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One SERVICE block: the keyword, what it names, its braces; `graph` is the term of the innermost GRAPH around it."""

    service: int
    name: int
    opens: int
    closes: int
    graph: int | None
    inside: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a triple stands: in which SERVICE block and whether directly in its braces, in an OPTIONAL, MINUS or FILTER (`weak`:
    it then binds nothing for certain), in a CONSTRUCT WHERE without a template, in which GRAPH.
    """

    block: int | None = None
    direct: bool = False
    weak: bool = False
    template: bool = False
    graph: int | None = None


@dataclass(frozen=True, slots=True)
class Triples:
    """One subject with its verbs. `begins` is the first token of the basic graph pattern; `ends` is that after its full stop."""

    subject: Range
    verbs: tuple[Verb, ...]
    begins: int
    ends: int
    place: Place


@dataclass(slots=True)
class Query:
    """What a walk through a query finds: triples and SERVICE blocks in their order, FROM clauses, and the variables of VALUES."""

    triples: list[Triples] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    dataset: list[Range] = field(default_factory=list)
    data: list[Range] = field(default_factory=list)
