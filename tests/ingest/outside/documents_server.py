"""A server on the loopback that behaves like the Official Document System, well or badly. In: documents and faults. Out: HTTP.

`/api/symbol/access?s=&l=&t=` redirects to the file, as theirs does; a document that it lacks is a page of HTML with status 200.
Faults are played once each, in their order, before good behaviour returns.
"""

import re
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

PAGE = b"<!DOCTYPE html><html><head><title>Official Document System</title></head><body>There is no document.</body></html>"
WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000)
LINES = ("United Nations", "A/72/884", "Report of the Secretary-General", "1. The boats were warned.", "2. The lamp was lit.")
Fault = Callable[["Handler", bytes, dict[str, str]], None]


def pdf(words: str, pad: int = 4000) -> bytes:
    """A PDF of one page with a few lines, padded with a remark to a size that takes several reads."""
    shown = "".join(f"({line}) Tj 0 -24 Td " for line in (*LINES, words))
    stream = f"BT /F1 12 Tf 72 720 Td {shown}ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n%" + b"x" * pad + b"\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return body + head + table + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)


@dataclass
class System:
    """What the server has, what it does wrong next, and what it was asked."""

    files: dict[tuple[str, str, str], bytes] = field(default_factory=dict)
    faults: deque[Fault] = field(default_factory=deque)
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    address: str = ""

    def put(self, symbol: str, language: str, form: str, data: bytes) -> None:
        """A document that it has."""
        self.files[symbol, language, form] = data

    def file_requests(self) -> list[dict[str, str]]:
        """The headers of every request for a file itself."""
        return [headers for path, headers in self.asked if path.startswith("/doc/")]


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    system: System

    def do_GET(self) -> None:
        """A redirect, a file, or whatever fault is due."""
        self.system.asked.append((self.path, dict(self.headers)))
        parts = urlsplit(self.path)
        if parts.path == "/api/symbol/access":
            query = parse_qs(parts.query)
            key = (query["s"][0], query["l"][0], query["t"][0])
            if key not in self.system.files:
                return self.give(200, PAGE, {"Content-Type": "text/html"})
            number = list(self.system.files).index(key)
            return self.give(302, b"", {"Location": f"/doc/undoc/gen/n18/{number}/{key[2]}"})
        data = list(self.system.files.values())[int(parts.path.split("/")[-2])]
        headers = {"ETag": f'"{hash(data):x}"', "Content-Type": "application/pdf", "Accept-Ranges": "bytes"} | self.system.headers
        if self.system.faults:
            return self.system.faults.popleft()(self, data, headers)
        return self.file(data, headers)

    def file(self, data: bytes, headers: dict[str, str]) -> None:
        """The file, its rest, or that it has not changed: RFC 9110, 13 and 14."""
        if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
            return self.give(304, b"", headers)
        begin = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if begin and self.headers.get("If-Range") in (headers.get("ETag"), headers.get("Last-Modified")):
            if int(begin[1]) >= len(data):
                return self.give(416, b"", {"Content-Range": f"bytes */{len(data)}"})
            span = {"Content-Range": f"bytes {begin[1]}-{len(data) - 1}/{len(data)}"}
            return self.give(206, data[int(begin[1]) :], headers | span)
        return self.give(200, data, headers)

    def give(self, status: int, body: bytes, headers: dict[str, str], length: int | None = None) -> None:
        """One answer; `length` lies about its size, and the connection ends behind it."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = self.close_connection or length is not None

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


def busy(status: int, after: str | None = None) -> Fault:
    """Asks to wait."""
    return lambda handler, _, __: handler.give(status, b"wait", {"Retry-After": after} if after else {})


def cut(at: int) -> Fault:
    """Breaks off in the middle."""
    return lambda handler, data, headers: handler.give(200, data[:at], headers, len(data))


def lie(length: int) -> Fault:
    """Gives the whole, and another length for it."""
    return lambda handler, data, headers: handler.give(200, data[: max(0, length)], headers, length)


def part(begin: int) -> Fault:
    """Gives a part of the file, whichever was asked for."""

    def give(handler: Handler, data: bytes, headers: dict[str, str]) -> None:
        span = {"Content-Range": f"bytes {begin}-{len(data) - 1}/{len(data)}"}
        handler.give(206, data[begin:], headers | span)

    return give


def page(status: int = 200, kind: str = "text/html") -> Fault:
    """A page instead of the document, whatever it says that it is."""
    return lambda handler, _, __: handler.give(status, PAGE, {"Content-Type": kind})


def send_to(address: str) -> Fault:
    """Redirects elsewhere."""
    return lambda handler, _, __: handler.give(302, b"", {"Location": address})


def endless(first: bytes) -> Fault:
    """A body that never ends, in chunks."""

    def give(handler: Handler, _: bytes, __: dict[str, str]) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.close_connection = True
        try:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(first), first))
            while True:
                handler.wfile.write(b"4000\r\n%s\r\n" % bytes(0x4000))
        except OSError:
            handler.system.asked.append(("hung up", {}))

    return give


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up is what some tests are about."""


@contextmanager
def serving() -> Iterator[System]:
    """The system, on a free port of the loopback."""
    system = System()
    bound = type("Bound", (Handler,), {"system": system})
    with _Server(("127.0.0.1", 0), bound) as server:
        system.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield system
        server.shutdown()
        thread.join()
