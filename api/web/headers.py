"""Web: the envelope. In: every response. Out: the same with the headers that keep a browser safe. Must not look at what it says.

Plain ASGI, so that nothing is buffered. No page needs a script, a style or a picture from elsewhere, so none may load.
"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
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
    "Access-Control-Allow-Origin": "*",  # everything here is public, and nothing is told by a cookie
}


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
                headers = MutableHeaders(scope=message)
                headers.update(ENVELOPE)
                headers.add_vary_header("Accept")
            elif scope["method"] == "HEAD":
                message["body"] = b""
            await send(message)

        await self._app(scope, receive, sealed)
