"""Tests of the eyes: text reuse. In: made texts. Out: repeats word for word, near repeats, and what changed. No network."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.reuse.difference import beside, difference, likeness, longest_shared
from reading.reuse.fingerprints import RUN, SURE, Fingerprints
from reading.reuse.repeats import digest, nearly_repeated, repeated, short_digest
from reading.reuse.words import words_of

LAMP = "Urges all keepers of lamps to keep them lit through the night and to report to the harbour before the winter of 2031"
WORDS = st.lists(st.sampled_from(["lamp", "keeper", "harbour", "night", "storm", "coast", "boat", "light"]), max_size=40)


def test_numbers_case_and_punctuation_count_for_nothing() -> None:
    """The rule of normalising, with an example of each."""
    assert words_of("5. Urges (a) ALL Keepers, of 2031!") == ["urges", "a", "all", "keepers", "of"]
    assert words_of("ﬁre-proof lamp's") == ["fire", "proof", "lamp", "s"]
    assert words_of("各国应当") == ["各", "国", "应", "当"]
    assert words_of("12 / 7 …") == []


def test_repeats_are_the_texts_with_the_same_words() -> None:
    """Each text stands in one group, in the order of its place; a mark or a name in none."""
    texts = [LAMP, "Lamps.", f"12. {LAMP.upper()};", "Thanks the keepers of lamps for what they did", "Lamps."]
    assert repeated([words_of(text) for text in texts]) == [[0, 2], [3]]


@given(st.lists(WORDS, max_size=12))
def test_repeats_are_those_that_comparing_each_with_each_finds(texts: list[list[str]]) -> None:
    """None is missed and none too many, against the plainest way."""
    together = {place for group in repeated(texts) if len(group) > 1 for place in group}
    plain = {
        one
        for one, words in enumerate(texts)
        if len(words) >= 5 and any(words == texts[other] for other in range(len(texts)) if other != one)
    }
    assert together == plain


@given(WORDS, WORDS, WORDS)
def test_words_in_a_row_that_two_texts_share_are_always_found(before: list[str], after: list[str], around: list[str]) -> None:
    """The guarantee of winnowing, wherever the words stand: no chance is in it."""
    shared = [f"shared{number}" for number in range(SURE)]
    kept = Fingerprints.of([around, before + shared + after])
    assert 1 in kept.sharing([*around, *shared], most=10)


def test_a_run_that_too_many_texts_have_leads_nowhere() -> None:
    """A formula says nothing of any of them."""
    kept = Fingerprints.of([words_of(LAMP)] * 4)
    assert set(kept.sharing(words_of(LAMP), most=4)) == {0, 1, 2, 3}
    assert kept.sharing(words_of(LAMP), most=3) == {}


@pytest.mark.parametrize("texts", [[], [[]], [["lamp"]], [[], ["lamp"], []]])
def test_texts_of_few_words_or_none_do_no_harm(texts: list[list[str]]) -> None:
    """A text shorter than a run is one run, and one without words has none."""
    kept = Fingerprints.of(texts)
    assert len(kept.numbers) == sum(1 for text in texts if text)
    assert kept.sharing([], most=10) == {}
    assert list(nearly_repeated(texts)) == []
    assert len(Fingerprints.of([["lamp"] * (RUN - 1)]).numbers) == 1


def test_near_repeats_share_most_of_the_longer_text() -> None:
    """A word changed is near; half of a text in a longer one is not."""
    near, half = LAMP.replace("all", "the"), LAMP + " " + " ".join(f"word{letter}" for letter in "abcdefghijklmnopqrst")
    (found,) = nearly_repeated([words_of(text) for text in (LAMP, near, half)])
    assert (found.one, found.other) == (0, 1)
    assert 0.9 < found.likeness.of_longer < 1


def test_near_repeats_are_found_among_many() -> None:
    """Of many made texts those with one word changed are found, each with its own."""
    drawn = random.Random(5)  # noqa: S311 (texts, not secrets)
    vocabulary = [f"w{''.join(drawn.choices('abcdefghij', k=5))}" for _ in range(400)]
    texts = [drawn.choices(vocabulary, k=30) for _ in range(200)]
    changed = [[*text[:14], "changed", *text[15:]] for text in texts]
    assert {(pair.one, pair.other) for pair in nearly_repeated([*texts, *changed])} == {(one, one + 200) for one in range(200)}


def test_digests_are_those_of_the_words() -> None:
    """The same for the same words in the same order only."""
    assert digest(["a", "b"]) == digest(["a", "b"]) != digest(["b", "a"])
    assert short_digest(["a", "b"]) == int.from_bytes(digest(["a", "b"])[:8], "big")


def test_the_difference_shows_what_goes_and_what_comes() -> None:
    """Between what stays, what goes stands before what comes."""
    told = difference("Encourages all keepers to light lamps", "Urges all keepers, in winter, to light 12 lamps")
    assert [(piece.kind, piece.text) for piece in told] == [
        ("dropped", "Encourages"),
        ("added", "Urges"),
        ("same", "all keepers,"),
        ("added", "in winter,"),
        ("same", "to light"),
        ("added", "12"),
        ("same", "lamps"),
    ]


@given(st.text(), st.text())
def test_the_difference_has_all_words_of_both(earlier: str, later: str) -> None:
    """Same and added are the later text, same and dropped the words of the earlier one, whatever the texts."""
    told = difference(earlier, later)
    assert " ".join(piece.text for piece in told if piece.kind != "dropped").split() == later.split()
    old = [word for piece in told if piece.kind != "added" for word in words_of(piece.text)]
    assert old == [word for printed in earlier.split() for word in words_of(printed)]


def test_likeness_and_the_longest_words_in_common() -> None:
    """Parts of each text, and where the longest stretch stands in both."""
    alike = likeness(words_of("light all lamps"), words_of("light all the old lamps"))
    assert (alike.shared, alike.of_earlier, alike.of_longer, alike.of_shorter) == (3, 1.0, 0.6, 1.0)
    assert likeness([], []).of_longer == 0
    before, after = longest_shared("Thanks them. (a) Keep the lamps lit!", "Please keep the lamps lit.")
    assert "Thanks them. (a) Keep the lamps lit!"[slice(*before)] == "Keep the lamps lit!"
    assert "Please keep the lamps lit."[slice(*after)] == "keep the lamps lit."
    assert longest_shared("one", "two") == ((0, 0), (0, 0))


def test_beside_each_other_both_texts_keep_their_letters() -> None:
    """What is the same is shown as each prints it; an ideograph is a word."""
    old, new = beside(" Urges its 2 keepers,\nall  of them", "Urges  the 3 Keepers all of them.")
    assert [(piece.kind, piece.text) for piece in old] == [
        ("same", " Urges "), ("dropped", "its 2 "), ("same", "keepers,\nall  of them"),
    ]  # fmt: skip
    assert [(piece.kind, piece.text) for piece in new] == [
        ("same", "Urges  "), ("added", "the 3 "), ("same", "Keepers all of them."),
    ]  # fmt: skip
    assert [piece.text for piece in beside("各国应当", "各国可应")[1] if piece.kind == "added"] == ["可"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_pieces_beside_each_other_are_the_texts(earlier: str, later: str) -> None:
    """Whatever they are, and the words that are the same are the same on both sides."""
    old, new = beside(earlier, later)
    assert "".join(piece.text for piece in old) == earlier or not earlier.strip()
    assert "".join(piece.text for piece in new) == later or not later.strip()
    same = [[word for piece in side if piece.kind == "same" for word in words_of(piece.text)] for side in (old, new)]
    assert same[0] == same[1]
