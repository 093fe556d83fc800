"""Tests of the tracker: papers and tables. In: a matrix, a list, a line. Out: all of it in CSV and on paper, and nothing else."""

import csv
import io

import pytest

from api.csv_table import as_csv
from api.library import Library, Serving
from api.papers.paper import Block, Paper, Table
from api.tracker.descent import life_line
from api.tracker.grid import grid
from api.tracker.listed import listed
from api.tracker.register import Register
from api.tracker.wanted import Wanted
from api.tracker.written import grid_paper, grid_rows, line_paper, line_rows, list_paper, list_rows

pytestmark = pytest.mark.slow

_ABOUT = {"generation": "g1"}


def _read(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8"))))


def _words(paper: Paper) -> str:
    return " ".join(run.text for block in paper.blocks if isinstance(block, Block) for run in block.runs)


def test_a_matrix_as_csv_has_every_count(reports: Library, held: Register) -> None:
    """Row by row, under the names of its columns, with what it is about."""
    found = grid(reports, held, Wanted(), "addressee-year", most=1000)
    rows = _read(as_csv(grid_rows(found), _ABOUT))
    assert [int(row["all"]) for row in rows] == [row.total for row in found.rows]
    assert sum(int(row[column.name]) for row in rows for column in found.columns) == sum(found.counts.values())
    assert {row["generation"] for row in rows} == {"g1"}


def test_a_list_as_csv_has_every_duty_with_its_words(reports: Library, served: Serving, held: Register) -> None:
    """Each in a row of its own, whatever its words hold."""
    found = listed(reports, served, held, Wanted(), most=1000)
    rows = _read(as_csv(list_rows(found), _ABOUT))
    assert [(row["iri"], row["words"]) for row in rows] == [(one.iri, one.words) for one in found.items]


def test_a_cell_that_a_spreadsheet_would_run_is_led_by_an_apostrophe() -> None:
    """The rule of OWASP for CSV injection."""
    assert as_csv([("head",), ("=1+1",), ("@x",), ("plain",), (-1,)], {}).split() == [b"head", b"'=1+1", b"'@x", b"plain", b"-1"]


def test_a_line_as_csv_has_a_row_for_each_link(reports: Library, served: Serving, held: Register) -> None:
    """A step that takes up two has two rows, one that takes up none has one."""
    found = life_line(reports, served, held, held.links[0].later_passage)
    rows = _read(as_csv(line_rows(found), _ABOUT))
    assert len(rows) == sum(max(1, len(step.takes)) for step in found.steps)


def test_a_matrix_on_paper_is_a_table(reports: Library, held: Register) -> None:
    """As many cells in each row as there are heads."""
    paper = grid_paper(grid(reports, held, Wanted(), "theme-year"), "Theme by year", "", "here")
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    assert len(tables) == 1
    assert {len(row) for row in tables[0].rows} == {len(tables[0].heads)}


def test_a_list_on_paper_has_a_footnote_for_each_duty(reports: Library, served: Serving, held: Register) -> None:
    """The pinpoint, and that a digest's words are ours; a list that is cut says so."""
    found = listed(reports, served, held, Wanted(), most=4)
    paper = list_paper(found, "Recommendations", "", "here", {})
    notes = [run.note for block in paper.blocks if isinstance(block, Block) for run in block.runs if run.note]
    assert len(notes) == 4
    for one, note in zip(found.items, notes, strict=True):
        assert note.startswith(one.pinpoint)
        assert ("Digest" in note) == (one.fidelity == "digest")
    assert f"1 to 4 of {found.total}" in _words(paper)


def test_a_line_on_paper_marks_what_changed(reports: Library, served: Serving, held: Register) -> None:
    """What is new as inserted, what is gone as deleted."""
    found = life_line(reports, served, held, held.links[0].later_passage)
    runs = [run for block in line_paper(found, "Line", "here", {}).blocks if isinstance(block, Block) for run in block.runs]
    assert {"inserted", "deleted"} <= {run.kind for run in runs}
