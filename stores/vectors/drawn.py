"""What an index holds. In: the folder of a built index. Out: its points, in the order of their numbers. Must not search, nor
write.

Both twins give back the vectors that they compare, bit by bit those that were put in if these had a length of one: put into a
new index they give the same scores.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from ontology.errors import StoreMissing
from stores.vectors.deployment import NOTE
from stores.vectors.exchange import answering, connect
from stores.vectors.index import Value
from stores.vectors.rows import AT_ONCE, IRI_FIELD
from stores.vectors.shard import SHARD, load_shard, read_description


@dataclass(frozen=True, slots=True)
class Drawn:
    """A point as the index has it: its IRI, its dense vector (d,), its fields."""

    iri: str
    dense: NDArray[np.float32]
    payload: Mapping[str, Value]


def drawn(folder: Path, *, url: str) -> Iterator[Drawn]:
    """The points of the index in a generation's folder, some at a time in memory. StoreMissing where it lies on a server whose
    address is not set; else what opening the index raises.
    """
    note = folder / NOTE
    if not note.is_file():
        return _from_shard(folder)
    if not url:
        raise StoreMissing(
            "The index of this generation lies on a Qdrant server, and no address of one is set.",
            advice="Set MANDATEGRAPH_QDRANT_URL.",
        )
    return _from_server(json.loads(note.read_text(encoding="utf-8"))["collection"], url)


def _from_shard(folder: Path) -> Iterator[Drawn]:
    count = read_description(folder).count
    with closing(load_shard(folder / SHARD, count)) as shard:
        for start in range(0, count, AT_ONCE):
            numbers: Any = list(range(start, min(start + AT_ONCE, count)))
            found = shard.retrieve(numbers, with_payload=True, with_vector=True)
            yield from _ordered(found)


def _from_server(collection: str, url: str) -> Iterator[Drawn]:
    client = connect(url)
    with closing(client), answering(client):
        offset: Any = None
        while True:
            found, offset = client.scroll(
                collection, limit=AT_ONCE, offset=offset, with_payload=True, with_vectors=["dense"]
            )  # by rising number
            yield from _ordered(found)
            if offset is None:
                return


def _ordered(records: Any) -> Iterator[Drawn]:  # noqa: ANN401 - records of either engine
    for record in sorted(records, key=lambda record: int(record.id)):
        payload = dict(cast("Mapping[str, Value]", record.payload))
        iri = str(payload.pop(IRI_FIELD))
        yield Drawn(iri, np.asarray(record.vector["dense"], dtype=np.float32), payload)
