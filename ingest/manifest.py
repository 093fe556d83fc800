"""River, stage fetch: manifests. In: a folder. Out: what its manifest.tsv calls the files beside it. Must not read those files.

Where a format carries no symbol, as the Mandate Registry's JSON, a table beside the files does: tab-separated, its first line
names the columns, of which `file` and `symbol` must be there and `title` may be. Others are passed over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ontology.errors import ReadError, SourceError, SymbolError
from ontology.symbol import Symbol

NAME = "manifest.tsv"
MAX_BYTES = 64 * 1024 * 1024
_WANTED = ("file", "symbol")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a manifest says of one file: its symbol as given, and its title, which may be empty."""

    symbol: str
    title: str = ""


def read_manifest(folder: Path) -> Mapping[str, Stated]:
    """What the manifest of a folder states, by file name; nothing where there is none.

    ReadError names the line that is wrong; SourceError what the system says.
    """
    path = folder / NAME
    try:
        if not path.is_file():
            return {}
        if path.stat().st_size > MAX_BYTES:
            raise ReadError(f"Wanted a manifest of at most {MAX_BYTES:,} bytes in {path}.", advice="Split the folder.")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SourceError(
            f"Wanted to read {path}; the system says: {error.strerror}.", advice="Check its permissions."
        ) from error
    except UnicodeDecodeError as error:
        raise ReadError(f"Wanted UTF-8 in {path}; byte {error.start:,} is none.", advice="Save the table as UTF-8.") from error
    return _rows(text.splitlines(), path)


def _rows(lines: list[str], path: Path) -> Mapping[str, Stated]:
    columns = lines[0].split("\t") if lines else []
    if missing := [name for name in _WANTED if name not in columns]:
        raise ReadError(
            f"Wanted the columns {', '.join(_WANTED)} in line 1 of {path}; {missing[0]} is missing.", advice="Name the columns."
        )
    found: dict[str, Stated] = {}
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        row = dict(zip(columns, (cell.strip() for cell in line.split("\t")), strict=False))
        name, stated = row.get("file", ""), Stated(row.get("symbol", ""), row.get("title", ""))
        _refuse_wrong(name, stated, f"line {number} of {path}")
        if found.setdefault(name, stated) != stated:
            raise ReadError(f"Wanted one row for {name} in {path}; line {number} says something else.", advice="Keep one.")
    return found


def _refuse_wrong(name: str, stated: Stated, where: str) -> None:
    if not name:
        raise ReadError(f"Wanted a file name in {where}; got none.", advice="Name the file, or take the line out.")
    try:
        Symbol.parse_all(stated.symbol)
    except SymbolError as error:
        raise ReadError(f"Wanted the symbol of {name} in {where}; got {stated.symbol!r}.", advice=error.advice) from error
