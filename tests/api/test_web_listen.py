"""Tests of the web: listening. In: an address. Out: an application that is served there, or why it cannot be. Loopback only."""

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from fastapi import FastAPI, Request

from api.web import heads
from api.web.heads import BoundedHeads
from api.web.listen import listen, opened
from ontology.errors import SettingsError


def test_a_taken_port_is_said_before_anything_is_promised() -> None:
    """The message names the port and what to do; nobody is told to open an address that is another program's."""
    promised: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SettingsError, match=f"{port}; another program listens there"):
            listen(FastAPI(), "127.0.0.1", port, promised.append)
    assert promised == []


def test_an_address_that_is_not_ours_is_refused() -> None:
    """An address of another machine cannot be listened on."""
    with pytest.raises(SettingsError, match=r"192\.0\.2\.1"):
        listen(FastAPI(), "192.0.2.1", 0, print)


@pytest.mark.parametrize("port", [-1, 65_536])
def test_a_number_that_is_no_port_is_refused(port: int) -> None:
    """The operating system is not even asked, so the error is another; the message is of the same kind."""
    with pytest.raises(SettingsError, match=f"port {port}"):
        listen(FastAPI(), "127.0.0.1", port, print)


def test_an_answer_leaves_at_once() -> None:
    """Head and body are two writes: held together for the reader's receipt, each answer on a kept connection takes 40 ms more."""
    with opened("127.0.0.1", 0) as listening:
        listening.listen()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            assert accepted.proto == socket.IPPROTO_TCP  # what asyncio goes by when it switches the delay off


@pytest.fixture
def served() -> Iterator[tuple[uvicorn.Server, tuple[str, int]]]:
    """A server and the address of its application, which answers each request with its query, listened to as `listen` does it."""
    app = FastAPI()

    def query(request: Request) -> str:
        return request.url.query

    app.add_api_route("/{path:path}", query)
    with socket.create_server(("127.0.0.1", 0)) as bound:
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", loop="uvloop", http=BoundedHeads, ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        yield server, bound.getsockname()
        server.should_exit = True
        thread.join()


@pytest.fixture
def address(served: tuple[uvicorn.Server, tuple[str, int]]) -> tuple[str, int]:
    """The address alone."""
    return served[1]


def test_a_head_without_end_is_told_so_and_cut(address: tuple[str, int]) -> None:
    """However it is cut into pieces, no more of it is kept than the limit."""
    with socket.create_connection(address) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: ")
        with contextlib.suppress(OSError):  # the connection may be cut while we still send
            for _ in range(2 * heads.LONGEST // 8192):
                connection.sendall(b"x" * 8192)
        connection.settimeout(10)
        with contextlib.suppress(ConnectionResetError):
            assert connection.recv(100).startswith(b"HTTP/1.1 400")


def test_a_long_question_comes_through_and_so_does_the_next_one(address: tuple[str, int]) -> None:
    """A head of 100 KB in pieces is within the limit; its bytes do not count against the next head of the connection."""
    with socket.create_connection(address, timeout=10) as connection:
        for _ in range(8):
            connection.sendall(b"GET /long?" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n")
            taken = b""
            while not taken.endswith(b'x"') and (piece := connection.recv(65536)):
                taken += piece
            assert taken.startswith(b"HTTP/1.1 200")
            assert taken.count(b"x") >= 100_000


def test_a_head_that_does_not_come_is_not_waited_for(address: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither where nothing comes, nor where a head stops in its middle after another request."""
    monkeypatch.setattr(heads, "SLOWEST_S", 0.1)
    with socket.create_connection(address) as silent, socket.create_connection(address) as slow:
        slow.sendall(b"GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
        slow.settimeout(10)
        silent.settimeout(10)
        assert slow.recv(1000).startswith(b"HTTP/1.1 200")
        slow.sendall(b"GET /x HTTP/1.1\r\nHos")
        assert (silent.recv(100), slow.recv(100)) == (b"", b"")


def test_what_comes_while_the_server_stops_is_answered_and_told_to_be_the_last(
    served: tuple[uvicorn.Server, tuple[str, int]],
) -> None:
    """On a connection that rested, and on one on which nothing came yet: who had just sent a request would lose it. One on which
    nothing comes does not hold the server up.
    """
    server, address = served
    kept, new, silent = (socket.create_connection(address, timeout=10) for _ in range(3))
    with kept, new, silent:
        kept.sendall(b"GET /?one HTTP/1.1\r\nHost: a\r\n\r\n")
        assert kept.recv(1000).startswith(b"HTTP/1.1 200")
        server.should_exit = True
        while server.servers[0].is_serving():
            pass
        for connection in (kept, new):
            connection.sendall(b"GET /?two HTTP/1.1\r\nHost: a\r\n\r\n")
            told = b""
            while piece := connection.recv(1000):
                told += piece
            assert told.startswith(b"HTTP/1.1 200")
            assert b"connection: close" in told.lower()
            assert told.endswith(b'"two"')
        assert silent.recv(100) == b""
