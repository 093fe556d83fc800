"""Eyes, stage split: tables. In: the rows of a table as a reader left them. Out: the table as one text, a row a line, cells
parted by tabs. Must not read what they say.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from reading.clean import Block, inline
from reading.mapped import Mapped

CAPTION = re.compile(
    r"(?:Table|Tableau|Cuadro|Таблица|الجدول|表|Figure|Gráfico|Figura|Диаграмма|Рисунок|الشكل|图)\s*(?:[A-Z]\.)?[\dIVX]+(?:[.-][\dIVX]+)*[.:]?(?:\s.*)?",
    re.IGNORECASE,
)
"""The first line over a table or a figure, in the six languages."""

_SOURCE = re.compile(r"(?:Source|Note|Abbreviation)s?\s?:\s", re.IGNORECASE)
_LONGEST_CAPTION = 300  # characters of one of its lines
_SEPARATOR = re.compile(r"[\s|:+-]+")
_PIPES = re.compile(r"\s*(?<!\\)\|\s*")
_WIDE = re.compile(r"[ ]{3,}|[ ]*\t[ ]*")


def with_captions(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with the caption over a table and the source under it among its rows, as they are printed."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if block.kind == "table":
            over = _caption(found)
            found[len(found) - len(over) :] = []
            found.append(replace(block, rows=(*(line.text for line in over), *block.rows)))
        elif block.kind == "text" and last is not None and last.kind == "table" and _SOURCE.match(block.text.text):
            found[-1] = replace(last, rows=(*last.rows, block.text))
        else:
            found.append(block)
    return found


def _caption(before: Sequence[Block]) -> Sequence[Block]:
    """The last blocks that are a caption: "Table 3", and perhaps its title below."""
    for lines in (1, 2):
        over = before[-lines:]
        if len(over) == lines and CAPTION.fullmatch(over[0].text.text) and all(map(_can_be_caption, over)):
            return over
    return ()


def _can_be_caption(block: Block) -> bool:
    return block.kind == "text" and len(block.text) <= _LONGEST_CAPTION and not block.text.text.endswith((".", ";"))


def table_text(rows: Sequence[Mapped]) -> Mapped:
    """The words of a table; rows that only draw lines are left out."""
    whole = Mapped.empty()
    for row in rows:
        if _SEPARATOR.fullmatch(row.text):
            continue
        whole = whole.plus(_cells(row), "\n")
    return whole


def box_text(row: Mapped) -> Mapped:
    """The words of a row; nothing for one that only draws a line."""
    return row.cut(0, 0) if _SEPARATOR.fullmatch(row.text) else _cells(row)


def _cells(row: Mapped) -> Mapped:
    text = row.strip()
    if text.text.startswith("|"):
        end = len(text) - 1 if text.text.endswith("|") else len(text)
        return inline(text.cut(1, end).strip().replace(_PIPES, "\t"))
    leading = len(row.text) - len(row.text.lstrip("\t"))  # an empty first cell stays one
    return inline(row.cut(0, leading).plus(text.replace(_WIDE, "\t")))
