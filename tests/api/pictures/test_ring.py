"""Tests of rings: every name legible, every kind with a share, nothing outside the picture."""

from itertools import pairwise

from api.pictures.ring import MOST, WIDTH, Around, ring


def around(*sizes: int) -> list[Around]:
    """Kinds with so many names each."""
    return [
        Around(f"Kind {kind}", tuple((f"Name {kind}.{place}", f"/n/{kind}/{place}") for place in range(size)))
        for kind, size in enumerate(sizes)
    ]


def test_no_name_covers_another_and_all_stand_inside() -> None:
    """On each side captions and names stand a row apart."""
    drawn = ring("The Keepers", around(9, 4, 1, 6))
    for anchor in ("start", "end"):
        names = [spoke.y for spoke in drawn.spokes if spoke.anchor == anchor]
        heights = sorted([*names, *(caption.y for caption in drawn.captions if caption.anchor == anchor)])
        assert all(after - before >= 20 for before, after in pairwise(heights))
    assert all(0 < spoke.x < WIDTH and 0 < spoke.y < drawn.height for spoke in drawn.spokes)
    assert len(drawn.spokes) == 20
    assert drawn.left_out == 0


def test_a_large_kind_leaves_room_for_the_small_ones() -> None:
    """At most 24 are drawn, and how many are not is told."""
    drawn = ring("Member States", around(193, 2, 3))
    kinds = [spoke.kind for spoke in drawn.spokes]
    assert len(kinds) == MOST
    assert (kinds.count(1), kinds.count(2)) == (2, 3)
    assert drawn.left_out == 198 - MOST
    assert "198 neighbours" in drawn.summary


def test_long_names_are_cut_and_kept_whole_beside() -> None:
    """The thing's own name is broken into lines."""
    drawn = ring("Office on Genocide Prevention and the Responsibility to Protect", [Around("Kind", (("y" * 80, ""),))])
    assert drawn.spokes[0].label.endswith("…")
    assert drawn.spokes[0].whole == "y" * 80
    assert all(len(line) <= 22 for line in drawn.lines)
    assert len(drawn.lines) > 2


def test_nothing_around_draws_nothing() -> None:
    """Kinds without names have no caption."""
    drawn = ring("Alone", [Around("Kind", ())])
    assert (drawn.spokes, drawn.captions) == ((), ())
