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
`year_from` and `year_to` (a year each, or a sequence of one) bound the integer field "year", both ends included."""

PASSAGE_FIELD = "passage"  # the IRI of the passage, which its points in several languages share
BOUNDS = ("year_from", "year_to")
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


Condition = AnyOf | Between


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
        among: Collection[str] | None = None,
        symbols: Sequence[str] = (),
        limit: int = 10,
        mode: Mode = "hybrid",
    ) -> list[Hit]:
        """The best passages for a question: its words, its vector (d,), or both; passages of one of `symbols` come first.

        `among` are the passages (values of the field "passage") that may be found, None for all.
        """

    def count(self, filters: Filters | None = None) -> int:
        """How many passages fulfil the filters."""

    def facets(self, field: str, filters: Filters | None = None, limit: int = 20) -> list[tuple[str, int]]:
        """The values of a field among the passages that fulfil the filters, with their number, the most frequent first."""

    def close(self) -> None:
        """Let go of files and connections. Nothing can be asked afterwards."""


def conditions(filters: Filters | None, kinds: Mapping[str, Kind]) -> tuple[Condition, ...]:
    """The filters as conditions, with values in the type that the field has in the index (`kinds`).

    Raises BadParameter when a value cannot be of that type. A field that no passage has matches nothing, as it should.
    """
    given = dict(filters or {})
    low, high = (bound(name, given.pop(name, None)) for name in BOUNDS)
    years = (Between("year", low, high),) if low is not None or high is not None else ()
    return years + tuple(any_of(field, given[field], kinds.get(field, "keyword")) for field in sorted(given))


def restriction(among: Collection[str] | None) -> tuple[Condition, ...]:
    """The condition that a passage is one of these; none for None."""
    return () if among is None else (AnyOf(PASSAGE_FIELD, tuple(sorted(among))),)


def bound(name: str, value: Sequence[str | int] | int | None) -> int | None:
    """One year, given as a number or as a sequence of one. Raises BadParameter for anything else."""
    values = [value] if isinstance(value, (int, str)) else list(value or ())
    if not values:
        return None
    if len(values) > 1 or not str(values[0]).lstrip("-").isdecimal():
        raise BadParameter(f"{name} takes one year; {value!r} came.", advice="Write it as a number such as 2009.")
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
