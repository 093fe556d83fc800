"""Tests of the answers: a new generation under load. In: generations published one after the other. Out: answers, none failed,
none from two of them. Loopback only.
"""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import uvicorn
from starlette.testclient import TestClient

from api import library as opening
from api.follow import Follower
from api.library import Library
from api.web.app import create_app
from benchmarks.askers import Load
from benchmarks.rolling import Publisher, documents_of, marked
from stores import generations
from stores.settings import Settings
from tests.sparse import copy_folder

pytestmark = pytest.mark.slow


@pytest.fixture
def publisher(settings: Settings, tmp_path: Path) -> Iterator[Publisher]:
    """What publishes into a copy of the folder, where one generation serves."""
    copy_folder(settings.data, tmp_path / "data", ignore=shutil.ignore_patterns("work"))
    made = Publisher(tmp_path / "data")
    made.publish()
    yield made
    made.close()


@pytest.fixture
def opened(settings: Settings, publisher: Publisher) -> Iterator[Library]:
    """A library over that copy."""
    made = Library.open(replace(settings, data=publisher.data))
    yield made
    made.close()


def serving_id(library: Library) -> str:
    """The generation that serves."""
    with library.serving() as serving:
        return serving.generation.id


def test_requests_go_on_while_the_next_generation_is_opened(opened: Library, publisher: Publisher) -> None:
    """The new one serves once it is warm and not before, and no request waits for it."""
    begun, go_on = threading.Event(), threading.Event()
    warmed: list[str] = []

    def slowly(library: Library) -> None:
        begun.set()
        go_on.wait(20)
        warmed.append(serving_id(library))

    first = serving_id(opened)
    follower = Follower(opened, slowly, every_s=0.02)
    follower.start()
    second = publisher.publish()
    assert begun.wait(20)
    assert serving_id(opened) == first
    go_on.set()
    until = time.monotonic() + 20
    while serving_id(opened) == first and time.monotonic() < until:
        time.sleep(0.02)
    assert serving_id(opened) == second
    assert warmed == [second]
    follower.stop()


def test_the_first_generation_serves_before_it_is_counted_and_the_next_after(opened: Library, publisher: Publisher) -> None:
    """Nobody waits for counts at the start; a page that needs them finds them in each later generation."""
    counted: list[tuple[str, str]] = []

    def count(library: Library, _: object) -> None:
        counted.append((serving_id(library), opened.now.id if opened.now else ""))

    follower = Follower(opened, lambda _: None, every_s=0.02, count=count)
    follower.start()
    until = time.monotonic() + 20
    while not counted and time.monotonic() < until:
        time.sleep(0.02)
    first, second = serving_id(opened), publisher.publish()
    while len(counted) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    follower.stop()
    assert counted == [(first, first), (second, first)]


@pytest.mark.slow
def test_a_generation_stays_open_until_its_last_reader_has_left(opened: Library, publisher: Publisher) -> None:
    """And on disk too, however many are published and pruned meanwhile."""
    with opened.serving() as old:
        for _ in range(3):
            publisher.publish()
            assert opened.renew()
        answer = old.pool.run("ASK { ?s ?p ?o }", base=opened.settings.base)
        assert b"true" in answer.body
        assert old.graph.count() > 0
        assert old.generation.folder.is_dir()
        assert opened.now is not None
        assert opened.now.open == 2
    assert opened.now.open == 1
    publisher.publish()
    assert not old.generation.folder.exists()


@pytest.mark.slow
def test_a_damaged_generation_leaves_the_old_one_serving_and_is_told(
    opened: Library, publisher: Publisher, caplog: pytest.LogCaptureFixture
) -> None:
    """Health stays ready and warns, the figures say so, the log says what is wrong; the next sound one serves."""
    client = TestClient(create_app(opened))
    first = client.get("/health").json()["generation"]
    damaged = publisher.publish()
    (publisher.data / "generations" / damaged / "receipt.json").unlink()
    told = client.get("/health")
    assert (told.status_code, told.json()["generation"]) == (200, first)
    assert "damaged" in told.json()["warning"]
    assert str(publisher.data) not in told.text
    assert "mandategraph_reload_failed 1.0" in client.get("/metrics").text
    assert damaged in caplog.text
    sound = publisher.publish()
    told = client.get("/health")
    assert told.json() == {"status": "ok", "generation": sound}


@pytest.mark.slow
def test_a_generation_that_cannot_be_opened_is_tried_again(
    opened: Library, publisher: Publisher, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever hindered it, memory or a full table of files, may pass; until then the old one serves."""
    first = serving_id(opened)
    second = publisher.publish()

    def hindered(_: Library) -> None:
        raise OSError("Too many open files")

    assert not opened.renew(hindered)
    assert "Too many open files" in caplog.text
    assert opened.now is not None
    assert (opened.now.id, second in opened.now.warning) == (first, True)
    assert not opened.renew()
    monkeypatch.setattr(opening, "AGAIN_S", 0.0)
    assert opened.renew()
    assert serving_id(opened) == second


@pytest.mark.slow
def test_no_request_fails_and_no_answer_is_mixed_while_generations_roll(opened: Library, publisher: Publisher) -> None:
    """Askers on real connections, a generation each second: every answer is whole and of one generation."""
    serving_id(opened)  # as the command does before it listens
    server = uvicorn.Server(uvicorn.Config(create_app(opened), log_config=None, lifespan="on"))
    with socket.create_server(("127.0.0.1", 0)) as bound:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        host, port = bound.getsockname()[:2]
        load = Load(host, port, marked(documents_of(publisher.data)), lambda _, body: publisher.fault(body))
        load.start(3, pause_s=0.02)
        published = []
        for _ in range(3):
            time.sleep(1.0)
            published.append(publisher.publish())
        until = time.monotonic() + 30
        while serving_id(opened) != published[-1] and time.monotonic() < until:
            time.sleep(0.1)
        load.stop()
        server.should_exit = True
        thread.join(30)
    assert [one for one in load.told if not one.right or one.found] == []
    assert len(load.told) > 20
    assert serving_id(opened) == published[-1]
    assert len(list((publisher.data / "generations").iterdir())) < 5
    assert generations.current(publisher.data).id == published[-1]
