"""Web: heads of requests. In: bytes of a connection. Out: requests, as uvicorn reads them. Must not read on for ever.

The parser in C is several times as quick as the one in Python, but takes heads of any length, from whoever sends them at any
pace. Here a head has a length and a time; after either the connection is told so and cut.

When the server stops, connections that rest are not cut at once, as uvicorn would: a request may be on its way. It is answered,
and the answer says that it was the last one.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST = 512 * 1024  # bytes of a request's address and headers: a question of 100 KB is refused by us, with advice
SLOWEST_S = 30.0
LINGER_S = 1.0  # for which a connection that rests is still listened to when the server stops
_PARSED = 65_535  # the parser in C counts the places in an address in 16 bits, and refuses longer ones
_TOO_LONG = f"The head of the request is longer than {LONGEST} bytes."


class BoundedHeads(HttpToolsProtocol):
    """One connection. The time runs from its beginning, or from the first byte of a head that does not come at once."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 # uvicorn's own
        super().__init__(*arguments, **named)
        self._is_in_head = False
        self._taken = 0
        self._timer: asyncio.TimerHandle | None = None
        self._is_last = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """The first head begins."""
        super().connection_made(transport)
        self._timer = self.loop.call_later(SLOWEST_S, transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """A head begins."""
        self._is_in_head, self._taken = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """A head has ended."""
        self._is_in_head = False
        self._stop()
        path, _, query = self.url.partition(b"?")
        is_long = len(self.url) > _PARSED and path.startswith(b"/")
        if is_long:
            self.url = path
        super().on_headers_complete()
        if is_long:
            self.scope["query_string"] = query  # what was begun there takes its first step after this one
        if self._is_last:
            self.cycle.keep_alive = False

    def data_received(self, data: bytes) -> None:
        """Reads on, unless the head that these bytes belong to is too long."""
        super().data_received(data)
        if not self._is_in_head or self.transport.is_closing():
            return
        self._taken += len(data)
        if self._taken > LONGEST:
            self.send_400_response(_TOO_LONG)
        elif self._timer is None:
            self._timer = self.loop.call_later(SLOWEST_S, self.transport.close)

    def shutdown(self) -> None:
        """The server stops: what is being answered is answered to its end, and so is what comes in this moment."""
        self._is_last = True
        if self._rests():
            self.loop.call_later(LINGER_S, self._end)
        else:
            super().shutdown()

    def _rests(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _end(self) -> None:
        if self._rests():
            self.transport.close()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
