"""Tests of the eyes: HTML pages. In: pages that we wrote, sound, broken and hostile. Out: blocks as a browser shows them."""

import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import ReadError
from reading.assemble import take_apart
from reading.readers import html as reader
from reading.readers.html import read_html
from reading.readers.source import Source


def shown(source: Source) -> list[str]:
    """The blocks of a source as lines: headings with their marks, bullets, rows of tables one by one."""
    lines = []
    for block in source.blocks or ():
        mark = "#" * block.hashes + " " if block.hashes else "• " if block.bullet else ""
        mark = {"furniture": "~ ", "rule": "= "}.get(block.kind, mark)
        lines += [f"| {row.text}" for row in block.rows] if block.kind == "table" else [f"{mark}{block.text.text}"]
    return lines


def told(page: str) -> list[str]:
    """The blocks of a page as lines."""
    return shown(read_html(page.encode(), "made.html"))


def test_headings_paragraphs_and_breaks_are_blocks() -> None:
    """Blanks of the source count once; two breaks end a paragraph; short lines stand alone; tags left open end somewhere."""
    page = "<h1>One</h1><p>Two\n  words<p>Three&nbsp;&amp; four<br><br>Five<hr><h3>S<b>i</b>x</h3>(Signed) A<br>Keeper"
    assert told(page) == ["# One", "Two words", "Three & four", "Five", "= ---", "### Six", "(Signed) A", "Keeper"]


def test_every_letter_knows_where_it_stands() -> None:
    """The map leads from a block to the source's text."""
    source = read_html(b"<p>a&eacute;<table><tr><td>b<td>c</table>", "made")
    for block in source.blocks or ():
        for mapped in block.rows or (block.text,):
            assert "".join(source.text[at] for at in mapped.offsets) == mapped.text


def test_what_a_browser_does_not_show_is_out() -> None:
    """Scripts, styles, navigation, forms, hidden and struck parts; the foot of the page is furniture."""
    page = "<head><title>T</title><style>a{}</style></head><nav>Home</nav><script>x<y</script><p hidden>no</p>"
    page += "<p style='color:red; display: none'>no</p><button>no</button><!-- no --><p>y<del>no</del>es</p><footer>Foot</footer>"
    assert told(page) == ["yes", "~ Foot"]


def test_the_main_part_counts_where_a_page_names_one() -> None:
    """What stands around it is the site's."""
    assert told("<div>Site</div><main><p>Words</p></main>") == ["Words"]
    assert told("<div>Site</div><main></main>") == ["Site"]


def test_lists_have_their_numbers_and_bullets() -> None:
    """Letters and small roman figures in brackets, as the United Nations print them; a label of its own is not doubled."""
    page = "<ol start=3><li>c<li value=7>g<ol type=a><li>x<li>y<ol type=i><li>deep</ol></ol><li>h</ol>"
    assert told(page) == ["3. c", "7. g", "(a) x", "(b) y", "(i) deep", "8. h"]
    assert told("<ul><li>x<li>(a) y</ul><ol><li>1. z</ol><li>stray") == ["• x", "(a) y", "1. z", "• stray"]


def test_tables_are_rows_of_cells_with_their_columns_in_line() -> None:
    """Cells that take several columns or rows leave the others empty; a caption is a row."""
    page = (
        "<table><caption>Table 1</caption><tr><th rowspan=2>A<th colspan=2>B<tr><td>c<td>d<sup>a</sup><tr><td>e<td>f<td></table>"
    )
    assert told(page) == ["| Table 1", "| A\tB", "| \tc\tdᵃ", "| e\tf"]


def test_what_only_lays_a_page_out_is_no_table() -> None:
    """One that holds tables or headings, that says so, or that has one column."""
    assert told("<table><tr><td><h2>I. Head</h2><p>Words<td>more</table>") == ["## I. Head", "Words", "more"]
    assert told("<table><tr><td>a<table><tr><td>b<td>c</table></table>") == ["a", "| b\tc"]
    assert told("<table role=presentation><tr><td>a<td>b</table>") == ["a", "b"]
    assert told("<table><tr><td>a<tr><td>b</table><tr><td>stray") == ["a", "b", "stray"]


@pytest.mark.parametrize(
    "page",
    [
        "<p>1. Words<sup><a href='#n1' id=r1>1</a></sup>.<ol><li id=n1>A note. <a href='#r1'>↩</a></ol>",
        "<p>1. Words<a href='#_ftn1' name='_ftnref1'>[1]</a>.<p><a href='#_ftnref1' name='_ftn1'>[1]</a> A note.",
        "<p>1. Words<a href='#x'><sup>[1]</sup></a>.<div id=x><p>A note.</p></div>",
        "<p>1. Words<sup>1</sup>.<p><sup>1</sup> A note.",
    ],
)
def test_footnotes_are_tied_to_their_markers(page: str) -> None:
    """As editors of web pages, Word and plain hands write them."""
    units = take_apart(read_html(page.encode(), "made")).parts.units
    assert [(unit.path, unit.text.text) for unit in units] == [("para/1", "Words."), ("fn/1", "A note.")]
    assert units[0].markers == [("1", 5)]


def test_a_link_with_a_number_is_no_footnote() -> None:
    """Paragraphs are referred to as well; a note of two paragraphs is one."""
    assert told("<p>See paragraph <a href='#p5'>5</a>.<p id=p5>5. Words.") == ["See paragraph 5.", "5. Words."]
    assert told("<p>x<sup><a href='#n'>1</a></sup><div id=n><p>a</p><p>b</p></div>") == ["x¹", "¹ a b"]


