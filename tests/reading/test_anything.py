"""Tests of the eyes: one door. In: the beginnings of files of every kind, under wrong names. Out: which reader they go to."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import ReadError
from reading.readers.anything import AKOMA, DOC, DOCX, HTML, PDF, REGISTRY, TEXT, media_type_of, read

XML = b'<?xml version="1.0" encoding="UTF-8"?>\n'
AKN = b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement/></akomaNtoso>'


def wide(text: bytes, encoding: str, mark: bytes) -> bytes:
    """A text in one of the wider Unicode encodings, with its mark."""
    return mark + text.decode().encode(encoding)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.7\n...", PDF),
        (b"\r\njunk before it\n%PDF-1.4\r\n...", PDF),
        (b"The mark %PDF-1.4 begins a file of that kind.\n", TEXT),
        (b"PK\x03\x04...", DOCX),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", DOC),
        (AKN, AKOMA),
        (XML + AKN, AKOMA),
        (b"\xef\xbb\xbf" + XML + AKN, AKOMA),
        (XML + b"<!-- a comment --><!DOCTYPE akomaNtoso [ <!ENTITY a 'b'> ]>\n<an:akomaNtoso xmlns:an='x'>", AKOMA),
        (b"<!-- a comment -->\n" + AKN, AKOMA),
        (wide(XML + AKN, "utf-16-le", codecs.BOM_UTF16_LE), AKOMA),
        (wide(XML + AKN, "utf-16-be", codecs.BOM_UTF16_BE), AKOMA),
        (b"<!DOCTYPE html><p>x", HTML),
        (b"\n<!-- saved --> <HTML><body>x", HTML),
        (XML + b'<html xmlns="http://www.w3.org/1999/xhtml"><head/></html>', HTML),
        (b'<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "x.dtd">\n<html>', HTML),
        (b"junk\n<html><head><title>x</title>", HTML),
        (b"<meta charset=utf-8><p>x", HTML),
        (b'{"paragraphs": []}', REGISTRY),
        (b'\xef\xbb\xbf [ {"text": "x"} ]', REGISTRY),
        (b"[]", REGISTRY),
        (b"{}", REGISTRY),
        (wide(b'{"a": 1}', "utf-16-le", codecs.BOM_UTF16_LE), REGISTRY),
        (b"[Original: English]\n1. One.\n", TEXT),
        (b"[[Draft]] of a note\n", TEXT),
        (b'["Peace" is no JSON here]\n', TEXT),
        (b"{a note in braces}\n", TEXT),
        (b"<!-- a comment -->\n# A title\n", TEXT),
        (b"<sup>1</sup> A note.\n", TEXT),
        (b"MZUZU DECLARATION\n", TEXT),
        (b"GIF89 is no picture without its letter\n", TEXT),
        (b"1. One.\n", TEXT),
        (wide(b"1. One.\n", "utf-16-le", codecs.BOM_UTF16_LE), TEXT),
        (b"", TEXT),
        (b"\x00\x01\x02", TEXT),
    ],
)
def test_the_kind_goes_by_what_the_file_holds(data: bytes, media_type: str) -> None:
    """Its name says nothing."""
    for name in ("made.pdf", "made.docx", "made.json", "made"):
        assert media_type_of(data, name) == media_type


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b"\x89PNG\r\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"II*\x00", "TIFF"),
        (b"GIF89a", "GIF"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\xfd7zXZ\x00", "xz"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"Rar!\x1a\x07\x00", "RAR"),
        (b"BZh91AY&SY", "bzip2"),
        (b"\x7fELF\x02", "program"),
        (b"MZ\x90\x00\x03", "program"),
        (b"\xffWPC", "WordPerfect"),
        (b"{\\rtf1\\ansi x}", "Rich Text"),
        (b"%!PS-Adobe-3.0", "PostScript"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "web archive"),
        (b"PK\x05\x06" + bytes(18), "empty ZIP"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/epub+zipPK", "EPUB"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.textPK", "OpenDocument"),
        (XML + b"<rss version='2.0'/>", "<rss>"),
        (XML + b"<pkg:package xmlns:pkg='x'/>", "<pkg:package>"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "<feed>"),
        (wide(XML + b"<office:document/>", "utf-16-le", codecs.BOM_UTF16_LE), "<office:document>"),
        (XML, "without a root"),
    ],
)
def test_what_no_reader_reads_is_refused_by_its_name(data: bytes, seen: str) -> None:
    """The message says what it is and what to give instead."""
    with pytest.raises(ReadError) as caught:
        read(data, "made.docx")
    assert seen in caught.value.message
    assert "made.docx" in caught.value.message
    assert caught.value.advice


def test_the_first_four_kilobytes_tell_the_kind() -> None:
    """A fetch that has no more of a file yet can ask."""
    page = b"<!DOCTYPE html><html><head><title>x</title></head><body>" + b"<p>words</p>" * 1000
    assert media_type_of(page[:4096], "made") == media_type_of(page, "made") == HTML


def test_hostile_beginnings_are_told_quickly() -> None:
    """Comments and brackets without end make no pattern run for long; the limit of the test is its time."""
    for data in (b"<!---->" * 700, b"<!DOCTYPE a [" * 400, b"<html " * 700, b"[" * 4096, b"<?xml " * 700, b"<!--" * 1000):
        try:
            kind = media_type_of(data, "made")
        except ReadError as error:
            kind = str(error)
        assert kind


@given(st.binary(max_size=200))
def test_any_bytes_have_a_kind_or_are_refused_in_our_words(data: bytes) -> None:
    """No other error gets out."""
    try:
        kind = media_type_of(data, "made")
    except ReadError:
        return
    assert kind in (PDF, DOCX, DOC, HTML, AKOMA, REGISTRY, TEXT)
