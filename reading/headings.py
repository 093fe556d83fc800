"""Eyes, stage split: headings. In: the words of a block. Out: whether they are a heading, its printed mark, and where it
stands in the tree.

UN reports number sections by roman figures, then capital letters, then leave headings bare; letters begin again under each
roman figure.
"""

import re
from dataclasses import dataclass, field

_ROMAN = re.compile(r"([IVXLC]{1,7})\.\s+(?=\S)")
_LETTER = re.compile(r"([A-Z])\.\s+(?=\S)")
_LONGEST = 200  # characters of a heading; the longest agenda item titles stay below
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its printed mark (None where bare) and where its words begin in the block."""

    mark: str | None
    level: int
    at: int


@dataclass(slots=True)
class Outline:
    """The open sections, as path steps by level, and what number comes next where none is printed."""

    path: dict[int, str] = field(default_factory=dict)
    bare: dict[str, int] = field(default_factory=dict)

    def recognise(self, text: str, hashes: int) -> Heading | None:
        """The heading that a block is by its own looks and by what is expected next; None where it is none."""
        if not text or len(text) > _LONGEST:
            return None
        if marked := self._marked(text, hashes):
            return marked
        if hashes or _looks_bare(text):
            return Heading(None, 3 if self.path else 1, 0)
        return None

    def open(self, heading: Heading) -> str:
        """Enters the section and answers its path, such as `III/B/1`."""
        self.path = {level: step for level, step in self.path.items() if level < heading.level}
        parent = "/".join(self.path.values())
        step = heading.mark or str(self._next_bare(parent))
        self.path[heading.level] = step
        return "/".join(self.path.values())

    def parent(self) -> str:
        """The path of the section above the innermost open one; empty at the top."""
        return "/".join(list(self.path.values())[:-1])

    def innermost(self) -> str:
        """The path of the innermost open section; empty before the first."""
        return "/".join(self.path.values())

    def _marked(self, text: str, hashes: int) -> Heading | None:
        roman, letter = _ROMAN.match(text), _LETTER.match(text)
        if roman and _value(roman[1]) == _value(self.path.get(1, "")) + 1:
            return Heading(roman[1], 1, roman.end())
        if letter and letter[1] == self._next_letter():
            return Heading(letter[1], 2, letter.end())
        if hashes and (mark := roman or letter):
            return Heading(mark[1], 1 if roman else 2, mark.end())
        return None

    def _next_letter(self) -> str:
        return chr(ord(self.path[2]) + 1) if len(self.path.get(2, "")) == 1 else "A"

    def _next_bare(self, parent: str) -> int:
        self.bare[parent] = self.bare.get(parent, 0) + 1
        return self.bare[parent]


def _value(roman: str) -> int:
    figures = [_VALUES[letter] for letter in roman if letter in _VALUES]
    return sum(-now if now < after else now for now, after in zip(figures, [*figures[1:], 0], strict=False))


def _looks_bare(text: str) -> bool:
    ends_open = not re.search(r"[.,;:!?…)”\"⁰¹²³⁴-⁹-]\s*$", text)
    return ends_open and text[0].isupper() and len(text) < 150
