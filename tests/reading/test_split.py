"""Tests of the eyes: splitting reports. In: made reports. Out: paragraphs, items, footnotes, summary and sections. No network."""

from collections.abc import Callable

import pytest

from reading.assemble import Reading, Taken
from reading.parts.units import Head, Parts

Split = Callable[[str], Parts]
OutlineOf = Callable[[Parts], list[tuple[str, str]]]


def paths(parts: Parts) -> list[str]:
    """The paths of all units, in order."""
    return [unit.path for unit in parts.units]


def test_paragraphs_stand_under_their_printed_numbers(parts: Split, outline: OutlineOf) -> None:
    """Bold and plain numbers are the same to a reader."""
    assert outline(parts("1. One was said.\n\n**2.** Two was said.\n\n**3. Three was said.**\n")) == [
        ("para/1", "One was said."), ("para/2", "Two was said."), ("para/3", "Three was said."),
    ]  # fmt: skip


def test_lettered_items_hang_on_their_paragraph_and_roman_ones_on_the_letter(parts: Split) -> None:
    """The depth follows from what can come next, not from indentation, which PDF readers lose."""
    found = parts("1. These:\n\n(a) One;\n\n(b) Two:\n\n(i) First;\n\n(ii) Second;\n\n(c) Three.\n\n2. Next:\n\n(a) Again.\n")
    assert paths(found) == ["para/1", "para/1/a", "para/1/b", "para/1/b/i", "para/1/b/ii", "para/1/c", "para/2", "para/2/a"]
    numbers = {unit.path: unit.number for unit in found.units}
    assert numbers["para/1/b/ii"] == "1 (b) (ii)"
    assert {unit.path: unit.within for unit in found.units}["para/1/b/ii"] == "para/1/b"


def test_the_letter_after_h_is_a_letter(parts: Split) -> None:
    """After (h) an (i) goes on with the alphabet."""
    letters = "".join(f"({letter}) Item;\n\n" for letter in "abcdefghij")
    assert paths(parts(f"1. These:\n\n{letters}"))[-2:] == ["para/1/i", "para/1/j"]


def test_a_letter_that_cannot_follow_is_no_item(parts: Split, outline: OutlineOf) -> None:
    """A bracketed letter at a line's beginning may be part of the sentence."""
    source = "1. The experts compared what is said in part\n\n(c) of the annex with what is said elsewhere.\n"
    assert outline(parts(source)) == [
        ("para/1", "The experts compared what is said in part (c) of the annex with what is said elsewhere.")
    ]


def test_a_footnote_between_the_halves_of_a_sentence_parts_nothing(parts: Split, outline: OutlineOf) -> None:
    """The note stood at the foot of the page; the sentence went on over the page."""
    source = "1. To ensure that prevention³\n\n³ See the note.\n\nis a task for all.\n\n2. Next.\n"
    assert outline(parts(source)) == [
        ("para/1", "To ensure that prevention is a task for all."), ("fn/3", "See the note."), ("para/2", "Next."),
    ]  # fmt: skip


def test_footnotes_at_the_end_are_footnotes(parts: Split) -> None:
    """Some readers move all notes behind the text."""
    found = parts("1. One.¹\n\n2. Two.²\n\n---\n\n¹ First note.\n\n<sup>2</sup> Second note.\n")
    assert paths(found) == ["para/1", "para/2", "fn/1", "fn/2"]
    assert [unit.markers for unit in found.units[:2]] == [[("1", 4)], [("2", 4)]]


def test_a_footnote_goes_on_after_a_page_break(parts: Split, outline: OutlineOf) -> None:
    """Also when the text of the next page stands in between."""
    source = "1. One.¹\n\n¹ The note breaks off at the\n\n17\n\nfoot of the page.\n\n2. Two.\n"
    assert outline(parts(source)) == [
        ("para/1", "One."),
        ("fn/1", "The note breaks off at the foot of the page."),
        ("para/2", "Two."),
    ]
    later = "1. One¹\n\n¹ The note breaks off at the\n\ngoes on.\n\n2. Two.\n\nfoot of the page.\n"
    assert outline(parts(later)) == [
        ("para/1", "One goes on."),
        ("fn/1", "The note breaks off at the foot of the page."),
        ("para/2", "Two."),
    ]


