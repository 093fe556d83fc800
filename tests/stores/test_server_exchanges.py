"""Tests of the keepers: the index by URL, over HTTP. In: made points, a stand-in for the server. Out: the embedded twin's
answers, and the exchanges that led to them. No network but loopback; no Qdrant server was at hand.
"""

import os
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ontology.errors import StoreBusy, StoreError, StoreMissing
from stores.vectors.collection import build_server_index
from stores.vectors.edge import EdgeIndex
from stores.vectors.exchange import Patience, connect
from stores.vectors.frequencies import NO_WORDS
from stores.vectors.index import Filters, Point
from stores.vectors.server import ServerIndex
from stores.vectors.sparse import tokens
from tests.stores.qdrant_stand_in import StandIn, standing_in

DIMS = 16
META = {"encoder": "numbers", "corpus": "made for tests"}


def question_of(at: int) -> NDArray[np.float32]:
    """A vector that is no point's."""
    numbers = np.random.default_rng(1000 + at).normal(size=DIMS)
    return (numbers / np.linalg.norm(numbers)).astype(np.float32)


@pytest.fixture(scope="module")
def stand_in() -> Iterator[StandIn]:
    """A server that asks for a key."""
    with standing_in("secret") as server:
        yield server


@pytest.fixture(scope="module")
def served(stand_in: StandIn, points: list[Point]) -> Iterator[ServerIndex]:
    """The made points, built and opened over HTTP."""
    url = f"http://:secret@127.0.0.1:{stand_in.port}"
    client = connect(url)
    words = build_server_index(client, "passages", iter(points), dims=DIMS, meta=META)
    client.close()
    index = ServerIndex.open(connect(url), "passages", words)
    yield index
    index.close()


def test_what_is_built_over_http_is_opened_and_answers_alike(embedded: EdgeIndex, served: ServerIndex) -> None:
    """The same passages, order and scores, with filters, symbols and passages to choose among; the same counts."""
    cases: list[Filters] = [
        {},
        {"document": ["doc/1", "doc/4"], "crimes": ["genocide"]},
        {"year_from": [2010]},
        {"digest": [True]},
    ]
    for at, filters in enumerate(cases):
        for mode in ("hybrid", "dense", "keyword"):
            ours, theirs = (
                twin.search("early warning", question_of(at), filters=filters, symbols=["A/2/1"], limit=30, mode=mode)
                for twin in (embedded, served)
            )
            assert [hit.iri for hit in ours] == [hit.iri for hit in theirs]
            assert [hit.score for hit in ours] == pytest.approx([hit.score for hit in theirs], abs=1e-5)
        assert embedded.count(filters) == served.count(filters)
    among = ["https://example.org/p/003", "https://example.org/p/017", "https://example.org/p/none"]
    assert embedded.count(among=among) == served.count(among=among) == 2
    assert embedded.facets("crimes", {"year_to": [2012]}) == served.facets("crimes", {"year_to": [2012]})
    assert served.meta == META
    asked = tokens("genocide nosuchword")
    assert embedded.knows(asked) == served.knows(asked) == 1


def test_the_exchanges_are_those_of_the_interface(stand_in: StandIn, served: ServerIndex, points: list[Point]) -> None:
    """In their order: nothing is opened before its description was written as the last act."""
    assert served.count() == len(points)
    built = stand_in.exchanges[: stand_in.exchanges.index("PATCH") + 1]
    fields = 1 + len({name for point in points for name in point.payload})
    ready = ["GET", "GET cluster", "POST points/count"]
    assert built == ["GET /", "GET exists", "PUT", *["PUT index"] * fields, "PUT points", *ready, "PATCH"]
    assert stand_in.exchanges[len(built) : len(built) + 4] == ["GET /", "GET exists", "GET", "POST points/count"]
    assert set(stand_in.exchanges) <= {
        *built,
        "GET",
        "POST points/count",
        "POST points/query",
        "POST points/scroll",
        "POST facet",
    }


def test_a_question_is_written_as_the_interface_has_it(stand_in: StandIn, served: ServerIndex) -> None:
    """An exact scan with its conditions, before the nearest are taken; only IRIs come back."""
    before = len(stand_in.bodies)
    served.search("genocide", question_of(1), filters={"year_from": [2010], "crimes": ["genocide"]}, limit=5, mode="dense")
    told = next(body for body in stand_in.bodies[before:] if "using" in body)
    assert told["using"] == "dense"
    assert told["params"] == {"exact": True}
    assert told["with_payload"] == ["iri"]
    assert {"key": "crimes", "match": {"any": ["genocide"]}} in told["filter"]["must"]
    assert {"key": "year", "range": {"gte": 2010}} in [
        {"key": one["key"], "range": {name: value for name, value in one["range"].items() if value is not None}}
        for one in told["filter"]["must"]
        if one.get("range")
    ]
    assert len(told["query"]["nearest"]) == DIMS


def test_a_whole_collection_is_not_written_over_and_half_a_one_is(
    stand_in: StandIn, served: ServerIndex, points: list[Point]
) -> None:
    """What a kill left behind is built anew."""
    assert served.count()
    client = connect(f"http://:secret@127.0.0.1:{stand_in.port}")
    with pytest.raises(StoreBusy):
        build_server_index(client, "passages", iter(points[:3]), dims=DIMS, meta=META)
    stand_in.store.update_collection("passages", metadata={})
    stand_in.store.create_collection("half", vectors_config={})
    with pytest.raises(StoreMissing, match="no finished collection called half"):
        ServerIndex.open(client, "half", NO_WORDS)
    build_server_index(client, "half", iter(points[:3]), dims=DIMS, meta=META)
    assert ServerIndex.open(client, "half", NO_WORDS).count() == 3
    client.close()


def test_a_wrong_key_and_a_server_that_is_gone_are_told_without_the_key() -> None:
    """With the address alone."""
    with standing_in("secret") as server:
        url = f"http://:wrong@127.0.0.1:{server.port}"
        with pytest.raises(StoreError) as caught:
            ServerIndex.open(connect(url, Patience(0)), "passages", NO_WORDS)
    assert "wrong" not in str(caught.value)
    assert f"http://127.0.0.1:{server.port}" in str(caught.value)
    with pytest.raises(StoreError, match="did not answer as it should"):
        ServerIndex.open(connect(url, Patience(0)), "passages", NO_WORDS)


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate that nobody knows, for the loopback, and its key."""
    if shutil.which("openssl") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("openssl is not installed: CI has it")
        pytest.skip("openssl is not installed")
    made, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-out", str(made), "-keyout", str(key)],
        check=True, capture_output=True,
    )  # fmt: skip
    return made, key


def test_a_server_is_believed_over_tls_only_where_its_certificate_is(
    certificate: tuple[Path, Path], points: list[Point], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of an authority of one's own is named in SSL_CERT_FILE."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    with standing_in("secret", tls=context) as server:
        stranger = connect(server.url, Patience(0))
        with pytest.raises(StoreError, match="CERTIFICATE_VERIFY_FAILED"):
            build_server_index(stranger, "passages", points[:3], dims=DIMS, meta=META)
        stranger.close()
        assert server.exchanges == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        client = connect(server.url)
        build_server_index(client, "passages", points[:3], dims=DIMS, meta=META)
        assert ServerIndex.open(client, "passages", NO_WORDS).count() == 3
        client.close()
