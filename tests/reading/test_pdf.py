"""Tests of the eyes: PDF. In: pages set here in the form of United Nations documents. Out: blocks and parts as printed."""

import textwrap

import pytest

from reading.assemble import take_apart
from reading.clean import Block
from reading.parts.units import Head, Parts
from reading.readers.pdf import read_pdf
from tests.reading.typeset import ARABIC, BOLD, ITALIC, LETTER_WIDTH, Leaf, typeset

LAMPS = "The keepers of the towers along the northern coast light their lamps at dusk and put them out at dawn"


def blocks(*leaves: Leaf) -> list[Block]:
    """The blocks of a set document."""
    return list(read_pdf(typeset(*leaves), "made.pdf").blocks or ())


def texts(*leaves: Leaf) -> list[str]:
    """The words of its text blocks."""
    return [block.text.text for block in blocks(*leaves) if block.kind == "text"]


def parts(*leaves: Leaf) -> Parts:
    """Its parts."""
    return take_apart(read_pdf(typeset(*leaves), "made.pdf")).parts


def paths(found: Parts) -> list[str]:
    """Path of every unit and heading."""
    return [item.path for item in found.items]


def test_lines_become_paragraphs_at_wider_gaps() -> None:
    """And their words are joined with one blank."""
    leaf = Leaf()
    y = leaf.flow(72, 700, f"1.  {LAMPS}. {LAMPS}.")
    leaf.flow(72, y - 10, f"2.  {LAMPS}.")
    assert texts(leaf) == [f"1. {LAMPS}. {LAMPS}.", f"2. {LAMPS}."]


def test_a_paragraph_begins_at_an_indent() -> None:
    """Where no gap parts paragraphs."""
    leaf = Leaf()
    y = leaf.flow(100, 700, f"{LAMPS}.", hang=-28)
    leaf.flow(100, y, f"{LAMPS} again.", hang=-28)
    assert texts(leaf) == [f"{LAMPS}.", f"{LAMPS} again."]


def test_every_character_of_a_block_is_that_of_the_source_at_its_offset() -> None:
    """Evidence must lead back to the words."""
    leaf = Leaf()
    y = leaf.flow(72, 700, f"1.  {LAMPS}.")
    leaf.text(72, y - 14, "Lamps").text(300, y - 14, "240").text(72, y - 26, "Boats").text(300, y - 26, "120")
    source = read_pdf(typeset(leaf), "made.pdf")
    for block in source.blocks or ():
        for text in block.rows or (block.text,):
            for letter, offset in zip(text.text, text.offsets, strict=True):
                assert offset < 0 or source.text[offset] == letter


def test_numbers_in_the_margin_belong_to_their_paragraphs() -> None:
    """Budget sections have them there."""
    leaf = Leaf()
    leaf.text(72, 700, "17.1")
    y = leaf.flow(120, 700, f"{LAMPS}.")
    leaf.text(72, y - 8, "17.2")
    y = leaf.flow(120, y - 8, f"{LAMPS}:")
    y = leaf.flow(120, y - 8, f"(a)  {LAMPS};", hang=30)
    leaf.flow(120, y - 8, "(b)  Boats.")
    found = parts(leaf)
    assert [(unit.path, unit.number, unit.text.text) for unit in found.units] == [
        ("para/17.1", "17.1", f"{LAMPS}."), ("para/17.2", "17.2", f"{LAMPS}:"),
        ("para/17.2/a", "17.2 (a)", f"{LAMPS};"), ("para/17.2/b", "17.2 (b)", "Boats."),
    ]  # fmt: skip


def page(number: int, words: str, *, begin: str = "") -> Leaf:
    """A page with a running head over a line, text, and a page number with a job number."""
    leaf = Leaf()
    leaf.text(72, 750, "S/2031/7" if number % 2 else "Lamps and boats").rule(72, 744, 540)
    leaf.flow(72, 700, f"{begin}{words}")
    return leaf.text(72, 40, f"{number}/4" if number > 1 else "").text(480, 40, "31-24224")


def test_running_heads_and_feet_are_furniture_and_sentences_go_on_over_the_page() -> None:
    """Also where the sentence before the page break is whole."""
    first = Leaf()
    y = first.flow(72, 700, f"1.  {LAMPS}.")
    first.flow(72, y - 10, f"2.  {LAMPS}, {LAMPS}")
    first.text(72, 40, "31-24224 (E)  010131")
    found = parts(first, page(2, f"and {LAMPS}."), page(3, f"{LAMPS}.", begin="3.  "), page(4, "They left.", begin="4.  "))
    assert [unit.path for unit in found.units] == ["para/1", "para/2", "para/3", "para/4"]
    assert found.units[1].text.text == f"{LAMPS}, {LAMPS} and {LAMPS}."
    assert {"Lamps and boats", "S/2031/7", "2/4   31-24224"} <= {aside.text.text for aside in found.asides}


