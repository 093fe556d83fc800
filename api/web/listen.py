"""Web: listening. In: an application and an address. Out: a server that runs until stopped. Must not know what it serves."""

import errno
import logging
import math
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from api.web.heads import BoundedHeads
from ontology.errors import SettingsError


def listen(app: ASGIApp, host: str, port: int, ready: Callable[[str], None], *, ends_s: float = 30.0) -> None:
    """Serves until stopped; `ready` is told the address once it is ours. SettingsError when it cannot be had.

    When it is stopped, answers under way have `ends_s` to end in; new connections are no longer taken.
    """
    with opened(host, port) as bound:
        logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_level="warning",
                log_config=None,  # what it has to say goes into our log
                access_log=False,
                proxy_headers=False,  # api.web.callers knows whom to believe
                server_header=False,
                timeout_graceful_shutdown=math.ceil(ends_s),
                loop="uvloop",
                http=BoundedHeads,
                ws="none",
            )
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