def test_a_marker_is_lifted_out_and_its_place_is_kept(parts: Split) -> None:
    """The words are quoted without it; the offset says where it stood in the cleaned text."""
    found = parts("1. Crimes¹ and more² words.\n\n¹ A.\n\n² B.\n").units[0]
    assert found.text.text == "Crimes and more words."
    assert found.markers == [("1", 6), ("2", 15)]


def test_a_superscript_without_a_footnote_stays_text(parts: Split) -> None:
    """Square metres are no reference."""
    found = parts("1. An area of 40 m² near.¹\n\n¹ A note.\n").units[0]
    assert found.text.text == "An area of 40 m² near."
    assert found.markers == [("1", 22)]


def test_a_summary_that_a_footnote_interrupts_is_one_unit(take: Callable[[str], Taken]) -> None:
    """Its paragraphs are lines of it; the sentence that the page break cut is whole again."""
    summary = next(unit for unit in take("S_2031_7.md").parts.units if unit.kind == "summary")
    first, second = summary.text.text.split("\n")
    assert "must also keep the log. Three keepers" in first
    assert second == "A second paragraph of the summary names S/RES/1366(2001) and ends."
    assert summary.markers == [("1", 39)]


def test_sections_are_a_tree_of_figures_letters_and_bare_headings(take: Callable[[str], Taken]) -> None:
    """Letters begin again under each roman figure; bare headings are counted."""
    heads = [item for item in take("S_2031_7.md").parts.items if isinstance(item, Head)]
    assert [(head.path, head.within, head.mark, head.text.text) for head in heads] == [
        ("section/I", "", "I", "Introduction"),
        ("section/II", "", "II", "What was done"),
        ("section/II/A", "section/II", "A", "By the keepers"),
        ("section/II/A/1", "section/II/A", None, "Lamps and oil"),
        ("section/II/B", "section/II", "B", "By others"),
        ("section/III", "", "III", "Recommendations"),
        ("section/III/A", "section/III", "A", "To States"),
    ]
    assert [head.level for head in heads] == [1, 1, 2, 3, 2, 1, 2]


def test_headings_need_no_markup(parts: Split, outline: OutlineOf) -> None:
    """Plain text leaves only the words; what is expected next tells a heading from a sentence."""
    source = "I. Introduction\n\n1. One.\n\nA bare heading\n\n2. Two.\n\nA. By letter\n\n3. Three.\n\nII. More\n\n4. Four.\n"
    assert [path for path, _ in outline(parts(source))] == [
        "section/I", "para/1", "section/I/1", "para/2", "section/I/A", "para/3", "section/II", "para/4",
    ]  # fmt: skip


def test_a_long_or_finished_line_is_no_heading(parts: Split) -> None:
    """A sentence on a line of its own goes on being text."""
    found = parts("1. One.\n\nThis is a sentence of its own.\n")
    assert not [item for item in found.items if isinstance(item, Head)]
    assert paths(found) == ["para/1", "p/1"]


@pytest.mark.parametrize(
    "source",
    [
        "1. The mission visited the camps in the northern provinces in May\n2005. 12 States took part.\n",
        "1. The mission visited the camps in the northern provinces on page\n\n7. of its plan, nobody knows why.\n",
        "1. The count of towers along the whole of the northern coast was\n99. Nobody asked.\n",
    ],
)
def test_numbers_inside_running_text_are_no_paragraphs(parts: Split, source: str) -> None:
    """A number is a paragraph's only where one may begin."""
    assert paths(parts(source)) == ["para/1"]


