"""Tests of the eyes: lines. In: lines as editors and PDF readers leave them, written here. Out: their letters and offsets."""

import pytest

from reading.clean import blocks
from reading.lines import is_furniture, lines


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("the preven\u00adtion of harm", "the prevention of harm"),
        ("the O\ufb03ce and the \ufb01rst \ufb02ag", "the Office and the first flag"),
        ("Member\u00a0States, para.\u202f7", "Member States, para. 7"),
        ("zero\u200bwidth\u2060 blanks", "zerowidth blanks"),
        ("> quoted words", "quoted words"),
        ("5 > 3", "5 > 3"),
        ("harm[^12] is told.[^3]", "harm¹² is told.³"),
        ("[^12]: See there.", "¹² See there."),
        ("harm[^12]: see there", "harm¹²: see there"),
        ("no note[^name]", "no note[^name]"),
    ],
)
def test_a_line_has_the_letters_that_a_reader_sees(written: str, read: str) -> None:
    """Whatever a typesetter or an editor put between them."""
    assert [line.text for line in lines(written)] == [read]


def test_every_letter_knows_where_it_stood() -> None:
    """Also behind what was taken off or spelled out."""
    source = "> one \ufb01\u00adve\n[^7]: six"
    first, second = lines(source)
    assert [source[offset] for offset in first.offsets] == ["o", "n", "e", " ", "\ufb01", "\ufb01", "v", "e"]
    assert source[second.offsets[0]] == "7"


def test_a_soft_hyphen_at_the_end_of_a_line_joins_the_halves() -> None:
    """It marks a place to break a word and is no hyphen."""
    assert blocks("The preven\u00ad\ntion of harm.\n")[0].text.text == "The prevention of harm."


@pytest.mark.parametrize(
    "line",
    [
        *("17", "11/18", "11/18 31-24224", "31-24224 (E)   110431   /...", "*3124224*", "110431", "/..."),
        *("GE.31-10070", "GE. 31-10070", "GE.31-10070      5", "2       GE.31-10070", "GE.31-12565 (E)     080431 090431"),
        *(
            "S/2031/7",
            "S/2031/7/Add.1",
            "   A/HRC/13/4",
            "A/HRC/13/4     3",
            "A/HRC/WG.6/9/L.3",
            "S/RES/2717 (2023)",
            "English",
            "Page 3",
            "English Page 3",
        ),
    ],
)
def test_running_heads_and_feet_are_furniture(line: str) -> None:
    """Symbol, language, page, job number and what printers add, alone or side by side."""
    assert is_furniture(line)


@pytest.mark.parametrize("line", ["Page", "English lamps", "S/2031/7 says", "1. Lamps", "A/B", "63 962", "Annex", "", "in 2031"])
def test_words_and_tables_are_no_furniture(line: str) -> None:
    """Nothing of the text is taken for a running head."""
    assert not is_furniture(line)


def test_a_line_full_of_odd_letters_is_read_in_time_linear_in_its_length() -> None:
    """Inputs are hostile: each letter must not copy all those before it."""
    (line,) = lines("\ufb01\u00ad" * 100_000 + "x")
    assert line.text == "fi" * 100_000 + "x"
    assert len(line.offsets) == len(line.text)
