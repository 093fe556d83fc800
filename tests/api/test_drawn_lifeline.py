"""Tests of pictures: the time line. In: steps with years. Out: every dot within the picture, arcs from earlier to later."""

from itertools import pairwise

import pytest

from api.pictures.lifeline import Point, lifeline


@pytest.mark.parametrize("years", [[2018], [2018, 2021], [1946, 2025, 2025], [0, 2018], [0, 0]], ids=str)
@pytest.mark.parametrize("latest", [0, 2030])
def test_everything_stands_within_the_picture(years: list[int], latest: int) -> None:
    """Dots in the order of years, each in a row of its own; marks of years do not run into each other."""
    drawn = lifeline([Point(str(year), year, ()) for year in years], latest)
    assert len(drawn.dots) == len(years)
    assert all(0 < dot.x < drawn.width and 0 < dot.y < drawn.axis for dot in drawn.dots)
    assert [dot.x for dot in drawn.dots] == sorted(dot.x for dot in drawn.dots)
    assert len({dot.y for dot in drawn.dots}) == len(years)
    places = [x for x, _ in drawn.ticks]
    assert all(after - before > 20 for before, after in pairwise(places))


def test_an_arc_joins_its_two_steps() -> None:
    """It begins at the earlier dot and ends at the later, also within one year."""
    drawn = lifeline([Point("a", 2018, ()), Point("b", 2021, ((0, "strengthens"),)), Point("c", 2021, ((1, "repeats"),))], 0)
    for arc, (one, other) in zip(drawn.arcs, [(0, 1), (1, 2)], strict=True):
        assert arc.path.startswith(f"M{drawn.dots[one].x} {drawn.dots[one].y}")
        assert arc.path.endswith(f"{drawn.dots[other].x} {drawn.dots[other].y}")
    assert [arc.kind for arc in drawn.arcs] == ["strengthens", "repeats"]


def test_silence_begins_at_the_last_step() -> None:
    """And is not drawn where nothing later is known."""
    points = [Point("a", 2018, ()), Point("b", 2021, ())]
    drawn = lifeline(points, 2030)
    assert drawn.silence
    assert drawn.silence[0] == drawn.dots[1].x < drawn.silence[1]
    assert lifeline(points, 0).silence is None
    assert lifeline([], 0).dots == ()


def test_a_long_label_is_cut() -> None:
    """It stays in the room before the line."""
    assert len(lifeline([Point("x" * 200, 2018, ())], 0).dots[0].label) < 40
