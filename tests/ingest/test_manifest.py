"""Tests of the river: manifests. In: folders with a manifest.tsv. Out: what it calls the files, and who is told what is wrong."""

from pathlib import Path

import pytest

from ingest.fetch import Refusal, SourceFile, gather
from ingest.manifest import NAME, Stated, read_manifest
from ontology.errors import ReadError

LINES = "file\tsymbol\ttitle\nlamps.json\tA/HRC/RES/85/31\tThe keeping of lamps\noil.json\tS/2031/9-A/85/40\t\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two files with their manifest."""
    (tmp_path / NAME).write_text(LINES, encoding="utf-8")
    for name in ("lamps.json", "oil.json", "S_2031_7.json"):
        (tmp_path / name).write_text("[]", encoding="utf-8")
    return tmp_path


def test_a_manifest_names_the_files_beside_it(folder: Path) -> None:
    """Symbol and title, by file name."""
    found = read_manifest(folder)
    assert found == {
        "lamps.json": Stated("A/HRC/RES/85/31", "The keeping of lamps"),
        "oil.json": Stated("S/2031/9-A/85/40"),
    }
    assert read_manifest(folder / "none") == {}


def test_columns_may_stand_in_any_order_and_others_are_passed_over(tmp_path: Path) -> None:
    """A byte order mark and Windows line ends are no reason to refuse."""
    (tmp_path / NAME).write_bytes("\ufeffsymbol\tpages\tfile\r\nA/85/31\t3\tlamps.json\r\n\r\n".encode())
    assert read_manifest(tmp_path) == {"lamps.json": Stated("A/85/31")}


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("", "file is missing"),
        ("file\ttitle\n", "symbol is missing"),
        ("file\tsymbol\nlamps.json\tno symbol\n", "line 2"),
        ("file\tsymbol\nlamps.json\n", "line 2"),
        ("file\tsymbol\n\tA/85/31\n", "line 2"),
        ("file\tsymbol\na.json\tA/85/31\na.json\tA/85/32\n", "line 3 says something else"),
        (b"file\tsymbol\n\xff", "byte 12 is none"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, lines: str | bytes, told: str) -> None:
    """With what to do."""
    (tmp_path / NAME).write_bytes(lines if isinstance(lines, bytes) else lines.encode())
    with pytest.raises(ReadError) as caught:
        read_manifest(tmp_path)
    assert told in caught.value.message
    assert caught.value.advice


def test_files_go_by_the_manifests_names_and_it_is_no_source_itself(folder: Path) -> None:
    """Also a file that is given alone; one that the manifest lacks keeps its own name."""
    found = {Path(one.name).name: one for one in gather([folder], max_bytes=999)}
    assert sorted(found) == ["S_2031_7.json", "lamps.json", "oil.json"]
    stems = {name: one.stem for name, one in found.items() if isinstance(one, SourceFile)}
    assert stems == {
        "lamps.json": "A/HRC/RES/85/31\tThe keeping of lamps",
        "oil.json": "S/2031/9-A/85/40",
        "S_2031_7.json": "S_2031_7",
    }
    (alone,) = gather([folder / "oil.json"], max_bytes=999)
    assert isinstance(alone, SourceFile)
    assert alone.stem == "S/2031/9-A/85/40"


def test_a_wrong_manifest_is_told_once_and_stops_no_file(folder: Path) -> None:
    """The files still have their names."""
    (folder / NAME).write_text("nothing\n", encoding="utf-8")
    found = list(gather([folder], max_bytes=999))
    assert [Path(one.name).name for one in found if isinstance(one, Refusal)] == [NAME]
    assert sum(isinstance(one, SourceFile) for one in found) == 3
