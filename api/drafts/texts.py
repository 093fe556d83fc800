"""Answers, drafts: texts. In: a document with its parts, and a quotation. Out: whether the document has those words, where, and
what differs. Must not know a draft, nor ask the graph.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from api.drafts.known import Known, Part
from api.drafts.wording import Difference, Quoted, Words, words_of

_ALIKE = 0.6  # share of a quotation's words that a cited paragraph has, from which on it is shown how they differ
_ALIKE_ELSEWHERE = 0.8  # the same for a paragraph that is not cited
_APART = ("fn", "table", "signature")  # parts that stand between the paragraphs of a text without going on with it


@dataclass(frozen=True, slots=True)
class Nearest:
    """The part with the words most like a quotation, and the differences."""

    part: Part
    differences: tuple[Difference, ...]


class _Edition:
    """The words of one language of a document, one after the other, with the part that each belongs to."""

    def __init__(self, parts: Sequence[Part], language: str) -> None:
        own = [part for part in parts if language in part.words]
        running = [part for part in own if not set(_APART) & set(part.path.split("/"))]
        self.parts = [*running, *(part for part in own if part not in running)]
        shown: list[str] = []
        self._starts: list[int] = []
        for part in self.parts:
            self._starts.append(len(shown))
            shown += words_of(part.words[language])
        self.words = Words(shown)

    def part_at(self, word: int) -> Part:
        """The part that a word belongs to, by the word's number."""
        return self.parts[bisect_right(self._starts, word) - 1]


class Text:
    """The official words of a document, in each of its languages."""

    def __init__(self, known: Known) -> None:
        self._known = known

    @cached_property
    def _editions(self) -> list[_Edition]:
        languages = {language for part in self._known.parts for language in part.words}
        return [_Edition(self._known.parts, language) for language in sorted(languages, key=lambda own: (own != "en", own))]

    def places(self, quoted: Quoted) -> list[Part]:
        """The parts in which the quotation begins, word for word."""
        return [edition.part_at(word) for edition in self._editions for word in edition.words.find(quoted)]

    def has_within(self, quoted: Quoted, parts: Sequence[Part]) -> bool:
        """Whether the quotation stands in these parts, read one after the other."""
        return any(words.find(quoted) for words in _joined(parts))

    def nearest(self, quoted: Quoted, cited: Sequence[Part]) -> Nearest | None:
        """The words that are most like the quotation: in the parts that are cited, else anywhere; None where none is like it."""
        for words in _joined(cited):
            if words.shared(quoted) >= _ALIKE and (differences := words.differences(quoted)):
                return Nearest(cited[-1], differences)
        return self._nearest_anywhere(quoted)

    def _nearest_anywhere(self, quoted: Quoted) -> Nearest | None:
        alike = [(words.shared(quoted), at, part, words) for at, (part, words) in enumerate(self._each)]
        share, _, part, words = max(alike, key=lambda each: (each[0], -each[1]), default=(0.0, 0, None, None))
        if part is None or words is None or share < _ALIKE_ELSEWHERE:
            return None
        differences = words.differences(quoted)
        return Nearest(part, differences) if differences else None

    @cached_property
    def _each(self) -> list[tuple[Part, Words]]:
        return [(part, Words(words_of(words))) for part in self._known.parts for words in part.words.values()]


def _joined(parts: Sequence[Part]) -> Iterator[Words]:
    """The words of some parts one after the other, language by language."""
    for language in sorted({language for part in parts for language in part.words}):
        yield Words([word for part in parts for word in words_of(part.words.get(language, ""))])
