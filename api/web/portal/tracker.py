"""Web: the tracker of recommendations. In: filters in the address. Out: the matrix, the list and the life line as pages, and as
files. Must not count, and must not write a format itself.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response

from api.library import Library
from api.pictures.lifeline import Point, lifeline
from api.pictures.matrix import Head, Matrix, matrix
from api.tracker.descent import LifeLine, life_line
from api.tracker.grid import COLUMNS, ROWS, VIEWS, Grid, Side, grid, name_of
from api.tracker.listed import MOST_EXPORTED, MOST_SHOWN, PAGE, SORTS, listed
from api.tracker.register import LATER, NONE, Register, register
from api.tracker.sparql import grid_query, list_query
from api.tracker.wanted import FILTERS, KINDS, Wanted, key_of, value_of, wanted
from api.tracker.written import RELATIONS, silence
from api.web import links, parameters
from api.web.negotiate import HTML, JSON, Offer, choose
from api.web.own_address import own_address
from api.web.pages import library_of, page
from api.web.parameters import Pairs
from api.web.portal import tracker_files
from ontology.errors import BadParameter
from queries import runner

MATRIX, LIST, LINE = "/recommendations", "/recommendations/list", "/recommendations/line"
_YEARS = ("year_from", "year_to")
_CSV, _WORD = Offer("csv", "text/csv"), Offer("docx", tracker_files.WORD, names=("word",))
_LD = Offer("jsonld", "application/ld+json")
_MOST_CHOICES = 60
_TITLES = {
    "addressee-year": ("Addressee by year", "Addressee"),
    "addressee-theme": ("Addressee by theme", "Addressee"),
    "theme-year": ("Theme by year", "Theme"),
}
_EVERYTHING = {"addressee": "anybody", "theme": "any theme", "pillar": "any pillar", "verb": "any strength"}
_CALLED = {"verb": "strength", "later": "afterwards"}
_SAID = {
    "recommendation": "recommendations only",
    "commitment": "commitments only",
    "taken-up": "taken up later",
    "silent": "not known to be taken up",
}


def route(app: FastAPI) -> None:
    """The three addresses."""
    for address, answer in ((MATRIX, matrix_page), (LIST, list_page), (LINE, line_page)):
        app.add_api_route(address, answer, methods=["GET", "HEAD"])


def matrix_page(request: Request) -> Response:
    """GET /recommendations: addressee by year, addressee by theme, or theme by year."""
    library, pairs = library_of(request), parameters.of_address(request)
    parameters.refuse_unknown(pairs, (*FILTERS, *_YEARS, "by", "start", "column_start", "format"))
    chosen = choose(request.headers.get("accept"), (JSON, HTML, _CSV, _WORD), parameters.single(pairs, "format"))
    view = parameters.single(pairs, "by") or next(iter(VIEWS))
    start, across = (parameters.whole(parameters.single(pairs, name), name, 0, most=10_000) for name in ("start", "column_start"))
    with library.serving() as serving:
        held = register(serving)
        asked = wanted(library, serving, _filters(pairs))
        most = ROWS if chosen.is_html else MOST_EXPORTED
        found = grid(library, held, asked, view, start=start, column_start=across, most=most)
        if not chosen.is_html:
            told = tracker_files.Told(_own(request), serving.generation.id, _described(library, held, asked))
            return tracker_files.matrix_file(found, asked, _TITLES[view][0], told, chosen)
        values = _shared(request, library, held, asked, MATRIX, {"by": view}) | {
            "found": found,
            "drawn": _drawn(found, asked),
            "views": [(name, _TITLES[name][0], address(MATRIX, asked.pairs, by=name)) for name in VIEWS],
            "view": view,
            "list": address(LIST, asked.pairs),
            "rows": _steps(found.start, ROWS, found.rows_total, asked, MATRIX, {"by": view, "column_start": across}, "start"),
            "columns": _steps(across, COLUMNS, found.columns_total, asked, MATRIX, {"by": view, "start": start}, "column_start")
            if view.endswith("theme")
            else None,
            "sparql": grid_query(library, asked, view),
            "generation": serving.generation.id,
        }
    return page(request, "recommendations.html", values)


def list_page(request: Request) -> Response:
    """GET /recommendations/list: what the filters leave, with words, evidence, and what became of it."""
    library, pairs = library_of(request), parameters.of_address(request)
    parameters.refuse_unknown(pairs, (*FILTERS, *_YEARS, "sort", "start", "limit", "format"))
    chosen = choose(request.headers.get("accept"), (JSON, HTML, _CSV, _LD, _WORD), parameters.single(pairs, "format"))
    sort = parameters.single(pairs, "sort") or SORTS[0]
    start = parameters.whole(parameters.single(pairs, "start"), "start", 0, most=10_000_000)
    most = tracker_files.MOST.get(chosen.offer.name, PAGE)
    usual = min(most, PAGE if chosen.is_html else MOST_EXPORTED)
    limit = parameters.whole(parameters.single(pairs, "limit"), "limit", usual, most=most) or PAGE
    with library.serving() as serving:
        held = register(serving)
        asked = wanted(library, serving, _filters(pairs))
        found = listed(library, serving, held, asked, sort=sort, start=start, most=limit)
        if not chosen.is_html:
            told = tracker_files.Told(_own(request), serving.generation.id, _described(library, held, asked))
            return tracker_files.list_file(library, serving, found, asked, told, chosen)
        values = _shared(request, library, held, asked, LIST, {"sort": sort}) | {
            "found": found,
            "longest": MOST_SHOWN,
            "sorts": [(name, address(LIST, asked.pairs, sort=name)) for name in SORTS],
            "steps": _steps(start, PAGE, found.total, asked, LIST, {"sort": sort}, "start"),
            "matrix": address(MATRIX, asked.pairs),
            "known": bool(held.links),
            "said": RELATIONS,
            "sparql": list_query(library, asked),
            "generation": serving.generation.id,
        }
    return page(request, "recommendations_list.html", values)


def line_page(request: Request) -> Response:
    """GET /recommendations/line?iri=: the life line of a duty or passage."""
    library, pairs = library_of(request), parameters.of_address(request)
    parameters.refuse_unknown(pairs, ("iri", "format"))
    chosen = choose(request.headers.get("accept"), (JSON, HTML, _CSV, _LD, _WORD), parameters.single(pairs, "format"))
    given = parameters.single(pairs, "iri")
    if given is None:
        raise BadParameter("Wanted ?iri= with the IRI of a recommendation or passage.", advice=f"Choose one in {LIST}.")
    iri = given if "://" in given else library.iris.iri(given)
    with library.serving() as serving:
        held = register(serving)
        found = life_line(library, serving, held, iri)
        told = tracker_files.Told(_own(request), serving.generation.id, "")
        if not chosen.is_html:
            return tracker_files.line_file(library, serving, found, told, chosen)
        query = library.queries["line-of-descent"]
        values: dict[str, object] = {
            "found": found,
            "silence": silence(found),
            "drawn": _timed(found),
            "by_iri": {step.passage.iri: step.passage.pinpoint for step in found.steps},
            "said": RELATIONS,
            "names": {iri: name_of(held, "addressee", iri) for step in found.steps for iri in step.passage.parties},
            "similar": f"/queries/similar-later?{urlencode({'passage': found.passage})}",
            "sparql": runner.render(query, {"passage": found.passage}, base=library.settings.base),
            "api": f"{own_address(request)}{LINE}?{urlencode({'iri': found.start, 'format': 'json'})}",
            "formats": _formats(f"{LINE}?{urlencode({'iri': found.start})}", ("csv", "json", "jsonld", "docx")),
            "generation": serving.generation.id,
        }
    return page(request, "recommendations_line.html", values)


def address(path: str, pairs: Sequence[tuple[str, str]], **more: object) -> str:
    """An address of this site; what is empty or nought is left out."""
    asked = urlencode([*pairs, *((name, str(value)) for name, value in more.items() if value)], safe="/.,:()")
    return f"{path}?{asked}" if asked else path


def _filters(pairs: Pairs) -> Mapping[str, Sequence[str]]:
    """The filters as they came; the two fields of a form as one range of years."""
    found = {name: parameters.values(pairs, name) for name in FILTERS}
    first, last = (parameters.single(pairs, name) or "" for name in _YEARS)
    if first or last:
        found["year"] = [*found["year"], first if first == last else f"{first}..{last}"]
    return found


def _own(request: Request) -> str:
    return f"{own_address(request)}{request.url.path}" + (f"?{request.url.query}" if request.url.query else "")


def _drawn(found: Grid, asked: Wanted) -> Matrix:
    rows, columns = VIEWS[found.view]

    def led(row: str, column: str) -> str:
        return address(LIST, asked.having(rows, row).having(columns, column).pairs)

    def head(axis: str, side: Side, total: int | None) -> Head:
        return Head(side.key, side.name, address(LIST, asked.having(axis, side.key).pairs), total)

    title, corner = _TITLES[found.view]
    caption = f"{title}: how many recommendations and commitments"
    shown = [head(rows, side, side.total) for side in found.rows]
    return matrix(caption, corner, [head(columns, side, None) for side in found.columns], shown, found.counts, led)


def _timed(found: LifeLine) -> object:
    places = {step.passage.iri: place for place, step in enumerate(found.steps)}
    points = [
        Point(step.passage.pinpoint, step.year, tuple((places[link.of], link.relation) for link in step.takes))
        for step in found.steps
    ]
    return lifeline(points, found.latest if found.silent_since else 0)


def _shared(
    request: Request, library: Library, held: Register, asked: Wanted, path: str, more: Mapping[str, str]
) -> dict[str, object]:
    """What matrix and list have in common: the form, what is chosen with the way to take it off, formats, and the call."""
    chips = []
    for name, value in asked.pairs:
        rest = asked.having(name, *(one for one in asked[name] if one != value))
        chips.append((_CALLED.get(name, name), _called(library, held, name, value), address(path, rest.pairs, **more)))
    own = f"{own_address(request)}{address(path, asked.pairs, **more)}"
    return {
        "path": path,
        "more": more,
        "asked": asked,
        "chips": chips,
        "choices": {name: _choices(library, held, asked, name) for name in _EVERYTHING},
        "everything": _EVERYTHING,
        "kinds": [(one, _SAID[one]) for one in KINDS],
        "span": _span(asked),
        "laters": [(one, _SAID[one]) for one in LATER] if held.links else [],
        "api": own + ("&" if "?" in own else "?") + "format=json",
        "formats": _formats(own, ("csv", "json", "docx") if path == MATRIX else ("csv", "json", "jsonld", "docx")),
        "most": tracker_files.MOST,
        "none": not held.duties,
    }


def _span(asked: Wanted) -> tuple[str, str]:
    """The first and the last year, for the form, where one range is asked for; else two empty fields."""
    value = asked["year"][0] if len(asked["year"]) == 1 and asked["year"] != ("0",) else ""
    first, _, last = value.partition("..")
    return (first, last) if ".." in value else (value, value)


def _formats(own: str, names: Sequence[str]) -> list[tuple[str, str]]:
    shown = {"csv": "CSV", "json": "JSON", "jsonld": "JSON-LD", "docx": "Word"}
    return [(shown[name], f"{own}{'&' if '?' in own else '?'}format={name}") for name in names]


def _choices(library: Library, held: Register, asked: Wanted, name: str) -> list[tuple[str, str]]:
    """What a field of the form offers: the most frequent values, what is chosen among them."""
    counts = held.totals[name]
    frequent = sorted(counts, key=lambda key: -counts[key])[:_MOST_CHOICES]
    keys = dict.fromkeys([*(key_of(library, name, value) for value in asked[name]), *frequent])
    found = [(value_of(library, name, key), name_of(held, name, key)) for key in keys]
    return sorted(found, key=lambda one: (one[0] == NONE, one[1].casefold()))


def _called(library: Library, held: Register, name: str, value: str) -> str:
    if name == "year" and value == "0":
        return "no date"
    if name in ("document", "year", "kind", "later"):
        return _SAID.get(value, links.readable(library.iris, value)).replace("..", "–")
    return name_of(held, name, key_of(library, name, value))


def _described(library: Library, held: Register, asked: Wanted) -> str:
    return "; ".join(f"{name}: {_called(library, held, name, value)}" for name, value in asked.pairs)


def _steps(
    start: int, size: int, total: int, asked: Wanted, path: str, more: Mapping[str, object], name: str
) -> dict[str, object]:
    """Which part of a long list is shown, and the way to the parts beside it."""

    def to(place: int) -> str:
        return address(path, asked.pairs, **{**more, name: place})

    return {
        "first": min(start + 1, total),
        "last": min(start + size, total),
        "total": total,
        "previous": to(max(0, start - size)) if start > 0 else "",
        "next": to(start + size) if start + size < total else "",
    }
