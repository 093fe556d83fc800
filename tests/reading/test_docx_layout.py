"""Tests of the eyes: Word documents, their notes, tables and mastheads. In: packages that we made, real files. Out: blocks."""

import re
from pathlib import Path

import pytest

from reading.assemble import take_apart
from reading.readers.docx import read_docx
from tests.reading.test_words_kept import hold
from tests.reading.wordprocessing import R, W, cell, entries, mark, note, p, r, shown, table, told, word, zipped


def test_footnotes_stand_behind_the_paragraph_that_marks_them() -> None:
    """Numbered as they are marked, whatever their ids; the lines between text and notes are none; a mark of its own stays."""
    notes = f'<w:footnote w:type="separator" w:id="-1">{p("line")}</w:footnote>'
    notes += note("footnote", 7, " See B.") + note("footnote", 3, " See A.") + note("footnote", 9, "* Starred.")
    body = p(r("One.") + mark("footnote", 3)) + p(
        r("Two") + mark("footnote", 7) + r(".") + mark("footnote", 3) + mark("footnote", 99)
    )
    body += p(r("Three") + mark("footnote", 9, 'w:customMarkFollows="1"') + r("*"))
    assert told(body, footnotes=notes) == ["One.¹", "¹ See A.", "Two².¹", "² See B.", "Three*", "* Starred."]


def test_split_ties_footnotes_to_their_markers() -> None:
    """What the reader yields is what splitting expects."""
    body = p("1. First words." + "") + p(r("2. Second") + mark("footnote", 1) + r(" words."))
    parts = take_apart(read_docx(word(body, footnotes=note("footnote", 1, " A note.")), "made.docx")).parts
    assert [(unit.path, unit.text.text) for unit in parts.units] == [
        ("para/1", "First words."),
        ("para/2", "Second words."),
        ("fn/1", "A note."),
    ]
    assert parts.units[1].markers == [("1", 6)]


def test_endnotes_stand_at_the_end_and_share_no_number_with_footnotes() -> None:
    """Where a document has both, the endnotes are numbered on, and a finding says so."""
    parts = {"footnotes": note("footnote", 1, " Foot."), "endnotes": note("endnote", 1, " End.")}
    source = read_docx(word(p(r("A") + mark("endnote", 1)) + p(r("B") + mark("footnote", 1)), **parts), "made.docx")
    assert shown(source) == ["A²", "B¹", "¹ Foot.", "² End."]
    assert any("numbered on" in finding for finding in source.findings)
    assert told(p(r("A") + mark("endnote", 1)), endnotes=parts["endnotes"]) == ["A¹", "¹ End."]


def test_footnotes_begin_where_the_settings_say() -> None:
    """And begin anew in each section where they ask for it."""
    settings = '<w:footnotePr><w:numStart w:val="5"/><w:numRestart w:val="eachSect"/></w:footnotePr>'
    body = p(r("A") + mark("footnote", 1), "<w:sectPr/>") + p(r("B") + mark("footnote", 2))
    notes = note("footnote", 1, " x") + note("footnote", 2, " y")
    assert told(body, footnotes=notes, settings=settings) == ["A⁵", "⁵ x", "B⁵", "⁵ y"]


def test_tables_are_rows_of_cells_parted_by_tabs() -> None:
    """Wide cells keep the columns in line, nested tables stand in their cell, notes behind the table."""
    nested = table(cell("n1") + cell("n2"))
    body = table(
        cell("Wide", '<w:gridSpan w:val="2"/>') + cell("C"),
        cell("a") + cell(p("b1") + p("b2")) + cell(nested + p()),
        cell("") + cell("") + cell(""),
        cell(p(r("x") + mark("footnote", 1))) + cell("y") + cell("z"),
    )
    rows = ["| Wide\t\tC", "| a\tb1 b2\tn1 n2", "| x¹\ty\tz", "¹ N."]
    assert told(body, footnotes=note("footnote", 1, " N.")) == rows


def test_a_table_takes_its_caption_and_its_notes_with_it() -> None:
    """They are no paragraphs of the text."""
    up = '<w:vertAlign w:val="superscript"/>'
    body = p("Table 17.2") + p() + p("Lamps by harbour") + table(cell("a") + cell(p(r("b") + r("a", up)))) + p()
    body += p(r("a", up) + r(" Not counted.")) + p("17.3 Words.")
    assert told(body) == ["| Table 17.2\tLamps by harbour", "| a\tbᵃ", "| ᵃ Not counted.", "17.3 Words."]


