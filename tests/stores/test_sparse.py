"""Tests of stores/vectors/sparse.py: tokens and BM25 weights. Must not need an engine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stores.vectors.sparse import K1, B, mean_length, passage_vector, question_vector, token_number, tokens


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Preventing genocides, prevention of Génocide", ["prevent", "genocid", "prevent", "genocid"]),
        ("see A/RES/60/1, paragraphs 138 and 139.", ["see", "a/res/60/1", "paragraph", "138", "139"]),
        ("S/RES/1366 (2001)", ["s/res/1366(2001)", "s/res/1366"]),
        ("a/res/217(iii)", ["a/res/217(iii)", "a/res/217"]),
        ("A/75/863-S/2021/424.", ["a/75/863", "s/2021/424"]),
        ("A/HRC/RES/S-5/1; S/1996/507/Add.1", ["a/hrc/res/s-5/1", "s/1996/507/add.1"]),
        ("and/or States/organizations", ["state", "organiz"]),
        ("the of and", []),
        ("предупреждение геноцида", ["предупреждение", "геноцида"]),
        ("الإبادة الجماعية", ["الابادة", "الجماعية"]),
        ("snake_case", ["snake", "case"]),
        ("", []),
    ],
)
def test_a_text_falls_into_words_and_whole_symbols(text: str, wanted: list[str]) -> None:
    """Case, accents, stop words and English endings are gone; a document symbol is one token."""
    assert tokens(text) == wanted


def test_a_symbol_never_meets_another_half_way() -> None:
    """Two resolutions of one session share no token."""
    assert not set(tokens("A/RES/60/1")) & set(tokens("A/RES/60/2"))


def test_numbers_of_tokens_are_the_same_in_every_build() -> None:
    """The number is part of what is stored: it may not change with the process or the machine."""
    assert token_number("genocid") == 4004136320
    assert 0 <= token_number("a/res/60/1") < 2**32


def test_the_weights_are_those_of_bm25() -> None:
    """Term frequency saturates and is set against the passage's length, as the formula says."""
    vector = passage_vector(["duty", "duty", "state"], average_length=2.0)
    norm = K1 * (1 - B + B * 3 / 2)
    weights = dict(zip(vector.indices, vector.values, strict=True))
    assert weights[token_number("duty")] == pytest.approx(2 * (K1 + 1) / (2 + norm))
    assert weights[token_number("state")] == pytest.approx(1 * (K1 + 1) / (1 + norm))


def test_a_question_weighs_each_different_token_once() -> None:
    """Repeating a word in a question does not make it heavier."""
    assert question_vector("duty duties of States") == question_vector("states, duty")
    assert set(question_vector("duty of States").values) == {1.0}


def test_no_passages_have_no_length() -> None:
    """An empty corpus is not a division by zero."""
    assert mean_length([]) == 0.0
    assert passage_vector([], 0.0).indices == ()


@given(st.text(max_size=200))
def test_any_text_gives_rising_numbers_and_finite_weights(text: str) -> None:
    """Nothing that people paste can upset the engine, which wants each number once and in order."""
    vector = passage_vector(tokens(text), 10.0)
    assert list(vector.indices) == sorted(set(vector.indices))
    assert all(0 < value <= K1 + 1 for value in vector.values)


@given(st.text(max_size=100))
def test_tokens_of_tokens_are_stable_in_case(text: str) -> None:
    """A question in capitals finds what the same question in small letters finds."""
    assert tokens(text.lower()) == tokens(text.lower().lower())
