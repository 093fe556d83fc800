"""Tests of the keepers: how a collection is laid out on a server, and waited for. In: choices, a stand-in. Out: what is asked of
the server. No network but loopback; no Qdrant server was at hand, so what it makes of these choices was never seen.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

import numpy as np
import pytest
from qdrant_client import models

from ontology.errors import QueryTooLarge, StoreDamaged, StoreError
from stores.vectors import server
from stores.vectors.choices import Choices
from stores.vectors.collection import LAYOUT, build_server_index, metadata_of
from stores.vectors.exchange import Patience, connect
from stores.vectors.frequencies import NO_WORDS, Frequencies
from stores.vectors.index import Point, Rows
from stores.vectors.server import ServerIndex, has_id
from stores.vectors.sparse import question_vector, token_number
from tests.stores.conftest import DIMS, META
from tests.stores.qdrant_stand_in import StandIn, standing_in

NEAREST = np.ones(DIMS, dtype=np.float32) / np.float32(DIMS**0.5)


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """A server of its own."""
    with standing_in() as made:
        yield made


def build(stand_in: StandIn, points: list[Point], choices: Choices) -> list[Mapping[str, Any]]:
    """What a build of thirty points sends, nothing that is unset in it."""
    client = connect(stand_in.url, Patience(0, 5.0))
    before = len(stand_in.bodies)
    try:
        build_server_index(client, "passages", points[:30], dims=DIMS, meta=META, choices=choices)
    finally:
        client.close()
    return [told for body in stand_in.bodies[before:] if (told := _set(body))]


def _set(body: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is null, at any depth."""
    return {name: _set(value) if isinstance(value, dict) else value for name, value in body.items() if value is not None}


def test_the_usual_collection_is_one_that_is_scanned_exactly(stand_in: StandIn, points: list[Point]) -> None:
    """One part, one copy, no graph of neighbours, nothing shortened; the payload is read from the disk."""
    created = build(stand_in, points, Choices())[0]
    assert created == {
        "vectors": {"dense": {"size": DIMS, "distance": "Cosine", "on_disk": False}},
        "sparse_vectors": {"keyword": {"index": {"on_disk": False}}},
        "hnsw_config": {"m": 0},
        "shard_number": 1,
        "replication_factor": 1,
        "on_disk_payload": True,
        "strict_mode_config": {"enabled": False},
    }


def test_choices_are_asked_of_the_server_and_written_beside_the_collection(stand_in: StandIn, points: list[Point]) -> None:
    """Copies, graph, short vectors, and everything else on the disk; the graph is made once all points are in."""
    stand_in.peers = 2
    choices = Choices(replicas=2, graph=16, quantisation="scalar", on_disk="all")
    sent = build(stand_in, points, choices)
    created = sent[0]
    assert created["replication_factor"] == 2
    assert created["vectors"]["dense"]["on_disk"] is True
    assert created["sparse_vectors"]["keyword"]["index"] == {"on_disk": True}
    assert created["quantization_config"] == {"scalar": {"type": "int8", "quantile": 0.99, "always_ram": True}}
    fields = [body["field_schema"] for body in sent if "field_schema" in body]
    assert {field["on_disk"] for field in fields} == {True}
    assert {field["type"] for field in fields} == {"keyword", "integer", "float"}
    after = [name for body in sent for name in body if name in ("points", "hnsw_config", "metadata")]
    assert after == ["hnsw_config", "points", "hnsw_config", "metadata"]
    assert next(body for body in sent[1:] if "hnsw_config" in body)["hnsw_config"] == {"m": 16, "on_disk": True}
    assert json.loads(metadata_of(stand_in.store, "passages")[LAYOUT]) == choices.layout


@pytest.mark.parametrize(
    ("choices", "dense"),
    [
        (Choices(), {"exact": True}),
        (Choices(graph=16), {"exact": False, "hnsw_ef": 256}),
        (
            Choices(quantisation="scalar"),
            {"exact": False, "quantization": {"rescore": True, "oversampling": 2.0}},
        ),
        (
            Choices(quantisation="binary"),
            {"exact": False, "quantization": {"rescore": True, "oversampling": 4.0}},
        ),
    ],
    ids=lambda value: str(getattr(value, "quantisation", "")),
)
def test_a_question_is_asked_as_the_collection_was_built(
    stand_in: StandIn, points: list[Point], choices: Choices, dense: dict[str, Any]
) -> None:
    """Not as the settings are by now. Words are looked up exactly in any case."""
    build(stand_in, points, choices)
    words = Frequencies(np.array([token_number("genocid")], dtype=np.uint32), np.array([9], dtype=np.uint32), 30)
    index = ServerIndex.open(connect(stand_in.url), "passages", words)
    index.search("genocide", NEAREST, limit=5)
    asked = {body["using"]: _set(body["params"]) for body in stand_in.bodies if "using" in body}
    assert {"exact": False, "indexed_only": False, **asked["dense"]} == {"indexed_only": False, **dense}
    assert asked["keyword"]["exact"] is True
    index.close()


