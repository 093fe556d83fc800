"""Tests of the keepers: a Qdrant server in trouble. In: a stand-in that is busy, old, slow, dead or back again. Out: what is
answered all the same, and what is said within five seconds. No network but loopback; no Qdrant server was at hand.
"""

import logging
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version

import pytest

from ontology.errors import StoreAway, StoreError, StoreStale
from stores.vectors.collection import build_server_index
from stores.vectors.exchange import Patience, connect, within
from stores.vectors.frequencies import NO_WORDS
from stores.vectors.index import Point
from stores.vectors.server import ServerIndex
from tests.stores.conftest import DIMS, META
from tests.stores.qdrant_stand_in import StandIn, standing_in

PROMISED_S = 5.0


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """A server of its own: what befalls it is over with the test."""
    with standing_in() as server:
        yield server


@pytest.fixture
def served(stand_in: StandIn, points: list[Point]) -> Iterator[ServerIndex]:
    """A few points there, opened as they are for serving, with a shorter time to answer in."""
    client = connect(stand_in.url, Patience(4, 1.0))
    words = build_server_index(client, "passages", points[:30], dims=DIMS, meta=META)
    stand_in.exchanges.clear()
    index = ServerIndex.open(client, "passages", words, 1.0)
    yield index
    index.close()


def refused(act: Callable[[], object], least_s: float = 0.0, error: type[StoreError] = StoreAway) -> str:
    """What is said, and that it was said in time; of what passes, whoever asked is told to come again."""
    began = time.monotonic()
    with pytest.raises(StoreError) as caught:
        act()
    assert type(caught.value) is error
    assert least_s <= time.monotonic() - began < PROMISED_S
    assert "MANDATEGRAPH_QDRANT_URL" in caught.value.advice
    return caught.value.message


@pytest.mark.parametrize("trouble", ["503", "429", "500", "cut", "done, cut"])
def test_what_passes_is_not_noticed(stand_in: StandIn, served: ServerIndex, trouble: str) -> None:
    """A busy server, a replica that went away, a connection that was cut: the same question is asked again."""
    wanted = served.search("genocide", None, limit=5)
    stand_in.troubles.extend([trouble, trouble])
    before = len(stand_in.exchanges)
    assert served.search("genocide", None, limit=5) == wanted
    assert not stand_in.troubles
    assert stand_in.exchanges[before : before + 3] == ["POST points/query"] * 3


@pytest.mark.slow
@pytest.mark.parametrize("trouble", ["503", "cut", "done, cut"])
@pytest.mark.parametrize("at", range(0, 15, 2))  # of 15 requests: making the collection, points and description among them
def test_a_build_goes_on_after_trouble_anywhere(stand_in: StandIn, points: list[Point], trouble: str, at: int) -> None:
    """Nothing is doubled, nothing is missing, whichever request it met; also where it was done and only its answer was lost."""
    stand_in.troubles.extend([""] * at + [trouble])
    client = connect(stand_in.url)
    build_server_index(client, "passages", points[:30], dims=DIMS, meta=META)
    assert not stand_in.troubles
    index = ServerIndex.open(client, "passages", NO_WORDS)
    assert index.count() == 30
    assert [told.name for told in client.get_collections().collections] == ["passages"]
    index.close()


def test_tries_have_an_end(stand_in: StandIn) -> None:
    """As many as are set, then the server's own words."""
    stand_in.troubles.extend(["503"] * 9)
    client = connect(stand_in.url, Patience(2, 1.0))
    assert "503" in refused(lambda: ServerIndex.open(client, "passages", NO_WORDS))
    assert len(stand_in.exchanges) == 3
    client.close()


def test_what_is_wrong_for_good_is_asked_once(stand_in: StandIn, served: ServerIndex) -> None:
    """A collection that somebody removed beneath us is told at once."""
    stand_in.store.delete_collection("passages")
    before = len(stand_in.exchanges)
    assert "404" in refused(served.count, error=StoreError)
    assert len(stand_in.exchanges) - before == 1


def test_what_is_no_qdrant_server_is_told(stand_in: StandIn, served: ServerIndex) -> None:
    """It answers, but in other words."""
    stand_in.troubles.append("nonsense")
    refused(served.count, error=StoreError)


@pytest.mark.slow
def test_a_server_that_hangs_is_told_of_in_time(stand_in: StandIn, served: ServerIndex) -> None:
    """The time is that of the whole question, however many requests it needs and however often each is sent again."""
    stand_in.troubles.extend(["hang"] * 9)
    assert "timed out" in refused(lambda: served.search("genocide duty", None, limit=5), 0.9)
    stand_in.troubles.clear()
    stand_in.troubles.extend(["503", "503", "503", "hang"])
    assert "timed out" in refused(lambda: served.tally(["year", "document"]), 0.9)


def test_a_server_that_dies_is_told_of_and_used_again_once_it_is_back(stand_in: StandIn, served: ServerIndex) -> None:
    """Nobody has to start anything anew: the connection is made again, and the answers are the same."""
    wanted = served.search("genocide", None, limit=5)
    stand_in.stop()
    assert "refused" in refused(lambda: served.search("genocide", None, limit=5)).lower()
    again = StandIn(port=stand_in.port, store=stand_in.store)
    try:
        assert served.search("genocide", None, limit=5) == wanted
    finally:
        again.stop()


def test_a_deadline_within_another_never_lengthens_it(stand_in: StandIn, served: ServerIndex) -> None:
    """Who has less time wins."""
    stand_in.troubles.extend(["hang"])
    began = time.monotonic()
    with within(0.2), pytest.raises(StoreAway):
        served.count()
    assert time.monotonic() - began < 0.9


@pytest.mark.parametrize("old", ["1.15.5", "0.11.0", "2.0.0", "", "new"])
def test_a_server_that_cannot_hold_the_index_is_refused(points: list[Point], old: str) -> None:
    """Before anything is written, and at every opening."""
    with standing_in(version=old) as server:
        client = connect(server.url)
        with pytest.raises(StoreStale, match="The Qdrant server at http") as caught:
            build_server_index(client, "passages", points[:3], dims=DIMS, meta=META)
        with pytest.raises(StoreStale):
            ServerIndex.open(client, "passages", NO_WORDS)
        client.close()
        assert set(server.exchanges) == {"GET /"}
    assert repr(old) in caught.value.message
    assert "from 1.16 on" in caught.value.advice


@pytest.mark.parametrize(("apart", "warned"), [(0, False), (1, False), (2, True), (4, True)])
def test_versions_too_far_apart_are_logged(
    points: list[Point], caplog: pytest.LogCaptureFixture, apart: int, warned: bool
) -> None:
    """Qdrant promises that client and server work together up to one minor version apart; what is more may work."""
    minor = int(version("qdrant-client").split(".")[1]) - apart
    with standing_in(version=f"1.{minor}.0") as server, caplog.at_level(logging.WARNING, "mandategraph.vectors"):
        client = connect(server.url)
        build_server_index(client, "passages", points[:3], dims=DIMS, meta=META)
        client.close()
    assert ("more than one minor version apart" in caplog.text) is warned
