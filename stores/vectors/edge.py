"""The embedded twin. In: an index folder, then questions. Out: hits and counts. Must not write.

The engine finds what is near, columns count; both are exact. Found of the engine, version 0.9.0: a bool in a filter is taken for
a number (see rows.payload_of). It lets other threads work meanwhile.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from stores.vectors.columns import Columns, Mask
from stores.vectors.fusion import Question, rank
from stores.vectors.index import (
    Among,
    AnyOf,
    Condition,
    Filters,
    Hit,
    Mode,
    Rows,
    Tally,
    conditions,
    facet_field,
    frequent,
)
from stores.vectors.opened import Copy, may_be_written
from stores.vectors.rows import EVERY_VALUE, Description
from stores.vectors.shard import SHARD, load_shard, read_columns, read_description
from stores.vectors.sparse import SparseVector, token_number

if TYPE_CHECKING:
    import qdrant_edge

    OneOf = qdrant_edge.FieldCondition | qdrant_edge.HasIdCondition | qdrant_edge.Filter


MOST_STRUCK = 10  # up to how many rows are struck out for one that is left
LONGER = 2  # the list that is struck is so many times as long as it would have to be if chance had chosen the rows


class EdgeIndex:
    """An opened index folder: a VectorIndex. Safe to be asked by several threads at once."""

    def __init__(
        self, shard: "qdrant_edge.EdgeShard", description: Description, columns: Columns, copy: Copy | None = None
    ) -> None:
        self._shard = shard
        self._columns = columns
        self._copy = copy
        self.description = description

    @classmethod
    def open(cls, folder: Path) -> "EdgeIndex":
        """Open a folder that `build_edge_index` wrote.

        Raises StoreMissing when it is not there, StoreStale when another version wrote it, StoreDamaged when a file changed, and
        StoreUnwritable when the folder may only be read and there is no room for a copy.
        """
        description, columns = read_description(folder), read_columns(folder)
        copy = None if may_be_written(folder / SHARD) else Copy(folder / SHARD)
        try:
            return cls(load_shard(copy.folder if copy else folder / SHARD, description.count), description, columns, copy)
        except BaseException:
            if copy:
                copy.close()
            raise

    @property
    def meta(self) -> Mapping[str, str]:
        """What the builder wrote beside the index."""
        return self.description.meta

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
        """See VectorIndex. Raises BadParameter for what cannot be asked."""
        where = tuple(condition for condition in self._where(filters, among) if not self._holds_for_all(condition))
        return rank(self, Question.of(text, dense, where, symbols, limit, mode))

    def count(self, filters: Filters | None = None, among: Among | None = None) -> int:
        """See VectorIndex."""
        return self.tally((), filters, among).total

    def facets(
        self, field: str, filters: Filters | None = None, limit: int = 20, among: Among | None = None
    ) -> list[tuple[str, int]]:
        """See VectorIndex."""
        return list(self.tally([field], filters, among, limit).facets[field])

    def tally(self, fields: Sequence[str], filters: Filters | None = None, among: Among | None = None, limit: int = 20) -> Tally:
        """See VectorIndex."""
        where = self._where(filters, among)
        mask = self._mask(where)
        total = self.description.count if mask is None else int(np.count_nonzero(mask))
        return Tally(total, {field: self._counts(field, where, mask, limit) for field in fields})

    def rows(self, members: Collection[str]) -> NDArray[np.uint32]:
        """See VectorIndex."""
        return self._columns.rows(members)

    def knows(self, tokens: Sequence[str]) -> int:
        """See VectorIndex."""
        return self._columns.knows(np.array([token_number(token) for token in tokens], dtype=np.uint32))

    def close(self) -> None:
        """Let go of the files."""
        self._shard.close()
        if self._copy:
            self._copy.close()

    def nearest(
        self, vector: NDArray[np.float32] | SparseVector, where: tuple[Condition, ...], limit: int
    ) -> list[tuple[str, float]]:
        """See fusion.Engine."""
        import qdrant_edge as engine

        if isinstance(vector, SparseVector):
            words = engine.SparseVector(list(vector.indices), list(vector.values))
            query = engine.Query.Nearest(words, using="keyword")
        else:
            query = engine.Query.Nearest(vector.tolist(), using="dense")
        return self._nearest(query, where, limit)

    def _nearest(self, query: "qdrant_edge.Query", where: tuple[Condition, ...], limit: int) -> list[tuple[str, float]]:
        """Where many rows are allowed, a longer list of all rows is asked for first, and the others struck out: the engine looks
        each row up one by one, which takes up to 50 ms. Only if too few are left it is asked for the allowed ones.
        """
        rows = [condition for condition in where if isinstance(condition, Rows)]
        fewest = min((len(condition.numbers) for condition in rows), default=0)
        if MOST_STRUCK * fewest > self.description.count:
            longer = LONGER * limit * self.description.count // fewest
            found = self._asked(query, tuple(condition for condition in where if condition not in rows), longer)
            mask = self._mask(rows)
            left = [pair for pair in found if mask is None or mask[pair[0]]]
            if len(left) >= limit or len(found) < longer:
                return self._named(left[:limit])
        return self._named(self._asked(query, where, limit))

    def _asked(self, query: "qdrant_edge.Query", where: tuple[Condition, ...], limit: int) -> list[tuple[int, float]]:
        import qdrant_edge as engine

        request = engine.QueryRequest(
            query=query, filter=self._filter(where), limit=limit, params=engine.SearchParams(exact=True), with_payload=False
        )
        return [(int(point.id), point.score) for point in self._shard.query(request)]

    def _named(self, found: Iterable[tuple[int, float]]) -> list[tuple[str, float]]:
        return [(self._columns.iris[number], score) for number, score in found]

    def matching(self, where: tuple[Condition, ...]) -> list[str]:
        """See fusion.Engine."""
        return [self._columns.iris[number] for number in self._numbers(where)]

    def _where(self, filters: Filters | None, among: Among | None) -> tuple[Condition, ...]:
        found = conditions(filters, self.description.kinds)
        if among is None:
            return found
        return (*found, Rows(among if isinstance(among, np.ndarray) else self.rows(among)))

    def _holds_for_all(self, condition: Condition) -> bool:
        """Whether a condition, such as the only language there is, leaves nothing out: the engine is quicker without it."""
        mask = self._columns.mask(condition)
        return mask is not None and bool(mask.all())

    def _mask(self, where: Iterable[Condition]) -> Mask | None:
        """The rows that fulfil the conditions; None for all rows."""
        whole: Mask | None = None
        for condition in where:
            mask = self._columns.mask(condition)
            if mask is None:  # a field of which there is no column
                mask = np.zeros(self.description.count, dtype=np.bool_)
                mask[self._numbers((condition,))] = True
            whole = mask if whole is None else whole & mask
        return whole

    def _numbers(self, where: tuple[Condition, ...]) -> list[int]:
        import qdrant_edge as engine

        limit = max(1, self.description.count)
        request = engine.ScrollRequest(limit=limit, filter=self._filter(where), with_payload=False)
        return [int(record.id) for record in self._shard.scroll(request)[0]]

    def _counts(self, field: str, where: tuple[Condition, ...], mask: Mask | None, limit: int) -> list[tuple[str, int]]:
        import qdrant_edge as engine

        if not facet_field(field, self.description.kinds):
            return []
        if self._columns.has(field):
            return self._columns.frequent(field, mask, limit)
        # All values are asked for, since the engine chooses freely among equally frequent ones at a limit.
        request = engine.FacetRequest(key=field, limit=EVERY_VALUE, exact=True, filter=self._filter(where))
        return frequent([(str(hit.value), hit.count) for hit in self._shard.facet(request).hits], limit)

    def _filter(self, where: tuple[Condition, ...]) -> "qdrant_edge.Filter | None":
        """The conditions in the engine's words; None where there are none."""
        import qdrant_edge as engine

        return engine.Filter(must=[self._engine_condition(condition) for condition in where]) if where else None

    def _engine_condition(
        self, condition: Condition
    ) -> "qdrant_edge.FieldCondition | qdrant_edge.HasIdCondition | qdrant_edge.Filter":
        import qdrant_edge as engine

        if isinstance(condition, AnyOf):
            values: Any = list(condition.values)
            return engine.FieldCondition(condition.field, match=engine.MatchAny(values))
        if isinstance(condition, Rows):
            return has_id(condition.numbers, self.description.count)
        return engine.FieldCondition(condition.field, range=engine.RangeFloat(gte=condition.low, lte=condition.high))


def has_id(numbers: NDArray[np.uint32], count: int) -> "OneOf":
    """The condition that a point is one of these; told by the others where they are fewer, which is up to six times as quick."""
    import qdrant_edge as engine

    if 2 * len(numbers) <= count:
        return engine.HasIdCondition(set(numbers.tolist()))
    others = np.setdiff1d(np.arange(count, dtype=np.uint32), numbers, assume_unique=True)
    return engine.Filter(must_not=[engine.HasIdCondition(set(others.tolist()))])
