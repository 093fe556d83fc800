"""Fixtures of faults. In: two made reports, and this machine. Out: a small installation, servers in processes of their own, and
disks that are full or read-only. Loopback only.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pytest

from ingest.pipeline import ingest
from stores.settings import MODELS, Settings
from tests.conftest import MadeOnce
from tests.small_home import made_home

FIXTURES = Path(__file__).parents[1] / "fixtures"
FIRST, SECOND = FIXTURES / "S_2031_7.md", FIXTURES / "A_85_31.txt"
SOON_S = 5.0  # within which everything must be answered, or be a clear error
Ended = subprocess.CompletedProcess[str]


@dataclass
class Server:
    """`mandategraph serve` in a process of its own, on a free port."""

    process: "subprocess.Popen[str]"
    address: str

    def ask(self, path: str, body: Mapping[str, str] | None = None, **headers: str) -> tuple[int, Any]:
        """Status and JSON of an answer, which must come soon."""
        data = None if body is None else json.dumps(body).encode()
        told = {"Accept": "application/json", "Content-Type": "application/json", **headers}
        request = urllib.request.Request(self.address + path, data, told)  # noqa: S310 # our own loopback
        try:
            with urllib.request.urlopen(request, timeout=SOON_S) as answer:  # noqa: S310 # the same
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())

    def lives(self) -> bool:
        """Whether it says so soon."""
        return self.ask("/live") == (200, {"status": "ok"})

    def wait_for(self, path: str, fulfils: Callable[[Any], bool], within_s: float = 20.0) -> Any:
        """The first answer that fulfils a condition, waited for."""
        until = time.monotonic() + within_s
        while not fulfils(told := self.ask(path)[1]):
            assert time.monotonic() < until, told
            time.sleep(0.1)
        return told


@dataclass(frozen=True)
class Place:
    """A data folder, and commands that run over it as a user runs them."""

    data: Path
    models: Path
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def environ(self) -> dict[str, str]:
        """The settings of a small installation with the light model."""
        ours = {
            "MANDATEGRAPH_DATA": str(self.data), "MANDATEGRAPH_MODELS": str(self.models), "MANDATEGRAPH_WORKERS": "1",
            "MANDATEGRAPH_MODEL": "all-MiniLM-L6-v2", "MANDATEGRAPH_QUERY_WORKERS": "1", "COLUMNS": "1000",
        }  # fmt: skip
        return {**os.environ, **ours, **self.more}

    def start(self, *arguments: object, stderr: int | IO[str] = subprocess.PIPE) -> "subprocess.Popen[str]":
        """A command in a process of its own."""
        command = [sys.executable, "-m", "mandategraph", *map(str, arguments)]
        return subprocess.Popen(command, env=self.environ, stdout=subprocess.PIPE, stderr=stderr, text=True)

    def run(self, *arguments: object) -> Ended:
        """A command, waited for; it never ends in a traceback."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=120)
        assert "Traceback" not in err, err
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def sound(self, *arguments: object) -> Ended:
        """A command that must get through."""
        ended = self.run(*arguments)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended

    def serving(self) -> str:
        """The generation that serves, as `status` tells it."""
        return str(json.loads(self.sound("status", "--json").stdout)["generation"]["id"])

    def found(self) -> int:
        """How many passages a question finds."""
        return len(json.loads(self.sound("ask", "early warning", "--json").stdout)["hits"])

    @contextmanager
    def served(self, stderr: int | IO[str] = subprocess.DEVNULL) -> Iterator[Server]:
        """A server over the folder, ended at the end."""
        process = self.start("serve", "--port", "0", stderr=stderr)
        try:
            assert process.stdout is not None
            first = process.stdout.readline()
            match = re.search(r"http://[\d.]+:\d+", first)
            assert match, first
            yield Server(process, match[0])
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)


@pytest.fixture(scope="session")
def models(request: pytest.FixtureRequest) -> Path:
    """A folder for model files that outlives the session."""
    assert request.config.cache is not None
    return request.config.cache.mkdir("models")


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a part of ontology and vocabulary, so that a run takes a second."""
    return made_home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def whole(made_once: MadeOnce, models: Path, small_home: Path) -> Path:
    """A data folder with two generations, the first of one report and the second of both: to be copied, never to be changed."""

    def make(data: Path) -> None:
        for source in (FIRST, SECOND):
            ingest([source], Settings(data=data, models=models, model=MODELS[1], workers=1), home=small_home)

    return made_once("faults", make)


@pytest.fixture
def place(whole: Path, models: Path, tmp_path: Path) -> Place:
    """A copy of it that a test may spoil; files that are shared by hard links stay so."""
    subprocess.run(["cp", "-a", str(whole), str(tmp_path / "data")], check=True)
    return Place(tmp_path / "data", models)


@pytest.fixture
def bare(models: Path, tmp_path: Path) -> Place:
    """Where nothing was published yet."""
    return Place(tmp_path / "bare", models)


@pytest.fixture
def mount() -> Iterator[Callable[..., None]]:
    """Mounts what is asked for, and unmounts it at the end. Only root may; where CI cannot, the test fails."""
    if os.geteuid() or not shutil.which("mount"):
        reason = "only root can mount a disk that is full or read-only"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with ExitStack() as undo:

        def mounted(folder: Path, *arguments: str) -> None:
            folder.mkdir(exist_ok=True)
            done = subprocess.run(["mount", *arguments, str(folder)], capture_output=True, text=True, check=False)
            if done.returncode:  # root of a container that may not
                reason = f"mount says: {done.stderr.strip()}"
                if os.environ.get("CI") == "true":
                    pytest.fail(reason)
                pytest.skip(reason)
            undo.callback(subprocess.run, ["umount", "--lazy", str(folder)], check=True)

        yield mounted


@pytest.fixture
def small_disk(mount: Callable[..., None], tmp_path: Path) -> Callable[[int], Path]:
    """A disk of so many megabytes."""

    def made(megabytes: int) -> Path:
        mount(tmp_path / "disk", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs")
        return tmp_path / "disk"

    return made


def fill(folder: Path, leave: int = 0) -> Path:
    """Fills a disk up to so many bytes with a file, which is answered: without it there is room again."""
    ballast = folder / "ballast"
    free = shutil.disk_usage(folder).free
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, free - leave))
    return ballast
