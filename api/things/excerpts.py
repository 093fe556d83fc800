"""Answers, things: excerpts. In: the words of a passage, and what in them is meant. Out: a part of them that shows it, in marked
and unmarked pieces. Must not look anything up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_SHOWN = 420
"""Characters of a passage that a list shows."""
_LEAD = 140  # characters before the first mark


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words; `is_marked` where it is what the list is about."""

    text: str
    is_marked: bool = False


def excerpt(words: str, marks: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """The words around the first mark, cut between words, with an ellipsis where something is left out.

    Marks that overlap are one; one that lies outside the words, or is empty, is none.
    """
    kept = _apart([(start, end) for start, end in marks if 0 <= start < end <= len(words)])
    begin, end = _window(words, kept[0][0] if kept else 0)
    pieces, at = ([Piece("… ")] if begin else []), begin
    for start, stop in kept:
        if start < at or stop > end:
            continue
        pieces += [Piece(words[at:start]), Piece(words[start:stop], is_marked=True)]
        at = stop
    pieces += [Piece(words[at:end])] + ([Piece(" …")] if end < len(words) else [])
    return tuple(piece for piece in pieces if piece.text)


def _apart(marks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(set(marks), key=lambda one: (one[0], -one[1])):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def _window(words: str, mark: int) -> tuple[int, int]:
    """Where the excerpt begins and ends: at blanks, but in a word that is longer than the excerpt itself."""
    if len(words) <= MOST_SHOWN:
        return 0, len(words)
    begin = 0
    if mark > MOST_SHOWN - _LEAD:
        blank = words.find(" ", mark - _LEAD, mark)
        begin = blank + 1 if blank >= 0 else mark
    if begin + MOST_SHOWN >= len(words):
        return begin, len(words)
    blank = words.rfind(" ", begin + MOST_SHOWN // 2, begin + MOST_SHOWN)
    return begin, blank if blank > 0 else begin + MOST_SHOWN
