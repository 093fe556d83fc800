"""Web: marking. In: a text and places in it. Out: pieces for a template, which escapes them. Must not produce markup.

Pieces joined give the text back, letter for letter; a footnote's mark stands in a piece of its own that has no text.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from api.documents import Part
from api.passages import Statement

MARKED_KINDS = ("Citation", "Mention")  # a duty often covers the whole sentence: it stands in the table instead


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `kind` is empty for plain words, else hit, citation, mention or note. A note's mark is in `title`."""

    text: str
    kind: str = ""
    title: str = ""
    href: str = ""


def marked(text: str, marks: Sequence[tuple[int, int]], span: tuple[int, int] | None = None) -> list[Piece]:
    """The text, or the part of it within `span`, with the places marked where a word of the question stands."""
    place, end = span or (0, len(text))
    found = []
    for first, last in marks:
        if place <= first and last <= end:
            found += [Piece(text[place:first]), Piece(text[first:last], "hit")]
            place = last
    return [piece for piece in [*found, Piece(text[place:end])] if piece.text]


def statements(text: str, stated: Sequence[Statement], href: Callable[[str], str]) -> list[Piece]:
    """The text with what is cited and mentioned marked; where several overlap, the shortest shows and the title tells of all."""
    standing = [one for one in stated if one.kind in MARKED_KINDS and text[one.start : one.end] == one.as_printed]
    edges = sorted({0, len(text), *(one.start for one in standing), *(one.end for one in standing)})
    pieces = []
    for start, end in pairwise(edges):
        covering = sorted((one for one in standing if one.start <= start and end <= one.end), key=lambda one: one.end - one.start)
        pieces.append(_stated(text[start:end], covering, href))
    return pieces


def notes(text: str, footnotes: Sequence[Part], href: Callable[[str], str]) -> list[Piece]:
    """The text with the marks of its footnotes put back where they were taken from."""
    pieces, place = [], 0
    for note in sorted(footnotes, key=lambda note: note.marker_offset or 0):
        offset = min(max(note.marker_offset or 0, place), len(text))
        pieces += [Piece(text[place:offset]), Piece("", "note", note.number or "*", href(note.iri))]
        place = offset
    return [*pieces, Piece(text[place:])]


def _stated(text: str, covering: Sequence[Statement], href: Callable[[str], str]) -> Piece:
    if not covering:
        return Piece(text)
    first = covering[0]
    return Piece(text, first.kind.lower(), "; ".join(_told(covering)), href(first.values[0][0]) if first.values else "")


def _told(covering: Sequence[Statement]) -> Iterator[str]:
    for one in covering:
        verb = "cites" if one.kind == "Citation" else "mentions"
        yield f"{verb} {', '.join(label for _, label in one.values) or one.note or 'something unresolved'}"
