"""Benchmarks: the crawl. In: a data folder. Out: whether each of our IRIs in it leads somewhere in each format, and says the
same.

In process, through the application as a server calls it. What is held: one redirect at most, then 200; the format that was
asked for; all formats of RDF with the same statements, which are those that the SPARQL endpoint has of the thing; no blank
nodes outside the ontology and the shapes; no dead link in a page or a Link header, anchors included; rdflib, Oxigraph, PyLD
and, where it is on the path, Jena's riot read what is sent.
"""

import argparse
import asyncio
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyoxigraph

from api.library import Library
from api.web.app import create_app
from benchmarks.crawled import IN_RDF, Asked, Page, ask, links_in, links_of, next_page
from benchmarks.gold import write_figures
from benchmarks.readers import Readers
from ontology.iris import DEFAULT_BASE
from stores.settings import Settings

FORMATS = {"html": "text/html", **IN_RDF, "json": "application/json", "linkset": "application/linkset+json"}
_BASE = DEFAULT_BASE
_WORDS = re.compile(r"\w+(?==)|(?<=format=)\w+")
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_TERMS = f"{_BASE}ontology#"
_GRAPHS = f"{_BASE}graph/"
_SAID = "CONSTRUCT { <%s> ?p ?o . ?s ?q <%s> } WHERE { { <%s> ?p ?o } UNION { ?s ?q <%s> } }"
_WHOLE = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <%s> { ?s ?p ?o } }"
_TERM = (
    "CONSTRUCT { <%s> ?p ?o } WHERE { GRAPH <https://w3id.org/mandategraph/graph/ontology> { <%s> ?p ?o FILTER(!isBlank(?o)) } }"
)


@dataclass(slots=True)
class Crawl:
    """What a crawl found: how much was asked, how long each format took, and each fault in words."""

    iris: int = 0
    requests: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(FORMATS, 0.0))
    links: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, object]:
        """The same as plain values."""
        mean = {name: round(1000 * self.seconds[name] / self.requests[name], 2) for name in FORMATS if self.requests[name]}
        return {
            "iris": self.iris,
            "requests": dict(self.requests),
            "mean_ms": mean,
            "links": len(self.links),
            "faults": len(self.faults),
        }


def iris_of(graph: Path) -> dict[str, str]:
    """Every IRI under our base in a published graph, wherever it stands: subject, property, object or name of a graph. With each
    its kind: the first step of its path, and its classes.
    """
    found: dict[str, set[str]] = {}
    for quad in pyoxigraph.Store.read_only(str(graph)):
        for term in filter(_is_ours, (quad.subject, quad.predicate, quad.object, quad.graph_name)):
            found.setdefault(term.value, set())
        if _is_ours(quad.subject) and quad.predicate.value == _TYPE:
            found[quad.subject.value].add(quad.object.value.rpartition("#")[2])
    return {iri: " ".join((iri[len(_BASE) :].split("/")[0].split("#")[0], *sorted(found[iri]))) for iri in sorted(found)}


def _is_ours(term: object) -> bool:
    return isinstance(term, pyoxigraph.NamedNode) and term.value.startswith(_BASE)


def some_of_each(kinds: Mapping[str, str], most: int) -> list[str]:
    """The first few IRIs of each kind: for a quick crawl."""
    counted: Counter[str] = Counter()
    chosen = []
    for iri, kind in kinds.items():
        counted[kind] += 1
        if counted[kind] <= most:
            chosen.append(iri)
    return chosen


async def crawl(app: Asked, iris: Sequence[str], readers: Readers, most_links: int | None = None) -> Crawl:
    """Asks for each IRI in each format and holds the answers against each other; then follows each link once, or of links that
    differ in numbers and names only `most_links`.
    """
    found, anchors, graphs = Crawl(iris=len(iris)), dict[str, set[str]](), dict[str, frozenset[str]]()
    for iri in iris:
        address = "/" + iri.partition("#")[0].removeprefix(_BASE)
        if "#" in iri and address in graphs:
            await _hold_term(app, iri, graphs[address], found)
            continue
        for name, media_type in FORMATS.items():
            if iri.startswith((_GRAPHS, _TERMS)) and name in ("json", "linkset"):
                continue
            page = await _take(app, found, iri, address, name, media_type)
            if page is None:
                continue
            if name in IN_RDF:
                await _hold_statements(app, iri, address, name, page, found, graphs, readers)
            if name == "html":
                anchors[page.path] = page.anchors
                _note_links(found, page, links_in(page))
            _note_links(found, page, links_of(page))
    await _follow(app, found, anchors, most_links)
    return found