def test_a_missing_number_is_a_finding(parts: Split) -> None:
    """A reader who counts paragraphs must be told that one was not there."""
    found = parts("1. One.\n\n3. Three.\n\n4. Four.¹\n\n¹ A.\n\n³ C.\n")
    assert found.findings == ["paragraph 3 follows 1: 1 missing or unread", "footnote 3 follows 1: 1 missing or unread"]
    assert paths(found) == ["para/1", "para/3", "para/4", "fn/1", "fn/3"]


def test_unnumbered_text_is_counted_in_order(parts: Split) -> None:
    """Letters have no paragraph numbers at all; nothing of them is lost."""
    found = parts("I. Introduction\n\nDear colleague, I write to you.\n\nI remain yours.\n")
    assert [(unit.path, unit.within) for unit in found.units] == [("p/1", "section/I"), ("p/2", "section/I")]


def test_the_masthead_is_no_unit(take: Callable[[str], Taken]) -> None:
    """What stands above the first unit is set aside with its reason."""
    asides = [(aside.kind, aside.text.text) for aside in take("S_2031_7.md").parts.asides]
    assert ("masthead", "Report of the Secretary-General") in asides
    assert ("heading", "Summary") in asides
    assert ("furniture", "S/2031/7") in asides
    assert ("rule", "---") in asides


def test_plain_text_with_running_heads_reads_like_markdown(take: Callable[[str], Taken]) -> None:
    """Page numbers and symbols between lines go; wrapped lines join."""
    found = take("A_85_31.txt").parts
    assert [item.path for item in found.items] == ["section/I", "para/1", "para/2", "section/II", "para/3"]
    assert found.units[0].text.text.endswith("(A/RES/60/1, paras. 138 and 139). No ship was lost.")


def test_a_hyphen_at_a_page_break_keeps_the_secretary_general_whole(take: Callable[[str], Taken]) -> None:
    """The hyphen is the word's own."""
    first = next(unit for unit in take("S_2031_7.md").parts.units if unit.path == "para/1")
    assert "wrote to the Secretary-General in March 2030 (see A/84/15-S/2030/9)" in first.text.text
    assert first.text.text.endswith("a boat[s].")


def test_an_item_whose_letter_comes_too_early_is_kept_in_its_place_with_a_finding(parts: Split) -> None:
    """A lost letter costs a finding, not the item that follows it."""
    found = parts("1. States should:\n\n(a) Act early;\n\n(c) Report on it.\n\n2. They have.")
    assert paths(found) == ["para/1", "para/1/a", "para/1/c", "para/2"]
    assert found.findings == ["item (c) of paragraph 1 comes too early: 1 missing or unread"]


def test_an_area_is_no_footnote_marker(parts: Split) -> None:
    """The superscript of a unit of measure stays in the text though a footnote has its number."""
    assert (
        parts("1. The camp of 40 km² grew.² It did.\n\n¹ One.\n\n² Two.").units[0].text.text == "The camp of 40 km² grew. It did."
    )


def test_the_figures_of_an_annex_number_no_paragraph_of_the_document(parts: Split) -> None:
    """A cost table begins anew at 1 and soon passes the last paragraph's number."""
    found = parts("1. One was said.\n\nAnnex\n\n1. Lamps\n\n2. Boats\n\n3. Ropes\n")
    assert [path for path in paths(found) if path.startswith("para/")] == ["para/1"]


def test_a_report_that_is_annexed_to_a_letter_keeps_its_numbers(parts: Split) -> None:
    """Before any paragraph an annex is what the document is about."""
    found = parts("Summary\n\nA letter came.\n\n# Annex\n\n1. One was said.\n\n2. Two was said.\n")
    assert [path for path in paths(found) if path.startswith("para/")] == ["para/1", "para/2"]


def test_a_list_with_figures_of_its_own_takes_no_paragraphs_number(parts: Split, outline: OutlineOf) -> None:
    """It begins anew under a paragraph and may pass its number; the paragraph after it is known by its own."""
    found = outline(parts("1. One was said.\n\n2. These came:\n\n1. Ann;\n\n2. Bob;\n\n3. Cid;\n\n4. Dot.\n\n3. All left.\n"))
    listed = [(f"para/2/{at}", f"{name}") for at, name in enumerate(("Ann;", "Bob;", "Cid;", "Dot."), 1)]
    assert found[2:] == [*listed, ("para/3", "All left.")]


