"""Tests of the web: listening. In: an address. Out: an application that is served there, or why it cannot be. Loopback only."""

import socket

import pytest
from fastapi import FastAPI

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
