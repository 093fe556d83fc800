"""Eyes, stage split: where the text opens. In: blocks before the first unit. Out: whether one is text and no masthead any more,
and where the text then begins. Must not know paths.

Letters, statements, questions and lists have no paragraph numbers: their text begins with the first whole sentence or table, and
the headings between the masthead and that are its own.
"""

import re
from collections.abc import Sequence

from reading.clean import Block, is_complete
from reading.mapped import Mapped
from reading.masthead import is_fact, says_kind
from reading.parts.tables import box_text, table_text

_LEAST_TOLD = 150  # characters of a sentence; what stands in mastheads and ends in a stop is shorter
_NOTE = re.compile(r"\s*(?:\*|[⁰¹²³⁴-⁹])")
_LEAST_ROWS = 2


def tells(text: str) -> bool:
    """Whether a block is a whole sentence of some length and no note on the document."""
    return len(text) >= _LEAST_TOLD and is_complete(text) and not _NOTE.match(text)


def is_body_table(rows: Sequence[Mapped]) -> bool:
    """Whether a table is one of the text: several rows of several cells, and no fact of a masthead among them."""
    cells = [[cell.strip() for cell in row.split("\t") if cell.strip()] for row in table_text(rows).text.split("\n")]
    several = [row for row in cells if len(row) > 1]
    return len(several) >= _LEAST_ROWS and not any(is_fact(cell) or says_kind(cell) for row in several for cell in row)


def summary_rows(rows: Sequence[Mapped]) -> list[Mapped]:
    """The words of a summary that stands in a box; none where a table is no such box."""
    said = [row for row in map(box_text, rows) if row.text]
    return said[1:] if said and said[0].text.strip(" :").casefold() == "summary" else []


def opening(blocks: Sequence[Block]) -> int:
    """The place of the first block behind the last fact of the masthead, as far as no sentence has come."""
    behind = 0
    for at, block in enumerate(blocks):
        if block.kind == "table" and is_body_table(block.rows):
            break
        if block.kind == "text" and tells(block.text.text):
            break
        if block.kind == "text" and (is_fact(block.text.text) or says_kind(block.text.text)):
            behind = at + 1
    return behind
