"""Tests: a stand-in for a Qdrant server. In: requests of its REST interface. Out: what the client's own in-memory store answers,
in the words of that interface. It shows that what our client code sends is well formed; it is no Qdrant.
"""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel
from qdrant_client import QdrantClient, models
from qdrant_client.http.models import models as wire

Answering = Callable[[QdrantClient, str, Mapping[str, Any]], object]


def _create(store: QdrantClient, name: str, body: Mapping[str, Any]) -> object:
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
    assert asked.params.exact is True
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


ROUTES: Mapping[tuple[str, str], Answering] = {
    ("GET", "exists"): lambda store, name, _: {"exists": store.collection_exists(name)},
    ("GET", ""): lambda store, name, _: store.get_collection(name),
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
"""What is asked, by method and the steps behind the collection's name."""


class StandIn:
    """The server: its address, and the exchanges that it had, as method and path without the collection's name."""

    def __init__(self, key: str = "") -> None:
        exchanges = self.exchanges = list[str]()
        bodies = self.bodies = list[Mapping[str, Any]]()
        store = self.store = QdrantClient(":memory:")

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
                path = urlsplit(self.path).path
                _, _, name, *steps = path.split("/")
                exchanges.append(f"{self.command} {'/'.join(steps)}".strip())
                bodies.append(body)
                if key and self.headers.get("api-key") != key:
                    self.send(403, {"status": {"error": "forbidden"}})
                    return
                self.send(200, {"result": ROUTES[self.command, "/".join(steps)](store, name, body), "status": "ok", "time": 0.0})

            def __getattr__(self, name: str) -> Callable[[], None]:
                if name.startswith("do_"):
                    return self.answer
                raise AttributeError(name)

            def send(self, status: int, told: object) -> None:
                body = json.dumps(told, default=_plain).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # its name in the base class
                """Says nothing."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.http.server_port


def _plain(value: object) -> object:
    """A model as the interface has it; the client leaves out what is unset."""
    assert isinstance(value, BaseModel), type(value)
    return json.loads(value.model_dump_json(exclude_unset=True))


@contextmanager
def standing_in(key: str = "") -> Iterator[StandIn]:
    """A stand-in in a thread of its own."""
    server = StandIn(key)
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.http.shutdown()
    thread.join()
    server.http.server_close()
    server.store.close()
