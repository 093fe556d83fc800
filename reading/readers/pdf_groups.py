"""Eyes, readers: what belongs together on a PDF's pages. In: the zones of all pages. Out: groups of rows in reading order:
paragraphs, tables with captions and notes, footnotes, running heads. Must not read what they say.

A paragraph that goes on in the next column or on the next page says so; a table that does is one table.
"""

import re
from collections.abc import Iterator, Sequence

from reading.clean import is_complete
from reading.readers.pdf_cells import is_leading
from reading.readers.pdf_page import Zones
from reading.readers.pdf_paragraphs import DASHES, INDENT, LONGEST_HEADING, TABLE_NOTE, Cells, Column, Group, label, texts
from reading.readers.pdf_rows import Row, usual_pitch
from reading.readers.pdf_tables import CAPTION, tables

_NOTE = re.compile(r"(?P<label>[⁰¹²³⁴-⁹]{1,3}|\*{1,4}|\d{1,3}/?|[a-zᵃ-ᶻ]/?)\s*\S")
_FEW = 3  # rows; they cannot show how wide their column is
_MOST_HEADS = 8  # rows of a table among which its heads are
_UNIT = re.compile(r"\([^()]{3,80}\)")
_MOST_CAPTION = 3  # groups of a caption: number, title, unit


def groups(pages: Sequence[Zones], size: float) -> list[Group]:
    """All groups of a document in reading order."""
    found: list[Group] = []
    pitch = _document_pitch(pages)
    for page in pages:
        found += [Group("furniture", [row]) for row in page.head]
        found += [Group("rule", [row]) for row in page.drawn]
        found += [Group("text", [Row((segment,))]) for segment in page.masthead]
        for rows in page.columns:
            added = _column(rows, page, pitch, size)
            _note_continuation(found, added, rows)
            _join_tables(found, added)
            found += added
        found += _notes(page.notes, found)
        found += [Group("furniture", [row]) for row in page.foot]
    return found


def _document_pitch(pages: Sequence[Zones]) -> float:
    """The distance of lines where most letters stand; a column of headings or of a table alone cannot tell."""
    told = [(usual_pitch(rows), sum(len(row.text) for row in rows)) for page in pages for rows in page.columns]
    half, counted = sum(letters for _, letters in told) / 2, 0
    for pitch, letters in sorted(told):
        counted += letters
        if counted >= half:
            return pitch
    return 1.2


def _column(rows: Sequence[Row], page: Zones, pitch: float, size: float) -> list[Group]:
    own = usual_pitch(rows) if len(rows) > 12 else pitch
    right = max(row.x1 for row in (rows if len(rows) > _FEW else (row for side in page.columns for row in side)))
    column = Column(min(row.x0 for row in rows), right, min(own, 1.3 * pitch), page.face.rules, size)
    found: list[Group] = []
    at = 0
    for table in tables(rows, page.face.rules, column.pitch, size):
        found += texts(rows[at : table.start], column, found)
        found.append(Group("table", cells=list(table.lines), low=rows[table.end - 1].y))
        at = table.end
    return list(_captioned(found + texts(rows[at:], column, found)))


def _captioned(found: Sequence[Group]) -> Iterator[Group]:
    """Tables with their captions as first rows: "Table 3" and the titles below it. One without rows is that of a picture."""
    caption: Group | None = None
    for group, after in zip(found, [*found[1:], None], strict=True):
        if caption is not None and group.kind == "table":
            group.cells[:0] = caption.cells
            caption = None
        elif caption is not None and group.kind == "text" and group.style and len(caption.cells) < _MOST_CAPTION:
            caption.cells.append((tuple(segment for row in group.rows for segment in row.segments),))
            continue
        elif caption is not None:
            yield caption
            caption = None
        if group.kind == "text" and (_is_caption(group) or _is_unit(group, after)):
            caption = Group("table", cells=[(row.segments,) for row in group.rows], low=group.rows[-1].y)
        else:
            yield group
    if caption is not None:
        yield caption


def _is_unit(group: Group, after: Group | None) -> bool:
    """Whether a line in brackets right over a table says in what it counts: "(Thousands of United States dollars)"."""
    return after is not None and after.kind == "table" and bool(_UNIT.fullmatch(" ".join(row.text for row in group.rows)))


