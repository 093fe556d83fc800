"""Keepers, graph: one query worker. In: requests over a socket. Out: answers or errors. Must not write, fork or reach out.

Runs in a process of its own that may be killed at any moment: it holds a read-only store and nothing else. Memory is bound
by RLIMIT_AS; an alarm that the kernel keeps ends a worker whose parent died in the middle of a query. An answer is sent on while
it is written, so that its length costs no memory; short ones go whole, so that they can still turn out to be an error.
"""

import os
import signal
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO, Literal, cast

import pyoxigraph

from ontology.errors import MandateGraphError, QueryTooLarge
from stores.graph.engine import evaluate, evaluation_error, opening
from stores.graph.rows import rows_in, rows_of
from stores.graph.sandbox import bind_memory, confine, memory_told
from stores.graph.wire import PIECE, Request, framed, titled, told

AnswerKind = Literal["solutions", "boolean", "graph"]
_ORPHAN_GRACE_S = 5.0
NICER = 10  # how far workers for heavy queries step back behind everything else on the machine

RESULTS_FORMATS: Mapping[str, pyoxigraph.QueryResultsFormat] = MappingProxyType(
    {
        "json": pyoxigraph.QueryResultsFormat.JSON,
        "xml": pyoxigraph.QueryResultsFormat.XML,
        "csv": pyoxigraph.QueryResultsFormat.CSV,
        "tsv": pyoxigraph.QueryResultsFormat.TSV,
    }
)
GRAPH_FORMATS: Mapping[str, pyoxigraph.RdfFormat] = MappingProxyType(
    {
        "turtle": pyoxigraph.RdfFormat.TURTLE,
        "json-ld": pyoxigraph.RdfFormat.JSON_LD,
        "n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
        "rdf-xml": pyoxigraph.RdfFormat.RDF_XML,
        "n-quads": pyoxigraph.RdfFormat.N_QUADS,
        "trig": pyoxigraph.RdfFormat.TRIG,
    }
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: seconds, megabytes over the worker's own, rows of a SELECT, bytes of the serialised answer."""

    wall_s: float
    memory_mb: int
    max_rows: int
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A serialised answer; `rows` counts the solutions of a SELECT and is None for the other kinds."""

    kind: AnswerKind
    media_type: str
    body: bytes
    rows: int | None


def work(pool: socket.socket, folder: str, limits: Limits, heavy: bool) -> None:
    """Opens the store, says which walls stand around it (or the error), and answers one request after the other until the socket
    is closed. With `heavy` it steps back behind other processes.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's affair: it closes the pool
    pool.setblocking(True)
    if heavy:
        os.nice(NICER)
    try:
        with opening(Path(folder)):
            store = pyoxigraph.Store.read_only(folder)
    except MandateGraphError as error:
        pool.sendall(_error(error))
        return
    _warm(store)
    with memory_told() as memory:
        bind_memory(memory, limits.memory_mb)
    walls = confine(Path(folder))
    try:
        pool.sendall(framed("ready", " ".join(walls).encode()))
        while (request := _request(pool)) is not None:
            # Twice: as long again may a slow reader take, see `pool`.
            signal.setitimer(signal.ITIMER_REAL, 2 * limits.wall_s + _ORPHAN_GRACE_S)
            _reply(pool, store, request, limits, Path(folder))
            signal.setitimer(signal.ITIMER_REAL, 0)
    except ConnectionError:  # the server closed the socket or died: nobody is left to tell
        return


def too_much_memory(limits: Limits) -> QueryTooLarge:
    """What a caller is told when a query outgrew its memory."""
    return QueryTooLarge(
        f"The query needed more than {limits.memory_mb:,} MB of memory, or was nested too deeply, and was stopped.",
        advice="Narrow its patterns, drop ORDER BY or DISTINCT over large products, or raise MANDATEGRAPH_QUERY_MEMORY_MB.",
    )


def _error(error: MandateGraphError) -> bytes:
    places = {name: getattr(error, name) for name in ("line", "column") if hasattr(error, name)}
    return told(type(error).__name__, {"message": error.message, "advice": error.advice, **places})


def _request(pool: socket.socket) -> Request | None:
    """The next request; None when the socket was closed."""
    data = pool.recv(PIECE)
    parts, came, wanted = [data], len(data), 4
    while data:
        if came >= 4 and wanted == 4:  # the length comes first
            parts = [b"".join(parts)]
            wanted = 4 + int.from_bytes(parts[0][:4], "big")
        if came >= wanted > 4:
            return Request.unpacked(b"".join(parts)[4:])
        data = pool.recv(PIECE)
        parts.append(data)
        came += len(data)
    return None


def _reply(pool: socket.socket, store: pyoxigraph.Store, request: Request, limits: Limits, folder: Path) -> None:
    try:
        _answer(pool, store, request, limits)
    except MandateGraphError as error:
        pool.sendall(_error(error))
    except MemoryError:
        pool.sendall(_error(too_much_memory(limits)))
    except ConnectionError:
        raise
    except (OSError, RuntimeError) as error:
        pool.sendall(_error(evaluation_error(error, folder)))


def _answer(pool: socket.socket, store: pyoxigraph.Store, request: Request, limits: Limits) -> None:
    found = evaluate(
        store, request.query, base=request.base, default_graphs=request.default_graphs, named_graphs=request.named_graphs
    )
    if isinstance(found, pyoxigraph.QueryTriples):
        triples = GRAPH_FORMATS[request.graph_format]
        out = _Out(pool, limits, "graph", _bare(triples.media_type), "")
        found.serialize(cast("IO[bytes]", out), triples)
    elif isinstance(found, pyoxigraph.QueryBoolean):
        # CSV and TSV have no way to say yes or no (SPARQL 1.1 CSV and TSV, section 1), so JSON says it.
        results = RESULTS_FORMATS[request.results_format if request.results_format in ("json", "xml") else "json"]
        out = _Out(pool, limits, "boolean", _bare(results.media_type), "")
        found.serialize(cast("IO[bytes]", out), results)
    else:
        results = RESULTS_FORMATS[request.results_format]
        out = _Out(pool, limits, "solutions", _bare(results.media_type), request.results_format)
        found.serialize(cast("IO[bytes]", out), results)
    out.end()


def _bare(media_type: str) -> str:
    """Some come with a character set, some do not: the web adds it to all."""
    return media_type.partition(";")[0]


class _Out:
    """A file that the engine writes an answer to: it is sent on in pieces; too many bytes or rows are refused and never cut."""

    def __init__(self, pool: socket.socket, limits: Limits, kind: AnswerKind, media_type: str, rows_in_format: str) -> None:
        self._pool, self._limits, self._kind, self._media_type = pool, limits, kind, media_type
        self._format = rows_in_format  # empty where there are no rows
        self._rows = rows_of(rows_in_format) if rows_in_format else None
        self._held: list[bytes] = []
        self._size = self._sent = 0

    def write(self, piece: bytes) -> int:
        """Takes a piece; QueryTooLarge when it is one too many."""
        self._held.append(piece)
        self._size += len(piece)
        if self._sent + self._size > self._limits.max_bytes:
            raise QueryTooLarge(
                f"The answer is longer than {self._limits.max_bytes:,} bytes.",
                advice="Ask for fewer rows with LIMIT, or for fewer variables.",
            )
        if self._size > PIECE:
            self._send()
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back that would be late."""

    def end(self) -> None:
        """Sends what is left: the whole of a short answer."""
        if self._sent == 0:
            body = b"".join(self._held)
            rows = rows_in(body, self._format) if self._format else None
            self._check(rows, "")
            self._pool.sendall(framed("whole", titled(self._kind, self._media_type, rows), body))
            return
        if self._held:
            self._send()
        rows = self._rows.found if self._rows is not None else None
        self._check(rows, "")
        self._pool.sendall(framed("ends", b"" if rows is None else str(rows).encode()))

    def _send(self) -> None:
        body = b"".join(self._held)
        if self._rows is not None:
            self._rows.take(body)
            self._check(self._rows.found, "more than ")
        if self._sent == 0:
            self._pool.sendall(framed("begins", titled(self._kind, self._media_type)))
        for begins in range(0, len(body), PIECE):
            self._pool.sendall(framed("more", body[begins : begins + PIECE]))
        self._sent += self._size
        self._held, self._size = [], 0

    def _check(self, rows: int | None, about: str) -> None:
        most = self._limits.max_rows
        if rows is not None and rows > most:
            raise QueryTooLarge(
                f"The answer has {about}{rows:,} rows; at most {most:,} are given at once.",
                advice="Page through it with LIMIT and OFFSET.",
            )


def _warm(store: pyoxigraph.Store) -> None:
    """Asks once, so that what Python and the engine load at first use is loaded before the walls go up."""
    for query in ("SELECT * { ?s ?p ?o } LIMIT 1", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 1"):
        found = evaluate(store, query)
        if isinstance(found, pyoxigraph.QuerySolutions):
            found.serialize(format=RESULTS_FORMATS["json"])
        elif isinstance(found, pyoxigraph.QueryTriples):
            found.serialize(format=GRAPH_FORMATS["turtle"])
