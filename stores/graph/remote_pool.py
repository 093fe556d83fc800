"""Keepers, graph: the query pool of a store behind a URL. In: queries past the guard. Out: its bytes, passed on as they come.
Must not parse or evaluate them.

A twin of QueryPool: the same turns, limits and errors, but no process of ours. What the store takes for a query is its own
affair; here it is given up after the wall limit, and the connection closed, on which a good store stops it.
"""

import asyncio
import queue
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from ontology.errors import BadParameter, EngineBusy, MandateGraphError, QuerySyntaxError, QueryTimeout, QueryTooLarge
from ontology.iris import checked
from stores.graph.checked import cost_of_text
from stores.graph.cost import Cost
from stores.graph.endpoint import PIECE, Coming, Endpoint
from stores.graph.groups import grouped
from stores.graph.lexer import Token, tokens
from stores.graph.pool import advised
from stores.graph.prologue import prologue
from stores.graph.rows import Rows, rows_of
from stores.graph.stream import Stream
from stores.graph.turns import CALLER, Lane, Turn, Turns
from stores.graph.worker import GRAPH_FORMATS, RESULTS_FORMATS, Answer, AnswerKind

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_PATIENCE = 2  # times the wall limit


@dataclass(frozen=True, slots=True)
class _Asked:
    """One query, as it was asked."""

    query: str
    results_format: str
    graph_format: str
    default_graphs: Sequence[str]
    named_graphs: Sequence[str]
    base: str
    client: str
    cost: Cost


class RemoteStream(Stream):
    """A long answer, piece by piece: iterate to its end, or `aclose` it. What goes wrong on the way is raised there."""

    def __init__(self, kind: AnswerKind, media_type: str, first: bytes, pieces: Iterator[bytes], undo: ExitStack) -> None:
        self.kind = kind
        self.media_type = media_type
        self._first = first
        self._pieces = pieces
        self._undo = undo

    def __aiter__(self) -> "RemoteStream":
        return self

    async def __anext__(self) -> bytes:
        if first := self._first:
            self._first = b""
            return first
        try:
            piece = await asyncio.to_thread(next, self._pieces, None)
        except BaseException:
            await self.aclose()
            raise
        if piece is None:
            await self.aclose()
            raise StopAsyncIteration
        return piece

    async def aclose(self) -> None:
        """Lets go of the connection and the place; after the end it does nothing."""
        await asyncio.to_thread(self._undo.close)


class RemotePool:
    """So many queries at once to one endpoint. Safe to use from many threads and loops; close it at the end."""

    def __init__(self, endpoint: Endpoint, *, workers: int, wall_s: float, max_rows: int) -> None:
        self._endpoint = endpoint
        self._wall_s = wall_s
        self._max_rows = max_rows
        self._turns: Turns[int] = Turns(_PATIENCE * wall_s)
        heavy = workers // 2
        self._lanes: list[Lane] = ["heavy" if place < heavy else "light" for place in range(workers)]
        for place, lane in enumerate(self._lanes):
            self._turns.offer(place, lane)

    def run(
        self,
        query: str,
        *,
        results_format: str = "json",
        graph_format: str = "turtle",
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base: str,
        client: str = "",
        cost: Cost | None = None,
    ) -> Answer:
        """The answer to a query that `check_query` let through, as the store serialised it: as QueryPool.run answers.

        Besides, StoreMissing and StoreError tell that the store does not answer, or not as it should.
        """
        asked = _Asked(
            query, results_format, graph_format, default_graphs, named_graphs, base, client, cost or cost_of_text(query)
        )
        with ExitStack() as undo:
            kind, media_type, pieces, rows = self._begun(undo, asked)
            body = b"".join(pieces)
            return Answer(kind, media_type, body, rows.found if rows else None)

    async def answer(
        self,
        query: str,
        *,
        results_format: str = "json",
        graph_format: str = "turtle",
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base: str,
        client: str = "",
        cost: Cost | None = None,
    ) -> Answer | RemoteStream:
        """The same from an event loop: whole where it is short, else in pieces while it comes."""
        asked = _Asked(
            query, results_format, graph_format, default_graphs, named_graphs, base, client, cost or cost_of_text(query)
        )
        undo = ExitStack()

        def begin() -> Answer | RemoteStream:
            with undo:
                kind, media_type, pieces, rows = self._begun(undo, asked)
                first = b""
                while len(first) <= PIECE and (piece := next(pieces, None)) is not None:
                    first += piece
                if len(first) <= PIECE:
                    return Answer(kind, media_type, first, rows.found if rows else None)
                return RemoteStream(kind, media_type, first, pieces, undo.pop_all())

        coming = asyncio.get_running_loop().run_in_executor(None, begin)
        try:
            return await asyncio.shield(coming)
        except asyncio.CancelledError:
            coming.add_done_callback(_let_go)  # the thread cannot be stopped, but its answer is thrown away
            raise

    @property
    def walls(self) -> frozenset[str]:
        """None: nothing is evaluated on this machine."""
        return frozenset()

    def close(self) -> None:
        """Ends those who wait, and the connections; a second call does nothing."""
        self._turns.close()
        self._endpoint.close()

    def _begun(self, undo: ExitStack, asked: _Asked) -> tuple[AnswerKind, str, Iterator[bytes], Rows | None]:
        """An answer that has begun. `undo` gives back the place and closes the connection."""
        found = list(tokens(asked.query))
        form = next((token.text.upper() for token in found if token.is_word(*_FORMS)), "SELECT")
        kind, accept = _wanted(form, asked.results_format, asked.graph_format)
        graphs = (asked.default_graphs, asked.named_graphs)
        if not any(graphs):
            graphs = _dataset(asked.query, found, asked.base)
        for graph in (*graphs[0], *graphs[1]):
            _refuse_relative(graph)
        lane: Lane = "heavy" if asked.cost.heavy and "heavy" in self._lanes else "light"
        undo.enter_context(self._place(asked.client or CALLER.get(), lane))
        coming = undo.enter_context(_placed(self._endpoint, asked, accept, *graphs))
        rows = rows_of(asked.results_format) if kind == "solutions" else None
        return kind, coming.media_type, self._counted(coming.pieces, rows), rows

    def _counted(self, pieces: Iterator[bytes], rows: Rows | None) -> Iterator[bytes]:
        for piece in pieces:
            if rows is not None:
                rows.take(piece)
                if rows.found > self._max_rows:
                    raise QueryTooLarge(
                        f"The answer has more than {self._max_rows:,} rows, which are given at once at most.",
                        advice="Page through it with LIMIT and OFFSET.",
                    )
            yield piece

    @contextmanager
    def _place(self, caller: str, lane: Lane) -> Iterator[None]:
        """One of the places, in fair turns; EngineBusy where none came free in time."""
        told: queue.SimpleQueue[int | MandateGraphError] = queue.SimpleQueue()
        turn: Turn[int] = Turn(caller, lane, told.put)
        self._turns.claim(turn)
        place = self._waited(turn, told)
        if isinstance(place, MandateGraphError):
            raise place
        try:
            yield
        finally:
            self._turns.finished(caller)
            self._turns.offer(place, self._lanes[place])

    def _waited(self, turn: Turn[int], told: "queue.SimpleQueue[int | MandateGraphError]") -> int | MandateGraphError:
        try:
            return told.get(timeout=_PATIENCE * self._wall_s)
        except queue.Empty:
            with self._turns.lock:  # nobody delivers meanwhile
                self._turns.leave(turn)
                if not told.empty():
                    return told.get_nowait()
        advice = "Try again in a moment, or raise MANDATEGRAPH_QUERY_WORKERS."
        return EngineBusy(f"No query worker came free within {_PATIENCE * self._wall_s:g} s.", advice=advice)


