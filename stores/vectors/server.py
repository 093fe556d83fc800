"""The twin by URL. In: a collection of a Qdrant server, then questions. Out: hits and counts. Must not write or rank.

A collection is built whole (`collection`) and then only read. What one question may cost in time is bounded over all its
requests: a server that died or hangs is told of within that time, and one that came back is used again at once.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ontology.errors import QueryTooLarge, StoreMissing
from stores.vectors.collection import DESCRIPTION, ENGINE, LAYOUT, check_count, metadata_of
from stores.vectors.exchange import answering, check_versions, in_memory, within
from stores.vectors.frequencies import Frequencies
from stores.vectors.fusion import Question, rank
from stores.vectors.index import (
    PASSAGE_FIELD,
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
from stores.vectors.rows import EVERY_VALUE, IRI_FIELD, Description, iri_of
from stores.vectors.sparse import SparseVector, token_number

if TYPE_CHECKING:
    from qdrant_client import QdrantClient, models

PAGE = 10_000
MOST_IDS = 2_000_000  # of one condition: 18 MB of the 32 MB that a request may have where nobody set otherwise
NAMED_AT_ONCE = 10_000  # IRIs of one condition
EF = 256  # neighbours that a walk through the graph looks at: more than the candidates of a list (fusion.DEPTH)
OVERSAMPLING = {"scalar": 2.0, "binary": 4.0}  # how many times as many are found by short vectors, and placed by the long ones


class ServerIndex:
    """An opened collection: a VectorIndex. Closing it closes the client."""

    def __init__(
        self,
        client: "QdrantClient",
        collection: str,
        description: Description,
        layout: Mapping[str, str | int],
        words: Frequencies,
        wall_s: float,
    ) -> None:
        self._client = client
        self._words = words
        self._collection = collection
        self._wall_s = wall_s
        self.description = description
        self.layout = layout

    @classmethod
    def open(cls, client: "QdrantClient", collection: str, words: Frequencies, wall_s: float = 4.0) -> "ServerIndex":
        """Open a collection that `build_server_index` wrote, with the words that it answered. A question may take `wall_s`.

        Raises StoreMissing when it is not there or was not finished, StoreStale when another version wrote it or the server is
        too old, StoreDamaged when passages are missing, StoreError when the server does not answer.
        """
        with within(wall_s), answering(client):
            check_versions(client)
            told = metadata_of(client, collection) if client.collection_exists(collection) else {}
            if DESCRIPTION not in told:
                message = f"The server has no finished collection called {collection}."
                raise StoreMissing(message, advice="Run `mandategraph ingest` again: the index is built anew from kept vectors.")
            description = Description.of_json(json.loads(told[DESCRIPTION]), engine=ENGINE, where=collection)
            check_count(client, collection, description)
        return cls(client, collection, description, json.loads(told.get(LAYOUT, "{}")), words, wall_s)

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
        """See VectorIndex. Raises BadParameter for what cannot be asked, StoreError when the server does not answer."""
        with within(self._wall_s):
            where = self._where(filters, among)
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
        with within(self._wall_s), answering(self._client):
            where = self._filter(self._where(filters, among))
            counted = {
                field: self._counts(field, where) if facet_field(field, self.description.kinds) else [] for field in fields
            }
            total = self._client.count(self._collection, count_filter=where, exact=True).count
        return Tally(total, {field: frequent(counts, limit) for field, counts in counted.items()})

    def rows(self, members: Collection[str]) -> NDArray[np.uint32]:
        """See VectorIndex."""
        from qdrant_client import models

        found: list[int] = []
        names = iter(sorted(members))
        with within(self._wall_s):
            while some := list(islice(names, NAMED_AT_ONCE)):
                match = models.MatchAny(any=some)
                named: Any = [models.FieldCondition(key=name, match=match) for name in (IRI_FIELD, PASSAGE_FIELD)]
                found += [number for number, _ in self._scroll(models.Filter(should=named))]
        return np.array(sorted(set(found)), dtype=np.uint32)

    def knows(self, tokens: Sequence[str]) -> int:
        """See VectorIndex."""
        return self._words.knows(map(token_number, tokens))

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def nearest(
        self, vector: NDArray[np.float32] | SparseVector, where: tuple[Condition, ...], limit: int
    ) -> list[tuple[str, float]]:
        """See fusion.Engine."""
        from qdrant_client import models

        is_sparse = isinstance(vector, SparseVector)
        query: Any = vector.tolist() if isinstance(vector, np.ndarray) else None
        if isinstance(vector, SparseVector):
            vector = self._words.weighed(vector)
            if not vector.indices:
                return []
            query = models.SparseVector(indices=list(vector.indices), values=list(vector.values))
        with answering(self._client):
            answer = self._client.query_points(
                self._collection,
                query=query,
                using="keyword" if is_sparse else "dense",
                query_filter=self._filter(where),
                search_params=None if in_memory(self._client) else self._how(is_sparse=is_sparse),
                limit=limit,
                with_payload=[IRI_FIELD],
            )
        return [(iri_of(point.payload), point.score) for point in answer.points]

    def _how(self, *, is_sparse: bool) -> "models.SearchParams":
        """An exact scan, unless the collection was built for something quicker; keywords are looked up exactly in any case."""
        from qdrant_client import models

        graph, quantisation = self.layout.get("graph", 0), str(self.layout.get("quantisation", "none"))
        if is_sparse or (not graph and quantisation == "none"):
            return models.SearchParams(exact=True)
        short = None
        if quantisation in OVERSAMPLING:
            short = models.QuantizationSearchParams(rescore=True, oversampling=OVERSAMPLING[quantisation])
        return models.SearchParams(hnsw_ef=EF if graph else None, quantization=short)

    def matching(self, where: tuple[Condition, ...]) -> list[str]:
        """See fusion.Engine."""
        return [iri for _, iri in self._scroll(self._filter(where))]

    def _filter(self, where: tuple[Condition, ...]) -> "models.Filter | None":
        return engine_filter(where, self.description.count)

    def _where(self, filters: Filters | None, among: Among | None) -> tuple[Condition, ...]:
        found = conditions(filters, self.description.kinds)
        if among is None:
            return found
        return (*found, Rows(among if isinstance(among, np.ndarray) else self.rows(among)))

    def _counts(self, field: str, where: "models.Filter | None") -> list[tuple[str, int]]:
        answer = self._client.facet(self._collection, field, facet_filter=where, limit=EVERY_VALUE, exact=True)
        return [(str(hit.value), hit.count) for hit in answer.hits]

    def _scroll(self, where: "models.Filter | None") -> Iterator[tuple[int, str]]:
        """The numbers and IRIs of all points that fulfil a filter."""
        offset: Any = None
        with answering(self._client):
            while True:
                records, offset = self._client.scroll(
                    self._collection, where, limit=PAGE, offset=offset, with_payload=[IRI_FIELD]
                )
                yield from ((int(record.id), iri_of(record.payload)) for record in records)
                if offset is None:
                    return


def engine_filter(where: tuple[Condition, ...], count: int) -> "models.Filter | None":
    """The conditions in the client's words, for an index of `count` points; None where there are none."""
    from qdrant_client import models

    def one(condition: Condition) -> "models.FieldCondition | models.HasIdCondition | models.Filter":
        if isinstance(condition, AnyOf):
            values: Any = list(condition.values)
            return models.FieldCondition(key=condition.field, match=models.MatchAny(any=values))
        if isinstance(condition, Rows):
            return has_id(condition.numbers, count)
        return models.FieldCondition(key=condition.field, range=models.Range(gte=condition.low, lte=condition.high))

    return models.Filter(must=[one(condition) for condition in where]) if where else None


def has_id(numbers: NDArray[np.uint32], count: int) -> "models.HasIdCondition | models.Filter":
    """The condition that a point is one of these; told by the others where they are fewer. QueryTooLarge for too many."""
    from qdrant_client import models

    is_most = 2 * len(numbers) > count
    told = np.setdiff1d(np.arange(count, dtype=np.uint32), numbers, assume_unique=True) if is_most else numbers
    if len(told) > MOST_IDS:
        raise QueryTooLarge(
            f"A search may be narrowed to {MOST_IDS:,} named passages, or to all but so many; {len(numbers):,} came.",
            advice="Narrow it by a filter, such as document or year, in the place of a list of passages.",
        )
    condition = models.HasIdCondition(has_id=told.tolist())
    return models.Filter(must_not=[condition]) if is_most else condition
