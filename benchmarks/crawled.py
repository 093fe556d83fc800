"""Benchmarks: one answer of a crawl. In: an ASGI application and an address. Out: what it answered, and the links in it. Must not
judge them.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pyoxigraph

IN_RDF = {
    "turtle": "text/turtle",
    "jsonld": "application/ld+json",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
}
_READERS = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
}
_LINK = re.compile(r'<([^>]*)>((?:\s*;\s*[a-z-]+="[^"]*")*)')
_HREF = re.compile(r'<(?:a|link)\b[^>]*?\bhref="([^"]*)"')
_ID = re.compile(r'\sid="([^"]+)"')
_MOVED = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 3
_IS_NAME = re.compile(r'rel="(?:cite-as|type|license)"')

Message = MutableMapping[str, Any]
Asked = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]


@dataclass(frozen=True)
class Page:
    """One answer: `path` is where it came from in the end, with its query."""

    path: str
    status: int
    headers: dict[str, str]
    body: bytes
    redirects: int

    @property
    def media_type(self) -> str:
        """Without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0]

    @cached_property
    def _dataset(self) -> pyoxigraph.Dataset:
        found = pyoxigraph.Dataset(pyoxigraph.parse(self.body, format=_READERS[self.media_type]))
        if self.has_blank_nodes_in(found):
            found.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
        return found

    @cached_property
    def statements(self) -> frozenset[str]:
        """What it says, as Oxigraph reads it; blank nodes by canonical labels."""
        return frozenset(str(quad.triple) for quad in self._dataset)

    @property
    def has_blank_nodes(self) -> bool:
        """Whether anything in it has no name."""
        return self.has_blank_nodes_in(self._dataset)

    @staticmethod
    def has_blank_nodes_in(found: pyoxigraph.Dataset) -> bool:
        """Whether anything in these statements has no name."""
        return any(isinstance(term, pyoxigraph.BlankNode) for quad in found for term in (quad.subject, quad.object))

    @cached_property
    def anchors(self) -> set[str]:
        """The ids of a page's elements."""
        return {unescape(name) for name in _ID.findall(self.body.decode())} if self.media_type == "text/html" else set()


async def ask(app: Asked, address: str, accept: str, *, query: str = "") -> Page:
    """The answer to GET, or to a query that is posted; redirects are followed and counted."""
    redirects = 0
    while True:
        status, headers, body = await _exchange(app, address, accept, query)
        if status not in _MOVED or redirects == _MOST_REDIRECTS:
            return Page(address, status, headers, body, redirects)
        address, redirects = urljoin(address, headers["location"]), redirects + 1


async def _exchange(app: Asked, address: str, accept: str, query: str) -> tuple[int, dict[str, str], bytes]:
    path, _, asked = address.partition("?")
    scope: Message = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST" if query else "GET", "scheme": "http",
        "path": unquote(path), "raw_path": path.encode(), "query_string": asked.encode(), "root_path": "",
        "headers": [(b"accept", accept.encode()), (b"host", b"localhost"), (b"content-type", b"application/sparql-query")],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "state": {},
    }  # fmt: skip
    told: list[Message] = []
    waiting = [{"type": "http.request", "body": query.encode(), "more_body": False}]

    async def receive() -> Message:
        if not waiting:
            await asyncio.Event().wait()  # a client that stays: one that left would end a stream
        return waiting.pop()

    async def send(message: Message) -> None:
        told.append(message)

    await app(scope, receive, send)
    headers: dict[str, str] = {}
    for name, value in told[0]["headers"]:
        headers[name.decode().lower()] = ", ".join(filter(None, (headers.get(name.decode().lower()), value.decode())))
    return told[0]["status"], headers, b"".join(message.get("body", b"") for message in told[1:])


def links_in(page: Page) -> Iterator[str]:
    """The addresses on this host that a page links to, in full."""
    for href in _HREF.findall(page.body.decode()):
        yield from _here(page, unescape(href))


def links_of(page: Page) -> Iterator[str]:
    """The addresses on this host that a Link header or a link set names; names of things are no addresses."""
    for target, attributes in _LINK.findall(page.headers.get("link", "")):
        if not _IS_NAME.search(attributes):
            yield from _here(page, target)
    if "content-location" in page.headers:
        yield from _here(page, page.headers["content-location"])


def next_page(page: Page) -> str | None:
    """Where a long description goes on."""
    for target, attributes in _LINK.findall(page.headers.get("link", "")):
        if 'rel="next"' in attributes:
            return str(urljoin(page.path, target))
    return None


def _here(page: Page, link: str) -> Iterator[str]:
    whole = urljoin(page.path, link)
    if not urlsplit(whole).netloc:
        yield whole
