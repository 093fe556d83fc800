"""Web: shown things. In: a document, a passage or whatever else, and what of it is wanted. Out: its page. Must not answer in
another format.
"""

from dataclasses import replace

from fastapi import Request, Response

from api.citing.gather import references, sources
from api.citing.records import Record
from api.documents import Part
from api.library import Serving
from api.linked.bibliographic import Bibliographic, bibliographic
from api.linked.signposts import schema_type
from api.passages import PassageView
from api.reader.explained import GROUPS, explained, group_of
from api.reader.near import near
from api.reader.opened import Opened, Wanted, open_document
from api.reader.outline import outline_of
from api.reader.stated import citing, measured
from api.web import languages, links
from api.web.pages import library_of, page
from api.web.portal import marking, reader
from api.web.portal.opening import CHOSEN, State
from ontology.errors import NotFound

_MOST_CITING = 50  # on a passage's own page
_MOST_STATED = 200
_MOST_HEADINGS = 60  # of a table of contents: a longer one shows the highest level, and all of the portion that is read


def document(request: Request, serving: Serving, iri: str, wanted: Wanted, state: State) -> tuple[Response, str]:
    """A portion of a document as it is read, with what a reference manager takes from it, and the language that it is in.
    NotFound for what is no document, or has no such place.
    """
    library = library_of(request)
    wanted = replace(wanted, holding=_holding(serving, iri, state.at), with_marks=state.view != "print")
    opened = open_document(library, serving, iri, wanted)
    state = (
        replace(state, part=str(opened.portion or "all"), at="") if len(opened.outline.portions) > 1 else replace(state, part="")
    )
    told = {
        "opened": opened,
        "document": opened.document,
        "state": state,
        "reading": reader.read(opened, state, lambda one: links.local_href(library.iris, one)),
        "contents": _contents(opened, state),
        "label": reader.label,
        "groups": GROUPS,
        "chosen": CHOSEN,
        "language": opened.language,
        "official": _official(serving, iri, opened.language),
        "api": _as_json(request),
        "generation": serving.generation.id,
        "metadata": _bibliographic(request, serving, iri, opened.language, ""),
        "schema_type": schema_type((opened.document.kind, "Document")),
    }
    return page(request, "document_print.html" if state.view == "print" else "document.html", told), opened.language


def passage(request: Request, serving: Serving, view: PassageView, state: State) -> Response:
    """A passage with what was read from it, and what a reference manager takes from it: the document with the place."""
    library = library_of(request)
    own, language = view.passage, view.passage.language
    shown = view.statements[:_MOST_STATED]
    notes = [child for child in view.children if child.kind == "Footnote" and child.marked_in == own.iri]
    anchors = {note.iri: f"#{links.anchor(view.document.iri, note.iri)}" for note in notes}
    calls = marking.called(notes, anchors, words=own, languages=view.languages)
    pieces = marking.stretches(own.words, reader.placed_on(shown, lambda iri: group_of(library, iri)), calls)
    values = {value for one in shown for value, _ in one.values}
    told = {
        "view": view,
        "document": view.document,
        "state": state,
        "text": reader.Text(language, pieces),
        "notes": notes,
        "label": reader.label,
        "statements": shown,
        "statement_anchor": reader.statement_anchor,
        "things": explained(library, serving, sorted(values), language),
        "measured": measured(serving, [one.iri for one in shown]),
        "citing": citing(serving, [own.iri]).get(own.iri, []),
        "most_citing": _MOST_CITING,
        "near": near(library, serving, own.iri, view.document.iri) if state.near else None,
        "language": language,
        "languages": view.languages,
        "official": _official(serving, view.document.iri, language),
        "api": _as_json(request),
        "metadata": _bibliographic(request, serving, own.iri, language, own.words),
        "schema_type": schema_type(("Passage",)),
    }
    return page(request, "passage.html", told)


def _as_json(request: Request) -> str:
    """Where a program gets the fields of the same thing."""
    return f"{request.url.path}?format=json"


def _holding(serving: Serving, document: str, at: str) -> str:
    """The part of a document that an anchor names; "" where none is asked for."""
    if not at:
        return ""
    for iri in outline_of(serving.graph, document).portion_of:
        if links.anchor(document, iri) == at:
            return iri
    raise NotFound(f"There is no place {at[:80]!r} in that document.", advice="Leave out ?at= to begin at its beginning.")


def _contents(opened: Opened, state: State) -> list[tuple[Part, str]]:
    """The headings with where each is read: an anchor on this page, or another portion with it."""
    headings, held = opened.headings, opened.outline.portion_of
    if len(headings) > _MOST_HEADINGS:
        top = min(one.level or 1 for one in headings)
        highest = {one.iri for one in headings if (one.level or 1) == top}
        here = {one.iri for one in headings if opened.portion in (0, held.get(one.iri))}
        kept = here | (highest if len(highest) <= _MOST_HEADINGS else set())
        headings = tuple(one for one in headings if one.iri in kept)
    return [(one, _place(opened, state, one.iri)) for one in headings]


def _place(opened: Opened, state: State, iri: str) -> str:
    anchor, portion = "#" + links.anchor(opened.document.iri, iri), opened.outline.portion_of.get(iri, 1)
    return anchor if opened.portion in (0, portion) else state.turned_to(portion) + anchor


def _official(serving: Serving, iri: str, language: str) -> str:
    """Where the United Nations publishes a document, in a language that it has; "" for what has no symbol."""
    source = sources(serving, [iri]).get(iri)
    address = Record(source, ()).address if source else ""
    return address.replace("/en/", f"/{language}/", 1) if language in languages.NAMES else address


def _bibliographic(request: Request, serving: Serving, iri: str, language: str, words: str) -> Bibliographic | None:
    """None for what cannot be cited, such as a document that is known by its IRI alone."""
    try:
        return bibliographic(references(library_of(request), serving, [iri])[0][0], iri, language, words)
    except NotFound:
        return None
