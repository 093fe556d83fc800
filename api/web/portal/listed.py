"""Web: the list of documents. In: a year, a kind, a fidelity. Out: the documents that are so, a page at a time. Must not rank."""

from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import Request, Response

from api.corpus.overview import Entry, entries
from api.web import parameters
from api.web.negotiate import HTML, JSON, choose
from api.web.pages import library_of, page
from api.web.parameters import Pairs
from api.web.portal.home import pictures
from api.web.rdf import as_json, told_of
from ontology.errors import BadParameter

PAGE = 50
_FIDELITIES = ("full", "digest")
_ALLOWED = ("year", "kind", "fidelity", "page", "format")


def documents(request: Request) -> Response:
    """GET /documents: the documents that have a text here, the latest first; of a year, a kind or a fidelity."""
    pairs = parameters.of_address(request)
    parameters.refuse_unknown(pairs, _ALLOWED)
    chosen = choose(request.headers.get("accept"), (JSON, HTML), parameters.single(pairs, "format"))
    year, kind, fidelity = (parameters.single(pairs, name) or "" for name in ("year", "kind", "fidelity"))
    _refuse_other_fidelities(fidelity)
    library, number = library_of(request), parameters.page_number(pairs)
    with library.serving() as serving:
        every, drawn, generation = entries(library, serving), pictures(library, serving), serving.generation.id
    found = [one for one in every if year in ("", one.year) and kind in ("", one.kind) and fidelity in ("", one.fidelity)]
    some = found[(number - 1) * PAGE : number * PAGE]
    if not chosen.is_html:
        told = {"total": len(found), "page": number, "generation": generation, "documents": [told_of(one) for one in some]}
        return as_json(told)
    values = {
        "found": some,
        "total": len(found),
        "year": year,
        "kind": kind,
        "fidelity": fidelity,
        "kinds": _counted(every),
        "picture": drawn["documents"],
        "steps": steps(pairs, number, -(-len(found) // PAGE)),
        "generation": generation,
    }
    return page(request, "documents.html", values)


def steps(pairs: Pairs, number: int, pages: int) -> Mapping[str, object]:
    """The pages before and after, as query strings, "" where there is none; with the number of this page and of the last."""
    rest = [(name, value) for name, value in pairs if name not in ("page", "format") and value]
    before, after = ([*rest, ("page", str(near))] if near > 1 else rest for near in (number - 1, number + 1))
    return {
        "number": number,
        "pages": max(pages, 1),
        "previous": f"?{urlencode(before)}" if number > 1 else "",
        "next": f"?{urlencode(after)}" if number < pages else "",
    }


def _refuse_other_fidelities(fidelity: str) -> None:
    if fidelity and fidelity not in _FIDELITIES:
        raise BadParameter(
            f"Wanted a fidelity of {' or '.join(_FIDELITIES)}; got {fidelity[:20]!r}.", advice="Leave it out for both."
        )


def _counted(every: tuple[Entry, ...]) -> Mapping[str, int]:
    kinds = sorted({one.kind for one in every})
    return {kind: sum(one.kind == kind for one in every) for kind in kinds}
