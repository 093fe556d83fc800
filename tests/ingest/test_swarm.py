"""Tests of the river: ingest on Ray. In: a cluster of two nodes on this machine, nodes and workers that are killed. Out: what one
machine gives, each task settled once, and no process left behind. No network but the loopback.
"""

import contextlib
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from ingest import desk, pipeline
from ingest.desk import sit_down
from ingest.pipeline import ingest
from ingest.swarm import cluster as swarm
from ingest.swarm import work
from ingest.swarm.cluster import Cluster, joined
from ingest.swarm.crew import Crew, Needs
from ingest.workers import Limits, Stopped
from ontology.errors import SettingsError
from stores.embedding.cache import Chunk, Encoded
from stores.embedding.encoder import load_encoder
from stores.settings import Settings
from tests.ingest.told import Told, ready

if TYPE_CHECKING:
    from tests.ingest.conftest import River

pytestmark = pytest.mark.slow
LIMITS = Limits(wall_s=20.0, memory_mb=1024)


class Nodes:
    """The cluster, whose nodes a test may kill."""

    def __init__(self, cluster: Any) -> None:  # Ray's
        self.cluster = cluster
        self.nodes = [self.add(), self.add()]

    def add(self) -> Any:
        """One more node of one core."""
        return self.cluster.add_node(num_cpus=1, object_store_memory=80 * 1024**2, memory=4 * 1024**3)

    def replace(self) -> None:
        """Kills the node that has been there longest, with all that runs on it, and adds another."""
        self.cluster.remove_node(self.nodes.pop(0), allow_graceful=False)
        self.nodes.append(self.add())


@pytest.fixture(scope="module")
def nodes() -> Iterator[Nodes]:
    """A head that does no work, and two nodes of one core; skipped where Ray is not installed, which fails in CI."""
    try:
        from ray.cluster_utils import Cluster as RayCluster
    except ImportError as error:
        if os.environ.get("CI"):
            pytest.fail(f"the extra ray is not installed: {error}")
        pytest.skip(f"the extra ray is not installed: {error}")
    swarm._stay_on_loopback()
    head = {"num_cpus": 0, "object_store_memory": 80 * 1024**2, "include_dashboard": False}
    made = RayCluster(initialize_head=True, head_node_args=head)
    try:
        yield Nodes(made)
    finally:
        made.shutdown()  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def place(nodes: Nodes) -> Iterator[Cluster]:
    """The cluster, joined."""
    with joined(nodes.cluster.address, Settings()) as found:
        yield found


@contextlib.contextmanager
def crew(limits: Limits = LIMITS) -> Iterator[Crew[Told, str]]:
    """Hands that do what they are told."""
    needs = Needs(1, 0, 512, limits.wall_s)
    kind = work.documents(ready, limits, Settings().base)
    found: Crew[Told, str] = swarm._crew(kind, needs, swarm._as_it_is)
    with found:
        yield found


def vectors(data: Path) -> dict[bytes, bytes]:
    """All that the vector cache of a data folder holds."""
    with contextlib.closing(sqlite3.connect(data / "work" / "vectors.sqlite")) as base:
        return dict(base.execute("SELECT key, value FROM vector"))


