"""Tests of the drafting desk: the desk. In: drafts. Out: their passages with what was found beside each, and their length."""

import pytest

from api.draft_desk.desk import MOST_OPEN, around, desk
from api.draft_desk.length import LONG_QUOTATION
from api.library import Library
from ontology.errors import BadParameter, QueryTooLarge

DRAFT = """Draft report

1. The keepers were warned of genocide (A/85/40, para. 1). Every lamp should be kept lit through the night.

(a) See A/85/40, para. 99.

A harbour that closes in time saves its boats.¹

¹ A/86/12, para. 1.
"""


def test_every_sign_of_a_draft_but_blanks_stands_in_its_sentences_and_their_marks(library: Library) -> None:
    """In order, once each."""
    found = desk(library, DRAFT)
    shown = [
        sign
        for part in found.parts
        for sentence in part.sentences
        for sign in (sentence.mark, *(stretch.text for stretch in sentence.stretches))
    ]
    assert "".join("".join(shown).split()) == "".join(DRAFT.split())


def test_a_mark_stands_before_the_sentence_that_it_belongs_to(library: Library) -> None:
    """Numbers and letters are no words of the sentence before."""
    sentences = [sentence for part in desk(library, DRAFT).parts for sentence in part.sentences]
    assert {sentence.mark: sentence.words.split()[0] for sentence in sentences if sentence.mark} == {
        "1.": "The",
        "(a)": "See",
        "¹": "A/86/12,",
    }
    assert [sentence.number for sentence in sentences] == list(range(1, len(sentences) + 1))


def test_a_finding_stands_in_its_place_and_with_its_passage(library: Library) -> None:
    """The words that are marked are those of the citation."""
    found = desk(library, DRAFT)
    marked = [
        (part.place, stretch.text, stretch.finding.state)
        for part in found.parts
        for sentence in part.sentences
        for stretch in sentence.stretches
        if stretch.finding
    ]
    assert marked == [
        ("para. 1", "A/85/40", "in order"),
        ("para. 1 (a)", "A/85/40", "needs a look"),
        ("footnote 1", "A/86/12", "in order"),
    ] or [text for _, text, _ in marked] == ["A/85/40", "A/85/40", "A/86/12"]
    assert sorted(finding.number for part in found.parts for finding in part.findings) == [1, 2, 3]


def test_footnotes_are_told_once_each_in_order(library: Library) -> None:
    """Ready to be copied."""
    found = desk(library, DRAFT + "\nAgain (A/85/40, para. 1).")
    assert found.footnotes[0].startswith("A/85/40")
    assert len(set(found.footnotes)) == len(found.footnotes)


def test_words_are_counted_in_the_text_and_in_footnotes_and_limits_say_what_is_left(library: Library) -> None:
    """A word is what stands between blanks."""
    length = desk(library, DRAFT).length
    assert length.footnotes == 3
    assert length.text == 2 + 9 + 9 + 4 + 9
    assert [(limit.words, limit.left) for limit in length.limits] == [(8_500, 8_500 - 36), (10_700, 10_700 - 36)]


def test_a_draft_past_the_limit_has_less_than_none_left(library: Library) -> None:
    """By how many words it is too long."""
    length = desk(library, "lamp " * 9_000).length
    assert [limit.left for limit in length.limits] == [-500, 1_700]


def test_a_long_quotation_is_told_and_a_short_one_is_not(library: Library) -> None:
    """The words between the marks are counted."""
    quoted = [
        one
        for part in desk(library, f"He said “{'lamp ' * LONG_QUOTATION}”. She said “no lamp at all”.").parts
        for one in part.quoted
    ]
    assert [(one.words, one.is_long) for one in quoted] == [(LONG_QUOTATION, True), (4, False)]


def test_an_opened_sentence_has_its_precedents(library: Library) -> None:
    """The nearest agreed language to its own words, not to the draft's."""
    found = desk(library, DRAFT, [3])
    assert list(found.opened) == [3]
    assert found.opened[3].read.text == "Every lamp should be kept lit through the night."
    assert found.opened[3].found[0].passage.pinpoint == "A/85/40, para. 3 (a)"


@pytest.mark.parametrize("opened", [[0], [99], [1], list(range(MOST_OPEN + 1))])
def test_a_sentence_that_is_not_there_is_too_short_or_one_too_many_is_refused(library: Library, opened: list[int]) -> None:
    """The heading of two words says too little to have a precedent."""
    with pytest.raises(BadParameter):
        desk(library, DRAFT, opened)


def test_an_empty_and_an_endless_draft_are_refused(library: Library) -> None:
    """With what is wanted instead."""
    with pytest.raises(BadParameter):
        desk(library, " \n ")
    with pytest.raises(QueryTooLarge):
        desk(library, "x" * 1_000_000)


def test_the_excerpt_of_a_passage_is_around_what_it_shares_with_the_draft() -> None:
    """Cut at blanks, and whole where the passage is short."""
    passage = "far " * 200 + "keep the early warning lamps lit all night " + "away " * 200
    found = around(passage, "Governments should keep the early warning lamps lit all night.")
    assert "early warning lamps lit" in found
    assert found.startswith("… far")
    assert found.endswith("away …")
    assert len(found) < 420
    assert around("Short.", "Other.") == "Short."
    assert around("word " * 200, "nothing shared").startswith("word word")
