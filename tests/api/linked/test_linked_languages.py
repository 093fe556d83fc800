"""Tests of languages: which are wanted, and which of those that there are is shown."""

import pytest
from fastapi import Request

from api.linked.languages import preference
from api.web.languages import of_header, wanted
from ontology.errors import BadParameter

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def asked(query: bytes = b"", header: bytes = b"") -> Request:
    """A request with a query string and an Accept-Language."""
    return Request({"type": "http", "query_string": query, "headers": [(b"accept-language", header)] if header else []})


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ("", ()),
        ("fr", ("fr",)),
        ("en;q=0.5, fr-CH, fr;q=0.9, *;q=0.1", ("fr-ch", "fr", "en")),
        ("es;q=0, ru", ("ru",)),
        ("ar;q=2, zh; q=0.3, <script>, e", ("zh",)),
        (",".join(f"x{letter}" for letter in LETTERS), tuple(f"x{letter}" for letter in LETTERS[:20])),
    ],
)  # fmt: skip
def test_a_header_is_read_by_its_qualities(header: str, tags: tuple[str, ...]) -> None:
    """Equal ones in their order; what cannot be read, or is not wanted, is left out; a long list is cut."""
    assert of_header(header) == tags


def test_the_address_wins_over_the_header() -> None:
    """And what is no tag is told, for in a header it may stand, in an address somebody wrote it."""
    assert wanted(asked(b"lang=FR", b"es, en")) == ("fr", "es", "en")
    assert wanted(asked(b"", b"es")) == ("es",)
    with pytest.raises(BadParameter):
        wanted(asked(b"lang=%22%29+%7D"))


@pytest.mark.parametrize(
    ("languages", "there", "first"),
    [
        (("fr",), ("en", "fr", "es"), "fr"),
        (("pt-br",), ("en", "pt"), "pt"),
        (("zh",), ("zh-hans", "en"), "zh-hans"),
        (("ar", "es"), ("en", "es"), "es"),
        (("ar",), ("es", "en", ""), "en"),
        ((), ("es", ""), ""),
        (("fr",), ("fro", "en"), "en"),
    ],
)
def test_what_is_wanted_comes_before_english_before_the_rest(
    languages: tuple[str, ...], there: tuple[str, ...], first: str
) -> None:
    """A region's tongue is served by the tongue; Old French is not French."""
    assert min(there, key=lambda language: preference(language, languages)) == first