def _is_caption(group: Group) -> bool:
    text = " ".join(row.text for row in group.rows)
    return bool(CAPTION.match(text)) and len(text) < LONGEST_HEADING and not re.search(r"[.;,]\s*$", text)


def _note_continuation(found: Sequence[Group], added: Sequence[Group], rows: Sequence[Row]) -> None:
    """Marks the first text of a column that goes on with the last one of the column before."""
    before = next((group for group in reversed(found) if group.kind == "text"), None)
    after = next((group for group in added if group.kind == "text"), None)
    if before is None or after is None or after is not added[0] or before.style or after.style or before.continues is None:
        return
    last, row = before.rows[-1], after.rows[0]
    if abs(last.size - row.size) > 0.3 or last.bold != row.bold or label(row) or is_leading(last):
        return
    if not is_complete(last.text):
        after.continues = row.text[:1].islower() or not _is_list(found)
        return
    after.continues = _hangs_on(before, row, rows)


def _is_list(found: Sequence[Group]) -> bool:
    """Whether the last paragraphs are items without stops, of which no one goes on with the other."""
    last = [group for group in found[-2:] if group.kind == "text" and not group.style]
    return len(last) > 1 and not any(is_complete(group.rows[-1].text) for group in last)


def _hangs_on(before: Group, row: Row, rows: Sequence[Row]) -> bool:
    """Behind a full sentence: the line before was full, and the row stands where lines stand that begin no paragraph."""
    first, last = before.rows[0], before.rows[-1]
    width = max(held.x1 for held in rows)
    if len(before.rows) < 2 or last.x1 < max(width, *(held.x1 for held in before.rows)) - 4 * last.size:
        return False
    marked = bool(label(first)) or abs(first.x0 - last.x0) > INDENT * first.size
    return marked and abs(row.x0 - last.x0) < 3


def _join_tables(found: list[Group], added: list[Group]) -> None:
    """A table that goes on at the head of the next page is one table; heads that it repeats there are furniture."""
    before = next((group for group in reversed(found) if group.kind not in ("furniture", "rule")), None)
    if before is None or before.kind != "table" or not added or added[0].kind != "table":
        return
    if CAPTION.match(_words(added[0].cells[0])):
        return
    table = added.pop(0)
    heads = [sorted(_words(line).split()) for line in before.cells[:_MOST_HEADS]]
    repeated = next((at for at, line in enumerate(table.cells) if sorted(_words(line).split()) not in heads), len(table.cells))
    added[:0] = [Group("furniture", [Row(tuple(one for cell in line for one in cell))]) for line in table.cells[:repeated]]
    before.cells += table.cells[repeated:]
    before.low = table.low


def _words(line: Cells) -> str:
    return " ".join(segment.text for cell in line for segment in cell)


def _notes(rows: Sequence[Row], found: Sequence[Group]) -> list[Group]:
    """The footnotes of a page; notes with letters go with the last table."""
    noted: list[Group] = []
    for row in rows:
        if DASHES.fullmatch(row.text):
            noted.append(Group("rule", [row]))
        elif _NOTE.match(row.text) and (not noted or _is_note(row, noted)):
            noted.append(Group("note", [row]))
        elif noted and noted[-1].kind == "note":
            noted[-1].rows.append(row)
        else:
            noted.append(Group("note", [row]))
    table = next((group for group in reversed(found) if group.kind == "table"), None)
    kept: list[Group] = []
    for group in noted:
        if table is not None and group.kind == "note" and TABLE_NOTE.match(group.rows[0].text):
            table.cells.append((tuple(segment for row in group.rows for segment in row.segments),))
        else:
            kept.append(group)
    return kept


def _is_note(row: Row, noted: Sequence[Group]) -> bool:
    """Whether a row begins a note: a raised figure or a star does; a plain figure where it stands out or follows a full note."""
    if re.match(r"[⁰¹²³⁴-⁹*ᵃ-ᶻ]", row.text) or noted[-1].kind != "note":
        return True
    first, last = noted[-1].rows[0], noted[-1].rows[-1]
    return is_complete(last.text) and abs(row.x0 - first.x0) < 3 * row.size
