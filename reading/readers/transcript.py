"""Eyes, readers: the transcript. In: lines, tables and notes in order. Out: the text of a source, its blocks mapped into it.

For formats that know their own paragraphs (Word, HTML): every block stands on lines of its own, and tables that are none (a
box, a masthead, a table of contents) become lines. Must not read formats.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ontology.symbol import Symbol
from reading.clean import Block, BlockKind
from reading.lines import SUPERSCRIPTS
from reading.mapped import Mapped
from reading.parts.tables import CAPTION

_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f]")
_BLANKS = re.compile(r"[\s\u00a0\u2000-\u200a\u202f]+")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_LEADERS = re.compile(r"\.{5,}")
_TABLE_NOTE = re.compile(r"(?:[ᵃ-ᵿⁱⁿˡʰʲʳˢʷˣʸ]|\*{1,3}|(?-i:[a-z]\s?/))\s*\S|(?:Source|Note|Abbreviations?)s?:\s", re.IGNORECASE)
_FIGURES = re.compile(r"[\s\d,;()-]+")
_LETTERS = "abcdefghijklmnoprstuvwxyz"  # Unicode has no raised q
_RAISED = str.maketrans(_LETTERS, "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_SHORT = 60  # characters of a line that its writer ended on purpose
_BEGINS = re.compile(r"\s*(?:(?:\d{1,3}\.)+\d*\s|\(1\)\s|I\.\s)")
_LEAST_HEADINGS = 2  # behind the first number: a masthead may have headings where the text has none
_LONGEST_CAPTION = 300  # characters of one of its lines
_MASTHEAD_ROWS = 6
_DISTRIBUTION = re.compile(r"Distr\b|Distribución|Распростран|Общее распр", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. `level` is that of a heading, from 1; 0 for none."""

    words: str
    level: int = 0
    bullet: bool = False
    kind: BlockKind = "text"


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote; its words begin with its number as a superscript."""

    words: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; what stands in a cell are items again."""

    rows: "tuple[tuple[tuple[Item, ...], ...], ...]"


Item = Line | Note | Table


@dataclass(slots=True)
class Transcript:
    """The blocks that were written down so far."""

    _blocks: list[Block] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)
    _at: int = 0
    _begun: bool = False
    _opened: int = 0  # how many blocks stand before the first numbered one

    @property
    def blocks(self) -> list[Block]:
        """The blocks; where the text has headings that the format names, the others are said to be none."""
        named = sum(1 for block in self._blocks[self._opened :] if block.hashes)
        if not self._begun or named < _LEAST_HEADINGS:
            return list(self._blocks)
        return [block if block.hashes or block.kind != "text" else replace(block, continues=False) for block in self._blocks]

    @property
    def text(self) -> str:
        """What was written down, a block or a row a line."""
        return "".join(self._lines)

    def write(self, items: Sequence[Item]) -> None:
        """All items in order; a table with its caption before and its notes behind is one block."""
        items = self._joined([item for item in items if isinstance(item, Table) or plain(item.words)])
        at = 0
        while at < len(items):
            item = items[at]
            caption = _caption(items, at)
            if isinstance(item, Table) or caption:
                at = self._table(items, at, at + caption)
                continue
            self._block(item)
            at += 1

    def _joined(self, items: Sequence[Item]) -> list[Item]:
        """The items with tables as one that a page break parted: nothing stands between them, and their columns are as many."""
        found: list[Item] = []
        for item in items:
            last = found[-1] if found else None
            if (
                isinstance(item, Table)
                and isinstance(last, Table)
                and _columns(item) == _columns(last) > 1
                and self._are(item, last)
            ):
                found[-1] = Table(last.rows + item.rows)
            else:
                found.append(item)
        return found

    def _are(self, *tables: Table) -> bool:
        return all(self._no_table(table) is None for table in tables)

    def _block(self, item: Line | Note) -> None:
        """One block; several where a paragraph is nothing but short lines, as in an address, a masthead or a signature."""
        lines = [line for line in item.words.split("\n") if plain(line)]
        is_heading = isinstance(item, Line) and item.level
        apart = len(lines) > 1 and not is_heading and all(len(plain(line)) <= _SHORT for line in lines)
        for words in lines if apart else (item.words,):
            line = item if isinstance(item, Line) else Line(words)
            if not self._begun and line.kind == "text" and _BEGINS.match(words):
                self._begun, self._opened = True, len(self._blocks)
            self._blocks.append(Block(line.kind, self._line(plain(words)), line.level, line.bullet))

    def _table(self, items: Sequence[Item], start: int, at: int) -> int:
        """Writes the table at `at` whose caption begins at `start`; answers where its notes end."""
        table = items[at]
        assert isinstance(table, Table)  # noqa: S101  the caption was counted up to one
        if (lines := self._no_table(table)) is not None:
            self.write([*items[start:at], *lines])
            return at + 1
        end = at + 1
        while end < len(items) and isinstance(note := items[end], Line) and not note.level and _TABLE_NOTE.match(note.words):
            end += 1
        around = [[item.words for item in items[start:at] if isinstance(item, Line)]]
        behind = [[item.words] for item in items[at + 1 : end] if isinstance(item, Line)]
        rows = [*around, *([_words(cell) for cell in row] for row in table.rows), *behind]
        lines_of = ["\t".join(map(plain, row)).rstrip("\t") for row in rows]
        mapped = tuple(self._line(line) for line in lines_of if line)
        if mapped:
            self._blocks.append(Block("table", mapped[0].cut(0, 0), rows=mapped))
        for note in _notes(table):
            self._block(note)
        return end

    def _no_table(self, table: Table) -> list[Item] | None:
        """What stands in a table that only holds a place: a box, a masthead, a table of contents; None for a real one."""
        cells = [cell for row in table.rows for cell in row]
        if all(len(row) < 2 for row in table.rows):
            return [item for cell in cells for item in cell]
        if not self._begun and len(table.rows) <= _MASTHEAD_ROWS and any(map(_is_masthead, cells)):
            return [item for cell in cells for item in cell]
        joined = [" ".join(filter(None, map(_words, row))) for row in table.rows]
        if sum(map(bool, map(_LEADERS.search, joined))) * 2 >= len(joined):
            return [Line(line) for line in joined]
        return None

    def _line(self, line: str) -> Mapped:
        start = self._at
        self._lines.append(f"{line}\n")
        self._at += len(line) + 1
        return Mapped.of(line, start)


