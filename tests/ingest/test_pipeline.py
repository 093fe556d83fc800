"""Tests of the river: the pipeline. In: made documents, whole runs with the light model. Out: what gets published. No network."""

import itertools
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.receipt import Receipt
from ontology.errors import StoreBusy, StoreMissing
from stores import generations
from stores.graph.store import GraphStore

pytestmark = pytest.mark.slow

if TYPE_CHECKING:
    from tests.ingest.conftest import River

NAMES = ("S_2031_7.md", "A_85_31.txt", "A_85_31-digest.md")
OFFICIAL = "The harbours opened again in the spring."
OURS = "They opened again."


@pytest.fixture(scope="module")
def finished(
    tmp_path_factory: pytest.TempPathFactory, made: Path, model_cache: Path, small_home: Path
) -> tuple["River", Path, Receipt]:
    """A run over the three sources that is over: the river, the folder of the sources, and the receipt. Not to be changed."""
    from tests.ingest.conftest import River

    folder = tmp_path_factory.mktemp("finished")
    for name in NAMES:
        shutil.copy(made / name, folder)
    river = River(folder / ".data", model_cache, small_home)
    return river, folder, river.run(folder)


def test_a_second_run_finds_everything_unchanged_and_publishes_nothing(finished: tuple["River", Path, Receipt]) -> None:
    """Equal input has an equal outcome, and no new generation pretends otherwise."""
    river, sources, first = finished
    served = generations.current(river.settings.data).id
    again = river.run(sources)
    assert first.generation == served
    assert again.generation is None
    assert {line.outcome for line in again.lines} == {"unchanged"}
    assert generations.current(river.settings.data).id == served


@pytest.mark.slow
def test_the_order_of_ingest_changes_no_byte(new_river: Callable[[str], "River"], sources: Path) -> None:
    """A report, a note in full and its digest, one by one in every order, and all at once."""
    exports = set()
    for at, order in enumerate(itertools.permutations(NAMES)):
        river = new_river(f"order{at}")
        for step in (order[:1], order[1:]):  # the first alone, the others together: each file once first and once last
            river.run(*(sources / name for name in step))
        exports.add(river.export())
    assert len(exports) == 1
    assert len(exports.pop().splitlines()) > 300


@pytest.mark.slow
def test_the_number_of_workers_changes_no_byte(new_river: Callable[[str], "River"], sources: Path) -> None:
    """Neither of the graph nor of the receipt; each worker hashes texts in an order of its own."""
    told = []
    for count in (1, 2, 3):
        river = new_river(f"workers{count}")
        river.settings = replace(river.settings, workers=count)
        receipt = river.run(sources)
        told.append((river.export(), receipt.lines))
    assert told[0] == told[1] == told[2]
    assert len(told[0][1]) == 3


@pytest.mark.slow
def test_a_file_that_takes_too_long_is_a_line_and_is_tried_again(river: "River", sources: Path) -> None:
    """It says what the limit was; nothing of it is published, and a later run with more time takes it in."""
    usual, river.settings = river.settings, replace(river.settings, file_wall_s=0.05)
    report = sources / "A_85_31.txt"
    report.write_text(
        "\n\n".join([report.read_text(), *(f"{n}. The Council requests the Office to report." for n in range(9, 900))])
    )
    receipt = river.run(report)
    (line,) = receipt.lines
    assert (line.source, line.outcome, receipt.generation) == (str(report), "refused", None)
    why = "took longer than 0.05 s (MANDATEGRAPH_FILE_WALL_S)"
    assert line.reason == f"Reading {report} {why}. The other documents went on without it."
    river.settings = usual
    assert river.outcomes(report) == {"A_85_31.txt": "read"}


@pytest.mark.slow
def test_a_full_text_takes_the_place_of_a_digest_for_good(river: "River", sources: Path) -> None:
    """Our own words give way to the official ones and never come back; both files stay known as renditions."""
    river.run(sources / "A_85_31-digest.md")
    assert (OURS in river.texts(), river.count("text")) == (True, 0)
    river.run(sources / "A_85_31.txt")
    assert any(OFFICIAL in words for words in river.texts())
    assert (OURS in river.texts(), river.count("digestText"), river.count("hasRendition")) == (False, 0, 2)
    (sources / "A_85_31-digest.md").write_text((sources / "A_85_31-digest.md").read_text() + "\n4. More of ours.\n")
    assert river.outcomes(sources / "A_85_31-digest.md") == {"A_85_31-digest.md": "kept as rendition"}
    assert river.count("digestText") == 0