def test_sentences_around_a_table_are_neither_its_caption_nor_its_notes() -> None:
    """They speak of it, are numbered, or begin with a symbol."""
    rows = table(cell("a") + cell("b"))
    assert told(p("Table 1 shows the lamps.") + rows + p("A/85/31 tells more.")) == [
        "Table 1 shows the lamps.",
        "| a\tb",
        "A/85/31 tells more.",
    ]
    assert told(p("Table 1.") + p("17.2 Words") + rows) == ["Table 1.", "17.2 Words", "| a\tb"]
    assert told(p("Table 1.") + rows + p("a/ Old form.") + p("Source: keepers.")) == [
        "| Table 1.",
        "| a\tb",
        "| a/ Old form.",
        "| Source: keepers.",
    ]


def test_the_figures_of_a_chart_are_a_table_under_its_caption() -> None:
    """What Word keeps beside the drawing; shares in per cent; the names of the series where a legend prints them."""
    space = "http://schemas.openxmlformats.org/drawingml/2006/chart"

    def points(kind: str, form: str, *values: str) -> str:
        kept = "".join(f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(values))
        return f"<c:{kind}><c:cache><c:formatCode>{form}</c:formatCode>{kept}</c:cache></c:{kind}>"

    first = (
        points("tx", "", "Lamps")
        + points("cat", "", "2030 (actual)", "2031")
        + points("val", "General", "3", "0.30000000000000004")
    )
    second = points("tx", "", "Share") + points("val", "0%", "0.25")
    chart = f'<c:chartSpace xmlns:c="{space}"><c:ser>{first}</c:ser><c:ser>{second}</c:ser><c:legend/></c:chartSpace>'
    made = entries(
        p("Figure 17.I") + p("Lamps lit") + p(f'<w:r><w:drawing><c:chart xmlns:c="{space}" r:id="c"/></w:drawing></w:r>')
    )
    relation = f'<Relationship Id="c" Type="{R}/chart" Target="charts/chart1.xml"/></Relationships>'
    made["word/_rels/document.xml.rels"] = str(made["word/_rels/document.xml.rels"]).replace("</Relationships>", relation)
    rows = ["| Figure 17.I\tLamps lit", "| \tLamps\tShare", "| 2030 (actual)\t3\t25%", "| 2031\t0.3"]
    assert shown(read_docx(zipped({**made, "word/charts/chart1.xml": chart}), "made")) == rows
    bare = chart.replace("<c:legend/>", "")
    assert shown(read_docx(zipped({**made, "word/charts/chart1.xml": bare}), "made")) == [rows[0], *rows[2:]]
    without = read_docx(zipped({**made, "word/charts/chart1.xml": f'<c:chartSpace xmlns:c="{space}"/>'}), "made")
    assert without.findings == ("left out: words of 1 charts",)


def test_what_only_looks_like_a_table_is_lines() -> None:
    """A box, a masthead, a table of contents; deleted rows are gone."""
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + cell("gone") + cell("gone") + "</w:tr>"
    assert told(table(cell(p("Summary") + p("Words.")))) == ["Summary", "Words."]
    masthead = table(cell("United Nations") + cell("A/85/31"), cell("General Assembly") + cell("Distr.: General"))
    assert told(masthead) == ["United Nations", "A/85/31", "General Assembly", "Distr.: General"]
    dots = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9000"/></w:tabs>'
    contents = table(
        cell(p("<w:r><w:t>One</w:t><w:tab/></w:r>", dots)) + cell("2"),
        cell(p("<w:r><w:t>Two</w:t><w:tab/></w:r>", dots)) + cell("3"),
    )
    assert told(contents) == ["One ..... 2", "Two ..... 3"]
    assert told(table(cell("a") + cell("b")).replace("</w:tbl>", f"{gone}</w:tbl>")) == ["| a\tb"]


def test_text_boxes_stand_behind_their_paragraph_once() -> None:
    """Of the two ways to say one the newer counts."""

    def box(words: str) -> str:
        return f"<w:pict><w:txbxContent>{p(words)}</w:txbxContent></w:pict>"

    both = (
        f"<mc:AlternateContent><mc:Choice>{box('new')}</mc:Choice><mc:Fallback>{box('old')}</mc:Fallback></mc:AlternateContent>"
    )
    assert told(p(f"{r('Text')}<w:r>{both}</w:r>")) == ["Text", "new"]
    old = f"<mc:AlternateContent><mc:Fallback>{box('old')}</mc:Fallback></mc:AlternateContent>"
    assert told(p(f"<w:r>{old}</w:r>")) == ["old"]


