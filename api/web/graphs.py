"""Web: the graph store, for reading. In: requests that name a graph. Out: its statements in the format asked for. Must not write.

Rule: SPARQL 1.1 Graph Store HTTP Protocol, sections 4 (a graph is named by the address itself, or in `graph=`), 5.2 and 5.7. What
`?default` names has an IRI of its own here, so that dumps and the change feed have it too.
"""

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from api.library import Library
from api.web import parameters, whole
from api.web.answering import Departure, held, options, send_reply
from api.web.callers import caller_of
from api.web.negotiate import GRAPH, HTML, choose
from api.web.pages import library_of
from ontology.errors import BadParameter, NotFound
from ontology.iris import checked_graph
from stores.graph.worker import Answer

ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
METHODS = "GET, HEAD, PUT, POST, DELETE, OPTIONS"
_ADVICE = "Ask for /graphs?graph=IRI, /graphs?default or /graphs/NAME."


def route(app: FastAPI) -> None:
    """Puts the reading of graphs at its addresses."""
    for path in ("/graphs", "/graphs/{name:path}"):
        app.router.routes.append(Route(path, Reading(), methods=["GET", "HEAD", "OPTIONS"]))


class Reading:
    """The ASGI application of GET, HEAD and OPTIONS."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One exchange."""
        if scope["method"] == "OPTIONS":
            await options(METHODS)(scope, receive, send)
            return
        async with Departure(receive):
            await _read(Request(scope, receive), send)


def meant(request: Request, library: Library) -> str:
    """The IRI of the graph that a request is about. Of any scheme.

    BadParameter where it names none or several, IriError where it names one by a relative IRI.
    """
    name = request.path_params.get("name")
    pairs = parameters.of_address(request)
    graphs, default = parameters.values(pairs, "graph"), parameters.values(pairs, "default")
    if len(graphs) + len(default) + bool(name) != 1:
        raise BadParameter("Wanted exactly one graph, by the address, by graph= or by default.", advice=_ADVICE)
    if name:
        return checked_graph(library.iris.curated_graph(name))
    return checked_graph(graphs[0]) if graphs else library.iris.default_graph


async def _read(request: Request, send: Send) -> None:
    library = library_of(request)
    graph = meant(request, library)
    offered = parameters.single(parameters.of_address(request), "format")
    chosen = choose(request.headers.get("accept"), (*GRAPH, HTML), offered)
    if chosen.is_html:
        await (await run_in_threadpool(whole.about, request, graph, chosen))(request.scope, request.receive, send)
        return
    base, client = library.settings.base, caller_of(request)
    async with held(library) as serving:
        known = await serving.pool.answer(f"ASK {{ GRAPH <{graph}> {{}} }}", base=base, client=client)
        if isinstance(known, Answer) and b"true" not in known.body and graph != library.iris.default_graph:
            raise NotFound(f"There is no graph {graph} here.", advice="SELECT DISTINCT ?g { GRAPH ?g {} } lists those there are.")
        reply = await serving.pool.answer(
            ALL, graph_format=chosen.offer.engine, default_graphs=(graph,), base=base, client=client
        )
        await send_reply(request, send, reply, {"Content-Type": chosen.content_type})
