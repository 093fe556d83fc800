"""Tests of the keepers: a SPARQL endpoint that misbehaves. In: a server in this process that answers what it is told. Out: our
errors, in time. No network but loopback.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from ontology.errors import (
    MandateGraphError,
    QueryError,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    StoreBusy,
    StoreError,
    StoreMissing,
)
from stores.graph.endpoint import Endpoint
from stores.graph.held import JSON
from stores.graph.remote import RemoteStore
from stores.graph.remote_pool import RemotePool

YES = b'{"head":{},"boolean":true}'
Reply = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """What was asked of it, and its address."""

    def __init__(self, reply: Reply) -> None:
        asked = self.asked = list[dict[str, list[str]]]()
        heads = self.heads = list[dict[str, str]]()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                asked.append(parse_qs(body))
                heads.append({name.lower(): value for name, value in self.headers.items()})
                reply(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # its name in the base class
                """Says nothing."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}/query"


@contextmanager
def serving(reply: Reply) -> Iterator[Server]:
    """A server that gives one reply to all."""
    server = Server(reply)
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.http.shutdown()
    thread.join()
    server.http.server_close()


def saying(status: int, body: bytes = b"", content_type: str = JSON, **headers: str) -> Reply:
    """A whole reply."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def endpoint(url: str, *, wall_s: float = 2.0, max_bytes: int = 1_000_000) -> Endpoint:
    """An endpoint with little patience."""
    return Endpoint(url, wall_s=wall_s, max_bytes=max_bytes, at_once=2)


@pytest.mark.parametrize(
    ("reply", "failure", "says"),
    [
        (saying(302, Location="http://127.0.0.1:9/elsewhere"), StoreError, "sends elsewhere (302), which is not followed"),
        (saying(307, Location="/other"), StoreError, "sends elsewhere (307)"),
        (saying(200, b"<html>", "text/html"), StoreError, "answers in text/html; wanted application/sparql-results+json"),
        (saying(400, b"error at 3:7: expected }", "text/plain"), QuerySyntaxError, "at line 3, column 7: expected }."),
        (
            saying(400, b"<html>/srv/secret/path" * 1_000, "text/html"),
            QuerySyntaxError,
            "The query is malformed, says the SPARQL",
        ),
        (saying(401), StoreError, "lets nobody in (401)"),
        (saying(404), StoreError, "takes queries (404)"),
        (saying(500, b"java.lang.Exception"), QueryError, "failed on this query (500)"),
        (saying(503), StoreBusy, "is overloaded (503)"),
        (saying(429), StoreBusy, "is overloaded (429)"),
        (saying(200, b"no json"), StoreError, "JSON that is none"),
    ],
)
def test_what_is_no_answer_is_an_error_of_ours(reply: Reply, failure: type[MandateGraphError], says: str) -> None:
    """Without a word of what came, but for the place of a mistake."""
    with serving(reply) as server:
        store = RemoteStore(endpoint(server.url))
        with pytest.raises(failure) as caught:
            store.ask("ASK {}")
        assert type(caught.value) is failure
        assert says in str(caught.value)
        assert "secret" not in str(caught.value)
        assert "java" not in str(caught.value)
        store.close()


def test_a_redirect_is_not_followed() -> None:
    """The query would go to whomever the answer names."""
    with serving(saying(200, YES)) as elsewhere:
        with serving(saying(307, Location=elsewhere.url)) as server:
            store = RemoteStore(endpoint(server.url))
            with pytest.raises(StoreError, match="sends elsewhere"):
                store.ask("ASK {}")
            store.close()
        assert elsewhere.asked == []


def test_one_that_is_busy_is_asked_twice_more() -> None:
    """And answers the third time."""
    replies = iter([saying(503), saying(503), saying(200, YES)])

    def reply(handler: BaseHTTPRequestHandler) -> None:
        next(replies)(handler)

    with serving(reply) as server:
        store = RemoteStore(endpoint(server.url))
        assert store.ask("ASK {}") is True
        assert len(server.asked) == 3
        store.close()


def test_a_query_and_its_dataset_travel_as_the_protocol_says() -> None:
    """As fields of a form, with the type that is wanted, and unpacked: a small packed answer can be endless."""
    with serving(saying(200, YES)) as server:
        asked = endpoint(server.url)
        with asked.asked("ASK { # é & = +\n}", JSON, default_graphs=["urn:a", "urn:b"], named_graphs=["urn:c"]) as coming:
            assert b"".join(coming.pieces) == YES
        form = {"query": ["ASK { # é & = +\n}"], "default-graph-uri": ["urn:a", "urn:b"], "named-graph-uri": ["urn:c"]}
        assert server.asked == [form]
        assert server.heads[0]["accept"] == JSON
        assert server.heads[0]["accept-encoding"] == "identity"
        asked.close()


def test_an_answer_that_is_too_long_is_given_up() -> None:
    """Whatever length it announced."""
    with serving(saying(200, b" " * 2_000)) as server:
        asked = endpoint(server.url, max_bytes=1_999)
        with pytest.raises(QueryTooLarge, match=r"longer than 1,999 bytes"):
            asked.body("ASK {}", JSON)
        asked.close()


def _silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1.5)
    handler.close_connection = True


def _dripping(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    try:
        for _ in range(40):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        handler.close_connection = True  # it was given up, as it should be


@pytest.mark.parametrize("reply", [_silent, _dripping])
def test_one_that_takes_too_long_is_given_up(reply: Reply) -> None:
    """Whether it says nothing or a little all the time."""
    with serving(reply) as server:
        asked = endpoint(server.url, wall_s=0.3)
        began = time.monotonic()
        with pytest.raises(QueryTimeout, match=r"ran past its limit of 0.3 s"):
            asked.body("ASK {}", JSON)
        assert time.monotonic() - began < 1.4
        asked.close()


def _breaking_off(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(YES)
    handler.close_connection = True


def test_an_answer_that_breaks_off_is_no_answer() -> None:
    """It is never handed on as if it were whole."""
    with serving(_breaking_off) as server:
        asked = endpoint(server.url)
        with pytest.raises(StoreBusy, match="broke off in the middle"):
            asked.body("ASK {}", JSON)
        asked.close()


def test_one_that_is_not_there_is_told_in_time() -> None:
    """After three tries."""
    asked = endpoint("http://127.0.0.1:9/query")
    with pytest.raises(StoreMissing, match="does not answer"):
        asked.body("ASK {}", JSON)
    asked.close()


def test_so_many_are_asked_at_once_and_the_others_wait_their_turn() -> None:
    """Two places: four queries take twice as long as one, and each is answered."""
    running, most = 0, 0
    lock = threading.Lock()

    def slowly(handler: BaseHTTPRequestHandler) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.2)
        with lock:
            running -= 1
        saying(200, YES)(handler)

    with serving(slowly) as server:
        pool = RemotePool(endpoint(server.url), workers=2, wall_s=2.0, max_rows=10)
        told: list[bytes] = []
        threads = [
            threading.Thread(target=lambda: told.append(pool.run("ASK {}", base="http://example.org/").body)) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert told == [YES] * 4
        assert most == 2
        pool.close()
        with pytest.raises(StoreError, match="was closed"):
            pool.run("ASK {}", base="http://example.org/")
