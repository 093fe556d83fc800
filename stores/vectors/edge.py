"""The embedded twin. In: points, then questions. Out: an index folder, then hits. Must not write into a published folder.

The engine is Qdrant's own in this process. What was found of version 0.9.0: without a write-ahead log it takes no lock, so
that several readers, in one process or in many, may open one folder, and nothing but our habits keeps a writer away; with
one, a second opener is refused. Opening rewrites `edge_config.json` and touches other files without changing them, so a
reader needs the right to write. Truncated files are partly taken for empty ones and partly end in a panic, therefore
checksums are compared before the engine sees the folder. A bool in a filter is taken for a number (see rows.payload_of).
"""

import hashlib
import json
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ontology.errors import StoreBusy, StoreDamaged, StoreMissing
from stores.vectors.fusion import Question, rank
from stores.vectors.index import AnyOf, Condition, Filters, Hit, Mode, Point, conditions, facet_field, frequent, restriction
from stores.vectors.rows import AT_ONCE, EVERY_VALUE, IRI_FIELD, Description, Row, iri_of, prepared
from stores.vectors.sparse import SparseVector

if TYPE_CHECKING:
    import qdrant_edge

DESCRIPTION_FILE = "index.json"
SHARD = "shard"
REWRITTEN = "edge_config.json"  # by the engine, at every opening
AGAIN = "Publish again: `mandategraph ingest` builds the index anew."


def engine_version() -> str:
    """The engine and its version, as it is written beside an index."""
    return f"qdrant-edge-py {version('qdrant-edge-py')}"


def build_edge_index(folder: Path, points: Iterable[Point], *, dims: int, meta: Mapping[str, str]) -> None:
    """Write the index of `points` aside and rename it to `folder`, which must not exist; the opened index gives `meta` back.

    Raises StoreBusy when `folder` exists, BadParameter for points that do not fit together.
    """
    if folder.exists():
        raise StoreBusy(f"The index folder {folder} exists already.", advice="Build each generation into a folder of its own.")
    rows, description = prepared(points, dims=dims, meta=meta, engine=engine_version())
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as aside_name:
        aside = Path(aside_name) / "new"
        (aside / SHARD).mkdir(parents=True)
        write_shard(aside / SHARD, rows, description)
        content = description.as_json() | {"files": checksums(aside / SHARD)}
        (aside / DESCRIPTION_FILE).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        aside.rename(folder)


def write_shard(shard_folder: Path, rows: Sequence[Row], description: Description) -> None:
    """Write the rows with the engine. It is never asked to optimise: a plain scan is exact, and quick to 100,000 passages."""
    import qdrant_edge as engine

    schema = engine.PayloadSchemaType
    schema_by_kind = {"integer": schema.Integer, "float": schema.Float, "keyword": schema.Keyword, "bool": schema.Keyword}
    dense = engine.EdgeVectorParams(size=description.dims, distance=engine.Distance.Cosine)
    keyword = engine.EdgeSparseVectorParams(modifier=engine.Modifier.Idf)
    config = engine.EdgeConfig(vectors={"dense": dense}, sparse_vectors={"keyword": keyword}, wal_enabled=False)
    shard = engine.EdgeShard.create(str(shard_folder), config)
    try:
        for field, kind in description.kinds.items():
            shard.update(engine.UpdateOperation.create_field_index(field, schema_by_kind[kind]))
        for start in range(0, len(rows), AT_ONCE):
            shard.update(engine.UpdateOperation.upsert_points([engine_point(row) for row in rows[start : start + AT_ONCE]]))
        shard.flush()
    finally:
        shard.close()
    # The first opening folds journals into their files and deletes them: it is done here, so that readers find nothing to fold.
    engine.EdgeShard.load(str(shard_folder)).close()


def engine_point(row: Row) -> "qdrant_edge.Point":
    """A row in the engine's words."""
    import qdrant_edge as engine

    keyword = engine.SparseVector(list(row.keyword.indices), list(row.keyword.values))
    return engine.Point(row.number, {"dense": row.dense, "keyword": keyword}, dict(row.payload))


