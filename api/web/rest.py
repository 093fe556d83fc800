"""Web: the REST twin under /api/v1. In: a resource, parameters. Out: JSON, the OpenAPI document, or a page that shows it.
Must not know what a resource is made of: the table in api/rest does.
"""

from collections.abc import Callable, Mapping

from fastapi import FastAPI, Request, Response

from api.library import Library
from api.rest import lists, operations
from api.rest.fields import Resource
from api.rest.openapi import openapi
from api.rest.table import RESOURCES
from api.web import parameters
from api.web.negotiate import HTML, JSON, choose
from api.web.pages import library_of, page
from api.web.rdf import as_json
from ontology.errors import BadParameter

_READ = ["GET", "HEAD"]


def route(app: FastAPI) -> None:
    """Adds every address of the REST twin to an application."""
    root = lists.ROOT
    app.add_api_route(root, index, methods=_READ)
    app.add_api_route(f"{root}/openapi.json", document, methods=_READ)
    app.add_api_route(f"{root}/queries", queries, methods=_READ)
    app.add_api_route(f"{root}/queries/{{name}}", query, methods=_READ)
    for resource in RESOURCES.values():
        app.add_api_route(f"{root}/{resource.name}", _listing(resource), methods=_READ)
        app.add_api_route(f"{root}/{resource.name}/{{path:path}}", _reading(resource), methods=_READ)


def index(request: Request) -> Response:
    """GET /api/v1: what there is; a browser is shown every operation with its parameters and examples."""
    pairs = parameters.of_address(request)
    parameters.refuse_unknown(pairs, ("format",))
    chosen = choose(request.headers.get("accept"), (JSON, HTML), parameters.single(pairs, "format"))
    if chosen.is_html:
        return page(request, "rest.html", {"document": _document(library_of(request))})
    resources = {name: f"{lists.ROOT}/{name}" for name in (*RESOURCES, "queries")}
    return as_json({"resources": resources, "openapi": f"{lists.ROOT}/openapi.json", "about": lists.ABOUT})


def document(request: Request) -> Response:
    """GET /api/v1/openapi.json: the OpenAPI document."""
    _given(request, takes_any=False)
    return as_json(_document(library_of(request)))


def queries(request: Request) -> Response:
    """GET /api/v1/queries: every named query with its parameters."""
    _given(request, takes_any=False)
    return as_json({"queries": operations.known(library_of(request)), "about": lists.ABOUT})


def query(request: Request, name: str) -> Response:
    """GET /api/v1/queries/{name}: the rows of a named query."""
    given, library = _given(request), library_of(request)
    with library.serving() as serving:
        return as_json(operations.answered(library, serving, name, given))


def _listing(resource: Resource) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        given, library = _given(request), library_of(request)
        with library.serving() as serving:
            found = lists.listed(library, serving, resource, given)
        response = as_json(found)
        if found.next:
            response.headers["Link"] = f'<{found.next}>; rel="next"'
        return response

    return answer


def _reading(resource: Resource) -> Callable[[Request, str], Response]:
    def answer(request: Request, path: str) -> Response:
        given, library = _given(request), library_of(request)
        with library.serving() as serving:
            return as_json(lists.single(library, serving, resource, path, given))

    return answer


def _given(request: Request, *, takes_any: bool = True) -> dict[str, str]:
    """The parameters by name, once the client accepts JSON. BadParameter for one that came twice, or where none is taken."""
    choose(request.headers.get("accept"), (JSON,))
    pairs = parameters.of_address(request)
    if pairs and not takes_any:
        raise BadParameter(f"There is no parameter {pairs[0][0][:60]!r} here.", advice="This address takes none.")
    given: dict[str, str] = {}
    for name, value in pairs:
        if name in given:
            raise BadParameter(f"The parameter {name[:60]!r} came twice.", advice="Give it once.")
        given[name] = value
    return given


def _document(library: Library) -> Mapping[str, object]:
    return openapi(library.queries)