@pytest.mark.slow
def test_a_refused_file_keeps_nothing_else_out(river: "River", sources: Path) -> None:
    """Each bad file is a line with its reason; the good ones are published."""
    (sources / "empty.md").touch()
    (sources / "blank.md").write_text(" \n\n")
    (sources / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n")
    (sources / "latin.md").write_bytes("1. Un café\n".encode("latin-1"))
    (sources / "nobody.md").write_text("1. Whose text is this?\n")
    (sources / "line.md").write_text("1. " + "x" * 2_000_000)
    receipt = river.run(sources, sources / "missing.md")
    outcomes = {Path(line.source).name: line.outcome for line in receipt.lines}
    bad = {"empty.md", "blank.md", "picture.md", "latin.md", "nobody.md", "line.md", "missing.md"}
    assert {name for name, outcome in outcomes.items() if outcome == "refused"} == bad
    assert all(line.reason and Path(line.source).name in line.reason for line in receipt.refused)
    assert outcomes["S_2031_7.md"] == "read"
    assert receipt.generation == generations.current(river.settings.data).id


def test_the_same_bytes_under_two_names_are_one_rendition(river: "River", sources: Path) -> None:
    """A copy adds nothing to the graph, whichever came first."""
    river.run(sources / "S_2031_7.md")
    before = river.export()
    shutil.copy(sources / "S_2031_7.md", sources / "copy.md")
    river.run(sources / "copy.md", sources / "S_2031_7.md")
    assert river.export() == before


@pytest.mark.slow
def test_a_changed_file_is_described_anew(river: "River", sources: Path) -> None:
    """The old words go with the old bytes."""
    river.run(sources)
    report = sources / "S_2031_7.md"
    report.write_text(report.read_text().replace("The Office stands ready to help.", "The Office waits."))
    assert river.outcomes(sources)["S_2031_7.md"] == "read"
    assert "The Office waits." in river.texts()
    assert "The Office stands ready to help." not in river.texts()


@pytest.mark.slow
def test_graphs_that_take_the_place_of_others_do_not_pile_up_in_memory(
    river: "River", sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once there are many, the store writes them to its files."""
    river.run(sources / "S_2031_7.md")
    (sources / "S_2031_7.md").write_text((sources / "S_2031_7.md").read_text() + "\n99. One more.\n")
    written: list[int] = []

    def flush(store: GraphStore) -> None:
        written.append(store.count())

    monkeypatch.setattr("ingest.pipeline._TOGETHER_BYTES", 1000)
    monkeypatch.setattr(GraphStore, "flush", flush)
    river.run(sources / "S_2031_7.md")
    assert len(written) == 1


@pytest.mark.slow
def test_a_changed_rule_describes_everything_anew(new_river: Callable[[str], "River"], sources: Path, tmp_path: Path) -> None:
    """What a document's graph depends on, beside its bytes, counts as well."""
    river = new_river("data")
    river.run(sources)
    river.home = Path(shutil.copytree(river.home, tmp_path / "home"))
    assert river.run(sources).generation is None
    catalogue = river.home / "corpus" / "catalogue" / "made.toml"
    catalogue.write_text(catalogue.read_text() + '\n[[document]]\nsymbols = ["A/85/31"]\nkind = "report"\nissued = 2031-02-03\n')
    assert river.outcomes(sources)["S_2031_7.md"] == "read"
    assert b'"2031-02-03"' in river.export()


@pytest.mark.slow
def test_a_manifest_that_says_otherwise_counts_though_no_byte_changed(river: "River", tmp_path: Path) -> None:
    """The document is another one, and the first is gone from the graph."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "some.md").write_text("1. The Office stands ready.\n\n2. The Office waits.\n")
    for symbol in ("A/91/1", "A/91/2"):
        (folder / "manifest.tsv").write_text(f"file\tsymbol\nsome.md\t{symbol}\n")
        (line,) = river.run(folder).lines
        assert (line.document, line.outcome) == (symbol, "read")
    assert b"/graph/doc/A/91/2>" in river.export()
    assert b"/graph/doc/A/91/1>" not in river.export()


def test_what_looked_odd_is_on_the_receipt(finished: tuple["River", Path, Receipt]) -> None:
    """A missing paragraph number does not stop a document, but is told."""
    (line,) = [line for line in finished[2].lines if line.document == "S/2031/7"]
    assert any("paragraph 7 follows 5" in finding for finding in line.findings)
    assert line.counts["passages"] > 15


def test_a_document_that_a_check_stops_leaves_the_others_published(river: "River", sources: Path, tmp_path: Path) -> None:
    """The finding is on the receipt; nothing of the stopped document is in the graph."""
    river.home = Path(shutil.copytree(river.home, tmp_path / "home"))
    (river.home / "queries" / "checks" / "no-harbours.rq").write_text(
        "# title: No harbours\n# summary: No paragraph may speak of harbours.\n"
        "PREFIX mg: <https://w3id.org/mandategraph/ontology#>\n"
        'SELECT ?passage { ?passage mg:text ?words FILTER(CONTAINS(STR(?words), "harbours")) } ORDER BY ?passage\n'
    )
    receipt = river.run(sources / "S_2031_7.md", sources / "A_85_31.txt")
    outcomes = {line.document: line for line in receipt.lines}
    assert outcomes["A/85/31"].outcome == "stopped by checks"
    assert "No harbours" in f"{outcomes['A/85/31'].reason}"
    assert outcomes["S/2031/7"].outcome == "read"
    assert not any("harbours" in words for words in river.texts())
    assert any("Lamps were lit" in words for words in river.texts())


@pytest.mark.slow
def test_a_document_that_was_stopped_is_tried_again(river: "River", sources: Path, tmp_path: Path) -> None:
    """Its bytes were kept; once the check is gone it is published without being given again."""
    kept = river.home
    river.home = Path(shutil.copytree(river.home, tmp_path / "home"))
    check = river.home / "queries" / "checks" / "nothing-at-all.rq"
    check.write_text(
        "# title: Nothing\n# summary: No paragraph may be.\nPREFIX mg: <https://w3id.org/mandategraph/ontology#>\n"
        "SELECT ?passage { ?passage a mg:Passage } ORDER BY ?passage\n"
    )
    assert river.outcomes(sources / "A_85_31.txt") == {"A_85_31.txt": "stopped by checks"}
    with pytest.raises(StoreMissing):
        generations.current(river.settings.data)
    river.home = kept
    river.run(sources / "S_2031_7.md")
    assert any(OFFICIAL in words for words in river.texts())


def test_programme_texts_are_known_by_their_slug(river: "River", made: Path) -> None:
    """They have no symbol; the catalogue names them."""
    (line,) = river.run(made / "functions.md").lines
    assert (line.document, line.outcome) == ("functions", "read")
    assert b"/doc/functions/function/2/activity/1>" in river.export()


def test_two_runs_at_once_do_not_mix(river: "River", sources: Path) -> None:
    """The second is told who has the folder, and changes nothing."""
    with generations.writer_lock(river.settings.data), pytest.raises(StoreBusy, match="Another run writes"):
        river.run(sources)
    with pytest.raises(StoreMissing):
        generations.current(river.settings.data)
    assert river.run(sources).generation


def test_a_run_that_takes_nothing_in_publishes_nothing(river: "River", tmp_path: Path) -> None:
    """An empty corpus answers nothing, and that nothing was published says more."""
    (tmp_path / "empty").mkdir()
    assert river.run(tmp_path / "empty").generation is None
    with pytest.raises(StoreMissing):
        generations.current(river.settings.data)


def test_no_run_leaves_its_times_or_its_machine_in_the_export(finished: tuple["River", Path, Receipt]) -> None:
    """Only what the documents say, and how they were read."""
    river, sources, _ = finished
    export = river.export()
    generation = generations.current(river.settings.data).id
    for trace in (str(sources), str(river.settings.data), generation, "_:", "file:"):
        ours = [line for line in export.splitlines() if b"/graph/ontology>" not in line and trace.encode() in line]
        assert ours == [], trace
