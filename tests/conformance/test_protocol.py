"""Conformance: the protocols over HTTP. In: the W3C's tests of SPARQL 1.1 Protocol and Graph Store Protocol. Out: verdicts."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conformance.curated import writable
from tests.conformance.exchanges import connections, data_of, unmet

pytestmark = pytest.mark.slow
MANIFESTS = {
    "protocol/manifest.ttl": 34,
    "graph-store-protocol/manifest-indirect.ttl": 9,
    "graph-store-protocol/manifest-direct.ttl": 4,
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of an endpoint that is written to, with a key."""
    with writable(tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("models")) as client:
        yield client


@pytest.mark.parametrize("name", MANIFESTS)
def test_every_exchange_of_a_protocol_is_as_the_suite_has_it(client: httpx.Client, shared: Path, name: str) -> None:
    """All of them, updates and writes with a curator's key, each published before its answer."""
    folder = shared / "conformance" / "sparql" / "sparql11"
    failed = {}
    tests = list(connections(folder, name))
    for test in tests:
        client.post("/sparql", data={"update": data_of(folder, test)}).raise_for_status()
        if why := unmet(client, test):
            failed[test.name] = why
    assert failed == {}
    assert len(tests) == MANIFESTS[name]
