"""Tests of the eyes: readers. In: bytes, good and bad. Out: decoded text with its front matter, or a refusal that helps."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import ReadError
from reading.assemble import take_apart
from reading.readers.text import MAX_LINE, read_text


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b"", "empty"),
        (b"  \n\t\r\n\f ", "only blanks"),
        (b"\xef\xbb\xbf \n", "only blanks"),
        (b"text and \x00 more", "character 9 is NUL"),
        ("Ein Schlo\xdf".encode("latin-1"), "line 1"),
        (b"one\ntwo\nthr\xe9e\n", "line 3"),
        (b"\xff\xfea\x00b", "UTF-16"),
        (codecs.BOM_UTF16_LE + "a\x00b".encode("utf-16-le"), "NUL"),
        (b"1. " + b"x" * (2 * MAX_LINE), "characters"),
    ],
)
def test_what_is_no_text_is_refused_with_what_was_seen(data: bytes, seen: str) -> None:
    """The message names the source, says what came, and what to do next."""
    with pytest.raises(ReadError) as caught:
        read_text(data, "made.md")
    assert seen in caught.value.message
    assert "made.md" in caught.value.message
    assert caught.value.advice


def test_invalid_utf8_is_told_by_byte_and_line() -> None:
    """Whoever mends the file must find the place."""
    with pytest.raises(ReadError, match=r"byte 11 \(line 3\) is 0xe9"):
        read_text(b"one\ntwo\nthr\xe9e\n", "made.md")


def test_front_matter_is_taken_off_and_kept() -> None:
    """Its fields are text; the body begins behind it."""
    source = read_text(b"---\nsymbol: A/85/31\ntitle: Oil: a note\n---\n1. One.\n", "made.md")
    assert dict(source.front) == {"symbol": "A/85/31", "title": "Oil: a note"}
    assert source.text[source.body :] == "1. One.\n"


@pytest.mark.parametrize(
    "text",
    [
        "---\n\n1. One.\n",
        "1. One.\n\n---\nsymbol: A/1/2\n---\n",
        "---\nno colon here\n---\n1. One.\n",
        "----\nsymbol: A/1\n---\nx",
    ],
)
def test_a_rule_is_no_front_matter(text: str) -> None:
    """Only fields between two rules at the very top are."""
    source = read_text(text.encode(), "made.md")
    assert (dict(source.front), source.body) == ({}, 0)


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        ("1. One.\n", "text/plain"),
        ("# One\n", "text/markdown"),
        ("a **bold** word\n", "text/markdown"),
        ("a [link](#)\n", "text/markdown"),
        ("| a | b |\n", "text/markdown"),
        ("a note<sup>1</sup>\n", "text/markdown"),
    ],
)
def test_the_type_goes_by_content(text: str, media_type: str) -> None:
    """Never by the name of the file."""
    assert read_text(text.encode(), "made.bin").media_type == media_type


def test_line_ends_of_windows_are_line_ends() -> None:
    """Both ways of ending a line give one text."""
    assert read_text(b"1. One.\r\n\r\n2. Two.\r\n", "made.md").text == "1. One.\n\n2. Two.\n"


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("utf-32-le", b"\xff\xfe\0\0")]
)
def test_wider_encodings_are_read_where_the_file_declares_them(encoding: str, mark: bytes) -> None:
    """The byte order mark is the declaration; it is no letter of the text."""
    assert read_text(mark + "1. Été.\r\n".encode(encoding), "made.txt").text == "1. Été.\n"


def test_pages_parted_by_form_feeds_are_one_text() -> None:
    """A sentence that goes on over a page is one paragraph; the number of the page is none of it."""
    text = b"1. A first sentence that goes on\n\n2\n\fover the page and ends here.\n\n2. Another.\n"
    taken = take_apart(read_text(text, "made.txt"))
    assert [(unit.path, unit.text.text) for unit in taken.parts.units] == [
        ("para/1", "A first sentence that goes on over the page and ends here."),
        ("para/2", "Another."),
    ]


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_our_words(data: bytes) -> None:
    """No other error gets out, whatever the file holds."""
    try:
        source = read_text(data, "made.md")
    except ReadError:
        return
    if not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        assert source.text.encode() == data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
