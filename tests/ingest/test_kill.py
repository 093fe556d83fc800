"""Tests of the river: runs that are killed. In: real processes, killed at many moments. Out: what serves, and the next run."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.pipeline import withdraw
from ontology.errors import StoreError
from stores.graph.store import GraphStore

if TYPE_CHECKING:
    from tests.ingest.conftest import River

RUN = """
import sys
from pathlib import Path
from ingest.pipeline import ingest
from stores.settings import Settings
data, models, home, *paths = map(Path, sys.argv[1:])
print("begun", flush=True)
ingest(paths, Settings(data=data, model="all-MiniLM-L6-v2", models=models), home=home)
"""
HOLD = """
import sys
from pathlib import Path
from stores import generations
with generations.writer_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def start(river: "River", *paths: Path) -> "subprocess.Popen[bytes]":
    """A run in a process of its own, once it has loaded its rooms."""
    arguments = map(str, (river.settings.data, river.settings.models, river.home, *paths))
    process = subprocess.Popen([sys.executable, "-c", RUN, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    return process


def finish(process: "subprocess.Popen[bytes]") -> int:
    """The status of a process, its pipes closed."""
    process.communicate()
    return process.returncode


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_the_old_generation_serving(
    new_river: Callable[[str], "River"], sources: Path, tmp_path: Path
) -> None:
    """What serves is the old export or the new one, never a mixture; the next run completes as if nothing had happened."""
    before, undisturbed = new_river("before"), new_river("undisturbed")
    before.run(sources / "A_85_31-digest.md")
    undisturbed.run(sources / "A_85_31-digest.md")
    old, begun = before.export(), time.monotonic()
    assert finish(start(undisturbed, sources)) == 0
    length, new = time.monotonic() - begun, undisturbed.export()
    moments = random.Random(20310109)  # noqa: S311 - reproducible moments, no secrets
    killed = 0
    for at in range(5):
        river = new_river(f"killed{at}")
        shutil.copytree(before.settings.data, river.settings.data)
        process = start(river, sources)
        time.sleep(moments.uniform(0, length))
        process.send_signal(signal.SIGKILL)
        killed += finish(process) == -signal.SIGKILL
        assert river.export() in (old, new)
        assert all(line.outcome in ("read", "unchanged", "kept as rendition") for line in river.run(sources).lines)
        assert sorted(set(river.export().splitlines()) ^ set(new.splitlines())) == []
    assert killed > 1
    assert not list(tmp_path.glob("killed*/generations/*.partial"))


@pytest.mark.slow
def test_a_graph_of_which_half_was_put_in_is_put_in_again(river: "River", sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the ledger knows from before what it should stand for: a document that was withdrawn and comes back."""
    river.run(sources)
    whole = river.export()
    withdraw(["S/2031/7"], river.settings, home=river.home)
    load = GraphStore.load

    def half(store: GraphStore, graphs: Mapping[str, bytes]) -> None:
        load(store, {graph: b"".join(triples.splitlines(keepends=True)[::2]) for graph, triples in graphs.items()})
        raise StoreError("The machine stops here.")

    with monkeypatch.context() as stopping:
        stopping.setattr(GraphStore, "load", half)
        with pytest.raises(StoreError, match="stops here"):
            river.run(sources)
    river.run(sources)
    assert river.export() == whole


@pytest.mark.slow
def test_a_second_process_is_told_that_the_folder_is_taken(river: "River", sources: Path) -> None:
    """One line with the other's number; both the data and the first run are untouched."""
    river.run(sources / "A_85_31-digest.md")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(river.settings.data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        second = subprocess.run(
            [sys.executable, "-c", RUN, *map(str, (river.settings.data, river.settings.models, river.home, sources))],
            capture_output=True,
            text=True,
            check=False,
        )
        holder.communicate()
    assert f"process {holder.pid}" in second.stderr
    assert river.run(sources).generation
