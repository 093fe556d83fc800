"""Tests of the river: withdrawing. In: folders whose files went away. Out: what leaves graph and index, and what must stay. No
network.
"""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.pipeline import withdraw
from ontology.errors import NotFound
from stores import generations
from stores.vectors.chosen import open_index

pytestmark = pytest.mark.slow

if TYPE_CHECKING:
    from tests.ingest.conftest import River

OFFICIAL = "The harbours opened again in the spring."
NOTE, REPORT = "S/2031/7", "A/85/31"


def graphs_and_points(river: "River") -> tuple[bool, bool, bool]:
    """Whether the note's graph, any statement on one of its passages, and any of its points are published."""
    generation = generations.current(river.settings.data)
    export, note = river.export(), "https://w3id.org/mandategraph/doc/S/2031/7"
    index = open_index(generation.index, url="")
    points, hits = index.count({"document": [note]}), index.search("ready to help", None, mode="keyword", limit=50)
    index.close()
    assert bool(points) == any(hit.iri.startswith(f"{note}/") for hit in hits)
    return b"/graph/doc/S/2031/7>" in export, f"<{note}/".encode() in export, bool(points)


@pytest.mark.slow
def test_a_file_that_is_gone_from_its_folder_leaves_graph_and_index_together(river: "River", sources: Path) -> None:
    """The receipt says so; the other documents stay."""
    river.run(sources)
    assert graphs_and_points(river) == (True, True, True)
    (sources / "S_2031_7.md").unlink()
    receipt = river.run(sources)
    assert {(Path(line.source).name, line.document, line.outcome) for line in receipt.lines} == {
        ("S_2031_7.md", NOTE, "withdrawn"),
        ("A_85_31.txt", REPORT, "unchanged"),
        ("A_85_31-digest.md", REPORT, "unchanged"),
    }
    assert receipt.generation == generations.current(river.settings.data).id
    assert graphs_and_points(river) == (False, False, False)
    assert any(OFFICIAL in words for words in river.texts())
    assert river.run(sources).generation is None


@pytest.mark.slow
def test_a_rendition_that_is_gone_gives_way_to_the_one_that_is_left(river: "River", sources: Path) -> None:
    """The document stays as long as any file renders it."""
    river.run(sources)
    (sources / "A_85_31.txt").unlink()
    receipt = river.run(sources)
    assert {line.outcome for line in receipt.lines if Path(line.source).name == "A_85_31.txt"} == {"withdrawn"}
    assert {line.outcome for line in receipt.lines if Path(line.source).name == "A_85_31-digest.md"} == {"read"}
    assert not any(OFFICIAL in words for words in river.texts())


@pytest.mark.slow
def test_what_comes_back_is_taken_in_again(river: "River", sources: Path, tmp_path: Path) -> None:
    """As if it had never been away."""
    river.run(sources)
    before = river.export()
    shutil.move(sources / "S_2031_7.md", tmp_path)
    river.run(sources)
    shutil.move(tmp_path / "S_2031_7.md", sources)
    assert river.outcomes(sources)["S_2031_7.md"] == "read"
    assert river.export() == before


def test_a_folder_that_holds_nothing_or_is_not_there_withdraws_nothing(river: "River", sources: Path, tmp_path: Path) -> None:
    """A disk that is not mounted must not empty the graph; the receipt says that all stays, and how to withdraw by name."""
    river.run(sources)
    before = river.export()
    away = shutil.move(sources, tmp_path / "away")
    absent = river.run(sources)
    sources.mkdir()
    empty = river.run(sources)
    for receipt in (absent, empty):
        assert receipt.generation is None
        reasons = " ".join(f"{line.reason}" for line in receipt.refused)
        assert "3 files were taken; they stay" in reasons
        assert "mandategraph withdraw A/85/31" in reasons
    shutil.rmtree(sources)
    shutil.move(away, sources)
    assert {line.outcome for line in river.run(sources).lines} == {"unchanged"}
    assert river.export() == before


@pytest.mark.slow
def test_only_what_lay_below_a_given_folder_is_withdrawn(river: "River", sources: Path, tmp_path: Path) -> None:
    """Of a folder that was not given, and of a file that was given and is missing, nothing is said."""
    other = tmp_path / "other"
    other.mkdir()
    shutil.move(sources / "S_2031_7.md", other)
    river.run(sources, other)
    (other / "S_2031_7.md").unlink()
    assert "withdrawn" not in river.outcomes(sources).values()
    river.run(other / "S_2031_7.md")
    assert graphs_and_points(river)[0]


@pytest.mark.slow
def test_a_hidden_file_that_was_given_by_name_is_not_gone(river: "River", sources: Path) -> None:
    """A folder's search leaves it out, but it lies where it lay."""
    hidden = Path(shutil.move(sources / "S_2031_7.md", sources / ".S_2031_7.md"))
    river.run(hidden)
    assert "withdrawn" not in river.outcomes(sources).values()
    assert graphs_and_points(river)[0]


@pytest.mark.slow
def test_the_last_document_may_go_too(river: "River", sources: Path) -> None:
    """What is published then has no document and no point, rather than the old ones."""
    (sources / "A_85_31.txt").unlink()
    (sources / "A_85_31-digest.md").unlink()
    river.run(sources)
    receipt = withdraw([NOTE], river.settings, home=river.home)
    assert receipt.generation
    assert graphs_and_points(river) == (False, False, False)
    assert river.texts() == set()


@pytest.mark.slow
def test_a_document_is_withdrawn_by_any_of_its_names(river: "River", sources: Path) -> None:
    """It comes back when its folder is ingested again, since its file is still there."""
    river.run(sources)
    (line,) = withdraw(["s/2031/7"], river.settings, home=river.home).lines
    assert (line.document, line.outcome) == (NOTE, "withdrawn")
    assert graphs_and_points(river) == (False, False, False)
    assert river.outcomes(sources)["S_2031_7.md"] == "read"


@pytest.mark.slow
def test_a_name_that_was_never_taken_in_withdraws_nothing(river: "River", sources: Path) -> None:
    """Not even the others that were named beside it."""
    river.run(sources)
    before = river.export()
    with pytest.raises(NotFound, match="A/1/1"):
        withdraw([NOTE, "A/1/1"], river.settings, home=river.home)
    assert river.export() == before
    assert {line.outcome for line in river.run(sources).lines} == {"unchanged"}
