"""Tests of the river: what an ingest would find. In: folders that changed. Out: files new, changed, gone, refused. No network."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.compare import Changes, compare
from ingest.ledger import Ledger

pytestmark = pytest.mark.slow

if TYPE_CHECKING:
    from tests.ingest.conftest import River


def told(river: "River", *paths: Path) -> dict[str, list[str]]:
    """What changed, by the files' names, empty lists left out."""
    found = compare(paths, river.settings)
    kinds = ("new", "changed", "gone", "refused", "withdrawn")
    named = {kind: [Path(name).name if kind != "withdrawn" else name for name in getattr(found, kind)] for kind in kinds}
    return {kind: names for kind, names in named.items() if names}


def test_before_the_first_ingest_everything_is_new(river: "River", sources: Path) -> None:
    """And to ask makes no data folder."""
    assert told(river, sources) == {"new": ["A_85_31-digest.md", "A_85_31.txt", "S_2031_7.md"]}
    assert compare([], river.settings) == Changes((), (), (), (), (), (), 0)
    assert not river.settings.data.exists()


@pytest.mark.slow
def test_each_change_is_told_without_being_given_the_folder_again(river: "River", sources: Path) -> None:
    """The folders of earlier runs are looked at; to ask changes nothing."""
    (sources / "empty.md").touch()
    river.run(sources)
    assert told(river) == {"refused": ["empty.md"]}
    (sources / "A_85_31.txt").write_text((sources / "A_85_31.txt").read_text() + "\n99. One more.\n")
    (sources / "S_2031_7.md").unlink()
    shutil.copy(sources / "A_85_31.txt", sources / "B.txt")
    expected = {
        "new": ["B.txt"],
        "changed": ["A_85_31.txt"],
        "gone": ["S_2031_7.md"],
        "refused": ["empty.md"],
        "withdrawn": ["S/2031/7"],
    }
    assert told(river) == expected
    assert told(river) == told(river, sources) == expected
    assert compare([], river.settings).unchanged == 1
    river.run(sources)
    assert told(river) == {"refused": ["empty.md"]}


@pytest.mark.slow
def test_a_document_is_withdrawn_only_with_its_last_file(river: "River", sources: Path) -> None:
    """A digest or another language may be left."""
    river.run(sources)
    (sources / "A_85_31.txt").unlink()
    assert told(river) == {"gone": ["A_85_31.txt"]}
    (sources / "A_85_31-digest.md").unlink()
    assert told(river)["withdrawn"] == ["A/85/31"]


@pytest.mark.slow
def test_other_places_are_left_alone_when_paths_are_given(river: "River", sources: Path, tmp_path: Path) -> None:
    """What is asked of one folder is answered of that folder."""
    other = tmp_path / "other"
    other.mkdir()
    shutil.move(sources / "S_2031_7.md", other)
    river.run(sources, other / "S_2031_7.md")
    (other / "S_2031_7.md").unlink()
    assert told(river, sources) == {}
    assert told(river) == {"gone": ["S_2031_7.md"]}  # its own folder was never given: an ingest would leave it


@pytest.mark.slow
def test_nothing_is_said_to_go_that_an_ingest_would_leave(river: "River", sources: Path) -> None:
    """A folder that is empty or away may be a disk that is not mounted, also below the one that was given."""
    below = sources / "mounted"
    below.mkdir()
    shutil.move(sources / "S_2031_7.md", below)
    river.run(sources)
    (below / "S_2031_7.md").unlink()
    assert told(river) == {"gone": ["S_2031_7.md"]}
    receipt = river.run(sources)
    assert receipt.generation is None
    assert [line.reason for line in receipt.refused if "1 file was taken; it stays" in (line.reason or "")]
    below.rmdir()
    assert told(river) == {"gone": ["S_2031_7.md"], "withdrawn": ["S/2031/7"]}
    shutil.rmtree(sources)
    assert "withdrawn" not in told(river)


def test_a_run_that_is_stopped_leaves_its_folder_known(river: "River", sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it had still to do is told without being given the folder again."""

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ingest.pipeline._bring_up", stopped)
    with pytest.raises(KeyboardInterrupt):
        river.run(sources)
    assert told(river) == {"new": ["A_85_31-digest.md", "A_85_31.txt", "S_2031_7.md"]}


def test_the_answer_comes_while_another_run_writes(river: "River", sources: Path) -> None:
    """Nobody has to wait for an ingest to know what it has still to do."""
    river.run(sources)
    writing = Ledger.open(river.settings.data / "work")
    writing.note_unpublished()
    assert told(river) == {}
    writing.close()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["S_2031_7.md", "A_85_31.txt"])
def test_a_changed_file_that_is_refused_leaves_what_it_gave_before(river: "River", sources: Path, name: str) -> None:
    """It is told as refused, not as new, and its document is not withdrawn."""
    river.run(sources)
    (sources / name).write_text("")
    assert told(river) == {"changed": [name]}
    river.run(sources)
    assert told(river) == {"refused": [name]}
