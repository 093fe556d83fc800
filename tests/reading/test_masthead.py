"""Tests of the eyes: mastheads. In: lines that we wrote in the form of mastheads. Out: kind, title, date, symbols. No network."""

from collections.abc import Callable
from datetime import date

import pytest

from reading.assemble import Taken
from reading.masthead import Masthead, read_masthead


def test_a_report_has_its_title_above_and_its_symbols_beside(take: Callable[[str], Taken]) -> None:
    """What the made report prints of itself."""
    assert take("A_85_31.txt").masthead == Masthead(
        "report", "A made note on harbours", date(2031, 2, 2), ("A/85/31",), "Secretary-General"
    )


def test_a_running_head_names_the_document_too(take: Callable[[str], Taken]) -> None:
    """Markdown readers drop the symbol of the first page and keep those of later ones."""
    found = take("S_2031_7.md").masthead
    assert (found.symbols, found.kind, found.issued) == (("S/2031/7",), "report", date(2031, 1, 9))
    assert found.title == "Lighthouses of warning: a made report for tests"


@pytest.mark.parametrize(
    ("lines", "kind", "title"),
    [
        (["Oil", "Report of the Secretary-General"], "report", "Oil"),
        (["Oil", "Note by the Secretary-General"], "report", "Oil"),
        (["Letter dated 3 May 2031 from the Secretary-General"], "letter", "Letter dated 3 May 2031 from the Secretary-General"),
        (["Identical letters dated 3 May 2031 from him"], "letter", "Identical letters dated 3 May 2031 from him"),
        (
            ["Statement by the President of the Security Council"],
            "statement",
            "Statement by the President of the Security Council",
        ),
        (["Resolution 9999 (2031)"], "resolution", "Resolution 9999 (2031)"),
        (["Something else"], None, None),
        ([], None, None),
    ],
)
def test_the_kind_is_read_from_the_line_that_says_it(lines: list[str], kind: str | None, title: str | None) -> None:
    """What is not printed stays None."""
    found = read_masthead(lines)
    assert (found.kind, found.title) == (kind, title)


@pytest.mark.parametrize(
    ("line", "day"), [("Distr.: General 3 May 2021", date(2021, 5, 3)), ("31 February 2021", None), ("May 2021", None)]
)
def test_the_date_is_the_first_whole_one(line: str, day: date | None) -> None:
    """A day that no calendar has is no date."""
    assert read_masthead([line]).issued == day


def test_only_a_line_that_is_a_symbol_names_the_document() -> None:
    """Symbols inside a line are cited."""
    assert read_masthead(["See A/75/863 for more", "A/85/31-S/2031/9", "A/1/2"]).symbols == ("A/85/31", "S/2031/9")
    assert read_masthead(["See A/75/863 for more"]).symbols == ()


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("Report of the Secretary-General", "Secretary-General"),
        ("Note by the Secretary-General", "Secretary-General"),
        (
            "Letter dated 3 May 2031 from the Secretary-General addressed to the President of the Security Council",
            "Secretary-General",
        ),
        ("Report of the Human Rights Council", "Human Rights Council"),
        ("Resolution 9999 (2031)", ""),
    ],
)
def test_who_speaks_in_a_document_is_named_behind_its_kind(line: str, issuer: str) -> None:
    """Only as printed; who that is, the vocabulary tells."""
    assert read_masthead(["Oil", line]).issuer == issuer


def test_a_date_in_a_sentence_is_not_that_of_the_document() -> None:
    """What a preamble recalls happened on another day."""
    recalled = "Recalling the statement of 4 May 1998, in which the lamps of all the harbours of the region were said to be out,"
    assert read_masthead([recalled, "Resolution 9999 (2031)"]).issued is None
    assert read_masthead([recalled, "Distr.: General 3 May 2031"]).issued == date(2031, 5, 3)
    assert read_masthead(["Recalling its resolution 5/1 of 18 June 2007,"]).issued is None
