"""The folder of the embedded twin. In: points. Out: an index folder, whole or not at all; then its engine, loaded. Must not
search, and must not write into a published folder.

The engine is Qdrant's own in this process. What was found of version 0.9.0: without a write-ahead log it takes no lock, so
that several readers, in one process or in many, may open one folder, and nothing but our habits keeps a writer away; with
one, a second opener is refused. All readers of a machine share the pages of the files. Opening rewrites `edge_config.json`, and
closing `segment.json`, with the same content: aside, in a folder `.atomicwrite*` which a kill leaves there, then renamed. Half
of the files are opened for writing and not changed, so a reader needs the right to write, or a copy (stores.vectors.opened).
Truncated files are partly taken for empty ones and partly end in a panic, therefore checksums are compared before the engine
sees the folder.
"""

import json
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ontology.errors import StoreBusy, StoreDamaged, StoreMissing
from stores.aside import folder_aside
from stores.checksums import of_all, remembered
from stores.room import look_for_room
from stores.sound import may_wait
from stores.vectors import columns
from stores.vectors.columns import Columns, Gathered
from stores.vectors.index import Kind, Point
from stores.vectors.rows import AT_ONCE, Description, Row, prepared

if TYPE_CHECKING:
    import qdrant_edge

DESCRIPTION_FILE = "index.json"
SHARD = "shard"
REWRITTEN = "edge_config.json"  # by the engine, at every opening
# Bytes that an index may take, with so many more for each field and each passage: on a full disk the engine dies of SIGBUS.
# Measured on tmpfs: 210 MB for 18 passages with 22 fields; on other file systems most of it is holes.
ROOM, ROOM_FIELD, ROOM_EACH = 40 * 1024 * 1024, 9 * 1024 * 1024, 6 * 1024
MANY = 10_000  # points; the form for reading takes a third less of memory, and some seconds to write however few there are
_ASIDE = ".atomicwrite"  # how the engine's folders aside are called
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
    wanted = ROOM + ROOM_FIELD * len(description.kinds) + ROOM_EACH * description.count
    look_for_room(folder.parent, wanted, f"the index of {description.count:,} passages")
    with folder_aside(folder.parent) as home:
        aside = home / "new"
        (aside / SHARD).mkdir(parents=True)
        gathered = Gathered(description.kinds)
        write_shard(aside / SHARD, gathered.passing(rows), description)
        gathered.columns().write(aside)
        content = description.as_json() | {"files": checksums(aside)}
        (aside / DESCRIPTION_FILE).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        aside.rename(folder)


def write_shard(shard_folder: Path, rows: Iterator[Row], description: Description) -> None:
    """Write the rows with the engine; many of them it then rewrites into its form for reading. There is no graph of neighbours in
    either form: a plain scan is exact, and quick to 100,000 passages.
    """
    import qdrant_edge as engine

    shard = engine.EdgeShard.create(str(shard_folder), engine_config(description.dims))
    try:
        for field, kind in description.kinds.items():
            shard.update(engine.UpdateOperation.create_field_index(field, field_index(kind)))
        while some := [engine_point(row) for row in islice(rows, AT_ONCE)]:
            shard.update(engine.UpdateOperation.upsert_points(some))
        if description.count >= MANY:
            shard.optimize()
        shard.flush()
    finally:
        shard.close()
    # The first opening folds journals into their files and deletes them: it is done here, so that readers find nothing to fold.
    engine.EdgeShard.load(str(shard_folder)).close()


def field_index(kind: Kind) -> "qdrant_edge.KeywordIndexParams | qdrant_edge.IntegerIndexParams | qdrant_edge.FloatIndexParams":
    """How a field is looked up: in files, of which only what is asked for is read. Held in memory, which is the engine's way
    where nothing is said, the fields of 100,000 passages take 260 MB, and filters are hardly quicker.
    """
    import qdrant_edge as engine

    match kind:
        case "integer":
            return engine.IntegerIndexParams(lookup=True, range=True, memory=engine.Memory.Cold)
        case "float":
            return engine.FloatIndexParams(memory=engine.Memory.Cold)
        case "keyword" | "bool":
            return engine.KeywordIndexParams(memory=engine.Memory.Cold)


