"""Keepers, graph: one exchange with a SPARQL endpoint. In: a query for the address of the settings. Out: the bytes of the answer
as they come, or our errors. Must not parse the answer, nor go anywhere but to that address.

Rule: SPARQL 1.1 Protocol, section 2.1.3: the query and its dataset as fields of a form. A redirect is never followed: it would
send the queries to whomever the answer names. Only what was not begun to be answered is asked again, and only twice.
"""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit, urlunsplit

import httpx

from ontology.errors import QueryError, QuerySyntaxError, QueryTimeout, QueryTooLarge, StoreAway, StoreBusy, StoreError

PIECE = 64 * 1024  # bytes of an answer that are handed on together
_AGAIN_S = (0.1, 0.4)  # waits before the second and the third try
_CONNECT_S = 1.4  # three tries and the waits between them take less than 5 s, where a host is silent
_BUSY = (HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)
_REFUSES = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
_PLACE = re.compile(r"error at (\d+):(\d+): (.+)", re.DOTALL)
_MOST_WORDS = 4_000  # bytes of an error that are read
_ADVICE = "Look whether it runs, and at the setting MANDATEGRAPH_SPARQL_URL."


@dataclass(frozen=True, slots=True)
class Coming:
    """An answer that has begun: its media type, and its pieces, which raise our errors where it breaks off or is too long."""

    media_type: str
    pieces: Iterator[bytes]


