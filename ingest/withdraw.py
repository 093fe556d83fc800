"""River, stage withdraw. In: the ledger and the paths of a run. Out: the renditions whose files are gone, and what stays though
its folder is empty. Must not change anything.

Only a folder that was given, and that holds something, says what is gone: a disk that is not mounted, there or in a folder below,
a mistyped path or a folder that may not be read withdraws nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.catalogue import Catalogue
from ingest.fetch import files_at
from ingest.ledger import Held, Ledger
from ingest.receipt import Line
from ontology.errors import NotFound, SymbolError
from ontology.symbol import Symbol


@dataclass(frozen=True, slots=True)
class Missing:
    """Renditions to withdraw, and a line for each folder that holds nothing though something was taken from it."""

    renditions: list[Held]
    stays: list[Line]


def missing(ledger: Ledger, paths: Iterable[Path]) -> Missing:
    """The renditions whose files lay below the given folders and lie there no more."""
    held, gone, stays = ledger.held(), dict[str, Held](), list[Line]()
    for path in paths:
        below = _below(held, path)
        if path.is_dir() and files_at(path):
            absent = {one.origin: one for one in below if is_gone(one.origin)}
            empty = {origin: _empty_above(Path(origin)) for origin in absent}
            gone |= {origin: one for origin, one in absent.items() if not empty[origin]}
            for folder in sorted({folder for folder in empty.values() if folder}):
                stays.append(_stays(folder, [one for origin, one in absent.items() if empty[origin] == folder]))
        elif below and not path.is_file():
            stays.append(_stays(path, below))
    return Missing(list(gone.values()), stays)


def of_document(ledger: Ledger, catalogue: Catalogue, name: str) -> list[Held]:
    """The renditions of a document by one of its symbols or its slug; NotFound where there are none."""
    try:
        symbols = [str(symbol) for symbol in Symbol.parse_all(name)]
    except SymbolError:
        symbols = [name]  # a programme text has a slug instead
    entries = [catalogue.by_symbol(symbol) for symbol in symbols]
    keys = {*symbols, *(entry.key for entry in entries if entry)}
    found = [rendition for rendition in ledger.held() if rendition.document in keys]
    if not found:
        raise NotFound(
            f"Wanted to withdraw {name}; nothing of it was taken in.", advice="`mandategraph show` lists what a symbol leads to."
        )
    return found


def is_below(origin: str, path: Path) -> bool:
    """Whether an origin is the path or lies below it."""
    return Path(origin).is_relative_to(path.resolve())


def _below(held: list[Held], path: Path) -> list[Held]:
    try:
        return [rendition for rendition in held if is_below(rendition.origin, path)]
    except (OSError, RuntimeError, ValueError):  # no place of that name can be: the run has a line that says so
        return []


def is_gone(origin: str) -> bool:
    """Whether surely no file is there: one that may not be looked at is not gone."""
    try:
        Path(origin).stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _empty_above(origin: Path) -> Path | None:
    """The folder, nearest above what is gone, that is there, if it is empty: a disk may belong there."""
    folder = next(above for above in origin.parents if above.is_dir())
    return None if any(folder.iterdir()) else folder


def _stays(path: Path, below: list[Held]) -> Line:
    documents = sorted({rendition.document for rendition in below})
    files = "1 file was taken; it stays" if len(below) == 1 else f"{len(below)} files were taken; they stay"
    reason = (
        f"Nothing lies at {path}, from where {files}. If that is to go, withdraw it by name: mandategraph withdraw"
        f" {documents[0]}{' ...' if len(documents) > 1 else ''}"
    )
    return Line(str(path), None, "refused", reason=reason)
