"""Tests of questions in capitals. In: words and made names. Out: what a model is given to read. Must not need a model."""

import pytest

from api.asking.capitals import as_sentence
from api.asking.names import Label, Names

NAMES = Names.of([Label("x", "ICC", "en"), Label("x", "International Criminal Court", "en")])


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("CHILDREN IN ARMED CONFLICT", "Children in armed conflict"),
        ("ENLÈVEMENT", "Enlèvement"),
        ("ПРАВА ЧЕЛОВЕКА", "Права человека"),
        ("COOPERATION WITH THE ICC, ARREST", "Cooperation with the ICC, arrest"),
        ("ICC", "ICC"),
        ("Children in ARMED conflict", "Children in ARMED conflict"),
        ("危害人类罪", "危害人类罪"),
        ("", ""),
    ],
)
def test_capitals_throughout_are_read_as_a_sentence(words: str, read: str) -> None:
    """What is not in capitals throughout stays as it is, and so do short forms."""
    assert as_sentence(words, NAMES) == read
