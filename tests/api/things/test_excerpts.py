"""Tests of excerpts: what of a passage a list shows, and what in it is marked."""

from api.things.excerpts import MOST_SHOWN, Piece, excerpt


def test_short_words_are_shown_whole_with_their_marks() -> None:
    """In the order in which they stand."""
    assert excerpt("The lamps of the keepers", [(17, 24), (4, 9)]) == (
        Piece("The "),
        Piece("lamps", is_marked=True),
        Piece(" of the "),
        Piece("keepers", is_marked=True),
    )


def test_marks_that_overlap_are_one_and_those_outside_are_none() -> None:
    """The longer of two that begin together is kept."""
    shown = excerpt("early warning lamps", [(0, 5), (0, 13), (6, 13), (14, 99), (7, 7), (-1, 4)])
    assert [piece.text for piece in shown if piece.is_marked] == ["early warning"]
    assert "".join(piece.text for piece in shown) == "early warning lamps"


def test_long_words_are_cut_between_words_around_the_first_mark() -> None:
    """With an ellipsis on each side where something is left out, and never longer than the bound."""
    words = "wave " * 200 + "lamp " + "shore " * 200
    shown = excerpt(words, [(1000, 1004)])
    text = "".join(piece.text for piece in shown)
    assert text.startswith("… wave")
    assert text.endswith(" …")
    assert Piece("lamp", is_marked=True) in shown
    assert len(text) <= MOST_SHOWN + 4


def test_a_word_longer_than_an_excerpt_is_cut_within() -> None:
    """A megabyte without a blank costs no more than the excerpt."""
    shown = excerpt("x" * 1_000_000, [(500_000, 500_003)])
    assert sum(len(piece.text) for piece in shown) <= MOST_SHOWN + 4
    assert Piece("xxx", is_marked=True) in shown
    assert excerpt("", []) == ()
