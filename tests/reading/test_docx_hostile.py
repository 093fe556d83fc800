"""Tests of the eyes: Word documents that are none, broken or hostile. In: such packages. Out: refusals that help."""

import io
import random
import zipfile
from contextlib import suppress

import pytest

from ontology.errors import ReadError
from reading.readers import package
from reading.readers.docx import read_docx
from tests.reading.wordprocessing import (
    REPORT,
    cell,
    entries,
    instance,
    levels,
    mark,
    note,
    numbered,
    p,
    part,
    r,
    table,
    told,
    word,
    zipped,
)


def without(name: str) -> bytes:
    """A Word document that lacks an entry."""
    return zipped({key: content for key, content in entries(p("x")).items() if key != name})


def with_body(document: str) -> bytes:
    """A Word document with this main part."""
    return zipped({**entries(""), "word/document.xml": document})


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b"PK\x03\x04 and no more", "damaged"),
        (word(p("x" * 5000))[:-60], "damaged"),
        (without("word/document.xml"), "lacks it"),
        (zipped({**entries(p("x")), "word/document.xml": "", "word/other.xml": ""}), "XML"),
        (without("_rels/.rels"), "names none"),
        (with_body("<w:p"), "well-formed"),
        (with_body(part("document", "")), "main part is <document>"),
        (with_body(LAUGHS + part("document", "<w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body>")[38:]), "document type"),
        (with_body(OUTSIDE + part("document", "<w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body>")[38:]), "document type"),
        (with_body(part("document", "<w:body>" + "<w:sdt>" * 400 + "</w:sdt>" * 400 + "</w:body>")), "well-formed"),
        (zipped({**entries(""), "../out.xml": "x"}), "leads out"),
        (zipped({**entries(""), "/etc/x": "x"}), "leads out"),
        (zipped({**entries(""), "c:\\x": "x"}), "leads out"),
        (zipped({"[Content_Types].xml": "x", "xl/workbook.xml": "x"}), "an Excel workbook"),
        (zipped({"[Content_Types].xml": "x", "ppt/presentation.xml": "x"}), "a PowerPoint presentation"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "an OpenDocument text (odt)"),
        (zipped({"mimetype": "application/epub+zip"}), "an EPUB book"),
        (zipped({"letter.txt": "x"}), "a ZIP archive"),
        (zipped({"META-INF/MANIFEST.MF": "x"}), "a Java archive"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_sound_word_document_is_refused_with_what_was_seen(data: bytes, seen: str) -> None:
    """The message names the file, says what was found, and what to do next."""
    with pytest.raises(ReadError) as caught:
        read_docx(data, "made.docx")
    assert seen in f"{caught.value} {caught.value.advice}"
    assert "made.docx" in caught.value.message
    assert caught.value.advice


def test_two_parts_of_one_name_are_refused() -> None:
    """Which of them counts no two programs agree on."""
    held = io.BytesIO(word(p("x")))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(held, "a") as archive:
        archive.writestr("word/document.xml", "y")
    with pytest.raises(ReadError, match="two are named"):
        read_docx(held.getvalue(), "made.docx")


def test_a_locked_part_is_told() -> None:
    """The flag of encryption alone says so."""
    data = bytearray(word(p("x")))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    with pytest.raises(ReadError, match="password"):
        read_docx(bytes(data), "made.docx")


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts, tags and entries have bounds; a table's cell takes no more columns than Word allows."""
    monkeypatch.setattr(package, "LARGEST_PART", 100_000)
    with pytest.raises(ReadError, match="unpacks to more"):
        read_docx(word(p("x" * 200_000)), "made.docx")
    with pytest.raises(ReadError, match="all together"):
        read_docx(word(p("x" * 90_000), styles="y" * 90_000, numbering="z" * 90_000), "made.docx")
    monkeypatch.setattr(package, "MOST_TAGS", 50)
    with pytest.raises(ReadError, match="tags"):
        read_docx(word(p("x") * 50), "made.docx")
    monkeypatch.setattr(package, "MOST_ENTRIES", 3)
    with pytest.raises(ReadError, match="at most 3 parts"):
        read_docx(word(p("x")), "made.docx")


def test_claims_of_size_are_not_believed() -> None:
    """A width of a thousand million columns, a twelfth level of three, a note that is referred to ten thousand times."""
    wide = table(cell("a", '<w:gridSpan w:val="1000000000"/>') + cell("b"), cell("c") + cell("d"))
    assert len(told(wide)[0]) < 100
    assert told(p("x", numbered(12)), numbering=REPORT + instance(1)) == ["x"]
    endless = "%1%2%3%4%5%6%7%8%9" * 100
    assert len(told(p("x", numbered(8)), numbering=levels(*[("lowerLetter", endless)] * 9) + instance(1))[0]) < 100
    many = p(mark("footnote", 1) * 10_000)
    assert len(read_docx(word(many, footnotes=note("footnote", 1, "n" * 1000)), "made").text) < 12_000


def test_mutated_files_are_read_or_refused_in_our_words() -> None:
    """No other error gets out, whichever bytes are changed."""
    chance = random.Random(4)  # noqa: S311  no secret hangs on it
    parts = {"numbering": REPORT + instance(1), "footnotes": note("footnote", 1, " N.")}
    body = p(r("x") + mark("footnote", 1), numbered(1)) + table(cell("a") + cell("b"))
    plain = {name: content.encode() if isinstance(content, str) else content for name, content in entries(body, **parts).items()}
    for _ in range(400):
        data = bytearray(zipped(plain))
        if chance.random() < 0.5:
            name = chance.choice(sorted(plain))
            inner = bytearray(plain[name])
            for _ in range(chance.randrange(1, 8)):
                inner[chance.randrange(len(inner))] = chance.randrange(256)
            data = bytearray(zipped({**plain, name: bytes(inner)}))
        else:
            for _ in range(chance.randrange(1, 8)):
                data[chance.randrange(len(data))] = chance.randrange(256)
        with suppress(ReadError):
            read_docx(bytes(data), "made.docx")
