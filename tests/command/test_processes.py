"""Tests of the front door: several processes that serve together. In: a small installation. Out: one server, whichever process
answers, and whatever becomes of one of them. Loopback only.
"""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from stores.keys import add_key
from tests.sparse import copy_folder

pytestmark = pytest.mark.slow
HERS = "http://example.org/hers"
A_MINUTE = 40
PATHS = ("/doc/A/85/31", "/search?q=early+warning", "/changes", "/queries", "/api/v1/documents", "/")


@dataclass(frozen=True)
class Told:
    """An answer, and which process gave it: ids of requests begin with a token of the process."""

    status: int
    process: str
    body: bytes
    etag: str | None


@dataclass(frozen=True)
class Server:
    """A server by two processes."""

    host: str
    port: int
    supervisor: "subprocess.Popen[str]"
    key: str

    def ask(self, path: str, method: str = "GET", body: str = "", **headers: str) -> Told:
        """Asks on a connection of its own, which either process may take."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        connection.request(method, path, body or None, {"Accept": "application/json"} | headers)
        answer = connection.getresponse()
        told = Told(answer.status, answer.headers["X-Request-ID"].partition("-")[0], answer.read(), answer.headers["ETag"])
        connection.close()
        return told

    def write(self, graph: str, text: str) -> Told:
        """Puts a graph in its place."""
        headers = {"Content-Type": "text/turtle", "Authorization": f"Bearer {self.key}"}
        return self.ask(f"/graphs?graph={quote(graph)}", "PUT", text, **headers)

    def by_both(self, path: str, others_than: frozenset[str] = frozenset()) -> dict[str, Told]:
        """An answer of each process; whoever is meant not to live any more is not waited for."""
        found: dict[str, Told] = {}

        def both() -> bool:
            told = self.ask(path)
            found[told.process] = told
            return len(found.keys() - others_than) == 2

        until(both)
        return {process: told for process, told in found.items() if process not in others_than}

    def members(self) -> set[int]:
        """The processes that the supervisor has started for serving."""
        pid = self.supervisor.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return {int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()}


def until(holds: Callable[[], bool], seconds: float = 120) -> None:
    """Waits until something holds; fails where it does not in time."""
    over = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < over, "waited in vain"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def server(installation: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a copy of the small installation."""
    data = tmp_path_factory.mktemp("together") / "data"
    copy_folder(installation["MANDATEGRAPH_DATA"], data, ignore=shutil.ignore_patterns("work"))
    given = installation | {
        "MANDATEGRAPH_DATA": str(data), "MANDATEGRAPH_WRITES": "on", "MANDATEGRAPH_QUERY_WORKERS": "4",
        "MANDATEGRAPH_TRUSTED_PROXIES": "127.0.0.1", "MANDATEGRAPH_REQUESTS_PER_MINUTE": str(A_MINUTE),
    }  # fmt: skip
    log = data.parent / "log"
    with log.open("w") as lines:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "mandategraph", "serve", "--port", "0", "--processes", "2"],
            env=dict(os.environ) | given, stdout=subprocess.PIPE, stderr=lines, text=True,
        )  # fmt: skip
    assert supervisor.stdout
    with supervisor, supervisor.stdout:
        found = re.search(r"http://([\d.]+):(\d+)/", supervisor.stdout.readline())
        assert found, log.read_text()
        yield Server(found[1], int(found[2]), supervisor, add_key(data, "Curator", ["graphs"])[1])
        supervisor.terminate()
        supervisor.wait(60)
    lines_read = log.read_text().splitlines()
    assert [json.loads(line)["level"] for line in lines_read[1:]]  # each is whole
    assert "by 2 processes, each with 2 query workers" in lines_read[0]


def test_both_processes_give_the_same_answers_byte_for_byte(server: Server) -> None:
    """With the same mark for caches, so that a copy of one's answer is good for the other."""
    for path in PATHS:
        one, other = server.by_both(path).values()
        assert (one.status, one.body, one.etag) == (200, other.body, other.etag), path


