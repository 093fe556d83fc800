"""Tests of places: how several are put in one phrase."""

import pytest

from api.citing import places


@pytest.mark.parametrize(
    ("given", "phrase"),
    [
        (["para. 138", "para. 139"], "paras. 138 and 139"),
        (["para. 5", "para. 6", "para. 7"], "paras. 5–7"),
        (["para. 5", "para. 6", "para. 7", "para. 9"], "paras. 5–7 and 9"),
        (["para. 9", "para. 2", "para. 9"], "paras. 9 and 2"),
        (["para. 49 (a)", "para. 49 (b)"], "para. 49 (a) and (b)"),
        (["para. 49 (a)", "para. 50 (b)"], "paras. 49 (a) and 50 (b)"),
        (["para. 20 (e) (i)", "para. 20 (e) (ii)"], "para. 20 (e) (i) and (ii)"),
        (["annex, para. 1", "annex, para. 2"], "annex, paras. 1 and 2"),
        (["para. 3", "annex I, para. 2"], "para. 3 and annex I, para. 2"),
        (["annex 1, para. 2"], "annex, para. 2"),
        (["annex 1"], "annex"),
        (["annex I, para. 10", "annex 2"], "annex I, para. 10 and annex 2"),
        (["preambular para. 21"], "twenty-first preambular para."),
        (["preambular para. 1", "preambular para. 2", "preambular para. 3"], "first, second and third preambular paras."),
        (["unnumbered para. 7 (a)"], "seventh para. (a)"),
        (["footnote 3", "footnote 4"], "footnotes 3 and 4"),
        (["art. II", "art. III"], "arts. II and III"),
        (["sect. III.B"], "sect. III.B"),
        (["summary", "para. 1"], "summary and para. 1"),
        (["function 2, activity 1"], "function 2, activity 1"),
        (["opening words"], "opening words"),
        ([], ""),
    ],
)
def test_places_of_a_kind_stand_together(given: list[str], phrase: str) -> None:
    """Two as "138 and 139", more neighbours as a run, items behind the one number that they share."""
    assert places.un(given) == phrase


def test_oscola_has_no_full_stops() -> None:
    """OSCOLA 1.3.1."""
    assert places.oscola(["para. 138", "para. 139"]) == "paras 138 and 139"
    assert places.oscola(["sect. III.B"]) == "section III.B"


@pytest.mark.parametrize(
    ("number", "word"),
    [(1, "first"), (12, "twelfth"), (19, "nineteenth"), (20, "twentieth"), (42, "forty-second"), (99, "ninety-ninth"),
     (100, "100th"), (101, "101st"), (111, "111th"), (122, "122nd")],
)  # fmt: skip
def test_numbers_of_order_are_words_to_ninety_ninth(number: int, word: str) -> None:
    """Preambular paragraphs are counted so."""
    assert places.ordinal(number) == word
