"""Eyes, text reuse: what two texts share, word by word. In: an earlier and a later text. Out: how much of each is the other's,
and the later text in pieces: the same, dropped, added.

Words are compared by the rule of normalising, and shown as printed. Aligned by the longest common subsequence (rapidfuzz).
"""

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import LCSseq

from reading.reuse.words import IDEOGRAPHS, printed_words, words_of

Kind = Literal["same", "dropped", "added"]
_SIGNS = re.compile(rf"[{IDEOGRAPHS}]|[^\s{IDEOGRAPHS}]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in both texts (as the later prints them), in the earlier only, or in the later only."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How many words two texts share in the same order, and what part of the earlier and of the later that is, 0 to 1."""

    shared: int
    of_earlier: float
    of_later: float

    @property
    def of_longer(self) -> float:
        """The part of the longer text: near 1 only where the two are nearly the same."""
        return min(self.of_earlier, self.of_later)

    @property
    def of_shorter(self) -> float:
        """The part of the shorter text: near 1 where the longer one has all of it."""
        return max(self.of_earlier, self.of_later)


def likeness(earlier: Sequence[Hashable], later: Sequence[Hashable]) -> Likeness:
    """How alike two texts are, given as words, or as numbers for words; texts without words share nothing."""
    shared = LCSseq.similarity(earlier, later)
    return Likeness(shared, shared / max(1, len(earlier)), shared / max(1, len(later)))


def difference(earlier: str, later: str) -> list[Piece]:
    """The later text beside the earlier one: together the same and the added pieces are the later text, blanks made one.

    A number or a mark is no word: it is shown as the text has it, beside the words before it.
    """
    return list(_joined(_pieces(earlier, later)))


def beside(earlier: str, later: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, each as it is printed: the earlier one's are the same or dropped, the later one's the same or added.
    The pieces of a text joined are that text, letter for letter.

    Here an ideograph is a word by itself, for in a text without blanks all would be one word, and changed as a whole.
    """
    old, new = list(_signed(earlier)), list(_signed(later))
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for operation in LCSseq.opcodes([word for word, _ in old], [word for word, _ in new]):
        kinds: tuple[Kind, Kind] = ("same", "same") if operation.tag == "equal" else ("dropped", "added")
        reaches = ((operation.src_start, operation.src_end), (operation.dest_start, operation.dest_end))
        for side, kind, words, reach, text in zip(sides, kinds, (old, new), reaches, (earlier, later), strict=True):
            _append(side, kind, _between(text, words, *reach))
    return sides


def _signed(text: str) -> Iterator[tuple[str, int]]:
    """The words of a text as they are compared, with the place where each begins; a number or a mark counts as itself."""
    for found in _SIGNS.finditer(text):
        yield " ".join(words_of(found[0])) or found[0], found.start()


def _between(text: str, words: Sequence[tuple[str, int]], first: int, end: int) -> str:
    """The text from one word up to another, with the blanks before the first word of all and behind each."""
    if first == end:
        return ""
    start = words[first][1] if first else 0
    return text[start : words[end][1] if end < len(words) else len(text)]


def _append(side: list[Piece], kind: Kind, text: str) -> None:
    if text and side and side[-1].kind == kind:
        side[-1] = Piece(kind, side[-1].text + text)
    elif text:
        side.append(Piece(kind, text))


def longest_shared(earlier: str, later: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where the longest stretch that both have in common stands in each, numbers and marks apart; empty spans where none does."""
    old, new = _worded(earlier), _worded(later)
    best = max(
        LCSseq.editops([word for word, _, _ in old], [word for word, _, _ in new]).as_matching_blocks(),
        key=lambda block: block.size,
    )
    if not best.size:
        return (0, 0), (0, 0)
    return _reach(old, best.a, best.size), _reach(new, best.b, best.size)


def _worded(text: str) -> list[tuple[str, int, int]]:
    return [(words, span.start, span.end) for words, span in printed_words(text) if words]


def _reach(worded: Sequence[tuple[str, int, int]], first: int, size: int) -> tuple[int, int]:
    return worded[first][1], worded[first + size - 1][2]


def _pieces(earlier: str, later: str) -> Iterator[Piece]:
    old, new = list(printed_words(earlier)), list(printed_words(later))
    for operation in LCSseq.opcodes([words for words, _ in old], [words for words, _ in new]):
        gone = [earlier[span.start : span.end] for _, span in old[operation.src_start : operation.src_end]]
        come = [later[span.start : span.end] for _, span in new[operation.dest_start : operation.dest_end]]
        if operation.tag == "equal":
            yield Piece("same", " ".join(come))
            continue
        if gone:
            yield Piece("dropped", " ".join(gone))
        if come:
            yield Piece("added", " ".join(come))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Between two words that stay, what goes stands before what comes, each in one piece."""
    waiting: dict[Kind, list[str]] = {"dropped": [], "added": []}

    def told() -> Iterator[Piece]:
        for kind, texts in waiting.items():
            if texts:
                yield Piece(kind, " ".join(texts))
                texts.clear()

    for piece in pieces:
        if piece.kind == "same":
            yield from told()
            yield piece
        else:
            waiting[piece.kind].append(piece.text)
    yield from told()
