"""Tests of flows: what belongs together stands together, and no box covers another."""

from itertools import combinations

from api.pictures.flow import Box, Step, flow
from api.pictures.words import broken, shortened


def tree() -> Step:
    """An objective with two priorities; the second has one outcome with three activities, the first two of them."""
    activities = tuple(Step(f"Activity {place}", "To keep the lamps lit. " * place, f"#{place}", 6) for place in range(1, 4))
    outcome = Step("Outcome", "Lamps are lit.", "#o", 3, activities)
    return Step(
        "Objective",
        "Ships come home.",
        "#top",
        0,
        (Step("Priority 1", "Lamps", "#1", 2, (outcome, outcome)), Step("Priority 2", "Bells", "#2", 2, (outcome,))),
    )


def covers(one: Box, other: Box) -> bool:
    """Whether two boxes share any place."""
    apart = (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )
    return not apart


def test_no_box_covers_another_and_all_stand_inside() -> None:
    """Boxes of items, and of what is under them."""
    drawn = flow("Lamps", [tree()])
    assert len(drawn.boxes) == 1 + 2 + 3 + 9
    assert not any(covers(one, other) for one, other in combinations(drawn.boxes, 2))
    assert all(box.x >= 0 and box.x + box.width <= drawn.width and box.y + box.height <= drawn.height for box in drawn.boxes)


def test_a_box_is_as_wide_as_what_is_under_it() -> None:
    """The first priority has two columns, the second one."""
    boxes = {box.heading: box for box in flow("Lamps", [tree()]).boxes}
    assert boxes["Objective"].width > boxes["Priority 1"].width > 1.9 * boxes["Priority 2"].width


def test_each_item_is_joined_to_what_it_is_part_of() -> None:
    """One join for each box but the first; a single thing under an item stands straight under it."""
    drawn = flow("Lamps", [tree()])
    assert len(drawn.joins) == len(drawn.boxes) - 1
    assert "3 × Outcome" in drawn.summary


def test_long_words_are_cut_and_kept_whole_beside() -> None:
    """Activities have three lines at most."""
    drawn = flow(
        "Lamps", [Step("Output", "out", "", 4, (Step("Activity 1", "lamp " * 200, "", 6), Step("Activity 2", "x", "", 6)))]
    )
    activity = drawn.boxes[1]
    assert len(activity.lines) == 3
    assert activity.lines[-1].endswith("…")
    assert activity.whole == "lamp " * 200


def test_nothing_is_drawn_of_nothing() -> None:
    """A programme without items."""
    assert flow("Empty", []).boxes == ()


def test_texts_are_broken_between_words_where_that_can_be() -> None:
    """A word longer than a line is broken within; more lines than there may be end in an ellipsis."""
    assert broken("one two three", 7, 9) == ("one two", "three")
    assert broken("abcdefghij", 4, 9) == ("abcd", "efgh", "ij")
    assert broken("one two three four", 5, 2) == ("one", "two…")
    assert shortened("lanterns", 5) == "lant…"
    assert shortened("lamp", 5) == "lamp"
