"""Keepers, graph: the splice. In: a text and edits by offset. Out: the new text, each place of which knows where it came from.
Must not know SPARQL.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """New words in the place of those from `start` up to `end`; equal offsets put them in between."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the new text: copied from `origin` on, or put in at `origin`."""

    words: str
    origin: int
    copied: bool


class Spliced:
    """A text made of pieces of another, and of words put in between."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._pieces = [piece for piece in pieces if piece.words]
        self._starts: list[int] = []
        length = 0
        for piece in self._pieces:
            self._starts.append(length)
            length += len(piece.words)

    @property
    def text(self) -> str:
        """The new text."""
        return "".join(piece.words for piece in self._pieces)

    def origin(self, place: int) -> int:
        """The offset in the old text that an offset in the new one came from; for words put in, the offset where they were."""
        number = bisect_right(self._starts, max(place, 0)) - 1
        if number < 0:
            return 0
        piece = self._pieces[number]
        return piece.origin + min(place - self._starts[number], len(piece.words)) if piece.copied else piece.origin


def spliced(text: str, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> Iterator[Piece]:
    """The text from `start` up to `end` with those edits that lie within. Edits do not overlap; at one place they keep their
    order, what is put in before what is replaced.
    """
    place, last = start, len(text) if end is None else end
    within = [edit for edit in edits if start <= edit.start and edit.end <= last]
    for edit in sorted(within, key=lambda edit: (edit.start, edit.end > edit.start)):
        yield Piece(text[place : edit.start], place, copied=True)
        yield Piece(edit.words, edit.start, copied=False)
        place = edit.end
    yield Piece(text[place:last], place, copied=True)
