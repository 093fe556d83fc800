"""Keepers, graph: one query asked from an event loop. In: a worker of ours, and the request. Out: an answer, whole or in pieces.
Must not block the loop, nor decide what becomes of the worker.

No thread and no task stands between the socket of the worker and whoever awaits. What the worker sends is read as it comes, up to
so much ahead of the reader: then it is left in the socket, the worker waits, and its clock stands while the reader's runs.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import cast

from ontology.errors import EngineBusy, MandateGraphError
from stores.graph.process import Gone, WorkerProcess, error_of
from stores.graph.turns import Lane, Turn, Turns
from stores.graph.wire import Frame, Frames, Request, WireError, title
from stores.graph.worker import Answer, AnswerKind

AHEAD = 1024 * 1024  # bytes that are read ahead of whoever takes the pieces
_READ = 64 * 1024  # more would have to be mapped and unmapped for each short answer


Over = Callable[[bool], "asyncio.Future[MandateGraphError | None] | None"]


class Stream:
    """A long answer, piece by piece: iterate to its end, or `aclose` it. What goes wrong on the way is raised there: then what
    came before is no answer, and its reader must be told so, by breaking the connection if nothing else is left.
    """

    def __init__(self, kind: AnswerKind, media_type: str, exchange: "Exchange") -> None:
        self.kind = kind
        self.media_type = media_type
        self._exchange = exchange

    def __aiter__(self) -> "Stream":
        return self

    async def __anext__(self) -> bytes:
        piece = await self._exchange.piece()
        if piece is None:
            raise StopAsyncIteration
        return piece

    async def aclose(self) -> None:
        """Stops a query whose answer is not wanted any more; after the end it does nothing."""
        self._exchange.abandon()


class Exchange:
    """One request to one worker, and what comes back. `over` is called once, with whether the worker is sound; where it is not,
    it answers what there is to say, and None if the worker was ended by somebody else. `advised` adds to an error how to ask.
    """

    def __init__(self, worker: WorkerProcess, over: Over, advised: Callable[[MandateGraphError], MandateGraphError]) -> None:
        self._loop = asyncio.get_running_loop()
        self._worker = worker
        self._socket = worker.socket.fileno()
        self._over, self._advised = over, advised
        self._frames = Frames()
        self._answer: asyncio.Future[Answer | Stream] = self._loop.create_future()
        self._pieces: deque[bytes] = deque()
        self._ahead = 0
        self._reading = self._ended = False
        self._more: asyncio.Future[None] | None = None
        self._why: asyncio.Future[MandateGraphError | None] | None = None
        self._error: MandateGraphError | None = None
        if worker.run is not None:
            worker.run.stopped = lambda: self._loop.call_soon_threadsafe(self._gone)

    async def ask(self, request: Request) -> Answer | Stream:
        """The answer, or its beginning. Gone if the worker was ended by somebody else before that; cancelled, the query stops."""
        try:
            await self._send(request.packed())
            self._read(True)
            return await self._answer
        except Gone:
            await self._judge()
            raise
        except asyncio.CancelledError:
            self.abandon()
            raise

    async def piece(self) -> bytes | None:
        """The next piece of a long answer; None behind the last."""
        while not self._pieces:
            if self._ended:
                await self._judge()
                if self._why is not None:
                    raise EngineBusy("The query's worker was ended from outside.", advice="Ask again.")
                return None
            self._more = self._loop.create_future()
            await self._more
        piece = self._pieces.popleft()
        self._ahead -= len(piece)
        if not self._ended and not self._reading and self._ahead <= AHEAD // 2:
            self._hold(False)
            self._read(True)
        return piece

    def abandon(self) -> None:
        """Nobody wants the answer any more."""
        if not self._ended:
            self._worker.kill(None)
            self._end(sound=False)
            self._pieces.clear()

    def _gone(self) -> None:
        if not self._ended:
            self._end(sound=False)

    async def _judge(self) -> None:
        error = self._error or (await self._why if self._why is not None else None)
        if error is not None:
            raise self._advised(error)

    async def _send(self, data: bytes) -> None:
        try:
            sent = self._worker.socket.send(data)
            if sent < len(data):
                await self._loop.sock_sendall(self._worker.socket, data[sent:])
        except BlockingIOError:
            await self._loop.sock_sendall(self._worker.socket, data)
        except OSError:
            self._end(sound=False)

    def _read(self, yes: bool) -> None:
        if yes and not self._ended:
            self._loop.add_reader(self._socket, self._readable)
        elif not yes and self._reading:
            self._loop.remove_reader(self._socket)
        self._reading = yes and not self._ended

    def _hold(self, yes: bool) -> None:
        if self._worker.run is not None:
            self._worker.run.hold(yes)

    def _readable(self) -> None:
        try:
            data = self._worker.socket.recv(_READ)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        try:
            for frame in self._frames.take(data):
                self._take(frame)
        except WireError:
            self._worker.kill(None)
            data = b""
        if not data and not self._ended:
            self._end(sound=False)
        elif self._ahead > AHEAD and not self._ended:
            self._read(False)
            self._hold(True)

    def _take(self, frame: Frame) -> None:
        if frame.sign == "more":
            self._pieces.append(frame.body)
            self._ahead += len(frame.body)
            self._wake()
        elif frame.sign == "ends":
            self._end(sound=True)
        elif frame.sign == "failed":
            self._error = error_of(frame.body)
            self._end(sound=True)
        else:
            kind, media_type, rows, body = title(frame.body)
            if frame.sign == "whole":
                self._tell(Answer(cast("AnswerKind", kind), media_type, body, rows))
                self._end(sound=True)
            else:
                if self._worker.run is not None:
                    self._worker.run.begun = True
                self._tell(Stream(cast("AnswerKind", kind), media_type, self))

    def _tell(self, answer: Answer | Stream) -> None:
        if not self._answer.done():
            self._answer.set_result(answer)

    def _wake(self) -> None:
        if self._more is not None and not self._more.done():
            self._more.set_result(None)

    def _end(self, *, sound: bool) -> None:
        self._read(False)
        self._ended = True
        self._why = self._over(sound)
        if not self._answer.done():
            self._answer.set_exception(Gone() if self._error is None else self._advised(self._error))
        self._wake()


async def turn_of(
    turns: Turns[WorkerProcess], caller: str, lane: Lane, unused: Callable[[WorkerProcess, str], None]
) -> WorkerProcess | MandateGraphError:
    """A worker, or why there is none, once it is the caller's turn. One that nobody waits for any more is handed to `unused`."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[WorkerProcess | MandateGraphError] = loop.create_future()

    def hand(found: WorkerProcess | MandateGraphError) -> None:
        if not future.done():
            future.set_result(found)
        elif isinstance(found, WorkerProcess):
            unused(found, caller)

    def deliver(found: WorkerProcess | MandateGraphError) -> None:
        if asyncio._get_running_loop() is loop:  # the public way raises where none runs
            hand(found)
            return
        try:
            loop.call_soon_threadsafe(hand, found)
        except RuntimeError:  # the loop was closed while this waited
            if isinstance(found, WorkerProcess):
                unused(found, caller)

    turn: Turn[WorkerProcess] = Turn(caller, lane, deliver)
    turns.claim(turn)
    try:
        return await future
    except asyncio.CancelledError:
        turns.leave(turn)
        if not future.cancelled():
            hand(future.result())
        raise
