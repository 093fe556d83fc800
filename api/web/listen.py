"""Web: listening. In: an application and an address. Out: a server that runs until stopped. Must not know what it serves."""

import errno
import logging
import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from ontology.errors import SettingsError

LONGEST_HEAD = 512 * 1024  # bytes of a request's address and headers: a question of 100 KB is refused by us, with advice


def listen(app: FastAPI, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serves until stopped; `ready` is told the address once it is ours. SettingsError when it cannot be had."""
    with opened(host, port) as bound:
        logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
        server = uvicorn.Server(
            uvicorn.Config(app, log_level="warning", access_log=False, h11_max_incomplete_event_size=LONGEST_HEAD)
        )
        bound.listen()  # whoever asks as soon as the address is told waits for the answer, and is not refused
        ready(f"http://{f'[{host}]' if ':' in host else host}:{bound.getsockname()[1]}")
        server.run(sockets=[bound])


def opened(host: str, port: int) -> socket.socket:
    """A socket bound to an address. Its protocol is named: asyncio sends answers without delay on such sockets only."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except (OSError, OverflowError) as error:  # the second for a number that is no port
        bound.close()
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        reason = "another program listens there" if taken else getattr(error, "strerror", None) or str(error).rstrip(".")
        advice = (
            "Stop it, or choose another port: `mandategraph serve --port 8001`." if taken else "Choose another --host or --port."
        )
        raise SettingsError(f"Wanted to listen on {host}, port {port}; {reason}.", advice=advice) from error
    return bound