def test_the_masthead_in_the_first_head_comes_first_and_feet_last() -> None:
    """A United Nations document prints symbol and date there; numbers of pages are left out."""
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header2"/><w:headerReference w:type="first" r:id="header1"/>'
    section += '<w:footerReference w:type="default" r:id="footer1"/><w:titlePg/></w:sectPr>'
    head = table(
        cell("United Nations") + cell("A/85/31*"), cell("General Assembly") + cell(p("Distr.: General") + p("2 February 2031"))
    )
    parts = {"header1": head, "header2": p("A/85/31"), "footer1": p("31-00001 (E)") + p("2/4")}
    source = read_docx(word(p("Eighty-fifth session") + p("1. Words.") + section, **parts), "made.docx")
    first = ["~ United Nations", "~ A/85/31*", "~ General Assembly", "~ Distr.: General", "~ 2 February 2031"]
    assert shown(source) == [*first, "Eighty-fifth session", "1. Words.", "~ A/85/31", "~ 31-00001 (E)"]
    masthead = take_apart(source).masthead
    assert (masthead.symbols, masthead.session, masthead.distribution) == (("A/85/31",), 85, "General")


def test_lines_of_an_address_are_blocks_of_their_own() -> None:
    """Breaks in a paragraph part short lines alone."""
    assert told(p("<w:r><w:t>(Signed) A</w:t><w:br/><w:t>Keeper</w:t></w:r>")) == ["(Signed) A", "Keeper"]
    long = "words " * 20
    assert told(p(f"<w:r><w:t>{long}</w:t><w:br/><w:t>more</w:t></w:r>")) == [f"{long}more"]


def test_the_language_is_the_one_that_nearly_all_words_are_marked_with() -> None:
    """Or none, where they differ."""
    french, english = r("mots " * 20, '<w:lang w:val="fr-FR"/>'), r("words", '<w:lang w:val="en-GB"/>')
    assert read_docx(word(p(french + english)), "made").front == {"language": "fr"}
    assert read_docx(word(p(english + english) + p(french[:90] + french[90:])), "made").front == {"language": "fr"}
    assert read_docx(word(p(r("mots", '<w:lang w:val="fr-FR"/>') + english)), "made").front == {}


def test_macros_are_told_and_never_run() -> None:
    """A DOCM is read as any other."""
    made = entries(p("Words."))
    source = read_docx(zipped({**made, "word/vbaProject.bin": b"\x00"}), "made.docm")
    assert (shown(source), source.findings) == (["Words."], ("left out: macros, which are never run",))


def test_the_strict_form_is_read_as_the_usual_one() -> None:
    """Its namespaces alone differ."""
    made = {
        name: content.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
            R, "http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, content in entries(p("Words.")).items()
        if isinstance(content, str)
    }
    assert shown(read_docx(zipped(made), "made")) == ["Words."]


@pytest.mark.parametrize("section", [17, 25])
def test_a_real_section_of_the_budget_has_all_its_paragraphs(section: int, shared: Path) -> None:
    """Its numbers run without a gap, its tables take their captions, and its masthead stands in the first head."""
    file = shared / "corpus" / "files" / "budget" / f"A_81_6 (SECT. {section}).docx"
    source = read_docx(file.read_bytes(), file.name)
    lines = shown(source)
    numbers = [int(line.split()[0].partition(".")[2]) for line in lines if line.startswith(f"{section}.")]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 20
    assert lines[:2] == ["~ United Nations", f"~ A/81/6 (Sect. {section})/Part A*"]
    assert all(line.startswith("| ") for line in lines if re.search(rf"(?:Table|Figure) {section}\.\w+\t", line))
    hold(take_apart(source))


def test_the_list_of_a_real_review_is_one_table(shared: Path) -> None:
    """Every recommendation is a row with its position."""
    file = shared / "corpus" / "files" / "review" / "UPR20__Slovenia_ThematicListRecommendations_E.docx"
    rows = [row.text.split("\t") for block in read_docx(file.read_bytes(), file.name).blocks or () for row in block.rows]
    recommended = [row for row in rows if row[0].startswith("115.")]
    assert len(recommended) > 150
    assert {row[1] for row in recommended} <= {"Supported", "Noted"}
