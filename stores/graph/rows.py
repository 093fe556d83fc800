"""Keepers, graph: counting rows. In: a serialised SELECT answer, piece by piece. Out: how many rows it holds. Must not parse.

The engine does not tell how many rows it writes, and reading them back would cost as much as writing them, so they are counted
off the bytes. What parts two rows may also stand in a text: each format has its own way to know.
"""

from collections.abc import Callable, Mapping
from typing import Protocol


class Rows(Protocol):
    """Counts rows in pieces of one answer, cut anywhere."""

    found: int

    def take(self, piece: bytes) -> None:
        """Counts on; `found` is then the rows that have begun, or for some formats ended, so far."""


def rows_of(results_format: str) -> Rows:
    """A counter for "json", "xml", "csv" or "tsv"."""
    counters: Mapping[str, Callable[[], Rows]] = {"json": _Json, "xml": _Xml, "csv": _Csv, "tsv": _Tsv}
    return counters[results_format]()


def rows_in(body: bytes, results_format: str) -> int:
    """How many rows a whole answer holds: the same number, for most in a fraction of the time."""
    if results_format == "json" and b"{}" not in body:
        # A name follows the mark between two rows; where a text ends so, a comma or a brace.
        apart = body.count(b'},{"') - body.count(b'},{"}') - body.count(b'},{",')
        return 0 if body.endswith(b'"bindings":[]}}') else 1 + apart
    rows = rows_of(results_format)
    rows.take(body)
    return rows.found


class _Tsv:
    """Line feeds in texts are escaped; the first line holds the names."""

    def __init__(self) -> None:
        self.found = -1

    def take(self, piece: bytes) -> None:
        self.found += piece.count(b"\n")


class _Csv:
    """Line feeds within quotation marks are text; doubled marks open and close at once."""

    def __init__(self) -> None:
        self.found = -1
        self._quoted = 0

    def take(self, piece: bytes) -> None:
        if b'"' in piece or self._quoted:
            parts = piece.split(b'"')
            self.found += sum(part.count(b"\n") for part in parts[self._quoted :: 2])
            self._quoted = (self._quoted + len(parts) - 1) % 2
        else:
            self.found += piece.count(b"\n")


class _Xml:
    """The sign that begins a row is escaped in texts."""

    _SIGN = b"<result>"

    def __init__(self) -> None:
        self.found = 0
        self._left = b""

    def take(self, piece: bytes) -> None:
        piece = self._left + piece
        self.found += piece.count(self._SIGN)
        self._left = piece[-len(self._SIGN) + 1 :]


class _Json:
    """Rows are the objects in the list of bindings: outside texts, only a row ends in a brace before a comma and a brace."""

    _BEGINS = b'"bindings":['

    def __init__(self) -> None:
        self.found = 0
        self._began = False
        self._quoted = 0
        self._tail = b""  # of what stood outside texts, too short to hold what parts two rows
        self._left = b""

    def take(self, piece: bytes) -> None:
        piece = self._left + piece
        if not self._began:
            before, self._began, piece = _parted(piece, self._BEGINS)
            self._left = before
            self.found = int(piece[:1] == b"{")
            if not self._began:
                return
        ends = len(piece.rstrip(b"\\"))  # a backslash stays with what it escapes
        piece, self._left = piece[:ends], piece[ends:]
        parts = _unescaped(piece).split(b'"')
        if not self._quoted:
            parts[0] = self._tail + parts[0]
        self.found += sum(part.count(b"},{") for part in parts[self._quoted :: 2])
        self._quoted = (self._quoted + len(parts) - 1) % 2
        self._tail = b"" if self._quoted else parts[-1][-2:]


def _parted(text: bytes, sign: bytes) -> tuple[bytes, bool, bytes]:
    """What is kept until the sign and one byte more have come, whether they have, and what stands behind the sign."""
    place = text.find(sign) + len(sign)
    found = sign in text and place < len(text)
    return (b"", True, text[place:]) if found else (text, False, b"")


def _unescaped(text: bytes) -> bytes:
    """A text without its escaped backslashes and quotation marks."""
    return text.replace(b"\\\\", b"").replace(b'\\"', b"") if b"\\" in text else text
