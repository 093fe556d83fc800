"""Tests of faults: data folders of other versions. In: folders of another layout. Out: what is read, upgraded or refused."""

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from ingest import mend
from ingest.pipeline import ingest
from ontology.errors import StoreDamaged, StoreStale
from stores import generations
from stores.backup import back_up
from stores.keys import SCOPES, add_key, list_keys
from stores.layout import FILE, LAYOUT, LAYOUTS, check_layout, write_layout
from stores.restore import restore
from stores.settings import Settings
from tests.faults.conftest import FIRST
from tests.ingest.empty import publish_empty


def locked(data: Path) -> None:
    """Takes the writer's lock, as all that writes does, and lets it go."""
    with generations.writer_lock(data):
        pass


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with an empty generation and a key."""
    publish_empty(Settings(data=tmp_path / "data"))
    add_key(tmp_path / "data", "Curator", SCOPES)
    return tmp_path / "data"


def test_a_folder_of_a_newer_version_is_refused_by_every_door(data: Path, tmp_path: Path) -> None:
    """Reading, writing, keys and backup: each says which number it found, and nothing was changed."""
    (data / FILE).write_text(f"{LAYOUT + 1}\n")
    before = {path: path.stat().st_mtime_ns for path in data.rglob("*") if path.suffix != ".lock"}
    doors: list[Callable[[], object]] = [
        lambda: generations.current(data),
        lambda: locked(data),
        lambda: list_keys(data),
        lambda: add_key(data, "Another", SCOPES),
        lambda: back_up(data, tmp_path / "kept.tar"),
    ]
    for door in doors:
        with pytest.raises(StoreStale, match=f"layout {LAYOUT + 1}") as told:
            door()
        assert "newer version" in told.value.advice
    assert before == {path: path.stat().st_mtime_ns for path in data.rglob("*") if path.suffix != ".lock"}
    assert not (tmp_path / "kept.tar").exists()


def test_a_backup_brings_back_a_folder_that_a_newer_version_has_changed(data: Path, tmp_path: Path) -> None:
    """One command: restore --force; a backup of a newer version is refused, whatever is there."""
    back_up(data, tmp_path / "ours.tar")
    (data / FILE).write_text(f"{LAYOUT + 1}\n")
    restore(tmp_path / "ours.tar", data, force=True)
    assert (check_layout(data), generations.current(data).warning) == (LAYOUT, "")


def test_a_folder_without_the_number_is_an_older_one_and_gets_it(data: Path) -> None:
    """What was written before there was a number is read as it is; the next writer notes it."""
    (data / FILE).unlink()
    assert check_layout(data) == 1
    assert generations.current(data).warning == ""
    locked(data)
    assert (data / FILE).read_text() == f"{LAYOUT}\n"


@pytest.mark.parametrize("text", ["", "two", "-1", "0", "2.0", "\ufffd"])
def test_a_number_that_is_none_is_never_guessed(tmp_path: Path, text: str) -> None:
    """A damaged file says nothing about what lies beside it."""
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(StoreDamaged, match="number of the layout"):
        check_layout(tmp_path)


def test_the_number_is_written_once(tmp_path: Path) -> None:
    """In one place, the newest of those that are described."""
    write_layout(tmp_path)
    first = (tmp_path / FILE).stat().st_mtime_ns
    write_layout(tmp_path)
    assert (tmp_path / FILE).stat().st_mtime_ns == first
    assert sorted(LAYOUTS) == list(range(1, LAYOUT + 1))


@pytest.mark.slow
def test_what_other_engines_wrote_is_built_anew_by_the_next_ingest(
    models: Path, small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is new, and yet it is published: an index of another engine's version would be refused at opening."""
    settings = Settings(data=tmp_path, models=models, model="all-MiniLM-L6-v2", workers=1)
    assert ingest([FIRST], settings, home=small_home).generation
    assert not ingest([FIRST], settings, home=small_home).generation
    monkeypatch.setattr(mend, "version", lambda name: "99" if name == "qdrant-edge-py" else version(name))
    assert ingest([FIRST], settings, home=small_home).generation
