"""Web: the envelope. In: every response. Out: the same with the headers that keep a browser safe. Must not look at what it says.

Plain ASGI, so that nothing is buffered. No page needs a script, a style or a picture from elsewhere, so none may load; nor does
any stand in a page itself, so that a text that looks like one is only a text.
"""

from collections.abc import Iterable, Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
ENVELOPE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",  # who opened a page of ours cannot lead it elsewhere afterwards
    "Access-Control-Allow-Origin": "*",  # everything here is public, and nothing is told by a cookie
    "Access-Control-Expose-Headers": "*",  # a page elsewhere reads the cost of its query, or when to come again
}
TOLD = "mandategraph.told"
"""Where in the scope headers stand that any answer to this request has, an error's too."""
_OURS = [(name.lower().encode(), value.encode()) for name, value in ENVELOPE.items()]
_NAMES = frozenset(name for name, _ in _OURS)


class Envelope:
    """Puts the headers on each response, and takes the body from answers to HEAD."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One exchange."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _sealed(message.get("headers", ()), scope.get(TOLD, {}))
            elif scope["method"] == "HEAD":
                message["body"] = b""
            await send(message)

        await self._app(scope, receive, sealed)


def _sealed(headers: Iterable[tuple[bytes, bytes]], told: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """The headers of a response with ours in the place of any of the same name; every answer varies with Accept."""
    kept, varies = list(_OURS), b""
    for pair in headers:
        name = pair[0]
        if name == b"vary":
            varies += b", " + pair[1] if varies else pair[1]
        elif name not in _NAMES:
            kept.append(pair)
    kept += [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in told.items()]
    if varies and b"accept" not in (one.strip() for one in varies.lower().split(b",")):
        varies += b", Accept"
    kept.append((b"vary", varies or b"Accept"))
    return kept
