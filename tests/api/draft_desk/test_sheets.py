"""Tests of the drafting desk: sheets. In: drafts. Out: sheets that a page can carry, and every passage on one of them."""

from itertools import pairwise

from api.draft_desk.desk import desk
from api.draft_desk.sheets import MOST_PARTS, sheet_of, sheets
from api.library import Library


def test_every_passage_stands_on_one_sheet_in_order(library: Library) -> None:
    """Many short ones by their number, long ones by their weight; each sheet tells what needs a look on it."""
    short = [f"A lamp is lit in harbour number {number}." for number in range(1, MOST_PARTS + 6)]
    heavy = ["A lamp is lit. " * 300] * 6
    found = desk(library, "\n\n".join([*short, *heavy, "See A/85/40, para. 99."]))
    every = sheets(found.parts)
    assert [part for sheet in every for part in sheet.parts] == list(found.parts)
    assert [sheet.number for sheet in every] == list(range(1, len(every) + 1))
    assert [(sheet.first, sheet.last) for sheet in every][:1] == [(1, MOST_PARTS)]
    assert all(later.first == sheet.last + 1 for sheet, later in pairwise(every))
    assert len(every) > 2
    assert [sheet.looks for sheet in every] == [0] * (len(every) - 1) + [1]


def test_the_sheet_of_an_opened_sentence_comes_before_the_one_that_is_wanted(library: Library) -> None:
    """One that is not there is the last; a draft without a passage has none."""
    every = sheets(desk(library, "\n\n".join(f"A lamp is lit in harbour number {number}." for number in range(1, 101))).parts)
    asked: list[tuple[int, tuple[int, ...]]] = [(1, ()), (3, ()), (9, ()), (0, ()), (1, (50,)), (1, (999,))]
    shown = [sheet_of(every, number, opened) for number, opened in asked]
    assert [sheet.number if sheet else None for sheet in shown] == [1, 3, 3, 1, 2, 1]
    assert sheet_of((), 1) is None
