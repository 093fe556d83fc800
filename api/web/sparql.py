"""Web: SPARQL. In: requests of the SPARQL 1.1 Protocol. Out: answers in the format asked for, whole or in pieces. Must not write.

Rule: SPARQL 1.1 Protocol, section 2, and Service Description, section 2. Plain ASGI on the event loop: a lookup takes a fraction
of a millisecond, less than a thread or a framework's parameters would. The form of the query stands in its first keyword, so the
format is settled before anything is evaluated.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from http import HTTPStatus
from types import MappingProxyType

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from api.library import Serving
from api.meaning import Asking
from api.web import curating, parameters, problems
from api.web.answering import Departure, held, options, send_reply
from api.web.callers import caller_of
from api.web.description import description
from api.web.headers import TOLD
from api.web.negotiate import BOOLEAN, GRAPH, HTML, RDF, SOLUTIONS, Chosen, Offer, choose, prefers_page
from api.web.own_address import own_address
from api.web.pages import library_of
from api.web.portal import console
from api.web.protocol import ADDRESS, METHODS, Operation, operation
from api.web.rdf import together
from ontology.errors import BadParameter, MandateGraphError, QueryError
from stores.graph.checked import Checked, checked
from stores.graph.remembered import is_changing
from stores.graph.stream import Stream
from stores.graph.worker import Answer

_FORMS: Mapping[str, Sequence[Offer]] = MappingProxyType(
    {"SELECT": (*SOLUTIONS, HTML), "ASK": (*BOOLEAN, HTML), "CONSTRUCT": (*GRAPH, HTML), "DESCRIBE": (*GRAPH, HTML)}
)
_USUAL_ACCEPT = 300  # characters; what is longer is negotiated anew each time, and not kept
_METHODS = frozenset(METHODS.split(", "))
COST = "Query-Cost"


class Endpoint:
    """The endpoint at its address, in front of all other addresses: most requests are for it. Plain ASGI."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._route = Route(ADDRESS, self, name="sparql")  # by which the log and the figures name it

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One exchange; of another address it is handed on."""
        if scope["type"] != "http" or scope["path"] != ADDRESS:
            await self._app(scope, receive, send)
            return
        scope["route"] = self._route
        request = Request(scope, receive)
        try:
            await self._answer(request, receive, send)
        except (MandateGraphError, HTTPException) as error:  # raised before the first byte only
            response = await run_in_threadpool(problems.answer, request, error)
            await response(scope, receive, send)

    async def _answer(self, request: Request, receive: Receive, send: Send) -> None:
        scope = request.scope
        if request.method == "OPTIONS":
            await options(METHODS)(scope, receive, send)
            return
        if request.method not in _METHODS:
            raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": METHODS})
        asked = await operation(request)
        if asked.is_update:
            response = await run_in_threadpool(curating.update, request, asked.text, asked.default_graphs, asked.named_graphs)
            await response(scope, receive, send)
        elif asked.text:
            async with Departure(receive):
                await _asked(request, asked, send)
        else:
            response = await run_in_threadpool(_without_query, request, asked.format)
            await response(scope, receive, send)


async def _asked(request: Request, asked: Operation, send: Send) -> None:
    """Answers a query. In a browser a query that is refused stays on the page, beside what is wrong with it."""
    try:
        await _query(request, asked, send)
    except QueryError as error:  # raised before the first byte only
        if not prefers_page(request.headers.get("accept"), asked.format):
            raise
        response = await run_in_threadpool(console.refused, request, asked.text, error)
        await response(request.scope, request.receive, send)


async def _query(request: Request, asked: Operation, send: Send) -> None:
    settings = library_of(request).settings
    known = checked(asked.text, max_bytes=settings.max_query_bytes, search_base=settings.base)
    request.scope[TOLD] = {COST: known.cost.header}
    kept = {"Cache-Control": "no-store"} if is_changing(asked.text) else {}
    chosen = _chosen(request.headers.get("accept"), known.form, asked.format)
    async with held(library_of(request)) as serving:
        reply = await _reply(request, serving, asked, known, chosen)
        if not chosen.is_html:
            await send_reply(request, send, reply, {"Content-Type": chosen.content_type} | kept)
            return
    whole = reply if isinstance(reply, Answer) else await _gathered(reply)
    response = await run_in_threadpool(console.shown, request, asked.text, whole, known.cost)
    response.headers.update(kept)
    await response(request.scope, request.receive, send)


async def _reply(request: Request, serving: Serving, asked: Operation, known: Checked, chosen: Chosen) -> Answer | Stream:
    library = library_of(request)
    results = "json" if chosen.is_html or chosen.offer not in SOLUTIONS else chosen.offer.engine
    graphs = chosen.offer.engine if chosen.offer in GRAPH else "n-triples"
    if known.searches:
        return await run_in_threadpool(
            Asking(library, serving).run,
            asked.text,
            results_format=results,
            graph_format=graphs,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            base=library.settings.base,
        )
    return await serving.pool.answer(
        asked.text,
        results_format=results,
        graph_format=graphs,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        base=library.settings.base,
        client=caller_of(request),
        cost=known.cost,
    )


async def _gathered(stream: Stream) -> Answer:
    """A stream as a whole, for a page; the pool bounds it."""
    try:
        return Answer(stream.kind, stream.media_type, b"".join([piece async for piece in stream]), None)
    finally:
        await stream.aclose()


def _chosen(accept: str | None, form: str | None, name: str | None) -> Chosen:
    if len(accept or "") > _USUAL_ACCEPT:
        return _negotiated.__wrapped__(accept, form, name)
    return _negotiated(accept, form, name)


@lru_cache(512)
def _negotiated(accept: str | None, form: str | None, name: str | None) -> Chosen:
    # A query without a form is malformed, which the engine explains best.
    return choose(accept, _FORMS[form], name) if form else Chosen(BOOLEAN[0], "")


def _without_query(request: Request, name: str | None) -> Response:
    """The form for a browser, the description of the endpoint for programs."""
    accept = request.headers.get("accept")
    if prefers_page(accept, name):
        return console.form(request, parameters.single(parameters.of_address(request), "example"))
    if request.url.query and not name:
        raise BadParameter("Wanted exactly one query; 0 came.", advice="Send one parameter query=, or one query as the body.")
    chosen = choose(accept, RDF, name)
    endpoint = f"{own_address(request)}{ADDRESS}"
    with library_of(request).serving() as serving:
        triples = serving.graph.count()
    return together(description(endpoint, triples=triples, takes_updates=request.app.state.desk is not None), chosen)
