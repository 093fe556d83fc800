"""The twin by URL. In: points, then questions. Out: a collection of a Qdrant server, then hits. Must not rank: fusion does.

A collection is built whole and then only read. Its description is written into the collection's metadata as the last act,
so that a half-built one is never opened. ":memory:" keeps everything in this process, with the same answers, for tests.
"""

import json
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import numpy as np
from numpy.typing import NDArray

from ontology.errors import StoreBusy, StoreDamaged, StoreError, StoreMissing
from stores.vectors.fusion import Question, rank
from stores.vectors.index import (
    PASSAGE_FIELD,
    Among,
    AnyOf,
    Condition,
    Filters,
    Hit,
    Mode,
    Point,
    Rows,
    Tally,
    conditions,
    facet_field,
    frequent,
)
from stores.vectors.rows import AT_ONCE, EVERY_VALUE, IRI_FIELD, Description, Row, iri_of, prepared
from stores.vectors.sparse import SparseVector, token_number

if TYPE_CHECKING:
    from qdrant_client import QdrantClient, models

ENGINE = "qdrant server"  # its version may change under a collection: the server migrates its own data
DESCRIPTION = "description"
MEMORY = ":memory:"
PAGE = 10_000
_WALL_S = 60  # for one request; the client's own 5 s are short for a batch that waits until it is written


def connect(url: str) -> "QdrantClient":
    """A client of the server at `url`; ":memory:" is a store in this process. Nothing is asked of the server yet.

    The server's API key, if it has one, stands in the address as a password: http://:KEY@host:6333. It is sent as a header, and
    no message of ours has it.
    """
    from qdrant_client import QdrantClient

    if url == MEMORY:
        return QdrantClient(MEMORY)
    parts = urlsplit(url)
    bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    with warnings.catch_warnings():  # that a key travels without encryption is for whoever set the address so
        warnings.filterwarnings("ignore", "Api key is used with an insecure connection")
        return QdrantClient(url=bare, api_key=parts.password, timeout=_WALL_S, check_compatibility=False)


def build_server_index(
    client: "QdrantClient", collection: str, points: Iterable[Point], *, dims: int, meta: Mapping[str, str]
) -> None:
    """Write the index of `points` into a new collection. One that was left half-built is removed first.

    Raises StoreBusy when a whole collection has that name, StoreError when the server does not answer.
    """
    rows, description = prepared(points, dims=dims, meta=meta, engine=ENGINE)
    with answering(client):
        if client.collection_exists(collection):
            if DESCRIPTION in metadata_of(client, collection):
                raise StoreBusy(
                    f"The collection {collection} exists already.", advice="Build each generation under its own name."
                )
            client.delete_collection(collection)
        create(client, collection, description)
        while some := [engine_point(row) for row in islice(rows, AT_ONCE)]:
            client.upsert(collection, some, wait=True)
        client.update_collection(collection, metadata={DESCRIPTION: json.dumps(description.as_json())})


def create(client: "QdrantClient", collection: str, description: Description) -> None:
    """Create the empty collection: no graph of neighbours, so that every search is an exact scan; an index for each field."""
    from qdrant_client import models

    schema = models.PayloadSchemaType
    schema_by_kind = {"integer": schema.INTEGER, "float": schema.FLOAT, "keyword": schema.KEYWORD, "bool": schema.KEYWORD}
    client.create_collection(
        collection,
        vectors_config={"dense": models.VectorParams(size=description.dims, distance=models.Distance.COSINE)},
        sparse_vectors_config={"keyword": models.SparseVectorParams(modifier=models.Modifier.IDF)},
        hnsw_config=models.HnswConfigDiff(m=0),
    )
    if in_memory(client):  # it has no use for indexes, and warns of them
        return
    for field, kind in {IRI_FIELD: "keyword", **description.kinds}.items():
        client.create_payload_index(collection, field, schema_by_kind[kind], wait=True)


def engine_point(row: Row) -> "models.PointStruct":
    """A row in the client's words."""
    from qdrant_client import models

    keyword = models.SparseVector(indices=list(row.keyword.indices), values=list(row.keyword.values))
    return models.PointStruct(id=row.number, vector={"dense": row.dense.tolist(), "keyword": keyword}, payload=dict(row.payload))


