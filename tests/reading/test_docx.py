"""Tests of the eyes: Word documents, their words and numbers. In: packages that we made. Out: paragraphs as printed."""

import pytest

from reading.readers.docx import read_docx
from reading.readers.docx_numbering import figure
from tests.reading.wordprocessing import REPORT, instance, levels, numbered, p, r, shown, told, word


def test_text_is_one_block_a_line_and_every_letter_knows_where_it_stands() -> None:
    """The map leads from a block to the source's text."""
    source = read_docx(word(p("One.") + p() + p("Two.")), "made.docx")
    assert source.text == "One.\nTwo.\n"
    assert source.media_type.endswith("wordprocessingml.document")
    for block in source.blocks or ():
        assert "".join(source.text[at] for at in block.text.offsets) == block.text.text


def test_automatic_numbers_stand_before_the_words_and_begin_anew_below() -> None:
    """A letter after a new paragraph is (a) again; a list goes on behind other text."""
    body = "".join(
        p(words, numbered(level)) for words, level in (("One", 0), ("x", 1), ("y", 1), ("deep", 2), ("Two", 0), ("z", 1))
    )
    lines = told(body + p("Between") + p("Three", numbered(0)), numbering=REPORT + instance(1))
    assert lines == ["1. One", "(a) x", "(b) y", "(i) deep", "2. Two", "(a) z", "Between", "3. Three"]


def test_two_lists_of_one_kind_count_together_unless_one_begins_anew() -> None:
    """As Word does: an override starts its own list once, at its first paragraph."""
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = REPORT + instance(1) + instance(2) + instance(3, inner=anew)
    body = "".join(p("x", numbered(0, number)) for number in (1, 2, 3, 3))
    assert told(body, numbering=numbering) == ["1. x", "2. x", "1. x", "2. x"]


def test_numbers_of_several_levels_are_written_by_their_own_forms() -> None:
    """A paragraph of section 17 is 17.1; where figures are asked for, roman ones of the level above become figures."""
    many = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="17"/><w:numFmt w:val="upperRoman"/>'
    many += '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/>'
    many += '<w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
    body = p("Head", numbered(0)) + p("a", numbered(1)) + p("b", numbered(1))
    assert told(body, numbering=many + instance(1)) == ["XVII. Head", "17.1 a", "17.2 b"]


def test_a_level_may_never_begin_anew() -> None:
    """The paragraphs of a report count through its sections."""
    through = REPORT.replace('<w:numFmt w:val="lowerLetter"/>', '<w:numFmt w:val="decimal"/><w:lvlRestart w:val="0"/>')
    body = "".join(p("x", numbered(level)) for level in (0, 1, 0, 1))
    assert told(body, numbering=through + instance(1)) == ["1. x", "(1) x", "2. x", "(2) x"]


def test_numbers_come_from_styles_and_can_be_taken_off() -> None:
    """A style names list and level; number 0 takes a paragraph out; an unknown list numbers nothing."""
    styles = f'<w:style w:styleId="S"><w:name w:val="S"/><w:pPr>{numbered(1)}</w:pPr></w:style>'
    styles += '<w:style w:styleId="T"><w:name w:val="T"/><w:basedOn w:val="S"/></w:style>'
    body = p("x", '<w:pStyle w:val="T"/>') + p("y", '<w:pStyle w:val="T"/>' + numbered(0, 0)) + p("z", numbered(0, 9))
    assert told(body, styles=styles, numbering=REPORT + instance(1)) == ["(a) x", "y", "z"]


def test_bullets_are_no_labels() -> None:
    """A bullet is a property of the block."""
    assert told(p("x", numbered(0)), numbering=levels(("bullet", "\uf0b7")) + instance(1)) == ["• x"]


@pytest.mark.parametrize(
    ("number", "form", "written"),
    [
        (1, "decimal", "1"),
        (4, "lowerRoman", "iv"),
        (1999, "upperRoman", "MCMXCIX"),
        (27, "lowerLetter", "aa"),
        (53, "upperLetter", "AAA"),
        (3, "decimalZero", "03"),
        (22, "ordinal", "22nd"),
        (12, "ordinal", "12th"),
        (3, "russianLower", "в"),
        (2, "arabicAlpha", "ب"),
        (3, "arabicAbjad", "ج"),
        (21, "chineseCounting", "二十一"),
        (10, "chineseCounting", "十"),
        (5, "none", ""),
        (5, "hebrew1", "5"),
        (10_000_000, "lowerLetter", "10000000"),
        (0, "lowerRoman", "0"),
    ],
)
def test_figures_are_written_as_word_writes_them(number: int, form: str, written: str) -> None:
    """What no list can reach is written in plain figures, so that no label grows without end."""
    assert figure(number, form) == written


@pytest.mark.parametrize(
    ("name", "marks"),
    [("heading 2", "## "), ("_ H _Ch_G", "# "), ("_ H_1_G", "## "), ("_ H_2/3", "### "), ("__Single Txt_G", ""), ("Title", "# ")],
)
def test_headings_are_known_by_the_style(name: str, marks: str) -> None:
    """Word's own by the outline level, those of the United Nations by their names."""
    outline = '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>' if name.startswith("heading") else ""
    styles = f'<w:style w:styleId="S"><w:name w:val="{name}"/>{outline}</w:style>'
    assert told(p("Words", '<w:pStyle w:val="S"/>'), styles=styles) == [f"{marks}Words"]


