"""Web: search. In: a question with filters. Out: the answer as JSON, or as a page that says why each matched. Must not rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Request, Response

from api.filters import FILTERS
from api.library import Library
from api.results import Result
from api.search import MODES, SearchAnswer, search
from api.web import links, lookup, marking, parameters
from api.web.negotiate import HTML, JSON, choose
from api.web.pages import library_of, page
from api.web.parameters import Pairs
from api.web.rdf import as_json
from ontology.errors import BadParameter

FILTER_NAMES = (*FILTERS, "year", "year_from", "year_to")
ALLOWED = ("q", "limit", "mode", *FILTER_NAMES, "format")
DEFAULT_LIMIT = 10
_MOST_FACETS = 12


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


def answer(request: Request) -> Response:
    """GET /search."""
    pairs = parameters.of_address(request)
    parameters.refuse_unknown(pairs, ALLOWED)
    chosen = choose(request.headers.get("accept"), (JSON, HTML), parameters.single(pairs, "format"))
    library = library_of(request)
    found = search(
        library,
        parameters.single(pairs, "q") or "",
        {name: [value for value in parameters.values(pairs, name) if value] for name in FILTER_NAMES},
        limit=_limit(parameters.single(pairs, "limit")),
        mode=parameters.single(pairs, "mode") or MODES[0],
    )
    return _page(request, library, pairs, found) if chosen.is_html else as_json(found)


def _limit(value: str | None) -> int:
    if value is None:
        return DEFAULT_LIMIT
    if not (value.isascii() and value.isdigit() and len(value) < 7):
        raise BadParameter(f"Wanted a whole number for limit; got {value[:40]!r}.", advice="Write limit=10.")
    return int(value)


def _page(request: Request, library: Library, pairs: Pairs, found: SearchAnswer) -> Response:
    kept = [(name, value) for name, value in pairs if value and name != "format"]
    hits = [Hit(hit, marking.hits(hit.sentence, hit.matched), marking.hits(hit.text, hit.matched)) for hit in found.hits]
    values = {
        "answer": found,
        "hits": hits,
        "facets": _facets(library, kept, found),
        "modes": MODES,
        "limit": _limit(parameters.single(pairs, "limit")),
    }
    on = [(name, value) for name, value in kept if name in FILTER_NAMES]
    return page(
        request, "search.html", values | {"json": "?" + urlencode([*kept, ("format", "json")]), "on": _lifted(library, kept, on)}
    )


def _facets(library: Library, kept: Pairs, found: SearchAnswer) -> Mapping[str, Sequence[Facet]]:
    shown = {name: counts[:_MOST_FACETS] for name, counts in found.facets.items() if counts}
    things = {value for counts in shown.values() for value, _ in counts if value.startswith(library.iris.base)}
    with library.serving() as serving:
        labels = lookup.labels_of(serving, sorted(things))
    return {
        name: [_facet(library, kept, name, value, count, labels) for value, count in counts] for name, counts in shown.items()
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
            "?" + urlencode([p for p in kept if p != pair]),
            is_on=True,
        )
        for pair in on
    ]


def _same(library: Library, asked: str, value: str) -> bool:
    return asked in (value, links.readable(library.iris, value)) or value.endswith(f"/{asked}")