def test_words_weigh_the_same_in_whatever_parts_a_collection_lies(points: list[Point]) -> None:
    """Each part knows its own points alone; scores, put together, are those of the whole."""
    client = connect(":memory:")
    words = build_server_index(client, "whole", points, dims=DIMS, meta=META)
    whole = ServerIndex.open(client, "whole", words)
    records, _ = client.scroll("whole", limit=1_000, with_vectors=True)
    asked, parts = question_vector("genocide network refugee nosuchword"), list[tuple[str, float]]()
    for part in range(3):
        client.create_collection(f"part-{part}", {}, sparse_vectors_config={"keyword": models.SparseVectorParams()})
        mine = [record for record in records if int(record.id) % 3 == part]
        vectors = [{"keyword": cast("dict[str, Any]", record.vector)["keyword"]} for record in mine]
        made = [models.PointStruct(id=one.id, vector=has, payload=one.payload) for one, has in zip(mine, vectors, strict=True)]
        client.upsert(f"part-{part}", made)
        parts += ServerIndex(client, f"part-{part}", whole.description, {}, words, 4.0).nearest(asked, (), 1_000)
    together = {iri: round(score, 5) for iri, score in whole.nearest(asked, (), 1_000)}
    assert {iri: round(score, 5) for iri, score in parts} == together
    assert len(together) > 100
    whole.close()


def test_a_collection_is_whole_only_when_every_copy_is(stand_in: StandIn, points: list[Point]) -> None:
    """Optimisers at work, a server that was started anew, a copy on its way, one that is missing: all of it is waited for."""
    stand_in.peers = 2
    stand_in.statuses.extend(["yellow", "grey"])
    stand_in.replicas.extend([["Active", "Partial"], ["Active"]])
    sent = build(stand_in, points, Choices(replicas=2))
    assert not stand_in.statuses
    assert not stand_in.replicas
    assert [name for body in sent for name in body if name in ("optimizers_config", "metadata")] == [
        "optimizers_config",
        "metadata",
    ]


@pytest.mark.slow
def test_what_never_gets_ready_never_opens(stand_in: StandIn, points: list[Point]) -> None:
    """The wait has an end, and what the server says of itself is believed."""
    stand_in.replicas.extend([["Dead"]] * 20)
    with pytest.raises(StoreError, match="not ready after 1 s: a replica of shard 0 is Dead"):
        build(stand_in, points, Choices(settle_s=1))
    stand_in.replicas.clear()
    stand_in.statuses.extend(["green", "red"])  # the first is that of the collection that was left behind
    with pytest.raises(StoreError, match="cannot finish the collection passages"):
        build(stand_in, points, Choices())
    with pytest.raises(StoreError, match="no finished collection"):
        ServerIndex.open(connect(stand_in.url), "passages", NO_WORDS)


def test_more_copies_than_nodes_are_refused_before_anything_is_made(stand_in: StandIn, points: list[Point]) -> None:
    """The server would keep fewer without a word."""
    stand_in.peers = 2
    with pytest.raises(StoreError, match=r"3 replicas are wanted; .* has 2 nodes"):
        build(stand_in, points, Choices(replicas=3))
    assert stand_in.store.get_collections().collections == []


def test_points_that_did_not_arrive_are_missed(stand_in: StandIn, points: list[Point], monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that says yes and keeps nothing is found out before anybody opens the collection."""
    monkeypatch.setattr(stand_in.store, "upsert", lambda *_: {"operation_id": 0, "status": "completed"})
    with pytest.raises(StoreDamaged, match="should hold 30 passages; it has 0"):
        build(stand_in, points, Choices())


def test_a_list_of_passages_is_told_by_the_shorter_half_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request stays well below what a server takes."""
    few, most = np.arange(3, dtype=np.uint32), np.arange(97, dtype=np.uint32)
    assert has_id(few, 100).model_dump(exclude_unset=True) == {"has_id": [0, 1, 2]}
    assert has_id(most, 100).model_dump(exclude_unset=True) == {"must_not": [{"has_id": [97, 98, 99]}]}
    monkeypatch.setattr(server, "MOST_IDS", 40)
    assert server.engine_filter((Rows(most),), 100) is not None
    with pytest.raises(QueryTooLarge, match="45 came"):
        has_id(np.arange(45, dtype=np.uint32), 100)


def test_names_are_looked_up_in_pieces(stand_in: StandIn, points: list[Point], monkeypatch: pytest.MonkeyPatch) -> None:
    """However many passages a question is narrowed to, no condition grows with them."""
    build(stand_in, points, Choices())
    monkeypatch.setattr(server, "NAMED_AT_ONCE", 4)
    index = ServerIndex.open(connect(stand_in.url), "passages", NO_WORDS)
    assert index.rows([point.iri for point in points[:10]]).tolist() == list(range(10))
    assert stand_in.exchanges.count("POST points/scroll") == 3
    index.close()
