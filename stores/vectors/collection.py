"""Building a collection. In: points. Out: a collection of a Qdrant server, whole and ready on every replica, or none that opens.
Must not know of generations, and must not search.

Its description is written into the collection's metadata as the last act, so that a half-built one is never opened. A graph of
neighbours is made after all points are in, which is quicker than to keep one up meanwhile.
"""

import json
import time
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from ontology.errors import StoreBusy, StoreDamaged, StoreError
from stores.vectors.choices import Choices
from stores.vectors.exchange import address, answering, check_versions, in_memory
from stores.vectors.frequencies import Counted, Frequencies
from stores.vectors.index import Kind, Point
from stores.vectors.rows import AT_ONCE, IRI_FIELD, Description, Row, prepared

if TYPE_CHECKING:
    from qdrant_client import QdrantClient, models

ENGINE = "qdrant server, words weighed here"  # its version may change under a collection: it migrates its own data
DESCRIPTION = "description"
LAYOUT = "layout"
_LONGEST_LOOK_S = 2.0
_FOUND_ALREADY = 409


def build_server_index(
    client: "QdrantClient",
    collection: str,
    points: Iterable[Point],
    *,
    dims: int,
    meta: Mapping[str, str],
    choices: Choices | None = None,
) -> Frequencies:
    """Write the index of `points` into a new collection, and answer how rare its words are, which `ServerIndex` wants to know.

    A collection of that name that was left half-built is removed first.

    Raises StoreBusy when a whole collection has that name, StoreStale when the server is too old, StoreError when it does not
    answer, has fewer nodes than replicas are wanted, or is not ready in time, StoreDamaged when points did not arrive.
    """
    choices = choices or Choices()
    rows, description = prepared(points, dims=dims, meta=meta, engine=ENGINE)
    counted = Counted()
    check_versions(client)
    with answering(client):
        _check_nodes(client, choices)
        if client.collection_exists(collection):
            if DESCRIPTION in metadata_of(client, collection):
                raise StoreBusy(
                    f"The collection {collection} exists already.", advice="Build each generation under its own name."
                )
            client.delete_collection(collection)
        _create(client, collection, description, choices)
        passing = counted.passing(rows)
        while some := [_engine_point(row) for row in islice(passing, AT_ONCE)]:
            client.upsert(collection, some, wait=True)
        _make_ready(client, collection, choices)
        check_count(client, collection, description)
        told = {DESCRIPTION: json.dumps(description.as_json()), LAYOUT: json.dumps(choices.layout)}
        client.update_collection(collection, metadata=told)
    return counted.frequencies()


def metadata_of(client: "QdrantClient", collection: str) -> dict[str, Any]:
    """What was written beside the collection."""
    return dict(client.get_collection(collection).config.metadata or {})


def check_count(client: "QdrantClient", collection: str, description: Description) -> None:
    """StoreDamaged where a collection does not hold as many points as were written."""
    found = client.count(collection, exact=True).count
    if found != description.count:
        message = f"The collection {collection} should hold {description.count} passages; it has {found}."
        raise StoreDamaged(message, advice="Publish again: `mandategraph ingest` builds the index anew.")


def _check_nodes(client: "QdrantClient", choices: Choices) -> None:
    """Else the server would silently keep fewer copies, and the wait for them would never end."""
    if choices.replicas == 1 or in_memory(client):
        return
    status = client.cluster_status()
    nodes = len(getattr(status, "peers", None) or {}) or 1
    if nodes < choices.replicas:
        raise StoreError(
            f"{choices.replicas} replicas are wanted; the cluster at {address(client)} has {nodes} nodes.",
            advice="Add nodes, or set MANDATEGRAPH_QDRANT_REPLICAS to their number at most.",
        )