def test_a_letter_whose_forerunner_stands_inside_the_sentence_is_no_item(parts: Split, outline: OutlineOf) -> None:
    """A line may break right before it."""
    found = outline(parts("1. Ann asked for (a) lamps that burn all night and long into the morning; and\n(b) boats.\n"))
    assert found == [("para/1", "Ann asked for (a) lamps that burn all night and long into the morning; and (b) boats.")]


def test_lines_of_a_table_of_contents_are_neither_heading_nor_paragraph(parts: Split, outline: OutlineOf) -> None:
    """The leaders give them away, or the columns."""
    contents = "Introduction ........ 1-2   3\n\nI. LAMPS . . . . . . 3-4   5\n\nII. BOATS               5-6   7\n\n"
    found = outline(parts(f"{contents}I. LAMPS\n\n1. One was said.\n"))
    assert found == [("section/I", "# LAMPS"), ("para/1", "One was said.")]


@pytest.mark.parametrize("foot", ["1 Ann said so.", "________\n\n1 Ann said so.", "[^1]: Ann said so."])
def test_footnotes_without_superscripts_are_footnotes(parts: Split, foot: str) -> None:
    """Known by the rule above them or by their marker; a sentence goes on behind them."""
    found = parts(f"1. One was told[^1] by\n\n{foot}\n\nall who came.\n")
    assert [(unit.path, unit.text.text) for unit in found.units] == [
        ("para/1", "One was told by all who came."),
        ("fn/1", "Ann said so."),
    ]
    assert found.units[0].markers == [("1", 12)]


def test_a_figure_before_a_capital_is_no_footnote_by_itself(parts: Split) -> None:
    """Without a rule or a marker it is text."""
    assert [unit.kind for unit in parts("1. One was said.\n\n1 Lamp was lit.\n").units] == ["paragraph", "paragraph"]


def test_a_marker_that_lost_its_height_is_lifted_where_its_footnote_is_plain(parts: Split) -> None:
    """The figure hangs on a word or a stop; those of symbols and areas stay."""
    found = parts("1. One was told1 in S/2031/7/Add.1 by all.\n\n1 Ann said so.\n\n2. Two came to 3 km2.\n")
    assert [(unit.path, unit.text.text) for unit in found.units] == [
        ("para/1", "One was told in S/2031/7/Add.1 by all."), ("fn/1", "Ann said so."), ("para/2", "Two came to 3 km2."),
    ]  # fmt: skip
    assert found.units[0].markers == [("1", 12)]


def test_a_footnote_interrupts_the_paragraph_that_goes_on_behind_it(parts: Split) -> None:
    """The page ended in mid-sentence; a footnote between two paragraphs interrupts none."""
    found = parts("1. One was told.¹\n\n2. Two was told by\n\n¹ Ann said so.\n\nall who came.\n\n² Ben said so.\n\n3. Three.²\n")
    assert {unit.path: unit.interrupts for unit in found.units if unit.kind == "footnote"} == {"fn/1": "para/2", "fn/2": ""}


def test_several_footnotes_interrupt_the_same_paragraph(parts: Split) -> None:
    """They stand below each other on one page."""
    found = parts("1. One¹ and two².\n\n2. Three was told by\n\n¹ Ann said so.\n\n² Ben said so.\n\nall who came.\n")
    assert [unit.interrupts for unit in found.units if unit.kind == "footnote"] == ["para/2", "para/2"]


def test_a_footnote_in_its_own_paragraph_interrupts_nothing(read: Callable[[str], tuple[Reading, object]]) -> None:
    """It belongs there."""
    reading, _ = read("1. One was told¹ by\n\n¹ Ann said so.\n\nall who came.\n")
    assert [passage.interrupts for passage in reading.passages] == [None, None]
