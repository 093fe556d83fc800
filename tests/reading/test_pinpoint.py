"""Tests of the eyes: pinpoints. In: a text and the place of a citation. Out: the part cited. No network."""

import pytest

from ontology.span import Span
from reading.citations.pinpoint import pinpoint


def of(text: str, words: str) -> tuple[str, tuple[str, ...]] | None:
    """The pinpoint of the citation that has these words, and the paths that it names, those of paragraphs without the word."""
    found = pinpoint(text, Span(text.index(words), text.index(words) + len(words)))
    return (found.words, tuple(place.path.removeprefix("para/") for place in found.places if place.path)) if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X, para. 7", ("para. 7", ("7",))),
        ("X, paragraph 7", ("para. 7", ("7",))),
        ("X, paras. 7, 9 and 11", ("paras. 7, 9 and 11", ("7", "9", "11"))),
        ("X, paras. 43–45 and 59", ("paras. 43-45 and 59", ("43", "44", "45", "59"))),
        ("X, paras. 43 to 45", ("paras. 43-45", ("43", "44", "45"))),
        ("X, para. 4 (b)", ("para. 4 (b)", ("4/b",))),
        ("X paragraph 7", ("para. 7", ("7",))),
        ("X para 4(b)", ("para. 4(b)", ("4/b",))),
        ("X, at paras 7 and 9", ("paras. 7 and 9", ("7", "9"))),
        ("X, para. 4 (b) (ii)", ("para. 4 (b) (ii)", ("4/b/ii",))),
        ("X ¶ 7", ("para. 7", ("7",))),
        ("X, sect. III.B", ("sect. III.B", ())),
        ("article 17, paragraph 2, of the X", ("art. 17, para. 2", ())),
        ("in paragraphs 3 and 4 of my main report of 5 May 2031 (X)", ("paras. 3 and 4", ("3", "4"))),
        ("paragraph 3 of the law and of my report (X)", None),
        ("X parasol 7", None),
        ("X, chapter II", ("Chapter II", ())),
        ("X, sect. IV", ("sect. IV", ())),
        ("X, art. 20, para. 2", ("art. 20, para. 2", ())),
        ("X (see para. 3)", ("para. 3", ("3",))),
        ("X, and para. 3 above", None),
        ("X. Its article 3", None),
        ("article 3 of X", ("art. 3", ())),
        ("article 3 of the X", ("art. 3", ())),
        ("paragraph 3 of “X", ("para. 3", ("3",))),
        ("article 3; of X", None),
        ("preambular paragraph 3 of X", ("preambular para. 3", ("preamble/3",))),
        ("the third preambular paragraph of X", ("preambular para. 3", ("preamble/3",))),
        ("operative paragraph 3 of X", ("para. 3", ("3",))),
        ("paragraph 5 (b) and (c) of X", ("para. 5 (b) and (c)", ("5/b", "5/c"))),
        ("X, paras. 2 (a)–(c)", ("para. 2 (a)-(c)", ("2/a", "2/b", "2/c"))),
        ("subparagraph (b) of paragraph 5 of X", ("para. 5 (b)", ("5/b",))),
        ("X, annex, para. 3", ("annex, para. 3", ())),
        ("X, annex II, paras. 3 and 4", ("annex II, paras. 3 and 4", ("annex/II/para/3", "annex/II/para/4"))),
        ("paragraph 4 of annex II to X", ("annex II, para. 4", ("annex/II/para/4",))),
        ("paragraph 2 of article 17 of the X", ("art. 17, para. 2", ())),
        ("X, annexes I and II", ("annexes I and II", ())),
        ("paragraph 8, section V, of X", ("sect. V, para. 8", ())),
        ("subparagraphs (d) and (e), paragraphs 7 and 8 of X", ("paras. 7 and 8 (d) and (e)", ("7", "8"))),
        ("subparagraph (f) of X", ("subpara. (f)", ())),
        ("X, in particular paragraph 5 (c) of that text", ("para. 5 (c)", ("5/c",))),
        ("(X, paras. 3–5), to encourage them", ("paras. 3-5", ("3", "4", "5"))),
        ("X, para. 3, to encourage them", ("para. 3", ("3",))),
        ("X and its annexes", None),
        ("X, footnote 3", ("footnote 3", ())),
        ("X of 5 May 2031, para. 3", ("para. 3", ("3",))),
        ("X, paras. 3 and 4 of the Plan", None),
        ("X, annexed here", None),
        ("X", None),
    ],
)
def test_the_part_is_said_in_the_manuals_short_form(text: str, expected: tuple[str, tuple[str, ...]] | None) -> None:
    """Ranges are spelled out for the links and stay ranges in the words."""
    assert of(text, "X") == expected


def test_a_senseless_range_is_not_spelled_out() -> None:
    """A range that runs backwards, or over hundreds, is a slip of the print."""
    assert of("X, paras. 45–43", "X") == ("paras. 45-43", ())
    assert of("X, paras. 1–999", "X") == ("paras. 1-999", ())
