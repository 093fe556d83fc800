"""Eyes, readers: the flow of a page. In: its tree. Out: lines, tables and notes in the order in which a browser shows them.

Must not decode or write blocks. The tree is walked without recursion, so that its depth costs nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from reading.clean import BlockKind
from reading.lines import SUPERSCRIPTS
from reading.readers.docx_numbering import figure, whole
from reading.readers.transcript import Item, Line, Note, Table, plain, raised

_UNSEEN_TAGS = (
    "head script style nav template noscript iframe object embed svg canvas select button input textarea audio video map dialog "
    "datalist rt rp del"
)
_INLINE_TAGS = (
    "a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark q ruby rb s samp small span strike strong "
    "sub sup time tt u var wbr img"
)
_UNSEEN, _INLINE = frozenset(_UNSEEN_TAGS.split()), frozenset(_INLINE_TAGS.split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_WIDEST, _TALLEST = 63, 1_000  # columns that wide cells may fill, and rows that one may take
_NUMBER = re.compile(r"\s*[\[(]?(\d{1,3})[\])]?\s*")
_OWN_LABEL = re.compile(r"\s*(?:\(?[0-9]{1,3}[.)]|\(?[A-Za-z]{1,4}[.)])\s")
_PARTS_OF_TABLES = frozenset(("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"))  # their words go into a grid
_BACK = frozenset(("↩", "↩\ufe0e", "↑", "^", "⏎", "⬆"))


@dataclass(slots=True)
class _Frame:
    """What is open: the page, a list, or a cell of a table. `label` waits for the words of its list item."""

    items: list[Item] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    label: str = ""
    bullet: bool = False


@dataclass(slots=True)
class _Grid:
    """A table while it is read; `below` counts for every column how many rows a cell from above still takes."""

    rows: list[list[tuple[Item, ...]]] = field(default_factory=list)
    below: dict[int, int] = field(default_factory=dict)
    holds: bool = False

    def next_row(self) -> None:
        """Begins a row; the columns that cells from above still take are filled when others are put."""
        self.rows.append([])

    def put(self, cell: tuple[Item, ...], wide: int, tall: int) -> None:
        """One cell in the next free column of the row; it takes so many columns and rows."""
        if not self.rows:
            self.next_row()
        row = self.rows[-1]
        self._skip(row)
        for at in range(min(max(wide, 1), max(_WIDEST - len(row), 1))):
            if tall > 1 and len(row) < _WIDEST:
                self.below[len(row)] = min(tall, _TALLEST) - 1
            row.append(() if at else cell)

    def _skip(self, row: list[tuple[Item, ...]]) -> None:
        while left := self.below.pop(len(row), 0):
            if left > 1:
                self.below[len(row)] = left - 1
            row.append(())


@dataclass(slots=True)
class Flow:
    """Reads a page; what refers to a footnote is found beforehand."""

    root: etree._Element
    _frames: list[_Frame] = field(default_factory=list)
    _grids: list[_Grid] = field(default_factory=list)
    _cells: list[etree._Element] = field(default_factory=list)
    _raised: list[int] = field(default_factory=list)
    _open_notes: list[tuple[etree._Element, int]] = field(default_factory=list)
    _counts: list[int] = field(default_factory=list)
    _level: int = 0
    _kept: int = 0
    _foot: int = 0
    _notes: dict[str, str] = field(default_factory=dict)

    def items(self, part: etree._Element) -> list[Item]:
        """What a part of the page shows."""
        self._notes = dict(_references(self.root))
        self._frames = [_Frame()]
        walk = etree.iterwalk(part, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self._close(element)
                self._say(element.tail if element is not part else None)
            elif _is_unseen(element):
                walk.skip_subtree()
            else:
                self._open(element)
                self._say(element.text)
        self._flush()
        return self._frames[0].items

    def _open(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag == "br":
            self._frames[-1].pieces.append("\n")
            return
        if tag in ("a", "sup"):
            self._raised.append(len(self._frames[-1].pieces))
        if tag in _INLINE:
            return
        self._flush()
        self._level = _HEADINGS.get(tag, self._level)
        self._kept += tag == "pre"
        self._foot += tag == "footer"
        if tag not in _PARTS_OF_TABLES and (number := self._notes.get(element.get("id") or "")):
            self._open_notes.append((element, len(self._frames[-1].items)))
            self._frames[-1].label = f"{number} "
        self._open_part(element, tag)

    def _open_part(self, element: etree._Element, tag: str) -> None:
        """Opens what holds others: lists and their items, tables, rows and cells; a rule stands alone."""
        if tag == "hr":
            self._frames[-1].items.append(Line("---", kind="rule"))
        elif tag in ("ol", "ul"):
            self._counts.append(whole(element.get("start"), 1) - 1)
        elif tag == "li":
            self._label(element)
        elif tag == "table":
            self._grids.append(_Grid())
        elif tag == "tr" and self._grids:
            self._grids[-1].next_row()
        elif tag in ("td", "th", "caption") and self._grids:
            self._cells.append(element)
            self._frames.append(_Frame())
        if self._grids and tag in _HEADINGS:
            self._grids[-1].holds = True

    def _label(self, item: etree._Element) -> None:
        """The number of a list item, letters and small Roman figures in brackets, as the United Nations print them."""
        frame, holder = self._frames[-1], item.getparent()
        if frame.label:
            return  # that of a footnote
        frame.bullet = holder is None or holder.tag != "ol"
        if frame.bullet or holder is None or not self._counts:
            return
        self._counts[-1] = whole(item.get("value"), self._counts[-1] + 1)
        form = _FORMS.get(holder.get("type") or "", "decimal")
        number = figure(self._counts[-1], form)
        frame.label = f"({number}) " if form.startswith("lower") else f"{number}. "

    def _close(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if _is_unseen(element) or tag == "br":
            return
        if tag in ("a", "sup"):
            self._lower(element, self._raised.pop())
        if tag in _INLINE:
            return
        self._flush()
        self._level = 0 if tag in _HEADINGS else self._level
        self._kept -= tag == "pre"
        self._foot -= tag == "footer"
        if self._open_notes and self._open_notes[-1][0] is element:
            self._close_note()
        if self._cells and self._cells[-1] is element:
            self._close_cell(element)
        elif tag == "table":
            self._close_table(element)
        elif tag in ("ol", "ul"):
            self._counts.pop()
        elif tag == "li":
            self._frames[-1].label, self._frames[-1].bullet = "", False

    def _lower(self, element: etree._Element, start: int) -> None:
        """What stands in a link or above the line: the marker of a footnote as a superscript, the way back to it not at all."""
        pieces = self._frames[-1].pieces
        words = "".join(pieces[start:])
        number = _NUMBER.fullmatch(words)
        if element.tag == "a" and words.strip() in _BACK:
            del pieces[start:]
        elif number and (element.tag == "sup" or _marks_note(element)):
            pieces[start:] = [number[1].translate(SUPERSCRIPTS)]
        elif element.tag == "sup":
            pieces[start:] = [raised(words, "".join(pieces[max(0, start - 1) : start])[-1:])]

    def _close_note(self) -> None:
        """A note of several paragraphs is one; its tables stand behind it."""
        _, start = self._open_notes.pop()
        items = self._frames[-1].items
        words = " ".join(item.words for item in items[start:] if isinstance(item, Line | Note))
        tables = [item for item in items[start:] if isinstance(item, Table)]
        items[start:] = [Note(words), *tables] if words else tables
        self._frames[-1].label = ""

    def _close_cell(self, element: etree._Element) -> None:
        self._cells.pop()
        cell = tuple(self._frames.pop().items)
        if element.tag == "caption":
            self._frames[-1].items += cell
        elif self._grids:
            self._grids[-1].put(cell, whole(element.get("colspan"), 1), whole(element.get("rowspan"), 1))

    def _close_table(self, element: etree._Element) -> None:
        """A table that only lays the page out (it holds tables or headings, or says so) is its cells one behind the other."""
        grid = self._grids.pop()
        if self._grids:
            self._grids[-1].holds = True
        if grid.holds or element.get("role") in ("presentation", "none"):
            self._frames[-1].items += [item for row in grid.rows for cell in row for item in cell]
        else:
            self._frames[-1].items.append(Table(tuple(map(tuple, grid.rows))))

    def _say(self, words: str | None) -> None:
        if words:
            self._frames[-1].pieces.append(words if self._kept else re.sub(r"\s+", " ", words))

    def _flush(self) -> None:
        """Ends the paragraph; two line breaks end one as well."""
        frame = self._frames[-1]
        words, frame.pieces = "".join(frame.pieces), []
        for paragraph in re.split(r"\n\s*\n", words):
            if not plain(paragraph):
                continue
            own = bool(_OWN_LABEL.match(paragraph)) or paragraph.lstrip()[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹"
            bullet = frame.bullet and not own
            kind: BlockKind = "furniture" if self._foot else "text"
            frame.items.append(Line(f"{'' if own else frame.label}{paragraph}", self._level, bullet, kind))
            frame.label, frame.bullet = "", False


def _is_unseen(element: etree._Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.tag in _UNSEEN or element.get("hidden") is not None or "display:none" in style


def _marks_note(link: etree._Element) -> bool:
    """Whether a link with a number leads to a note on the same page: it stands above the line, or in square brackets."""
    holder = link.getparent()
    raised = link.find("sup") is not None or (holder is not None and holder.tag == "sup")
    return "#" in (link.get("href") or "") and (raised or "[" in "".join(link.itertext()))


def _references(root: etree._Element) -> Iterator[tuple[str, str]]:
    """The ids that markers of footnotes lead to, with their number as a superscript; the first marker counts."""
    seen: set[str] = set()
    for link in root.iter("a"):
        number = _NUMBER.fullmatch("".join(link.itertext())) if (link.get("href") or "").startswith("#") else None
        target = (link.get("href") or "")[1:]
        around = any(holder.get("id") == target for holder in link.iterancestors())  # no note holds its own marker
        if number and target not in seen and not around and _marks_note(link):
            seen.add(target)
            yield target, number[1].translate(SUPERSCRIPTS)
