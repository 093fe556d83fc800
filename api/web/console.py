"""Web: the console. In: a query, and perhaps its answer. Out: the page on which people write queries. Must not evaluate one."""

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.web import tables
from api.web.pages import library_of, page
from stores.graph.worker import Answer

FIRST = """PREFIX mg: <https://w3id.org/mandategraph/ontology#>

SELECT ?document ?title ?issued WHERE {
  ?document a mg:Report ; mg:title ?title .
  OPTIONAL { ?document mg:issued ?issued }
}
ORDER BY DESC(?issued) LIMIT 20
"""
BY_MEANING = """PREFIX mg: <https://w3id.org/mandategraph/ontology#>
PREFIX search: <https://w3id.org/mandategraph/search#>

SELECT ?score ?pinpoint ?action ?passage WHERE {
  SERVICE search:index {
    ?passage search:query "early warning without action" ; search:score ?score ; search:limit 20 .
    ?duty a mg:Recommendation ; mg:statedIn ?passage ; mg:action ?action .
  }
  ?passage mg:pinpoint ?pinpoint .
}
ORDER BY DESC(?score)
"""


def form(request: Request) -> HTMLResponse:
    """The page with a query to begin with."""
    return page(request, "sparql.html", _values(request, FIRST))


def shown(request: Request, query: str, answer: Answer) -> HTMLResponse:
    """The page with a query and its answer: a table, yes or no, or Turtle."""
    values = _values(request, query)
    if answer.kind == "graph":
        return page(request, "sparql.html", values | {"turtle": answer.body.decode()})
    table, boolean = tables.read(library_of(request).iris, answer.body)
    return page(request, "sparql.html", values | {"table": table, "boolean": boolean})


def _values(request: Request, query: str) -> dict[str, object]:
    return {
        "asked": query,
        "by_meaning": BY_MEANING,
        "queries": library_of(request).queries,
        "takes_updates": request.app.state.desk is not None,
        "table": None,
        "boolean": None,
        "turtle": None,
    }