class ServerIndex:
    """An opened collection: a VectorIndex. Closing it closes the client."""

    def __init__(self, client: "QdrantClient", collection: str, description: Description) -> None:
        self._client = client
        self._collection = collection
        self.description = description

    @classmethod
    def open(cls, client: "QdrantClient", collection: str) -> "ServerIndex":
        """Open a collection that `build_server_index` wrote.

        Raises StoreMissing when it is not there or was not finished, StoreStale when another version wrote it, StoreDamaged
        when passages are missing, StoreError when the server does not answer.
        """
        with answering(client):
            written = metadata_of(client, collection).get(DESCRIPTION) if client.collection_exists(collection) else None
            if written is None:
                message = f"The server has no finished collection called {collection}."
                raise StoreMissing(message, advice="Publish a generation first: `mandategraph ingest`.")
            description = Description.of_json(json.loads(written), engine=ENGINE, where=collection)
            found = client.count(collection, exact=True).count
        if found != description.count:
            message = f"The collection {collection} should hold {description.count} passages; it has {found}."
            raise StoreDamaged(message, advice="Publish again: `mandategraph ingest` builds the index anew.")
        return cls(client, collection, description)

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
        where = self._where(filters, among)
        return rank(self, Question.of(text, dense, where, symbols, limit, mode))

    def count(self, filters: Filters | None = None, among: Among | None = None) -> int:
        """See VectorIndex."""
        where = engine_filter(self._where(filters, among))
        with answering(self._client):
            return self._client.count(self._collection, count_filter=where, exact=True).count

    def facets(
        self, field: str, filters: Filters | None = None, limit: int = 20, among: Among | None = None
    ) -> list[tuple[str, int]]:
        """See VectorIndex."""
        return list(self.tally([field], filters, among, limit).facets[field])

    def tally(self, fields: Sequence[str], filters: Filters | None = None, among: Among | None = None, limit: int = 20) -> Tally:
        """See VectorIndex."""
        where = engine_filter(self._where(filters, among))
        counted = {field: self._counts(field, where) if facet_field(field, self.description.kinds) else [] for field in fields}
        with answering(self._client):
            total = self._client.count(self._collection, count_filter=where, exact=True).count
        return Tally(total, {field: frequent(counts, limit) for field, counts in counted.items()})

    def rows(self, members: Collection[str]) -> NDArray[np.uint32]:
        """See VectorIndex."""
        from qdrant_client import models

        match = models.MatchAny(any=sorted(members))
        named: Any = [models.FieldCondition(key=name, match=match) for name in (IRI_FIELD, PASSAGE_FIELD)]
        found = [number for number, _ in self._scroll(models.Filter(should=named))]
        return np.array(sorted(found), dtype=np.uint32)

    def knows(self, tokens: Sequence[str]) -> int:
        """See VectorIndex."""
        return sum(bool(self.nearest(SparseVector((token_number(token),), (1.0,)), (), 1)) for token in tokens)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def nearest(
        self, vector: NDArray[np.float32] | SparseVector, where: tuple[Condition, ...], limit: int
    ) -> list[tuple[str, float]]:
        """See fusion.Engine."""
        from qdrant_client import models

        query: Any = vector.tolist() if isinstance(vector, np.ndarray) else None
        if isinstance(vector, SparseVector):
            query = models.SparseVector(indices=list(vector.indices), values=list(vector.values))
        with answering(self._client):
            answer = self._client.query_points(
                self._collection,
                query=query,
                using="keyword" if isinstance(vector, SparseVector) else "dense",
                query_filter=engine_filter(where),
                search_params=None if in_memory(self._client) else models.SearchParams(exact=True),
                limit=limit,
                with_payload=[IRI_FIELD],
            )
        return [(iri_of(point.payload), point.score) for point in answer.points]

    def matching(self, where: tuple[Condition, ...]) -> list[str]:
        """See fusion.Engine."""
        return [iri for _, iri in self._scroll(engine_filter(where))]

    def _where(self, filters: Filters | None, among: Among | None) -> tuple[Condition, ...]:
        found = conditions(filters, self.description.kinds)
        if among is None:
            return found
        return (*found, Rows(among if isinstance(among, np.ndarray) else self.rows(among)))

    def _counts(self, field: str, where: "models.Filter | None") -> list[tuple[str, int]]:
        with answering(self._client):
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


def in_memory(client: "QdrantClient") -> bool:
    """Whether the client is a store in this process, which scans always and warns of what has no effect there."""
    return client.init_options.get("location") == MEMORY


def metadata_of(client: "QdrantClient", collection: str) -> dict[str, Any]:
    """What was written beside the collection."""
    return dict(client.get_collection(collection).config.metadata or {})


def engine_filter(where: tuple[Condition, ...]) -> "models.Filter | None":
    """The conditions in the client's words; None where there are none."""
    from qdrant_client import models

    def one(condition: Condition) -> "models.FieldCondition | models.HasIdCondition":
        if isinstance(condition, AnyOf):
            values: Any = list(condition.values)
            return models.FieldCondition(key=condition.field, match=models.MatchAny(any=values))
        if isinstance(condition, Rows):
            return models.HasIdCondition(has_id=condition.numbers.tolist())
        return models.FieldCondition(key=condition.field, range=models.Range(gte=condition.low, lte=condition.high))

    return models.Filter(must=[one(condition) for condition in where]) if where else None


@contextmanager
def answering(client: "QdrantClient") -> Iterator[None]:
    """Turn the client's own errors into StoreError, with the address that did not answer."""
    from qdrant_client.http.exceptions import ApiException

    try:
        yield
    except ApiException as error:
        message = f"The Qdrant server at {client.init_options.get('url')} did not answer as it should: {error}"
        raise StoreError(message, advice="Is it running, and is MANDATEGRAPH_QDRANT_URL its address?") from error
