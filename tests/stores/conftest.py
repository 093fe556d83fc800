"""Fixtures of stores. In: installed packages. Out: encoders with real weights, small indexes. Must not use a network."""

import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from stores.embedding.encoder import Encoder, load_encoder
from stores.embedding.weights import E5_NAME, MINILM_NAME
from stores.vectors.collection import build_server_index
from stores.vectors.edge import EdgeIndex
from stores.vectors.exchange import MEMORY, connect
from stores.vectors.index import Point, Value
from stores.vectors.server import ServerIndex
from stores.vectors.shard import build_edge_index
from tests.stores.qdrant_stand_in import standing_in

DIMS = 16
WORDS = ("state", "council", "genocide", "early", "warning", "network", "report", "duty", "crime", "refugee", "court", "treaty")
META = {"encoder": "numbers", "corpus": "made for tests"}
QDRANT_URL = os.environ.get("MANDATEGRAPH_QDRANT_URL") or MEMORY
"""Where the twin by URL is built: on a real server where one is named, else in the client's own in-memory mode."""


@pytest.fixture(scope="session")
def model_cache(request: pytest.FixtureRequest) -> Path:
    """A folder for model files that outlives the session: the first run writes them, later runs find them."""
    assert request.config.cache is not None
    return request.config.cache.mkdir("models")


@pytest.fixture(scope="session")
def e5(model_cache: Path) -> Encoder:
    """The default encoder, with its real weights."""
    return load_encoder(E5_NAME, model_cache)


@pytest.fixture(scope="session")
def minilm(model_cache: Path) -> Encoder:
    """The encoder of the light profile, with its real weights."""
    return load_encoder(MINILM_NAME, model_cache)


def unit(numbers: NDArray[np.float64]) -> NDArray[np.float32]:
    """The numbers at length one, in single precision."""
    return (numbers / np.linalg.norm(numbers)).astype(np.float32)


def made_points(count: int = 200) -> list[Point]:
    """Points that differ, except that each tenth repeats the text and the vector of the one before it, as paragraphs do."""
    choose, numbers = Random(7), np.random.default_rng(7)  # noqa: S311 (no secrets)
    points: list[Point] = []
    for at in range(count):
        payload: dict[str, Value] = {
            "document": f"doc/{at % 9}",
            "year": 2005 + at % 12,
            "crimes": [crime for crime in ("genocide", "war-crimes", "ethnic-cleansing") if choose.random() < 0.4],
            "symbols": [f"A/{at % 9}/1", f"S/{at % 5}/2"],
            "digest": at % 4 == 0,
            "weight": at / 8,
        }
        text = " ".join(choose.choices(WORDS, k=choose.randint(4, 12)))
        dense = unit(numbers.normal(size=DIMS))
        if at % 10 == 9:
            text, dense = points[-1].text, points[-1].dense
        points.append(Point(f"https://example.org/p/{at:03}", text, dense, payload))
    return points


@pytest.fixture(scope="session")
def points() -> list[Point]:
    """Two hundred made points."""
    return made_points()


@pytest.fixture(scope="session")
def folder(points: list[Point], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded index of the made points, written in an order that is not that of the IRIs."""
    path = tmp_path_factory.mktemp("edge") / "generation" / "index"
    build_edge_index(path, reversed(points), dims=DIMS, meta=META)
    return path


@pytest.fixture(scope="session")
def embedded(folder: Path) -> Iterator[EdgeIndex]:
    """The embedded twin."""
    index = EdgeIndex.open(folder)
    yield index
    index.close()


def on_server(points: Iterable[Point], dims: int, meta: Mapping[str, str], url: str = QDRANT_URL) -> Iterator[ServerIndex]:
    """The twin by URL, in a collection of its own that is removed afterwards."""
    client, name = connect(url), f"mandategraph-tests-{uuid.uuid4().hex}"
    words = build_server_index(client, name, points, dims=dims, meta=meta)
    index = ServerIndex.open(client, name, words, 60.0)  # what is asked is what it answers, not how soon on a busy machine
    yield index
    client.delete_collection(name)
    index.close()


@pytest.fixture(scope="session")
def remote(points: list[Point]) -> Iterator[ServerIndex]:
    """The twin by URL: on the server that MANDATEGRAPH_QDRANT_URL names, else in memory."""
    yield from on_server(iter(points), DIMS, META)


@pytest.fixture(scope="session")
def over_http(points: list[Point]) -> Iterator[ServerIndex]:
    """The twin by URL, over HTTP to a stand-in: what the client sends and reads is all there but the server."""
    with standing_in() as server:
        yield from on_server(iter(points), DIMS, META, server.url)
