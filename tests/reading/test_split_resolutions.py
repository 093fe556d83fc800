"""Tests of the eyes: splitting resolutions, decisions, letters. In: made ones. Out: preambles, operative parts, annexes."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reading.clean import Block, blocks
from reading.mapped import Mapped
from reading.parts.split import split
from reading.parts.units import Head, Parts

Split = Callable[[str], Parts]

RESOLUTION = """Resolution adopted by the General Assembly on 5 May 2031

85/7. Lamps along the coast

The General Assembly,

Recalling its resolution 84/6 of 4 April 2030,

Deeply concerned about dark nights,

1. Decides to light the lamps;

2. Requests the Secretary-General:

(a) To count them;

(b) To report on it.

77th plenary meeting

5 May 2031

Annex

Rules of the lamps

1. A lamp is lit at dusk.

2. It is put out at dawn.
"""


def told(found: Parts) -> list[tuple[str, str | None]]:
    """Path and role of every unit."""
    return [(unit.path, unit.role) for unit in found.units]


def test_a_resolution_has_a_preamble_and_operative_paragraphs(parts: Split) -> None:
    """The organ's line stands before the first preambular paragraph; items have the role of their paragraph."""
    found = parts(RESOLUTION)
    assert told(found)[:7] == [
        ("preamble/0", "preambular"), ("preamble/1", "preambular"), ("preamble/2", "preambular"),
        ("para/1", "operative"), ("para/2", "operative"), ("para/2/a", "operative"), ("para/2/b", "operative"),
    ]  # fmt: skip
    assert [aside.text.text for aside in found.asides if aside.kind == "closing"] == ["77th plenary meeting", "5 May 2031"]


def test_an_annex_numbers_for_itself_and_has_no_role(parts: Split) -> None:
    """Its title is the heading's words."""
    found = parts(RESOLUTION)
    assert told(found)[7:] == [("annex/1/para/1", None), ("annex/1/para/2", None)]
    assert [unit.within for unit in found.units[7:]] == ["annex/1", "annex/1"]
    assert [(item.path, item.text.text) for item in found.items if isinstance(item, Head)] == [("annex/1", "Rules of the lamps")]


def test_the_only_operative_paragraph_of_a_decision_has_no_number(parts: Split) -> None:
    """It opens with a verb; those before it with participles."""
    found = parts(
        "The Human Rights Council,\n\nActing in compliance with its mandate,\n\nHaving looked at the lamps,¹\n\n"
        "Adopts the report on them.\n\n25th meeting\n2 July 2031\n\n[Adopted without a vote.]\n\n¹ A/HRC/99/15.\n"
    )
    assert told(found) == [
        ("preamble/0", "preambular"), ("preamble/1", "preambular"), ("preamble/2", "preambular"),
        ("p/1", "operative"), ("fn/1", None),
    ]  # fmt: skip
    assert [aside.text.text for aside in found.asides if aside.kind == "closing"] == [
        "25th meeting 2 July 2031", "[Adopted without a vote.]",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        ("L’Assemblée générale,", "Rappelant sa résolution 84/6,", "1. Décide d’allumer les lampes."),
        ("La Asamblea General,", "Recordando su resolución 84/6,", "1. Decide encender las lámparas."),
        ("Генеральная Ассамблея,", "ссылаясь на свою резолюцию 84/6,", "1. постановляет зажечь лампы."),
        ("大会，", "回顾其第84/6号决议，", "1. 决定点灯。"),
        ("إن الجمعية العامة،", "إذ تشير إلى قرارها 84/6،", "١ - تقرر إضاءة المصابيح."),
    ],
)
def test_resolutions_are_known_in_six_languages(parts: Split, lines: tuple[str, str, str]) -> None:
    """By the organ's name; the numbers are the same."""
    found = parts("\n\n".join(lines) + "\n")
    assert told(found) == [("preamble/0", "preambular"), ("preamble/1", "preambular"), ("para/1", "operative")]


def test_two_resolutions_in_one_document_number_for_themselves(parts: Split) -> None:
    """A letter heads each."""
    part = "The General Assembly,\n\nRecalling lamps,\n\n1. Decides to light them.\n\n"
    found = parts(f"{part}77th plenary meeting\n\nB\n\n{part}")
    assert [unit.path for unit in found.units] == [
        "preamble/0", "preamble/1", "para/1", "resolution/B/preamble/0", "resolution/B/preamble/1", "resolution/B/para/1",
    ]  # fmt: skip


