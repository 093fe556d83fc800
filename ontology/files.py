"""Language: files. In: the Turtle files of ontology/. Out: their triples, by file or by folder. Must not judge them."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ontology.errors import ReadError, SourceMissing
from ontology.iris import DEFAULT_BASE, Iris

if TYPE_CHECKING:
    from rdflib import Graph

ROOT = Path(__file__).resolve().parent
_BASE_LINE = re.compile(r"^@base\s+<[^<>\s]*>\s*\.[ \t]*$", re.MULTILINE)


def read_turtle(path: Path, base: str) -> "Graph":
    """The triples of one vocabulary file with its relative IRIs under `base`.

    SourceMissing where there is no file; ReadError where it is not Turtle or lacks its `@base` line; IriError for a bad base.
    """
    from rdflib import Graph

    text, found = _BASE_LINE.subn(lambda _: f"@base <{Iris(base).base}> .", _text(path), count=1)
    if not found:
        raise ReadError(
            f"Wanted an @base line of its own in {path.name}; found none.", advice="Begin the file with '@base <...> .'."
        )
    try:
        return Graph().parse(data=text, format="turtle")
    except (SyntaxError, ValueError, AssertionError, IndexError) as error:  # rdflib's parser raises each of these on bad Turtle
        raise ReadError(f"{path.name} is not Turtle: {str(error).strip()[:300]}", advice="Correct the file.") from error


def read_vocabulary(folder: Path = ROOT / "vocabulary", base: str = DEFAULT_BASE) -> "Graph":
    """The entries of all files of a folder as one graph; errors as in `read_turtle`."""
    from rdflib import Graph

    together = Graph()
    for path in sorted(folder.glob("*.ttl")):
        together += read_turtle(path, base)
    return together


def read_modules(folder: Path = ROOT / "modules") -> "Graph":
    """All modules of a folder as one graph, with their headers: terms have one namespace whatever the base."""
    return _together(folder)


def read_shapes(folder: Path = ROOT / "shapes") -> "Graph":
    """All shapes of a folder as one graph."""
    return _together(folder)


def _together(folder: Path) -> "Graph":
    from rdflib import Graph

    graph = Graph()
    for path in sorted(folder.glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise SourceMissing(f"Wanted the vocabulary file {path}; there is none.", advice="Check the path.") from error
    except UnicodeDecodeError as error:
        raise ReadError(f"{path.name} is not UTF-8: byte {error.start}.", advice="Save the file as UTF-8.") from error
