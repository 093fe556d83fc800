"""Tests of marking: pieces joined give the text back, and what overlaps is told whole."""

from api.documents import Part
from api.passages import Statement
from api.web import marking

TEXT = "The Office on Genocide Prevention warned of genocide."


def _statement(kind: str, words: str, start: int, label: str) -> Statement:
    return Statement(
        f"https://x/{label}", kind, start, start + len(words), words, "label", 1.0, ((f"https://x/{label}", label),), None
    )


def _note(number: str, offset: int) -> Part:
    return Part(
        f"https://x/fn/{number}", "Footnote", number, None, "Note.", "en", None, marked_in="https://x", marker_offset=offset
    )


def test_the_shortest_statement_shows_and_the_title_tells_of_all() -> None:
    """A crime's name inside an office's name is marked as the crime, with both in the title."""
    stated = [
        _statement("Mention", "Office on Genocide Prevention", 4, "the Office"),
        _statement("Mention", "Genocide", 14, "genocide"),
    ]
    pieces = marking.statements(TEXT, stated, lambda iri: iri)
    assert "".join(piece.text for piece in pieces) == TEXT
    inner = next(piece for piece in pieces if piece.text == "Genocide")
    assert (inner.kind, inner.href) == ("mention", "https://x/genocide")
    assert inner.title == "mentions genocide; mentions the Office"


def test_a_statement_about_other_words_and_a_duty_are_not_marked() -> None:
    """A span belongs to one language's text; where the words differ, it is of another."""
    stated = [_statement("Mention", "génocide", 14, "genocide"), _statement("Recommendation", "The Office", 0, "duty")]
    assert [piece.kind for piece in marking.statements(TEXT, stated, lambda iri: iri)] == [""]


def test_places_are_marked_and_nothing_is_lost_between_them() -> None:
    """Also within a part of the text: a place that begins outside it is not marked."""
    pieces = marking.marked(TEXT, [(0, 8), (9, 15)])
    assert "".join(piece.text for piece in pieces) == TEXT
    assert [piece.text for piece in pieces if piece.kind == "hit"] == [TEXT[0:8], TEXT[9:15]]
    part = marking.marked(TEXT, [(0, 8), (9, 15)], (4, 20))
    assert "".join(piece.text for piece in part) == TEXT[4:20]
    assert [piece.text for piece in part if piece.kind == "hit"] == [TEXT[9:15]]


def test_notes_stand_at_their_offsets_even_beyond_the_end() -> None:
    """Two marks in one place, and one that a damaged store put past the end."""
    pieces = marking.notes("One. Two.", [_note("3", 99), _note("1", 4), _note("2", 4)], lambda iri: iri)
    assert [piece.title or piece.text for piece in pieces if piece.title or piece.text] == ["One.", "1", "2", " Two.", "3"]
    assert "".join(piece.text for piece in pieces) == "One. Two."
