"""Tests of marking: pieces joined give the text back, and what overlaps is told whole."""

from dataclasses import replace

from api.documents import Part
from api.web.portal import marking
from api.web.portal.marking import Called, Placed

TEXT = "The Office on Genocide Prevention warned of genocide."


def _placed(words: str, start: int, label: str) -> Placed:
    return Placed(start, start + len(words), words, "Mention", label, f"#{label}", "crime", f"mention-{start}")


def test_the_shortest_statement_shows_and_the_title_tells_of_all() -> None:
    """A crime's name inside an office's name is marked as the crime, with both in the title."""
    placed = [_placed("Office on Genocide Prevention", 4, "the Office"), _placed("Genocide", 14, "genocide")]
    pieces = marking.stretches(TEXT, placed)
    assert "".join(piece.text for piece in pieces) == TEXT
    inner = next(piece for piece in pieces if piece.text == "Genocide")
    assert (inner.kind, inner.href, inner.group, inner.about) == ("mention", "#genocide", "crime", "mention-14")
    assert inner.title == "genocide; the Office"


def test_a_statement_about_other_words_is_not_marked() -> None:
    """A span belongs to one language's text; where the words differ, it is of another. An empty one marks nothing."""
    pieces = marking.stretches(TEXT, [_placed("génocide", 14, "genocide"), _placed("", 3, "nothing")])
    assert [piece.kind for piece in pieces if piece.text] == [""]
    assert "".join(piece.text for piece in pieces) == TEXT


def test_places_are_marked_and_nothing_is_lost_between_them() -> None:
    """Also within a part of the text: a place that begins outside it is not marked."""
    pieces = marking.marked(TEXT, [(0, 8), (9, 15)])
    assert "".join(piece.text for piece in pieces) == TEXT
    assert [piece.text for piece in pieces if piece.kind == "hit"] == [TEXT[0:8], TEXT[9:15]]
    part = marking.marked(TEXT, [(0, 8), (9, 15)], (4, 20))
    assert "".join(piece.text for piece in part) == TEXT[4:20]
    assert [piece.text for piece in part if piece.kind == "hit"] == [TEXT[9:15]]


def test_notes_stand_at_their_offsets_even_beyond_the_end() -> None:
    """Two marks in one place, one at the very beginning, and one that a damaged store put past the end."""
    calls = [Called(4, "1", "#a"), Called(4, "2", "#b"), Called(99, "3", "#c"), Called(0, "0", "#d")]
    pieces = marking.stretches("One. Two.", [], calls)
    assert [piece.title or piece.text for piece in pieces if piece.title or piece.text] == ["0", "One.", "1", "2", " Two.", "3"]
    assert "".join(piece.text for piece in pieces) == "One. Two."


def test_a_note_within_a_marked_stretch_parts_it_and_loses_nothing() -> None:
    """The words before and after the note are both marked."""
    pieces = marking.stretches(TEXT, [_placed("Office on Genocide Prevention", 4, "the Office")], [Called(13, "1", "#fn-1")])
    assert [piece.text for piece in pieces if piece.kind == "mention"] == ["Office on", " Genocide Prevention"]
    assert [piece.href for piece in pieces if piece.kind == "note"] == ["#fn-1"]
    assert "".join(piece.text for piece in pieces) == TEXT


def test_a_footnote_is_called_where_its_place_is_known() -> None:
    """In the language in which its offset counts; one of no language counts in English where there is English. Elsewhere the
    call stands behind the words.
    """
    note = Part("https://x/fn/1", "Footnote", "1", None, "Note.", "en", None, marked_in="https://x", marker_offset=4)
    arabic = replace(note, marker_offset=3, marker_language="ar")

    def place(language: str, languages: tuple[str, ...], note: Part = note) -> int:
        words = Part("https://x", "Paragraph", "1", None, "One. Two.", language, None)
        return marking.called([note], {"https://x/fn/1": "#fn-1"}, words=words, languages=languages)[0].offset

    assert place("ar", ("en", "ar"), arabic) == 3
    assert place("en", ("en", "ar"), arabic) == len("One. Two.")

    assert place("en", ("en", "ar")) == 4
    assert place("ar", ("en", "ar")) == len("One. Two.")
    assert place("fr", ("fr",)) == 4
