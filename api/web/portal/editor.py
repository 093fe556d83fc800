"""Web: the editor of queries. In: a request of its script. Out: the words that it completes, what is wrong with a query, and the
editor's own files. Must not evaluate a query.

The editor is Ace (BSD-3), as the package django-ace brings it; nothing of that package is imported, and it needs no Django here.
Where the package is not installed, the page has a plain field.
"""

import importlib.util
import re
from functools import cache
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles

from api.once import once
from api.querying.proofread import Proof, proofread
from api.querying.terms import PREFIXES, terms
from api.web import parameters
from api.web.pages import library_of
from api.web.parameters import UnsupportedMediaType
from api.web.rdf import as_json
from ontology.errors import BadParameter
from queries import runner

ADDRESS = "/static/ace"
_PACKAGE, _INSIDE = "django_ace", "static/django_ace/ace"
_NEEDED = ("ace.js", "mode-sparql.js", "ext-language_tools.js", "css/ace.css")
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)


def route(app: FastAPI) -> None:
    """Puts the editor's files, words and check at their addresses. It stands before /static."""
    app.add_api_route("/sparql/terms", words, methods=["GET", "HEAD"])
    app.add_api_route("/sparql/check", check, methods=["POST"])
    if folder := files():
        app.mount(ADDRESS, StaticFiles(directory=folder), name="ace")


@cache
def files() -> Path | None:
    """The folder of the editor's files; None where the package is not installed, or lacks one that the page needs."""
    found = importlib.util.find_spec(_PACKAGE)
    for place in (found.submodule_search_locations or ()) if found else ():
        folder = Path(place) / _INSIDE
        if all((folder / name).is_file() for name in _NEEDED):
            return folder
    return None


def words(request: Request) -> Response:
    """GET /sparql/terms: what a query may be written in, and the named queries with the arguments of their first example."""
    parameters.refuse_unknown(parameters.of_address(request), ())
    library = library_of(request)
    with library.serving() as serving:
        found = once(serving, "terms", lambda: terms(serving, library.iris))
    return as_json(
        {
            "prefixes": PREFIXES,
            "terms": [[term.written, term.kind, term.label, term.definition] for term in found],
            "examples": {name: example(request, name) for name in library.queries},
        }
    )


def example(request: Request, name: str) -> str:
    """The text of a named query, with the arguments of its first example where it has one. UnknownQuery for another name."""
    library = library_of(request)
    query = runner.find(library.queries, name)
    if any(parameter.required for parameter in query.parameters) and not query.examples:
        return query.text
    return runner.render(query, query.examples[0] if query.examples else {}, base=library.settings.base)


def check(request: Request, body: Annotated[bytes, Depends(parameters.body)]) -> Response:
    """POST /sparql/check: a query as the body; whether it can be asked, what it may cost, and the fault with line and column."""
    parameters.refuse_unknown(parameters.of_address(request), ())
    library = library_of(request)
    text = _text(request, body)
    with library.serving() as serving:
        found = proofread(library, serving, text)
    response = as_json(_told(found))
    response.headers["Cache-Control"] = "no-store"
    return response


def _text(request: Request, body: bytes) -> str:
    content_type = request.headers.get("content-type", "")
    charset = _CHARSET.search(content_type)
    if content_type.partition(";")[0].strip().lower() != "application/sparql-query":
        raise UnsupportedMediaType(
            f"The body is of type {content_type[:60] or 'unknown'}.", advice="Send application/sparql-query."
        )
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        raise UnsupportedMediaType(f"The body is in {charset[1][:40]}.", advice="Send UTF-8.")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadParameter(f"The query is not UTF-8: byte {error.start + 1} begins no character.", advice="Send UTF-8.") from None


def _told(found: Proof) -> dict[str, object]:
    return {
        "fits": found.fault is None,
        "form": found.form,
        "cost": found.cost.header,
        "advice": found.cost.advice,
        "fault": found.fault,
    }
