"""Eyes, readers: paragraphs of a PDF. In: rows of a column that are no table. Out: groups of rows that belong together, with
what their looks say. Must not read numbers as numbers: that is split's.

A paragraph begins after a wider gap, at a label, at an indent, in another style, or where the line before ended early although
the next word would have fitted. One that goes on in the next column or on the next page says so.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reading.clean import is_complete
from reading.readers.pdf_cells import LABEL, is_leading
from reading.readers.pdf_glyphs import Rule
from reading.readers.pdf_rows import Row, Segment

_WIDER = 1.28  # times the usual distance of lines
INDENT = 0.9  # letter heights
_CENTRED = 14.0  # points that the middle of a centred line may be off
_BULLET = re.compile(r"[•▪●■»*–—-]")
_LABELLED = re.compile(rf"(?P<label>{LABEL.pattern})\s+\S")
TABLE_NOTE = re.compile(r"(?:[ᵃ-ᶻ]|[a-z]/|\*{1,3}\s)\s*\S|(?:Source|Note|Abbreviation)s?\s?:\s", re.IGNORECASE)
DASHES = re.compile(r"[—―-]{3,}")
_ANNEX = re.compile(r"\W*(?:annex|appendix|enclosure)(?:\s+(?:[ivxlc]+|\d{1,2}|[a-z]))?\W*", re.IGNORECASE)
LONGEST_HEADING, _LONGEST_LEGEND = 220, 120  # characters
_LONE = 0.6  # of the width: a line that ends before, over one that begins with a capital or figure, stands alone

Cells = tuple[tuple[Segment, ...], ...]


@dataclass(slots=True)
class Group:
    """Rows that belong together: a paragraph, a heading, a footnote, a table, a line, a running head.

    `rows` of text; `cells` of a table. `style` sorts headings by their looks, largest first; None where it is no heading.
    """

    kind: str
    rows: list[Row] = field(default_factory=list)
    cells: list[Cells] = field(default_factory=list)
    style: tuple[float, ...] | None = None
    continues: bool = False
    low: float = 0.0  # where a table ends on its page


@dataclass(frozen=True, slots=True)
class Column:
    """What the rows of one column are measured against."""

    left: float
    right: float
    pitch: float
    rules: tuple[Rule, ...]
    size: float


def texts(rows: Iterable[Row], column: Column, before: Sequence[Group]) -> list[Group]:
    """The paragraphs and headings of rows; notes and legends under a table go to that, the last of the groups before."""
    found: list[Group] = []
    table = before[-1] if before and before[-1].kind == "table" else None
    for row in rows:
        if DASHES.fullmatch(row.text):
            found.append(Group("rule", [row]))
        elif table is not None and TABLE_NOTE.match(row.text) and row.size <= column.size:
            table.cells.append((row.segments,))
        elif table is not None and not found and _goes_on_below(table, row, column):
            table.cells[-1] = ((*table.cells[-1][0], *row.segments),)
        elif table is not None and not found and _is_legend(table, row, column):
            table.cells.append((row.segments,))
        elif found and found[-1].kind == "text" and not _begins(found[-1].rows, row, column):
            found[-1].rows.append(row)
        else:
            found.append(Group("text", [row]))
        if found and found[-1].kind == "text":
            table = None
    for group in found:
        group.style = _style(group, column)
    return found


def _goes_on_below(table: Group, row: Row, column: Column) -> bool:
    """Whether a row is the next line of the note under a table."""
    last = table.cells[-1]
    if len(last) != 1 or not TABLE_NOTE.match(last[0][0].text):
        return False
    above = last[0][-1]
    return above.y - row.y < _WIDER * column.pitch * above.size and abs(row.size - above.size) < 0.3


def _is_legend(table: Group, row: Row, column: Column) -> bool:
    """Whether a row close below a chart says what its bars are."""
    small = row.size < column.size - 0.4 and len(row.text) < _LONGEST_LEGEND
    return small and table.low - row.y < 3 * column.size and not label(row) and not is_complete(row.text)


def _begins(held: Sequence[Row], row: Row, column: Column) -> bool:
    """Whether a row begins a paragraph after those rows."""
    last, size = held[-1], max(held[-1].size, row.size)
    if last.y - row.y > _WIDER * column.pitch * size or last.y < row.y:
        return True
    if abs(last.size - row.size) > 0.08 * size or is_leading(row) or is_leading(last):
        return True
    if _ANNEX.fullmatch(last.text) or _ANNEX.fullmatch(row.text):
        return True
    if last.bold != row.bold:
        return is_complete(last.text) or not row.text[:1].islower()
    titled = all(one.italic for one in held) and not row.italic and not row.text[:1].islower()
    if titled and last.x1 < column.right - 4 * size:
        return True
    if _is_centred(last, column) and _is_centred(row, column):
        return False
    return _begins_by_place(held, row, column)


def _begins_by_place(held: Sequence[Row], row: Row, column: Column) -> bool:
    last, ended = held[-1], _ended_early(held[-1], row, column)
    closed = is_complete(last.text)
    edge = _edge(held)
    if label(row) and (closed or ended or (edge is not None and abs(row.x0 - edge) > 3)):
        return True
    if ended and (closed or _stands_alone(last, row, column)):
        return True
    if edge is None:
        return False
    return abs(row.x0 - edge) > INDENT * row.size and (closed or ended)


def _stands_alone(last: Row, row: Row, column: Column) -> bool:
    short = last.x1 < column.left + _LONE * (column.right - column.left)
    return short and not row.text[:1].islower() and not last.text.endswith((",", "-"))


def _edge(held: Sequence[Row]) -> float | None:
    """Where the lines of a paragraph begin after its first; None where that cannot be told yet."""
    if len(held) > 1:
        return held[-1].x0
    first = held[0]
    if len(first.segments) > 1 and LABEL.fullmatch(first.segments[0].text):
        return None  # the next line may hang below the words, or go back to the margin
    return None if label(first) else first.x0


def label(row: Row) -> str:
    """The number, letter or sign before the words of a row; "" where none stands there."""
    if len(row.segments) > 1 and LABEL.fullmatch(row.segments[0].text):
        return row.segments[0].text
    match = _LABELLED.match(row.text)
    return match["label"] if match and not match["label"].isalnum() else ""  # "21 January" begins no paragraph


def _ended_early(last: Row, row: Row, column: Column) -> bool:
    """Whether the first word of the next row would still have stood on the line, and two letters more."""
    word = row.segments[0].text.split(" ", 1)[0]
    per_letter = (row.segments[0].x1 - row.segments[0].x0) / max(1, len(row.segments[0].text))
    return last.x1 + (len(word) + 3) * per_letter < column.right


def _is_centred(row: Row, column: Column) -> bool:
    middle = (column.left + column.right) / 2
    return abs((row.x0 + row.x1) / 2 - middle) < _CENTRED and row.x0 > column.left + 3 * row.size


def _style(group: Group, column: Column) -> tuple[float, ...] | None:
    """The looks of a heading: size, weight, slant, capitals; None for text."""
    rows = group.rows
    text = " ".join(row.text for row in rows)
    if group.kind != "text" or len(text) > LONGEST_HEADING or is_leading(rows[0]) or re.search(r"[.,;][\W⁰¹²³⁴-⁹]*$", text):
        return None
    first = rows[0]
    if re.match(r"\d", text) and rows[-1].x1 > column.right - 3 * first.size and first.size <= 1.1 * column.size:
        return None  # a bold paragraph that the page cuts
    large, bold = first.size > 1.1 * column.size, all(row.bold for row in rows)
    italic = all(row.italic for row in rows) and len(rows) == 1 and first.x1 < column.right - 4 * first.size and not label(first)
    placed = first.size > 0.95 * column.size and _is_placed(rows, column)
    if not (large or bold or italic or placed) or not any(letter.isalpha() for letter in text):
        return None
    return (-round(first.size * 2) / 2, -float(bold), -float(text.isupper()), float(italic))


def _is_placed(rows: Sequence[Row], column: Column) -> bool:
    return all(_is_centred(row, column) for row in rows) or all(_is_underlined(row, column.rules) for row in rows)


def _is_underlined(row: Row, rules: Sequence[Rule]) -> bool:
    width = row.x1 - row.x0
    return any(
        rule.level and -4 < rule.y - row.y < 1 and abs(rule.x0 - row.x0) < 0.2 * width and abs(rule.x1 - row.x1) < 0.2 * width
        for rule in rules
    )
