"""Web: named queries. In: a name and arguments. Out: the list, or the answer in the format asked for. Must not hold a query."""

from collections.abc import Mapping

from fastapi import Request, Response

from api.library import Library
from api.meaning import Asking
from api.rest.arguments import refuse_precision
from api.rest.operations import identified
from api.web import parameters
from api.web.negotiate import HTML, JSON, SOLUTIONS, choose
from api.web.pages import library_of, page
from api.web.portal import tables
from api.web.rdf import as_json
from ontology.errors import BadParameter
from queries import runner
from queries.catalogue import NamedQuery

_ANSWERS = (*SOLUTIONS, HTML)


def listed(request: Request) -> Response:
    """GET /queries: every named query with its parameters and examples."""
    pairs = parameters.of_address(request)
    parameters.refuse_unknown(pairs, ("format",))
    chosen = choose(request.headers.get("accept"), (JSON, HTML), parameters.single(pairs, "format"))
    queries = library_of(request).queries
    if chosen.is_html:
        return page(request, "queries.html", {"queries": queries})
    return as_json({"queries": [told(query) for query in queries.values()]})


def asked(request: Request, name: str) -> Response:
    """GET /queries/{name}: the answer. A browser that leaves out a required parameter is shown what to fill in."""
    library = library_of(request)
    query = runner.find(library.queries, name)
    pairs = parameters.of_address(request)
    chosen = choose(request.headers.get("accept"), _ANSWERS, parameters.single(pairs, "format"))
    arguments = _arguments(pairs)
    refuse_precision(arguments, "A named query")
    if chosen.is_html and not arguments and any(parameter.required for parameter in query.parameters):
        return page(request, "query.html", {"named": query, "arguments": {}, "table": None, "text": query.text})
    with library.serving() as serving:
        resolved = {key: identified(library, serving, query, key, value) for key, value in arguments.items()}
        answer = runner.run(
            Asking(library, serving),
            query,
            resolved,
            base=library.settings.base,
            results_format="json" if chosen.is_html else chosen.offer.engine,
        )
    if chosen.is_html:
        return _page(request, library, query, arguments, resolved, answer.body)
    return Response(answer.body, headers={"Content-Type": chosen.content_type})


def told(query: NamedQuery) -> Mapping[str, object]:
    """A named query as programs read it."""
    return {
        "name": query.name,
        "title": query.title,
        "summary": query.summary,
        "href": f"/queries/{query.name}",
        "parameters": [
            {"name": one.name, "type": one.type, "required": one.required, "description": one.description, "default": one.default}
            for one in query.parameters
        ],
        "examples": [dict(example) for example in query.examples],
    }


def _arguments(pairs: parameters.Pairs) -> dict[str, str]:
    """Argument by parameter; one left empty in a form is one not given."""
    arguments: dict[str, str] = {}
    for name, value in pairs:
        if name in arguments:
            raise BadParameter(f"The parameter {name[:60]!r} came twice.", advice="Give it once.")
        if name != "format" and value:
            arguments[name] = value
    return arguments


def _page(
    request: Request, library: Library, query: NamedQuery, arguments: Mapping[str, str], resolved: Mapping[str, str], body: bytes
) -> Response:
    table, _ = tables.read(library.iris, body)
    text = runner.render(query, resolved, base=library.settings.base)
    return page(
        request, "query.html", {"named": query, "arguments": arguments, "table": table and tables.folded(table), "text": text}
    )
