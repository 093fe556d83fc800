"""Tests of papers in Word: read back by this tree's own reader, and as the XML that Word takes."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from lxml import etree

from api.papers.paper import Block, Paper, Run, Table
from api.papers.word import word
from ontology.errors import QueryTooLarge
from reading.readers.docx import read_docx
from tests.api.papers.papers_made import EVERYTHING, HOSTILE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(paper: Paper, name: str) -> etree._Element:
    """A part of the package that a paper is written as."""
    with zipfile.ZipFile(BytesIO(word(paper))) as package:
        return etree.fromstring(package.read(name))


def test_footnotes_are_real_and_stand_where_they_are_called() -> None:
    """Word numbers them: a reader finds each behind the paragraph that calls it."""
    text = read_docx(word(EVERYTHING), "paper.docx").text
    assert "The storm² came early\n² A/RES/60/1, para. 138." in text
    assert "إن الجمعية العامة³\n³ A/RES/60/1, para. 1." in text
    called = [note.get(f"{W}id") for note in part(EVERYTHING, "word/document.xml").iter(f"{W}footnoteReference")]
    written = [note.get(f"{W}id") for note in part(EVERYTHING, "word/footnotes.xml") if note.get(f"{W}type") is None]
    assert called == written == ["1", "2", "3", "4", "5"]


def test_every_word_comes_back_and_none_is_markup() -> None:
    """Hostile texts are texts, in the story and in its notes."""
    text = read_docx(word(EVERYTHING), "paper.docx").text
    assert text.count(HOSTILE) == 2
    assert "Lamps & <keepers>" in text


def test_arabic_runs_from_right_to_left_and_says_its_language() -> None:
    """By paragraph and by run, as Word has it."""
    found = [
        paragraph
        for paragraph in part(EVERYTHING, "word/document.xml").iter(f"{W}p")
        if paragraph.find(f"{W}pPr/{W}bidi") is not None
    ]
    assert ["".join(paragraph.itertext()) for paragraph in found] == ["إن الجمعية العامة", "إن"]
    assert [run.get(f"{W}bidi") for run in found[0].iter(f"{W}lang")] == ["ar"]
    assert found[0].find(f"{W}r/{W}rPr/{W}rtl") is not None


def test_what_changed_is_shown_and_not_proposed() -> None:
    """Underlined and struck by style; no revision is open."""
    document = part(EVERYTHING, "word/document.xml")
    styles = {
        run.findtext(f"{W}t"): style.get(f"{W}val")
        for run in document.iter(f"{W}r")
        if (style := run.find(f"{W}rPr/{W}rStyle")) is not None
    }
    assert (styles["now"], styles["then"]) == ("Inserted", "Deleted")
    assert not list(document.iter(f"{W}ins", f"{W}del"))


def test_links_lead_to_the_web_and_nowhere_else() -> None:
    """A script's address is no link."""
    relations = part(EVERYTHING, "word/_rels/document.xml.rels")
    outside = [one.get("Target") for one in relations if one.get("TargetMode") == "External"]
    assert outside == ["https://example.org/?a=1&b=2"]


def test_the_package_says_where_it_came_from_and_is_the_same_each_time() -> None:
    """So that it can be made again, and compared."""
    properties = part(EVERYTHING, "docProps/core.xml")
    assert EVERYTHING.origin in [one.text for one in properties]
    assert word(EVERYTHING) == word(EVERYTHING)


def test_every_style_and_relation_that_is_named_is_there() -> None:
    """Word repairs a document that lacks one, and says so to its reader."""
    named = {
        str(style.get(f"{W}val"))
        for style in part(EVERYTHING, "word/document.xml").iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
    }
    known = {style.get(f"{W}styleId") for style in part(EVERYTHING, "word/styles.xml").iter(f"{W}style")}
    assert {"Title", "Heading1", "Quote", "FootnoteReference", "TableGrid"} <= named <= known
    with zipfile.ZipFile(BytesIO(word(EVERYTHING))) as package:
        names = {f"/{name}" for name in package.namelist()}
        types = etree.fromstring(package.read("[Content_Types].xml"))
    assert {str(one.get("PartName")) for one in types if one.get("PartName")} <= names


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\ud800", "\ufffe", "\u202e", "\x9f"])
def test_a_sign_that_no_xml_may_hold_is_shown_as_unknown(sign: str) -> None:
    """It is not dropped: something stood there."""
    text = read_docx(
        word(replace(EVERYTHING, blocks=[Block("paragraph", [Run(f"before{sign}after", note=f"n{sign}n")])])), "paper.docx"
    ).text
    assert "before\ufffdafter¹" in text
    assert "n\ufffdn" in text


def test_a_paper_beyond_all_bounds_is_refused() -> None:
    """It says how long it is."""
    with pytest.raises(QueryTooLarge, match="characters"):
        word(Paper("Long", [Block("paragraph", [Run("x" * 2_000_001)])]))


def test_a_column_of_names_is_wider_than_one_of_counts() -> None:
    """And numbers stand to the right."""
    table = Table("Counts", ("Name", "2024"), [[Run("A name that takes a good deal of room"), Run("12")]])
    drawn = part(Paper("Counted", (table,)), "word/document.xml")
    first, second = (int(column.get(f"{W}w", "0")) for column in drawn.iter(f"{W}gridCol"))
    assert first > 3 * second
    assert [one.get(f"{W}val") for one in drawn.iter(f"{W}jc")] == ["right", "right"]
