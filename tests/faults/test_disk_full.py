"""Tests of faults: a full disk. In: a small disk, filled at each stage. Out: an error that names it, and the same command that
goes on once there is room. As root, since a disk must be mounted.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.curate import Curating
from ontology.errors import StoreUnwritable
from stores import generations
from stores.graph.store import GraphStore
from stores.keys import SCOPES, add_key
from stores.settings import Settings
from stores.written import Payload
from tests.faults.conftest import FIRST, SECOND, fill
from tests.ingest.empty import publish_empty

HERS = "http://example.org/hers"

STAGES = {
    "ledger": "ingest.ledger.Ledger.keep",
    "graph": "stores.graph.store.GraphStore.load",
    "index": "ingest.publish._build_index",
    "words": "ingest.publish.build_words",
    "record": "ingest.publish.record_graphs",
    "publish": "stores.generations.publish",
    "pointer": "stores.generations._point",
}
"""Before which function the disk is filled."""
PUBLISHED = "ingest.publish.note_changes"  # what comes after the pointer was moved

RUN = """
import os, pydoc, shutil, sys
from pathlib import Path
import typer
import ingest.pipeline, ingest.publish
from command.console import plain_errors
from stores.settings import Settings
data, models, home, stage, *paths = sys.argv[1:]
if stage:
    owner, _, name = stage.rpartition(".")
    owner = pydoc.locate(owner)
    before = getattr(owner, name)
    def filled(*arguments, **named):
        with (Path(data).parent / "ballast").open("wb") as file:
            try:
                os.posix_fallocate(file.fileno(), 0, max(1, shutil.disk_usage(data).free - 65536))
                file.seek(0, 2)
                while True:
                    os.write(file.fileno(), bytes(4096))
            except OSError:
                pass
        return before(*arguments, **named)
    setattr(owner, name, filled)
settings = Settings(data=Path(data), model="all-MiniLM-L6-v2", models=Path(models), workers=1)
try:
    with plain_errors():
        ingest.pipeline.ingest(map(Path, paths), settings, home=Path(home))
except typer.Exit as ended:
    raise SystemExit(ended.exit_code) from None
"""


def export(data: Path) -> bytes:
    """What serves in a data folder, sorted."""
    with GraphStore.read_only(generations.current(data).graph) as graph:
        return b"".join(graph.export())


@pytest.fixture
def run(models: Path, small_home: Path) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Ingests in a process of its own, with the disk filled at a stage if one is given."""

    def made(data: Path, stage: str, *paths: Path) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-X", "faulthandler", "-c", RUN, *map(str, (data, models, small_home, stage, *paths))]
        ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        assert "Traceback" not in ended.stderr, ended.stderr
        return ended

    return made


@pytest.mark.slow
def test_a_disk_that_fills_up_at_any_stage_of_an_ingest_is_named_and_the_run_goes_on(
    run: Callable[..., "subprocess.CompletedProcess[str]"], small_disk: Callable[[int], Path], tmp_path: Path
) -> None:
    """The generation before serves, nothing half-written counts, and what comes out at last is what an undisturbed run gives.

    Where the pointer was moved already, the new generation serves, and the log of changes is made whole by the next run.
    """
    disk = small_disk(720)  # three generations, of which one is being made
    data = disk / "data"
    assert run(data, "", FIRST).returncode == 0
    assert run(tmp_path / "undisturbed", "", FIRST, SECOND).returncode == 0
    first = generations.current(data).id
    for name, stage in STAGES.items():
        ended = run(data, stage, FIRST, SECOND)
        assert ended.returncode == 1, (name, ended.returncode, ended.stderr)
        assert f"The disk of {data} is full" in ended.stderr, (name, ended.stderr)
        assert "run the same command again" in ended.stderr, name
        assert generations.current(data).id == first
        assert [made.name for made in (data / "generations").iterdir() if made.suffix != ".partial"] == [first], name
        (disk / "ballast").unlink()
    ended = run(data, PUBLISHED, FIRST, SECOND)
    assert ended.returncode == 1, ended.stderr
    assert f"The disk of {data} is full" in ended.stderr, ended.stderr
    assert generations.current(data).id != first
    (disk / "ballast").unlink()
    ended = run(data, "", FIRST, SECOND)
    assert ended.returncode == 0, ended.stderr
    assert export(data) == export(tmp_path / "undisturbed")
    assert not list((data / "generations").glob("*.partial"))
    logged = [json.loads(line) for line in (data / "changes.jsonl").read_text().splitlines()]
    assert logged[-1]["generation"] == generations.pointed(data)
    assert [line["before"] for line in logged] == [None, *(line["generation"] for line in logged[:-1])]


@pytest.mark.slow
def test_a_curators_write_on_a_full_disk_is_refused_whole(small_disk: Callable[[int], Path]) -> None:
    """Wherever it finds no room: nothing is published, no folder is left aside, and the same write is kept once there is room."""
    disk = small_disk(120)
    settings = Settings(data=disk / "data", write_wall_s=20.0)
    publish_empty(settings)
    desk, key = Curating(settings), add_key(settings.data, "Curator", SCOPES)[0]
    sent = [Payload(b"<s> <p> <o> .\n" + b"".join(b"<s> <p> %d .\n" % number for number in range(20_000)), "text/turtle")]
    before = generations.current(settings.data).id
    for leave in (0, 100_000, 400_000):
        ballast = fill(disk, leave)
        with pytest.raises(StoreUnwritable, match="full"):
            desk.replace_graph(HERS, sent, key)
        assert generations.current(settings.data).id == before
        assert not list((settings.data / "generations").glob("*.partial"))
        ballast.unlink()
    assert desk.replace_graph(HERS, sent, key).graphs[HERS].after == 20_001
