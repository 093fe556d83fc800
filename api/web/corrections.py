"""Web: corrections. In: reports of errors from anyone, decisions from curators with a key. Out: a form, receipts, the queue.
Must not keep who reported, nor judge.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated

from fastapi import Depends, FastAPI, Request, Response

from api import corrections
from api.allowance import Allowances
from api.web import parameters
from api.web.callers import caller_of
from api.web.curating import serve_at_once, signed
from api.web.negotiate import HTML, JSON, choose
from api.web.pages import library_of, page
from api.web.parameters import UnsupportedMediaType
from api.web.problems import CURATORS
from api.web.rdf import as_json
from ontology.errors import AccessError, BadParameter

SCOPE = "corrections"
_FORM = "application/x-www-form-urlencoded"
_FIELDS = ("iri", "kind", "words", "suggested", "format")
_DECISION = ("state", "answer", "judgement", "finding", "corrected_to")
_MOST_BYTES = 32 * 1024
_A_MINUTE, _AT_ONCE = 2, 5  # reports of one caller: each is read by a person


async def body(request: Request) -> bytes:
    """The body of a report or a decision; QueryTooLarge beyond what the longest can take."""
    return await parameters.body_within(request, _MOST_BYTES)


def route(app: FastAPI, allowances: Allowances) -> None:
    """Puts reports and their queue at their addresses."""
    app.state.reports = allowances.made("reports", _A_MINUTE, _AT_ONCE)
    app.add_api_route("/corrections", form, methods=["GET", "HEAD"])
    app.add_api_route("/corrections", report, methods=["POST"])
    app.add_api_route("/corrections/queue", queue, methods=["GET", "HEAD"])
    app.add_api_route("/corrections/{name}", receipt, methods=["GET", "HEAD"])
    app.add_api_route("/corrections/{name}", decide, methods=["POST"], tags=[CURATORS])


def form(request: Request) -> Response:
    """GET /corrections?iri=...: the form to report an error in a thing."""
    pairs = parameters.of_address(request)
    parameters.refuse_unknown(pairs, ("iri",))
    return _page(request, {"iri": parameters.single(pairs, "iri") or ""}, None)


def report(request: Request, sent: Annotated[bytes, Depends(body)]) -> Response:
    """POST /corrections: 201 with a receipt. It may be sent as a form or as JSON; nobody is asked who they are."""
    _refuse_pages_elsewhere(request)
    given = _given(request, sent, _FIELDS)
    chosen = choose(request.headers.get("accept"), (JSON, HTML), given.pop("format", None))
    request.app.state.reports.take(caller_of(request))
    library = library_of(request)
    told = corrections.report(
        library, given.get("iri", ""), given.get("kind", "other"), given.get("words", ""), given.get("suggested", "")
    )
    headers = {"Location": f"/corrections/{told.id}", "Cache-Control": "no-store"}
    response = _page(request, given, told) if chosen.is_html else as_json(asdict(told))
    response.status_code = 201
    response.headers.update(headers)
    return response


def _refuse_pages_elsewhere(request: Request) -> None:
    """A page elsewhere could let its readers' browsers report what they never saw (W3C Fetch Metadata); programs say nothing."""
    if request.headers.get("sec-fetch-site") == "cross-site":
        raise AccessError("This report was sent by a page of another site.", advice="Report it at /corrections.")


def receipt(request: Request, name: str) -> Response:
    """GET /corrections/{name}: what became of a report, without its words."""
    parameters.refuse_unknown(parameters.of_address(request), ("format",))
    told = corrections.find(library_of(request), name)
    chosen = choose(request.headers.get("accept"), (JSON, HTML), request.query_params.get("format"))
    response = _page(request, {"iri": told.iri}, told) if chosen.is_html else as_json(asdict(told))
    response.headers["Cache-Control"] = "no-cache"
    return response


def queue(request: Request) -> Response:
    """GET /corrections/queue: the reports that wait, with their words, for curators. `next` is null on the last page."""
    signed(request, SCOPE)
    pairs = parameters.of_address(request)
    parameters.refuse_unknown(pairs, ("limit", "after"))
    limit = parameters.whole(parameters.single(pairs, "limit"), "limit", 50, most=999)
    found = corrections.queue(library_of(request), limit, parameters.single(pairs, "after") or "")
    more = f"/corrections/queue?limit={limit}&after={found[-1].id}" if len(found) == limit else None
    response = as_json({"corrections": [asdict(one) for one in found], "next": more})
    response.headers["Cache-Control"] = "no-store"
    return response


def decide(request: Request, name: str, sent: Annotated[bytes, Depends(body)]) -> Response:
    """POST /corrections/{name}: a curator settles a report; an accepted one may bring a verdict, which is published at once."""
    key = signed(request, SCOPE)
    given = _given(request, sent, _DECISION)
    decision = corrections.Decision(given.pop("state", ""), given.pop("answer", ""), **given)
    library = library_of(request)
    settled = corrections.settle(library, request.app.state.desk, name, decision, key)
    if settled.published:
        serve_at_once(request, settled.published)
    response = as_json(asdict(settled))
    response.headers["Cache-Control"] = "no-store"
    return response


def _given(request: Request, sent: bytes, allowed: tuple[str, ...]) -> dict[str, str]:
    """The fields of a body; BadParameter for one that is unknown, comes twice or is no text."""
    match request.headers.get("content-type", "").partition(";")[0].strip().lower():
        case "application/json":
            pairs = list(_members(sent).items())
        case "application/x-www-form-urlencoded":
            pairs = list(parameters.decoded(sent))
        case other:
            raise UnsupportedMediaType(
                f"The body is of type {other[:60] or 'unknown'}.", advice=f"Send application/json or {_FORM}."
            )
    parameters.refuse_unknown(pairs, allowed)
    return {name: value for name in allowed if (value := parameters.single(pairs, name)) is not None}


def _members(sent: bytes) -> Mapping[str, str]:
    try:
        found = json.loads(sent)
    except (ValueError, RecursionError) as error:
        raise BadParameter("The body is no JSON in UTF-8.", advice='Send {"iri": "...", "words": "..."}.') from error
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise BadParameter("Wanted an object of texts in JSON.", advice='Send {"iri": "...", "words": "..."}.')
    return found


def _page(request: Request, given: Mapping[str, str], told: corrections.Receipt | None) -> Response:
    values = {
        "given": given,
        "receipt": told,
        "kinds": corrections.KINDS,
        "most": corrections.MOST_WORDS,
        "most_suggested": corrections.MOST_SUGGESTED,
    }
    return page(request, "correction.html", values)
