"""Web: answering from the event loop. In: a library, and a reply of its query pool. Out: a generation held, the reply sent as it
comes. Must not gather a long reply, nor end a broken one.

Rule: RFC 9112, section 7.1: a chunked body ends with its last chunk. A reply that breaks off is left without one, and the server
cuts the connection: no reader can take it for whole.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Send

from api.library import Library, Serving
from ontology.errors import MandateGraphError
from stores.graph.stream import Stream
from stores.graph.worker import Answer

_WATCH_S = 0.25  # a query that takes longer is worth asking whether anybody still waits for it
_LOG = logging.getLogger("mandategraph.web")


@asynccontextmanager
async def held(library: Library) -> AsyncIterator[Serving]:
    """The generation that serves, as `Library.serving` holds it; where one must be opened first, the loop goes on meanwhile."""
    holder, quick = library.serving(), library.followed and library.now is not None
    serving = holder.__enter__() if quick else await run_in_threadpool(holder.__enter__)
    try:
        yield serving
    finally:
        if quick:
            holder.__exit__(None, None, None)
        else:
            await run_in_threadpool(holder.__exit__, None, None, None)


class Departure:
    """Ends the work of a request when the client goes away. Nothing is watched as long as the work is quick.

    Use it in an `async with` statement; what is inside is cancelled, and the statement ends as if nothing had happened.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._task: asyncio.Task[object] | None = None
        self._watching: asyncio.Task[None] | None = None
        self._gone = False

    async def __aenter__(self) -> "Departure":
        self._task = asyncio.current_task()
        self._timer = asyncio.get_running_loop().call_later(_WATCH_S, self._watch)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        self._timer.cancel()
        if self._watching is not None:
            self._watching.cancel()
        if self._gone and kind is asyncio.CancelledError and self._task is not None:
            self._task.uncancel()
            return True
        return False

    def _watch(self) -> None:
        self._watching = asyncio.ensure_future(self._wait())

    async def _wait(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._gone = True
        if self._task is not None:
            self._task.cancel()


def options(methods: str) -> Response:
    """What a page of another origin may send to an address that takes these methods."""
    headers = {
        "Allow": methods,
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, X-Request-ID",
    }
    return Response(status_code=204, headers=headers | {"Access-Control-Max-Age": "86400"})


async def send_reply(request: Request, send: Send, reply: Answer | Stream, headers: Mapping[str, str]) -> None:
    """Sends an answer with its length, or a stream in pieces; a stream that breaks is left unfinished, and the log says why."""
    pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    if isinstance(reply, Answer):
        pairs.append((b"content-length", str(len(reply.body)).encode()))
        await send({"type": "http.response.start", "status": 200, "headers": pairs})
        await send({"type": "http.response.body", "body": reply.body})
        return
    try:
        await send({"type": "http.response.start", "status": 200, "headers": pairs})
        if request.method != "HEAD":
            async for piece in reply:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    except MandateGraphError as error:
        _LOG.error("%s %s broke off: %s: %s", request.method, request.url.path, type(error).__name__, error.message)
    finally:
        await reply.aclose()
