"""Tests of the keepers: backup and restore. In: a made data folder. Out: the same after its loss; nothing of a damaged one."""

import io
import json
import shutil
import sqlite3
import stat
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ontology.errors import ChecksumError, MandateGraphError, SourceMissing, StoreBusy, StoreError
from stores import generations
from stores.backup import VECTORS, back_up
from stores.generations import Build, writer_lock
from stores.readers import Hold
from stores.restore import restore, verify

BUILD = Build("corpus", "1", "model", {})


def publish(data: Path, graph: bytes) -> str:
    """Publishes a generation that holds those bytes."""
    with writer_lock(data):
        partial = generations.begin(data)
        (partial / "graph").mkdir()
        (partial / "graph" / "1.sst").write_bytes(graph)
        (partial / "receipt.json").write_text("{}", encoding="utf-8")
        name = generations.publish(data, partial, BUILD)
        generations.prune(data)
        return name


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder as an ingest, curators and strangers leave it, with a database whose last row lies beside it yet."""
    folder = tmp_path / "data"
    for name, text in (
        ("work/sources/ab/abc", "bytes of a source"),
        ("work/graph/1.sst", "the working graph"),
        ("reviews/verdicts.jsonl", '{"finding": 1}\n{"finding": 2}\n{"cut sh'),
        ("corrections/c1.json", "{}"),
        ("models/weights", "heavy"),
        ("keys.json", "{}"),
        ("generations/g000009.partial/graph", "of a killed run"),
        ("fetched/bytes/ab", "a document that was fetched"),
        ("fetched/unfinished/half", "of a download that broke off"),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    publish(folder, b"old")
    publish(folder, b"new")
    with closing(sqlite3.connect(folder / VECTORS)) as vectors:
        vectors.execute("create table vector (key blob)")
    return folder


@pytest.fixture
def ledger(data: Path) -> sqlite3.Connection:
    """A ledger that its writer has open, as while an ingest runs."""
    base = sqlite3.connect(data / "work" / "ledger.sqlite", isolation_level=None, check_same_thread=False)
    base.executescript("pragma journal_mode=wal; create table rendition (sha256 text); insert into rendition values ('abc')")
    return base


def files(folder: Path) -> dict[str, bytes]:
    """All files of a folder but those of locks."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_after_losing_everything_what_cannot_be_made_again_is_there_again(
    data: Path, ledger: sqlite3.Connection, tmp_path: Path
) -> None:
    """Taken while ledger and writer's lock are held, as by an ingest; what can be made again is not in it."""
    with writer_lock(data):
        told = back_up(data, tmp_path / "kept.tar")
    ledger.close()
    before = files(data)
    shutil.rmtree(data)
    assert restore(tmp_path / "kept.tar", data) == told
    after = files(data)
    serving = generations.current(data)
    assert serving.id == told.generation
    assert (serving.graph / "1.sst").read_bytes() == b"new"
    with closing(sqlite3.connect(data / "work" / "ledger.sqlite")) as base:
        assert base.execute("select sha256 from rendition").fetchall() == [("abc",)]
    inside = {f"generations/{serving.id}/{name}" for name in ("build.json", "graph/1.sst", "receipt.json")}
    outside = {
        "current",
        "layout",
        "keys.json",
        "corrections/c1.json",
        "fetched/bytes/ab",
        "reviews/verdicts.jsonl",
        "work/ledger.sqlite",
        "work/sources/ab/abc",
    }
    assert set(after) == inside | outside
    assert (
        after["reviews/verdicts.jsonl"] == b'{"finding": 1}\n{"finding": 2}\n'
    )  # the line that was cut short was never complete
    for name in ("keys.json", "corrections/c1.json", "work/sources/ab/abc", "current"):
        assert after[name] == before[name]


def test_only_its_owner_reads_an_archive_and_the_keys_in_it(data: Path, tmp_path: Path) -> None:
    """Hashes of keys and reports of strangers are nobody else's business."""
    back_up(data, tmp_path / "kept.tar")
    restore(tmp_path / "kept.tar", tmp_path / "again")
    for path in (tmp_path / "kept.tar", tmp_path / "again" / "keys.json"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_vectors_are_kept_where_they_are_asked_for(data: Path, tmp_path: Path) -> None:
    """They can be computed again, which may take hours."""
    assert VECTORS not in back_up(data, tmp_path / "without.tar").files
    assert VECTORS in back_up(data, tmp_path / "with.tar", vectors=True).files


def test_nothing_is_overwritten_unasked(data: Path, tmp_path: Path) -> None:
    """Neither an archive nor a data folder; with force the folder is replaced, and its models stay."""
    back_up(data, tmp_path / "kept.tar")
    with pytest.raises(StoreError, match=r"kept\.tar; it is there already"):
        back_up(data, tmp_path / "kept.tar")
    publish(data, b"newer")
    before = files(data)
    with pytest.raises(StoreError, match="--force"):
        restore(tmp_path / "kept.tar", data)
    assert files(data) == before
    told = restore(tmp_path / "kept.tar", data, force=True)
    assert generations.current(data).id == told.generation
    assert files(data)["models/weights"] == b"heavy"
    assert not any("partial" in name for name in files(data))


def test_a_killed_backup_leaves_no_archive_and_its_half_goes_with_the_next(data: Path, tmp_path: Path) -> None:
    """Whatever name the next one has."""
    to = tmp_path / "backups"
    to.mkdir()
    code = (
        "import sys; from pathlib import Path; from stores.backup import back_up; back_up(*map(Path, sys.argv[1:]), vectors=True)"
    )
    with closing(sqlite3.connect(data / VECTORS, isolation_level=None)) as vectors:
        vectors.execute("begin exclusive")  # it is waited for
        with subprocess.Popen([sys.executable, "-c", code, data, to / "one.tar"]) as process:
            until = time.monotonic() + 60
            while not (left := list(to.glob(".*/archive"))):
                assert process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.01)
            process.kill()
    assert [path.name for path in to.iterdir()] == [left[0].parent.name]
    back_up(data, to / "two.tar")
    assert [path.name for path in to.iterdir()] == ["two.tar"]


