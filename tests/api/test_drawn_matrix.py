"""Tests of pictures: the matrix. In: counts. Out: shades that never mislead, cells that lead on."""

from api.pictures.matrix import LEVELS, Head, level, matrix


def test_nothing_has_no_shade_and_something_has_one() -> None:
    """A count of 1 beside a great one is pale and not white."""
    assert level(0, 1_000) == 0
    assert level(1, 1_000_000) == 1
    assert level(1_000_000, 1_000_000) == LEVELS


def test_more_is_never_paler() -> None:
    """Whatever the greatest count is."""
    for most in (1, 2, 3, 7, 100, 4_096, 38_470):
        shades = [level(count, most) for count in range(most + 1)]
        assert shades == sorted(shades)
        assert max(shades) == (LEVELS if most > 1 else 1)


def test_a_cell_leads_on_where_it_counts_something() -> None:
    """An empty one is no link."""
    heads = [Head("a", "A"), Head("b", "B")]
    found = matrix("m", "r", heads, [Head("x", "X")], {("x", "a"): 3}, lambda row, column: f"/{row}/{column}")
    assert [(cell.count, cell.href) for cell in found.rows[0].cells] == [(3, "/x/a"), (0, "")]
