"""Columns of an index. In: the rows of an index. Out: a file of arrays beside it, then counts of values and the rows that fulfil
conditions. Must not rank, and must not know of any engine.

The embedded engine counts the values of one field in up to 100 ms at 100,000 passages, and a search shows nine fields. Here a
field is an array of numbers, one for each value of each row, so that all of them are counted in a few milliseconds, as exactly.
"""

import json
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ontology.iris import key_in_language, without_language
from stores.vectors.index import AnyOf, Between, Condition, Kind, Rows, Value
from stores.vectors.rows import IRI_FIELD, Row

FILE = "columns.npz"
MOST_VALUES = 20_000  # a field with more different values names things one by one: nobody counts it, and its texts take memory
FEW = 1_000  # names that are looked up one by one

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int32]


class Gathered:
    """Collects the columns of an index while its rows are written."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._iris: list[str] = []
        self._tokens: set[int] = set()
        self._fields = {name: Values() for name, kind in kinds.items() if kind != "float"}

    def passing(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows, each taken note of."""
        for row in rows:
            self._iris.append(str(row.payload[IRI_FIELD]))
            self._tokens.update(row.keyword.indices)
            for name, values in list(self._fields.items()):
                values.add(row.number, row.payload.get(name, []))
                if len(values.numbers) > MOST_VALUES:
                    del self._fields[name]
            yield row

    def columns(self) -> "Columns":
        """What was collected."""
        tokens = np.array(sorted(self._tokens), dtype=np.uint32)
        return Columns(self._iris, tokens, {name: values.column() for name, values in self._fields.items()})


@dataclass(slots=True)
class Values:
    """Collects the values of one field: the number of the row and of the value, for each value of each row."""

    numbers: dict[str, int] = field(default_factory=dict)
    owners: "array[int]" = field(default_factory=lambda: array("i"))
    codes: "array[int]" = field(default_factory=lambda: array("i"))

    def add(self, row: int, value: Value) -> None:
        """Takes in what a row has."""
        for each in dict.fromkeys(value) if isinstance(value, list) else (value,):
            self.owners.append(row)
            self.codes.append(self.numbers.setdefault(str(each), len(self.numbers)))

    def column(self) -> "Column":
        """The column, its values sorted as text."""
        values = sorted(self.numbers)
        places = np.empty(len(values), dtype=np.int32)
        places[[self.numbers[value] for value in values]] = np.arange(len(values), dtype=np.int32)
        return Column(tuple(values), np.array(self.owners, dtype=np.int32), places[np.array(self.codes, dtype=np.int32)])


@dataclass(slots=True)
class Column:
    """One field: its different values as text, sorted, and for each value of each row the row's and the value's number."""

    values: tuple[str, ...]
    owners: Numbers
    codes: Numbers
    _ordered: dict[int, list[tuple[str, int]]] = field(default_factory=dict)

    def frequent(self, mask: Mask | None, limit: int) -> list[tuple[str, int]]:
        """The most frequent values among the rows of a mask, ties by value; those of all rows are counted once."""
        if mask is not None:
            return self._counted(self.codes[mask[self.owners]], limit)
        if limit not in self._ordered:
            self._ordered[limit] = self._counted(self.codes, limit)
        return list(self._ordered[limit])

    def _counted(self, codes: Numbers, limit: int) -> list[tuple[str, int]]:
        counts = np.bincount(codes, minlength=len(self.values))
        order = np.argsort(-counts, kind="stable")[:limit]  # stable: equals stay in the order of their values
        return [(self.values[at], int(counts[at])) for at in order if counts[at]]

    def rows_with(self, wanted: Mask, count: int) -> Mask:
        """The rows that have one of the wanted values."""
        mask = np.zeros(count, dtype=np.bool_)
        mask[self.owners[wanted[self.codes]]] = True
        return mask

    def values_of(self, values: Iterable[str | int]) -> Mask:
        """Which of the column's values are these."""
        sought = {str(value) for value in values}
        return np.fromiter((value in sought for value in self.values), dtype=np.bool_, count=len(self.values))

    def values_between(self, ends: Between) -> Mask:
        """Which of the column's values, all whole numbers, lie between both ends."""
        numbers = np.array([int(value) for value in self.values], dtype=np.int64)
        low, high = (numbers if end is None else end for end in (ends.low, ends.high))
        return (numbers >= low) & (numbers <= high)


