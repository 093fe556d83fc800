"""Tests of the one box: where what somebody typed leads."""

import pytest

from api.destination import destination
from api.library import Library

PARAGRAPH = (
    "Reaffirms that harbours which were warned in time lost fewer lamps than those which were not, and calls upon the keepers "
    "of all harbours to report every warning that they received and every step that they took after it;"
)


@pytest.mark.parametrize("spelling", ["A/85/40", "a/85/40", " A / 85 / 40 ", "A/85/40.", "S/2031/44"])
def test_a_symbol_in_any_spelling_leads_to_its_document(library: Library, spelling: str) -> None:
    """Parallel symbols are one document."""
    with library.serving() as serving:
        led = destination(serving, spelling)
    assert (led.kind, led.iri) == ("thing", library.iris.iri("doc/A/85/40"))


@pytest.mark.parametrize(
    "spelling", ["A/85/40, para. 3 (b)", "a/85/40 para 3(b)", "A/85/40, paragraph 3 (b).", "A/85/40, ¶ 3 (b)"]
)
def test_a_pinpoint_leads_to_its_paragraph(library: Library, spelling: str) -> None:
    """By its number and letter, in our own form or another."""
    with library.serving() as serving:
        led = destination(serving, spelling)
    assert (led.kind, led.iri) == ("thing", library.iris.iri("doc/A/85/40/para/3/b"))


@pytest.mark.parametrize(
    "question",
    [
        "what A/85/40 says of lamps",
        "A/85/40 and A/86/12",
        "A/85/40, para. 999",
        "A/85/40, paras. 1 and 2",
        "A/85/40, para. 2, 99",
        "A/85/40, p. 2",
        "A/85/40 2",
        "A/99/999",
        "Who keeps the lamps?",
        "lamps",
        "kind:recommendation lamps",
        "\u202eA/58/04",
    ],
)
def test_what_is_more_or_less_than_one_name_is_a_question(library: Library, question: str) -> None:
    """Words beside a symbol, two symbols, a paragraph that is not there, a symbol that nobody knows."""
    with library.serving() as serving:
        assert destination(serving, question).kind == "question"


def test_a_pasted_paragraph_is_a_draft(library: Library) -> None:
    """So is any text that is too long for a question, whatever it looks like."""
    with library.serving() as serving:
        assert destination(serving, PARAGRAPH).kind == "draft"
        assert destination(serving, "lamp " * 1000).kind == "draft"


def test_a_long_question_stays_a_question(library: Library) -> None:
    """It ends as one."""
    asked = PARAGRAPH.removesuffix(";").removeprefix("Reaffirms that") + ", or do they not?"
    with library.serving() as serving:
        assert destination(serving, asked).kind == "question"
