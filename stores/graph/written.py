"""Keepers, graph: one graph written out. In: its N-Triples lines. Out: the same as N-Quads, or as an object of JSON-LD. Must not
open a store.

Rules: N-Quads of RDF 1.1; JSON-LD 1.1, section 4.9 (named graphs), expanded: it is read without a context, offline.
"""

import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import pyoxigraph

_END = b" .\n"


def write_n_quads(graph: str, lines: Iterable[bytes], out: BinaryIO) -> None:
    """The lines, each with the graph's IRI behind its triple, in the same order."""
    ending = f" <{graph}> .\n".encode()
    out.writelines(line[: -len(_END)] + ending for line in lines)


def write_json_ld(graph: str, lines: Iterable[bytes], out: BinaryIO) -> None:
    """One node object, the named graph, without the array around it; lines of one subject must follow each other."""
    within = _Within(out)
    pyoxigraph.serialize(_quads(graph, lines), within, format=pyoxigraph.RdfFormat.JSON_LD)  # type: ignore[arg-type] # only written to
    if not within.written:
        out.write(json.dumps({"@id": graph, "@graph": []}).encode())


def _quads(graph: str, lines: Iterable[bytes]) -> Iterator[pyoxigraph.Quad]:
    name = pyoxigraph.NamedNode(graph)
    for found in pyoxigraph.parse(_Lines(lines), format=pyoxigraph.RdfFormat.N_TRIPLES):  # type: ignore[arg-type] # only read
        yield pyoxigraph.Quad(found.subject, found.predicate, found.object, name)


class _Lines:
    """Lines as a file to read from."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes; none at the end."""
        while len(self._rest) < max(size, 1) and (line := next(self._lines, b"")):
            self._rest += line
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


class _Within:
    """A file to write to that leaves out the first byte and the last one: the brackets of an array."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._opened = False
        self._last = b""
        self.written = False

    def write(self, data: bytes) -> int:
        """Passes on what is surely neither the first byte nor the last."""
        fresh = bytes(data)
        if not self._opened and fresh:
            self._opened, fresh = True, fresh[1:]
            self._out.write(fresh[:-1])
            self._last = fresh[-1:]
            self.written = len(fresh) > 1
        elif fresh:
            self._out.write(self._last + fresh[:-1])
            self._last, self.written = fresh[-1:], True
        return len(data)

    def flush(self) -> None:
        """Nothing is held but the last byte."""
