"""Tests of keepers: folders aside. In: processes that end or are killed, folders that only look like ours. Out: what is left."""

import errno
import fcntl
import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from stores import aside
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
    return folder


def held(place: Path) -> tuple["subprocess.Popen[str]", Path]:
    """A process that holds a folder there, and the folder."""
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(place)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout
    return holder, place / holder.stdout.readline().strip()


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
    """It is held until its process ends."""
    holder, folder = held(tmp_path)
    try:
        with folder_aside(tmp_path):
            assert (folder / "half").is_file()
    finally:
        holder.kill()
        holder.communicate()


def test_a_folder_that_another_process_sweeps_before_it_is_held_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Gone before it was opened, or after; or held by the one that sweeps."""
    real, given = aside._opened, ["gone", "gone later", "swept", "ours"]
    handles: list[int] = []

    def opened_late(folder: Path) -> int:
        match given.pop(0):
            case "gone":
                folder.rmdir()
            case "gone later":
                handle = real(folder)
                folder.rmdir()
                return handle
            case "swept":
                handles.append(real(folder))
                fcntl.flock(handles[0], fcntl.LOCK_EX)
        return real(folder)

    monkeypatch.setattr(aside, "_opened", opened_late)
    with folder_aside(tmp_path) as folder:
        assert folder.is_dir()
        assert given == []
    os.close(handles[0])


def test_a_file_system_without_locks_is_written_to_and_not_swept(tmp_path: Path, left: Path) -> None:
    """As some that are mounted over a network."""

    def refused(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    with patch("fcntl.flock", refused), folder_aside(tmp_path) as folder:
        assert folder.is_dir()
    assert not folder.exists()
    assert left.is_dir()


def test_what_is_not_ours_stays(tmp_path: Path, left: Path) -> None:
    """Folders with names of another form, and what a link of our form leads to."""
    kept = tmp_path / "elsewhere"
    (kept / "inner").mkdir(parents=True)
    others = [tmp_path / name for name in (".mandategraph-notes", ".mandategraph-partial", ".backup-12345678")]
    for other in others:
        other.mkdir()
    link = tmp_path / ".mandategraph-12345678.partial"
    link.symlink_to(kept)
    with folder_aside(tmp_path):
        assert not left.exists()
    assert all(path.is_dir() for path in [*others, kept / "inner"])
    assert link.is_symlink()
