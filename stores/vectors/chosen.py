"""Keepers, vectors: which twin. In: the settings' server address. Out: an index built or opened there. Must not know what is
indexed.

Empty address: the embedded index in the generation's folder. Else a collection of its own on that server, which the folder
names; the pointer to the generation thus names graph and collection together.
"""

import json
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path

from ontology.errors import StoreDamaged, StoreMissing
from stores.vectors.edge import EdgeIndex
from stores.vectors.index import Point, VectorIndex
from stores.vectors.server import ServerIndex, build_server_index, connect
from stores.vectors.shard import build_edge_index

NOTE = "collection.json"


def build_index(folder: Path, points: Iterable[Point], *, dims: int, meta: Mapping[str, str], url: str) -> None:
    """Writes the index of `points` and leaves in `folder` what `open_index` needs. StoreError when a server does not answer."""
    if not url:
        build_edge_index(folder, points, dims=dims, meta=meta)
        return
    collection = f"mandategraph-{uuid.uuid4().hex}"
    build_server_index(connect(url), collection, points, dims=dims, meta=meta)
    folder.mkdir(parents=True)
    (folder / NOTE).write_text(json.dumps({"collection": collection}) + "\n", encoding="utf-8")


def open_index(folder: Path, *, url: str) -> VectorIndex:
    """Opens the index of a generation; StoreMissing when it lies on a server and no address is set."""
    note = folder / NOTE
    if not note.is_file():
        return EdgeIndex.open(folder)
    if not url:
        raise StoreMissing(
            "The index of this generation lies on a Qdrant server, and no address of one is set.",
            advice="Set MANDATEGRAPH_QDRANT_URL, or ingest again for an embedded index.",
        )
    try:
        collection = json.loads(note.read_text(encoding="utf-8"))["collection"]
    except (ValueError, KeyError, TypeError) as error:
        raise StoreDamaged(f"{note} does not name a collection.", advice="Ingest again: the index is built anew.") from error
    return ServerIndex.open(connect(url), collection)
