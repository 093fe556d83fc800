"""Web: search. In: a question with filters. Out: the answer as JSON, page, table, linked data or bibliography. Must not rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Request, Response

from api import formats
from api.filters import FILTER_NAMES
from api.library import Library
from api.paging import ORDERS
from api.rest.arguments import refuse_precision
from api.results import Result
from api.search import MODES, SearchAnswer, search
from api.web import links, lookup, marking, parameters
from api.web.negotiate import BIBLIOGRAPHIES, FOUND, Chosen, choose
from api.web.pages import library_of, page
from api.web.parameters import Pairs
from api.web.rdf import as_file, as_json, told_of
from ontology.errors import BadParameter
from ontology.iris import slug

ALLOWED = ("q", "limit", "offset", "sort", "group", "explain", "mode", *FILTER_NAMES, "format")
DEFAULT_LIMIT = 10
_MOST_FACETS = 12
_LONGEST_NAME = 40  # of a question in a file's name


@dataclass(frozen=True, slots=True)
class Facet:
    """One value that narrows the search, or lifts the narrowing where it is on."""

    label: str
    count: int
    href: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A result with its best sentence and its whole text, the words of the question marked in both."""

    result: Result
    sentence: Sequence[marking.Piece]
    text: Sequence[marking.Piece]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Hits that stand together on the page: those of one document, or all of them. `rest` is folded away."""

    title: str
    href: str
    first: Sequence[Hit]
    rest: Sequence[Hit]


def answer(request: Request) -> Response:
    """GET /search."""
    pairs = parameters.of_address(request)
    refuse_precision({name for name, _ in pairs}, "A search, which finds passages by their words and not by findings,")
    parameters.refuse_unknown(pairs, ALLOWED)
    chosen = choose(request.headers.get("accept"), FOUND, parameters.single(pairs, "format"))
    library = library_of(request)
    found = search(
        library,
        parameters.single(pairs, "q") or "",
        {name: [value for value in parameters.values(pairs, name) if value] for name in FILTER_NAMES},
        limit=_whole(pairs, "limit", DEFAULT_LIMIT),
        offset=_whole(pairs, "offset", 0),
        sort=parameters.single(pairs, "sort") or ORDERS[0],
        group=parameters.single(pairs, "group") or "",
        explain=parameters.single(pairs, "explain") or "",
        mode=parameters.single(pairs, "mode") or MODES[0],
    )
    kept = [(name, value) for name, value in pairs if value and name != "format"]
    if chosen.is_html:
        return _page(request, library, kept, found)
    address = f"{request.base_url}search?{urlencode(kept)}"
    if chosen.offer.name == "json":
        return as_json(_told(library, found, kept, address))
    # A question without a Latin letter leaves nothing that every system takes in a file's name.
    name = f"search-{slug(found.query)[:_LONGEST_NAME]}".strip("-")
    return as_file(_written(library, found, chosen, address), chosen, name)


def _whole(pairs: Pairs, name: str, default: int) -> int:
    value = parameters.single(pairs, name)
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 7):
        raise BadParameter(f"Wanted a whole number for {name}; got {value[:40]!r}.", advice=f"Write {name}={default}.")
    return int(value)


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
    if chosen.offer.name == "jsonld":
        return formats.json_ld(found, address)
    with library.serving() as serving:
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
    on = [(name, value) for name, value in kept if name in FILTER_NAMES]
    values = {
        "answer": found,
        "shelves": _shelves(library, found),
        "facets": _facets(library, kept, found),
        "modes": MODES,
        "orders": ORDERS,
        "on": _lifted(library, kept, on),
        "steps": _steps(found, kept),
        "asked": urlencode(kept),
        "citation": formats.statement(found, f"{request.base_url}search?{urlencode(kept)}"),
    }
    return page(request, "search.html", values)


def _shelves(library: Library, found: SearchAnswer) -> Sequence[Shelf]:
    hits = [Hit(hit, marking.marked(hit.text, hit.marks, hit.span), marking.marked(hit.text, hit.marks)) for hit in found.hits]
    if not found.groups:
        return [Shelf("", "", hits, ())]
    return [
        Shelf(
            group.title or links.readable(library.iris, group.document),
            links.local_href(library.iris, group.document),
            [hits[group.hits[0]]],
            [hits[place] for place in group.hits[1:]],
        )
        for group in found.groups
    ]


def _facets(library: Library, kept: Pairs, found: SearchAnswer) -> Mapping[str, Sequence[Facet]]:
    shown = {name: counts[:_MOST_FACETS] for name, counts in found.facets.items() if counts}
    things = {value for counts in shown.values() for value, _ in counts if value.startswith(library.iris.base)}
    with library.serving() as serving:
        labels = lookup.labels_of(serving, sorted(things))
    narrowed = [pair for pair in kept if pair[0] != "offset"]  # another filter, another ranking: from its beginning
    return {
        name: [_facet(library, narrowed, name, value, count, labels) for value, count in counts] for name, counts in shown.items()
    }


def _facet(library: Library, kept: Pairs, name: str, value: str, count: int, labels: Mapping[str, str]) -> Facet:
    short = links.readable(library.iris, value) if value.startswith(library.iris.base) else value
    is_on = any(given == name and _same(library, asked, value) for given, asked in kept)
    without = [pair for pair in kept if not (pair[0] == name and _same(library, pair[1], value))]
    return Facet(labels.get(value, short), count, "?" + urlencode(without if is_on else [*kept, (name, short)]), is_on)


def _lifted(library: Library, kept: Pairs, on: Pairs) -> Sequence[Facet]:
    """The filters that are on, each as a link that takes it off."""
    return [
        Facet(
            f"{links.words(pair[0].replace('_', ' '))}: {links.readable(library.iris, pair[1])}",
            0,
            "?" + urlencode([p for p in kept if p != pair and p[0] != "offset"]),
            is_on=True,
        )
        for pair in on
    ]


def _same(library: Library, asked: str, value: str) -> bool:
    return asked in (value, links.readable(library.iris, value)) or value.endswith(f"/{asked}")
