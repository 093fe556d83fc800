"""Tests of pictures: bars stand where their counts say, and nothing that was counted is lost."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.pictures.bars import HEIGHT, Fact, by_thing, by_year


def test_years_without_anything_keep_their_places() -> None:
    """Between 2001 and 2004 stand two empty years, which the table beneath leaves out."""
    picture = by_year("Years", [Fact("2004", (2,)), Fact("2001", (4,))])
    assert [bar.label for bar in picture.bars] == ["2001", "2002", "2003", "2004"]
    assert [bar.label for bar in picture.facts] == ["2001", "2004"]
    assert picture.bars[0].segments[0].height == 2 * picture.bars[3].segments[0].height


def test_what_has_no_year_stands_last_and_is_labelled() -> None:
    """A bar "undated" comes behind the years."""
    picture = by_year("Years", [Fact("undated", (1,)), Fact("2001", (1,)), Fact("2002", (1,))])
    assert [bar.label for bar in picture.bars] == ["2001", "2002", "undated"]
    assert picture.bars[-1].is_labelled


def test_the_scale_has_round_steps_and_reaches_the_longest_bar() -> None:
    """For 7 at most: lines at 0, 2, 4, 6 and 8."""
    assert [tick.count for tick in by_year("Years", [Fact("2001", (7,))]).ticks] == [0, 2, 4, 6, 8]
    assert [tick.count for tick in by_year("Years", [Fact("2001", (310,))]).ticks] == [0, 100, 200, 300, 400]


def test_no_more_than_seven_or_so_years_are_labelled() -> None:
    """On a narrow screen more would stand in one another."""
    picture = by_year("Years", [Fact(str(year), (1,)) for year in range(1946, 2026)])
    assert 5 <= sum(bar.is_labelled for bar in picture.bars) <= 8


def test_the_last_year_is_labelled() -> None:
    """A lone bar at the end says which year it is."""
    picture = by_year("Years", [Fact("2021", (1,)), Fact("2031", (1,))])
    assert picture.bars[-1].is_labelled
    assert all(bar.is_labelled_where_wide for bar in picture.bars)


@pytest.mark.parametrize("years", range(1, 81))
def test_labels_of_years_leave_room_for_the_word_behind_them(years: int) -> None:
    """At 230 pixels a year is 28 wide and "undated" 50; at 500, the same of more."""
    picture = by_year("Years", [*(Fact(str(1946 + year), (1,)) for year in range(years)), Fact("undated", (1,))])
    last = picture.bars[-1]
    for width, labelled in (
        (230, [bar for bar in picture.bars if bar.is_labelled]),
        (500, [bar for bar in picture.bars if bar.is_labelled_where_wide]),
    ):
        middles = [width * (bar.x + bar.width / 2) / 100 for bar in labelled[:-1]]
        assert labelled[-1] is last
        assert all(after - before >= 28 for before, after in itertools.pairwise(middles))
        begins = width - 50 if last.x + last.width / 2 > 92 else width * (last.x + last.width / 2) / 100 - 25
        assert not middles or middles[-1] + 14 <= begins + 1


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)), min_size=1, max_size=40))
@example([(0, 406), (0, 6001)])
def test_parts_of_a_bar_fill_it_and_stay_within_the_picture(counts: list[tuple[int, int]]) -> None:
    """Heights are proportional to counts, bars stand within the width, and the least is 0."""
    facts = [Fact(str(1950 + place), pair) for place, pair in enumerate(counts)]
    picture = by_year("Years", facts, ("a", "b"))
    top = picture.ticks[-1].count
    for fact, bar in zip(facts, picture.bars, strict=True):
        assert abs(sum(part.height for part in bar.segments) - HEIGHT * fact.total / top) < 0.05
        assert all(part.y >= 0 and part.y + part.height <= HEIGHT + 1e-9 for part in bar.segments)
        assert bar.x >= 0
        assert bar.x + bar.width <= 100


def test_the_longest_thing_fills_the_width_and_the_rest_is_counted() -> None:
    """Of three things two are drawn, the longest first; the third is told as left out."""
    picture = by_thing("Things", [Fact("few", (1,)), Fact("many", (3, 1)), Fact("some", (2,))], ("a", "b"), most=2)
    assert [(bar.label, bar.width) for bar in picture.bars] == [("many", 100.0), ("some", 50.0)]
    assert [(part.x, part.width) for part in picture.bars[0].segments] == [(0.0, 75.0), (75.0, 25.0)]
    assert picture.left_out == 1


def test_a_part_leads_where_its_kind_leads_and_else_where_its_bar_does() -> None:
    """An empty link of a kind is none."""
    picture = by_year("Years", [Fact("2001", (1, 1), "/all", ("/first", ""))], ("a", "b"))
    assert [part.href for part in picture.bars[0].segments] == ["/first", "/all"]


def test_a_picture_tells_in_words_what_it_shows() -> None:
    """The sum, the span and the longest; or that there is nothing."""
    told = by_year("Years", [Fact("2001", (1,)), Fact("2003", (4,))], unit="documents").summary
    assert told == "From 2001 to 2003: 5 documents; most at 2003: 4."
    assert by_year("Years", [], unit="documents").summary == "No documents to show."
