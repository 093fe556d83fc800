"""Web: watching. In: every exchange. Out: the same with its request id; a line in the log and figures once it has ended. Must not
buffer, nor look at what an answer says.

Rule: W3C Trace Context for `traceparent`, which goes back as it came. X-Request-ID is kept where it is a plain token of at most
64 characters: what else a stranger writes there does not get into our log.
"""

import itertools
import re
import secrets
import time
from http import HTTPStatus
from logging import INFO

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.callers import caller_in, is_by_proxy
from api.web.log import MARK, REQUESTS, Mark, cut
from api.web.metrics import Metrics

MARKED = "mandategraph.mark"
PROBLEM = "mandategraph.problem"  # where the class of the error that was answered stands in the scope
_ID = re.compile(rb"[A-Za-z0-9._:+/=-]{1,64}")
_TRACEPARENT = re.compile(rb"[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_SCHEMES = (b"http", b"https")
_MOST_ASKED = 2_000  # bytes of a body that a log may hold
_UNHEARD = ("desk", "check", "precedents", "dossier", "go", "corrections", "mcp")  # first steps of what may bring a draft
_BROKEN = "broken"  # the answer began and broke off: the connection was cut, so that nobody takes it for whole


class Watched:
    """Marks, counts, times and logs. `queries`: whether the log may hold what people ask; drafts and notes it never holds."""

    def __init__(self, app: ASGIApp, metrics: Metrics, *, queries: bool) -> None:
        self._app = app
        self._metrics = metrics
        self._queries = queries
        self._plain: frozenset[str] = frozenset()
        self._ids = itertools.count(1)
        self._prefix = secrets.token_hex(4)  # of this process: the count after it makes the id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One exchange."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(send, self._mark(scope))
        asked = _Asked(receive) if self._queries and not _may_bring_a_draft(scope) else None
        scope[MARKED] = exchange.mark
        self._metrics.in_flight += 1
        began = time.perf_counter()
        try:
            await self._app(scope, asked.receive if asked else receive, exchange.send)
        finally:
            self._metrics.in_flight -= 1
            self._end(scope, exchange, time.perf_counter() - began, asked)

    def _mark(self, scope: Scope) -> Mark:
        """What the request is known by from here on; a trusted proxy also says by which scheme it was asked."""
        request, trace, scheme = b"", b"", b""
        for name, value in scope["headers"]:
            if name == b"x-request-id":
                request = value
            elif name == b"traceparent":
                trace = value
            elif name == b"x-forwarded-proto":
                scheme = value
        if scheme in _SCHEMES and is_by_proxy(scope):
            scope["scheme"] = scheme.decode()
        mark = Mark(
            request.decode() if request and _ID.fullmatch(request) else f"{self._prefix}-{next(self._ids):x}",
            trace.decode() if trace and _TRACEPARENT.fullmatch(trace) and not trace.startswith(b"ff") else "",
        )
        MARK.set(mark)
        return mark

    def _end(self, scope: Scope, exchange: "_Exchange", seconds: float, asked: "_Asked | None") -> None:
        route, status = self._route(scope), exchange.outcome
        problem = scope.get(PROBLEM, "")
        query = status if status == _BROKEN else problem or ("answered" if status < "4" else status)
        self._metrics.observe(route, status, seconds, exchange.bytes, query)
        if not REQUESTS.isEnabledFor(INFO):
            return
        told: dict[str, object] = {
            "method": scope["method"],
            "path": cut(scope["path"]),
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 2),
            "bytes": exchange.bytes,
        }
        if problem:
            told["error"] = problem
        if exchange.status == HTTPStatus.TOO_MANY_REQUESTS:
            told["client"] = caller_in(scope)
        if asked is not None:
            told["asked"] = asked.text(scope)
        REQUESTS.handle(REQUESTS.makeRecord(REQUESTS.name, INFO, "", 0, "request", (), None, extra={"told": told}))

    def _route(self, scope: Scope) -> str:
        """The template of the route that answered, such as /doc/{path:path}; `none` where no route did."""
        template = getattr(scope.get("route"), "path", "")
        if template:
            return str(template)
        if not self._plain:  # plain ASGI routes and mounts leave no template behind
            self._plain = frozenset(
                path for path in (getattr(route, "path", "") for route in scope["app"].routes) if "{" not in path
            )
        path = scope["path"]
        place = f"/{path.partition('/')[2].partition('/')[0]}"
        return path if path in self._plain else place if place in self._plain else "none"


def _may_bring_a_draft(scope: Scope) -> bool:
    return scope["path"].partition("/")[2].partition("/")[0] in _UNHEARD


class _Exchange:
    """The way out of one exchange: the headers are put on, the bytes are counted."""

    __slots__ = ("_send", "bytes", "ended", "mark", "status")

    def __init__(self, send: Send, mark: Mark) -> None:
        self._send = send
        self.mark = mark
        self.status = 0
        self.bytes = 0
        self.ended = False

    @property
    def outcome(self) -> str:
        """The status. Where nothing was begun an error escaped, which is answered further out."""
        if self.ended or not self.status:
            return str(self.status or int(HTTPStatus.INTERNAL_SERVER_ERROR))
        return _BROKEN

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = [*message.get("headers", ()), (b"x-request-id", self.mark.request.encode())]
            if self.mark.traceparent:
                headers.append((b"traceparent", self.mark.traceparent.encode()))
            message["headers"] = headers
        elif message["type"] == "http.response.body":
            self.bytes += len(message.get("body", b""))
            self.ended = not message.get("more_body", False)
        await self._send(message)


class _Asked:
    """What was asked, where the log may hold it: the address's query, and the beginning of the body."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._body = b""

    async def receive(self) -> Message:
        message = await self._receive()
        if len(self._body) < _MOST_ASKED:
            self._body += message.get("body", b"")[:_MOST_ASKED]
        return message

    def text(self, scope: Scope) -> str:
        return cut(b" ".join(filter(None, (scope["query_string"], self._body))).decode("utf-8", "replace"))