def test_preformatted_text_keeps_its_paragraphs() -> None:
    """An empty line parts them."""
    assert told("<pre>one line that goes on and on and on over more than sixty characters\nand on\n\ntwo</pre>") == [
        "one line that goes on and on and on over more than sixty characters and on",
        "two",
    ]


@pytest.mark.parametrize(
    "data",
    [
        "<p>Été – 1</p>".encode(),
        codecs.BOM_UTF8 + "<p>Été – 1</p>".encode(),
        codecs.BOM_UTF16_LE + "<meta charset=latin1><p>Été – 1</p>".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "<p>Été – 1</p>".encode("utf-16-be"),
        "<p>Été – 1</p>".encode("cp1252"),
        "<meta charset=iso-8859-1><p>Été – 1</p>".encode("cp1252"),
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>Été – 1</p>'.encode("cp1252"),
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><p>Été – 1</p></html>'.encode(),
        "<meta charset=base64><p>Été – 1</p>".encode(),
        "<meta charset=no-such-one><p>Été – 1</p>".encode(),
        "<meta charset=utf-16><p>Été – 1</p>".encode(),
    ],
)
def test_the_encoding_is_the_declared_one_or_what_browsers_take(data: bytes) -> None:
    """The byte order mark before the declaration before UTF-8 before Windows-1252."""
    assert shown(read_html(data, "made")) == ["Été – 1"]


def test_letters_that_do_not_fit_the_declared_encoding_are_told() -> None:
    """They are no reason to refuse the page."""
    source = read_html(b"<meta charset=utf-8><p>a\xe9b</p>", "made")
    assert source.findings == ("letters that are no utf-8: 1",)


def test_title_and_language_are_what_the_page_says_of_itself() -> None:
    """A language by its two letters."""
    page = "<html lang=fr-CA><head><title> A\n made page </title></head><p>x"
    assert read_html(page.encode(), "made").front == {"title": "A made page", "language": "fr"}
    assert read_html(b"<html lang=tlh><p>x", "made").front == {}


@pytest.mark.parametrize(
    ("page", "seen"),
    [
        ("<html><script>words()</script></html>", "shows none"),
        ("", "HTML page"),
        ("<div>" * 251 + "x", "deep"),
    ],
)
def test_pages_without_words_or_bounds_are_refused(page: str, seen: str) -> None:
    """The message names the page and says what to do."""
    with pytest.raises(ReadError) as caught:
        told(page)
    assert seen in caught.value.message
    assert "made.html" in caught.value.message
    assert caught.value.advice


def test_size_is_bounded_before_the_page_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """In bytes and in tags; claims of width and height are not believed."""
    wide = "<table><tr><td colspan=999999 rowspan=999999>a<td>b<tr><td>c<td>d</table>"
    assert len("".join(told(wide))) < 500
    monkeypatch.setattr(reader, "MOST_TAGS", 10)
    with pytest.raises(ReadError, match="11 tags"):
        told("<p>" * 11)
    monkeypatch.setattr(reader, "LARGEST", 5)
    with pytest.raises(ReadError, match="at most 5 bytes"):
        told("<p>xyz")


def test_entities_of_a_document_type_are_never_expanded() -> None:
    """Neither from inside nor from a file."""
    page = '<!DOCTYPE html [<!ENTITY a "haha"><!ENTITY b SYSTEM "file:///etc/passwd">]><p>x &a; &b;</p>'
    assert "haha" not in "".join(told(page))
    assert "root:" not in "".join(told(page))


@given(st.text(alphabet="<>/ab=\"'&;#pt dhrliuosx0123", max_size=200))
def test_any_markup_is_read_or_refused_in_our_words(page: str) -> None:
    """No other error gets out, however the tags lie."""
    try:
        told(page)
    except ReadError as error:
        assert error.advice  # noqa: PT017  most pages are read; those that are not must help


def test_any_order_of_tags_is_read() -> None:
    """Tags of tables, lists and notes, opened and closed at random."""
    chance = random.Random(7)  # noqa: S311  no secret hangs on it
    tags = [
        "table",
        "tr",
        "td",
        "th",
        "caption",
        "li",
        "ol",
        "ul",
        "p",
        "sup",
        "a href='#x'",
        "div id=x",
        "h2",
        "pre",
        "footer",
        "br",
    ]
    for _ in range(300):
        page = "".join(f"<{chance.choice(['', '/'])}{chance.choice(tags)}>{chance.choice(['1', 'w ', ''])}" for _ in range(60))
        assert told(f"<p>words</p>{page}")[0] == "words"


def test_a_note_keeps_its_table_and_holds_neither_its_own_marker_nor_what_follows() -> None:
    """Ids of tables and of the page itself are targets of links too."""
    marked = '<p>1. Oil<sup><a href="#n">1</a></sup>.</p>'
    assert told(f'{marked}<div id="n">A note <table><tr><td>a<td>b</table></div><p>2. Wicks.')[1:] == [
        "¹ A note",
        "| a\tb",
        "2. Wicks.",
    ]
    assert told(f'{marked}<table id="n"><tr><td>a<td>b</table><p>2. Wicks.')[1:] == ["| a\tb", "2. Wicks."]
    assert told(f'<body id="n">{marked}<p>2. Wicks.') == ["1. Oil¹.", "2. Wicks."]