class Endpoint:
    """A SPARQL 1.1 query endpoint. Safe to use from many threads; close it at the end."""

    def __init__(self, url: str, *, wall_s: float, max_bytes: int, at_once: int) -> None:
        self.shown = without_names(url)
        self._url = url
        self._wall_s = wall_s
        self._max_bytes = max_bytes
        self._client = httpx.Client(
            follow_redirects=False,
            trust_env=False,
            timeout=httpx.Timeout(wall_s, connect=min(_CONNECT_S, wall_s)),
            limits=httpx.Limits(max_connections=at_once, max_keepalive_connections=at_once),
            headers={"Accept-Encoding": "identity", "User-Agent": "mandategraph"},
        )

    def close(self) -> None:
        """Closes its connections."""
        self._client.close()

    @contextmanager
    def asked(
        self,
        query: str,
        accept: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        max_bytes: int | None = None,
    ) -> Iterator[Coming]:
        """The answer to a query, while it comes. It must come within the wall limit, which a silent endpoint can reach twice.

        Raises QuerySyntaxError, QueryTimeout, QueryTooLarge, StoreBusy where it is overloaded, StoreAway where nobody answers,
        StoreError for what is no endpoint.
        """
        until = time.monotonic() + self._wall_s
        dataset = {"default-graph-uri": list(default_graphs), "named-graph-uri": list(named_graphs)}
        form: dict[str, str | list[str]] = {"query": query, **dataset}
        response = self._sent(form, accept, until)
        try:
            self._refuse_other(response, accept)
            most = self._max_bytes if max_bytes is None else max_bytes
            yield Coming(_media_type(response), self._pieces(response, until, most))
        finally:
            response.close()

    def body(self, query: str, accept: str, *, max_bytes: int | None = None) -> bytes:
        """The whole answer."""
        with self.asked(query, accept, max_bytes=max_bytes) as coming:
            return b"".join(coming.pieces)

    def _sent(self, form: dict[str, str | list[str]], accept: str, until: float) -> httpx.Response:
        """The response whose head has come: asked again where nobody was there, or it was too busy, as long as time lasts."""
        for wait_s in (*_AGAIN_S, None):
            try:
                request = self._client.build_request("POST", self._url, data=form, headers={"Accept": accept})
                response = self._client.send(request, stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.RemoteProtocolError, httpx.ReadError) as error:
                if wait_s is None or time.monotonic() + wait_s > until:
                    raise StoreAway(f"The SPARQL store {self.shown} does not answer.", advice=_ADVICE) from error
            except httpx.TimeoutException as error:
                raise self._timeout() from error
            except httpx.HTTPError as error:
                raise StoreError(
                    f"The SPARQL store {self.shown} cannot be asked: {type(error).__name__}.", advice=_ADVICE
                ) from error
            else:
                if response.status_code not in _BUSY or wait_s is None or time.monotonic() + wait_s > until:
                    return response
                response.close()
            time.sleep(wait_s)
        raise AssertionError("the last try returns or raises")

    def _refuse_other(self, response: httpx.Response, accept: str) -> None:
        """Raises for whatever is no answer of that type."""
        status = response.status_code
        if status == HTTPStatus.OK and _media_type(response) in {one.partition(";")[0].strip() for one in accept.split(",")}:
            return
        if status == HTTPStatus.OK:
            raise StoreError(
                f"The SPARQL store {self.shown} answers in {_media_type(response)[:60] or 'no type'}; wanted {accept}.",
                advice="Ask for another format, or use a store that knows this one.",
            )
        if status == HTTPStatus.BAD_REQUEST:
            raise _syntax_error(_words(response))
        if status in _BUSY:
            raise StoreBusy(f"The SPARQL store {self.shown} is overloaded ({status}).", advice="Try again in a moment.")
        if response.is_redirect:
            raise StoreError(
                f"The SPARQL store {self.shown} sends elsewhere ({status}), which is not followed.",
                advice="Set MANDATEGRAPH_SPARQL_URL to the address of the endpoint itself.",
            )
        if status in _REFUSES:
            raise StoreError(f"The SPARQL store {self.shown} lets nobody in ({status}).", advice=_ADVICE)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise QueryError(f"The SPARQL store failed on this query ({status}).", advice="Its own log says why.")
        raise StoreError(f"Nothing at {self.shown} takes queries ({status}).", advice=_ADVICE)

    def _pieces(self, response: httpx.Response, until: float, most: int) -> Iterator[bytes]:
        came, waiting = 0, bytearray()
        try:
            for piece in response.iter_raw():  # as it comes: gathered by httpx, a trickle would be waited for without an end
                came += len(piece)
                if came > most:
                    advice = "Ask for fewer rows with LIMIT, or for fewer variables."
                    raise QueryTooLarge(f"The answer is longer than {most:,} bytes.", advice=advice)
                if time.monotonic() > until:
                    raise self._timeout()
                waiting += piece
                if len(waiting) >= PIECE:
                    yield bytes(waiting)
                    waiting.clear()
            if waiting:
                yield bytes(waiting)
        except httpx.TimeoutException as error:
            raise self._timeout() from error
        except httpx.HTTPError as error:
            raise StoreBusy("The SPARQL store broke off in the middle of its answer.", advice="Try again in a moment.") from error

    def _timeout(self) -> QueryTimeout:
        return QueryTimeout(
            f"The query ran past its limit of {self._wall_s:g} s and was given up.",
            advice="Join its patterns through shared variables, narrow them, or raise MANDATEGRAPH_QUERY_WALL_S.",
        )


def without_names(url: str) -> str:
    """An address without the name and password in it."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _media_type(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()


def _words(response: httpx.Response) -> str:
    taken = b""
    try:
        for piece in response.iter_raw(_MOST_WORDS):
            taken += piece
            if len(taken) >= _MOST_WORDS:
                break
    except httpx.HTTPError:
        return ""
    return taken[:_MOST_WORDS].decode("utf-8", "replace")


def _syntax_error(words: str) -> QuerySyntaxError:
    """What is malformed: in the store's own words only where they name a place as Oxigraph does; others may be a whole page."""
    match = _PLACE.search(words)
    if not match:
        return QuerySyntaxError("The query is malformed, says the SPARQL store.", advice="Look at its brackets and full stops.")
    line, column = int(match[1]), int(match[2])
    return QuerySyntaxError(
        f"The query is malformed at line {line}, column {column}: {match[3].strip()}.", line=line, column=column
    )