def test_words_that_only_begin_like_an_organ_open_no_resolution(parts: Split) -> None:
    """In a report the organ is the subject of a sentence."""
    found = parts("1. Lamps burn.\n\n2. It met:\n\nThe Security Council, having met, decided nothing.\n")
    assert all(unit.role is None for unit in found.units)


def test_items_go_to_any_depth_and_on_under_the_next_title(parts: Split) -> None:
    """Letters of one row may go on under the next roman figure."""
    source = (
        "1. These:\n\n(i) Lamps:\n\n(a) Oil;\n\n(b) Wicks;\n\n(ii) Boats:\n\n(c) Oars;\n\n2. Those:\n\n(a) Ropes:\n\n"
        "(i) Thick:\n\na. Long;\n\n(ii) Thin;\n"
    )
    assert [unit.path for unit in parts(source).units] == [
        "para/1", "para/1/i", "para/1/i/a", "para/1/i/b", "para/1/ii", "para/1/ii/c",
        "para/2", "para/2/a", "para/2/a/i", "para/2/a/i/a", "para/2/a/ii",
    ]  # fmt: skip


def test_after_z_comes_aa(parts: Split) -> None:
    """Long lists double their letters."""
    letters = [*"abcdefghijklmnopqrstuvwxyz", "aa", "bb"]
    found = parts("1. These:\n\n" + "\n\n".join(f"({letter}) Lamp;" for letter in letters))
    assert [unit.path for unit in found.units][-2:] == ["para/1/aa", "para/1/bb"]


def test_decimal_numbers_are_paragraphs_of_their_section(parts: Split) -> None:
    """As in budgets; a figure in a sentence is none."""
    found = parts(
        "17.1 Lamps burn.\n\n17.2 Boats lie:\n\n(a) One;\n\n(b) Two.\n\n17.3 Some\n\n3.5 per cent left.\n\n18.1 Ropes.\n"
    )
    assert [unit.path for unit in found.units] == [
        "para/17.1", "para/17.2", "para/17.2/a", "para/17.2/b", "para/17.3", "para/18.1",
    ]  # fmt: skip


def test_decimals_below_a_number_hang_on_it(parts: Split) -> None:
    """3.1 is part of 3."""
    found = parts("1. Lamps.\n\n2. Boats.\n\n2.1 Oars.\n\n2.1.1 Blades.\n\n2.2 Ropes.\n\n3. Nets.\n")
    assert [(unit.path, unit.within) for unit in found.units] == [
        ("para/1", ""), ("para/2", ""), ("para/2.1", "para/2"), ("para/2.1.1", "para/2.1"),
        ("para/2.2", "para/2"), ("para/3", ""),
    ]  # fmt: skip


def test_a_letter_is_signed_and_what_it_encloses_is_an_annex(parts: Split) -> None:
    """The lines under the name belong to the signature; an enclosure of the annex hangs on that."""
    found = parts(
        "Letter dated 5 May 2031 from the Permanent Representative of Lampland addressed to the Secretary-General\n\n"
        "I have the honour to send you a note.\n\n(Signed) Ann Keeper\n\nAmbassador\n\nPermanent Representative\n\n"
        "Annex I\n\nNote on lamps\n\n1. They burn.\n\nEnclosure\n\nOn oil\n\n1. It is scarce.\n\n"
        "Annex II\n\nNote on boats\n\n1. They lie.\n"
    )
    assert [(unit.path, unit.kind) for unit in found.units] == [
        ("p/1", "paragraph"), ("signature/1", "signature"), ("annex/I/para/1", "paragraph"),
        ("annex/I/appendix/1/para/1", "paragraph"), ("annex/II/para/1", "paragraph"),
    ]  # fmt: skip
    assert found.units[1].text.text == "(Signed) Ann Keeper\nAmbassador\nPermanent Representative"
    assert [(item.path, item.mark, item.within) for item in found.items if isinstance(item, Head)] == [
        ("annex/I", "I", ""), ("annex/I/appendix/1", None, "annex/I"), ("annex/II", "II", ""),
    ]  # fmt: skip


def test_footnotes_of_an_annex_may_begin_anew(parts: Split) -> None:
    """They stand under it."""
    found = parts("1. Lamps.¹\n\n¹ Lit.\n\nAnnex\n\nRules\n\n1. Boats.¹\n\n¹ Old.\n")
    assert [unit.path for unit in found.units] == ["para/1", "fn/1", "annex/1/para/1", "annex/1/fn/1"]


