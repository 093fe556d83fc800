"""Web: situations. In: an address. Out: the list of places, a place's page, and the briefing, as pages and as files. Must not
count, choose words or write a format itself.
"""

from collections.abc import Mapping, Sequence

from fastapi import FastAPI, Request, Response

from api.lens.findings import STANDS
from api.lens.framework import framework
from api.library import Library, Serving
from api.pictures.bars import Fact, Picture, by_year
from api.pictures.matrix import Head, Matrix, matrix
from api.situations.briefing import as_item, briefing
from api.situations.lines import name_of, shown
from api.situations.listed import Listed, listed
from api.situations.observed import NOTHING_NAMED, Observation
from api.situations.places import place_of
from api.situations.profile import Profile, profile
from api.situations.since import ADVICE, Since, since_of
from api.situations.written import NO_VERDICT, counted, lists, paper, remarks, row, rows, title_of
from api.web import parameters
from api.web.negotiate import choose
from api.web.own_address import own_address
from api.web.pages import library_of, page
from api.web.portal.downloads import paper_as
from api.web.portal.filed import OFFERS, Told, formats, table
from api.web.portal.lens_asked import PASSAGES, address
from ontology.errors import BadParameter
from queries import runner

LIST, BRIEFING = "/situations", "/situations/briefing"
_LINES, _FILED = 12, 200
_SHORT = 10
_YEARS = 24
_NOTHING = "nothing"
_TABLES = OFFERS[:3]
_SECTIONS = ("observations", "asked", "documents", "cited")


def route(app: FastAPI) -> None:
    """The three addresses; the briefing before the places, since it lies among them."""
    for where, answer in ((LIST, list_page), (BRIEFING, briefing_page), (LIST + "/{path:path}", place_page)):
        app.add_api_route(where, answer, methods=["GET", "HEAD"])


def list_page(request: Request) -> Response:
    """GET /situations: the States and regions of whose situation documents speak; with a date which are new, again or silent."""
    library, pairs = library_of(request), parameters.of_address(request)
    parameters.refuse_unknown(pairs, ("since", "format"))
    chosen = choose(request.headers.get("accept"), _TABLES, parameters.single(pairs, "format"))
    given = parameters.single(pairs, "since") or ""
    with library.serving() as serving:
        since = since_of(library, serving, given) if given else None
        found = listed(library, serving, since)
        here = address(LIST, [("since", given)] if given else [])
        told = Told(own_address(request) + here, serving.generation.id)
        if not chosen.is_html:
            return table(chosen, [_listed_row(one) for one in found], {"since": given}, told, "situations")
        values: dict[str, object] = {
            "found": found,
            "since": given,
            "picture": _picture(found),
            "no_verdict": NO_VERDICT,
            "states": ("new", "again", "silent since", "not dated"),
            "formats": formats(here)[:2],
            "sparql": _since_query(library, since),
            "api": told.address,
            "generation": serving.generation.id,
        }
    return page(request, "situations.html", values)