def test_a_full_line_at_the_end_of_a_page_goes_on_where_paragraphs_are_numbered() -> None:
    """The next page begins without a number at the place where lines go on."""
    line = "The keepers of the towers light their lamps at dusk, always."
    first, second = Leaf(), Leaf()
    first.text(72, 600, "1.").text(100, 600, line)
    for at in (1, 2):
        first.text(72, 600 - 12 * at, line + "...")
    second.text(72, 700, "They also row.")
    assert [unit.text.text for unit in parts(first, second).units] == [f"{line} {line}... {line}... They also row."]


def test_two_columns_are_read_one_after_the_other() -> None:
    """Below a heading across both."""
    leaf = Leaf().text(72, 740, "The lamps of the northern coast and those who keep them burning", size=14, font=BOLD)
    left = leaf.flow(72, 700, f"1. {LAMPS}. {LAMPS}. {LAMPS}. {LAMPS}.", wide=34)
    assert left < 560
    leaf.flow(320, 700, f"{LAMPS}. {LAMPS}. {LAMPS}. Here it ends.", wide=34)
    found = texts(leaf)
    assert found[0].startswith("The lamps of the northern coast")
    assert " ".join(found[1:]).count("dawn. The keepers") == 6
    assert found[-1].endswith("Here it ends.")


def test_raised_figures_are_markers_and_small_ones_below_a_line_are_notes() -> None:
    """The superscript is known by height and size; the note goes on over its lines."""
    leaf = Leaf().text(72, 700, "1.  Lamps were lit").text(180, 704, "1", size=6).text(190, 700, "at dusk.")
    leaf.rule(72, 120, 200)
    leaf.text(80, 108, "1", size=5).text(86, 104, "See the log of the keepers, which is kept in", size=8)
    leaf.text(72, 94, "the tower.", size=8)
    found = parts(leaf)
    assert [(unit.path, unit.text.text) for unit in found.units] == [
        ("para/1", "Lamps were lit at dusk."), ("fn/1", "See the log of the keepers, which is kept in the tower."),
    ]  # fmt: skip
    assert found.units[0].markers == [("1", 14)]


def test_a_table_is_one_unit_and_no_row_a_paragraph() -> None:
    """Though its rows are numbered; its note goes with it."""
    leaf = Leaf()
    y = leaf.flow(72, 700, f"1.  {LAMPS}.") - 20
    for at, (name, cost) in enumerate((("1.  Lamps", "63 962"), ("2.  Boats and oars", "27 185"), ("3.  Ropes", "-"))):
        leaf.text(90, y - 12 * at, name).text(430 + 6 * (6 - len(cost)), y - 12 * at, cost)
    leaf.text(90, y - 40, "a/  Not counted.")
    leaf.flow(72, y - 70, f"2.  {LAMPS}.")
    found = parts(leaf)
    assert [(unit.path, unit.kind) for unit in found.units] == [
        ("para/1", "paragraph"), ("table/1", "table"), ("para/2", "paragraph"),
    ]  # fmt: skip
    assert found.units[1].text.text == "1. Lamps\t63 962\n2. Boats and oars\t27 185\n3. Ropes\t-\na/ Not counted."


def test_lines_of_a_cell_are_joined_and_the_caption_is_the_first_row() -> None:
    """Ruled lines part the rows."""
    leaf = Leaf()
    leaf.flow(72, 740, f"1.  {LAMPS}.")
    leaf.text(72, 660, "Table 1").text(72, 648, "Lamps by year", font=BOLD).rule(72, 640, 540)
    leaf.text(72, 628, "2030").text(200, 628, "2031").text(330, 628, "2032").rule(72, 622, 540)
    for at, (one, two, three) in enumerate((("ten lamps", "twelve", "none"), ("and a boat", "lamps", ""))):
        leaf.text(72, 610 - 12 * at, one).text(200, 610 - 12 * at, two).text(330, 610 - 12 * at, three or "yet")
    leaf.rule(72, 590, 540)
    (table,) = [unit for unit in parts(leaf).units if unit.kind == "table"]
    assert table.text.text.split("\n")[:3] == ["Table 1", "Lamps by year", "2030\t2031\t2032"]


def test_headings_are_known_by_weight_and_size() -> None:
    """And nested by them; an italic line stands below a bold one."""
    leaf = Leaf().text(72, 740, "I.  Lamps", size=14, font=BOLD)
    leaf.flow(72, 716, f"1.  {LAMPS}.")
    leaf.text(72, 670, "Boats", size=12, font=BOLD)
    leaf.flow(72, 646, f"2.  {LAMPS}.")
    leaf.text(72, 600, "Oars", font=ITALIC)
    leaf.flow(72, 580, f"3.  {LAMPS}.")
    heads = [(item.path, item.text.text, item.within) for item in parts(leaf).items if isinstance(item, Head)]
    assert heads == [
        ("section/I", "Lamps", ""), ("section/I/1", "Boats", "section/I"), ("section/I/2", "Oars", "section/I/1"),
    ]  # fmt: skip


