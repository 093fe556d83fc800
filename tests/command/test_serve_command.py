"""Tests of the front door: serving, and what outlives it. In: a small installation. Out: a server that ends as it should, a
backup that brings it all back. Loopback only.
"""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest
from typer.testing import CliRunner

from mandategraph import app
from tests.command.conftest import FIXTURES, Run, refused

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.mark.slow
def test_a_stopped_server_answers_what_it_was_asked_and_ends(installation: dict[str, str]) -> None:
    """SIGTERM amid a query: the answer comes whole, the process ends with status 0, its log is JSON throughout."""
    server = subprocess.Popen(
        [sys.executable, "-m", "mandategraph", "serve", "--port", "0"],
        env=dict(os.environ) | installation | {"MANDATEGRAPH_QUERY_WALL_S": "2"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stdout
    first = server.stdout.readline()
    assert first, server.communicate()[1]
    host, port = re.search(r"http://([\d.]+):(\d+)/", first).groups()  # type: ignore[union-attr]
    found: list[tuple[int, dict[str, object]]] = []

    def ask() -> None:
        connection = http.client.HTTPConnection(host, int(port), timeout=60)
        connection.request("GET", "/sparql?" + urlencode({"query": ENDLESS}), headers={"X-Request-ID": "the-last"})
        answer = connection.getresponse()
        found.append((answer.status, json.loads(answer.read())))

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(0.7)
    server.send_signal(signal.SIGTERM)
    asking.join(60)
    _, told = server.communicate(timeout=60)
    assert server.returncode == 0
    assert len(found) == 1
    assert found[0][1]["error"] == "QueryTimeout"
    lines = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    assert [line for line in told.splitlines() if not line.startswith("{")] == [told.splitlines()[0]]  # what is said to a person
    assert any(line.get("request") == "the-last" and line.get("route") == "/sparql" for line in lines)
    assert "?g ?h ?i" not in told


@pytest.mark.slow
def test_what_was_lost_comes_back_from_a_backup(installation: dict[str, str], run: Run, tmp_path: Path) -> None:
    """All of the data folder is lost but the archive; the same question has the same answer, and an ingest finds all it needs."""
    archive = tmp_path / "kept.tar"
    assert run("backup", archive).exit_code == 0
    assert "Sound" in run("backup", "--verify", archive).stderr
    before = json.loads(run("ask", "early warning", "--json").stdout)
    data, again = tmp_path / "data", dict(installation)
    again["MANDATEGRAPH_DATA"] = str(data)
    restored = CliRunner().invoke(app, ["restore", str(archive)], env=again)
    assert restored.exit_code == 0, restored.output
    assert json.loads(CliRunner().invoke(app, ["ask", "early warning", "--json"], env=again).stdout) == before
    taken = CliRunner().invoke(app, ["ingest", str(FIXTURES / "S_2031_7.md"), str(FIXTURES / "A_85_31.txt")], env=again)
    assert taken.exit_code == 0, taken.output
    exports = [CliRunner().invoke(app, ["export"], env=environ).stdout_bytes for environ in (installation, again)]
    assert exports[0] == exports[1]
    assert len(exports[0]) > 10_000


def test_a_restore_over_data_is_refused_unless_forced(run: Run, tmp_path: Path) -> None:
    """The message names the way, and nothing was changed."""
    archive = tmp_path / "kept.tar"
    run("backup", archive)
    refused(run("restore", archive), "--force")
    refused(run("backup", archive), "it is there already")
    refused(run("restore", tmp_path / "none.tar", "--force"), "none.tar")
    assert run("ask", "early warning").exit_code == 0


def test_many_threads_share_few_pools_of_memory() -> None:
    """Where the GNU C library is, it takes the choice, in a process of its own; elsewhere the answer says no."""
    code = "import platform; from command.arenas import share_arenas; print(platform.libc_ver()[0], share_arenas())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert told in (["glibc", "True"], ["False"])
