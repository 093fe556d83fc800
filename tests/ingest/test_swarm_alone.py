"""Tests of the river: Ray that is begun on this machine, or is not there. In: addresses that nobody answers, a killed run. Out:
an error within seconds; no process left behind, no port open to others. No network but the loopback.
"""

import builtins
import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from ingest.swarm import cluster as swarm
from ingest.swarm.cluster import joined
from mandategraph import app
from ontology.errors import SettingsError, SourceUnreachable
from stores.settings import Settings
from tests.ingest.told import parent_of

if TYPE_CHECKING:
    from tests.ingest.conftest import River

RUN = """
import sys
import tempfile
from pathlib import Path
from ingest.pipeline import ingest
from ingest.swarm.cluster import joined
from stores.settings import Settings
if __name__ == "__main__":
    data, models, home, *paths = map(Path, sys.argv[1:])
    settings = Settings(data=data, model="all-MiniLM-L6-v2", models=models, workers=1)
    with joined(None, settings) as place:
        ingest(paths, settings, lambda stage, done, _: print(stage, done, flush=True), home, place=place)
"""


@pytest.fixture
def _with_ray() -> None:
    """Skips where Ray is not installed, which fails in CI."""
    try:
        import ray  # noqa: F401 # whether it is there
    except ImportError as error:
        if os.environ.get("CI"):
            pytest.fail(f"the extra ray is not installed: {error}")
        pytest.skip(f"the extra ray is not installed: {error}")


@contextlib.contextmanager
def answering(said: bytes) -> Iterator[str]:
    """The address of a server that says one thing, or nothing, to whoever asks."""
    held: list[socket.socket] = []

    def serve(server: socket.socket) -> None:
        with contextlib.suppress(OSError):  # closed at the end
            connection, _ = server.accept()
            held.append(connection)
            connection.recv(100)
            connection.sendall(said)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,), daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        thread.join(5)
        for connection in held:
            connection.close()


def family(of: int) -> set[int]:
    """A process's descendants."""
    parents = {}
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # over meanwhile
            if entry.name.isdigit():
                parents[int(entry.name)] = parent_of(int(entry.name))
    found = [of]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return set(found[1:])


def is_over(pid: int) -> bool:
    """Whether a process works no longer."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


def working(pids: set[int]) -> list[str]:
    """The processes that are not over, by name, less the two agents of a node: they wait a minute for its head, then end."""
    names = [name_of(pid) for pid in pids if not is_over(pid)]
    return [name for name in names if name and not name.startswith(("ray::DashboardAgent", "ray::RuntimeEnvAgent"))]


def name_of(pid: int) -> str:
    """What a process calls itself; nothing for one that is over."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").replace("\0", " ").strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def listening(pids: set[int]) -> dict[str, set[str]]:
    """The addresses, as the kernel writes them, on which processes listen, by whether they are the loopback's."""
    inodes = set()
    for pid in pids:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            held = [str(fd.readlink()) for fd in Path(f"/proc/{pid}/fd").iterdir()]
            inodes |= {match[1] for name in held if (match := re.match(r"socket:\[(\d+)", name))}
    rows = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    told = {row[1].rpartition(":")[0] for row in rows if row[3] == "0A" and row[9] in inodes}
    loopback = {address for address in told if address.endswith("0100007F") or address == "0" * 24 + "01000000"}
    return {"loopback": loopback, "others": told - loopback}


def test_without_the_extra_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the first thing: nothing was read yet."""
    real = builtins.__import__

    def absent(name: str, *given: object) -> ModuleType:
        if name == "ray":
            raise ModuleNotFoundError("No module named 'ray'", name="ray")
        return real(name, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(SettingsError, match=r"pip install 'mandategraph\[ray\]'"), joined(None, Settings()):
        pass


@pytest.mark.usefixtures("_with_ray")
@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_what_is_not_a_cluster_is_told_within_seconds(said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ray itself would wait for two minutes and then end the process."""
    monkeypatch.setattr(swarm, "_ANSWER_S", 0.3)
    begun = time.monotonic()
    with answering(said) as address, pytest.raises(SourceUnreachable, match=f"cluster at {address}"), joined(address, Settings()):
        pass
    assert time.monotonic() - begun < 5


@pytest.mark.usefixtures("_with_ray")
def test_an_address_at_which_nobody_listens_is_told_at_once() -> None:
    """With what to do."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(SourceUnreachable, match="ray start --head"), joined(address, Settings()):
        pass


@pytest.mark.usefixtures("_with_ray")
@pytest.mark.parametrize("address", ["", "here", "ray://127.0.0.1:10001", "host:", "host:0", "host:99999", "a/b:1"])
def test_what_is_not_an_address_is_refused(address: str) -> None:
    """And one of the Ray client, which is another thing."""
    with pytest.raises(SettingsError, match="not the address of a Ray cluster"), joined(address, Settings()):
        pass


def test_an_address_without_ray_is_refused_by_the_command(tmp_path: Path) -> None:
    """It would else be left aside without a word."""
    told = CliRunner().invoke(app, ["ingest", str(tmp_path), "--address", "127.0.0.1:6379"])
    assert told.exit_code == 1
    assert "--on ray" in told.stderr


@pytest.mark.slow
@pytest.mark.usefixtures("_with_ray")
def test_a_killed_run_leaves_no_process_and_while_it_ran_no_port_open_to_others(
    new_river: Callable[[str], "River"], sources: Path
) -> None:
    """The next run goes on, to what an undisturbed one gives."""
    river, undisturbed = new_river("killed"), new_river("undisturbed")
    arguments = map(str, (river.settings.data, river.settings.models, river.home, sources))
    with subprocess.Popen([sys.executable, "-c", RUN, *arguments], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"read 1\n"
        while process.stdout.readline() not in (b"describe 1\n", b""):
            pass
        pids = family(process.pid)
        heard = listening({*pids, process.pid})
        process.send_signal(signal.SIGKILL)
    assert len(pids) > 4
    assert heard["loopback"]
    assert heard["others"] == set()
    until = time.monotonic() + 30
    while working(pids) and time.monotonic() < until:
        time.sleep(0.1)
    assert working(pids) == []
    undisturbed.run(sources)
    river.run(sources)
    assert river.export() == undisturbed.export()


def test_what_killed_runs_left_in_the_temporary_folder_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of runs that are over; those of runs that go on, links, and folders of others stay."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    over = subprocess.Popen([sys.executable, "-c", ""])
    over.wait()
    (tmp_path / "aim").mkdir()
    for name in (f"mg-ray-{over.pid}-a", f"mg-ray-{os.getpid()}-b", "mg-ray-c", "mg-ray-x-d", f"mg-ray-{2**70}-e"):
        (tmp_path / name).mkdir()
    (tmp_path / f"mg-ray-{over.pid}-link").symlink_to(tmp_path / "aim")
    before = {path.name for path in tmp_path.iterdir()}
    swarm.sweep()
    assert before - {path.name for path in tmp_path.iterdir()} == {f"mg-ray-{over.pid}-a"}
