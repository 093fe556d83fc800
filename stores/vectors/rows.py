"""Preparer of an index. In: points. Out: the rows and the description that both twins write. Must not know of any engine."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ontology.errors import BadParameter, StoreDamaged, StoreStale
from stores.vectors.index import Kind, Point, Value, kind_of
from stores.vectors.sparse import TOKENS_RECIPE, SparseVector, mean_length, passage_vector, tokens

FORMAT = 4  # raised whenever the rows, what they are made of, or the description change
IRI_FIELD = "iri"
AT_ONCE = 500  # rows of one write: more of them are no quicker, and each is held as a list of numbers meanwhile
EVERY_VALUE = 1_000_000  # more values than a field has


@dataclass(frozen=True, slots=True)
class Row:
    """One point as the engines take it; rows are numbered from 0 in the order of their IRIs."""

    number: int
    dense: NDArray[np.float32]
    keyword: SparseVector
    payload: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Description:
    """What is written beside an index, and compared when it is opened."""

    engine: str
    dims: int
    count: int
    average_length: float
    kinds: Mapping[str, Kind]
    meta: Mapping[str, str]
    tokens_recipe: int = TOKENS_RECIPE
    format: int = FORMAT

    def as_json(self) -> dict[str, Any]:
        """The description as plain values."""
        return asdict(self)

    @classmethod
    def of_json(cls, content: dict[str, Any], *, engine: str, where: str) -> "Description":
        """The description written at `where`. Raises StoreStale when another version wrote it, StoreDamaged when it is none."""
        wanted = {"engine": engine, "format": FORMAT, "tokens_recipe": TOKENS_RECIPE}
        found = {name: content.get(name) for name in wanted}
        if found != wanted:
            advice = "Publish again: `mandategraph ingest` builds the index anew."
            raise StoreStale(f"The index {where} was built by another version: {found}; {wanted} is running.", advice=advice)
        try:
            return cls(**content)
        except TypeError as error:
            raise StoreDamaged(f"The description of the index {where} is not whole: {error}.", advice="Publish again.") from error


def prepared(points: Iterable[Point], *, dims: int, meta: Mapping[str, str], engine: str) -> tuple[Iterator[Row], Description]:
    """The rows of an index in the order of their IRIs, made one by one as they are wanted, and its description.

    Raises BadParameter for a vector of another length, an IRI that comes twice, or a field whose values are of different kinds.
    """
    ordered = sorted(points, key=lambda point: point.iri)
    check_points(ordered, dims)
    words = [tokens(point.text) for point in ordered]
    average = mean_length([len(some) for some in words])
    rows = (
        Row(number, point.dense, passage_vector(some, average), payload_of(point))
        for number, (point, some) in enumerate(zip(ordered, words, strict=True))
    )
    return rows, Description(engine, dims, len(ordered), average, kinds_of(ordered), dict(meta))


def check_points(ordered: list[Point], dims: int) -> None:
    """Raise BadParameter when a vector is not of `dims` finite numbers or an IRI comes twice."""
    for before, point in zip([None, *ordered], ordered, strict=False):
        if before and before.iri == point.iri:
            raise BadParameter(f"Two points have the IRI {point.iri}.", advice="Index each passage once.")
        if point.dense.shape != (dims,) or not np.isfinite(point.dense).all():
            message = f"The vector of {point.iri} should be {dims} finite numbers; its shape is {point.dense.shape}."
            raise BadParameter(message, advice="Encode all passages with the encoder that the index is for.")


def kinds_of(points: Iterable[Point]) -> dict[str, Kind]:
    """The kind of every field, in the order of their names. Raises BadParameter when a field has values of two kinds."""
    kinds: dict[str, Kind] = {}
    for point in points:
        for field, value in point.payload.items():
            kind = kind_of(field, value)
            if kinds.setdefault(field, kind) != kind or field == IRI_FIELD:
                message = f"The field {field} of {point.iri} is of kind {kind}; elsewhere it is {kinds[field]} or reserved."
                raise BadParameter(message, advice="Give a field one kind of value, and do not use the name iri.")
    return dict(sorted(kinds.items()))


def payload_of(point: Point) -> dict[str, Value]:
    """The fields as the engines keep them. Truth values become words: the edge engine takes True for 1 when it filters."""
    fields = {name: str(value).lower() if isinstance(value, bool) else value for name, value in point.payload.items()}
    return {IRI_FIELD: point.iri, **fields}


def iri_of(payload: Mapping[str, Any] | None) -> str:
    """The IRI in a payload that was asked for with it."""
    return str((payload or {})[IRI_FIELD])