def test_styles_based_on_each_other_in_a_circle_end() -> None:
    """Such a file is broken, and read all the same."""
    styles = "".join(f'<w:style w:styleId="{a}"><w:name w:val="x"/><w:basedOn w:val="{b}"/></w:style>' for a, b in ("AB", "BA"))
    assert told(p("Words", '<w:pStyle w:val="A"/>'), styles=styles) == ["Words"]


def test_deleted_words_are_out_and_inserted_ones_in() -> None:
    """Moved words stand where they were moved to; a deleted end of a paragraph joins it to the next."""
    body = p(
        r("Old")
        + f"<w:del>{r('gone').replace('w:t ', 'w:delText ').replace('w:t>', 'w:delText>')}</w:del><w:ins>{r(' new')}</w:ins>"
    )
    body += p(f"<w:moveFrom>{r('away')}</w:moveFrom>") + f"<w:ins>{p('whole')}</w:ins>"
    body += p("joined ", "<w:rPr><w:del/></w:rPr>") + p("to this") + f"<w:moveTo>{p('here')}</w:moveTo>"
    assert told(body) == ["Old new", "whole", "joined to this", "here"]


def test_hidden_words_are_out_and_told() -> None:
    """By their own property or by a style; switched off they show."""
    styles = '<w:style w:styleId="H"><w:name w:val="H"/><w:rPr><w:vanish/></w:rPr></w:style>'
    body = p(r("a", "<w:vanish/>") + r("b", '<w:rStyle w:val="H"/>') + r("c", '<w:vanish w:val="0"/>'))
    source = read_docx(word(body, styles=styles), "made.docx")
    assert shown(source) == ["c"]
    assert source.findings == ("left out: hidden words, 2 times",)


def test_fields_show_their_result_and_never_their_instruction() -> None:
    """Also nested; the number of the page is no word of the document; a broken one does not swallow what follows."""

    def turn(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    def asked(words: str) -> str:
        return f"<w:r><w:instrText>{words}</w:instrText></w:r>"

    inner = turn("begin") + asked(" IF ") + r("never") + turn("separate") + r("never") + turn("end")
    body = p(turn("begin") + asked(" REF x ") + inner + turn("separate") + r("shown") + turn("end"))
    body += p(turn("begin") + asked(" PAGE ") + turn("separate") + r("7") + turn("end") + r("behind"))
    body += p(
        f'<w:fldSimple w:instr=" NUMPAGES ">{r("9")}</w:fldSimple><w:fldSimple w:instr=" REF y ">{r("simple")}</w:fldSimple>'
    )
    body += p(turn("begin") + asked(" broken ")) + p("rest")
    source = read_docx(word(body), "made.docx")
    assert shown(source) == ["shown", "behind", "simple", "rest"]
    assert source.findings == ("left out: broken fields, 1 times",)


def test_links_controls_and_symbols_keep_their_words() -> None:
    """A placeholder asks for words and is none; letters of picture fonts become what they show."""
    body = p(f"<w:hyperlink>{r('link')}</w:hyperlink><w:smartTag>{r(' tag')}</w:smartTag>")
    body += f"<w:sdt><w:sdtPr/><w:sdtContent>{p('control')}</w:sdtContent></w:sdt>"
    body += f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('Click here')}</w:sdtContent></w:sdt>"
    body += p(
        '<w:r><w:sym w:font="Symbol" w:char="F061"/><w:t>x</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>y\u00ad\u00a0z</w:t></w:r>'
    )
    body += p(r("\uf0a7", '<w:rFonts w:ascii="Wingdings"/>') + r(" w"))
    assert told(body) == ["link tag", "control", "αx-y z", "• w"]


def test_letters_above_the_line_are_superscripts_only_where_they_are_marks() -> None:
    """Figures and the letter of a table's note; not the end of "21st" or "No"."""
    up = '<w:vertAlign w:val="superscript"/>'
    body = p(
        r("km") + r("2", up) + r(" planned") + r("a", up) + r(" 21") + r("st", up) + r(" N") + r("o", up) + r(" 2") + r("e", up)
    )
    assert told(body) == ["km² plannedᵃ 21st No 2e"]


@pytest.mark.parametrize(
    ("behind", "lines"),
    [
        ("", ["2. Last."]),
        (p("Next."), ["2. Last.Next."]),
        (f"<w:tbl><w:tr><w:tc>{p('a')}</w:tc><w:tc>{p('b')}</w:tc></w:tr></w:tbl>", ["2. Last.", "| a\tb"]),
    ],
)
def test_words_whose_end_was_deleted_are_kept_where_no_paragraph_follows(behind: str, lines: list[str]) -> None:
    """They go on in the next paragraph; before a table or at the very end there is none."""
    source = read_docx(word(p("1. One.") + p("2. Last.", "<w:rPr><w:del/></w:rPr>") + behind), "made.docx")
    assert shown(source) == ["1. One.", *lines]
