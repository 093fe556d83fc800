"""Web: the application. In: a library. Out: a FastAPI application over it. Only wiring; must not answer anything itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException

from api.allowance import Allowances
from api.curators import Curators
from api.desk import Desk
from api.follow import Follower
from api.library import Library
from api.verifier import Verifier
from api.warm import count_up, warm_up
from api.web import assistants, corrections, curating, described, documents, graphs, health, pages, problems, rest, sparql, whole
from api.web.cached import Cached
from api.web.headers import ENVELOPE, Envelope
from api.web.limits import Limits
from api.web.log import write_out
from api.web.metrics import Metrics
from api.web.portal import addresses
from api.web.together import Standing, Together
from api.web.watched import MARKED, Watched
from ontology.errors import MandateGraphError

_READ = ["GET", "HEAD"]
_NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}  # what is told, /metrics tells


def create_app(library: Library, desk: Desk | None = None, together: Together | None = None) -> FastAPI:
    """The application. It closes the library when it ends. Nothing can be written where there is no `desk`; `together` is what
    it shares where several processes answer.
    """
    allowances = Allowances(together.allowances if together else None)
    standing = Standing(together.standing) if together else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        follower = Follower(library, warm_up, count=count_up)
        verifier = Verifier(library)
        follower.start()
        verifier.start()
        telling = [asyncio.create_task(app.state.metrics.keep_on())]
        if standing:
            telling.append(asyncio.create_task(standing.tell_on(library)))
        async with assistants.running(app):
            yield
        for task in telling:
            task.cancel()
        verifier.stop()
        follower.stop()
        library.close()
        app.state.metrics.close()
        allowances.close()
        if standing:
            standing.close()
        write_out()

    app = FastAPI(
        title="MandateGraph",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        telemetry=_NO_TELEMETRY,
        redirect_slashes=False,  # it would send to whatever host the header Host names, also where nothing is found
    )
    app.state.library, app.state.standing = library, standing
    app.state.desk, app.state.curators = desk, Curators(library.settings, allowances)
    app.state.metrics = Metrics(library, together.figures if together else None)
    app.add_middleware(sparql.Endpoint)  # the innermost
    app.add_middleware(Cached, library=library)
    if library.settings.requests_per_minute:
        app.add_middleware(Limits, allowances=allowances, per_minute=library.settings.requests_per_minute)
    app.add_middleware(Envelope)
    app.add_middleware(Watched, metrics=app.state.metrics, queries=library.settings.log_queries == "yes")  # the outermost
    app.add_exception_handler(MandateGraphError, problems.answer)
    app.add_exception_handler(HTTPException, problems.answer)
    app.add_exception_handler(Exception, _unforeseen)
    _route(app, allowances)
    assistants.mount(app, library)
    app.add_api_route("/{place}/{rest:path}", documents.thing, methods=_READ)  # the last: any IRI that the graph may know
    return app


def _route(app: FastAPI, allowances: Allowances) -> None:
    addresses.route(app)
    graphs.route(app)
    curating.route(app)
    app.add_api_route("/doc/{path:path}", documents.document, methods=_READ)
    app.add_api_route("/ontology", whole.ontology, methods=_READ)
    app.add_api_route("/ontology/{rest:path}", documents.ontology_part, methods=_READ)
    app.add_api_route("/graph/{name:path}", whole.graph, methods=_READ)
    app.add_api_route("/live", health.live, methods=_READ)
    app.add_api_route("/health", health.health, methods=_READ)
    app.add_api_route("/metrics", health.figures, methods=_READ)
    rest.route(app)
    corrections.route(app, allowances)
    described.route(app)
    app.mount("/static", StaticFiles(directory=pages.STATIC), name="static")


def _unforeseen(request: Request, error: Exception) -> Response:
    """An error that nobody foresaw is answered outside the envelope, so it is put in here."""
    response = problems.answer(request, error)
    response.headers.update(ENVELOPE)
    if mark := request.scope.get(MARKED):
        response.headers["X-Request-ID"] = mark.request
    return response
