"""Tests of the eyes: arranging. In: pieces as a reader of a structured format yields them. Out: paths, holders, findings. No
files.
"""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology.nouns import PassageRole
from reading.parts.arrange import arrange
from reading.parts.pieces import Gathering, PieceKind
from reading.parts.units import Head, Parts

Line = tuple[Any, ...]
"""Kind, label and words of a piece; behind them its level and its role, where it has them."""


def arranged(*lines: Line) -> Parts:
    """The parts of pieces."""
    gathering = Gathering()
    for kind, label, words, *more in lines:
        level, role = (more[0] if more else 0), (more[1] if len(more) > 1 else None)
        gathering.put(kind, words, label=label, level=level, role=role)
    return arrange(gathering.pieces)


def paths(parts: Parts) -> list[str]:
    """The paths of units and headings in order."""
    return [item.path for item in parts.items]


def paragraphs(*labels: str) -> list[str]:
    """The paths of paragraphs that bear these labels, without a depth."""
    return paths(arranged(*(("paragraph", label, f"Words {at};") for at, label in enumerate(labels))))


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        (["1.", "2.", "(a)", "(b)", "3."], ["para/1", "para/2", "para/2/a", "para/2/b", "para/3"]),
        (["1.", "(a)", "(i)", "(ii)", "(b)"], ["para/1", "para/1/a", "para/1/a/i", "para/1/a/ii", "para/1/b"]),
        (["1.", "(h)", "(i)"], ["para/1", "para/1/h", "para/1/i"]),
        (["1.", "(i)", "(ii)", "(iii)"], ["para/1", "para/1/i", "para/1/ii", "para/1/iii"]),
        (["8 -", "(أ)", "’1‘", "’2‘", "(ب)"], ["para/8", "para/8/a", "para/8/a/i", "para/8/a/ii", "para/8/b"]),
        (["1.", "а)", "б)", "в)"], ["para/1", "para/1/a", "para/1/b", "para/1/c"]),
        (["1.", "а)", "b)", "с)", "d)"], ["para/1", "para/1/a", "para/1/b", "para/1/c", "para/1/d"]),
        (["1.", "(a)", "㈠", "㈡"], ["para/1", "para/1/a", "para/1/a/i", "para/1/a/ii"]),
        (["1.", "–", "–", "2."], ["para/1", "p/1", "p/2", "para/2"]),
        (["1.1.", "1.2.", "2.1."], ["para/1.1", "para/1.2", "para/2.1"]),
    ],
)
def test_labels_make_paths_that_are_the_same_in_all_languages(labels: list[str], wanted: list[str]) -> None:
    """By number and order, never by words."""
    assert paragraphs(*labels) == wanted


def test_a_label_wins_over_the_depth_that_the_markup_gives() -> None:
    """An item marked up beside its paragraph stands under it all the same, and an item nested too deep beside its like."""
    parts = arranged(
        ("paragraph", "1.", "Decides:", 1),
        ("paragraph", "(a)", "One;", 1),
        ("paragraph", "(i)", "Two;", 2),
        ("paragraph", "(b)", "Three.", 3),
    )
    assert paths(parts) == ["para/1", "para/1/a", "para/1/a/i", "para/1/b"]
    assert [unit.within for unit in parts.units] == ["", "para/1", "para/1/a", "para/1"]
    assert [unit.number for unit in parts.units] == ["1", "1 (a)", "1 (a) (i)", "1 (b)"]


def test_preambular_paragraphs_are_counted_and_the_opening_words_are_not() -> None:
    """As drafters cite them; their items hang on them."""
    parts = arranged(
        ("opening", "", "The Assembly of Lamps,", 0, "preambular"),
        ("paragraph", "", "Recalling oil,", 0, "preambular"),
        ("paragraph", "", "Noting that:", 0, "preambular"),
        ("paragraph", "(a)", "Wicks burn,", 2, "preambular"),
        ("paragraph", "1.", "Decides this.", 1, "operative"),
        ("paragraph", "", "Decides that.", 0, "operative"),
    )
    assert paths(parts) == ["preamble/0", "preamble/1", "preamble/2", "preamble/2/a", "para/1", "p/1"]
    assert [unit.role for unit in parts.units] == ["preambular"] * 4 + ["operative"] * 2


def test_headings_make_a_tree_and_a_mark_alone_waits_for_its_words() -> None:
    """Roman figures over letters; bare headings are counted."""
    parts = arranged(
        ("heading", "", "I", 2),
        ("heading", "", "Lamps", 2),
        ("heading", "A.", "Oil", 3),
        ("paragraph", "1.", "Words."),
        ("heading", "", "Wicks", 4),
        ("heading", "II.", "Light", 1),
        ("paragraph", "2.", "Words."),
    )
    heads = [(item.path, item.mark, item.text.text, item.within) for item in parts.items if isinstance(item, Head)]
    assert heads == [
        ("section/I", "I", "Lamps", ""),
        ("section/I/A", "A", "Oil", "section/I"),
        ("section/I/A/1", None, "Wicks", "section/I/A"),
        ("section/II", "II", "Light", ""),
    ]
    assert [unit.within for unit in parts.units] == ["section/I/A", "section/II"]


def test_an_annex_numbers_for_itself() -> None:
    """Paragraphs, sections, footnotes and unnumbered text, all under its path; its heading may come from the next line."""
    parts = arranged(
        ("paragraph", "1.", "Adopts the annex."),
        ("annex", "", "", 1),
        ("heading", "", "Rules of lamps"),
        ("paragraph", "1.", "Trim.¹"),
        ("footnote", "1", "See oil."),
        ("annex", "II", "Annex II", 1),
        ("paragraph", "", "Words."),
        ("annex", "", "Appendix", 2),
        ("paragraph", "1.", "Words."),
    )
    assert paths(parts) == [
        *("para/1", "annex/1", "annex/1/para/1", "annex/1/fn/1", "annex/II", "annex/II/p/1"),
        *("annex/II/appendix/1", "annex/II/appendix/1/para/1"),
    ]
    assert parts.units[1].markers == [("1", 5)]