def test_a_masthead_is_read_line_by_line() -> None:
    """Two columns of it are no table."""
    leaf = Leaf().text(72, 750, "United Nations").text(430, 750, "S/2031/7").rule(72, 744, 540)
    leaf.text(72, 728, "Security Council", size=18, font=BOLD).text(380, 728, "Distr.: General")
    leaf.text(380, 716, "5 May 2031").text(380, 692, "Original: English").rule(72, 600, 540)
    leaf.text(120, 560, "Lamps along the coast", size=14, font=BOLD)
    leaf.text(120, 530, "Report of the Secretary-General", size=12, font=BOLD)
    leaf.flow(72, 480, f"1.  {LAMPS}.")
    taken = take_apart(read_pdf(typeset(leaf), "made.pdf"))
    assert taken.masthead.symbols == ("S/2031/7",)
    assert taken.masthead.title == "Lamps along the coast"
    assert str(taken.masthead.issued) == "2031-05-05"
    assert [unit.path for unit in taken.parts.units] == ["para/1"]


def test_a_hyphen_at_the_end_of_a_line_goes_where_the_document_writes_the_word_without() -> None:
    """The ordinary rule of joining."""
    leaf = Leaf().text(72, 700, "1.  The prevention of fires is the first duty, and preven-").text(72, 688, "tion is cheap.")
    assert texts(leaf) == ["1. The prevention of fires is the first duty, and prevention is cheap."]


@pytest.mark.parametrize("rotation", [0, 90])
def test_a_page_set_upwards_is_turned(rotation: int) -> None:
    """Landscape pages stand so in the file, whether it says that they are turned or not."""
    leaf = Leaf(rotation=rotation)
    leaf.text(100, 72, "1.  The keepers of the towers along the northern coast light", turned=True)
    leaf.text(112, 72, "their lamps at dusk.", turned=True)
    assert texts(leaf) == ["1. The keepers of the towers along the northern coast light their lamps at dusk."]


def test_letters_struck_twice_are_read_once() -> None:
    """Some printers make bold so."""
    leaf = Leaf().text(72, 700, "1.  Lamps burn.").text(72.4, 700, "1.  Lamps burn.")
    assert texts(leaf) == ["1. Lamps burn."]


def test_a_page_that_runs_from_right_to_left_is_read_so() -> None:
    """Figures and symbols in it run the other way; its paragraphs begin at the right."""
    lamps, leaf = "مصابيح الساحل تنير كل ليلة ثم تطفا عند الفجر", Leaf()
    for at, line in enumerate((lamps, lamps, lamps)):
        leaf.text(540 - 10 * LETTER_WIDTH * len(line), 700 - 12 * at, line, font=ARABIC)
    symbol, rest = "S/RES/1325 (2000)", "بموجب القرار"
    right = 540 - 10 * LETTER_WIDTH * len(rest)
    leaf.text(right, 664, rest, font=ARABIC).text(right - 10 * LETTER_WIDTH * (len(symbol) + 1), 664, symbol)
    assert texts(leaf) == [f"{lamps} {lamps} {lamps} {rest} {symbol}"]


def indented(leaf: Leaf, y: float, words: str) -> float:
    """A paragraph of a resolution: its first line stands further in. Answers where the next one begins."""
    lines = textwrap.wrap(words, 66, break_on_hyphens=False)
    for at, line in enumerate(lines):
        leaf.text(72 if at else 102, y - 12 * at, line)
    return y - 12 * len(lines) - 6


def test_a_resolution_over_two_pages_with_its_annex() -> None:
    """Preambular and operative paragraphs; the sentence that the page cuts; the annex numbers for itself."""
    first, second = Leaf().text(102, 590, "The Security Council,", font=ITALIC), Leaf()
    y = indented(first, 572, f"Recalling that {LAMPS}, and that {LAMPS},")
    indented(first, y, f"Stressing that {LAMPS}, and")
    second.text(72, 712, "that they are kept,")
    y = indented(second, 694, f"1.   Decides that {LAMPS};")
    y = indented(second, y, "2.   Decides to remain seized of the matter.")
    second.text(72, y - 20, "Annex", size=14, font=BOLD).text(72, y - 40, "Rules of the lamps", size=14, font=BOLD)
    indented(second, y - 70, f"1.   {LAMPS}.")
    found = parts(first, second)
    assert [(unit.path, unit.role) for unit in found.units] == [
        ("preamble/0", "preambular"), ("preamble/1", "preambular"), ("preamble/2", "preambular"),
        ("para/1", "operative"), ("para/2", "operative"), ("annex/1/para/1", None),
    ]  # fmt: skip
    assert found.units[2].text.text == f"Stressing that {LAMPS}, and that they are kept,"


def test_a_heading_over_two_columns_parts_what_stands_below_it_from_what_stands_above() -> None:
    """Though it reaches over one of them alone."""
    leaf = Leaf()
    for top, name in ((700, "oil"), (560, "rope")):
        leaf.text(72, top + 20, f"On {name}", size=12, font=ITALIC)
        for at in range(6):
            leaf.text(72, top - 12 * at, f"left {name} {at} along the coast")
            leaf.text(320, top - 4 - 12 * at, f"right {name} {at} along the coast")
    whole = " ".join(texts(leaf))
    assert whole.index("left oil 5") < whole.index("right oil 0") < whole.index("On rope") < whole.index("left rope 0")