def place_page(request: Request, path: str) -> Response:
    """GET /situations/state/SSD: a State or region as documents speak of it."""
    library, pairs = library_of(request), parameters.of_address(request)
    parameters.refuse_unknown(pairs, ("year", "named", "page", "format"))
    chosen = choose(request.headers.get("accept"), _TABLES, parameters.single(pairs, "format"))
    number = parameters.page_number(pairs)
    with library.serving() as serving:
        place = place_of(library, serving, path)
        found = profile(library, serving, place)
        chosen_cell = [(name, value) for name in ("year", "named") if (value := parameters.single(pairs, name))]
        here = f"{LIST}/{place.path}"
        told = Told(own_address(request) + address(here, chosen_cell), serving.generation.id)
        among = _in_cell(library, found.observations, dict(chosen_cell))
        if not chosen.is_html:
            lines = shown(library, serving, [as_item(one) for one in among[: 5 * _FILED]])
            every = [row("observations", line) for line in lines]
            return table(chosen, every, {"place": place.path, "name": place.name}, told, place.path.replace("/", "-"))
        some = among[(number - 1) * _LINES : number * _LINES]
        pages = max(1, -(-len(among) // _LINES))
        values: dict[str, object] = {
            "found": found,
            "drawn": _drawn(library, serving, found),
            "observed": shown(library, serving, [as_item(one) for one in some]),
            "asked": shown(library, serving, found.asked[:_SHORT]),
            "documents": [(one, found.counted[one.item.document]) for one in shown(library, serving, found.documents[:_SHORT])],
            "briefed": shown(library, serving, found.briefed[:_SHORT]),
            "crimes": _crimes(library, serving, found),
            "near": _near(library, serving, found),
            "cell": [value for _, value in chosen_cell],
            "among": len(among),
            "steps": _steps(here, chosen_cell, number, pages),
            "latest": max((one.date for one in found.observations), default=""),
            "no_verdict": NO_VERDICT,
            "formats": formats(address(here, chosen_cell))[:2],
            "sparql": runner.render(library.queries["situation-profile"], {"place": place.path}, base=library.settings.base),
            "api": f"{own_address(request)}/api/v1/situations?place={place.path}",
            "generation": serving.generation.id,
        }
    return page(request, "situation.html", values)


def briefing_page(request: Request) -> Response:
    """GET /situations/briefing?place=&since=: what is new about a place; a form where neither is given."""
    library, pairs = library_of(request), parameters.of_address(request)
    parameters.refuse_unknown(pairs, ("place", "since", "show", "page", "format"))
    chosen = choose(request.headers.get("accept"), OFFERS, parameters.single(pairs, "format"))
    where, when = parameters.single(pairs, "place"), parameters.single(pairs, "since")
    only, number = parameters.single(pairs, "show") or "", parameters.page_number(pairs)
    if only and only not in _SECTIONS:
        raise BadParameter(f"There is no list {only[:40]!r} in a briefing.", advice=f"There are: {', '.join(_SECTIONS)}.")
    with library.serving() as serving:
        if not where or not when:
            if chosen.is_html and not (where is None and when):
                return _form(request, library, serving, where or "")
            missing = "a place" if not where else "since when"
            raise BadParameter(f"Wanted {missing} for a briefing.", advice=f"Give place=state/SSD and since=2021. {ADVICE}")
        place = place_of(library, serving, where)
        told = briefing(library, serving, place, since_of(library, serving, when))
        shared = [("place", place.path), ("since", when)]
        origin = Told(own_address(request) + address(BRIEFING, shared), serving.generation.id, remarks(told))
        start, most = ((number - 1) * _LINES, _LINES) if chosen.is_html else (0, _FILED)
        found = lists(library, serving, told, start=start, most=most, only=only)
        name = f"briefing-{place.path.replace('/', '-')}-since-{when}"
        if chosen.offer.name in ("json", "csv"):
            about = {"place": place.path, "name": place.name, "since": when, "is_empty": told.is_empty}
            return table(chosen, rows(found), about, origin, name)
        if not chosen.is_html:
            return paper_as(paper(told, found, origin.narrowed, origin.origin), chosen.offer.name, name)
        values: dict[str, object] = {
            "told": told,
            "title": title_of(told),
            "remarks": origin.narrowed,
            "lists": found,
            "counted": counted,
            "only": only,
            "start": start,
            "steps": {one.key: _more(shared, one.key, number if only else 1, len(one.section.new)) for one in found},
            "formats": formats(address(BRIEFING, shared)),
            "api": origin.address,
            "sparql": runner.render(library.queries["situation-profile"], {"place": place.path}, base=library.settings.base),
            "generation": serving.generation.id,
        }
    return page(request, "briefing.html", values)


def _form(request: Request, library: Library, serving: Serving, where: str) -> Response:
    """What is asked before there can be a briefing."""
    place = place_of(library, serving, where) if where else None
    known = [one.place for one in listed(library, serving)]
    return page(
        request, "briefing_form.html", {"place": place, "known": known, "advice": ADVICE, "generation": serving.generation.id}
    )


def _since_query(library: Library, since: Since | None) -> str:
    """The named query that tells new from silent by the year; "" where none was asked for, or a generation."""
    if since is None or since.is_generation:
        return ""
    return runner.render(library.queries["situations-since"], {"since": since.text[:4]}, base=library.settings.base)


def _listed_row(one: Listed) -> dict[str, object]:
    told: dict[str, object] = {"place": one.place.path, "name": one.place.name, "observations": one.total, "latest": one.latest}
    if one.state:
        told |= {"state": one.state, "before": one.before, "since": one.since, "not_placed": one.unknown}
    return told | {"documents": one.documents, "by_year": [f"{year}:{count}" for year, count in one.years]}


def _picture(found: Sequence[Listed]) -> Picture:
    """All observations by the year of the document."""
    years: dict[int, int] = {}
    for one in found:
        for year, count in one.years:
            years[year] = years.get(year, 0) + count
    facts = [Fact(str(year), (count,)) for year, count in sorted(years.items())]
    return by_year("Observations by the year of the document", facts, unit="observations")


def _drawn(library: Library, serving: Serving, found: Profile) -> Matrix:
    """What the observations name, by the year that they are about: the latest years that fit."""
    years = found.years[-_YEARS:]

    def label(key: str) -> str:
        return "no factor, indicator or crime named" if key == NOTHING_NAMED else name_of(library, serving, key)

    def total(key: str) -> int:
        return sum(found.matrix.get((key, year), 0) for year in found.years)

    def leads(row: str, column: str) -> str:
        name = library.iris.path(row) if row else _NOTHING
        return address(f"{LIST}/{found.place.path}", [("named", name), ("year", column)]) + "#observations"

    heads = [Head(key, label(key), f"/{library.iris.path(key)}" if key else "", total(key)) for key in found.names]
    counts = {(key, str(year)): count for (key, year), count in found.matrix.items()}
    columns = [Head(str(year), str(year)) for year in years]
    caption = f"Observations of {found.place.name} by what the sentence names and the year that it is about"
    return matrix(caption, "Named in the sentence", columns, heads, counts, leads)


def _crimes(library: Library, serving: Serving, found: Profile) -> list[Mapping[str, object]]:
    """Crimes with the first passages that name them and the place."""
    return [
        {
            "href": f"/{library.iris.path(crime.iri)}",
            "name": name_of(library, serving, crime.iri),
            "observations": crime.observations,
            "total": len(crime.passages),
            "passages": shown(library, serving, crime.passages[:3]),
        }
        for crime in found.crimes
    ]


def _near(library: Library, serving: Serving, found: Profile) -> list[Mapping[str, object]]:
    """Risk factors that stand in passages which name the place, each kind by itself."""
    told: list[Mapping[str, object]] = []
    for factor in framework(library, serving).factors:
        counts = {stand: found.near[stand].get(factor.iri, 0) for stand in STANDS}
        if any(counts.values()):
            pairs = [("thing", factor.path), ("state", found.place.path)]
            links = {stand: address(PASSAGES, [*pairs, ("how", stand)]) for stand in STANDS}
            told.append({"factor": factor, "counts": counts, "links": links})
    return told


def _in_cell(library: Library, every: Sequence[Observation], cell: Mapping[str, str]) -> list[Observation]:
    """The observations of a year, or that name a thing ("nothing": those that name none)."""
    year, name = cell.get("year", ""), cell.get("named", "")
    if year and not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise BadParameter(f"Wanted a year such as 2018; got {year[:20]!r}.", advice="Give four digits.")
    key = NOTHING_NAMED if name == _NOTHING else library.iris.iri(name)
    return [one for one in every if year in ("", str(one.year)) and (not name or key in one.keys)]


def _steps(here: str, pairs: Sequence[tuple[str, str]], number: int, pages: int) -> Mapping[str, object]:
    return {
        "number": number,
        "pages": pages,
        "previous": address(here, [*pairs, ("page", str(number - 1))]) if number > 1 else "",
        "next": address(here, [*pairs, ("page", str(number + 1))]) if number < pages else "",
    }


def _more(pairs: Sequence[tuple[str, str]], key: str, number: int, total: int) -> Mapping[str, object]:
    """The pager of one list of a briefing, which is then shown alone."""
    return _steps(BRIEFING, [*pairs, ("show", key)], number, max(1, -(-total // _LINES)))