def test_a_caller_has_one_allowance_whoever_answers(server: Server) -> None:
    """Each process alone would let him in as often."""
    before = time.monotonic()
    told = [server.ask("/api/v1/documents", **{"X-Forwarded-For": "198.51.100.7"}) for _ in range(2 * A_MINUTE)]
    let_in = [one.process for one in told if one.status == 200]
    assert A_MINUTE <= len(let_in) <= A_MINUTE * (1 + (time.monotonic() - before) / 60) + 1
    assert {one.status for one in told} == {200, 429}
    assert len(set(let_in)) == 2


def test_figures_are_those_of_both(server: Server) -> None:
    """Whichever is asked: each answer counts once, and what lives is added up."""
    asked = server.by_both("/queries/none")
    figures = server.by_both("/metrics").values()
    assert len(asked) == len(figures) == 2

    def count(text: bytes) -> int:
        found = re.search(rb'mandategraph_requests_total\{route="/queries/\{name\}",status="404"\} (\d+)', text)
        return int(found[1]) if found else 0

    more = [server.ask("/queries/none") for _ in range(20)]
    assert len({one.process for one in more}) == 2
    least = 22
    until(lambda: all(count(one.body) >= least for one in server.by_both("/metrics").values()), 20)
    one, other = (count(told.body) for told in server.by_both("/metrics").values())
    assert one == other
    assert b"\nmandategraph_processes 2.0\n" in server.ask("/metrics").body
    assert b"\nmandategraph_workers_idle 4.0\n" in server.ask("/metrics").body


def test_what_is_written_by_one_is_read_from_both(server: Server) -> None:
    """From the next request on; of writes at the same time each that was taken is kept, and the others are told to come again."""
    query = "/sparql?" + urlencode({"query": f"SELECT ?o WHERE {{ GRAPH <{HERS}> {{ ?s ?p ?o }} }}"})
    for word in ("one", "two"):
        assert server.write(HERS, f"<http://example.org/a> <http://example.org/b> '{word}' .").status in (201, 204)
        for told in [server.ask(query) for _ in range(8)]:
            assert re.findall(rb'"value": ?"(\w+)"', told.body) == [word.encode()], told
    graphs = [f"{HERS}/{number}" for number in range(4)]
    statuses: dict[str, int] = {}

    def write(graph: str) -> None:
        statuses[graph] = server.write(graph, "<http://example.org/a> <http://example.org/b> 'three' .").status

    writers = [threading.Thread(target=write, args=(graph,)) for graph in graphs]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert set(statuses.values()) <= {201, 503}
    assert 201 in statuses.values()
    for graph, status in statuses.items():
        held = server.ask(f"/graphs?graph={quote(graph)}").status
        assert held == (200 if status == 201 else 404), (graph, status)


def test_a_killed_process_is_replaced_and_a_roll_fails_no_request(server: Server) -> None:
    """The other answers meanwhile. At SIGHUP each is replaced by one that serves already, and ends what it was asked."""
    before, members = frozenset(server.by_both("/live")), server.members()
    assert len(members) == 2
    os.kill(min(members), signal.SIGKILL)
    assert server.ask("/doc/A/85/31").status == 200
    after = frozenset(server.by_both("/live", before - {server.ask("/live").process}))
    assert len(after & before) == 1
    failed, over = [], threading.Event()

    def ask_on() -> None:
        connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
        while not over.is_set():
            try:
                connection.request("GET", "/doc/A/85/31")
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    failed.append(str(answer.status))
            except (OSError, http.client.HTTPException) as error:
                failed.append(repr(error))
                connection.close()
        connection.close()

    askers = [threading.Thread(target=ask_on) for _ in range(4)]
    for asker in askers:
        asker.start()
    old = server.members()
    server.supervisor.send_signal(signal.SIGHUP)
    until(lambda: len(server.members()) == 2 and not server.members() & old, 180)
    over.set()
    for asker in askers:
        asker.join()
    assert failed == []


def test_no_process_serves_on_without_its_supervisor(server: Server) -> None:
    """Killed, it can stop nobody: they end by themselves, and the port is free."""
    members = server.members()
    server.supervisor.kill()
    until(lambda: not any(Path(f"/proc/{member}").exists() for member in members))
    with pytest.raises(ConnectionRefusedError):
        server.ask("/live")
