"""Keepers, plain files: the folder. In: files that were written, or a folder of somebody's. Out: its record and its checksums,
written last or held against the files. Must not trust a name, a size or a number that it reads.
"""

import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import BinaryIO

from ontology.errors import ChecksumError, SourceMissing, StoreStale
from stores.plain.columns import FORMAT

RECORD = "generation.json"
README = "README.md"
GRAPH = "graph.nq.gz"
STATES = "graphs.json"
PASSAGES = "passages.parquet"
TOKENS = "tokens.parquet"
RECEIPT = "receipt.json"
CHANGES = "changes.jsonl"
VERDICTS = "verdicts.jsonl"
SUMS = "SHA256SUMS"
NEEDED = frozenset({RECORD, README, GRAPH, STATES, PASSAGES, RECEIPT, CHANGES, VERDICTS})
FILES = NEEDED | {TOKENS}
LONGEST_JSON = 256 * 1024 * 1024
_LONGEST_SUMS = 64 * 1024
_PIECE = 1024 * 1024
_DAMAGED = "Take another copy of the folder, or write it again with: mandategraph export --plain FOLDER"

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Record:
    """Of which generation the files are, by which versions it was made, and how much they hold.

    `model` is the full name of what made the vectors, of `dims` numbers each; `engines` are those of the original.
    """

    generation: str
    base: str
    model: str
    dims: int
    passages: int
    statements: int
    corpus_digest: str
    ontology_version: str
    engines: Mapping[str, str]
    tokens_recipe: int
    format: int = FORMAT


def write_record(folder: Path, record: Record) -> None:
    """Writes the record."""
    text = json.dumps(asdict(record), indent=1, sort_keys=True, ensure_ascii=False)
    (folder / RECORD).write_text(text + "\n", encoding="utf-8")


def read_record(folder: Path) -> Record:
    """The record; StoreStale where another version wrote the files, ChecksumError where it is none."""
    told = read_json(folder / RECORD)
    found = told.get("format") if isinstance(told, dict) else None
    if isinstance(found, int) and found != FORMAT:
        raise StoreStale(
            f"The plain files are of form {found}; this version reads form {FORMAT}.", advice="Use the version that wrote them."
        )
    kinds = {one.name: one.type for one in fields(Record)}
    if not isinstance(told, dict) or told.keys() != kinds.keys():
        raise damaged(RECORD, f"wanted {', '.join(sorted(kinds))}")
    wrong = [name for name, kind in kinds.items() if not _is_of(told[name], str(getattr(kind, "__name__", kind)))]
    if wrong:
        raise damaged(RECORD, f"{', '.join(wrong)} is of another kind")
    return Record(**told)


def _is_of(value: object, kind: str) -> bool:
    """Whether a value of JSON is what a field of the record takes: no number below zero, and of each engine its version."""
    match kind:
        case "int":
            return type(value) is int and value >= 0
        case "str":
            return isinstance(value, str)
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def read_json(file: Path) -> object:
    """What a JSON file of the folder holds; ChecksumError where it is none, or too long."""
    try:
        with file.open("rb") as opened:
            text = opened.read(LONGEST_JSON + 1)
        if len(text) > LONGEST_JSON:
            raise damaged(file.name, f"more than {LONGEST_JSON:,} bytes")
        return json.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        raise damaged(file.name, str(error)[:200]) from error


def seal(folder: Path) -> Mapping[str, int]:
    """Writes the checksums, in the form of sha256sum, once all files are on disk; their sizes by name."""
    sizes, lines = {}, []
    for file in sorted(folder.iterdir()):
        digest = hashlib.sha256()
        with file.open("rb") as opened:
            for piece in _pieces(opened):
                digest.update(piece)
            os.fsync(opened.fileno())
            sizes[file.name] = opened.tell()
        lines.append(f"{digest.hexdigest()}  {file.name}\n")
    with (folder / SUMS).open("w", encoding="utf-8") as sums:
        sums.writelines(lines)
        sums.flush()
        os.fsync(sums.fileno())
    return sizes


def verify(folder: Path, tell: Told) -> frozenset[str]:
    """The files of a sound folder, by name. SourceMissing where there is no such folder, ChecksumError where a file is missing,
    is not what was written, or is none of ours. What lies beside them unlisted is not read.
    """
    listed = _listed(folder)
    for number, name in enumerate(sorted(listed), 1):
        with _regular(folder / name) as opened:
            digest = hashlib.sha256()
            for piece in _pieces(opened):
                digest.update(piece)
        if digest.hexdigest() != listed[name]:
            raise damaged(name, "it is not what was written")
        tell("verify", number, len(listed))
    return frozenset(listed)


def _listed(folder: Path) -> Mapping[str, str]:
    if not folder.is_dir():
        raise SourceMissing(
            f"Wanted a folder of plain files at {folder}; none is there.", advice="Name the folder that export --plain wrote."
        )
    with _regular(folder / SUMS) as opened:
        text = opened.read(_LONGEST_SUMS + 1)
    listed: dict[str, str] = {}
    for line in text.decode("utf-8", "replace").splitlines():
        sha256, _, name = line.partition("  ")
        if name not in FILES or name in listed or len(text) > _LONGEST_SUMS:
            raise damaged(SUMS, f"{name[:100]!r} is no file of such a folder, or is named twice")
        listed[name] = sha256
    if lacking := sorted(NEEDED - listed.keys()):
        raise damaged(SUMS, f"{', '.join(lacking)} is not among them")
    return listed


def _regular(file: Path) -> BinaryIO:
    """A file opened, if it is one: a pipe would keep us waiting, a link may lead anywhere."""
    try:
        handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError as error:
        raise damaged(file.name, str(error.strerror)) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise damaged(file.name, "it is no file")
    return os.fdopen(handle, "rb")


def _pieces(opened: BinaryIO) -> Iterator[bytes]:
    while piece := opened.read(_PIECE):
        yield piece


def damaged(name: str, why: str) -> ChecksumError:
    """What a file of the folder that is not what it should be is refused by."""
    return ChecksumError(f"The plain file {name} cannot be used: {why}.", advice=_DAMAGED)
