"""Tests of the switch from one generation to the next in a store by URL. In: readers who never stop asking while curators
publish. Out: each answer from one generation, or "try again". No network but loopback.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from api.library import Library
from ingest.curate import Curating
from ontology.errors import EngineBusy
from stores.graph.remote_publish import bring_up
from stores.keys import Key
from stores.settings import MODELS
from tests.api.remote_servers import Server
from tests.ingest.empty import publish_empty

pytestmark = pytest.mark.slow
KEY = Key("k", "Curator", (), "", "")
WRITE = """
DELETE WHERE {{ GRAPH ?g {{ <urn:x> <urn:is> ?v }} }} ;
INSERT DATA {{ GRAPH <urn:one> {{ <urn:x> <urn:is> {0} }} GRAPH <urn:two> {{ <urn:x> <urn:is> {0} }} }}"""
ONE = "SELECT ?v { GRAPH <urn:one> { <urn:x> <urn:is> ?v } }"
TWO = "SELECT ?v { GRAPH <urn:two> { <urn:x> <urn:is> ?v } }"
GENERATIONS = 4


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An empty server."""
    made = Server(tmp_path_factory.mktemp("switch") / "store")
    made.start()
    yield made
    made.stop()


class Reader(threading.Thread):
    """Asks both graphs, one after the other, of one generation that it holds open."""

    def __init__(self, library: Library, done: threading.Event) -> None:
        super().__init__()
        self.library, self.done = library, done
        self.told: list[tuple[list[str], list[str]]] = []
        self.again = 0
        self.wrong: list[Exception] = []

    def run(self) -> None:
        """Until it is done."""
        while not self.done.is_set():
            try:
                with self.library.serving() as serving:
                    found = [[str(row["v"]) for row in serving.graph.select(query)] for query in (ONE, TWO)]
                self.told.append((found[0], found[1]))
            except EngineBusy:
                self.again += 1
            except Exception as error:  # noqa: BLE001 # the test shows whatever it was
                self.wrong.append(error)
                return


@pytest.mark.parametrize("atomic", ["yes", "no"])
def test_no_reader_ever_sees_two_generations(server: Server, tmp_path: Path, atomic: str) -> None:
    """In a store with transactions and in one without, where statements of both stand beside each other for a while."""
    settings = replace(server.settings(tmp_path, Path("data/models"), MODELS[0]), sparql_atomic=atomic)
    publish_empty(replace(settings, sparql_update_url=""))
    bring_up(settings)
    done = threading.Event()
    with closing(Library.open(settings)) as library:
        readers = [Reader(library, done) for _ in range(3)]
        for reader in readers:
            reader.start()
        try:
            for number in range(GENERATIONS):
                Curating(settings).update(WRITE.format(number), KEY)
            until = time.monotonic() + 20
            while not any(reader.told and reader.told[-1][0] == [str(GENERATIONS - 1)] for reader in readers):
                assert time.monotonic() < until
                assert any(reader.is_alive() for reader in readers)
                time.sleep(0.05)
        finally:
            done.set()
            for reader in readers:
                reader.join()
    assert [reader.wrong for reader in readers] == [[], [], []]
    told = [pair for reader in readers for pair in reader.told]
    assert [pair for pair in told if pair[0] != pair[1]] == []
    assert len({value for pair in told for value in pair[0]}) > 1
