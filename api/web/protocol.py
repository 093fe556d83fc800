"""Web: the SPARQL protocol. In: a request. Out: the operation that it asks for, with its dataset. Must not evaluate it.

Rule: SPARQL 1.1 Protocol, sections 2.1 (query) and 2.2 (update): a query comes by GET, or by POST as a form or as itself; an
update by POST alone. Each request is one operation.
"""

import re
from dataclasses import dataclass

from fastapi import Request

from api.web import parameters
from api.web.parameters import Pairs, UnsupportedMediaType
from ontology.errors import BadParameter

ADDRESS = "/sparql"
METHODS = "GET, HEAD, POST, OPTIONS"
QUERY, UPDATE, FORM = "application/sparql-query", "application/sparql-update", "application/x-www-form-urlencoded"
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Operation:
    """What one request asks: a query, or an update where `is_update`; "" for neither. The graphs are those of the protocol."""

    text: str
    is_update: bool = False
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None


async def operation(request: Request) -> Operation:
    """The operation of a request.

    BadParameter for none in a body, several, or an update by GET; UnsupportedMediaType for a body of another type or character
    set; QueryTooLarge for one that is longer than is read.
    """
    address = parameters.of_address(request)
    if request.method != "POST":
        return _by_get(address)
    content_type = request.headers.get("content-type", "")
    media_type = content_type.partition(";")[0].strip().lower()
    charset = _CHARSET.search(content_type)
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        raise UnsupportedMediaType(f"The body is in {charset[1]}; SPARQL is UTF-8.", advice="Send UTF-8.")
    if media_type not in (QUERY, UPDATE, FORM):
        raise UnsupportedMediaType(f"The body is of type {media_type or 'unknown'}.", advice=f"Send {QUERY}, {FORM} or {UPDATE}.")
    body = await parameters.body_within(request, _most(request))
    if media_type == FORM:
        pairs = [*address, *parameters.decoded(body)]
        return _only(pairs, parameters.values(pairs, "query"), parameters.values(pairs, "update"))
    text, is_update = _text(body), media_type == UPDATE
    queries, updates = parameters.values(address, "query"), parameters.values(address, "update")
    return _only(address, queries if is_update else [*queries, text], [*updates, text] if is_update else updates)


def _by_get(pairs: Pairs) -> Operation:
    if parameters.values(pairs, "update"):
        raise BadParameter(
            "An update was sent by GET; this address is read-only to GET.", advice="Send it by POST, as update= in a form."
        )
    queries = parameters.values(pairs, "query")
    return _only(pairs, queries, []) if queries else Operation("", format=parameters.single(pairs, "format"))


def _only(pairs: Pairs, queries: list[str], updates: list[str]) -> Operation:
    if len(queries) + len(updates) != 1:
        raise BadParameter(
            f"Wanted exactly one query; {len(queries)} came, and {len(updates)} updates.",
            advice="Send one parameter query=, or one query as the body.",
        )
    names = ("using-graph-uri", "using-named-graph-uri") if updates else ("default-graph-uri", "named-graph-uri")
    default, named = (tuple(parameters.values(pairs, name)) for name in names)
    return Operation((queries or updates)[0], bool(updates), default, named, parameters.single(pairs, "format"))


def _most(request: Request) -> int:
    """How much of a body is read: a curator's update may be long, so only where something is written, and who writes says so."""
    settings = request.app.state.library.settings
    if request.app.state.desk is not None and "authorization" in request.headers:
        return int(settings.write_max_mb) * _MEGABYTE
    return 2 * int(settings.max_query_bytes)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadParameter(
            f"The query is not UTF-8: byte {error.start + 1} begins no character.", advice="Send UTF-8."
        ) from error
