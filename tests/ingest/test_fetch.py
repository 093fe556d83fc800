"""Tests of the river: fetching. In: paths, good and bad. Out: bytes with their sha256, or a refusal that says why. No network."""

import hashlib
import os
from pathlib import Path

import pytest

from ingest.fetch import Refusal, SourceFile, gather
from ontology.errors import ReadError, SourceError, SourceMissing

LIMIT = 1000


def names(*paths: Path) -> list[str]:
    """The file names of what is gathered, in order."""
    return [Path(found.name).name for found in gather(paths, max_bytes=LIMIT)]


def test_a_folder_is_searched_through_in_the_order_of_names(tmp_path: Path) -> None:
    """Hidden files and folders, such as those of version control, are left out."""
    for name in ("b.md", "a/c.txt", "a/a.md", ".git/x.md", "a/.hidden.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert names(tmp_path) == ["a.md", "c.txt", "b.md"]


def test_a_hidden_folder_that_is_named_is_searched(tmp_path: Path) -> None:
    """What the user names is meant."""
    folder = tmp_path / ".mine"
    folder.mkdir()
    (folder / "a.md").write_text("a")
    assert names(folder) == ["a.md"]


def test_each_file_comes_once_whatever_leads_to_it(tmp_path: Path) -> None:
    """A path given twice, by its folder, and by a link is one file."""
    (tmp_path / "a.md").write_text("a")
    (tmp_path / "link.md").symlink_to(tmp_path / "a.md")
    assert names(tmp_path / "a.md", tmp_path, tmp_path / "." / "a.md") == ["a.md"]


def test_the_bytes_come_with_their_sha256(tmp_path: Path) -> None:
    """What is kept later is named by it."""
    (tmp_path / "A_85_31.md").write_bytes(b"1. One.\n")
    (source,) = gather([tmp_path / "A_85_31.md"], max_bytes=LIMIT)
    assert isinstance(source, SourceFile)
    assert (source.stem, source.data) == ("A_85_31", b"1. One.\n")
    assert source.sha256 == hashlib.sha256(b"1. One.\n").hexdigest()


def test_a_missing_path_is_a_refusal_and_the_others_come(tmp_path: Path) -> None:
    """The message names the path and what to check."""
    (tmp_path / "a.md").write_text("a")
    refusal, source = gather([tmp_path / "nowhere.md", tmp_path / "a.md"], max_bytes=LIMIT)
    assert isinstance(refusal, Refusal)
    assert isinstance(source, SourceFile)
    assert isinstance(refusal.error, SourceMissing)
    assert "nowhere.md" in refusal.error.message
    assert refusal.error.advice


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    """Size is looked at before a byte is read; the limit itself is allowed."""
    (tmp_path / "large.md").write_bytes(b"x" * (LIMIT + 1))
    (tmp_path / "just.md").write_bytes(b"x" * LIMIT)
    just, large = gather([tmp_path / "just.md", tmp_path / "large.md"], max_bytes=LIMIT)
    assert isinstance(just, SourceFile)
    assert isinstance(large, Refusal)
    assert isinstance(large.error, ReadError)
    assert "1,001" in large.error.message


def test_what_is_neither_file_nor_folder_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    """A pipe would block for ever."""
    os.mkfifo(tmp_path / "pipe.md")
    (refusal,) = gather([tmp_path / "pipe.md"], max_bytes=LIMIT)
    assert isinstance(refusal, Refusal)
    assert isinstance(refusal.error, SourceError)


def test_a_link_to_nowhere_is_refused(tmp_path: Path) -> None:
    """As a missing path is."""
    (tmp_path / "link.md").symlink_to(tmp_path / "nowhere.md")
    (refusal,) = gather([tmp_path / "link.md"], max_bytes=LIMIT)
    assert isinstance(refusal, Refusal)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    """What the system says stands in the message."""
    (tmp_path / "locked.md").write_text("a")
    (tmp_path / "locked.md").chmod(0)
    (refusal,) = gather([tmp_path / "locked.md"], max_bytes=LIMIT)
    assert isinstance(refusal, Refusal)
    assert "ermission" in refusal.error.message


def test_a_name_too_long_for_the_system_is_refused(tmp_path: Path) -> None:
    """Whatever the system says is passed on, not thrown."""
    (refusal,) = gather([tmp_path / ("x" * 5000)], max_bytes=LIMIT)
    assert isinstance(refusal, Refusal)


def test_links_that_lead_round_in_a_circle_are_refused(tmp_path: Path) -> None:
    """And what stands beside them in a later path still comes."""
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    (tmp_path / "a.md").write_text("a")
    refusal, source = gather([tmp_path / "one", tmp_path / "a.md"], max_bytes=LIMIT)
    assert isinstance(refusal, Refusal)
    assert isinstance(source, SourceFile)
