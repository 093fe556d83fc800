"""Web: SPARQL. In: requests of the SPARQL 1.1 Protocol, query operation. Out: answers in the format asked for. Must not write.

Rule: SPARQL 1.1 Protocol, section 2.1. The form of the query stands in its first keyword, so the format is settled before
anything is evaluated.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated

from fastapi import Depends, Request, Response

from api.meaning import Asking
from api.web import parameters, tables
from api.web.negotiate import BOOLEAN, GRAPH, HTML, SOLUTIONS, Chosen, Offer, choose, prefers_page
from api.web.pages import library_of, page
from api.web.parameters import Pairs, UnsupportedMediaType
from ontology.errors import BadParameter, QueryRefused
from stores.graph.guard import check_query
from stores.graph.lexer import Token
from stores.graph.worker import Answer

_FORMS: Mapping[str, Sequence[Offer]] = MappingProxyType(
    {"SELECT": SOLUTIONS, "ASK": BOOLEAN, "CONSTRUCT": GRAPH, "DESCRIBE": GRAPH}
)
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)
_READ_ONLY = "This endpoint is read-only: it takes queries, not updates."
_TYPES = "application/x-www-form-urlencoded or application/sparql-query"
_METHODS = "GET, HEAD, POST, OPTIONS"
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


@dataclass(frozen=True, slots=True)
class Asked:
    """One query with the dataset and the format that the protocol's parameters name."""

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str | None


def get(request: Request) -> Response:
    """GET: the query stands in the address. A browser that asks nothing is shown a form."""
    pairs = parameters.of_address(request)
    if (
        not parameters.values(pairs, "query")
        and not parameters.values(pairs, "update")
        and prefers_page(request.headers.get("accept"))
    ):
        return _form(request)
    return _answer(request, _asked(pairs))


def post(request: Request, body: Annotated[bytes, Depends(parameters.body)]) -> Response:
    """POST: the query stands in the body, as a form or as itself."""
    content_type = request.headers.get("content-type", "")
    media_type = content_type.partition(";")[0].strip().lower()
    address = parameters.of_address(request)
    charset = _CHARSET.search(content_type)
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        raise UnsupportedMediaType(f"The body is in {charset[1]}; SPARQL is UTF-8.", advice="Send UTF-8.")
    if media_type == "application/sparql-update":
        raise QueryRefused(_READ_ONLY, advice=f"Send a query as {_TYPES}.")
    if media_type == "application/x-www-form-urlencoded":
        return _answer(request, _asked([*address, *parameters.decoded(body)]))
    if media_type != "application/sparql-query":
        raise UnsupportedMediaType(f"The body is of type {media_type or 'unknown'}.", advice=f"Send {_TYPES}.")
    return _answer(request, _asked([*address, ("query", _text(body))]))


def options() -> Response:
    """OPTIONS: what a page of another origin may send here."""
    headers = {
        "Allow": _METHODS,
        "Access-Control-Allow-Methods": _METHODS,
        "Access-Control-Allow-Headers": "Accept, Content-Type",
    }
    return Response(status_code=204, headers=headers | {"Access-Control-Max-Age": "86400"})


def form_of(found: Sequence[Token]) -> str | None:
    """SELECT, ASK, CONSTRUCT or DESCRIBE: the first such keyword; None where there is none, which the engine explains best."""
    return next((token.text.upper() for token in found if token.is_word(*_FORMS)), None)


def _asked(pairs: Pairs) -> Asked:
    if parameters.values(pairs, "update"):
        raise QueryRefused(_READ_ONLY, advice="Send query= with SELECT, ASK, CONSTRUCT or DESCRIBE.")
    queries = parameters.values(pairs, "query")
    if len(queries) != 1:
        raise BadParameter(
            f"Wanted exactly one query; {len(queries)} came.", advice="Send one parameter query=, or one query as the body."
        )
    return Asked(
        queries[0],
        tuple(parameters.values(pairs, "default-graph-uri")),
        tuple(parameters.values(pairs, "named-graph-uri")),
        parameters.single(pairs, "format"),
    )


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadParameter(
            f"The query is not UTF-8: byte {error.start + 1} begins no character.", advice="Send UTF-8."
        ) from error


def _answer(request: Request, asked: Asked) -> Response:
    library = library_of(request)
    settings = library.settings
    form = form_of(check_query(asked.query, max_bytes=settings.max_query_bytes, search_base=settings.base))
    offers = _FORMS.get(form or "", ())
    chosen = choose(request.headers.get("accept"), (*offers, HTML), asked.format) if offers else Chosen(BOOLEAN[0], "")
    with library.serving() as serving:
        answer = Asking(library, serving).run(
            asked.query,
            results_format="json" if chosen.is_html or chosen.offer not in SOLUTIONS else chosen.offer.engine,
            graph_format=chosen.offer.engine if chosen.offer in GRAPH else "turtle",
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            base=settings.base,
        )
    if chosen.is_html:
        return _shown(request, asked, answer)
    return Response(answer.body, headers={"Content-Type": chosen.content_type})


def _form(request: Request) -> Response:
    return page(request, "sparql.html", _values(request, FIRST))


def _shown(request: Request, asked: Asked, answer: Answer) -> Response:
    values = _values(request, asked.query)
    if answer.kind == "graph":
        return page(request, "sparql.html", values | {"turtle": answer.body.decode()})
    table, boolean = tables.read(library_of(request).iris, answer.body)
    return page(request, "sparql.html", values | {"table": table, "boolean": boolean})


def _values(request: Request, query: str) -> dict[str, object]:
    return {
        "asked": query,
        "by_meaning": BY_MEANING,
        "queries": library_of(request).queries,
        "table": None,
        "boolean": None,
        "turtle": None,
    }
