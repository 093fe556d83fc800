"""Tests of the eyes: cleaning. In: text as PDF readers leave it, written here. Out: blocks without markup, with offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.clean import Block, blocks, inline, is_complete, join
from reading.mapped import JOINED, Mapped


def texts(source: str) -> list[str]:
    """The words of all text blocks of a source."""
    return [block.text.text for block in blocks(source) if block.kind == "text"]


def kinds(source: str) -> list[tuple[str, str]]:
    """Kind and words of every block."""
    return [(block.kind, block.text.text) for block in blocks(source)]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("**1.** The Council met.", "1. The Council met."),
        ("**The Council met.**", "The Council met."),
        ("*Summary*", "Summary"),
        ("__The Council__ met.", "The Council met."),
        ("*The **whole** Council* met.", "The whole Council met."),
        ("**Both *kinds* at once**", "Both kinds at once"),
        ("resolution [60/1](#) was adopted", "resolution 60/1 was adopted"),
        ("resolution [60/1]() was adopted", "resolution 60/1 was adopted"),
        ("see [S/RES/1366(2001)](https://example.org/a)", "see S/RES/1366(2001)"),
        ("the \\[new\\] text \\(draft\\)", "the [new] text (draft)"),
        ("[the \\[new\\] text](#)", "the [new] text"),
        ("crimes<sup>1</sup> and", "crimes¹ and"),
        ("crimes<sup> 12 </sup>", "crimes¹²"),
        ("crimes¹² and", "crimes¹² and"),
        ("arms &amp; aid&nbsp;work", "arms & aid\N{NO-BREAK SPACE}work"),
        ("caf&#233; caf&#xe9;", "café café"),
        ("<p>Leading <b>act</b>ion</p>", "Leading action"),
        ("<p>One</p> <p>Two</p><p>Three</p>", "One Two Three"),
        ("the line<br/>goes on", "the line goes on"),
        ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
        ("snake_case_word stays", "snake_case_word stays"),
        ("2 * 3 * 4 is 24", "2 * 3 * 4 is 24"),
        ("no markup at all", "no markup at all"),
    ],
)
def test_markup_goes_and_words_stay(marked: str, plain: str) -> None:
    """Markdown and HTML are taken off; what only looks like markup is left alone."""
    assert inline(Mapped.of(marked)).text == plain


def test_a_line_break_of_html_parts_two_words_with_a_blank_that_the_source_lacks() -> None:
    """`<br>` stood between two lines: the words on them must not grow together."""
    parted = inline(Mapped.of("one<br>two"))
    assert parted.text == "one two"
    assert list(parted.offsets) == [0, 1, 2, JOINED, 7, 8, 9]


def test_hard_wrapped_lines_become_one_block() -> None:
    """Plain text as PDF readers leave it breaks lines anywhere."""
    assert texts("The Council met on\nMonday and took up\nthe report.\n") == ["The Council met on Monday and took up the report."]


def test_a_blank_line_parts_two_blocks() -> None:
    """Whether the halves belong together is for the split to say."""
    assert texts("the prevention that\n\n\n\nis prioritized") == ["the prevention that", "is prioritized"]


def test_lines_that_begin_a_new_unit_begin_a_new_block() -> None:
    """Without blank lines between them, numbers, letters, bullets and footnotes still part units."""
    source = "1. One was said.\n2. Two was said:\n(a) A letter;\n(b) Another one.\n- A bullet\n» An arrow\n¹ A note.\n"
    assert texts(source) == [
        "1. One was said.", "2. Two was said:", "(a) A letter;", "(b) Another one.", "A bullet", "An arrow", "¹ A note.",
    ]  # fmt: skip


def test_a_number_inside_a_sentence_does_not_part_it() -> None:
    """A wrapped line may begin with a number by chance."""
    source = "The mission of experts visited the camps in the northern provinces in May\n2005. 12 States took part in its work.\n"
    assert texts(source) == [
        "The mission of experts visited the camps in the northern provinces in May 2005. 12 States took part in its work."
    ]


def test_headings_keep_how_many_hashes_they_had() -> None:
    """The depth of a Markdown heading is what the reader of a PDF saw of its size."""
    block = blocks("## **I. Introduction**\n")[0]
    assert (block.hashes, block.text.text) == (2, "I. Introduction")


@pytest.mark.parametrize("line", ["17", "11/18 24-24224", "21-05847 (E)", "GE.21-05847 2/19", "A/75/863", "S/2021/424", "3/21"])
def test_running_heads_and_page_numbers_are_furniture(line: str) -> None:
    """Alone on a line they are of the page, not of the text."""
    assert kinds(f"The Council met and\n{line}\ntook note.\n") == [
        ("text", "The Council met and"), ("furniture", line), ("text", "took note."),
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["---", "***", "  ______  ", "-----------"])
def test_rules_are_rules(line: str) -> None:
    """A line of dashes parts footnotes from the text; it says nothing."""
    assert blocks(f"above.\n\n{line}\n\nbelow.\n")[1].kind == "rule"


def test_a_form_feed_ends_a_page() -> None:
    """What stands after it is a new line, and the sign itself is no text."""
    assert texts("The Council met and\f17\ftook note.\f") == ["The Council met and", "took note."]


def test_pipe_and_tab_tables_are_tables() -> None:
    """Their rows stay as they are, for the split to read."""
    piped, tabbed = (
        blocks("| Priority 1 | Priority 2 |\n|---|---|\n| one | two |\n")[0],
        blocks("Output 1\tOutput 2\none\ttwo\n")[0],
    )
    assert (piped.kind, len(piped.rows)) == ("table", 3)
    assert (tabbed.kind, len(tabbed.rows)) == ("table", 2)


def test_numbered_lines_with_tabs_are_no_table() -> None:
    """Word's own numbering leaves a tab behind the number."""
    assert texts("1.\tThe Council met.\n\n(a)\tIt took note;\n\n»\tIt closed.\n") == [
        "1. The Council met.",
        "(a) It took note;",
        "It closed.",
    ]


