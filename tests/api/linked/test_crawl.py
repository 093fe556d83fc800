"""Tests of the crawl: every kind of IRI in the tiny library leads somewhere in each format, and all formats say the same."""

import asyncio
from collections.abc import Iterator

import pytest

from api.library import Library
from api.web.app import create_app
from benchmarks.crawl import Crawl, crawl, iris_of, some_of_each
from benchmarks.crawled import Asked, Message, Page, links_in, links_of, next_page
from benchmarks.readers import Readers

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # inside rdflib's JSON-LD
BASE = "https://w3id.org/mandategraph/"


@pytest.fixture
def readers() -> Iterator[Readers]:
    """Readers that keep nothing afterwards."""
    with Readers() as opened:
        yield opened


def crawled(app: Asked, iris: list[str], readers: Readers) -> Crawl:
    """A crawl of some IRIs."""
    return asyncio.run(crawl(app, iris, readers))


@pytest.mark.slow
def test_one_iri_of_each_kind_holds(library: Library, readers: Readers) -> None:
    """Wherever in the graph it stands: thing, part, finding, rendition, graph, term or version. Links are followed, too."""
    with library.serving() as serving:
        iris = [iri for iri in some_of_each(iris_of(serving.generation.graph), 1) if "/ontology#" not in iri]
    found = asyncio.run(crawl(create_app(library), iris, readers, most_links=2))
    assert found.faults == []
    assert found.requests["turtle"] == len(iris) > 50
    assert len(found.links) > len(iris)
    assert {iri.removeprefix(BASE).split("/")[0] for iri in iris} >= {
        "doc",
        "graph",
        "ontology",
        "crime",
        "measurement",
        "person",
    }


def test_a_hash_iri_is_held_against_the_ontology(library: Library, readers: Readers) -> None:
    """What SPARQL says of a term must be in the document that its IRI leads to; an invented term is a fault."""
    found = crawled(
        create_app(library), [f"{BASE}ontology#FullText", f"{BASE}ontology#cites", f"{BASE}ontology#Invented"], readers
    )
    assert [fault.partition(":")[2].partition(":")[0] for fault in found.faults] == [f"//{BASE[8:]}ontology#Invented"]


def test_a_crawl_sees_what_is_wrong(readers: Readers) -> None:
    """A server that leaves out a statement in one format, has blank nodes, lacks its headers and links to nothing."""

    async def wrong(scope: Message, _: object, send: object) -> None:
        wanted = dict(scope["headers"])[b"accept"].decode().partition(",")[0]
        bodies = {
            "text/turtle": b"<http://a/b> <http://a/c> 1 , [] .",
            "application/n-triples": b"",
            "application/ld+json": b'{"@id": "http://a/b", "http://a/c": 1}',
            "application/rdf+xml": b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
            "text/html": b'<a href="/gone#x">x</a>',
        }
        gone = scope["path"] == "/gone"
        headers = [(b"content-type", wanted.encode())]
        await send({"type": "http.response.start", "status": 404 if gone else 200, "headers": headers})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b"" if gone else bodies.get(wanted, b"{}")})  # type: ignore[operator]

    faults = "\n".join(crawled(wrong, [f"{BASE}crime/x"], readers).faults)
    for words in (
        "has no content-location, link, vary",
        "as turtle: has blank nodes",
        "its Turtle is not what SPARQL says",
        "as ntriples: says other things than in Turtle",
        "its tree has another root",
        "its link /gone#x answers 404",
    ):
        assert words in faults


def test_links_are_read_from_pages_and_headers() -> None:
    """On this host only, in full, without those that only name something."""
    page = Page("/doc/x?lang=fr", 200, {"content-type": "text/html", "content-location": "/doc/x?format=html",
        "link": '</a>; rel="item"; type="text/html", <https://w3id.org/x>; rel="cite-as", </b?page=2>; rel="next"'},
        b'<a class="k" href="?format=turtle&amp;x=1">t</a><a href="https://example.org/">e</a><a href="#y">y</a>', 0)  # fmt: skip
    assert list(links_in(page)) == ["/doc/x?format=turtle&x=1", "/doc/x?lang=fr#y"]
    assert list(links_of(page)) == ["/a", "/b?page=2", "/doc/x?format=html"]
    assert next_page(page) == "/b?page=2"