def test_figures_that_begin_anew_are_named_by_their_section_or_counted() -> None:
    """No two paragraphs share a path, and no heading is needed to part them."""
    parts = arranged(
        *(("heading", "", "I"), ("paragraph", "1.", "One."), ("paragraph", "2.", "Two.")),
        *(("heading", "", "II"), ("paragraph", "1.", "One."), ("paragraph", "2.", "Two."), ("paragraph", "3.", "Three.")),
    )
    sections = ["section/II", "section/II/para/1", "section/II/para/2", "section/II/para/3"]
    assert paths(parts) == ["section/I", "para/1", "para/2", *sections]
    bare = arranged(*(("paragraph", label, "Words.") for label in ("1.", "2.", "1.", "2.", "3.")))
    assert paths(bare) == ["para/1", "para/2", "series/2/para/1", "series/2/para/2", "series/2/para/3"]


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (["1.", "2.", "2.", "3."], "two paragraphs bear the number 2"),
        (["1.", "4."], "paragraph 4 follows 1: 2 missing"),
        (["1.", "(a)", "(d)"], "item (d) follows (a) in para/1"),
        (["1.", "(c)"], "item (c) begins a list in para/1"),
    ],
)
def test_contradictions_of_numbers_are_told(labels: list[str], told: str) -> None:
    """They are the document's or its markup's; the words are kept."""
    parts = arranged(*(("paragraph", label, f"Words {at}.") for at, label in enumerate(labels)))
    assert told in parts.findings
    assert len(parts.units) == len(labels)


def test_a_label_in_the_words_is_taken_where_it_goes_on_a_row() -> None:
    """Markup often leaves it there; a figure that only begins a sentence stays."""
    parts = arranged(
        *(("paragraph", "1.", "Decides:"), ("paragraph", "", "(a) Lamps;"), ("paragraph", "", "(b) Wicks.")),
        *(("paragraph", "", "2. Requests oil."), ("paragraph", "", "9. is no number here.")),
    )
    assert paths(parts) == ["para/1", "para/1/a", "para/1/b", "para/2", "p/1"]
    assert [unit.text.text for unit in parts.units] == ["Decides:", "Lamps;", "Wicks.", "Requests oil.", "9. is no number here."]
    assert parts.findings == ["3 labels stand in the words, not in the markup: (a), (b), 2."]


def test_tables_signatures_and_what_is_set_aside_have_their_places() -> None:
    """A table is one passage, a line for each row."""
    gathering = Gathering()
    gathering.put("title", "On lamps")
    gathering.put_table([["State", "Lamps"], ["", ""], ["Oilia", "3"]])
    gathering.put("signature", "(Signed) A. Keeper")
    gathering.put("closing", "4th meeting")
    parts = arrange(gathering.pieces)
    assert [(unit.path, unit.kind, unit.text.text) for unit in parts.units] == [
        ("table/1", "table", "State\tLamps\nOilia\t3"),
        ("signature/1", "signature", "(Signed) A. Keeper"),
    ]
    assert [(aside.kind, aside.text.text) for aside in parts.asides] == [("masthead", "On lamps"), ("closing", "4th meeting")]


labels = st.sampled_from(
    ["", "1.", "2.", "3.", "7.", "(a)", "(b)", "(i)", "(ii)", "a)", "(c)", "–", "1.1.", "II.", "A.", "(1)", "odd"]
)
kinds: st.SearchStrategy[PieceKind] = st.sampled_from(
    ["paragraph", "paragraph", "paragraph", "heading", "annex", "footnote", "resolution"]
)
lines = st.lists(st.tuples(kinds, labels, st.integers(0, 4), st.sampled_from([None, "preambular", "operative"])), max_size=40)


@settings(max_examples=150, deadline=None)
@given(lines)
def test_whatever_comes_no_two_parts_share_a_path_and_no_word_is_lost(
    found: list[tuple[PieceKind, str, int, PassageRole | None]],
) -> None:
    """Each piece's words stand in one unit, heading or aside; what holds a part is there."""
    gathering = Gathering()
    for at, (kind, label, level, role) in enumerate(found):
        gathering.put(kind, f"word{at}:", label=label, level=level, role=role)
    parts = arrange(gathering.pieces)
    held = paths(parts)
    assert len(set(held)) == len(held)
    assert all(item.within in {"", *held} for item in parts.items)
    words = " ".join([item.text.text for item in parts.items] + [aside.text.text for aside in parts.asides]).split()
    assert sorted(word for word in words if word.startswith("word")) == sorted(f"word{at}:" for at in range(len(found)))


def test_lists_that_never_close_stay_within_bounds() -> None:
    """Each label could begin a list in the one before: paths must not grow with their number."""
    parts = arranged(*(("paragraph", ("(a)", "(1)", "(i)", "A.")[at % 4], "Words:") for at in range(2000)))
    assert max(path.count("/") for path in paths(parts)) < 30
    assert len(set(paths(parts))) == 2000


def test_the_same_pieces_give_the_same_parts() -> None:
    """Nothing hangs on chance."""
    chance = random.Random(4)  # noqa: S311 - no secrets
    found: list[Line] = [("paragraph", chance.choice(["1.", "(a)", "", "–"]), f"Words {at}.") for at in range(50)]
    assert paths(arranged(*found)) == paths(arranged(*found))
