"""Tests: the `oxigraph` server. In: statements. Out: a server on loopback that holds them."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from stores import generations
from stores.graph.store import GraphStore
from stores.settings import Settings

SERVER = Path(sys.executable).with_name("oxigraph")


def load(folder: Path, n_quads: list[bytes]) -> None:
    """Puts statements into a store of the server."""
    file = folder.with_suffix(".nq")
    file.write_bytes(b"".join(n_quads))
    subprocess.run([SERVER, "load", "--location", folder, "--file", file], check=True, capture_output=True)


def serve(folder: Path, *options: str) -> Iterator[str]:
    """The address of a server over that store, as long as it is needed."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
    command = [str(SERVER), "serve-read-only", "--location", str(folder), "--bind", f"127.0.0.1:{port}", *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}/query"
        server.kill()


def dumped(settings: Settings) -> list[bytes]:
    """All statements of the generation that serves, as N-Quads."""
    with GraphStore.read_only(generations.current(settings.data).graph) as store:
        return list(store.export())
