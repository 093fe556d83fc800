"""Eyes: text that remembers where it came from. In: source text. Out: cleaned text whose every character knows its source offset.

The map is recorded while cleaning, never rebuilt by comparing afterwards. Must not know what the text means.
"""

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

JOINED = -1  # a character that joining put in, such as the blank between two halves of a sentence


@dataclass(frozen=True, slots=True)
class Mapped:
    """Text of n characters with n source offsets; an offset of JOINED marks a character that the source lacks."""

    text: str
    offsets: "array[int]"

    @classmethod
    def of(cls, text: str, start: int = 0) -> "Mapped":
        """Text that stands in the source as it is, from offset `start` on."""
        return cls(text, array("l", range(start, start + len(text))))

    @classmethod
    def empty(cls) -> "Mapped":
        """No text at all."""
        return cls("", array("l"))

    @classmethod
    def of_all(cls, pieces: "Iterable[Mapped]") -> "Mapped":
        """The pieces one behind the other, in time linear in their length."""
        held, offsets = list(pieces), array("l")
        for piece in held:
            offsets.extend(piece.offsets)
        return cls("".join(piece.text for piece in held), offsets)

    def __len__(self) -> int:
        return len(self.text)

    def cut(self, start: int, end: int | None = None) -> "Mapped":
        """The characters from start to end."""
        return Mapped(self.text[start:end], self.offsets[start:end])

    def strip(self) -> "Mapped":
        """Without blanks at both ends."""
        left = len(self.text) - len(self.text.lstrip())
        return self.cut(left, max(left, len(self.text.rstrip())))

    def plus(self, other: "Mapped", joiner: str = "") -> "Mapped":
        """Both texts with the joiner between them; an empty side takes no joiner."""
        if not self.text or not other.text:
            return self if self.text else other
        between = array("l", [JOINED] * len(joiner))
        return Mapped(self.text + joiner + other.text, self.offsets + between + other.offsets)

    def without(self, spans: list[tuple[int, int]]) -> "Mapped":
        """The text with some spans (in order, apart) left out."""
        kept, at = [], 0
        for start, end in spans:
            kept.append(self.cut(at, start))
            at = end
        return Mapped.of_all([*kept, self.cut(at)])

    def replace(self, pattern: "re.Pattern[str]", replacement: str) -> "Mapped":
        """Every match becomes the replacement, mapped to where the match began."""
        pieces, at = [], 0
        for match in pattern.finditer(self.text):
            put = Mapped(replacement, array("l", [self.offsets[match.start()]] * len(replacement)))
            pieces += [self.cut(at, match.start()), put]
            at = match.end()
        return Mapped.of_all([*pieces, self.cut(at)]) if at else self

    def source_runs(self) -> Iterator[tuple[int, int]]:
        """Half-open runs of source offsets that the text covers, in order."""
        start = last = None
        for offset in self.offsets:
            if offset in (JOINED, last):
                continue
            if start is None or last is None or offset != last + 1:
                if start is not None and last is not None:
                    yield start, last + 1
                start = offset
            last = offset
        if start is not None and last is not None:
            yield start, last + 1
