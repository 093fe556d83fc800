"""Web: documents and things. In: the path of an IRI. Out: a page, or its triples or fields for programs. Must not search."""

from dataclasses import replace

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from api import documents, entities
from api.library import Library, Serving
from api.web import links, lookup, marking, parameters, reader
from api.web.negotiate import HTML, JSON, RDF, Chosen, choose
from api.web.pages import library_of, page
from api.web.rdf import as_json, rdf
from ontology.errors import NotFound
from ontology.iris import DEFAULT_BASE, part

DATA = (HTML, *RDF, JSON)
PLACES = (
    *("crime", "act", "legal-basis", "risk-factor", "indicator", "inhibitor", "warning-sign", "situation"),
    *("actor", "state", "region", "person", "tenure", "network", "mechanism", "instrument"),
    *("mandate", "pillar", "theme", "verb-class", "measurement", "verdict"),
)
"""The first steps of the IRIs of things that are no documents."""
_MOST_STEPS = 9  # no symbol has more
_DEFINITIONS = ("definition",)


def document(request: Request, path: str) -> Response:
    """A document, or anything within it; a parallel symbol leads on to the document's first one."""
    library, chosen = library_of(request), _chosen(request)
    with library.serving() as serving:
        iri = library.iris.iri(f"doc/{path}")
        kinds = lookup.kinds_of(serving, iri)
        if not kinds:
            return RedirectResponse(_first_symbol(request, library, serving, path), status_code=308)
        if chosen.offer in RDF:
            return rdf(entities.triples(serving, iri), chosen)
        if "Document" in kinds:
            return _document(request, documents.document(library, serving, iri), chosen)
        if "Passage" in kinds:
            return _passage(request, documents.passage(library, serving, iri), chosen)
        return _entity(request, entities.entity(serving, iri), chosen)


def thing(request: Request, rest: str) -> Response:
    """Anything of the vocabulary: a crime, an actor, a network, a mandate and so on."""
    library, chosen = library_of(request), _chosen(request)
    iri = library.iris.iri(f"{request.url.path.split('/')[1]}/{rest}")
    return _anything(request, library, iri, chosen)


def ontology_part(request: Request, rest: str) -> Response:
    """A module of the ontology, whose IRIs do not move with the base."""
    return _anything(request, library_of(request), part(f"{DEFAULT_BASE}ontology", rest), _chosen(request))


def ontology(request: Request) -> Response:
    """The ontology: its terms as a list with one anchor each, or all of it as data."""
    library = library_of(request)
    chosen = choose(request.headers.get("accept"), (HTML, *RDF), _format(request))
    with library.serving() as serving:
        graph = library.iris.graph("ontology")
        if not chosen.is_html:
            return rdf(lookup.named_graph(serving, graph), chosen)
        listed = lookup.terms(serving, graph)
    return page(request, "ontology.html", {"classes": [term for term in listed if term.is_class],
                                           "properties": [term for term in listed if not term.is_class]})  # fmt: skip


def graph(request: Request, name: str) -> Response:
    """A named graph as data."""
    library, chosen = library_of(request), choose(request.headers.get("accept"), RDF, _format(request))
    with library.serving() as serving:
        return rdf(lookup.named_graph(serving, library.iris.graph(name)), chosen)


def _chosen(request: Request) -> Chosen:
    return choose(request.headers.get("accept"), DATA, _format(request))


def _format(request: Request) -> str | None:
    pairs = parameters.of_address(request)
    parameters.refuse_unknown(pairs, ("format",))
    return parameters.single(pairs, "format")


def _first_symbol(request: Request, library: Library, serving: Serving, path: str) -> str:
    """Where a path leads that begins with another symbol of a document; NotFound where it leads nowhere."""
    steps = path.split("/")
    for length in range(min(len(steps), _MOST_STEPS), 0, -1):
        found = _known(library, serving, "/".join(steps[:length]))
        iri = part(found, "/".join(steps[length:])) if found else ""
        if found and iri != library.iris.iri(f"doc/{path}") and lookup.kinds_of(serving, iri):
            return links.local_href(library.iris, iri) + (f"?{request.url.query}" if request.url.query else "")
        if found:
            href = links.local_href(library.iris, found)
            raise NotFound(f"That document has no part {'/'.join(steps[length:])[:200]!r} here.", advice=f"See {href}.")
    raise NotFound(
        f"No document or part of one is at doc/{path[:200]}.", advice="Try /doc/A/75/863, or the list of documents at /."
    )


def _known(library: Library, serving: Serving, name: str) -> str | None:
    """The document of that symbol or slug. Almost any path looks like a symbol, so it must be one that is known."""
    if "://" in name:
        return None
    try:
        return documents.resolve_iri(library, serving, name)
    except NotFound:  # a shorter beginning of the path may be one
        return None


def _anything(request: Request, library: Library, iri: str, chosen: Chosen) -> Response:
    with library.serving() as serving:
        if chosen.offer in RDF:
            return rdf(entities.triples(serving, iri), chosen)
        return _entity(request, entities.entity(serving, iri), chosen)


def _document(request: Request, view: documents.DocumentView, chosen: Chosen) -> Response:
    return page(request, "document.html", {"document": view, "reading": reader.read(view)}) if chosen.is_html else as_json(view)


def _passage(request: Request, view: documents.PassageView, chosen: Chosen) -> Response:
    if not chosen.is_html:
        return as_json(replace(view, document=replace(view.document, parts=(), cited_by=())))
    iris = library_of(request).iris
    texts = [
        reader.Text(part.language, marking.statements(part.words, view.statements, lambda iri: links.local_href(iris, iri)))
        for part in reader.editions(view.document.parts)[view.passage.iri]
    ]
    before, after = reader.neighbours(view.document, view.passage.iri)
    children = [found[0] for found in reader.editions(view.children).values()]
    values = {"view": view, "document": view.document, "texts": texts, "before": before, "after": after, "children": children}
    holder = next((one for one in view.document.parts if one.iri in (view.passage.part_of, view.passage.marked_in)), None)
    return page(request, "passage.html", values | {"holder": holder, "label": reader.label})


def _entity(request: Request, view: entities.EntityView, chosen: Chosen) -> Response:
    if not chosen.is_html:
        return as_json(view)
    definitions = [link for link in view.properties if links.local_name(link.property) in _DEFINITIONS]
    values = {"view": view, "definitions": definitions, "properties": _grouped(view.properties, definitions)}
    return page(request, "entity.html", values | {"pointing": _grouped(view.pointed_from, ())})


def _grouped(found: tuple[entities.Link, ...], without: object) -> dict[str, list[entities.Link]]:
    """Links by property, each value once: an IRI may have come with several labels."""
    left_out = set(without) if isinstance(without, list) else set()
    grouped: dict[str, dict[tuple[str, str | None], entities.Link]] = {}
    for link in found:
        if link not in left_out:
            grouped.setdefault(link.property, {}).setdefault((link.value, link.language), link)
    return {name: list(values.values()) for name, values in grouped.items()}