class Columns:
    """The columns of an index, the IRI of each row and the numbers of all BM25 tokens. Safe to be asked by several threads."""

    def __init__(self, iris: list[str], tokens: NDArray[np.uint32], columns: Mapping[str, Column]) -> None:
        self.iris = iris
        self._tokens = tokens
        self._columns = columns
        self._ranges: Mapping[str, range] = {}

    @classmethod
    def read(cls, folder: Path) -> "Columns":
        """What `write` put into a folder. OSError, ValueError or KeyError where it is not whole."""
        with np.load(folder / FILE, allow_pickle=False) as file:
            arrays = dict(file)
        columns = {
            name: Column(tuple(_texts(arrays[f"values {name}"])), arrays[f"owners {name}"], arrays[f"codes {name}"])
            for name in _texts(arrays["fields"])
        }
        return cls(_texts(arrays["iris"]), arrays["tokens"], columns)

    def write(self, folder: Path) -> None:
        """Writes the file into a folder."""
        arrays: dict[str, NDArray[Any]] = {"iris": _bytes(self.iris), "tokens": self._tokens, "fields": _bytes(self._columns)}
        for name, column in self._columns.items():
            arrays[f"values {name}"] = _bytes(column.values)
            arrays[f"owners {name}"], arrays[f"codes {name}"] = column.owners, column.codes
        np.savez(folder / FILE, allow_pickle=False, **arrays)

    def has(self, name: str) -> bool:
        """Whether a field has a column."""
        return name in self._columns

    def knows(self, numbers: NDArray[np.uint32]) -> int:
        """How many of these token numbers any passage has."""
        places = np.searchsorted(self._tokens, numbers)  # sorted, so that no other copy of them is made
        return int(np.count_nonzero(np.take(self._tokens, places, mode="clip") == numbers)) if len(self._tokens) else 0

    def rows(self, members: Collection[str]) -> NDArray[np.uint32]:
        """The rows of points and of passages in all their languages, named by IRI, rising; of unknown ones none."""
        if len(members) <= FEW:
            found = {row for member in members for row in self._looked_up(member)}
        else:
            self._ranges = known = self._ranges or self._by_name()  # two threads may make it at once: both make the same
            found = {row for member in members if member in known for row in known[member]}
        return np.array(sorted(found), dtype=np.uint32)

    def _looked_up(self, name: str) -> Iterator[int]:
        """The rows of one point or passage, without the list of all names, which takes 50 MB at 100,000 passages."""
        at = bisect_left(self.iris, name)
        if self.iris[at : at + 1] == [name]:
            yield at
        first = bisect_left(self.iris, key_in_language(name, ""), at)
        yield from takewhile(lambda row: without_language(self.iris[row])[0] == name, range(first, len(self.iris)))

    def _by_name(self) -> Mapping[str, range]:
        """The rows of a point and of a passage: its languages lie side by side, for the rows are in the order of their IRIs."""
        found: dict[str, range] = {}
        for row, iri in enumerate(self.iris):
            found[iri] = range(row, row + 1)
            if passage := without_language(iri)[0]:
                found[passage] = range(found[passage].start if passage in found else row, row + 1)
        return found

    def mask(self, condition: Condition) -> Mask | None:
        """The rows that fulfil a condition; None where its field has no column."""
        count = len(self.iris)
        if isinstance(condition, Rows):
            mask = np.zeros(count, dtype=np.bool_)
            mask[condition.numbers] = True
            return mask
        column = self._columns.get(condition.field)
        if column is None:
            return None
        if isinstance(condition, AnyOf):
            return column.rows_with(column.values_of(condition.values), count)
        return column.rows_with(column.values_between(condition), count)

    def frequent(self, name: str, mask: Mask | None, limit: int) -> list[tuple[str, int]]:
        """The most frequent values of a field that has a column, among the rows of a mask or all."""
        return self._columns[name].frequent(mask, limit)


def _bytes(texts: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(list(texts)).encode(), dtype=np.uint8)


def _texts(content: NDArray[np.uint8]) -> list[str]:
    return [str(text) for text in json.loads(content.tobytes())]
