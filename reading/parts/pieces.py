"""Eyes: what a structured format says of its own parts. In: nothing. Out: the pieces between a reader and `arrange`. Must not
read text.

A reader whose format names its parts (Akoma Ntoso, the Mandate Registry's JSON) yields pieces; one whose format only shows how
things lie on the page (PDF, Word, HTML, text) yields blocks, and `split` finds the parts.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from ontology.nouns import PassageRole
from reading.mapped import Mapped

PieceKind = Literal[
    "masthead",
    "title",
    "resolution",
    "annex",
    "heading",
    "opening",
    "paragraph",
    "footnote",
    "table",
    "signature",
    "closing",
    "furniture",
]

_BLANKS = re.compile(r"[\s\u00a0\u2000-\u200a\u202f]+")
_UNSEEN = re.compile(r"[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1f]")
_SYMBOL_FONT = str.maketrans({"\uf02a": "*", "\uf0b7": "•"})  # letters of a Word font that has no others

ENDED = re.compile(r"[.;:,!?…。；：，、！？؛،؟”\"»)）\]⁰¹²³⁴-⁹]$|[;；؛]\s+\w{1,4}$|^$")
"""What ends a paragraph or an item; a line of the operative part without it is a heading, whatever the markup calls it."""
_COMMA = re.compile(r"[,،，、][\s⁰¹²³⁴-⁹]*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """One part in reading order, its text mapped into the text of the source.

    `label` is printed before the words and not among them: "3.", "(b)", "II.", a footnote's number. `level` is the depth of a
    heading or a paragraph, from 1; 0 where the format does not say. Markers of footnotes stand in the text as superscripts.
    `rows` are a table's rows, its cells parted by tabs. An `opening` names the body that speaks ("The General Assembly,"). A
    `resolution` opens one of several in a document (75/101 A and B), an `annex` of level 1 an annex, of level 2 an appendix or
    enclosure to it. What stands at the end and is no passage, such as meeting, date and vote, is `closing`.
    """

    kind: PieceKind
    text: Mapped
    label: str = ""
    level: int = 0
    role: PassageRole | None = None
    rows: tuple[Mapped, ...] = ()


@dataclass(slots=True)
class Gathering:
    """The pieces of a source while it is read, and its text: all their words, a line each."""

    pieces: list[Piece] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    at: int = 0

    def put(self, kind: PieceKind, words: str, *, label: str = "", level: int = 0, role: PassageRole | None = None) -> None:
        """Adds a piece with its words; nothing where it has neither words nor a label, unless it opens an annex."""
        words = tidy(words)
        if words or label or kind == "annex":
            self.pieces.append(Piece(kind, self._line(words), label, level, role))

    def put_table(self, rows: Iterable[Iterable[str]]) -> None:
        """Adds a table from the words of its cells, row by row; empty rows are left out."""
        filled = [row for row in ([tidy(cell) for cell in cells] for cells in rows) if any(row)]
        if filled:
            lines = tuple(self._line("\t".join(row)) for row in filled)
            self.pieces.append(Piece("table", Mapped.empty(), rows=lines))

    @property
    def text(self) -> str:
        """The text of the source."""
        return "\n".join(self.lines)

    def _line(self, words: str) -> Mapped:
        mapped = Mapped.of(words, self.at)
        self.lines.append(words)
        self.at += len(words) + 1
        return mapped


def tidy(words: str) -> str:
    """Words with one blank between them and nothing that is not seen."""
    return _BLANKS.sub(" ", _UNSEEN.sub("", words.translate(_SYMBOL_FONT))).strip()


def ends_in_comma(words: str) -> bool:
    """Whether words end as a preambular paragraph does, in any of the six languages; a footnote's marker may follow."""
    return bool(_COMMA.search(words))
