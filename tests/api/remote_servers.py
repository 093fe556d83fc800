"""Tests: the `oxigraph` server. In: statements. Out: a server on loopback that holds them."""

import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

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
        wait_for(port)
        yield f"http://127.0.0.1:{port}/query"
        server.kill()


def dumped(settings: Settings) -> list[bytes]:
    """All statements of the generation that serves, as N-Quads."""
    with GraphStore.read_only(generations.current(settings.data).graph) as store:
        return list(store.export())


class Server:
    """A server that may be written to, over a folder of its own; it can be stopped and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = ""
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as bound:
            bound.bind(("127.0.0.1", 0))
            self._port = bound.getsockname()[1]

    def start(self) -> None:
        """Returns once it answers."""
        self.url = f"http://127.0.0.1:{self._port}"
        command = [str(SERVER), "serve", "--location", str(self.folder), "--bind", f"127.0.0.1:{self._port}"]
        self._process = subprocess.Popen(
            [*command, "--union-default-graph"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for(self._port)

    def stop(self) -> None:
        """Ends it at once, as a crash does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def settings(self, data: Path, models: Path, model: str, **more: str) -> Settings:
        """Settings that publish into it."""
        url = self.url
        addresses = {"sparql_update_url": f"{url}/update", "sparql_graphs_url": f"{url}/store"}
        return Settings(data=data, models=models, model=model, sparql_url=f"{url}/query", **(addresses | more))  # type: ignore[arg-type] # all are texts


def wait_for(port: int) -> None:
    """Until something listens there, for 20 s at most."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(f"nothing listens at {port}")


class Datasets:
    """A server with a dataset for each name, as Fuseki has them: an address that makes and drops them, in front of one `oxigraph`
    server each. What a description is to say, it only looks for the name in it.
    """

    def __init__(self, folder: Path) -> None:
        self.servers: dict[str, Server] = {}
        datasets = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path != "/$/datasets":
                    self._pass_on(body)
                    return
                name = re.findall(r'fuseki:name "([^"]+)"', body.decode())[0]
                server = Server(folder / name)
                server.start()
                datasets.servers[name] = server
                self._say(200)

            def do_DELETE(self) -> None:
                server = datasets.servers.pop(self.path.removeprefix("/$/datasets/"), None)
                if server is not None:
                    server.stop()
                self._say(200 if server else 404)

            def _pass_on(self, body: bytes) -> None:
                _, name, rest = self.path.split("/", 2)
                if name not in datasets.servers:
                    self._say(404)
                    return
                wanted = {"content-type", "accept", "content-encoding"}
                heads = {head: value for head, value in self.headers.items() if head.lower() in wanted}
                answer = httpx.post(f"{datasets.servers[name].url}/{rest}", content=body, headers=heads, timeout=60)
                self._say(answer.status_code, answer.content, answer.headers.get("content-type", "text/plain"))

            def _say(self, status: int, body: bytes = b"", media_type: str = "text/plain") -> None:
                self.send_response(status)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # its name in the base class
                """Says nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def stop(self) -> None:
        """Ends it, and all its servers."""
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()
        for server in self.servers.values():
            server.stop()
