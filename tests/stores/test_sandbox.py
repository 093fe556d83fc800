"""Tests of the keepers: the walls of a worker. In: a process that walls itself in. Out: what it can still do, and what not."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from stores.graph.pool import QueryPool
from stores.graph.sandbox import _filter
from stores.graph.store import GraphStore

TRIES = """
import json, os, signal, socket, sys, threading
from pathlib import Path
from stores.graph.sandbox import confine

inside, outside, told = Path(sys.argv[1]), Path(sys.argv[2]), {}
near, far = socket.socketpair()
def tried(name, act):
    try:
        act()
        told[name] = "done"
    except (OSError, RuntimeError) as error:
        told[name] = type(error).__name__
walls = confine(inside, writing=sys.argv[3:] == ["writing"])
tried("read inside", (inside / "kept").read_bytes)
tried("read outside", outside.read_bytes)
tried("write inside", lambda: (inside / "new").write_bytes(b"x"))
tried("link inside", lambda: os.link(inside / "kept", inside / "folder" / "linked"))
tried("write outside", lambda: outside.write_bytes(b"x"))
tried("link outside", lambda: os.link(inside / "kept", outside.with_name("linked")))
tried("remove inside", (inside / "kept").unlink)
tried("reach out", lambda: socket.create_connection(("127.0.0.1", 9), 1))
tried("listen", lambda: socket.socket().bind(("127.0.0.1", 0)))
tried("fork", lambda: os.fork() or os._exit(0))
tried("run", lambda: os.execv(sys.executable, [sys.executable, "-c", "pass"]))
tried("signal", lambda: os.kill(os.getppid(), 0))
tried("thread", threading.Thread(target=str).start)
tried("talk", lambda: near.sendall(b"x"))
print(json.dumps([walls, told]))
"""


def _steps(machine: str, *, writing: bool = False) -> list[tuple[int, int, int, int]]:
    steps = _filter(machine, 77, writing)
    return [(int.from_bytes(s[:2], "little"), s[2], s[3], int.from_bytes(s[4:], "little")) for s in steps]


def tried(folder: Path, *more: str) -> tuple[list[str], dict[str, str]]:
    """Which walls stood, and how each try ended."""
    (folder / "store" / "folder").mkdir(parents=True)
    (folder / "store" / "kept").write_bytes(b"kept")
    (folder / "secret").write_bytes(b"secret")
    run = subprocess.run(
        [sys.executable, "-c", TRIES, str(folder / "store"), str(folder / "secret"), *more],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    walls, told = json.loads(run.stdout)
    if not walls:
        pytest.skip("this kernel has neither seccomp nor Landlock")
    return walls, told


@pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")
def test_a_walled_in_process_reads_its_store_and_talks_and_nothing_else(tmp_path: Path) -> None:
    """Where a kernel lacks one of the two, the other holds what it can."""
    walls, told = tried(tmp_path)
    assert (told["read inside"], told["talk"]) == ("done", "done")
    assert told["write inside"] == told["remove inside"] == "PermissionError"
    if "files" in walls:
        assert told["read outside"] == "PermissionError"
    if "calls" in walls:
        refused = {name for name in ("reach out", "listen", "fork", "run", "signal") if told[name] == "PermissionError"}
        assert refused == {"reach out", "listen", "fork", "run", "signal"}
        assert told["thread"] == "RuntimeError"
    assert (tmp_path / "store" / "kept").read_bytes() == b"kept"


@pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")
def test_a_process_that_writes_changes_its_own_folder_and_nothing_else(tmp_path: Path) -> None:
    """It reaches nobody and runs no program; what is outside of its folder it neither reads nor changes."""
    walls, told = tried(tmp_path, "writing")
    for inside in ("read inside", "write inside", "link inside", "remove inside", "talk", "thread"):
        assert told[inside] == "done"
    if "files" in walls:
        assert {told[name] for name in ("read outside", "write outside", "run", "reach out")} == {"PermissionError"}
        assert told["link outside"] != "done"
        assert (tmp_path / "secret").read_bytes() == b"secret"
    if "calls" in walls:
        assert {told[name] for name in ("reach out", "listen", "run", "signal")} == {"PermissionError"}


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_each_step_of_the_filter_leads_on_to_an_answer(machine: str) -> None:
    """Run here by hand for every number: what is needed passes, opening to write and signals to others do not."""
    steps = _steps(machine)
    open_at, signal_to, read = {"x86_64": (257, 234, 0), "aarch64": (56, 131, 63)}[machine]
    unreachable = {"x86_64": (41, 42, 49, 59, 101, 322), "aarch64": (117, 198, 200, 203, 221, 281)}[machine]  # sockets, programs
    architecture = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}[machine]

    def verdict(number: int, *, first: int = 0, third: int = 0, architecture: int = architecture) -> bool:
        data, place, held = {0: number, 4: architecture, 16: first, 32: third}, 0, 0
        while True:
            code, yes, no, value = steps[place]
            if code == 0x06:
                return value == 0x7FFF0000
            if code == 0x20:
                held, place = data[value], place + 1
                continue
            holds = {0x15: held == value, 0x35: held >= value, 0x45: bool(held & value)}[code]
            place += 1 + (yes if holds else no)

    assert verdict(read)
    assert verdict(open_at)
    assert not verdict(open_at, third=os.O_WRONLY)
    assert not verdict(open_at, third=os.O_CREAT)
    assert verdict(signal_to, first=77)
    assert not verdict(signal_to, first=78)
    assert not verdict(read, architecture=0x40000003)
    assert not verdict(read | 0x40000000)
    assert 45 < sum(map(verdict, range(600))) < 65
    steps = _steps(machine, writing=True)
    assert verdict(open_at, third=os.O_CREAT)
    assert not any(verdict(number) for number in unreachable)
    assert 70 < sum(map(verdict, range(600))) < 100


def test_the_workers_of_a_pool_stand_behind_the_walls_and_still_answer(tmp_path: Path) -> None:
    """The pool says which stand; every form and format is answered behind them."""
    with GraphStore.open(tmp_path / "working") as store:
        store.replace("urn:g", b'<urn:s> <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n')
        store.backup(tmp_path / "graph")
    with QueryPool(tmp_path / "graph", workers=1, wall_s=10, memory_mb=256, max_rows=10, max_bytes=10_000) as pool:
        for results_format in ("json", "xml", "csv", "tsv"):
            assert pool.run("SELECT * { ?s ?p ?o } ORDER BY ?o", results_format=results_format, base="urn:b").rows == 1
        for graph_format in ("turtle", "json-ld", "n-triples", "rdf-xml", "n-quads", "trig"):
            assert b"urn:s" in pool.run("DESCRIBE <urn:s>", graph_format=graph_format, base="urn:b").body
        functions = "NOW() AS ?a) (RAND() AS ?b) (UUID() AS ?c) (SHA512('x') AS ?d) (REPLACE('x', 'x', 'y') AS ?e"
        assert pool.run(f"SELECT ({functions}) {{}}", base="urn:b").rows == 1
        walls = pool.walls
    if sys.platform == "linux" and sysconfig.get_platform().endswith(("x86_64", "aarch64")):
        assert walls <= {"files", "calls"}
        assert ("calls" in walls) == Path("/proc/sys/kernel/seccomp").exists()
