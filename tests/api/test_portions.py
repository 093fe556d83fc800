"""Tests of portions. In: numbers. Out: the same, in pieces that a page can carry."""

from api.portions import portions


def test_nothing_is_lost_and_no_bound_is_passed() -> None:
    """By number and by weight; what is too heavy stands alone."""
    given = [1, 1, 1, 1, 9, 2, 2, 30, 1]
    found = list(portions(given, lambda weight: weight, 3, 10))
    assert found == [(1, 1, 1), (1, 9), (2, 2), (30,), (1,)]
    assert list(portions([], lambda weight: weight, 3, 10)) == []
