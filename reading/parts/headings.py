"""Eyes, stage split: headings. In: the words of a block. Out: whether they are a heading, its printed mark, and where it
stands in the tree.

UN reports number sections by roman figures, then capital letters, then leave headings bare; letters begin again under each
roman figure. Bare headings are nested by their looks, and counted under the marked one that holds them.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from reading.parts.sections import UNRANKED, Sections

_ROMAN = re.compile(r"([IVXLC]{1,7})\.\s+(?=\S)")
_ROMAN_ALONE = re.compile(r"([IVX]{1,5})\.?")
_LETTER = re.compile(r"([A-Z])\.\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,2})\.\s+(?=\S)")
_LONGEST = 200  # characters of a heading; the longest agenda item titles stay below
_LONGEST_BARE = 150  # characters: a line and a half
_LONGEST_CASELESS = 60  # characters, where no capital letter tells a heading from a piece of a sentence
_CUT = re.compile(  # no heading ends so; a sentence that the end of a page cuts does
    r"\s(?:the|of|and|to|in|on|for|by|with|this|that|these|those|an?|or|its|their|from|at|as|shall|which|is|are|was|were|be|has|have)$"
)
_CAPITALS = re.compile(r"[^\Wa-z\d_]{3,} [^a-z.,;:]*\([^a-z]*\)")  # "QUESTIONS TO THE STATE (SECOND PART)"
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its printed mark (None where bare), how deep its looks put it (0 for unsaid), and where its words begin."""

    mark: str | None
    rank: int
    at: int


@dataclass(slots=True)
class Outline:
    """The open sections of a document or an annex, and what number comes next."""

    sections: Sections = field(default_factory=Sections)

    def recognise(self, text: str, hashes: int) -> Heading | None:
        """The heading that a block is by its own looks and by what is expected next; None where it is none."""
        if not text or len(text) > _LONGEST:
            return None
        if marked := self._marked(text, hashes):
            return marked
        if hashes or looks_bare(text):
            return Heading(None, hashes or UNRANKED, 0)
        return None

    def open(self, heading: Heading) -> tuple[str, int, str]:
        """Enters the section: its path such as `section/III/B/1`, its depth, and the path of the section above."""
        return self.sections.enter(heading.mark or "", heading.rank)

    def innermost(self) -> str:
        """The path of the innermost open section; empty before the first."""
        return self.sections.innermost()

    def follows(self, number: int) -> bool:
        """Whether a figure is the next in the row of headings that have figures, under one that has another mark."""
        return number == self._last("number") + 1 and any(step.label for step in self.sections.steps)

    def _marked(self, text: str, hashes: int) -> Heading | None:
        roman, letter, number = _ROMAN.match(text), _LETTER.match(text), _NUMBER.match(text)
        if roman and _value(roman[1]) == self._last("great roman") + 1:
            return Heading(roman[1], hashes, roman.end())
        if letter and ord(letter[1]) - 64 == self._last("capital") + 1:
            return Heading(letter[1], hashes, letter.end())
        if (alone := _ROMAN_ALONE.fullmatch(text)) and _value(alone[1]) == self._last("great roman") + 1:
            return Heading(alone[1], hashes, 0)
        if hashes and (mark := roman or letter):
            return Heading(mark[1], hashes, mark.end())
        if hashes and number and int(number[1]) == self._last("number") + 1:
            return Heading(number[1], hashes, number.end())
        return None

    def _last(self, style: str) -> int:
        """The number of the open section of a style; 0 where none is open."""
        return next((step.label.value for step in reversed(self.sections.steps) if step.label and step.label.style == style), 0)


def _value(roman: str) -> int:
    figures = [_VALUES[letter] for letter in roman if letter in _VALUES]
    return sum(-now if now < after else now for now, after in zip(figures, [*figures[1:], 0], strict=False))


def looks_bare(text: str) -> bool:
    """Whether a short text without a stop at its end may be a heading."""
    ends_open = not re.search(r"[.,;:!?…)”\"⁰¹²³⁴-⁹。，；：؛،؟-]\s*$", text) or bool(_CAPITALS.fullmatch(text))
    if _CUT.search(text):
        return False
    caseless = unicodedata.category(text[0]) == "Lo" and len(text) < _LONGEST_CASELESS
    return ends_open and len(text) < _LONGEST_BARE and (text[0].isupper() or caseless)
