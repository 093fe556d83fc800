"""Tests of keepers: folders aside. In: processes that end or are killed, folders that only look like ours. Out: what is left."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stores.aside import folder_aside

HOLDER = """
import sys, time
from pathlib import Path
from stores.aside import folder_aside
with folder_aside(Path(sys.argv[1])) as folder:
    (folder / "half").write_text("half", encoding="utf-8")
    print(folder.name, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """The folder of a process that was killed a while ago."""
    holder, folder = held(tmp_path)
    holder.kill()
    holder.communicate()
    assert (folder / "half").is_file()
    age(folder)
    return folder


def held(place: Path) -> tuple["subprocess.Popen[str]", Path]:
    """A process that holds a folder there, and the folder."""
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(place)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout
    return holder, place / holder.stdout.readline().strip()


def age(folder: Path) -> None:
    """As if it had been made two minutes ago."""
    os.utime(folder, (time.time() - 120,) * 2)


def test_nothing_is_left_whether_it_went_well_or_not(tmp_path: Path) -> None:
    """It is hidden and its owner's alone while it is there; what was renamed out of it stays."""
    with folder_aside(tmp_path) as folder:
        assert folder.name.startswith(".")
        assert folder.stat().st_mode & 0o077 == 0
        (folder / "whole").mkdir()
        (folder / "whole").rename(tmp_path / "whole")
    with pytest.raises(IsADirectoryError), folder_aside(tmp_path) as folder:
        folder.write_text("", encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["whole"]


def test_what_a_killed_process_left_goes_when_the_next_one_is_made(tmp_path: Path, left: Path) -> None:
    """With all that is in it."""
    with folder_aside(tmp_path) as folder:
        assert list(tmp_path.iterdir()) == [folder]
    assert not left.exists()


def test_what_somebody_works_in_stays(tmp_path: Path) -> None:
    """However old it is; and what is so new that its process may not hold it yet."""
    holder, folder = held(tmp_path)
    try:
        age(folder)
        new = tmp_path / ".mandategraph-ab_cd012.partial"
        new.mkdir()
        with folder_aside(tmp_path):
            assert (folder / "half").is_file()
            assert new.is_dir()
    finally:
        holder.kill()
        holder.communicate()


def test_what_is_not_ours_stays(tmp_path: Path, left: Path) -> None:
    """Folders with names of another form, and what a link of our form leads to."""
    kept = tmp_path / "elsewhere"
    (kept / "inner").mkdir(parents=True)
    others = [tmp_path / name for name in (".mandategraph-notes", ".mandategraph-partial", ".backup-12345678")]
    for other in others:
        other.mkdir()
        age(other)
    link = tmp_path / ".mandategraph-12345678.partial"
    link.symlink_to(kept)
    os.utime(link, (0, 0), follow_symlinks=False)
    with folder_aside(tmp_path):
        assert not left.exists()
    assert all(path.is_dir() for path in [*others, kept / "inner"])
    assert link.is_symlink()
