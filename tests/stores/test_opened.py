"""Tests of the index where its folder may not be written, and of several processes that open it. In: an index. Out: the same
answers, and nothing left behind. Must not need a privilege.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from stores.vectors.edge import EdgeIndex
from stores.vectors.index import Point
from stores.vectors.opened import Copy, may_be_written
from stores.vectors.shard import SHARD, build_edge_index


@pytest.fixture
def folder(points: list[Point], tmp_path: Path) -> Path:
    """An index of our own, which may be spoiled."""
    build_edge_index(tmp_path / "index", points, dims=16, meta={})
    return tmp_path / "index"


@pytest.fixture
def aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder of this test alone."""
    (tmp_path / "aside").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "aside"))
    return tmp_path / "aside"


def test_an_index_that_may_only_be_read_is_opened_from_a_copy(folder: Path, aside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It answers as the folder itself does, the folder is untouched, and the copy goes with it."""
    own = EdgeIndex.open(folder)
    asked = own.search("early warning", None, limit=20, mode="keyword")
    own.close()
    before = {path: path.stat().st_ino for path in folder.rglob("*")}
    monkeypatch.setattr("stores.vectors.edge.may_be_written", lambda _: False)
    copied = EdgeIndex.open(folder)
    assert copied.search("early warning", None, limit=20, mode="keyword") == asked != []
    assert len(list(aside.iterdir())) == 1
    copied.close()
    assert list(aside.iterdir()) == []
    assert {path: path.stat().st_ino for path in folder.rglob("*")} == before


@pytest.mark.slow
def test_what_may_not_be_written_is_known_before_it_is_opened(folder: Path, aside: Path) -> None:
    """A file or folder without the right to write is enough: the engine opens half of them so."""
    assert may_be_written(folder / SHARD)
    code = (
        "import sys, pathlib; from stores.vectors.edge import EdgeIndex; from stores.vectors.opened import may_be_written;"
        "folder = pathlib.Path(sys.argv[1]); index = EdgeIndex.open(folder);"
        "print(may_be_written(folder / 'shard'), index.count()); index.close()"
    )
    command = [sys.executable, "-c", code, str(folder)]
    if os.geteuid() == 0:  # root may write wherever it likes, unless it gives that up
        command = ["setpriv", "--bounding-set=-dac_override", *command]
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o500 if path.is_dir() else 0o400)
    told = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ) | {"TMPDIR": str(aside)}, check=False)
    assert told.stdout.split() == ["False", str(EdgeIndex.open(folder).count())], told.stderr
    assert list(aside.iterdir()) == []


@pytest.mark.slow
def test_a_copy_of_a_killed_process_is_removed_by_the_next_one(folder: Path, aside: Path) -> None:
    """One that is still held is not."""
    code = (
        "import os, sys, pathlib; from stores.vectors.opened import Copy\n"
        "copy = Copy(pathlib.Path(sys.argv[1])); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(folder / SHARD)], env=dict(os.environ) | {"TMPDIR": str(aside)}, check=False)
    (left,) = (path for path in aside.iterdir() if path.is_dir())
    first = Copy(folder / SHARD)
    assert not left.exists()
    second = Copy(folder / SHARD)
    assert first.folder.is_dir()
    second.close()
    first.close()


@pytest.mark.usefixtures("aside")
def test_a_copy_keeps_holes_and_bytes(tmp_path: Path) -> None:
    """The engine's files are mostly holes."""
    (tmp_path / "given").mkdir()
    with (tmp_path / "given" / "file").open("wb") as file:
        file.write(b"begins")
        file.seek(5_000_000)
        file.write(b"ends")
        file.truncate(9_000_000)
    copy = Copy(tmp_path / "given")
    made = copy.folder / "file"
    assert made.read_bytes() == (tmp_path / "given" / "file").read_bytes()
    assert made.stat().st_blocks * 512 < 1_000_000
    copy.close()


@pytest.mark.slow
def test_processes_that_open_one_index_at_once_do_not_hinder_each_other(folder: Path) -> None:
    """Each finds it as it was written, though each rewrites a file; nor does what a killed one left aside harm it."""
    (folder / SHARD / ".atomicwriteAbCdEf").mkdir()
    (folder / SHARD / ".atomicwriteAbCdEf" / "tmpfile.tmp").write_text("half")
    code = (
        "import sys, pathlib; from stores.vectors.edge import EdgeIndex\n"
        "for _ in range(15): index = EdgeIndex.open(pathlib.Path(sys.argv[1])); index.close()\n"
    )
    openers = [subprocess.Popen([sys.executable, "-c", code, str(folder)], stderr=subprocess.PIPE, text=True) for _ in range(2)]
    assert [opener.communicate()[1] for opener in openers] == ["", ""]