def plain(words: str) -> str:
    """Words as they are read: on one line, with usual blanks, ligatures spelled out, and nothing unseen between the letters."""
    return _BLANKS.sub(" ", _UNSEEN.sub("", words)).strip().translate(_LIGATURES)


def raised(words: str, before: str) -> str:
    """Words that stand above the line, behind the letter `before`: figures as superscripts, and so the one letter that marks a
    note of a table ("plannedᵃ"); all other words ("21st", "No") stay as they are.
    """
    if _FIGURES.fullmatch(words):
        return words.translate(SUPERSCRIPTS)
    letter = words.strip()
    marks = len(letter) == 1 and letter in _LETTERS and not before.isdigit() and f"{before}{letter}".lower() != "no"
    return words.translate(_RAISED) if marks else words


def _columns(table: Table) -> int:
    return max(map(len, table.rows), default=0)


def _caption(items: Sequence[Item], at: int) -> int:
    """How many lines from here on are the caption of the table behind them: "Table 3", and perhaps its title; 0 for none."""
    first = items[at]
    if not isinstance(first, Line) or not CAPTION.fullmatch(plain(first.words)):
        return 0
    return next((lines for lines in (1, 2, 3) if _is_table_behind(items, at, lines)), 0)


def _is_table_behind(items: Sequence[Item], at: int, lines: int) -> bool:
    """Whether a table stands behind so many lines, none of which is a sentence or a numbered paragraph."""
    behind = items[at + lines : at + lines + 1]
    return bool(behind) and isinstance(behind[0], Table) and all(map(_can_be_caption, items[at : at + lines]))


def _can_be_caption(item: Item) -> bool:
    words = plain(item.words) if isinstance(item, Line) else ""
    is_sentence = words.endswith((".", ":", ";")) and " " in words.rstrip(".:;").partition(" ")[2]
    return 0 < len(words) <= _LONGEST_CAPTION and not is_sentence and not _BEGINS.match(words)


def _is_masthead(cell: Sequence[Item]) -> bool:
    """Whether a cell prints a symbol alone, or how the document is distributed."""
    for item in cell:
        words = plain(item.words).rstrip("*") if isinstance(item, Line) else ""
        if _DISTRIBUTION.match(words) or any(span.length == len(words) for span, _ in Symbol.find(words)):
            return True
    return False


def _words(cell: Sequence[Item]) -> str:
    """The words of a cell on one line; those of a table inside it in order; notes stand behind the table."""
    said = []
    for item in cell:
        if isinstance(item, Line):
            said.append(f"• {item.words}" if item.bullet else item.words)
        elif isinstance(item, Table):
            said += [_words(inner) for row in item.rows for inner in row]
    return plain(" ".join(said))


def _notes(table: Table) -> Iterator[Note]:
    for row in table.rows:
        for cell in row:
            for item in cell:
                if isinstance(item, Note):
                    yield item
                elif isinstance(item, Table):
                    yield from _notes(item)
