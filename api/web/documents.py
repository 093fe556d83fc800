"""Web: documents and things. In: the path of an IRI. Out: a page, or its triples, fields or links. Must not search.

Rule: "Cool URIs for the Semantic Web" (W3C Interest Group Note, 2008) and RFC 9110: the IRI of a thing answers with a
representation in the format that is wanted and says in Content-Location which one it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from api import documents, entities, passages
from api.changes import was_withdrawn
from api.library import Library, Serving
from api.linked.described import describe
from api.linked.languages import preference
from api.linked.signposts import signposts
from api.reader.opened import Wanted
from api.web import languages, linking, links, lookup, parameters
from api.web.linking import Sent
from api.web.negotiate import HTML, JSON, LINKED, LINKSET, Chosen, choose
from api.web.pages import library_of
from api.web.portal import opening, shown, things
from api.web.rdf import as_json, described
from ontology.errors import BadParameter, NotFound, Withdrawn
from ontology.iris import DEFAULT_BASE, part

DATA = (HTML, *LINKED, JSON, LINKSET)
_MOST_STEPS = 9  # no symbol has more
_PARAMETERS = ("format", "page", "asked", *opening.PARAMETERS)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request wants: the format, the languages by preference, and the page of a long description."""

    chosen: Chosen
    languages: tuple[str, ...]
    page: int
    state: opening.State

    @property
    def language(self) -> str:
        """The language that is wanted most."""
        return self.languages[0] if self.languages else "en"

    @property
    def wanted(self) -> Wanted:
        """What of a document is to be read."""
        state = self.state
        whole = state.part == "all" or state.view == "print"
        portion = int(state.part) if state.part.isdecimal() else 0
        return Wanted(self.languages or ("en",), state.beside, portion, whole=whole)


def document(request: Request, path: str) -> Response:
    """A document, or anything within it; a parallel symbol leads on to the document's first one."""
    library, asked = library_of(request), _asked(request)
    iri = library.iris.iri(f"doc/{path}")
    with library.serving() as serving:
        kinds = lookup.kinds_of(serving, iri)
        if kinds:
            return _answer(request, serving, iri, kinds, asked)
        try:
            return RedirectResponse(_first_symbol(request, library, serving, path), status_code=308)
        except NotFound as error:
            if lookup.is_led_to(serving, iri):
                return _answer(request, serving, iri, kinds, asked)
            raise _gone(library, iri) or error from error


def thing(request: Request, place: str, rest: str) -> Response:
    """Anything else: a crime, an actor, a network, a mandate and so on, or what a curator's graph speaks of."""
    return _anything(request, library_of(request).iris.iri(f"{place}/{rest}"))


def ontology_part(request: Request, rest: str) -> Response:
    """A module of the ontology, whose IRIs do not move with the base."""
    return _anything(request, part(f"{DEFAULT_BASE}ontology", rest))


def _anything(request: Request, iri: str) -> Response:
    library, asked = library_of(request), _asked(request)
    with library.serving() as serving:
        try:
            return _answer(request, serving, iri, lookup.kinds_of(serving, iri), asked)
        except NotFound as error:
            raise _gone(library, iri) or error from error


def _asked(request: Request) -> Asked:
    pairs = parameters.of_address(request)
    parameters.refuse_unknown(pairs, _PARAMETERS)
    chosen = choose(request.headers.get("accept"), DATA, parameters.single(pairs, "format"))
    page = parameters.single(pairs, "page") or "1"
    if not (page.isascii() and page.isdecimal() and len(page) < 9) or (page != "1" and chosen.offer not in LINKED):
        raise BadParameter(
            f"Wanted the number of a page of data in ?page=; got {page[:20]!r}.", advice="Ask with ?format=turtle&page=2."
        )
    return Asked(chosen, languages.wanted(request), int(page), opening.state_of(request.url.path, pairs))


def _gone(library: Library, iri: str) -> Withdrawn | None:
    """That a thing was published once, where the change log says so."""
    gone = was_withdrawn(library, iri)
    if gone is None:
        return None
    return Withdrawn(
        f"{iri} was published once and was withdrawn by the generation {gone.generation}.",
        advice="The change feed, /changes, says what took its place.",
    )


def _answer(request: Request, serving: Serving, iri: str, kinds: Sequence[str], asked: Asked) -> Response:
    """A thing in the format that is wanted, with its links."""
    iris, chosen = library_of(request).iris, asked.chosen
    if chosen.offer in LINKED:
        told = describe(serving, iri, asked.page)
        sent = Sent(chosen, DATA, told.page, told.more)
        return linking.signed(described(told.n_triples, iri, chosen), iris, iri, signposts(serving, iri, kinds), sent)
    posts, sent = signposts(serving, iri, kinds), Sent(chosen, DATA, language=asked.language)
    if chosen.offer is LINKSET:
        describe(serving, iri)  # NotFound where nothing is said of it
        return linking.signed(linking.linkset(iris, iri, posts, sent), iris, iri, posts, sent)
    response, spoken = _view(request, serving, iri, kinds, asked)
    return linking.signed(response, iris, iri, posts, replace(sent, spoken=spoken))


def _view(request: Request, serving: Serving, iri: str, kinds: Sequence[str], asked: Asked) -> tuple[Response, str | None]:
    """A page or fields, and the language that their texts are in."""
    library, is_page = library_of(request), asked.chosen.is_html
    # A treaty is a document by inference; where its text is not here, what is known of it is what is known of a thing.
    if "Document" in kinds and not (is_page and things.is_known_as_thing(serving, iri, kinds)):
        return (
            shown.document(request, serving, iri, asked.wanted, asked.state) if is_page else _fields(library, serving, iri, asked)
        )
    if "Passage" in kinds and lookup.is_held(serving, iri):
        passage = passages.passage(library, serving, iri, asked.languages)
        response = shown.passage(request, serving, passage, asked.state) if is_page else as_json(passage)
        return response, passage.passage.language
    if is_page:
        return things.shown(request, serving, iri, asked.languages), None
    return as_json(entities.entity(serving, iri, asked.languages)), None


def _fields(library: Library, serving: Serving, iri: str, asked: Asked) -> tuple[Response, str | None]:
    view = documents.document(library, serving, iri, asked.languages)
    return as_json(view), min(view.languages, key=lambda language: preference(language, asked.languages), default=None)


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
