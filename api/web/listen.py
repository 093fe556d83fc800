"""Web: listening. In: an application and an address. Out: a server that runs until stopped. Must not know what it serves."""

import errno
import logging
import math
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from api.web.heads import BoundedHeads
from ontology.errors import SettingsError

Application = ASGIApp
CANNOT_START = STARTUP_FAILURE
"""The exit code of a process of `listen_together` that ends all of them: what ails it would ail its successors."""
_LATEST_S = 60  # after which a process that does not start, or does not answer its supervisor, is given up


def listen(app: ASGIApp, host: str, port: int, ready: Callable[[str], None], *, ends_s: float = 30.0) -> None:
    """Serves until stopped; `ready` is told the address once it is ours. SettingsError when it cannot be had.

    When it is stopped, answers under way have `ends_s` to end in; new connections are no longer taken.
    """
    with opened(host, port) as bound:
        server = uvicorn.Server(_config(app, ends_s))
        ready(_listening(bound, host))
        server.run(sockets=[bound])


def listen_together(
    make: Callable[[], ASGIApp], host: str, port: int, ready: Callable[[str], None], *, processes: int, ends_s: float = 30.0
) -> None:
    """The same by several processes on one socket, each with an application of its own that `make` makes there.

    Supervision is uvicorn's: who ends is replaced; SIGHUP replaces one after the other, each once its successor serves; SIGTERM
    lets all of them end as `listen` does. SettingsError when the first ones could not start: their log says why.
    """
    with opened(host, port) as bound:
        config = _config(make, ends_s, factory=True, workers=processes, timeout_worker_healthcheck=_LATEST_S)
        logging.getLogger("uvicorn.error").setLevel(logging.INFO)  # of this process: who ended, and who came
        ready(_listening(bound, host))
        supervisor = Multiprocess(config, [bound])
        supervisor.run()
        if any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes):
            raise SettingsError("The server could not start.", advice="The line before this one in the log says why.")


def _config(app: ASGIApp | Callable[[], ASGIApp], ends_s: float, **more: Any) -> uvicorn.Config:  # noqa: ANN401 # uvicorn's own
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    return uvicorn.Config(
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
        **more,
    )


def _listening(bound: socket.socket, host: str) -> str:
    """The address of a socket that listens from now on: whoever asks at once waits for the answer, and is not refused."""
    bound.listen()
    return f"http://{f'[{host}]' if ':' in host else host}:{bound.getsockname()[1]}"


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