def test_a_folder_that_is_being_written_is_not_replaced(data: Path, tmp_path: Path) -> None:
    """An ingest is let finish first."""
    back_up(data, tmp_path / "kept.tar")
    with writer_lock(data), pytest.raises(StoreBusy):
        restore(tmp_path / "kept.tar", data, force=True)


def cut(archive: Path) -> None:
    """Cuts an archive short."""
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size // 4])


def flip(archive: Path) -> None:
    """Changes one byte of a file in it."""
    archive.write_bytes(archive.read_bytes().replace(b"bytes of a source", b"bytes of a Source", 1))


def add(name: str, kind: bytes = tarfile.REGTYPE) -> Callable[[Path], None]:
    """Puts one more member in front of all others."""

    def added(archive: Path) -> None:
        with tarfile.open(archive) as old:
            kept = [(one, (old.extractfile(one) or io.BytesIO()).read()) for one in old]
        with tarfile.open(archive, "w") as new:
            member = tarfile.TarInfo(name)
            member.type, member.linkname, member.size = kind, "/etc/passwd", 4 if kind == tarfile.REGTYPE else 0
            new.addfile(member, io.BytesIO(b"evil"))
            for one, found in kept:
                new.addfile(one, io.BytesIO(found))

    return added


def forge(archive: Path) -> None:
    """Makes an archive whose list is not one."""
    with tarfile.open(archive, "w") as new:
        member, text = tarfile.TarInfo("backup.json"), json.dumps({"files": {"current": "x"}}).encode()
        member.size = len(text)
        new.addfile(member, io.BytesIO(text))


@pytest.mark.parametrize(
    "damage",
    [cut, flip, add("../outside"), add("/etc/outside"), add("work/more"), add("link", tarfile.SYMTYPE), forge],
    ids=["cut", "flipped", "upwards", "absolute", "more", "link", "forged"],
)
def test_a_damaged_or_hostile_archive_changes_nothing(data: Path, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    """Neither the folder it is restored into, with force, nor anything outside."""
    archive = tmp_path / "kept.tar"
    back_up(data, archive)
    damage(archive)
    before = files(tmp_path)
    with pytest.raises(ChecksumError):
        verify(archive)
    with pytest.raises(ChecksumError):
        restore(archive, data, force=True)
    assert files(tmp_path) == before


def test_an_archive_that_is_not_there_is_named(tmp_path: Path) -> None:
    """And a file that is none is no archive."""
    with pytest.raises(SourceMissing, match=r"none\.tar"):
        verify(tmp_path / "none.tar")
    (tmp_path / "text").write_text("no archive", encoding="utf-8")
    with pytest.raises(ChecksumError):
        verify(tmp_path / "text")


def test_a_backup_taken_while_generations_follow_each_other_is_of_one_of_them(data: Path, tmp_path: Path) -> None:
    """Whatever is published and pruned meanwhile, what an archive names is whole in it."""
    ended = threading.Event()
    failed: list[MandateGraphError] = []
    taken: set[str] = set()

    def publish_on() -> None:
        number = 0
        while not ended.wait(0.02):
            number += 1
            publish(data, f"graph {number}".encode() * 1000)

    writer = threading.Thread(target=publish_on)
    writer.start()
    deadline = time.monotonic() + 60
    number = 0
    while number < 12 or (len(taken) < 2 and time.monotonic() < deadline):  # a slow machine publishes less often than it backs up
        archive = tmp_path / f"{number}.tar"
        try:
            back_up(data, archive)
            taken.add(restore(archive, tmp_path / str(number)).generation)
        except MandateGraphError as error:
            failed.append(error)
        number += 1
    ended.set()
    writer.join()
    assert failed == []
    assert len(taken) > 1


def test_what_is_being_read_is_not_pruned(data: Path) -> None:
    """A reader's generation stays until it is let go of, however many follow."""
    held = generations.current(data)
    hold = Hold(held.folder)
    for number in range(4):
        publish(data, f"{number}".encode())
    assert held.graph.is_dir()
    hold.close()
    publish(data, b"last")
    assert not held.folder.exists()