def test_two_nodes_give_what_one_machine_gives_though_they_see_no_folder_of_it(
    place: Cluster, new_river: Callable[[str], "River"], made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same export, receipt and vectors to the byte; a second run finds everything unchanged."""
    here, there = new_river("here"), new_river("there")
    plain = here.run(made)
    monkeypatch.setattr(pipeline, "sit_down", lambda settings, home, _: sit_down(settings, home, tmp_path / "nowhere"))
    told = ingest([made], there.settings, home=there.home, place=place)
    assert {line.outcome for line in told.lines} >= {"read", "refused"}
    assert told.lines == plain.lines
    assert there.export() == here.export()
    assert vectors(there.settings.data) == vectors(here.settings.data)
    assert ingest([made], there.settings, home=there.home, place=place).generation is None


def test_a_node_that_is_killed_in_the_middle_of_a_run_costs_nothing_but_time(
    place: Cluster, nodes: Nodes, new_river: Callable[[str], "River"], sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it was at is done elsewhere; nothing is lost or doubled, and standard output stays free for the receipt."""
    for number in range(6):
        shutil.copy(sources / "A_85_31.txt", sources / f"copy{number}.txt")
        with (sources / f"copy{number}.txt").open("a", encoding="utf-8") as file:
            file.write(f"\n{number + 90}. The made Office takes note of copy {number}.\n")
    here, there = new_river("here"), new_river("there")
    plain, seen = here.run(sources), Counter[str]()

    def progress(stage: str, _done: int, _total: int) -> None:
        seen[stage] += 1
        if seen["read"] == 4 and stage == "read":
            nodes.replace()

    told = ingest([sources], there.settings, progress, there.home, place=place)
    assert (told.lines, there.export()) == (plain.lines, here.export())
    assert capsys.readouterr().out == ""


def test_every_task_is_settled_once_whatever_befalls_the_nodes(place: Cluster, nodes: Nodes) -> None:
    """Both nodes are killed, one after the other, while each is at a task; no more tasks are taken than there are hands."""
    settled: list[Told] = []
    taken = 0

    def tasks() -> Iterator[Told]:
        nonlocal taken
        for number in range(9):
            taken += 1
            assert taken - len(settled) <= 4  # two nodes, and each dead one until it is known to be dead
            yield "sleep", 0.2 + number / 1000, ""

    def settle(task: Told, answer: str | Stopped) -> None:
        assert answer == f"sleep {task[1]:g}"
        settled.append(task)
        if len(settled) in (2, 5):
            nodes.replace()

    assert isinstance(place, Cluster)
    with crew() as hands:
        hands.run(tasks(), settle)
    assert len(settled) == len(set(settled)) == 9


def test_a_poisoned_document_is_set_aside_after_two_tries(place: Cluster, tmp_path: Path) -> None:
    """Whether it takes down the process that reads it, or all of the worker; the others are done."""
    notes = tmp_path / "notes"
    tasks = [("signal", 11.0, str(notes)), ("sleep", 0.1, ""), ("hand", 9.0, str(notes)), ("sleep", 0.2, "")]
    answers: dict[Told, str | Stopped] = {}
    assert isinstance(place, Cluster)
    with crew() as hands:
        hands.run(tasks, answers.__setitem__)
    assert answers == {
        tasks[0]: Stopped("ended by signal 11 (SIGSEGV)"),
        tasks[1]: "sleep 0.1",
        tasks[2]: Stopped("took down the worker that read it, 2 times"),
        tasks[3]: "sleep 0.2",
    }
    assert Counter(notes.read_text(encoding="utf-8").split()) == {"signal": 2, "hand": 2}


def test_a_task_keeps_the_bounds_of_one_machine_and_its_follower_goes_to_the_same_worker(place: Cluster) -> None:
    """Seconds, and what was taken apart last."""
    found: list[str | Stopped] = []

    def settle(task: Told, answer: str | Stopped) -> Told | None:
        found.append(answer)
        return ("pid", 1.0, "") if task[:2] == ("pid", 0.0) else None

    assert isinstance(place, Cluster)
    with crew(Limits(0.5, 1024)) as hands:
        hands.run([("pid", 0.0, "")], settle)
        hands.run([("sleep", 9.0, "")], settle)
    assert found[0] == found[1]
    assert found[2:] == [Stopped("took longer than 0.5 s (MANDATEGRAPH_FILE_WALL_S)")]


def test_a_node_that_is_not_like_this_machine_is_refused(place: Cluster) -> None:
    """Other rules would give another graph; a node without our packages says so."""
    assert isinstance(place, Cluster)
    with crew() as hands:
        hands.expected = {**hands.expected, "mandategraph rules": "old"}
        with pytest.raises(SettingsError, match=r"not like this machine: mandategraph rules \w{12} in place of old"):
            hands.run([("pid", 0.0, "")], lambda _task, _answer: None)
        hands.packed = b"cnowhere\nnothing\n."
        with pytest.raises(SettingsError, match="No module named 'nowhere'"):
            hands.run([("pid", 0.0, "")], lambda _task, _answer: None)


def test_texts_are_encoded_once_each_over_all_nodes_and_not_by_another_model(
    place: Cluster, new_river: Callable[[str], "River"]
) -> None:
    """To the same vectors as here; a node whose model gives others is refused."""
    settings = new_river("any").settings
    encoder = load_encoder(settings.model, settings.models)
    chunks = [Chunk((bytes([at]),), (f"The made Office takes note of report {at}.",), (9,)) for at in range(6)]
    kept: dict[Chunk, Encoded] = {}

    def keep(chunk: Chunk, made: Encoded) -> None:
        assert chunk not in kept
        kept[chunk] = made

    with place.encoding(encoder, settings) as read:
        read(chunks, keep)
    assert kept.keys() == set(chunks)
    for chunk, made in kept.items():
        assert made.vectors.tobytes() == encoder.encode_passages(chunk.texts).tobytes()
        assert len(made.rows[0]) > 3
    other = work.texts(encoder, settings, "cpu")
    for probe in (bytes(4 * encoder.dims), np.full(encoder.dims, np.nan, dtype=np.float32).tobytes()):
        with pytest.raises(SettingsError, match="gives other vectors there"):
            other[1].func(*other[1].args[:4], probe)  # type: ignore[attr-defined]


def test_a_desk_far_from_the_kept_bytes_reads_what_was_brought(
    new_river: Callable[[str], "River"], made: Path, tmp_path: Path
) -> None:
    """Only what it may have to open travels."""
    river = new_river("any")
    river.run(made / "S_2031_7.md")
    with pipeline._open_run(river.settings, pipeline.silent, river.home) as run:
        key = run.ledger.documents()[0]
        task = desk.Describe(key, tuple(run.ledger.renditions(key)), ())
        brought = desk.bringing(run.ledger.sources, task)
    assert isinstance(brought, desk.Describe)
    far = desk.Desk(river.settings, river.home, tmp_path / "nowhere")
    assert isinstance(far.answer(brought), desk.Described)
    assert isinstance(far.answer(task), desk.Described)  # it still has it at hand
    assert isinstance(desk.Desk(river.settings, river.home, tmp_path / "nowhere").answer(task), desk.Refused)
