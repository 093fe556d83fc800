"""Web: citations. In: names and a style. Out: footnotes as JSON, text or a page, or a bibliography. Must not write a style."""

from dataclasses import asdict

from fastapi import Request, Response

from api.citing.cite import NAMES, cite
from api.citing.records import FORMATS
from api.web import parameters
from api.web.negotiate import BIBLIOGRAPHIES, CITED, Chosen, choose
from api.web.pages import library_of, page
from api.web.rdf import as_file, as_json

DEFAULT_STYLE = "un"


def answer(request: Request) -> Response:
    """GET /cite: each `iri`, in order, in a `style`; a bibliography may be asked for by `style` or by `format`."""
    pairs = parameters.of_address(request)
    parameters.refuse_unknown(pairs, ("iri", "style", "format"))
    wanted, named = parameters.single(pairs, "style"), parameters.single(pairs, "format")
    if wanted in FORMATS and not named:
        named = wanted
    chosen = choose(request.headers.get("accept"), CITED, named)
    style = BIBLIOGRAPHIES.get(chosen.offer.name, wanted or DEFAULT_STYLE)
    names = [value for value in parameters.values(pairs, "iri") if value]
    if chosen.is_html and not names:
        return page(request, "cite.html", {"cited": None, "names": (), "style": style, "styles": NAMES})
    library = library_of(request)
    with library.serving() as serving:
        cited = cite(library, serving, names, style)
    if chosen.is_html:
        return page(request, "cite.html", {"cited": cited, "names": names, "style": style, "styles": NAMES})
    if chosen.offer.name == "json":
        return as_json(asdict(cited))
    return _file(cited.text, chosen)


def _file(text: str, chosen: Chosen) -> Response:
    if chosen.offer.name == "text":  # to be read and copied, not kept
        return Response(text.encode("utf-8"), headers={"Content-Type": chosen.content_type})
    return as_file(text, chosen, "citations")
