"""Web: search. In: a question with filters. Out: the answer as JSON, page, table, paper, linked data or bibliography. Must not
rank.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import Request, Response

from api import formats
from api.filters import FILTER_NAMES
from api.found.exact import exact
from api.found.named import named
from api.found.paper import paper_of
from api.library import Library
from api.paging import ORDERS
from api.rest.arguments import refuse_precision
from api.search import MODES, SearchAnswer, search
from api.web import links, parameters
from api.web.negotiate import BIBLIOGRAPHIES, FOUND, Chosen, choose
from api.web.own_address import own_address
from api.web.pages import library_of, page
from api.web.parameters import Pairs
from api.web.portal import found as shown
from api.web.portal.downloads import paper_as
from api.web.rdf import as_file, as_json, told_of
from ontology.iris import slug

ALLOWED = ("q", "limit", "offset", "sort", "group", "explain", "mode", *FILTER_NAMES, "format")
DEFAULT_LIMIT = 10
_DEFAULTS = {("limit", str(DEFAULT_LIMIT)), ("offset", "0"), ("sort", ORDERS[0]), ("mode", MODES[0])}
_LONGEST_NAME = 40  # of a question in a file's name


def answer(request: Request) -> Response:
    """GET /search. Without a question a page asks for one, and a program is told that it is missing."""
    pairs = parameters.of_address(request)
    refuse_precision({name for name, _ in pairs}, "A search, which finds passages by their words and not by findings,")
    parameters.refuse_unknown(pairs, ALLOWED)
    chosen = choose(request.headers.get("accept"), FOUND, parameters.single(pairs, "format"))
    kept = [pair for pair in pairs if pair[1] and pair[0] != "format" and pair not in _DEFAULTS]
    library = library_of(request)
    question = parameters.single(pairs, "q") or ""
    if chosen.is_html and not question.strip():
        return page(request, "ask.html", {"kept": [pair for pair in kept if pair[0] != "q"]})
    found = search(
        library,
        question,
        {name: [value for value in parameters.values(pairs, name) if value] for name in FILTER_NAMES},
        limit=parameters.whole(parameters.single(pairs, "limit"), "limit", DEFAULT_LIMIT),
        offset=parameters.whole(parameters.single(pairs, "offset"), "offset", 0),
        sort=parameters.single(pairs, "sort") or ORDERS[0],
        group=parameters.single(pairs, "group") or "",
        explain=parameters.single(pairs, "explain") or "",
        mode=parameters.single(pairs, "mode") or MODES[0],
    )
    if chosen.is_html:
        return _page(request, library, kept, found)
    return _data(library, found, kept, chosen, f"{own_address(request)}/search?{urlencode(kept)}")


def _data(library: Library, found: SearchAnswer, kept: Pairs, chosen: Chosen, address: str) -> Response:
    """The answer in any format but a page."""
    if chosen.offer.name == "json":
        return as_json(_told(library, found, kept, address))
    # A question without a Latin letter leaves nothing that every system takes in a file's name.
    name = f"search-{slug(found.query)[:_LONGEST_NAME]}".strip("-")
    if chosen.offer.name == "docx":
        return paper_as(paper_of(found, address), "docx", f"mandategraph-{name}")
    return as_file(_written(library, found, chosen, address), chosen, name)


def _told(library: Library, found: SearchAnswer, kept: Pairs, address: str) -> Mapping[str, object]:
    """The answer as programs read it: with the addresses that repeat it and go on, and where each passage is on this host."""
    told = told_of(found)
    hits = [told_of(hit) | {"href": links.local_href(library.iris, hit.iri)} for hit in told.pop("hits")]
    steps = {name: f"/search?{query}" if query else None for name, query in _steps(found, kept).items()}
    said = {"address": address, "citation": formats.statement(found, address)}
    return told | {"page": told_of(found.page) | steps} | said | {"hits": hits}


def _written(library: Library, found: SearchAnswer, chosen: Chosen, address: str) -> str:
    if chosen.offer.name == "csv":
        return formats.csv_of(found, address)
    with library.serving() as serving:
        if chosen.offer.name == "jsonld":
            return formats.json_ld(serving, found, address)
        return formats.bibliography(serving, found, BIBLIOGRAPHIES[chosen.offer.name], address)


def _steps(found: SearchAnswer, kept: Pairs) -> Mapping[str, str]:
    """The query strings of the pages before and after; empty where there is none, as in an order by date."""
    asked, rest = found.page, [(name, value) for name, value in kept if name != "offset"]
    if asked.sort != ORDERS[0]:
        return {"previous": "", "next": ""}
    before = max(0, asked.offset - asked.limit)
    back = [*rest, ("offset", str(before))] if before else rest
    return {
        "previous": urlencode(back) if asked.offset else "",
        "next": urlencode([*rest, ("offset", str(asked.end))]) if asked.end < found.reached else "",
    }


def _page(request: Request, library: Library, kept: Pairs, found: SearchAnswer) -> Response:
    address = f"{own_address(request)}/search?{urlencode(kept)}"
    offered = shown.facets(library, kept, found)
    on = shown.lifted(library, kept, offered)
    with library.serving() as serving:
        names = named(serving, found.query, library.iris.base)
    values = {
        "answer": found,
        "named": names,
        "exact": exact(library.queries.values(), found.query),
        "shelves": shown.shelves(library, found),
        "is_brief": shown.is_brief(found),
        "facets": offered,
        "years": shown.years(kept),
        "modes": MODES,
        "orders": ORDERS,
        "on": on,
        "is_long": shown.is_long(kept),
        "ticked": shown.ticked(kept, on),
        "kept": kept,
        "counts_passages": shown.counts_passages(found),
        "local_path": lambda iri: links.readable(library.iris, iri),
        "carried": shown.carried(kept),
        "asked_by_box": [pair for pair in kept if pair[0] not in ("q", "mode", "explain", "offset")],
        "steps": _steps(found, kept),
        "sent": {one.iri: links.readable(library.iris, one.iri) for one in found.related},
        "citation": formats.statement(found, address),
        "address": address,
        "most_concepts": shown.MOST_CONCEPTS,
    }
    return page(request, "search.html", values)
