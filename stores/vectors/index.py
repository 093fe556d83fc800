"""Nouns of the vector room. In: nothing. Out: Point, Hit, filters and what an index answers. Must not know of any engine.

An index is built whole, once, and then only read. Two twins answer alike: `edge` (in this process) and `server` (by URL).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from ontology.errors import BadParameter

Value = str | int | float | bool | list[str]
Mode = Literal["hybrid", "dense", "keyword"]
Kind = Literal["keyword", "integer", "float", "bool"]  # a truth value is kept as the keyword "true" or "false"
Filters = Mapping[str, Sequence[str | int] | int]
"""Field -> values: the field holds one of the values, and all fields must hold; a field without values matches nothing.
`year_from`, `year_to`, `since` and `until` (a number each, or a sequence of one) bound an integer field, both ends included."""

PASSAGE_FIELD = "passage"  # the IRI of the passage, which its points in several languages share
BOUNDS: Mapping[str, tuple[str, str]] = {
    "year_from": ("year", "low"),
    "year_to": ("year", "high"),
    "since": ("first_day", "low"),
    "until": ("last_day", "high"),
}
"""Filter -> the integer field that it bounds, and from which side; days are written as YYYYMMDD."""
TRUTH = {"true": "true", "True": "true", "1": "true", "false": "false", "False": "false", "0": "false"}


@dataclass(frozen=True, slots=True)
class Point:
    """One passage to be found: its IRI, the text that keywords are taken from, its unit vector (d,) and its fields."""

    iri: str
    text: str
    dense: NDArray[np.float32]
    payload: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found. `score` falls along the answer. `parts` has the cosine as "dense", BM25 as "keyword", and 1.0 as
    "symbol" where a symbol of the question is one of the passage's; a part is absent where it played no role.
    """

    iri: str
    score: float
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The field holds one of the values, which are all of one type."""

    field: str
    values: tuple[str, ...] | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The integer field lies between both ends, which count; None leaves an end open."""

    field: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The point has one of these numbers, which are rising."""

    numbers: NDArray[np.uint32]


Condition = AnyOf | Between | Rows
Among = Collection[str] | NDArray[np.uint32]
"""The only points that may be found: IRIs of points, IRIs of passages (all their languages), or the numbers of points, rising.
The points of an index are numbered from 0 in the order of their IRIs."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many points fulfil what was asked, and by field its most frequent values among them with their numbers of points."""

    total: int
    facets: Mapping[str, Sequence[tuple[str, int]]]


class VectorIndex(Protocol):
    """What both twins answer. All of it is exact: filters apply before neighbours are taken, and ties go by IRI."""

    @property
    def meta(self) -> Mapping[str, str]:
        """What the builder wrote beside the index, such as the encoder's name."""

    def search(
        self,
        text: str,
        dense: NDArray[np.float32] | None,
        *,
        filters: Filters | None = None,
        among: Among | None = None,
        symbols: Sequence[str] = (),
        limit: int = 10,
        mode: Mode = "hybrid",
    ) -> list[Hit]:
        """The best passages for a question: its words, its vector (d,), or both; passages of one of `symbols` come first.

        `among` are the only ones that may be found, None for all.
        """

    def count(self, filters: Filters | None = None, among: Among | None = None) -> int:
        """How many points fulfil the filters and are among those given."""

    def facets(
        self, field: str, filters: Filters | None = None, limit: int = 20, among: Among | None = None
    ) -> list[tuple[str, int]]:
        """The values of a field among the points that `count` counts, with their number, the most frequent first, ties by value.

        A field that no passage has has no values. Raises BadParameter for a field of broken numbers.
        """

    def tally(self, fields: Sequence[str], filters: Filters | None = None, among: Among | None = None, limit: int = 20) -> Tally:
        """`count`, and `facets` of several fields, in one go."""

    def rows(self, members: Collection[str]) -> NDArray[np.uint32]:
        """The numbers of the points among those named by IRI, of a point or of a passage in all its languages; rising."""

    def knows(self, tokens: Sequence[str]) -> int:
        """How many of these tokens (as sparse.tokens gives them) stand in any passage."""

    def close(self) -> None:
        """Let go of files and connections. Nothing can be asked afterwards."""


def conditions(filters: Filters | None, kinds: Mapping[str, Kind]) -> tuple[Condition, ...]:
    """The filters as conditions, with values in the type that the field has in the index (`kinds`).

    Raises BadParameter when a value cannot be of that type. A field that no passage has matches nothing, as it should.
    """
    given = dict(filters or {})
    ends = [(*BOUNDS[name], bound(name, given.pop(name))) for name in BOUNDS if name in given]
    between = [
        Between(field, end if side == "low" else None, end if side == "high" else None)
        for field, side, end in ends
        if end is not None
    ]
    return (*between, *(any_of(field, given[field], kinds.get(field, "keyword")) for field in sorted(given)))


def bound(name: str, value: Sequence[str | int] | int | None) -> int | None:
    """One end, given as a number or as a sequence of one. Raises BadParameter for anything else."""
    values = [value] if isinstance(value, (int, str)) else list(value or ())
    if not values:
        return None
    if len(values) > 1 or not str(values[0]).lstrip("-").isdecimal():
        raise BadParameter(
            f"{name} takes one number; {value!r} came.", advice="Write a year such as 2009, or a day such as 20090112."
        )
    return int(values[0])


def any_of(field: str, values: Sequence[str | int] | int, kind: Kind) -> AnyOf:
    """The condition that `field`, which is of that kind, holds one of the values."""
    if isinstance(values, (str, int)):
        raise BadParameter(f"The filter {field} takes a list of values; {values!r} came.", advice="Put the value into a list.")
    try:
        match kind:
            case "integer":
                return AnyOf(field, tuple(int(value) for value in values))
            case "bool":
                return AnyOf(field, tuple(TRUTH[str(value)] for value in values))
            case "float":
                raise ValueError
            case "keyword":
                return AnyOf(field, tuple(str(value) for value in values))
    except (ValueError, KeyError) as error:
        advice = "Look at the field's facets for the values that it has."
        raise BadParameter(f"The filter {field} is of kind {kind} and cannot hold {list(values)!r}.", advice=advice) from error


def kind_of(field: str, value: Value) -> Kind:
    """The kind of index that a payload value needs. Raises BadParameter for a type that cannot be indexed."""
    for kind, types in (("bool", bool), ("integer", int), ("float", float), ("keyword", (str, list))):
        if isinstance(value, types):  # bool before int, whose subclass it is
            return kind  # type: ignore[return-value]  # the four words are those of Kind
    raise BadParameter(f"The field {field} cannot hold {value!r}.", advice="Use text, numbers, truth values or lists of texts.")


def facet_field(field: str, kinds: Mapping[str, Kind]) -> bool:
    """Whether any passage has that field. Raises BadParameter for a field whose values cannot be counted one by one."""
    if kinds.get(field) == "float":
        raise BadParameter(f"The field {field} holds broken numbers, which have no facets.", advice="Choose another field.")
    return field in kinds


def frequent(counts: list[tuple[str, int]], limit: int) -> list[tuple[str, int]]:
    """The most frequent values with at least one passage, ties by value."""
    return sorted(((value, count) for value, count in counts if count), key=lambda pair: (-pair[1], pair[0]))[:limit]
