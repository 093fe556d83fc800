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
def client(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """A client of an endpoint that is written to, with a key."""
    assert request.config.cache is not None
    with writable(tmp_path_factory.mktemp("data"), request.config.cache.mkdir("models")) as client:
        yield client


@pytest.mark.parametrize("name", MANIFESTS)
def test_every_exchange_of_a_protocol_is_as_the_suite_has_it(client: httpx.Client, shared: Path, name: str) -> None:
    """All of them, updates and writes with a curator's key, each published before its answer."""
    folder = shared / "conformance" / "sparql" / "sparql11"
    failed = {}
    tests = list(connections(folder, name))
    written = list[str]()
    client.event_hooks["response"] = [lambda answer: written.extend(answer.headers.get_list("X-Generation"))]
    stands = ""  # what the store holds, as the update that brought it there; "" where a test wrote since
    for test in tests:
        data = data_of(folder, test)
        if data != stands:
            client.post("/sparql", data={"update": data}).raise_for_status()
        written.clear()
        if why := unmet(client, test):
            failed[test.name] = why
        stands = "" if written else data
    assert failed == {}
    assert len(tests) == MANIFESTS[name]
