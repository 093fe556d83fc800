"""Tests of signs: what any text is made to before it stands in a paper."""

import pytest

from api.papers.signs import address_of, is_right_to_left, language_of, one_line, sound


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("plain — “text”", "plain — “text”"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\x07b\x7fc", "a\ufffdb\ufffdc"),
        ("a\u202eb", "a\ufffdb"),
        ("a\u202bb", "a\u202bb\u202c"),  # closed
        ("a\u202cb\u2069", "ab"),  # nothing was open
        ("\u2067\u202bx\u2069", "\u2067\u202bx\u202c\u2069"),  # closed in its order
    ],
)
def test_a_text_is_made_sound(text: str, made: str) -> None:
    """What cannot stand in a paper is shown as unknown; what turns ends with its text."""
    assert sound(text) == made
    assert sound(made) == made


def test_marks_are_not_piled_up_without_end() -> None:
    """Thirty stand; one sign says that there were more."""
    assert sound("e" + "\u0301" * 1_000 + "f") == "e" + "\u0301" * 30 + "\ufffdf"


def test_lines_are_made_one() -> None:
    """Blanks of all kinds."""
    assert one_line(" a\n\tb\u00a0 c ") == "a b c"


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "ftp://a.example", "http://a b", "//a.example", "http://", "data:text/html,x"]
)
def test_only_the_web_is_led_to(href: str) -> None:
    """Everything else is no address."""
    assert address_of(href) == ""


def test_languages_are_tags() -> None:
    """What is none gives way; Arabic and its neighbours run the other way."""
    assert (language_of("ar-SA"), language_of("<x>"), language_of("", "fr")) == ("ar-SA", "en", "fr")
    assert [is_right_to_left(tag) for tag in ("ar", "AR-sa", "he", "en", "arn")] == [True, True, True, False, False]
