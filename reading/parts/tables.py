"""Eyes, stage split: tables. In: the rows of a table as a reader left them. Out: the table as one text, a row a line, cells
parted by tabs. Must not read what they say.
"""

import re
from collections.abc import Sequence

from reading.clean import inline
from reading.mapped import Mapped

_SEPARATOR = re.compile(r"[\s|:+-]+")
_PIPES = re.compile(r"\s*(?<!\\)\|\s*")
_WIDE = re.compile(r"[ ]{3,}|[ ]*\t[ ]*")


def table_text(rows: Sequence[Mapped]) -> Mapped:
    """The words of a table; rows that only draw lines are left out."""
    whole = Mapped.empty()
    for row in rows:
        if _SEPARATOR.fullmatch(row.text):
            continue
        whole = whole.plus(_cells(row), "\n")
    return whole


def _cells(row: Mapped) -> Mapped:
    text = row.strip()
    if text.text.startswith("|"):
        end = len(text) - 1 if text.text.endswith("|") else len(text)
        return inline(text.cut(1, end).strip().replace(_PIPES, "\t"))
    leading = len(row.text) - len(row.text.lstrip("\t"))  # an empty first cell stays one
    return inline(row.cut(0, leading).plus(text.replace(_WIDE, "\t")))
