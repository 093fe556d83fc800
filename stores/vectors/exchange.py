"""Talking to a Qdrant server. In: its address, and how long to wait. Out: a client that repeats what failed, within bounds, and
whose errors are ours. Must not know what is asked.

All that we ask may be asked twice: points have numbers of their own, and every collection a name of its own. So a request that
was cut off, or that met a server which is busy or starting, is sent again after a pause, until tries or time are used up.
"""

import logging
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.metadata import version as installed
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import urlsplit, urlunsplit

from ontology.errors import StoreAway, StoreError, StoreStale

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

MEMORY = ":memory:"
LEAST = (1, 16)  # of a server: collections have no metadata before, which say that one is whole
BUILD_S = 60.0  # for one request of a build, which waits until a batch is written
PASSING = frozenset({429, 500, 502, 503, 504})  # 500: a cluster says so of a replica that went away
_FIRST_PAUSE_S = 0.1
_LONGEST_PAUSE_S = 5.0
_SHORTEST_WAIT_S = 0.05
_ADVICE = "Is it running, and is MANDATEGRAPH_QDRANT_URL its address?"
_LOG = logging.getLogger("mandategraph.vectors")
_UNTIL: ContextVar[float] = ContextVar("until", default=float("inf"))  # time.monotonic() at which the act under way must end


class Request(Protocol):
    """What is asked of a request of the client's."""

    extensions: dict[str, Any]


class Response(Protocol):
    """What is asked of an answer that the client got."""

    @property
    def status_code(self) -> int:
        """The status."""


Asked = TypeVar("Asked", bound=Request)
Answered = TypeVar("Answered", bound=Response)


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a request is sent again, and the most seconds that one try waits."""

    retries: int = 4
    wall_s: float = BUILD_S

    def __call__(self, request: Asked, send: Callable[[Asked], Answered]) -> Answered:
        """Sends a request of the client, as its middleware; the last answer or error is given on."""
        from qdrant_client.http.exceptions import ResponseHandlingException

        attempt = 0
        while True:
            left = max(min(self.wall_s, _UNTIL.get() - time.monotonic()), _SHORTEST_WAIT_S)
            request.extensions["timeout"] = dict.fromkeys(("connect", "read", "write", "pool"), left)
            try:
                response = send(request)
            except ResponseHandlingException:
                if self._is_over(attempt):
                    raise
            else:
                if response.status_code not in PASSING or self._is_over(attempt):
                    return response
            time.sleep(_pause(attempt))
            attempt += 1

    def _is_over(self, attempt: int) -> bool:
        return attempt >= self.retries or _UNTIL.get() - time.monotonic() < _pause(attempt)


def _pause(attempt: int) -> float:
    return min(_FIRST_PAUSE_S * 2.0**attempt, _LONGEST_PAUSE_S)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """All requests of this act, with what is sent again, end after so many seconds, in an answer or in StoreAway."""
    before = _UNTIL.set(min(_UNTIL.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _UNTIL.reset(before)


def connect(url: str, patience: Patience | None = None) -> "QdrantClient":
    """A client of the server at `url`; ":memory:" is a store in this process. Nothing is asked of the server yet.

    The server's API key, if it has one, stands in the address as a password: https://:KEY@host:6333. It is sent as a header, and
    no message of ours has it.
    """
    from qdrant_client import QdrantClient

    if url == MEMORY:
        return QdrantClient(MEMORY)
    parts = urlsplit(url)
    bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    patience = patience or Patience()
    with warnings.catch_warnings():  # that a key travels without encryption is for whoever set the address so
        warnings.filterwarnings("ignore", "Api key is used with an insecure connection")
        client = QdrantClient(url=bare, api_key=parts.password, timeout=int(patience.wall_s) + 1, check_compatibility=False)
    client.http.client.add_middleware(patience)
    return client


def in_memory(client: "QdrantClient") -> bool:
    """Whether the client is a store in this process, which scans always and warns of what has no effect there."""
    return client.init_options.get("location") == MEMORY


def check_versions(client: "QdrantClient") -> None:
    """StoreStale where the server cannot hold our index; a line in the log where Qdrant promises nothing for the two versions.

    Rule: Qdrant's client and server work together up to one minor version apart.
    """
    with answering(client):
        found, ours = client.info().version, installed("qdrant-client")
    server, known = _numbers(found), _numbers(ours)
    if server[:1] != known[:1] or server < LEAST:
        raise StoreStale(
            f"The Qdrant server at {address(client)} is of version {found!r}; the client here is {ours}.",
            advice=f"Run a server of version {known[0]}, from {LEAST[0]}.{LEAST[1]} on, best {known[0]}.{known[1]}.",
        )
    if abs(server[1] - known[1]) > 1:
        _LOG.warning("The Qdrant server is %s, the client %s: more than one minor version apart.", found, ours)


def _numbers(version: str) -> tuple[int, int]:
    """Major and minor; (0, 0) for what is no version."""
    major, _, rest = version.partition(".")
    minor = rest.partition(".")[0]
    return (int(major), int(minor)) if major.isdecimal() and minor.isdecimal() else (0, 0)


def address(client: "QdrantClient") -> str:
    """Where the server is, without its key."""
    return str(client.init_options.get("url") or MEMORY)


@contextmanager
def answering(client: "QdrantClient") -> Iterator[None]:
    """Turn the client's own errors into StoreAway where trying again may help, else StoreError, with the server's address."""
    from qdrant_client.common.client_exceptions import QdrantException
    from qdrant_client.http.exceptions import ApiException, ResponseHandlingException, UnexpectedResponse

    try:
        yield
    except (ApiException, QdrantException) as error:
        source = getattr(error, "source", error)
        message = f"The Qdrant server at {address(client)} did not answer as it should: {str(error) or repr(source)}"
        is_away = isinstance(error, QdrantException)  # it asked for less, and said when to come again
        if isinstance(error, ResponseHandlingException):
            is_away = not isinstance(source, ValueError)  # what answered speaks another language
        if isinstance(error, UnexpectedResponse):
            is_away = error.status_code in PASSING
        raise (StoreAway if is_away else StoreError)(message, advice=_ADVICE) from error
