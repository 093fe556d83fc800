"""Web: whole graphs. In: the IRI of a named graph. Out: a page about it, or all that it holds. Must not keep a large one in
memory.

Turtle and N-Triples are written piece by piece; RDF/XML and JSON-LD have an end that belongs to their beginning, so of a large
graph they are refused, with those that serve.
"""

from collections.abc import Iterator
from itertools import chain

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from api.library import Library, Serving
from api.linked.signposts import Signpost
from api.web import linking, links, lookup, parameters
from api.web.linking import Sent
from api.web.negotiate import HTML, LINKED, Chosen, choose
from api.web.pages import library_of, page
from api.web.rdf import PREFIXES, together
from ontology.errors import QueryTooLarge
from ontology.iris import DEFAULT_BASE
from stores.graph.described import IN_PIECES, in_pieces

_ONTOLOGY = f"{DEFAULT_BASE}ontology"
OFFERS = (*LINKED, HTML)
MOST_AT_ONCE = 100_000
"""Statements of a graph in RDF/XML or JSON-LD; the vocabulary, 15,000 of them, took 0.7 seconds in the latter."""


def ontology(request: Request) -> Response:
    """The ontology: its terms as a list with one anchor each, or all of it as data."""
    library, chosen = library_of(request), _chosen(request)
    with library.serving() as serving:
        graph = library.iris.graph("ontology")
        if not chosen.is_html:
            return _signed(library, _ONTOLOGY, _data(library, serving, graph, chosen), chosen)
        listed = lookup.terms(serving, graph)
    kinds = {kind: [term for term in listed if term.kind == kind] for kind in ("class", "property", "individual")}
    values = {"classes": kinds["class"], "properties": kinds["property"], "individuals": kinds["individual"]}
    return _signed(library, _ONTOLOGY, page(request, "ontology.html", values), chosen)


def graph(request: Request, name: str) -> Response:
    """A named graph of ours."""
    return answer(request, library_of(request).iris.graph(name))


def answer(request: Request, iri: str) -> Response:
    """A named graph, as a page about it or as data; NotFound where it holds nothing."""
    library, chosen = library_of(request), _chosen(request)
    if chosen.is_html:
        return about(request, iri, chosen)
    with library.serving() as serving:
        lookup.about_graph(serving, iri)
        return _signed(library, iri, _data(library, serving, iri, chosen), chosen)


def about(request: Request, iri: str, chosen: Chosen) -> Response:
    """The page about a named graph; NotFound where it holds nothing."""
    library = library_of(request)
    with library.serving() as serving:
        held = lookup.about_graph(serving, iri)
    values = {"about": held, "document": _document_of(library, iri), "name": links.readable(library.iris, iri)}
    return _signed(library, iri, page(request, "graph.html", values), chosen)


def _chosen(request: Request) -> Chosen:
    pairs = parameters.of_address(request)
    parameters.refuse_unknown(pairs, ("format",))
    return choose(request.headers.get("accept"), OFFERS, parameters.single(pairs, "format"))


def _signed(library: Library, iri: str, response: Response, chosen: Chosen) -> Response:
    document = _document_of(library, iri)
    posts = (Signpost("cite-as", iri), *((Signpost("describes", document),) if document else ()))
    return linking.signed(response, library.iris, iri, posts, Sent(chosen, OFFERS))


def _document_of(library: Library, iri: str) -> str:
    """The document that a graph is of; empty where it is of none."""
    start = library.iris.graph("")
    name = iri.removeprefix(start)
    return library.iris.base + name if iri.startswith(f"{start}doc/") else ""


def _data(library: Library, serving: Serving, iri: str, chosen: Chosen) -> Response:
    if chosen.offer.name in IN_PIECES:
        pieces = _pieces(library, iri, chosen)
        first = next(pieces, b"")  # what goes wrong at the beginning is still told by a status
        return StreamingResponse(chain((first,), pieces), headers={"Content-Type": chosen.content_type})
    held = lookup.about_graph(serving, iri).statements
    if held > MOST_AT_ONCE:
        raise QueryTooLarge(
            f"The graph holds {held:,} statements; in this format at most {MOST_AT_ONCE:,} are given.",
            advice="Ask for Turtle or N-Triples.",
        )
    return together(b"".join(serving.graph.triples(iri)), chosen)


def _pieces(library: Library, iri: str, chosen: Chosen) -> Iterator[bytes]:
    """All from one generation, which is held open until the last piece is taken."""
    with library.serving() as serving:
        lookup.about_graph(serving, iri)
        yield from in_pieces(serving.graph.triples(iri), chosen.offer.name, PREFIXES)
