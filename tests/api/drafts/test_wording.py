"""Tests of the drafts: wording. In: our own sentences. Out: what counts as word for word, and how differences are told."""

import pytest

from api.drafts.wording import Quoted, Words, words_of

SENTENCE = "The keepers’ lamps should, in particular, be lit at night – by all – when storms are near;⁴ and the Harbours closed."


def words(text: str = SENTENCE) -> Words:
    """A text to be searched."""
    return Words(words_of(text))


@pytest.mark.parametrize(
    "quoted",
    [
        "lamps should, in particular, be lit",
        "The keepers' lamps",
        "[t]he keepers’ lamps",
        "lamps … be lit at night",
        "lamps should ... when storms are near",
        "lamps [ . . . ] the Harbours closed",
        "[their] lamps should",
        "The [guards’] lamps should",
        "when storms are near; and the harbours closed",
        "be lit at\nnight - by all -",
        "“lamps” should, in ‘particular’",
        "keeper[s] lamps should",
    ],
)
def test_what_an_editor_may_change_is_no_difference(quoted: str) -> None:
    """Ellipses, square brackets, capitals, quotation marks, dashes, line breaks and footnote markers."""
    assert words().find(Quoted.of(quoted))


@pytest.mark.parametrize(
    "quoted",
    [
        "lamps should be lit",
        "lamp should, in particular",
        "be lit at night … lamps should",
        "lamps must, in particular",
        "lamps should, in [some way] particular, be put out",
        "…",
        "[…]",
    ],
)
def test_any_other_change_is_one(quoted: str) -> None:
    """A word left out, another form of it, another order, another word, or no words at all."""
    assert not words().find(Quoted.of(quoted))


def test_differences_are_told_word_by_word() -> None:
    """With what both have around them, and nothing of what the document has before and behind."""
    told = words().differences(Quoted.of("lamps must, in particular, be lit at night"))
    assert [(each.kind, each.words) for each in told] == [
        ("both", "lamps"),
        ("document", "should"),
        ("draft", "must"),
        ("both", "in particular be lit at night"),
    ]


def test_a_changed_word_at_either_end_is_told_as_well() -> None:
    """As many words of the document stand beside it as the draft has."""
    told = words().differences(Quoted.of("lights should, in particular, be lit by day"))
    assert [(each.kind, each.words) for each in told][:3] == [("document", "lamps"), ("draft", "lights"), ("both", told[2].words)]
    assert (told[-2].kind, told[-1].kind) == ("document", "draft") or told[-1].words == "day"


def test_what_has_little_in_common_is_not_set_side_by_side() -> None:
    """A diff of unrelated sentences says nothing."""
    assert words().differences(Quoted.of("nobody ever wrote such a thing near any sea")) == ()


def test_chinese_is_compared_sign_by_sign() -> None:
    """Nothing parts its words."""
    assert words("会员国应当保护人民").find(Quoted.of("应当保护"))
    assert not words("会员国应当保护人民").find(Quoted.of("应当保卫"))


def test_an_ellipsis_does_not_reach_through_a_whole_book() -> None:
    """Else any two words of a long text would be a quotation of it."""
    far = "lamps " + "rain " * 1_200 + "storm"
    assert not words(far).find(Quoted.of("lamps … storm"))
    assert words("lamps " + "rain " * 300 + "storm").find(Quoted.of("lamps … storm"))


@pytest.mark.parametrize("text", ["[" * 5_000, "a[b]" * 5_000, "²[a]", "…" * 5_000, "[a][b]c[d]", "’’[s]", "x[y]z"])
def test_odd_marks_are_read_without_error(text: str) -> None:
    """Whatever stands between quotation marks in a hostile draft."""
    assert words().find(Quoted.of(text)) == []
