"""Conformance: a throw-away endpoint. In: statements, or a library. Out: our application over it, listening. Must not ingest."""

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyoxigraph
import uvicorn

from api.desk import Desk
from api.library import Library
from api.web.app import create_app
from api.web.heads import BoundedHeads
from benchmarks.bare import Bare, bare
from stores.graph.store import GraphStore
from stores.settings import Settings
from tests.conformance.manifests import ADDRESS


def filled(folder: Path, quads: Iterable[pyoxigraph.Quad], **settings: float) -> Bare:
    """A library that serves these statements."""
    engine = pyoxigraph.Store(str(folder / "writer"))
    engine.bulk_extend(quads)
    with GraphStore(engine, folder / "writer") as writer:
        writer.backup(folder / "graph")
    given = {"query_workers": 1, "query_wall_s": 20.0, "requests_per_minute": 0} | settings
    return bare(folder, Settings(data=folder, base=ADDRESS, **given))  # type: ignore[arg-type] # numbers by name


@contextmanager
def listening(served: Library, desk: Desk | None = None) -> Iterator[httpx.Client]:
    """A client of the application, over HTTP, served as `mandategraph serve` does it."""
    bound = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(served, desk), log_level="critical", access_log=False, loop="uvloop", http=BoundedHeads)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{bound.getsockname()[1]}", timeout=60) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()
        bound.close()
