"""Tests: spans. In: offsets, generated ones too. Out: what must hold of every span. Must not touch files."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.span import Span

spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 50), st.integers(0, 50))


def test_a_span_is_half_open() -> None:
    """The end is not part of it, so that its length is a plain difference."""
    assert Span(2, 5).of("abcdefg") == "cde"
    assert Span(2, 5).length == 3
    assert Span(3, 3).of("abcdefg") == ""


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 3), (-2, -1)])
def test_a_span_refuses_what_is_no_stretch_of_a_text(start: int, end: int) -> None:
    """Both offsets stand in the message, for whoever computed them."""
    with pytest.raises(ValueError, match=f"start {start}, end {end}"):
        Span(start, end)


def test_a_span_refuses_a_text_that_is_too_short() -> None:
    """A silent shorter slice would be false evidence."""
    with pytest.raises(ValueError, match="has only 3"):
        Span(1, 4).of("abc")


def test_a_span_cannot_be_shifted_before_the_beginning() -> None:
    """A shift is checked as a new span is."""
    assert Span(3, 5).shift(-3) == Span(0, 2)
    with pytest.raises(ValueError, match="start -1"):
        Span(3, 5).shift(-4)


def test_neighbours_touch_but_do_not_overlap() -> None:
    """The first ends where the second begins, and they share no character."""
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(0, 4).overlaps(Span(3, 5))
    assert Span(0, 9).contains(Span(3, 3))
    assert not Span(0, 9).overlaps(Span(3, 3))
    assert not Span(1, 9).contains(Span(0, 2))


def test_spans_sort_by_start_then_end() -> None:
    """Reading order."""
    assert sorted([Span(5, 6), Span(0, 9), Span(0, 2)]) == [Span(0, 2), Span(0, 9), Span(5, 6)]


def test_a_span_cannot_be_changed() -> None:
    """Evidence stays what it was."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        Span(1, 2).start = 0  # type: ignore[misc]


@given(spans, spans)
def test_a_union_contains_both_and_overlap_is_mutual(first: Span, second: Span) -> None:
    """Whatever the two spans are."""
    both = first.union(second)
    assert both.contains(first)
    assert both.contains(second)
    assert both == second.union(first)
    assert first.overlaps(second) == second.overlaps(first)
    assert first.overlaps(second) == bool(set(range(first.start, first.end)) & set(range(second.start, second.end)))


@given(spans, st.integers(0, 50))
def test_a_shift_there_and_back_changes_nothing(span: Span, by: int) -> None:
    """And keeps the length on the way."""
    assert span.shift(by).length == span.length
    assert span.shift(by).shift(-by) == span
