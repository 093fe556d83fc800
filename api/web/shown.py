"""Web: shown things. In: the view of a document, a passage or whatever else. Out: its page. Must not answer in another format."""

from fastapi import Request, Response

from api.citing.gather import references
from api.documents import DocumentView
from api.entities import MOST_SHOWN, EntityView, Link
from api.library import Serving
from api.linked.bibliographic import Bibliographic, bibliographic
from api.linked.signposts import schema_type
from api.passages import PassageView
from api.web import links, marking, reader
from api.web.pages import library_of, page
from ontology.errors import NotFound
from ontology.iris import MG

_DEFINITIONS = ("definition",)


def document(request: Request, serving: Serving, view: DocumentView, language: str) -> Response:
    """A document as it is read, with what a reference manager takes from it."""
    values = {"document": view, "reading": reader.read(view), "language": language, "languages": view.languages}
    told = _bibliographic(request, serving, view.iri, language, "")
    return page(request, "document.html", values | {"metadata": told, "schema_type": schema_type((view.kind, "Document"))})


def passage(request: Request, serving: Serving, view: PassageView) -> Response:
    """A passage with what was read from it, and what a reference manager takes from it: the document with the place."""
    iris = library_of(request).iris
    own, language = view.passage, view.passage.language
    pieces = marking.statements(own.words, view.statements, lambda iri: links.local_href(iris, iri))
    told = _bibliographic(request, serving, own.iri, language, own.words)
    values = {"view": view, "document": view.document, "text": reader.Text(language, pieces), "label": reader.label}
    spoken = {"language": language, "languages": view.languages, "metadata": told, "schema_type": schema_type(("Passage",))}
    return page(request, "passage.html", values | spoken)


def entity(request: Request, view: EntityView) -> Response:
    """Whatever else the graph describes; a derived statement with a way to say that it is wrong."""
    definitions = [link for link in view.properties if links.local_name(link.property) in _DEFINITIONS]
    values = {"view": view, "definitions": definitions, "properties": _grouped(view.properties, definitions)}
    derived = any(link.property == f"{MG}method" for link in view.properties)
    told = {"pointing": _grouped(view.pointed_from, ()), "is_derived": derived, "is_cut": len(view.pointed_from) >= MOST_SHOWN}
    return page(request, "entity.html", values | told)


def _bibliographic(request: Request, serving: Serving, iri: str, language: str, words: str) -> Bibliographic | None:
    """None for what cannot be cited, such as a document that is known by its IRI alone."""
    try:
        return bibliographic(references(library_of(request), serving, [iri])[0][0], iri, language, words)
    except NotFound:
        return None


def _grouped(found: tuple[Link, ...], without: object) -> dict[str, list[Link]]:
    """Links by property, each value once: an IRI may have come with several labels."""
    left_out = set(without) if isinstance(without, list) else set()
    grouped: dict[str, dict[tuple[str, str | None], Link]] = {}
    for link in found:
        if link not in left_out:
            grouped.setdefault(link.property, {}).setdefault((link.value, link.language), link)
    return {name: list(values.values()) for name, values in grouped.items()}
