"""Tests: a stand-in for a Qdrant server. In: requests of its REST interface. Out: what the client's own in-memory store answers,
in the words of that interface. It shows that what our client code sends is well formed, and what becomes of it where a server is
old, busy, slow, dead or half-way; it is no Qdrant, and neither ranks nor stores as one does.
"""

import json
import socket
import ssl
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel
from qdrant_client import QdrantClient, models
from qdrant_client.http.models import models as wire

Answering = Callable[[QdrantClient, str, Mapping[str, Any]], object]


class ConflictError(Exception):
    """The collection is there already."""


class AbsentError(Exception):
    """The collection is not there."""


def _create(store: QdrantClient, name: str, body: Mapping[str, Any]) -> object:
    if store.collection_exists(name):
        raise ConflictError(name)
    asked = wire.CreateCollection(**body)
    return store.create_collection(name, vectors_config=asked.vectors, sparse_vectors_config=asked.sparse_vectors)


def _upsert(store: QdrantClient, name: str, body: Mapping[str, Any]) -> object:
    return store.upsert(name, wire.PointsList(**body).points)


def _describe(store: QdrantClient, name: str, body: Mapping[str, Any]) -> object:
    asked = wire.UpdateCollection(**body)
    return store.update_collection(name, metadata=asked.metadata)


def _count(store: QdrantClient, name: str, body: Mapping[str, Any]) -> object:
    asked = wire.CountRequest(**body)
    return store.count(name, count_filter=asked.filter, exact=True)


def _query(store: QdrantClient, name: str, body: Mapping[str, Any]) -> object:
    asked = wire.QueryRequest(**body)
    assert asked.params is not None
    query: Any = asked.query
    nearest = query.nearest if hasattr(query, "nearest") else query
    return store.query_points(
        name,
        query=nearest,
        using=asked.using,
        query_filter=asked.filter,
        limit=asked.limit or 10,
        with_payload=asked.with_payload or False,
    )


def _scroll(store: QdrantClient, name: str, body: Mapping[str, Any]) -> object:
    asked = wire.ScrollRequest(**body)
    found, after = store.scroll(
        name, asked.filter, limit=asked.limit or 10, offset=asked.offset, with_payload=asked.with_payload or False
    )
    return {"points": found, "next_page_offset": after}


def _facet(store: QdrantClient, name: str, body: Mapping[str, Any]) -> object:
    asked = wire.FacetRequest(**body)
    return store.facet(name, asked.key, facet_filter=asked.filter, limit=asked.limit or 10, exact=True)


def _index(_: QdrantClient, name: str, body: Mapping[str, Any]) -> object:
    asked = wire.CreateFieldIndex(**body)
    assert name
    assert asked.field_schema is not None
    return models.UpdateResult(operation_id=0, status=models.UpdateStatus.COMPLETED)


def _aliases(store: QdrantClient, _: str, body: Mapping[str, Any]) -> object:
    return store.update_collection_aliases(wire.ChangeAliasesOperation(**body).actions)


ROUTES: Mapping[tuple[str, str], Answering] = {
    ("GET", "exists"): lambda store, name, _: {"exists": store.collection_exists(name)},
    ("PUT", ""): _create,
    ("PATCH", ""): _describe,
    ("DELETE", ""): lambda store, name, _: store.delete_collection(name),
    ("PUT", "index"): _index,
    ("PUT", "points"): _upsert,
    ("POST", "points/count"): _count,
    ("POST", "points/query"): _query,
    ("POST", "points/scroll"): _scroll,
    ("POST", "facet"): _facet,
}
"""What is asked of a collection, by method and the steps behind its name."""
WHOLE: Mapping[tuple[str, str], Answering] = {
    ("GET", "/collections"): lambda store, _, __: store.get_collections(),
    ("GET", "/aliases"): lambda store, _, __: store.get_aliases(),
    ("POST", "/collections/aliases"): _aliases,
}
"""What is asked of the server, by method and path."""


