"""Keepers, plain files: the graphs. In: a store, or a file of N-Quads. Out: such a file, or its graphs one by one. Must not hold
more than a part of a graph.

Rules: N-Quads of RDF 1.1; RFC 1952, section 2.2: each graph is a gzip member of its own, as in the dumps, and the graphs stand in
the order of their IRIs. Labels of blank nodes stay as they are: what two graphs share they share again.
"""

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from stores.changes import State
from stores.dumps import N_QUADS, Dumps, is_sound, pack_into
from stores.graph.store import GraphStore
from stores.graph.written import write_n_quads
from stores.plain.folder import damaged

_IN_MEMORY = 32 * 1024 * 1024
_AT_ONCE = 8 * 1024 * 1024  # bytes of lines that are put into a store together
_LONGEST_LINE = 64 * 1024 * 1024
_QUAD = re.compile(rb"(.*) <([^<>\"{}|^`\\\x00-\x20]*)> \.\n", re.DOTALL)
_BLANK = re.compile(rb"_:|<[^>]*> <[^>]*> _:")


@dataclass(frozen=True, slots=True)
class Lines:
    """A graph of a file: its IRI, its N-Triples lines as a file, and whether there are blank nodes in them."""

    graph: str
    file: IO[bytes]
    has_blank: bool


class Loader:
    """Puts graphs into a store that does not have them. Call `finish` after the last: small ones wait for each other, which is
    several times as quick.
    """

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._waiting: dict[str, bytes] = {}

    def put(self, lines: Lines) -> None:
        """Puts a graph, some lines at a time; with blank nodes, whose labels are to stay, or empty, as a whole."""
        lines.file.seek(0)
        whole = lines.file.read() if lines.has_blank else b""
        if whole or not lines.file.read(1):
            self._store.replace(lines.graph, whole)
            return
        lines.file.seek(0)
        while some := lines.file.readlines(_AT_ONCE):
            if lines.graph in self._waiting:
                self.finish()
            self._waiting[lines.graph] = b"".join(some)
            if sum(map(len, self._waiting.values())) > _AT_ONCE:
                self.finish()

    def finish(self) -> None:
        """Puts what waits."""
        if self._waiting:
            self._store.load(self._waiting)
            self._waiting = {}


def write_graphs(file: Path, store: GraphStore, dumps: Dumps | None, states: Mapping[str, State] | None) -> Mapping[str, State]:
    """Writes all graphs of a store and answers what each holds. Where the generation has a sound dump of them and tells that,
    it is copied: both ways give the same bytes.
    """
    whole = dumps.whole(N_QUADS) if dumps else None
    if whole is not None and states is not None and is_sound(whole):
        with whole.open() as dumped, file.open("wb") as out:
            out.writelines(whole.read(dumped, 0, whole.size))
        return states
    found: dict[str, State] = {}
    with file.open("wb") as out:
        for graph in store.graphs():
            found[graph] = _packed(store, graph, out)
    return found


def _packed(store: GraphStore, graph: str, out: BinaryIO) -> State:
    digest, count = hashlib.sha256(), 0

    def taken() -> Iterator[bytes]:
        nonlocal count
        for line in store.triples(graph):
            digest.update(line)
            count += 1
            yield line

    pack_into(out, lambda packed: write_n_quads(graph, taken(), packed))
    return State(digest.hexdigest(), count)


def read_graphs(file: Path, states: Mapping[str, State]) -> Iterator[Lines]:
    """The graphs of a file, which are to be those of `states` and to hold what these say; ChecksumError else.

    The lines of one are to be used before the next is asked for.
    """
    try:
        with gzip.open(file) as unpacked:
            waiting = _quads(file.name, cast("IO[bytes]", unpacked))
            held = next(waiting, None)
            for graph in sorted(states):
                with cast("IO[bytes]", SpooledTemporaryFile(_IN_MEMORY)) as kept:
                    digest, count, has_blank = hashlib.sha256(), 0, False
                    while held is not None and held[0] == graph and count < states[graph].statements:
                        kept.write(held[1])
                        digest.update(held[1])
                        count += 1
                        has_blank |= _BLANK.match(held[1]) is not None
                        held = next(waiting, None)
                    if State(digest.hexdigest(), count) != states[graph]:
                        raise damaged(file.name, f"the graph {graph} is not what the list of graphs says")
                    yield Lines(graph, kept, has_blank)
            if held is not None:
                raise damaged(file.name, f"it holds more than the list of graphs says, of {held[0][:200]}")
    except (OSError, EOFError, zlib.error) as error:
        raise damaged(file.name, str(error)[:200]) from error


def _quads(name: str, unpacked: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Graph and N-Triples line of each line. What is no triple before the last IRI is refused by the store's parser."""
    while line := unpacked.readline(_LONGEST_LINE):
        match = _QUAD.fullmatch(line)
        if match is None:
            raise damaged(name, f"wanted a statement in a named graph; got {line[:200]!r}")
        yield match[2].decode("utf-8", "replace"), match[1] + b" .\n"
