"""Web: precedents. In: a pasted sentence or paragraph with filters, in the address or in a body. Out: the answer as JSON, or as a
page with the differences marked. Must not rank; must not log or keep the draft.
"""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request, Response

from api.draft_desk.desk import around
from api.filters import FILTERS
from api.precedents.answer import precedents
from api.precedents.cited import footnotes
from api.precedents.drafted import MAX_DRAFT
from api.web import parameters
from api.web.negotiate import HTML, JSON, choose, prefers_page
from api.web.pages import library_of, page
from api.web.parameters import Pairs, UnsupportedMediaType
from api.web.portal import drafting
from api.web.rdf import as_json
from ontology.errors import BadParameter

FILTER_NAMES = (*FILTERS, "year", "year_from", "year_to")
ALLOWED = ("text", "limit", *FILTER_NAMES, "format")
DEFAULT_LIMIT = 10


def get(request: Request) -> Response:
    """GET /precedents: the draft stands in the address. A browser that asks nothing is shown a form."""
    pairs = parameters.of_address(request)
    if not parameters.values(pairs, "text") and prefers_page(request.headers.get("accept")):
        return page(request, "precedents.html", {**_values("", DEFAULT_LIMIT), "answer": None})
    return drafting.unkept(request, lambda: _answer(request, pairs))


def post(request: Request, body: Annotated[bytes, Depends(parameters.body)]) -> Response:
    """POST /precedents: the draft stands in the body, as a form or as plain text in UTF-8; nothing of it is in an address."""
    return drafting.unkept(request, lambda: _answer(request, [*parameters.of_address(request), *_pairs(request, body)]))


def _pairs(request: Request, body: bytes) -> Pairs:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "application/x-www-form-urlencoded":
        return parameters.decoded(body)
    if media_type != "text/plain":
        raise UnsupportedMediaType(
            f"The body is of type {media_type[:60] or 'unknown'}.",
            advice="Send application/x-www-form-urlencoded with text=, or text/plain.",
        )
    try:
        return [("text", body.decode("utf-8"))]
    except UnicodeDecodeError:
        raise BadParameter("The body is not UTF-8.", advice="Send the draft as UTF-8.") from None


def _answer(request: Request, pairs: Pairs) -> Response:
    parameters.refuse_unknown(pairs, ALLOWED)
    chosen = choose(request.headers.get("accept"), (JSON, HTML), parameters.single(pairs, "format"))
    filters = {name: [value for value in parameters.values(pairs, name) if value] for name in FILTER_NAMES}
    limit = parameters.whole(parameters.single(pairs, "limit"), "limit", DEFAULT_LIMIT)
    found = precedents(library_of(request), parameters.single(pairs, "text") or "", filters, limit=limit)
    if not chosen.is_html:
        return as_json(found)
    cited = footnotes(library_of(request), [found])
    return page(request, "precedents.html", {**_values(found.read.text, limit), "answer": found, "footnotes": cited})


def _values(text: str, limit: int) -> Mapping[str, object]:
    return {"text": text, "longest": MAX_DRAFT, "limit": limit, "around": around, "footnotes": {}}
