"""Tests of the tracker: the matrix. In: the register. Out: counts that are those of the lists to which they lead."""

from dataclasses import replace

import pytest

from api.library import Library, Serving
from api.tracker.grid import MOST_YEARS, PERIOD, VIEWS, grid
from api.tracker.listed import listed
from api.tracker.register import Axis, Register
from api.tracker.wanted import Wanted, wanted
from ontology.errors import BadParameter

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("view", VIEWS)
def test_each_cell_counts_what_its_list_holds(reports: Library, served: Serving, held: Register, view: str) -> None:
    """Cell by cell, also those of 0, and each sum of a row."""
    found = grid(reports, held, Wanted(), view)
    rows, columns = VIEWS[view]
    for row in found.rows:
        kept = Wanted().having(rows, row.key)
        assert listed(reports, served, held, kept, most=0).total == row.total
        for column in found.columns:
            total = listed(reports, served, held, kept.having(columns, column.key), most=0).total
            assert total == found.counts.get((row.key, column.key), 0)


def test_a_narrowed_matrix_counts_what_fits(reports: Library, served: Serving, held: Register) -> None:
    """Of a narrowed axis only what was asked for is shown."""
    asked = wanted(reports, served, {"addressee": ["actor/member-states"], "year": ["2018..2021"]})
    found = grid(reports, held, asked, "addressee-year")
    assert [row.key for row in found.rows] == ["actor/member-states"]
    assert [column.key for column in found.columns] == ["2018", "2019", "2020", "2021"]
    assert found.total == sum(found.counts.values())


def test_the_parts_of_a_long_matrix_neither_overlap_nor_gap(reports: Library, held: Register) -> None:
    """Rows come in the same order wherever it begins."""
    whole = grid(reports, held, Wanted(), "theme-year", most=100)
    parts = [
        row
        for start in range(0, whole.rows_total, 7)
        for row in grid(reports, held, Wanted(), "theme-year", start=start, most=7).rows
    ]
    assert tuple(parts) == whole.rows


def test_many_years_become_periods(reports: Library, held: Register) -> None:
    """None of the duties is lost by that, and those without a date stand in a column of their own."""
    axis = held.axes["year"]
    spread = (*(str(1946 + 29 * place) for place in range(len(axis.values) - 1)), "0")
    years = Axis(spread, {value: place for place, value in enumerate(spread)}, axis.duty, axis.value)
    found = grid(reports, replace(held, axes={**held.axes, "year": years}), Wanted(), "addressee-year")
    assert 29 * (len(spread) - 2) >= MOST_YEARS
    assert sum(column.total for column in found.columns) == len(held.duties)
    assert found.columns[0].key == f"1946..{1946 + PERIOD - 1}"
    assert found.columns[-1].key == "0"


def test_a_matrix_of_nothing_is_empty(reports: Library, served: Serving, held: Register) -> None:
    """Where nothing fits, no row and no column is shown."""
    found = grid(reports, held, wanted(reports, served, {"addressee": ["state/ATL"]}), "addressee-year")
    assert (found.total, found.rows, found.columns) == (0, (), ())


def test_what_is_no_matrix_is_refused(reports: Library, held: Register) -> None:
    """With those that there are."""
    with pytest.raises(BadParameter):
        grid(reports, held, Wanted(), "verb-verb")
    with pytest.raises(BadParameter):
        grid(reports, held, Wanted(), "theme-year", start=-1)