def engine_config(dims: int) -> "qdrant_edge.EdgeConfig":
    """Two vectors a point, dense and keyword; everything is rewritten for reading, into one part, however little there is."""
    import qdrant_edge as engine

    return engine.EdgeConfig(
        vectors={"dense": engine.EdgeVectorParams(size=dims, distance=engine.Distance.Cosine)},
        sparse_vectors={"keyword": engine.EdgeSparseVectorParams(modifier=engine.Modifier.Idf)},
        hnsw_config=engine.HnswIndexConfig(m=0, ef_construct=4, full_scan_threshold=10),
        optimizers=engine.EdgeOptimizersConfig(indexing_threshold=1, default_segment_number=1),
        wal_enabled=False,
    )


def engine_point(row: Row) -> "qdrant_edge.Point":
    """A row in the engine's words."""
    import qdrant_edge as engine

    keyword = engine.SparseVector(list(row.keyword.indices), list(row.keyword.values))
    return engine.Point(row.number, {"dense": row.dense.tolist(), "keyword": keyword}, dict(row.payload))


def checksums(folder: Path) -> dict[str, str]:
    """sha256 by path of all files but the description that the engine leaves as they are when it opens a folder."""
    return {path.relative_to(folder).as_posix(): found for path, (_, found) in of_all(sorted(_files(folder))).items()}


def changed(folder: Path, recorded: Mapping[str, str]) -> list[str]:
    """The files that are missing, new, or other than recorded. Where all are too much to be read in a moment, big ones are
    compared only as far as they were read before: the generation's own record has their sizes, and they are read right after.
    """
    sizes = {path: path.stat().st_size for path in sorted(_files(folder))}
    together = sum(sizes.values())
    found = of_all([path for path, size in sizes.items() if not may_wait("index", size, together)])
    sums: dict[str, str | None] = {}
    for path in sizes:
        known = found.get(path) or remembered(path)
        name = path.relative_to(folder).as_posix()
        sums[name] = known[1] if known else recorded.get(name)
    return sorted(name for name in recorded.keys() | sums.keys() if recorded.get(name) != sums.get(name))


def _files(folder: Path) -> Iterator[Path]:
    """The files of an index, without what another process that opens it has aside just now, or was killed over."""
    for place, inner, names in os.walk(folder):
        inner[:] = [name for name in inner if not name.startswith(_ASIDE)]
        yield from (Path(place, name) for name in names if name not in (REWRITTEN, DESCRIPTION_FILE))


def read_description(folder: Path) -> Description:
    """What is written beside the index, once every file is as it was written.

    Raises StoreMissing when it is not there, StoreStale when another version wrote it, StoreDamaged when a file changed.
    """
    path = folder / DESCRIPTION_FILE
    if not path.is_file():
        raise StoreMissing(f"There is no index in {folder}.", advice="Publish a generation first: `mandategraph ingest`.")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        files = content.pop("files")
    except (ValueError, KeyError, AttributeError) as error:
        raise StoreDamaged(f"The description {path} cannot be read: {error!r}.", advice=AGAIN) from error
    description = Description.of_json(content, engine=engine_version(), where=str(folder))
    if wrong := changed(folder, files):
        raise StoreDamaged(f"Files of the index {folder} are not as they were written: {', '.join(wrong)}.", advice=AGAIN)
    return description


def read_columns(folder: Path) -> Columns:
    """The columns beside the index. Raises StoreDamaged when they are not whole."""
    try:
        return Columns.read(folder)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise StoreDamaged(f"The file {folder / columns.FILE} cannot be read: {error!r}.", advice=AGAIN) from error


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
