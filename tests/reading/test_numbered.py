"""Tests of the eyes: texts cited by number. In: sentences in the form of United Nations texts. Out: numbers, with organs."""

import pytest

from reading.citations.cite import adopter
from reading.citations.numbered import numbered

# sentence -> (words, organ's code or None where the sentence alone cannot tell)
LISTS: list[tuple[str, list[tuple[str, str | None]]]] = [
    (
        "General Assembly resolutions 60/251 of 15 March 2006, 65/281 and Human Rights Council resolutions 5/1 and 16/21",
        [
            ("General Assembly resolutions 60/251", "A"),
            ("65/281", "A"),
            ("Human Rights Council resolutions 5/1", "A/HRC"),
            ("16/21", "A/HRC"),
        ],
    ),
    (
        "General Assembly resolution 60/1 and Human Rights Council 5/1",
        [("General Assembly resolution 60/1", "A"), ("Human Rights Council 5/1", "A/HRC")],
    ),
    (
        "General Assembly and Security Council resolutions 70/262 and 2282 (2016) of 27 April 2016",
        [("General Assembly and Security Council resolutions 70/262", "A"), ("2282 (2016)", "S")],
    ),
    (
        "all its resolutions on it, in particular 1500 (2003) and 1546 (2004), and the values of 2367 (2017)",
        [("1500 (2003)", "S"), ("1546 (2004)", "S"), ("2367 (2017)", "S")],
    ),
    (
        "its resolutions 61/276, section VIII, of 29 June 2007, 62/238, section XXI, of 22 December 2007",
        [("resolutions 61/276", "A"), ("62/238", "A")],
    ),
    (
        "its resolutions 73/328 of 25 July 2019 on lamps, 75/309 of 21 July 2021, in which it chose one, and 77/101 on it",
        [("resolutions 73/328", "A"), ("75/309", "A"), ("77/101", "A")],
    ),
    (
        "Human Rights Council resolutions 23/26 of 14 June 2013,7 24/22 of 27 September 2013",
        [("Human Rights Council resolutions 23/26", "A/HRC"), ("24/22", "A/HRC")],
    ),
    (
        "UNSCR 2746 (2024) and UNSC resolutions 1325, 1820",
        [("UNSCR 2746 (2024)", "S"), ("UNSC resolutions 1325", "S"), ("1820", "S")],
    ),
    (
        "Council decisions 2/105 of 27 November 2006 and 4/102 of 23 March 2007",
        [("Council decisions 2/105", "A/HRC"), ("4/102", "A/HRC")],
    ),
    ("the President’s statement PRST/8/1 stands", [("President’s statement PRST/8/1", "A/HRC")]),
    ("Presidential Statement 2015/25 stands", [("Presidential Statement 2015/25", "S")]),
    ("Environment Assembly resolution 4/6 on plastic", [("Environment Assembly resolution 4/6", "UNEP/EA")]),
    ("Security Council resolution 2282 (2016) in 2016, and 2017", [("Security Council resolution 2282 (2016)", "S")]),
    ("Security Council resolution 1325 in 2000", [("Security Council resolution 1325", "S")]),
    ("its resolutions, including 1500 (2003), 60/251 and 61/105", [("1500 (2003)", "S"), ("60/251", "A"), ("61/105", "A")]),
    ("resolutions 68/307and 69/321 agree", [("resolutions 68/307", "A"), ("69/321", "A")]),
]
ORGANS: list[tuple[str, str | None]] = [
    ("In its resolution 33/19, the Human Rights Council met.", "A/HRC"),
    ("The General Assembly, in its resolution 53/19, spoke.", "A"),
    ("a mandate of the Human Rights Council, and reaffirming its resolution 33/19", "A/HRC"),
    ("the adoption by the Human Rights Council of its resolution 33/19", "A/HRC"),
    ("resolution 33/19 of 9 December 1978", "A"),
    ("resolution 33/19", None),
    ("World Health Assembly resolution 33/19", None),
    ("recalling Commission on Narcotic Drugs resolution 53/4", None),
    ("resolution 2001/20 of 16 August 2001 of the Subcommission on Rights", None),
    ("the Commission on the Status of Women, in its resolution 61/1 of 24 March 2017", None),
    ("resolution 2 (I) adopted by the Industrial Development Board", None),
    ("the Economic and Social Council, in its resolution 663 C (XXIV), ruled", "E"),
    ("resolution 217 A (III)", "A"),
]
NOTHING = [
    "It adopted a resolution in 2005 on the matter.",
    "Its resolution needs 2/3 of the members.",
    "resolution 59/45-POL of another body",
    "a decision of 2/11/2009",
    "In the biennium 2004/05 it rained.",
    "a gender balance of 50/50 as resolutions ask",
]


@pytest.mark.parametrize(("text", "cited"), LISTS)
def test_numbers_of_a_list_are_cited_one_by_one(text: str, cited: list[tuple[str, str | None]]) -> None:
    """With dates, parts and topics between them; a new organ in the list holds from there."""
    assert [(number.span.of(text), adopter(number)) for number in numbered(text)] == cited


@pytest.mark.parametrize(("text", "organ"), ORGANS)
def test_the_organ_is_the_one_whose_act_the_sentence_says_it_is(text: str, organ: str | None) -> None:
    """Beside the word, behind the number, the subject of the clause; none where a body without known numbers stands there."""
    assert [adopter(number) for number in numbered(text)] == [organ]


@pytest.mark.parametrize("text", NOTHING)
def test_other_numbers_are_no_citations(text: str) -> None:
    """Years, shares and dates look like numbers of resolutions."""
    assert numbered(text) == []


def test_a_date_holds_for_the_numbers_before_it_but_for_those_that_it_cannot_date() -> None:
    """Two of one session share the date behind the second; a resolution of another session does not."""
    shared, dated = numbered("its resolutions 60/5 and 60/7 of 21 November 2005")
    assert shared.adopted == dated.adopted is not None
    earlier, _ = numbered("its resolutions 40/213 and 42/211 of 21 December 1987")
    assert earlier.adopted is None


def test_reading_numbers_takes_time_linear_in_the_text() -> None:
    """Hostile texts repeat what patterns try first."""
    for text in (
        "resolution " * 5000,
        "resolutions 60/1, " * 3000,
        "General Assembly and " * 3000,
        "1/1 " * 10000 + "resolution",
    ):
        assert len(numbered(text)) <= 3001