async def _take(app: Asked, found: Crawl, iri: str, address: str, name: str, media_type: str) -> Page | None:
    begun = time.perf_counter()
    page = await ask(app, address, media_type)
    found.seconds[name] += time.perf_counter() - begun
    found.requests[name] += 1
    if page.status != 200 or page.redirects > 1:
        found.faults.append(f"{iri} as {name}: {page.status} after {page.redirects} redirects")
        return None
    if page.media_type != media_type:
        found.faults.append(f"{iri} as {name}: came as {page.media_type}")
    missing = {"link", "content-location", "vary"} - set(page.headers)
    if missing:
        found.faults.append(f"{iri} as {name}: has no {', '.join(sorted(missing))}")
    return page


async def _hold_statements(
    app: Asked, iri: str, address: str, name: str, page: Page, found: Crawl, graphs: dict[str, frozenset[str]], readers: Readers
) -> None:
    """The statements of all pages of a description against those of the endpoint; Turtle comes first, the others equal it."""
    statements = set(page.statements)
    for error in readers.faults(page, name, None if iri.startswith((_GRAPHS, _TERMS)) else iri):
        found.faults.append(f"{iri} as {name}: {error}")
    while following := next_page(page):
        page = await ask(app, following, FORMATS[name])
        statements |= page.statements
    if page.has_blank_nodes and not iri.startswith((_TERMS, f"{_GRAPHS}ontology")):
        found.faults.append(f"{iri} as {name}: has blank nodes")
    if name != "turtle":
        if graphs.get(address) != frozenset(statements):
            found.faults.append(f"{iri} as {name}: says other things than in Turtle")
        return
    graphs[address] = frozenset(statements)
    if iri.startswith(_TERMS):
        await _hold_term(app, iri, graphs[address], found)
        return
    query = _WHOLE % iri if iri.startswith(_GRAPHS) else _SAID % (iri, iri, iri, iri)
    if statements != await _of_endpoint(app, query):
        found.faults.append(f"{iri}: its Turtle is not what SPARQL says of it")


async def _hold_term(app: Asked, iri: str, statements: frozenset[str], found: Crawl) -> None:
    """A term is described by the ontology, whose document its IRI leads to."""
    said = await _of_endpoint(app, _TERM % (iri, iri))
    if not said <= statements or not any(f"<{iri}>" in line for line in statements):
        found.faults.append(f"{iri}: the ontology does not say of it what SPARQL says")


async def _of_endpoint(app: Asked, query: str) -> frozenset[str]:
    page = await ask(app, "/sparql", "application/n-triples", query=query)
    return page.statements if page.status == 200 else frozenset({f"the endpoint answered {page.status}"})


def _note_links(found: Crawl, page: Page, links: Iterable[str]) -> None:
    for link in links:
        found.links.setdefault(link, page.path)


async def _follow(app: Asked, found: Crawl, anchors: dict[str, set[str]], most: int | None) -> None:
    """Each address that a page or a header named, once; where it names an anchor, that must be there."""
    seen: dict[str, int] = {}
    alike: Counter[tuple[str, ...]] = Counter()
    for link, origin in sorted(found.links.items()):
        address, _, anchor = link.partition("#")
        sort = (link.split("/")[1].partition("?")[0], *_WORDS.findall(link.partition("?")[2]), *anchor[:1])
        alike[sort] += 1
        if most is not None and alike[sort] > most:
            continue
        if address not in seen:
            page = await ask(app, address, "text/html,*/*;q=0.8")
            seen[address], found.requests["links"] = page.status, found.requests["links"] + 1
            anchors.setdefault(address, page.anchors)
        if seen[address] != 200:
            found.faults.append(f"{origin}: its link {link} answers {seen[address]}")
        elif anchor and anchor not in anchors[address]:
            found.faults.append(f"{origin}: its link {link} leads to no anchor")


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints and writes the figures; 1 where anything is at fault."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crawl", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a data folder with a generation")
    parser.add_argument("--some", type=int, default=0, help="of each kind of IRI only so many")
    chosen = parser.parse_args(arguments)
    library = Library.open(replace(Settings(data=chosen.data), requests_per_minute=0))
    try:
        with library.serving() as serving:
            iris = iris_of(serving.generation.graph)
        asked = some_of_each(iris, chosen.some) if chosen.some else list(iris)
        begun = time.perf_counter()
        with Readers() as readers:
            found = asyncio.run(crawl(create_app(library), asked, readers))
            found.faults += readers.by_riot()
        figures = found.figures() | {"read_by": dict(readers.counts), "seconds": round(time.perf_counter() - begun, 1)}
    finally:
        library.close()
    print(json.dumps(figures, indent=1))
    print(*found.faults[:50], sep="\n", file=sys.stderr)
    if not chosen.some:
        print(write_figures("crawl.json", figures))
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