def _let_go(asked: "asyncio.Future[Answer | RemoteStream]") -> None:
    if not asked.cancelled() and asked.exception() is None and isinstance(stream := asked.result(), RemoteStream):
        asked.get_loop().create_task(stream.aclose())


def _wanted(form: str, results_format: str, graph_format: str) -> tuple[AnswerKind, str]:
    """The kind of answer to a form of query, and its media type. BadParameter for an unknown format."""
    for name, formats in ((results_format, RESULTS_FORMATS), (graph_format, GRAPH_FORMATS)):
        if name not in formats:
            raise BadParameter(f"The format {name!r} is unknown.", advice=f"Use one of: {', '.join(formats)}.")
    if form in ("CONSTRUCT", "DESCRIBE"):
        return "graph", GRAPH_FORMATS[graph_format].media_type.partition(";")[0]
    # CSV and TSV have no way to say yes or no (SPARQL 1.1 CSV and TSV, section 1), so JSON says it.
    results = RESULTS_FORMATS["json" if form == "ASK" and results_format not in ("json", "xml") else results_format]
    return ("boolean" if form == "ASK" else "solutions"), results.media_type.partition(";")[0]


def _dataset(query: str, found: Sequence[Token], base: str) -> tuple[Sequence[str], Sequence[str]]:
    """The graphs that the query's own FROM names, to be asked for as the protocol does: stores whose default graph is set to the
    union let it win over FROM, and over a dataset of the protocol they do not.
    """
    if not any(token.is_word("FROM") for token in found):
        return (), ()
    known = prologue(found, base=base, known={})
    defaults: list[str] = []
    named: list[str] = []
    for first, last in grouped(query, found, known.length).dataset:
        iri = known.iri(found[last - 1])
        if iri is None:
            return (), ()  # a prefix that nobody declared: the store says so
        (named if found[first + 1].is_word("NAMED") else defaults).append(iri)
    return defaults, named


def _refuse_relative(graph: str) -> None:
    if ":" not in graph or any(sign in graph for sign in '<>"{}|^`\\ \n'):
        raise BadParameter(f"A graph must be named by an absolute IRI; got {graph[:100]!r}.")


@contextmanager
def _placed(
    endpoint: Endpoint, asked: _Asked, accept: str, default_graphs: Sequence[str], named_graphs: Sequence[str]
) -> Iterator[Coming]:
    """The exchange; line and column of an error are those of the query as it came, without the head that we put before it."""
    head = f"BASE <{checked(asked.base)}> "
    try:
        with endpoint.asked(head + asked.query, accept, default_graphs=default_graphs, named_graphs=named_graphs) as coming:
            yield coming
    except QueryTimeout as error:
        raise advised(error, asked.cost) from error
    except QuerySyntaxError as error:
        if error.line != 1 or error.column is None:
            raise
        column = max(1, error.column - len(head))
        message = error.message.replace(f"line 1, column {error.column}", f"line 1, column {column}", 1)
        raise QuerySyntaxError(message, line=1, column=column, advice=error.advice) from error
