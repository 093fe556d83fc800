"""Web: the risk lens. In: an address. Out: the matrix of risk factors by year or by document, and the passages behind a cell, as
pages and as files. Must not count or write a format itself.
"""

from collections.abc import Mapping, Sequence

from fastapi import FastAPI, Request, Response

from api.corpus.dated import KINDS, Dated, dated
from api.lens.asked import counts_as_query, passages_as_query
from api.lens.counted import UNDATED, Counts, by_document, by_year, totals
from api.lens.findings import STANDS, findings
from api.lens.framework import Factor, Framework, Indicator, framework
from api.lens.passages import Cell, in_cell, near, passages, thing_of
from api.lens.written import SAID, SILENCE, called
from api.library import Library, Serving
from api.pictures.matrix import Head, Matrix, matrix
from api.situations.places import places
from api.web import parameters
from api.web.negotiate import choose
from api.web.own_address import own_address
from api.web.pages import library_of, page
from api.web.parameters import Pairs
from api.web.portal import lens_files
from api.web.portal.filed import OFFERS, Told, formats
from api.web.portal.lens_asked import BY, LENS, PASSAGES, Asked, address, asked, filters, stand_of
from ontology.errors import BadParameter, NotFound

_FILTERS = ("type", "state", "year_from", "year_to")
_YEARS, _DOCUMENTS, _PASSAGES = 24, 25, 20


def route(app: FastAPI) -> None:
    """The two addresses."""
    app.add_api_route(LENS, lens_page, methods=["GET", "HEAD"])
    app.add_api_route(PASSAGES, passages_page, methods=["GET", "HEAD"])


def lens_page(request: Request) -> Response:
    """GET /lens: the 14 factors against years or documents, and what no document speaks of."""
    library, pairs = library_of(request), parameters.of_address(request)
    parameters.refuse_unknown(pairs, (*_FILTERS, "by", "how", "open", "page", "format"))
    chosen = choose(request.headers.get("accept"), OFFERS, parameters.single(pairs, "format"))
    with library.serving() as serving:
        known, documents = framework(library, serving), dated(library, serving)
        one = asked(library, serving, pairs, known)
        counts = (by_year if one.by == "year" else by_document)(library, serving, one.wanted)
        query = counts_as_query(one.wanted, by_document=one.by == "document")
        here = f"{own_address(request)}{one.address()}"
        told = Told(here, serving.generation.id, [f"{name}: {value}" for name, value in one.pairs])
        if not chosen.is_html:
            return lens_files.counts_file(chosen, one, counts, known, documents, told)
        columns, steps = _columns(one, counts)
        values: dict[str, object] = {
            "asked": one,
            "drawn": _drawn(one, counts, columns, known, documents),
            "steps": steps,
            "factors": known.factors,
            "totals": totals(library, serving, one.wanted),
            "states": _states(library, serving),
            "generation": serving.generation.id,
        }
    shared = {"by": BY, "stands": STANDS, "kinds": KINDS, "said": SAID, "silence": SILENCE}
    return page(request, "lens.html", shared | values | {"formats": formats(one.address()), "sparql": query, "api": here})


