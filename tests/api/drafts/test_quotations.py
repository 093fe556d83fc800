"""Tests of the drafts: quotations. In: our own drafts. Out: which words are quotations, and of which citation."""

import pytest

from api.drafts.passages import Piece, read_draft, source_of
from api.drafts.quotations import quotations
from reading.mentions.lexicon import Lexicon


def read(text: str) -> list[Piece]:
    """The passages of a draft, with no names known."""
    return read_draft(source_of(text), Lexicon(()))


def belonging(text: str) -> list[tuple[str, list[str], bool]]:
    """Each quotation with the citations, as printed, that it may belong to, and whether it may be a term."""
    pieces = read(text)
    return [
        (each.words, [pieces[at].citations[number].as_printed for at, number in each.cited], each.is_term)
        for each in quotations(pieces)
    ]


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("He wrote that “lamps are lit at night” (A/75/1, para. 3).", ["A/75/1"]),
        ("In A/75/1, para. 3, he wrote that “lamps are lit at night”.", ["A/75/1"]),
        ("In A/75/1 he wrote “lamps are lit at night” (A/76/2, para. 4).", ["A/76/2"]),
        ("He wrote “lamps are lit at night” (A/76/2, para. 4; A/76/5).", ["A/76/2", "A/76/5"]),
        ("In A/75/1 he wrote “lamps are lit at night”, as in A/76/2.", ["A/75/1", "A/76/2"]),
        ("In A/75/1 it rained. He wrote “lamps are lit at night”.", []),
        ("In A/75/1 it rained. “Lamps are lit at night.”", ["A/75/1"]),
        ("He wrote “lamps are lit at night”. See A/75/1, para. 3.", ["A/75/1"]),
        ("He wrote “lamps are lit at night”. A/75/1 says otherwise.", []),
        ("A/75/1, para. 3: “Lamps are lit at night.” See also A/76/2, para. 9.", ["A/75/1"]),
        ("A/75/1, para. 3: “lamps are lit at night”. Ibid., para. 9.", ["A/75/1"]),
        ("A/75/1, para. 3: “lamps are lit at night” (A/76/2, para. 9).", ["A/76/2"]),
        ("A keeper said “lamps are lit at night”.", []),
        ('He wrote that "lamps are lit at night" (A/75/1).', ["A/75/1"]),
        ("He wrote that «lamps are lit at night» (A/75/1).", ["A/75/1"]),
        ("He wrote that “lamps are lit “every” night” (A/75/1).", ["A/75/1"]),
        ("He wrote that “lamps are lit at night”.¹\n\n---\n\n¹ A/75/1, para. 3.", ["A/75/1"]),
        ("He wrote that “lamps are lit at night”.[^1]\n\n---\n\n[^1]: A/75/1, para. 3.", ["A/75/1"]),
        ("As A/75/1, para. 3, has it:\n\n“Lamps are lit at night and by day.”", ["A/75/1"]),
    ],
)
def test_a_quotation_belongs_to_the_citation_beside_it(text: str, cited: list[str]) -> None:
    """Directly behind it, in its footnote, in its sentence, or in the words that announce it; else to none."""
    assert [found for _, found, _ in belonging(text)] == [cited]


@pytest.mark.parametrize(
    "text",
    [
        "Resolution 2150 (2014), entitled “Lamps that are lit at night”, was adopted.",
        "The so-called “lamps that are lit” appear in A/75/1.",
        "The “lamp fund” of A/75/1 grew.",
        "The “Global Network of Lamp Keepers” of A/75/1 met.",
    ],
)
def test_titles_and_terms_are_told_apart(text: str) -> None:
    """They are set off by the same marks, and say nothing of what a document says."""
    assert [is_term for _, _, is_term in belonging(text)] == [True]


def test_marks_without_their_fellows_are_no_quotation() -> None:
    """A lost mark must not make a quotation of half the draft."""
    assert belonging("A “lamp is lit (A/75/1). Nobody saw it.") == []


def test_citations_are_placed_in_the_draft_as_it_was_given() -> None:
    """Whatever markup, line breaks and labels were taken off before they were read."""
    text = "1. **Lamps** (_A/75/1_,\npara. 3) are lit.\n\n# On A/76/2\n\n(a) See S/2018/5;"
    placed = [(piece.in_draft(printed.span).of(text), printed.as_printed) for piece in read(text) for printed in piece.citations]
    assert placed == [("A/75/1", "A/75/1"), ("A/76/2", "A/76/2"), ("S/2018/5", "S/2018/5")]


def test_nothing_of_a_draft_is_passed_over() -> None:
    """What the eyes would set aside as a masthead or a heading of a report is looked through in a draft."""
    text = "Draft of 3 May\n\nDistr.: General\n\nSee A/75/1.\n\n| A/76/2 | x |\n| --- | --- |\n\nA/77/3\n\n¹ A/78/4."
    found = {printed.as_printed for piece in read(text) for printed in piece.citations}
    assert found == {"A/75/1", "A/76/2", "A/77/3", "A/78/4"}