def _create(client: "QdrantClient", collection: str, description: Description, choices: Choices) -> None:
    """Create the empty collection, with an index for each field.

    Qdrant's strict mode, which a host may have on, is off: it bounds what strangers ask, and only we ask here, within bounds.
    """
    from qdrant_client import models
    from qdrant_client.http.exceptions import UnexpectedResponse

    aside, sparse_aside = choices.lies_on_disk("vectors"), choices.lies_on_disk("all")
    dense = models.VectorParams(size=description.dims, distance=models.Distance.COSINE, on_disk=aside)
    index = models.SparseIndexParams(on_disk=sparse_aside)
    try:
        client.create_collection(
            collection,
            vectors_config={"dense": dense},
            sparse_vectors_config={"keyword": models.SparseVectorParams(index=index)},
            hnsw_config=models.HnswConfigDiff(m=0),
            shard_number=choices.shards,
            replication_factor=choices.replicas,
            on_disk_payload=choices.lies_on_disk("payload"),
            quantization_config=_quantisation(choices),
            strict_mode_config=models.StrictModeConfig(enabled=False),
        )
    except UnexpectedResponse as error:
        if error.status_code != _FOUND_ALREADY:  # by our own request, whose answer was cut off
            raise
    if in_memory(client):  # it has no use for indexes, and warns of them
        return
    kinds: dict[str, Kind] = {IRI_FIELD: "keyword", **description.kinds}
    for field, kind in kinds.items():
        client.create_payload_index(collection, field, _field_index(kind, on_disk=sparse_aside), wait=True)


def _field_index(
    kind: Kind, *, on_disk: bool
) -> "models.IntegerIndexParams | models.FloatIndexParams | models.KeywordIndexParams":
    from qdrant_client import models

    match kind:
        case "integer":
            return models.IntegerIndexParams(type=models.IntegerIndexType.INTEGER, lookup=True, range=True, on_disk=on_disk)
        case "float":
            return models.FloatIndexParams(type=models.FloatIndexType.FLOAT, on_disk=on_disk)
        case "keyword" | "bool":  # a truth value is kept as a word
            return models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD, on_disk=on_disk)


def _quantisation(choices: Choices) -> "models.ScalarQuantization | models.BinaryQuantization | None":
    """The short vectors lie in memory whatever the long ones do: this is what they are for."""
    from qdrant_client import models

    match choices.quantisation:
        case "scalar":
            int8 = models.ScalarQuantizationConfig(type=models.ScalarType.INT8, quantile=0.99, always_ram=True)
            return models.ScalarQuantization(scalar=int8)
        case "binary":
            return models.BinaryQuantization(binary=models.BinaryQuantizationConfig(always_ram=True))
    return None


def _engine_point(row: Row) -> "models.PointStruct":
    """A row in the client's words."""
    from qdrant_client import models

    keyword = models.SparseVector(indices=list(row.keyword.indices), values=list(row.keyword.values))
    return models.PointStruct(id=row.number, vector={"dense": row.dense.tolist(), "keyword": keyword}, payload=dict(row.payload))


def _make_ready(client: "QdrantClient", collection: str, choices: Choices) -> None:
    """Waits until the server has put the points into their final form, on every node that has a copy."""
    from qdrant_client import models

    if in_memory(client):
        return
    if choices.graph:
        on_disk = choices.lies_on_disk("all")
        client.update_collection(collection, hnsw_config=models.HnswConfigDiff(m=choices.graph, on_disk=on_disk))
    until, pause = time.monotonic() + choices.settle_s, 0.05
    while said := _unready(client, collection, choices):
        if time.monotonic() > until:
            message = f"The collection {collection} is not ready after {choices.settle_s} s: {said}."
            raise StoreError(message, advice="Look at the server's log, or set MANDATEGRAPH_QDRANT_SETTLE_S higher.")
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_LOOK_S)


def _unready(client: "QdrantClient", collection: str, choices: Choices) -> str:
    """What the server has still to do; empty once nothing. StoreError where it says that it cannot."""
    from qdrant_client import models

    told = client.get_collection(collection)
    if told.status == models.CollectionStatus.RED:
        message = f"The server cannot finish the collection {collection}: {told.optimizer_status}."
        raise StoreError(message, advice="Look at the server's log: its disk may be full. Then ingest again.")
    if told.status == models.CollectionStatus.GREY:  # it was started anew, and waits for a push
        client.update_collection(collection, optimizers_config=models.OptimizersConfigDiff())
    if told.status != models.CollectionStatus.GREEN:
        return f"its status is {told.status}"
    nodes = client.collection_cluster_info(collection)
    copies = [(local.shard_id, local.state) for local in nodes.local_shards]
    copies += [(remote.shard_id, remote.state) for remote in nodes.remote_shards]
    for shard, state in copies:
        if state != models.ReplicaState.ACTIVE:
            return f"a replica of shard {shard} is {state}"
    active = [sum(shard == number for shard, _ in copies) for number in {shard for shard, _ in copies}]
    if len(active) < choices.shards or min(active, default=0) < choices.replicas:
        return f"{len(active)} of {choices.shards} shards, with at least {min(active, default=0)} of {choices.replicas} replicas"
    return ""
