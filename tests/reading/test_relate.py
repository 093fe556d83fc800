"""Tests of the eyes: relation. In: made passages. Out: how the later takes the earlier one up."""

import pytest

from reading.relate import Side, relation

ASK = "Urges the keepers of the lamps to keep all of them lit through the long nights of the winter"
STATES, KEEPERS = frozenset({"states", "keepers"}), frozenset({"keepers"})


def side(text: str = ASK, rank: int = 6, parties: frozenset[str] = STATES, year: int = 2018, *, asks: bool = True) -> Side:
    """A made side."""
    return Side(text, asks, parties if asks else frozenset(), rank if asks else 0, year)


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (side(), side(), "repeats"),
        (side(rank=2), side(), "strengthens"),
        (side(), side(rank=2), "followsUp"),
        (side("Urges the States and " + ASK.removeprefix("Urges ")), side(parties=KEEPERS), "narrows"),
        (side(), side(parties=KEEPERS), "repeats"),
        (side(rank=2), side(parties=frozenset({"boats"})), "repeats"),
        (side(), side(ASK.replace("to keep", "to keep, where appropriate,")), "narrows"),
        (side(ASK + " as appropriate"), side(ASK), "repeats"),
        (side(ASK + ", where applicable"), side(ASK + ", as appropriate"), "repeats"),
        (side("Urges the good and brave States and " + ASK.removeprefix("Urges ")), side(parties=STATES - KEEPERS), "repeats"),
        (side(), side(ASK + " and, where possible, to build new lamps on every coast and in all the harbours"), "repeats"),
    ],
)
def test_words_that_hardly_change_decide_first(earlier: Side, later: Side, expected: str) -> None:
    """A stronger verb, fewer parties, a condition that comes in; another party is asked the same again."""
    assert relation(earlier, later) == expected


OTHER = "Let there be somebody in each harbour who watches for storms"


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (side(), side(OTHER), "repeats"),
        (side(rank=1), side(OTHER), "strengthens"),
        (side(), side(OTHER, parties=KEEPERS), "narrows"),
        (side(), side(OTHER, parties=frozenset({"boats"})), "followsUp"),
        (side(), side("In 2020 a harbour had a watch", asks=False), "followsUp"),
        (side("A harbour had a watch", asks=False), side(), "followsUp"),
        (side("A harbour had a watch", asks=False), side("Boats saw lights on the coast", asks=False), "repeats"),
    ],
)
def test_other_words_are_compared_by_what_they_ask(earlier: Side, later: Side, expected: str) -> None:
    """The same party or another one; an account follows up what was asked."""
    assert relation(earlier, later) == expected


def test_an_account_of_something_that_came_after_follows_up() -> None:
    """A year in or after that of the earlier passage, which it could not tell of."""
    earlier = side("Boats may be seen from the coast", asks=False, year=2018)
    assert relation(earlier, side("In 2019 lights were seen", asks=False, year=2021)) == "followsUp"
    assert relation(earlier, side("In 2005 lights were seen", asks=False, year=2021)) == "repeats"
    assert relation(earlier, side("In 2019 lights were seen", asks=False, year=2018)) == "repeats"
