"""Keepers, graph: one query worker. In: requests over a pipe. Out: answers or errors over it. Must not write, fork or reach out.

Runs in a process of its own that may be killed at any moment: it holds a read-only store and nothing else. Memory is bound
by RLIMIT_AS; an alarm that the kernel keeps ends a worker whose parent died in the middle of a query.
"""

import io
import resource
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import pyoxigraph

from ontology.errors import MandateGraphError, QueryError, QueryTooLarge
from stores.graph.engine import evaluate, evaluation_error, opening

if TYPE_CHECKING:
    from typing_extensions import Buffer

AnswerKind = Literal["solutions", "boolean", "graph"]
_ORPHAN_GRACE_S = 5.0

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
class Request:
    """One query, with the format for each kind of answer and the dataset as the SPARQL 1.1 Protocol has it."""

    query: str
    results_format: str
    graph_format: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    base: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A serialised answer; `rows` counts the solutions of a SELECT and is None for the other kinds."""

    kind: AnswerKind
    media_type: str
    body: bytes
    rows: int | None


def work(pipe: Connection, folder: str, limits: Limits) -> None:
    """Opens the store, says so by sending None (or the error), and answers one request after the other until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's affair: it closes the pool
    try:
        with opening(Path(folder)):
            store = pyoxigraph.Store.read_only(folder)
    except MandateGraphError as error:
        pipe.send(error_parts(error))
        return
    _bind_memory(limits.memory_mb)
    pipe.send(None)
    try:
        while True:
            request = pipe.recv()
            signal.setitimer(signal.ITIMER_REAL, limits.wall_s + _ORPHAN_GRACE_S)
            _reply(pipe, store, request, limits, Path(folder))
            signal.setitimer(signal.ITIMER_REAL, 0)
    except (EOFError, ConnectionError):  # the server closed the pipe or died: nobody is left to tell
        return


def error_parts(error: MandateGraphError) -> tuple[type[MandateGraphError], Mapping[str, object]]:
    """An error as class and arguments: exceptions with keyword arguments do not survive pickling."""
    places = {name: getattr(error, name) for name in ("line", "column") if hasattr(error, name)}
    return type(error), {"message": error.message, "advice": error.advice, **places}


def _reply(pipe: Connection, store: pyoxigraph.Store, request: Request, limits: Limits, folder: Path) -> None:
    try:
        answer = _answer(store, request, limits)
    except MandateGraphError as error:
        pipe.send(error_parts(error))
    except MemoryError:
        pipe.send(error_parts(too_much_memory(limits)))
    except (OSError, RuntimeError) as error:
        pipe.send(error_parts(evaluation_error(error, folder)))
    else:
        pipe.send((answer.kind, answer.media_type, answer.rows))
        pipe.send_bytes(answer.body)


def _answer(store: pyoxigraph.Store, request: Request, limits: Limits) -> Answer:
    found = evaluate(
        store, request.query, base=request.base, default_graphs=request.default_graphs, named_graphs=request.named_graphs
    )
    body = _Bounded(limits.max_bytes)
    if isinstance(found, pyoxigraph.QueryTriples):
        triples = GRAPH_FORMATS[request.graph_format]
        found.serialize(body, triples)
        return Answer("graph", _bare(triples.media_type), body.getvalue(), None)
    results = RESULTS_FORMATS[request.results_format]
    if isinstance(found, pyoxigraph.QueryBoolean):
        # CSV and TSV have no way to say yes or no (SPARQL 1.1 CSV and TSV, section 1), so JSON says it.
        results = results if request.results_format in ("json", "xml") else pyoxigraph.QueryResultsFormat.JSON
        found.serialize(body, results)
        return Answer("boolean", _bare(results.media_type), body.getvalue(), None)
    found.serialize(body, results)
    rows = count_rows(body.getvalue(), request.results_format)
    if rows > limits.max_rows:
        raise QueryTooLarge(
            f"The answer has {rows:,} rows; at most {limits.max_rows:,} are given at once.",
            advice="Page through it with LIMIT and OFFSET.",
        )
    return Answer("solutions", _bare(results.media_type), body.getvalue(), rows)


def _bare(media_type: str) -> str:
    """Some come with a character set, some do not: the web adds it to all."""
    return media_type.partition(";")[0]


def count_rows(body: bytes, results_format: str) -> int:
    """How many solutions a serialised SELECT answer holds: read off the bytes, since the engine does not tell."""
    if results_format == "xml":
        return body.count(b"<result>")
    if results_format == "tsv":
        return body.count(b"\n") - 1
    if results_format == "csv":
        return _outside_quotes(body, b"\n") - 1
    if body.endswith(b'"bindings":[]}}'):
        return 0
    return 1 + (_outside_quotes(body, b"},{") if b"{}" in body else _separators(body))


def _separators(body: bytes) -> int:
    """`},{"` between solutions is followed by a variable's name; where a text ends so, by a comma or a brace."""
    return body.count(b'},{"') - body.count(b'},{"}') - body.count(b'},{",')


def _outside_quotes(body: bytes, sign: bytes) -> int:
    """Escaped quotation marks are taken out first; doubled ones (CSV) open and close at once."""
    parts = body.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"') if sign != b"\n" else body.split(b'"')
    return sum(part.count(sign) for part in parts[::2])


class _Bounded(io.BytesIO):
    """A file to write to that takes so many bytes and then refuses: a cut answer would look like a whole one."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, piece: "Buffer") -> int:
        """Takes a piece; QueryTooLarge when it is one too many."""
        if self.tell() + memoryview(piece).nbytes > self._most:
            raise QueryTooLarge(
                f"The answer is longer than {self._most:,} bytes.",
                advice="Ask for fewer rows with LIMIT, or for fewer variables.",
            )
        return super().write(piece)


def too_much_memory(limits: Limits) -> QueryError:
    """What a caller is told when a query outgrew its memory."""
    return QueryTooLarge(
        f"The query needed more than {limits.memory_mb:,} MB of memory, or was nested too deeply, and was stopped.",
        advice="Narrow its patterns, drop ORDER BY or DISTINCT over large products, or raise MANDATEGRAPH_QUERY_MEMORY_MB.",
    )


def _bind_memory(memory_mb: int) -> None:
    """The limit counts address space, much of which is only reserved, so it is set above what the opened store has already."""
    statm = Path("/proc/self/statm")
    held = int(statm.read_text().split()[0]) * resource.getpagesize() if statm.exists() else 0
    most = held + memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