def test_notes_with_strokes_are_tied_to_their_markers(parts: Split) -> None:
    """Typewritten documents have them behind the text; a fraction is none."""
    found = parts("1. Lamps burn 1/ at 2/3 of their height.\n\n2. Boats lie. 2/\n\nNotes\n\n1/ See S/2031/7.\n\n2/ Ibid.\n")
    assert [(unit.path, unit.text.text, unit.markers) for unit in found.units] == [
        ("para/1", "Lamps burn at 2/3 of their height.", [("1", 10)]), ("para/2", "Boats lie.", [("2", 10)]),
        ("fn/1", "See S/2031/7.", []), ("fn/2", "Ibid.", []),
    ]  # fmt: skip


def test_a_table_is_one_unit(parts: Split) -> None:
    """A row a line, cells parted by tabs; lines that only draw are left out."""
    found = parts(
        "1. Lamps:\n\n| Kind | Number |\n|---|---|\n| Oil | 12 |\n\n2. Boats:\n\n Oars            40\n Ropes        -\n"
    )
    assert [(unit.path, unit.kind) for unit in found.units] == [
        ("para/1", "paragraph"), ("table/1", "table"), ("para/2", "paragraph"), ("table/2", "table"),
    ]  # fmt: skip
    assert [unit.text.text for unit in found.units if unit.kind == "table"] == ["Kind\tNumber\nOil\t12", "Oars\t40\nRopes\t-"]


def test_what_a_page_shows_decides_over_what_the_words_suggest() -> None:
    """A reader that sees the page says whether a text goes on or begins anew, and which lines are headings."""
    one, two, three = Mapped.of("1. Lamps burn."), Mapped.of("They are old.", 20), Mapped.of("Boats without a stop", 40)
    four = Mapped.of("Ropes", 70)
    shown = [
        Block("text", one, continues=False), Block("text", two, continues=True),
        Block("text", three, continues=False), Block("text", four, hashes=2, continues=False),
    ]  # fmt: skip
    found = split(shown)
    assert [unit.text.text for unit in found.units] == ["Lamps burn. They are old.", "Boats without a stop"]
    assert [item.text.text for item in found.items if isinstance(item, Head)] == ["Ropes"]


def test_stars_explain_the_document_and_are_no_paragraph() -> None:
    """They stand at the foot of the first page."""
    found = split(blocks("1. Lamps burn.\n\n\\* Issued late.\n"))
    assert [unit.path for unit in found.units] == ["para/1"]
    assert ("masthead", "* Issued late.") in [(aside.kind, aside.text.text) for aside in found.asides]


PIECES = [
    *("1. Lamps;", "2. Boats:", "3. Ropes", "17.1 Oars.", "17.2 Nets:", "(a) One;"),
    *("(b) Two:", "(c) Three", "(i) First;", "(ii) Second:", "a. Small.", "aa) Long;"),
    *("Annex", "Annex I", "Appendix", "Enclosure", "A", "B"),
    *("I. Lamps", "A. Boats", "Bare words", "Summary", "The General Assembly,", "The Security Council,"),
    *(
        "Recalling lamps,",
        "Decides to row.",
        "77th plenary meeting",
        "5 May 2031",
        "[Adopted without a vote.]",
        "(Signed) Ann Keeper",
    ),
    *("Ambassador", "¹ A note.", "² Another", "1/ A note.", "Text¹ goes on 1/ here.", "and goes on"),
    *("* Late.", "Dear Ann,", "| a | b |\n|---|---|\n| c | d |", "Contents ........ 3", "---", "S/2031/7"),
    *("# Head", "## 2. Head"),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_whatever_comes_no_two_parts_share_a_path_and_no_letter_is_lost(pieces: list[str]) -> None:
    """Paths become addresses, and every word is a unit's, a heading's, or set aside."""
    source = "\n\n".join(pieces)
    found = split(blocks(source))
    held = [item.path for item in found.items]
    assert len(held) == len(set(held))
    texts = [item.text for item in found.items] + [aside.text for aside in found.asides]
    seen = [offset for text in texts for letter, offset in zip(text.text, text.offsets, strict=True) if letter.isalpha()]
    assert sorted(seen) == [at for at, letter in enumerate(source) if letter.isalpha()]
