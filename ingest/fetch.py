"""River, stage fetch. In: paths that the user gave. Out: the bytes of each source file, or why there are none. Must not read
what they say.

A path that is missing or too large is a line on the receipt, never the end of the run. Network sources are a later issue's.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.manifest import NAME, Stated, read_manifest
from ontology.errors import MandateGraphError, ReadError, SourceError, SourceMissing


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file: the name that messages use, the file's stem, where it is (never shown), its bytes and their sha256.

    Where a manifest beside the file names its document, `stem` is the symbol that it gives and, behind a tab, the title.
    """

    name: str
    stem: str
    origin: str
    data: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A source that cannot be had, with the error that says why."""

    name: str
    error: MandateGraphError


def gather(paths: Iterable[Path], *, max_bytes: int) -> Iterator[SourceFile | Refusal]:
    """The files at the paths, folders searched through, each once, in the order of their names."""
    seen: set[Path] = set()
    manifests: dict[Path, Mapping[str, Stated]] = {}
    for path in paths:
        try:
            files = [(file, file.resolve()) for file in files_at(path)]
        except (OSError, RuntimeError) as error:  # a name that no system takes; links that lead round in a circle
            yield Refusal(str(path), SourceError(f"Wanted a file or folder at {path}; the system says: {error}."))
            continue
        for file, place in files:
            if place in seen:
                continue
            seen.add(place)
            if place.parent not in manifests:
                try:
                    manifests[place.parent] = read_manifest(place.parent)
                except SourceError as error:  # without it the files still have their names
                    manifests[place.parent] = {}
                    yield Refusal(str(file.parent / NAME), error)
            yield _named(_load(file, max_bytes), manifests[place.parent].get(file.name))


def files_at(path: Path) -> list[Path]:
    """The path itself, or all files in its folder and those below in the order of their names; no hidden ones, no manifests."""
    if not path.is_dir():
        return [path]
    return sorted(
        file
        for file in path.rglob("*")
        if file.is_file() and file.name != NAME and not any(step.startswith(".") for step in file.relative_to(path).parts)
    )


def _named(source: SourceFile | Refusal, stated: Stated | None) -> SourceFile | Refusal:
    """The file under the name that its manifest gives the document."""
    if stated is None or isinstance(source, Refusal):
        return source
    return replace(source, stem=f"{stated.symbol}\t{stated.title}".rstrip("\t"))


def _load(file: Path, max_bytes: int) -> SourceFile | Refusal:
    try:
        size = file.stat().st_size
        if size > max_bytes:
            return Refusal(str(file), _too_large(file, size, max_bytes))
        if not file.is_file():
            return Refusal(str(file), SourceError(f"Wanted a file at {file}; it is neither a file nor a folder."))
        data = file.read_bytes()
    except FileNotFoundError:
        advice = "Check the path; relative paths start at the folder where the command runs."
        return Refusal(str(file), SourceMissing(f"Wanted a file or folder at {file}; there is none.", advice=advice))
    except OSError as error:
        return Refusal(
            str(file), SourceError(f"Wanted to read {file}; the system says: {error.strerror}.", advice="Check its permissions.")
        )
    return SourceFile(str(file), file.stem, str(file.resolve()), data, hashlib.sha256(data).hexdigest())


def _too_large(file: Path, size: int, max_bytes: int) -> ReadError:
    return ReadError(
        f"Wanted a document of at most {max_bytes:,} bytes in {file}; it has {size:,}.",
        advice="If it is one document indeed, raise MANDATEGRAPH_SOURCE_MAX_MB.",
    )
