"""Tests of faults: processes that are killed. In: a server under load, and SIGKILL at random moments. Out: whole answers, or
none; the same command starts it again. Loopback only.
"""

import os
import random
import signal
import threading
import time
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode

import pytest

from tests.faults.conftest import SOON_S, Place, Server


def count(number: int = 0) -> str:
    """A question that has one answer, and was never asked before where its number is another."""
    query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} FILTER({number} >= 0) }}"
    return "/sparql?" + urlencode({"query": query})


def family(pid: int) -> list[int]:
    """All processes that descend from one."""
    try:
        below = [int(name) for task in Path(f"/proc/{pid}/task").iterdir() for name in (task / "children").read_text().split()]
    except OSError:  # it has ended
        return []
    return [*below, *(each for child in below for each in family(child))]


def workers(pid: int) -> list[int]:
    """The query workers of a server: it has them forked by a process of its own."""
    return [each for child in family(pid) for each in family(child) if not family(each)]


def commands(pids: list[int]) -> dict[int, str]:
    """What those of them are that are there."""
    found = {}
    for pid in pids:
        try:
            found[pid] = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
    return found


@pytest.mark.slow
def test_a_killed_query_worker_costs_no_answer(place: Place) -> None:
    """Killed again and again while questions come: each has its answer, or a 503 that says when to ask again, in time."""
    chance = random.Random(8)  # noqa: S311 # a draw, no secret
    with place.served() as server:
        whole = server.ask(count())
        assert whole[0] == 200
        asked, answered, killed, over = 0, 0, list[int](), threading.Event()

        def kill() -> None:
            while not over.wait(chance.uniform(0.3, 0.9)):
                for worker in workers(server.process.pid)[:1]:
                    os.kill(worker, signal.SIGKILL)
                    killed.append(worker)

        killer = threading.Thread(target=kill)
        killer.start()
        try:
            until = time.monotonic() + 20
            while len(set(killed)) < 5 and time.monotonic() < until:
                asked += 1
                told = server.ask(count(asked))
                answered += told == whole
                assert told == whole or (told[0], told[1]["error"]) == (503, "EngineBusy"), told
                assert server.lives()
        finally:
            over.set()
            killer.join()
        assert len(set(killed)) >= 5
        assert answered > asked / 2


@pytest.mark.slow
def test_a_killed_server_leaves_nothing_behind_and_the_same_command_starts_it(place: Place) -> None:
    """No process outlives it by five seconds, whatever is asked meanwhile; what it served is served again."""
    with place.served() as server:
        told = server.ask("/search?q=lighthouses")[1]["hits"]
        assert told
        left = family(server.process.pid)
        asking = threading.Thread(target=_ask_on, args=(server,))
        asking.start()
        time.sleep(random.Random(5).uniform(0, 0.5))  # noqa: S311 # a draw, no secret
        server.process.kill()
        server.process.wait()
        asking.join(SOON_S)
        assert not asking.is_alive()
        until = time.monotonic() + SOON_S
        while commands(left) and time.monotonic() < until:
            time.sleep(0.05)
        assert not commands(left)
    with place.served() as again:
        assert again.ask("/search?q=lighthouses")[1]["hits"] == told


def _ask_on(server: Server) -> None:
    """Asks until nobody answers any more: at once, and not after a time-out."""
    try:
        while True:
            server.ask(count())
    except (URLError, ConnectionError, HTTPException):
        return
