"""Answers: tables as comma-separated values. In: rows, and what they are about. Out: bytes in UTF-8 as RFC 4180 has
them. Must not know what the cells mean.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

Cell = str | int | float
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


def as_csv(rows: Iterable[Sequence[Cell]], about: Mapping[str, Cell]) -> bytes:
    """Rows, heads first, with what they are about in columns of their own, for RFC 4180 knows no comment. What a spreadsheet
    would run as a formula is led by an apostrophe (OWASP, CSV injection).
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for number, row in enumerate(rows):
        writer.writerow([_harmless(cell) for cell in (*row, *(about.values() if number else about))])
    return out.getvalue().encode("utf-8")


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in _FORMULA else cell
