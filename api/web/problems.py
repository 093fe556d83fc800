"""Web: problems. In: an error. Out: its status with a problem document or a page. Must not be doubled: statuses live here only.

Rule: RFC 9457. Where an error's own words name files of this machine, the table has other words for the public; the log has both.
"""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType

from fastapi import Request, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from api.web.negotiate import NotAcceptable, prefers_page
from api.web.pages import page
from api.web.parameters import UnsupportedMediaType
from api.web.protocol import ADDRESS, METHODS
from api.web.watched import PROBLEM
from ontology.errors import (
    AccessError,
    BadParameter,
    ChecksumError,
    EngineBusy,
    IriError,
    KeyMissing,
    KeyRefused,
    MandateGraphError,
    NotFound,
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    RateLimited,
    ReadError,
    SettingsError,
    SourceError,
    SourceMissing,
    SourceUnreachable,
    StoreAway,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreMissing,
    StoreStale,
    StoreUnwritable,
    SymbolError,
    UnknownQuery,
    Withdrawn,
)

_LOG = logging.getLogger("mandategraph.web")
_RETRY_S = 2
_ENDPOINT = Route(ADDRESS, Response, methods=METHODS.split(", "))
_USUAL = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
CURATORS = "curators"
"""The tag of routes that answer where there is a desk."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a class of errors is told: the status, words in place of the error's own, and seconds after which to try again."""

    status: HTTPStatus
    says: str = ""
    retry_s: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is told of an error, whoever asks."""

    status: HTTPStatus
    error: str
    detail: str
    advice: str = ""
    line: int | None = None
    column: int | None = None
    retry_s: int | None = None

    @property
    def document(self) -> Mapping[str, object]:
        """The problem document's members; those without a value are left out."""
        told = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": int(self.status),
            "detail": self.detail,
            "error": self.error,
        }
        more = {"advice": self.advice or None, "line": self.line, "column": self.column}
        return told | {name: value for name, value in more.items() if value is not None}


