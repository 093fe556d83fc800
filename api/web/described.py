"""Web: descriptions. In: a well-known address. Out: what is here, for programs, robots and partners. Must not describe anything
itself.

Rules: RFC 8615 for /.well-known/; what stands under a version's address never changes and says so (RFC 8246).
"""

from collections.abc import Callable
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from api.described import catalogue, kit, site
from api.described.telling import PREFIXES
from api.described.void import void
from api.library import Library, Serving
from api.linked.framed import flat
from api.web import dumped, feeds, parameters
from api.web.negotiate import HTML, RDF, Chosen, Offer, choose
from api.web.own_address import own_address
from api.web.pages import library_of, page
from stores.graph.described import written

FOR_EVER = "public, max-age=31536000, immutable"
_READ = ["GET", "HEAD"]


def route(app: FastAPI) -> None:
    """Puts every address of descriptions, dumps and changes into the application."""
    for path, answer in (
        ("/.well-known/void", well_known),
        ("/dataset", dataset),
        ("/dataset/{generation}", version),
        ("/sitemap.xml", sitemap),
        ("/sitemap/{number}.xml", sitemap_file),
        ("/robots.txt", robots),
        ("/llms.txt", llms),
        ("/context", context),
        ("/context.jsonld", context),
        ("/context/{version}/{name}", kit_file),
        ("/shapes", shapes),
        ("/shapes/{version}/{name}", kit_file),
        ("/shapes/{module}", shapes_of),
        ("/changes", feeds.changes),
        ("/dumps", dumped.index),
        ("/dumps/latest", dumped.index),
        ("/dumps/latest/{name:path}", dumped.latest),
        ("/dumps/{generation}", dumped.of_generation),
        ("/dumps/{generation}/{name:path}", dumped.file),
    ):
        app.add_api_route(path, answer, methods=_READ)


def well_known(request: Request) -> Response:
    """GET /.well-known/void: the VoID description, in Turtle unless another format is wanted; who reads pages is shown one."""
    chosen = _chosen(request, (*RDF, HTML))
    if chosen.is_html:
        return RedirectResponse("/dataset", status_code=HTTPStatus.SEE_OTHER)
    return _told(request, chosen, void)


def dataset(request: Request) -> Response:
    """GET /dataset: the DCAT catalogue as data, or as a page with how to cite what serves."""
    chosen = _chosen(request, (HTML, *RDF))
    if chosen.is_html:
        return _version_page(request, None)
    return _told(request, chosen, catalogue.catalogue)


def version(request: Request, generation: str) -> Response:
    """GET /dataset/{generation}: one version of the dataset, to be cited."""
    chosen = _chosen(request, (HTML, *RDF))
    if chosen.is_html:
        return _version_page(request, generation)
    return _told(request, chosen, lambda library, serving, host: catalogue.describe_version(library, serving, host, generation))


def sitemap(request: Request) -> Response:
    """GET /sitemap.xml."""
    return _text(request, site.sitemap, "application/xml")


def sitemap_file(request: Request, number: int) -> Response:
    """GET /sitemap/{number}.xml."""
    return _text(request, lambda library, serving, host: site.sitemap_file(library, serving, host, number), "application/xml")


def llms(request: Request) -> Response:
    """GET /llms.txt."""
    return _text(request, site.llms, "text/markdown; charset=utf-8")


def robots(request: Request) -> Response:
    """GET /robots.txt: also where nothing was published yet."""
    return Response(site.robots(own_address(request)), media_type="text/plain")


def context(_: Request) -> Response:
    """GET /context: leads on to the current version."""
    return RedirectResponse(f"/context/{kit.versions()[0]}/{kit.CONTEXT}", status_code=302)


def shapes(_: Request) -> Response:
    """GET /shapes: leads on to the current version of all shapes together."""
    return RedirectResponse(f"/shapes/{kit.versions()[0]}/{kit.SHAPES}", status_code=302)


def shapes_of(_: Request, module: str) -> Response:
    """GET /shapes/{module}: the IRI of a module's shapes, such as shapes/documents, or a version."""
    if module in kit.versions():
        return RedirectResponse(f"/shapes/{module}/{kit.SHAPES}", status_code=302)
    found, name = kit.kit(), f"{module.removesuffix('.ttl')}.ttl"
    found.file(name)
    return RedirectResponse(f"/shapes/{found.version}/{name}", status_code=302)


def kit_file(request: Request, version: str, name: str) -> Response:
    """GET /shapes/{version}/{name} and /context/{version}/{name}: what never changes."""
    data = kit.kit(version).file(name)
    media_type = "application/ld+json" if name == kit.CONTEXT else "text/turtle; charset=utf-8"
    headers = {"Cache-Control": FOR_EVER, "ETag": f'"{kit.digest(data)}"'}
    if dumped.is_known(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(data, headers=headers | {"Content-Type": media_type})


def _chosen(request: Request, offers: tuple[Offer, ...]) -> Chosen:
    pairs = parameters.of_address(request)
    parameters.refuse_unknown(pairs, ("format",))
    return choose(request.headers.get("accept"), offers, parameters.single(pairs, "format"))


def _told(request: Request, chosen: Chosen, tell: Callable[[Library, Serving, str], bytes]) -> Response:
    library = library_of(request)
    with library.serving() as serving:
        told = tell(library, serving, own_address(request))
    body = flat(told) if chosen.offer.name == "jsonld" else written(told, chosen.offer.name, PREFIXES)
    return Response(body, headers={"Content-Type": chosen.content_type})


def _version_page(request: Request, generation: str | None) -> Response:
    library = library_of(request)
    with library.serving() as serving:
        one = catalogue.version(library, serving, generation or serving.generation.id)
    return page(request, "dataset.html", {"one": one})


def _text(request: Request, tell: Callable[[Library, Serving, str], str], media_type: str) -> Response:
    library = library_of(request)
    with library.serving() as serving:
        return Response(tell(library, serving, own_address(request)), headers={"Content-Type": media_type})