class StandIn:
    """The server: its address, the exchanges that it had (method and path without the collection's name), and their bodies.

    `troubles` come to the next requests, one each: a status such as "503", "cut" (before anything is done), "done, cut" (after),
    "hang", "nonsense", or "" for none. `statuses` are told of a collection, one a look, then green; `replicas` likewise: lists of
    states, one for each copy of the only shard, then all active. `peers` is the number of nodes.
    """

    def __init__(
        self,
        key: str = "",
        *,
        port: int = 0,
        store: QdrantClient | None = None,
        version: str = "1.20.0",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.key, self.version = key, version
        self.exchanges = list[str]()
        self.bodies = list[Mapping[str, Any]]()
        self.troubles = deque[str]()
        self.statuses = deque[str]()
        self.replicas = deque[list[str]]()
        self.peers = 1
        self.store = store or QdrantClient(":memory:")
        self.released = threading.Event()
        self._open = set[socket.socket]()
        self._one = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"  # connections are kept, and may be dead when they are used again

            def setup(self) -> None:
                super().setup()
                server._open.add(self.connection)

            def finish(self) -> None:
                server._open.discard(self.connection)
                with suppress(OSError):  # what is left to send goes nowhere where the connection was cut
                    super().finish()

            def __getattr__(self, name: str) -> Callable[[], None]:
                if name.startswith("do_"):
                    return lambda: server._answer(self)
                raise AttributeError(name)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # its name in the base class
                """Says nothing."""

        self.http = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.port = self.http.server_port
        if tls is not None:
            self.http.socket = tls.wrap_socket(self.http.socket, server_side=True)
        self.url = f"http{'s' if tls else ''}://{f':{key}@' if key else ''}127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def stop(self) -> None:
        """Dies: nobody listens any more, and connections are cut. The store stays."""
        self.released.set()
        self.http.shutdown()
        self._thread.join()
        self.http.server_close()
        for connection in list(self._open):
            _cut(connection)

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        body = json.loads(handler.rfile.read(int(handler.headers.get("Content-Length") or 0)) or b"{}")
        method, path = handler.command, urlsplit(handler.path).path
        _, _, _, *steps = [*path.split("/"), ""] if path.count("/") < 2 else path.split("/")
        whole = (method, path) in WHOLE or path in ("/", "/cluster")
        self.exchanges.append(f"{method} {path if whole else '/'.join(steps)}".strip())
        self.bodies.append(body)
        trouble = self.troubles.popleft() if self.troubles else ""
        if trouble == "nonsense":
            _send(handler, 200, ["It works!"])
            return
        if trouble == "hang":
            self.released.wait(30)
        if trouble in ("cut", "hang"):
            _cut(handler.connection)
            handler.close_connection = True
            return
        status, told = self._done(handler, method, path, body) if not trouble.isdecimal() else (int(trouble), _refusal(trouble))
        if trouble == "done, cut":
            _cut(handler.connection)
            handler.close_connection = True
            return
        _send(handler, status, told)

    def _done(self, handler: BaseHTTPRequestHandler, method: str, path: str, body: Mapping[str, Any]) -> tuple[int, object]:
        if path == "/":
            return 200, {"title": "qdrant - vector search engine", "version": self.version}
        if self.key and handler.headers.get("api-key") != self.key:
            return 403, _refusal("forbidden")
        try:
            with self._one:
                result = self._result(method, path, body)
        except AbsentError as error:
            return 404, _refusal(f"Not found: Collection `{error}` doesn't exist!")
        except ConflictError as error:
            return 409, _refusal(f"Wrong input: Collection `{error}` already exists!")
        return 200, {"result": result, "status": "ok", "time": 0.0}

    def _result(self, method: str, path: str, body: Mapping[str, Any]) -> object:
        if path == "/cluster":
            return self._cluster()
        if (method, path) in WHOLE:
            return WHOLE[method, path](self.store, "", body)
        _, _, name, *steps = path.split("/")
        act = "/".join(steps)
        if not self.store.collection_exists(name) and (method, act) not in {("PUT", ""), ("GET", "exists"), ("DELETE", "")}:
            raise AbsentError(name)
        if (method, act) == ("GET", "cluster"):
            return self._shards()
        if (method, act) == ("GET", ""):
            found = self.store.get_collection(name)
            status = models.CollectionStatus(self.statuses.popleft() if self.statuses else "green")
            return found.model_copy(update={"status": status})
        return ROUTES[method, act](self.store, name, body)

    def _cluster(self) -> object:
        if self.peers == 1:
            return {"status": "disabled"}
        peers = {str(number): {"uri": f"http://node-{number}:6335"} for number in range(1, self.peers + 1)}
        raft = {"term": 1, "commit": 1, "pending_operations": 0, "is_voter": True}
        thread = {"consensus_thread_status": "working", "last_update": "2026-01-01T00:00:00Z"}
        rest = {"raft_info": raft, "consensus_thread_status": thread, "message_send_failures": {}}
        return {"status": "enabled", "peer_id": 1, "peers": peers, **rest}

    def _shards(self) -> object:
        states = self.replicas.popleft() if self.replicas else ["Active"] * self.peers
        here = [{"shard_id": 0, "points_count": 0, "state": state} for state in states[:1]]
        there = [{"shard_id": 0, "peer_id": peer, "state": state} for peer, state in enumerate(states[1:], 2)]
        return {"peer_id": 1, "shard_count": 1, "local_shards": here, "remote_shards": there, "shard_transfers": []}


def _refusal(why: str) -> object:
    return {"status": {"error": why}, "time": 0.0}


def _send(handler: BaseHTTPRequestHandler, status: int, told: object) -> None:
    body = json.dumps(told, default=_plain).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):  # it is closed already
        connection.shutdown(socket.SHUT_RDWR)


def _plain(value: object) -> object:
    """A model as the interface has it; the client leaves out what is unset."""
    assert isinstance(value, BaseModel), type(value)
    return json.loads(value.model_dump_json(exclude_unset=True))


@contextmanager
def standing_in(key: str = "", *, version: str = "1.20.0", tls: ssl.SSLContext | None = None) -> Iterator[StandIn]:
    """A stand-in in a thread of its own."""
    server = StandIn(key, version=version, tls=tls)
    yield server
    server.stop()
    server.store.close()
