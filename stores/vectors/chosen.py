"""Keepers, vectors: which twin. In: the settings' server address. Out: an index built or opened there. Must not know what is
indexed.

Empty address: the embedded index in the generation's folder. Else a collection of its own on that server, which the folder
names; the pointer to the generation thus names graph and collection together.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from ontology.errors import StoreAway, StoreDamaged, StoreMissing, StoreStale
from stores.vectors.choices import Choices
from stores.vectors.collection import build_server_index
from stores.vectors.deployment import new_collection, noted, sweep, write_note
from stores.vectors.edge import EdgeIndex
from stores.vectors.exchange import Patience, connect
from stores.vectors.frequencies import Frequencies
from stores.vectors.index import Point, VectorIndex
from stores.vectors.server import ServerIndex
from stores.vectors.shard import build_edge_index


def build_index(
    folder: Path,
    points: Iterable[Point],
    *,
    dims: int,
    meta: Mapping[str, str],
    url: str,
    choices: Choices | None = None,
) -> None:
    """Writes the index of `points` and leaves in `folder` what `open_index` needs. StoreError when a server does not answer."""
    if not url:
        build_edge_index(folder, points, dims=dims, meta=meta)
        return
    choices = choices or Choices()
    sweep(url, choices)
    collection = new_collection(choices, folder.parent.name)
    client = connect(url, Patience(choices.retries))
    try:
        words = build_server_index(client, collection, points, dims=dims, meta=meta, choices=choices)
    finally:
        client.close()
    write_note(folder, collection)
    words.write(folder)


def open_index(folder: Path, *, url: str, choices: Choices | None = None) -> VectorIndex:
    """Opens the index of a generation; StoreMissing when it lies on a server and no address is set."""
    collection = noted(folder)
    if not collection:
        return EdgeIndex.open(folder)
    if not url:
        raise StoreMissing(
            "The index of this generation lies on a Qdrant server, and no address of one is set.",
            advice="Set MANDATEGRAPH_QDRANT_URL, or ingest again for an embedded index.",
        )
    choices = choices or Choices()
    words = Frequencies.read(folder)
    client = connect(url, Patience(choices.retries, choices.wall_s))
    try:
        return ServerIndex.open(client, collection, words, choices.wall_s)
    except BaseException:
        client.close()
        raise


def lies_as_set(folder: Path, *, url: str, choices: Choices) -> bool:
    """Whether the index of a generation lies where and as the settings say now; if not, it is to be built anew.

    False for a collection that is gone, not whole or of another layout. StoreAway when the server does not answer.
    """
    try:
        if not noted(folder) or not url:
            return not noted(folder) and not url
        index = open_index(folder, url=url, choices=choices)
    except StoreAway:
        raise
    except (StoreDamaged, StoreMissing, StoreStale):
        return False
    index.close()
    return isinstance(index, ServerIndex) and index.layout == choices.layout