_OURS = "Something is wrong on this server; its log says what."
_NO_STORE = "Nothing has been published here yet, or it cannot be read. Mend it with: mandategraph ingest PATH"
_NO_ROOM = "This server can write nothing now: its disk is full or read-only. It answers questions as before."
_AWAY = "A store behind this server does not answer now. Try again in a moment."
_BUSY = "This server is busy: every query worker is taken, or another write is being published. Try again in a moment."
STATUSES: Mapping[type[MandateGraphError], Rule] = MappingProxyType(
    {
        MandateGraphError: Rule(HTTPStatus.INTERNAL_SERVER_ERROR, _OURS),
        SymbolError: Rule(HTTPStatus.BAD_REQUEST),
        IriError: Rule(HTTPStatus.BAD_REQUEST),
        SettingsError: Rule(HTTPStatus.INTERNAL_SERVER_ERROR, _OURS),
        SourceError: Rule(HTTPStatus.INTERNAL_SERVER_ERROR, _OURS),
        SourceMissing: Rule(HTTPStatus.INTERNAL_SERVER_ERROR, _OURS),
        SourceUnreachable: Rule(HTTPStatus.INTERNAL_SERVER_ERROR, _OURS),
        ReadError: Rule(HTTPStatus.INTERNAL_SERVER_ERROR, _OURS),
        ChecksumError: Rule(HTTPStatus.INTERNAL_SERVER_ERROR, _OURS),
        QueryError: Rule(HTTPStatus.BAD_REQUEST),
        QuerySyntaxError: Rule(HTTPStatus.BAD_REQUEST),
        QueryRefused: Rule(HTTPStatus.FORBIDDEN),
        QueryTimeout: Rule(HTTPStatus.SERVICE_UNAVAILABLE),
        QueryTooLarge: Rule(HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        UnknownQuery: Rule(HTTPStatus.NOT_FOUND),
        BadParameter: Rule(HTTPStatus.BAD_REQUEST),
        StoreError: Rule(HTTPStatus.SERVICE_UNAVAILABLE, _NO_STORE),
        StoreMissing: Rule(HTTPStatus.SERVICE_UNAVAILABLE, _NO_STORE),
        StoreAway: Rule(HTTPStatus.SERVICE_UNAVAILABLE, _AWAY, retry_s=_RETRY_S),
        StoreStale: Rule(HTTPStatus.SERVICE_UNAVAILABLE, _NO_STORE),
        StoreDamaged: Rule(HTTPStatus.SERVICE_UNAVAILABLE, _NO_STORE),
        StoreUnwritable: Rule(HTTPStatus.INSUFFICIENT_STORAGE, _NO_ROOM),
        StoreBusy: Rule(HTTPStatus.SERVICE_UNAVAILABLE, _BUSY, retry_s=_RETRY_S),
        EngineBusy: Rule(HTTPStatus.SERVICE_UNAVAILABLE, retry_s=_RETRY_S),
        AccessError: Rule(HTTPStatus.FORBIDDEN),
        KeyMissing: Rule(HTTPStatus.UNAUTHORIZED),
        KeyRefused: Rule(HTTPStatus.FORBIDDEN),
        RateLimited: Rule(HTTPStatus.TOO_MANY_REQUESTS),
        NotFound: Rule(HTTPStatus.NOT_FOUND),
        Withdrawn: Rule(HTTPStatus.GONE),
        NotAcceptable: Rule(HTTPStatus.NOT_ACCEPTABLE),
        UnsupportedMediaType: Rule(HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    }
)


def problem_of(error: Exception) -> Problem:
    """What is told of an error; of one that nobody foresaw, only that it happened."""
    if isinstance(error, HTTPException):
        status = HTTPStatus(error.status_code)
        if status == HTTPStatus.NOT_FOUND:
            return Problem(status, "NotFound", "There is no such page.", "Begin at / or search at /search?q=...")
        return Problem(status, "HttpError", status.phrase)
    rule = next((STATUSES[known] for known in type(error).__mro__ if known in STATUSES), None)
    if rule is None or not isinstance(error, MandateGraphError):
        return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "InternalError", _OURS)
    return Problem(
        rule.status,
        type(error).__name__,
        rule.says or error.message,
        "" if rule.says else error.advice,
        getattr(error, "line", None),
        getattr(error, "column", None),
        getattr(error, "retry_s", rule.retry_s),
    )


def logged(error: Exception) -> str:
    """What the log may hold of an error of ours: how to ask more cheaply names the query's variables, so it is left out."""
    return error.message if isinstance(error, QueryError | EngineBusy) else str(error)


def answer(request: Request, error: Exception) -> Response:
    """The response to an error: a page where the client prefers one, else a problem document. Each has its status."""
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    problem = problem_of(error)
    if problem.status == HTTPStatus.METHOD_NOT_ALLOWED:
        problem = _other_method(request)
        headers["Allow"] = ", ".join(_methods(request))
    note(request, problem, error)
    if problem.retry_s is not None:
        headers["Retry-After"] = str(problem.retry_s)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="mandategraph"'  # RFC 9110, section 15.5.2; RFC 6750, section 3
    if prefers_page(request.headers.get("accept"), request.query_params.get("format")):
        return page(request, "problem.html", {"problem": problem}, status=problem.status, headers=headers)
    body = json.dumps(problem.document, ensure_ascii=False)
    return Response(body, problem.status, headers, "application/problem+json")


def note(request: Request, problem: Problem, error: Exception) -> None:
    """Names the problem for the line of the request, and puts a fault of ours into the log."""
    request.scope[PROBLEM] = problem.error
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        ours = isinstance(error, MandateGraphError)  # the words of others may repeat a query: their class and places are told
        told = f"{type(error).__name__}: {logged(error)}" if ours else type(error).__name__
        _LOG.error("%s %s: %s", request.method, request.url.path, told, exc_info=None if ours else error)


def _other_method(request: Request) -> Problem:
    """What an address takes, and which addresses take the method that came, as the table of routes has it."""
    takes = sorted({_shown(route) for route in _routes(request) if request.method in (route.methods or ())})
    return Problem(
        HTTPStatus.METHOD_NOT_ALLOWED,
        "MethodNotAllowed",
        f"This address does not take {request.method[:20]}; it takes {', '.join(_methods(request))}.",
        f"{request.method} is taken by {', '.join(takes)}." if takes else "",
    )


def _methods(request: Request) -> list[str]:
    """The methods that an address takes, whichever of its routes takes them."""
    matching = [route for route in _routes(request) if route.matches(request.scope)[0] is not Match.NONE]
    return [method for method in _USUAL if any(method in (route.methods or ()) for route in matching)]


def _routes(request: Request) -> list[Route]:
    """All routes that answer here: the endpoint stands before the table, and what curators do needs a desk."""
    table = [route for route in request.app.routes if isinstance(route, Route)]
    closed = () if request.app.state.desk else [route for route in table if CURATORS in getattr(route, "tags", ())]
    return [_ENDPOINT, *(route for route in table if route not in closed)]


def _shown(route: Route) -> str:
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda name: name[1].upper(), route.path)