def test_a_hyphen_at_a_break_stays_in_a_compound() -> None:
    """The Secretary-General keeps the hyphen even where the line broke at it."""
    words = frozenset({"secretary-general", "report"})
    assert join(Mapped.of("the Secretary-"), Mapped.of("General said"), words).text == "the Secretary-General said"


def test_a_hyphen_at_a_break_goes_where_the_document_writes_the_word_without() -> None:
    """Only the document itself can tell a broken word from a compound."""
    assert join(Mapped.of("the preven-"), Mapped.of("tion of"), frozenset({"prevention"})).text == "the prevention of"
    assert (
        join(Mapped.of("the preven-"), Mapped.of("tion of"), frozenset({"prevention", "preven-tion"})).text
        == "the preven-tion of"
    )


def test_joining_puts_one_blank_that_the_source_lacks() -> None:
    """The map says which characters were put in."""
    joined = join(Mapped.of("of the", 0), Mapped.of("Council", 20))
    assert joined.text == "of the Council"
    assert list(joined.offsets) == [*range(6), JOINED, *range(20, 27)]


@pytest.mark.parametrize(
    "text", ["It ended.", "as follows:", "first;", "second; and", "“Quoted.”", "with a note.¹²", "(in brackets.)", "What?"]
)
def test_a_text_that_ends_as_sentences_end_is_complete(text: str) -> None:
    """Nothing after it can be its other half."""
    assert is_complete(text)


@pytest.mark.parametrize("text", ["to ensure that", "the Secretary-", "crimes, and", "(see A/75/863", "crimes¹"])
def test_a_text_that_stops_in_mid_sentence_is_not_complete(text: str) -> None:
    """Its other half comes after the page break."""
    assert not is_complete(text)


def faithful(block: Block, source: str) -> None:
    """Every character of a block is the source's at its offset, or was joined in, or is a superscript or entity made plain."""
    for character, offset in zip(block.text.text, block.text.offsets, strict=True):
        if offset == JOINED:
            assert character == " "
        elif source[offset] != "&" and character not in "⁰¹²³⁴⁵⁶⁷⁸⁹":
            assert character == source[offset]


PIECES = [
    "The Council",
    "*met*",
    "**1.** ",
    "<sup>3</sup>",
    "\n",
    "\n\n",
    "\f",
    "[60/1](#)",
    "\\[",
    "&amp;",
    "Secretary-",
    "General",
    "1. ",
    "(a) ",
    "| a | b |\n",
    "a\tb\n",
    "17\n",
    "---\n",
    "» ",
    ". ",
    "¹ ",
    "# ",
    "_",
    "é",
    "\r\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_every_cleaned_character_is_the_sources_at_its_offset(pieces: list[str]) -> None:
    """The map is recorded while cleaning, so that evidence can be shown in the source itself."""
    source = "".join(pieces)
    for block in blocks(source):
        faithful(block, source)
        for row in block.rows:
            assert row.text == source[row.offsets[0] : row.offsets[-1] + 1]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_no_letter_of_the_source_is_lost_or_doubled(pieces: list[str]) -> None:
    """Letters and figures outside tags, addresses and entities are in exactly one block."""
    source = "".join(pieces)
    seen: list[int] = []
    for block in blocks(source):
        for text in block.rows or (block.text,):
            seen += [offset for character, offset in zip(text.text, text.offsets, strict=True) if character.isalpha()]
    assert len(seen) == len(set(seen))
    hidden = source.replace("<sup>", "     ").replace("</sup>", "      ").replace("&amp;", "     ")
    assert {at for at, character in enumerate(hidden) if character.isalpha()} <= set(seen)


def test_source_runs_are_the_stretches_that_a_text_covers() -> None:
    """A joined text covers two stretches of its source."""
    joined = join(Mapped.of("of the", 0), Mapped.of("Council", 20))
    assert list(joined.source_runs()) == [(0, 6), (20, 27)]
    assert list(Mapped.empty().source_runs()) == []


def test_words_and_figures_set_apart_by_wide_blanks_are_a_table() -> None:
    """A cost table as a PDF reader lays it out; a sentence that ends in a figure is none."""
    assert kinds(" 1.   Lamps and oil            240\n 2.   Boats          -\n")[0][0] == "table"
    assert kinds("1.   The Council bought lamps in 1993\nand 1994.\n")[0][0] == "text"


def test_a_number_alone_stands_before_the_words_that_follow_it() -> None:
    """Readers that follow columns put it on a line or in a block of its own, a running head between or not."""
    assert texts("It closed.\n2.\nThe Council met.\n\nII.\n\nLAMPS\n\n3.\n\nS/2031/7\n\nIt took note.\n") == [
        "It closed.",
        "2. The Council met.",
        "II. LAMPS",
        "3. It took note.",
    ]
    assert texts("The Council met.\n\n4.\n") == ["The Council met.", "4."]
    assert kinds("5.\n\n---\n\nThe Council met.\n") == [("text", "5."), ("rule", "---"), ("text", "The Council met.")]


def test_an_annex_begins_a_block_of_its_own() -> None:
    """Its title is another heading."""
    assert texts("It closed.\nAnnex\nCost of lamps (in dollars)\n") == ["It closed.", "Annex", "Cost of lamps (in dollars)"]


def test_blanks_that_only_lay_out_a_page_become_one() -> None:
    """Justified lines and tabs behind numbers."""
    assert texts("1.    The   Council met\n      and   took note.\n") == ["1. The Council met and took note."]
