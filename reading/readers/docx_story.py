"""Eyes, readers: the story of a Word document. In: the trees of its parts. Out: lines, tables and notes in reading order, with
the numbers that Word prints by itself. Must not open packages or write blocks.

Rule: ECMA-376, part 1, 17.3 (paragraphs), 17.4 (tables), 17.11 (notes), 17.13.5 (revisions).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from reading.lines import SUPERSCRIPTS
from reading.readers.docx_numbering import Numbering, W, value, whole
from reading.readers.docx_styles import Styles
from reading.readers.docx_words import CHOICE, Said, Words, chosen
from reading.readers.transcript import Item, Line, Note, Table, plain

_WIDEST = 63  # columns; Word allows no more
_THROUGH = frozenset(f"{W}{name}" for name in ("sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_DOTS = " ..... "
Key = tuple[str, str]  # ("footnote" or "endnote", its id)


@dataclass(frozen=True, slots=True)
class Counting:
    """How notes are counted: the first footnote's number, whether each section begins anew, how many come before the endnotes."""

    first: int = 1
    by_section: bool = False
    before_endnotes: int = 0


@dataclass(slots=True)
class Story:
    """A document while it is told."""

    styles: Styles
    numbering: Numbering
    notes: Mapping[Key, etree._Element]
    counting: Counting
    charts: Mapping[str, Table]
    words: Words = field(init=False)
    numbers: dict[Key, int] = field(default_factory=dict)
    _told: set[Key] = field(default_factory=set)
    _counted: dict[str, int] = field(default_factory=dict)
    _carried: str = ""

    def __post_init__(self) -> None:
        self.words = Words(self.styles, self._marker)

    def items(self, holder: etree._Element) -> list[Item]:
        """What a part, a cell or a text box holds, in order."""
        around, self._carried = self._carried, ""
        found = [*self._items(holder), *self._left()]
        self._carried = around
        return found

    def _items(self, holder: etree._Element) -> Iterator[Item]:
        for element in holder:
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{W}tbl":
                yield from self._left()
                yield self._table(element)
            else:
                for inner in _through(element):
                    yield from self._items(inner)

    def _left(self) -> Iterator[Line]:
        """The words whose paragraph was to go on in one that does not come."""
        text, self._carried = self._carried, ""
        if text.strip():
            yield Line(text.strip())

    def last(self) -> list[Item]:
        """The endnotes, which stand behind everything else."""
        return [note for key in list(self.numbers) if key[0] == "endnote" for note in self._note(key)]

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Item]:
        properties = paragraph.find(f"{W}pPr")
        said = self.words.of(paragraph)
        text, self._carried = self._carried + said.text, ""
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self._carried = text  # the end of the paragraph was deleted: it goes on in the next
        else:
            yield self._line(text, properties)
        if self.counting.by_section and properties is not None and properties.find(f"{W}sectPr") is not None:
            self._counted["footnote"] = 0
        yield from (self.charts[key] for key in said.charts if key in self.charts)
        for box in said.boxes:
            yield from self.items(box)
        yield from self._notes(said)

    def _line(self, text: str, properties: etree._Element | None) -> Line:
        number, level, style = self.styles.number(properties)
        at = self.numbering.level_of_style(number, style) if level is None else level
        label = self.numbering.label(number, at) if number not in ("", "0") else None
        if _has_leader(properties) or self.styles.is_contents(properties):
            text = _dotted(text)
        return Line(
            f"{label.text if label else ''}{text.strip()}" if text.strip() else "",
            self.styles.heading(properties),
            bullet=bool(label and label.bullet),
        )

    def _notes(self, said: Said) -> Iterator[Note]:
        for key in said.notes:
            if key[0] == "footnote":
                yield from self._note(key)

    def _note(self, key: tuple[str, str]) -> Iterator[Note]:
        """A note with its number, once, however often it is referred to."""
        if key in self._told or key not in self.notes:
            return
        self._told.add(key)
        said = plain(" ".join(item.words for item in self.items(self.notes[key]) if isinstance(item, Line)))
        number = str(self.numbers[key]).translate(SUPERSCRIPTS) if key in self.numbers else ""
        if said:
            yield Note(f"{number} {said}")

    def _marker(self, kind: str, key: str) -> str:
        """The number that is printed for a note."""
        if (kind, key) not in self.notes:
            return ""
        if (kind, key) not in self.numbers:
            self._counted[kind] = self._counted.get(kind, 0) + 1
            before = self.counting.first - 1 if kind == "footnote" else self.counting.before_endnotes
            self.numbers[kind, key] = before + self._counted[kind]
        return str(self.numbers[kind, key]).translate(SUPERSCRIPTS)

    def _table(self, table: etree._Element) -> Table:
        rows = (self._row(row) for row in _inside(table, "tr") if row.find(f"{W}trPr/{W}del") is None)
        return Table(tuple(rows))

    def _row(self, row: etree._Element) -> tuple[tuple[Item, ...], ...]:
        cells: list[tuple[Item, ...]] = [()] * _columns(value(row.find(f"{W}trPr/{W}gridBefore")), 0)
        for cell in _inside(row, "tc"):
            cells.append(tuple(self.items(cell)))
            cells += [()] * (_columns(value(cell.find(f"{W}tcPr/{W}gridSpan")), 1) - 1)
        return tuple(cells)


def _through(element: etree._Element) -> Iterator[etree._Element]:
    """What stands between a holder and its paragraphs: content controls, insertions, the newer of two ways to say it."""
    if element.tag == f"{CHOICE}AlternateContent":
        yield chosen(element)
    elif element.tag == f"{W}sdt" and element.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
        yield from element.findall(f"{W}sdtContent")
    elif element.tag in _THROUGH:
        yield element


def _inside(holder: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also those inside content controls and insertions."""
    for element in holder:
        if element.tag == f"{W}{tag}":
            yield element
        else:
            for inner in _through(element):
                yield from _inside(inner, tag)


def _columns(said: str | None, otherwise: int) -> int:
    return min(max(whole(said, otherwise), otherwise), _WIDEST)


def _has_leader(properties: etree._Element | None) -> bool:
    """Whether dots lead from the words of a paragraph to a figure at its end, as in a table of contents."""
    stops = [] if properties is None else properties.findall(f"{W}tabs/{W}tab")
    return any(stop.get(f"{W}leader") in ("dot", "middleDot", "hyphen", "underscore") for stop in stops)


def _dotted(text: str) -> str:
    """The words with their leaders drawn where the last tab stands."""
    words, tab, figure = text.rstrip("\t ").rpartition("\t") if not text.endswith("\t") else (text.strip(), "\t", "")
    return f"{words}{_DOTS}{figure}" if tab and words.strip() else text
