"""Tests of the river: an index on a server. In: made documents, a stand-in for Qdrant. Out: a collection a generation, from the
first run to the way back. No network but loopback; no Qdrant server was at hand.
"""

import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from api.library import Library
from api.web.app import create_app
from ontology.errors import StoreAway
from stores import generations
from stores.backup import back_up
from stores.readers import Hold
from stores.restore import restore
from stores.vectors.choices import Choices
from stores.vectors.chosen import open_index
from stores.vectors.deployment import LIST, noted
from tests.ingest.conftest import FIXTURES
from tests.stores.qdrant_stand_in import StandIn, standing_in

if TYPE_CHECKING:
    from tests.ingest.conftest import River

pytestmark = pytest.mark.slow
ASKED, JSON = "/search?q=harbours", {"Accept": "application/json"}


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """A server of its own."""
    with standing_in() as made:
        yield made


@pytest.fixture
def remote(river: "River", stand_in: StandIn) -> "River":
    """The pipeline with its index there."""
    river.settings = replace(river.settings, qdrant_url=stand_in.url, qdrant_retries=1)
    return river


def there(stand_in: StandIn) -> set[str]:
    """The collections on the server."""
    return {found.name for found in stand_in.store.get_collections().collections}


def serving(river: "River") -> str:
    """The collection of what serves."""
    return noted(generations.current(river.settings.data).index)


def alias(stand_in: StandIn) -> str:
    """The collection that the alias names."""
    (found,) = stand_in.store.get_aliases().aliases
    assert found.alias_name == "mandategraph-current"
    return found.collection_name


def test_each_generation_has_a_collection_until_it_is_pruned_and_left(remote: "River", stand_in: StandIn, sources: Path) -> None:
    """Three runs that change something: the alias follows, what a reader holds stays, what nobody holds goes."""
    remote.run(sources)
    first, folder = serving(remote), generations.current(remote.settings.data).folder
    assert there(stand_in) == {first} == {alias(stand_in)}
    hold = Hold(folder)
    (sources / "S_2031_7.md").unlink()
    remote.run(sources)
    second = serving(remote)
    (sources / "A_85_31.txt").unlink()
    remote.run(sources)
    third = serving(remote)
    assert there(stand_in) == {first, second, third}
    assert alias(stand_in) == third
    hold.close()
    shutil.copy(FIXTURES / "S_2031_7.md", sources)
    assert remote.run(sources).generation is not None
    assert there(stand_in) == {third, serving(remote)}


def test_an_unchanged_run_builds_nothing_and_one_after_a_loss_builds_the_same_again(
    remote: "River", stand_in: StandIn, sources: Path
) -> None:
    """From the kept vectors: what was lost on the server is made anew by the same command."""
    remote.run(sources)
    first = serving(remote)
    index = open_index(generations.current(remote.settings.data).index, url=stand_in.url)
    wanted = index.search("ready to help", None, mode="keyword", limit=50)
    index.close()
    assert remote.run(sources).generation is None
    stand_in.store.delete_collection(first)
    assert remote.run(sources).generation is not None
    assert serving(remote) != first
    index = open_index(generations.current(remote.settings.data).index, url=stand_in.url)
    assert index.search("ready to help", None, mode="keyword", limit=50) == wanted
    index.close()


def test_a_server_that_is_down_loses_nothing_and_needs_no_restart_of_what_serves(
    remote: "River", stand_in: StandIn, sources: Path
) -> None:
    """A question and a run end in a clear error; with the server back, both go on, and what that run described is published."""
    remote.run(sources)
    before = generations.current(remote.settings.data).id
    (sources / "S_2031_7.md").unlink()
    with closing(Library.open(remote.settings)) as library:
        client = TestClient(create_app(library), raise_server_exceptions=False)
        wanted = client.get(ASKED, headers=JSON).json()
        assert wanted["hits"]
        stand_in.stop()
        began = time.monotonic()
        answer = client.get(ASKED, headers=JSON)
        assert time.monotonic() - began < 5
        assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
        assert "127.0.0.1" not in answer.text  # where it lies is nobody's business
        assert client.get("/live").status_code == client.get("/doc/A/85/31", headers=JSON).status_code == 200
        with pytest.raises(StoreAway, match="did not answer"):
            remote.run(sources)
        assert generations.current(remote.settings.data).id == before
        again = StandIn(port=stand_in.port, store=stand_in.store)
        try:
            assert client.get(ASKED, headers=JSON).json() == wanted
            assert remote.run(sources).generation is not None
            assert alias(stand_in) == serving(remote)
        finally:
            again.stop()


def test_a_backup_brings_back_the_note_and_a_run_brings_back_the_collection(
    remote: "River", stand_in: StandIn, sources: Path, tmp_path: Path
) -> None:
    """While the collection is there, it is opened; where it went with the server, one command makes it anew."""
    remote.run(sources)
    first = serving(remote)
    assert LIST not in back_up(remote.settings.data, tmp_path / "backup.tar").files
    elsewhere = replace(remote.settings, data=tmp_path / "elsewhere")
    restore(tmp_path / "backup.tar", elsewhere.data)
    remote.settings = elsewhere
    index = open_index(generations.current(elsewhere.data).index, url=stand_in.url, choices=Choices.of(elsewhere))
    assert index.count() > 0
    index.close()
    stand_in.store.delete_collection(first)
    assert remote.run(sources).generation is not None
    assert there(stand_in) == {serving(remote)} != {first}
