"""Web: heads of requests. In: bytes of a connection. Out: requests, as uvicorn reads them. Must not read on for ever.

The parser in C is several times as quick as the one in Python, but takes heads of any length, from whoever sends them at any
pace. Here a head has a length and a time; after either the connection is told so and cut.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST = 512 * 1024  # bytes of a request's address and headers: a question of 100 KB is refused by us, with advice
SLOWEST_S = 30.0
_PARSED = 65_535  # the parser in C counts the places in an address in 16 bits, and refuses longer ones
_TOO_LONG = f"The head of the request is longer than {LONGEST} bytes."


class BoundedHeads(HttpToolsProtocol):
    """One connection. The time runs from its beginning, or from the first byte of a head that does not come at once."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 # uvicorn's own
        super().__init__(*arguments, **named)
        self._is_in_head = False
        self._taken = 0
        self._timer: asyncio.TimerHandle | None = None

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
        if len(self.url) <= _PARSED or not path.startswith(b"/"):
            super().on_headers_complete()
            return
        self.url = path
        super().on_headers_complete()
        self.scope["query_string"] = query  # what was begun there takes its first step after this one

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

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
