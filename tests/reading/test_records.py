"""Tests of the eyes: Official Records. In: supplements as footnotes cite them. Out: their symbols."""

import pytest

from reading.citations.records import records

PLACE = "Official Records of the General Assembly, {}, Supplement No. {}"


@pytest.mark.parametrize(
    ("session", "number", "symbol"),
    [
        ("Seventy-second Session", "53", "A/72/53"),
        ("Fiftieth Session", "4", "A/50/4"),
        ("Sixty-first Session", "53A", "A/61/53/Add.1"),
    ],
)
def test_a_supplement_that_prints_no_symbol_is_known_by_its_place(session: str, number: str, symbol: str) -> None:
    """Session and number make the symbol; a letter is an addendum."""
    assert [found for _, found in records(f"{PLACE.format(session, number)}, chap. II.")] == [symbol]


@pytest.mark.parametrize(
    "text",
    [
        f"{PLACE.format('Seventy-second Session', 53)} (A/72/53).",
        f"{PLACE.format('Seventy-second Session', 53)} and corrigendum (A/72/53 and Corr.1).",
        PLACE.format("Tenth Session", 4),
        PLACE.format("Thirtieth Session", 4),
        PLACE.format("Tenth Special Session", 4),
        "Official Records of the Economic and Social Council, 2006, Supplement No. 3",
    ],
)
def test_where_a_symbol_is_printed_or_cannot_be_told_nothing_is_made(text: str) -> None:
    """The symbol in the bracket is cited by itself; older sessions and other organs count otherwise."""
    assert list(records(text)) == []