def checksums(folder: Path) -> dict[str, str]:
    """sha256 by path of all files that the engine leaves as they are when it opens a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != REWRITTEN)
    sums = {}
    for path in files:
        with path.open("rb") as file:
            sums[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return sums


class EdgeIndex:
    """An opened index folder: a VectorIndex. Safe to be asked by several threads at once."""

    def __init__(self, shard: "qdrant_edge.EdgeShard", description: Description) -> None:
        self._shard = shard
        self.description = description

    @classmethod
    def open(cls, folder: Path) -> "EdgeIndex":
        """Open a folder that `build_edge_index` wrote.

        Raises StoreMissing when it is not there, StoreStale when another version wrote it, StoreDamaged when a file changed.
        """
        description = read_description(folder)
        return cls(load_shard(folder / SHARD, description.count), description)

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
        among: Collection[str] | None = None,
        symbols: Sequence[str] = (),
        limit: int = 10,
        mode: Mode = "hybrid",
    ) -> list[Hit]:
        """See VectorIndex. Raises BadParameter for what cannot be asked."""
        where = conditions(filters, self.description.kinds) + restriction(among)
        return rank(self, Question.of(text, dense, where, symbols, limit, mode))

    def count(self, filters: Filters | None = None) -> int:
        """See VectorIndex."""
        import qdrant_edge as engine

        where = conditions(filters, self.description.kinds)
        return self._shard.count(engine.CountRequest(exact=True, filter=engine_filter(where)))

    def facets(self, field: str, filters: Filters | None = None, limit: int = 20) -> list[tuple[str, int]]:
        """See VectorIndex. A field that no passage has has no values. Raises BadParameter for a field of broken numbers."""
        import qdrant_edge as engine

        if not facet_field(field, self.description.kinds):
            return []
        where = engine_filter(conditions(filters, self.description.kinds))
        # All values are asked for, since the engine chooses freely among equally frequent ones at a limit.
        request = engine.FacetRequest(key=field, limit=EVERY_VALUE, exact=True, filter=where)
        return frequent([(str(hit.value), hit.count) for hit in self._shard.facet(request).hits], limit)

    def close(self) -> None:
        """Let go of the files."""
        self._shard.close()

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
        request = engine.QueryRequest(
            query=query,
            filter=engine_filter(where),
            limit=limit,
            params=engine.SearchParams(exact=True),
            with_payload=[IRI_FIELD],
        )
        return [(iri_of(point.payload), point.score) for point in self._shard.query(request)]

    def matching(self, where: tuple[Condition, ...]) -> list[str]:
        """See fusion.Engine."""
        import qdrant_edge as engine

        limit = max(1, self.description.count)
        request = engine.ScrollRequest(limit=limit, filter=engine_filter(where), with_payload=[IRI_FIELD])
        records, _ = self._shard.scroll(request)
        return [iri_of(record.payload) for record in records]


def read_description(folder: Path) -> Description:
    """What is written beside the index, once every file is as it was written."""
    path = folder / DESCRIPTION_FILE
    if not path.is_file():
        raise StoreMissing(f"There is no index in {folder}.", advice="Publish a generation first: `mandategraph ingest`.")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        files = content.pop("files")
    except (ValueError, KeyError, AttributeError) as error:
        raise StoreDamaged(f"The description {path} cannot be read: {error!r}.", advice=AGAIN) from error
    description = Description.of_json(content, engine=engine_version(), where=str(folder))
    found = checksums(folder / SHARD)
    changed = sorted(name for name in files.keys() | found.keys() if files.get(name) != found.get(name))
    if changed:
        raise StoreDamaged(f"Files of the index {folder} are not as they were written: {', '.join(changed)}.", advice=AGAIN)
    return description


def load_shard(shard_folder: Path, count: int) -> "qdrant_edge.EdgeShard":
    """The engine's shard, with as many points as were written. Raises StoreDamaged when the engine cannot load it."""
    import qdrant_edge as engine

    try:
        shard = engine.EdgeShard.load(str(shard_folder))
        found = shard.count(engine.CountRequest(exact=True))
    except Exception as error:  # the engine raises plain Exception
        raise StoreDamaged(f"The engine cannot load {shard_folder}: {error}", advice=AGAIN) from error
    if found != count:
        shard.close()
        raise StoreDamaged(f"The index {shard_folder} should hold {count} passages; it has {found}.", advice=AGAIN)
    return shard


def engine_filter(where: tuple[Condition, ...]) -> "qdrant_edge.Filter | None":
    """The conditions in the engine's words; None where there are none."""
    import qdrant_edge as engine

    def one(condition: Condition) -> "qdrant_edge.FieldCondition":
        if isinstance(condition, AnyOf):
            values: Any = list(condition.values)
            return engine.FieldCondition(condition.field, match=engine.MatchAny(values))
        return engine.FieldCondition(condition.field, range=engine.RangeFloat(gte=condition.low, lte=condition.high))

    return engine.Filter(must=[one(condition) for condition in where]) if where else None
