"""Web: marking. In: a text and places in it. Out: pieces for a template, which escapes them. Must not produce markup.

Pieces joined give the text back, letter for letter; a footnote's mark stands in a piece of its own that has no text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from api.documents import Part

MARKED_KINDS = ("Citation", "Mention")  # a duty often covers the whole sentence: it stands beside the text instead


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `kind` is empty for plain words, else hit, citation, mention or note. A note's mark is in `title`.

    `group` is the kind of thing that is meant, `about` the statement that says so.
    """

    text: str
    kind: str = ""
    title: str = ""
    href: str = ""
    group: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """Something that stands on a stretch of a text: `title` says what, the other fields are those of its piece."""

    start: int
    end: int
    as_printed: str
    kind: str
    title: str
    href: str = ""
    group: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Called:
    """Where a footnote is called: its number as printed, and where the note stands."""

    offset: int
    number: str
    href: str


def marked(text: str, marks: Sequence[tuple[int, int]], span: tuple[int, int] | None = None) -> list[Piece]:
    """The text, or the part of it within `span`, with the places marked where a word of the question stands."""
    place, end = span or (0, len(text))
    found = []
    for first, last in marks:
        if place <= first and last <= end:
            found += [Piece(text[place:first]), Piece(text[first:last], "hit")]
            place = last
    return [piece for piece in [*found, Piece(text[place:end])] if piece.text]


def stretches(text: str, placed: Sequence[Placed], called: Sequence[Called] = ()) -> list[Piece]:
    """The text with what stands on it marked, and the marks of footnotes put back where they were taken from. Where several
    overlap, the shortest shows and the title tells of all. A place whose words are others is of another language, and is left
    out.
    """
    standing = [one for one in placed if one.as_printed and text[one.start : one.end] == one.as_printed]
    notes = [(min(max(note.offset, 0), len(text)), note) for note in called]
    edges = sorted(
        {0, len(text), *(one.start for one in standing), *(one.end for one in standing), *(offset for offset, _ in notes)}
    )
    pieces = [*_noted(notes, 0)]
    for start, end in pairwise(edges):
        covering = sorted((one for one in standing if one.start <= start and end <= one.end), key=lambda one: one.end - one.start)
        pieces += [_stated(text[start:end], covering), *_noted(notes, end)]
    return pieces


def called(notes: Sequence[Part], href: dict[str, str], *, words: Part, languages: Sequence[str]) -> list[Called]:
    """Where footnotes are called in the passage that they are marked in. Where no offset is known for the language of its words,
    the one of the language that leads counts, English where a document has it; in another one such a call stands behind the
    words: a place within them would be a guess.
    """
    leads = words.language == "en" or len(languages) < 2
    placed = [((note.marker_offset or 0) if _counts(note, words, leads=leads) else len(words.words), note) for note in notes]
    ordered = sorted(placed, key=lambda one: one[0])
    return [Called(offset, note.number or "*", href[note.iri]) for offset, note in ordered]


def _counts(note: Part, words: Part, *, leads: bool) -> bool:
    """Whether the offset of a note counts in these words."""
    return leads if note.marker_language is None else note.marker_language == words.language


def _noted(notes: Sequence[tuple[int, Called]], place: int) -> Iterator[Piece]:
    for offset, note in notes:
        if offset == place:
            yield Piece("", "note", note.number, note.href)


def _stated(text: str, covering: Sequence[Placed]) -> Piece:
    if not covering:
        return Piece(text)
    first = covering[0]
    return Piece(text, first.kind.lower(), "; ".join(one.title for one in covering), first.href, first.group, first.about)