def passages_page(request: Request) -> Response:
    """GET /lens/passages: the passages behind a cell, each with what exactly stands there; or those near in meaning."""
    library, pairs = library_of(request), parameters.of_address(request)
    parameters.refuse_unknown(pairs, (*_FILTERS, "thing", "how", "year", "document", "near", "page", "format"))
    chosen = choose(request.headers.get("accept"), OFFERS, parameters.single(pairs, "format"))
    with library.serving() as serving:
        documents = dated(library, serving)
        cell, shown = _cell(library, serving, pairs, documents)
        if parameters.single(pairs, "near"):
            return _near_page(request, library, serving, cell, shown)
        every = in_cell(library, serving, cell)
        here = f"{own_address(request)}{address(PASSAGES, shown)}"
        told = Told(here, serving.generation.id, _about(cell, documents))
        if not chosen.is_html:
            return lens_files.passages_file(chosen, library, serving, cell, every, told)
        number = parameters.page_number(pairs)
        values: dict[str, object] = {
            "cell": cell,
            "title": called(cell.thing),
            "about": _about(cell, documents),
            "total": len(every),
            "passages": passages(library, serving, cell, every[(number - 1) * _PASSAGES : number * _PASSAGES]),
            "steps": _steps(PASSAGES, shown, number, -(-len(every) // _PASSAGES)),
            "said": SAID,
            "called": called,
            "near": address(PASSAGES, [(name, value) for name, value in shown if name != "how"] + [("near", "yes")]),
            "back": address(LENS, [pair for pair in shown if pair[0] in (*_FILTERS, "how")]),
            "sparql": passages_as_query(cell.asked, _things(cell), cell.column),
            "generation": serving.generation.id,
        }
    return page(request, "lens_passages.html", values | {"formats": formats(address(PASSAGES, shown)), "api": here})


def _near_page(request: Request, library: Library, serving: Serving, cell: Cell, shown: Sequence[tuple[str, str]]) -> Response:
    values: dict[str, object] = {
        "title": called(cell.thing),
        "about": _about(cell, dated(library, serving)),
        "found": near(library, serving, cell),
        "back": address(PASSAGES, shown),
        "generation": serving.generation.id,
    }
    return page(request, "lens_near.html", values)


def _cell(library: Library, serving: Serving, pairs: Pairs, documents: Mapping[str, Dated]) -> tuple[Cell, list[tuple[str, str]]]:
    """The cell that an address means, and the address's parameters in their own order."""
    path = parameters.single(pairs, "thing")
    if path is None:
        raise BadParameter("Wanted ?thing= with a risk factor or indicator.", advice=f"Give risk-factor/7; {LENS} lists them.")
    thing = thing_of(library, serving, path)
    wanted, place = filters(library, serving, pairs)
    stand = stand_of(pairs)
    year, document = parameters.single(pairs, "year") or "", parameters.single(pairs, "document") or ""
    if year and document:
        raise BadParameter("A cell lies in a year or in a document, not in both.", advice="Give one of the two.")
    if year and year != UNDATED and not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise BadParameter(f"Wanted a year such as 2018; got {year[:20]!r}.", advice=f"Give four digits, or {UNDATED}.")
    column = year
    if document:
        column = library.iris.iri(document if document.startswith("doc/") else f"doc/{document}")
        if column not in documents:
            raise NotFound(f"No document {document[:80]!r} has a text here.", advice="Give a path such as doc/A/75/863.")
    of = Asked(BY[0], (), wanted, place, 1)
    shown = [("thing", path), ("how", stand or ""), ("year", year), ("document", document), *of.pairs]
    asked_for = type(wanted)(stand, wanted.kind, wanted.place, wanted.year_from, wanted.year_to)
    return Cell(thing, column, asked_for), [(name, value) for name, value in shown if value]


def _columns(one: Asked, counts: Counts) -> tuple[list[str], Mapping[str, object]]:
    """The columns (or documents) of one page, the newest on the first; years stand from left to right."""
    size = _YEARS if one.by == "year" else _DOCUMENTS
    pages = max(1, -(-len(counts.columns) // size))
    number = min(one.page, pages)
    pairs = [("by", one.by), ("how", str(one.wanted.stand)), *one.pairs, *(("open", number) for number in one.opened)]
    steps = _steps(LENS, pairs, number, pages)
    if one.by == "year":
        end = len(counts.columns) - (number - 1) * size
        return list(counts.columns[max(0, end - size) : end]), steps
    return list(counts.columns[(number - 1) * size : number * size]), steps


def _drawn(one: Asked, counts: Counts, columns: Sequence[str], known: Framework, documents: Mapping[str, Dated]) -> Matrix:
    paths = {thing.iri: thing.path for factor in known.factors for thing in factor.members}
    things = [
        Head(thing.iri, _row_label(one, thing, factor) if one.by == "year" else thing.number, _row_lead(one, thing.path, factor))
        for factor in known.factors
        for thing in (factor.members if factor.number in one.opened else (factor,))
    ]
    caption = f"Passages in which a risk factor is {SAID[one.wanted.stand or 'described']}, by {one.by}"
    if one.by == "year":
        heads = [Head(year, "no date" if year == UNDATED else year) for year in columns]
        rows = [Head(head.key, head.label, head.href, counts.totals.get(head.key, 0)) for head in things]
        return matrix(
            caption, "Risk factor", heads, rows, counts.cells, lambda row, column: one.passages(paths[row], ("year", column))
        )
    names = {iri: documents[iri].name if iri in documents else iri for iri in columns}
    rows = [Head(iri, f"{names[iri]}{_date(documents.get(iri))}", _document_lead(iri)) for iri in columns]
    cells = {(column, thing): count for (thing, column), count in counts.cells.items()}
    return matrix(
        caption,
        "Document, and number of the risk factor",
        things,
        rows,
        cells,
        lambda row, column: one.passages(paths[column], ("document", _document_lead(row).removeprefix("/doc/"))),
    )


def _date(document: Dated | None) -> str:
    return f" ({document.date or 'no date'})" if document else ""


def _document_lead(iri: str) -> str:
    return f"/doc/{iri.partition('/doc/')[2]}"


def _row_label(one: Asked, thing: Factor | Indicator, factor: Factor) -> str:
    if thing is not factor:
        return called(thing).removeprefix("Indicator ")
    count = len(factor.indicators)
    more = "" if not count else " (hide its indicators)" if factor.number in one.opened else f" (show {count} indicators)"
    return f"{factor.number}. {factor.label}{more}"


def _row_lead(one: Asked, path: str, factor: Factor) -> str:
    """A factor with indicators is opened or closed; whatever else leads to its own page."""
    if one.by == "document" or path != factor.path or not factor.indicators:
        return f"/{path}"
    opened = tuple(number for number in one.opened if number != factor.number)
    return one.address(open=opened if factor.number in one.opened else (*opened, factor.number))


def _states(library: Library, serving: Serving) -> list[str]:
    """The names of States that a passage of the lens names or observes."""
    known = places(library, serving).by_iri
    seen = {place for some in findings(library, serving).places.values() for place in some}
    return sorted(known[iri].name for iri in seen if iri in known)


def _about(cell: Cell, documents: Mapping[str, Dated]) -> list[str]:
    """What narrows a cell, in words."""
    asked_for, column = cell.asked, cell.column
    told = [SAID[asked_for.stand]] if asked_for.stand else []
    if column:
        told.append(
            documents[column].name if column in documents else "documents without a date" if column == UNDATED else column
        )
    told += [asked_for.kind] if asked_for.kind else []
    told += [f"passages that name or observe {asked_for.place.rpartition('/')[2]}"] if asked_for.place else []
    told += [f"from {asked_for.year_from}"] if asked_for.year_from else []
    return told + ([f"to {asked_for.year_to}"] if asked_for.year_to else [])


def _things(cell: Cell) -> list[str]:
    return [thing.iri for thing in cell.thing.members] if isinstance(cell.thing, Factor) else [cell.thing.iri]


def _steps(path: str, pairs: Sequence[tuple[str, str]], number: int, pages: int) -> Mapping[str, object]:
    """What the pager shows."""
    return {
        "number": number,
        "pages": pages,
        "previous": address(path, [*pairs, ("page", str(number - 1))]) if number > 1 else "",
        "next": address(path, [*pairs, ("page", str(number + 1))]) if number < pages else "",
    }
