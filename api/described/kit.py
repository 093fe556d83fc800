"""Answers, descriptions: the partner kit. In: a version and a name. Out: shapes, context, and the bytes that go by them. Must not
know HTTP.

One version for all of the language: modules, shapes and context. What a versioned address gives never changes: when the version
does, the files of the one before are kept in ontology/earlier/VERSION, and are given out from there.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ontology.errors import NotFound
from ontology.files import ROOT

_VERSION = re.compile(r'owl:versionInfo "([0-9]+\.[0-9]+\.[0-9]+)"')
_NUMBERS = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")
CONTEXT = "context.jsonld"
SHAPES = "shapes.ttl"


@dataclass(frozen=True, slots=True)
class Kit:
    """The files of one version, by name: the context, all shapes together, and the shapes of each module."""

    version: str
    files: dict[str, bytes]

    def file(self, name: str) -> bytes:
        """The bytes of a file; NotFound where the version has none of that name."""
        if name not in self.files:
            raise NotFound(
                f"Version {self.version} has no file {name[:60]!r}.", advice=f"It has {', '.join(sorted(self.files))}."
            )
        return self.files[name]


def digest(data: bytes) -> str:
    """What the bytes are known by."""
    return hashlib.sha256(data).hexdigest()


def kit(version: str | None = None, home: Path = ROOT) -> Kit:
    """The files of a version, of the current one where none is named. NotFound of one that is not kept."""
    known = versions(home)
    if version is None or version == known[0]:
        return _read(home, known[0])
    if version not in known:
        raise NotFound(f"There is no version {version[:20]!r} of shapes and context.", advice=f"There are: {', '.join(known)}.")
    return _read(home / "earlier" / version, version)


@lru_cache(maxsize=4)
def versions(home: Path = ROOT) -> tuple[str, ...]:
    """All versions that are given out, the current one first, then the newest before it."""
    found = {told for path in (home / "modules").glob("*.ttl") for told in _VERSION.findall(path.read_text(encoding="utf-8"))}
    earlier = [path.name for path in (home / "earlier").glob("*") if _NUMBERS.fullmatch(path.name)]
    return (max(found, key=_numbers), *sorted(earlier, key=_numbers, reverse=True))


@lru_cache(maxsize=4)
def _read(folder: Path, version: str) -> Kit:
    shapes = {path.name: path.read_bytes() for path in sorted((folder / "shapes").glob("*.ttl"))}
    together = b"\n".join(shapes.values())
    return Kit(version, {CONTEXT: (folder / CONTEXT).read_bytes(), SHAPES: together, **shapes})


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
