"""Tests of the language: numbers of resolutions. In: numbers with and without a date. Out: who can have given them."""

import pytest

from ontology.errors import SymbolError
from ontology.numbering import DECISION, RESOLUTION, STATEMENT, Adopted, adopters, symbol_of

SEPTEMBER, DECEMBER = Adopted(2005, 9), Adopted(1998, 12)
# number, word, date -> organs that can have given it
POSSIBLE: list[tuple[str, str, Adopted | None, tuple[str, ...]]] = [
    ("1366 (2001)", RESOLUTION, None, ("S",)),
    ("1366 (2011)", RESOLUTION, None, ()),
    ("795 (1992)", RESOLUTION, None, ("S",)),
    ("ES-11/1", RESOLUTION, None, ("A",)),
    ("217 A (III)", RESOLUTION, None, ("A", "E")),
    ("663 C (XXIV)", RESOLUTION, None, ("A", "E")),
    ("1296 (XLIV)", RESOLUTION, None, ("E",)),
    ("542 (LXXIII)", RESOLUTION, None, ()),
    ("2005/80", RESOLUTION, None, ("E", "E/CN.4")),
    ("2019/4", RESOLUTION, None, ("E",)),
    ("33/19", RESOLUTION, None, ("A", "A/HRC")),
    ("33/19", RESOLUTION, Adopted(2016, 9), ("A/HRC",)),
    ("33/19", RESOLUTION, Adopted(1978, 11), ("A",)),
    ("19/27", RESOLUTION, None, ("A/HRC",)),
    ("60/251", RESOLUTION, None, ("A",)),
    ("60/1", RESOLUTION, SEPTEMBER, ("A",)),
    ("59/314", RESOLUTION, SEPTEMBER, ("A",)),
    ("53/144", RESOLUTION, DECEMBER, ("A",)),
    ("53/144", RESOLUTION, Adopted(1999, 12), ("A",)),
    ("58/4", RESOLUTION, Adopted(2015, 3), ()),
    ("S-25/1", RESOLUTION, Adopted(2016, 10), ("A/HRC",)),
    ("S-26/2", RESOLUTION, Adopted(2001, 6), ("A",)),
    ("S-34/1", RESOLUTION, None, ("A/HRC",)),
    ("68/505", DECISION, None, ("A",)),
    ("2/113", DECISION, None, ("A/HRC",)),
    ("8/1", STATEMENT, None, ("A/HRC",)),
    ("2015/25", STATEMENT, None, ("S",)),
    ("2250", RESOLUTION, None, ("S",)),
    ("12 of 13", RESOLUTION, None, ()),
]


@pytest.mark.parametrize(("number", "word", "adopted", "organs"), POSSIBLE)
def test_form_and_date_of_a_number_tell_who_can_have_given_it(
    number: str, word: str, adopted: Adopted | None, organs: tuple[str, ...]
) -> None:
    """A date one year off the Assembly's session is a slip of the print; one further off tells of another body."""
    assert adopters(number, word, adopted) == organs


def test_nobody_cites_what_is_to_come() -> None:
    """The Human Rights Council's seventy-fifth session lies far behind a text of 2024; the Assembly's does not."""
    assert adopters("75/14", latest=2024) == ("A",)
    assert adopters("75/14") == ("A", "A/HRC")
    assert adopters("33/19", latest=1990) == ("A",)


@pytest.mark.parametrize(
    ("organ", "number", "word", "symbol"),
    [
        ("A", "60/1", RESOLUTION, "A/RES/60/1"),
        ("A", "217 A (III)", RESOLUTION, "A/RES/217(III)A"),
        ("A", "53/243 A and B", RESOLUTION, "A/RES/53/243A-B"),
        ("A", "42/37 A to C", RESOLUTION, "A/RES/42/37A-C"),
        ("A", "70/553 B", DECISION, "A/DEC/70/553B"),
        ("S", "1325", RESOLUTION, "S/RES/1325(2000)"),
        ("A/HRC", "2/113", DECISION, "A/HRC/DEC/2/113"),
        ("A/HRC", "8/1", STATEMENT, "A/HRC/PRST/8/1"),
        ("UNEP/EA", "4/6", RESOLUTION, "UNEP/EA.4/Res.6"),
    ],
)
def test_a_number_and_its_organ_make_a_symbol(organ: str, number: str, word: str, symbol: str) -> None:
    """In normal form, letters of a part where the normal form has them."""
    assert str(symbol_of(organ, number, word)) == symbol


def test_a_number_that_the_organ_cannot_give_is_refused_with_the_form_that_it_gives() -> None:
    """Doubt is said, not passed on."""
    with pytest.raises(SymbolError, match="not a number of the Security Council"):
        symbol_of("S", "60/1")
