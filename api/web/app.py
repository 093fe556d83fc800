"""Web: the application. In: a library. Out: a FastAPI application over it. Only wiring; must not answer anything itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from api.library import Library
from api.web import checking, citing, documents, pages, precedents, problems, questions, searching, sparql
from api.web.headers import ENVELOPE, Envelope
from api.web.rdf import as_json
from ontology.errors import MandateGraphError

_READ = ["GET", "HEAD"]


def create_app(library: Library) -> FastAPI:
    """The application. It closes the library when it ends."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        library.close()

    app = FastAPI(title="MandateGraph", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.library = library
    app.add_middleware(Envelope)
    app.add_exception_handler(MandateGraphError, problems.answer)
    app.add_exception_handler(HTTPException, problems.answer)
    app.add_exception_handler(Exception, _unforeseen)
    _route(app)
    return app


def _route(app: FastAPI) -> None:
    app.add_api_route("/", pages.home, methods=_READ)
    app.add_api_route("/search", searching.answer, methods=_READ)
    app.add_api_route("/cite", citing.answer, methods=_READ)
    app.add_api_route("/precedents", precedents.get, methods=_READ)
    app.add_api_route("/precedents", precedents.post, methods=["POST"])
    app.add_api_route("/check", checking.get, methods=_READ)
    app.add_api_route("/check", checking.post, methods=["POST"])
    app.add_api_route("/sparql", sparql.get, methods=_READ)
    app.add_api_route("/sparql", sparql.post, methods=["POST"])
    app.add_api_route("/sparql", sparql.options, methods=["OPTIONS"])
    app.add_api_route("/queries", questions.listed, methods=_READ)
    app.add_api_route("/queries/{name}", questions.asked, methods=_READ)
    app.add_api_route("/doc/{path:path}", documents.document, methods=_READ)
    app.add_api_route("/ontology", documents.ontology, methods=_READ)
    app.add_api_route("/ontology/{rest:path}", documents.ontology_part, methods=_READ)
    app.add_api_route("/graph/{name:path}", documents.graph, methods=_READ)
    for place in documents.PLACES:
        app.add_api_route(f"/{place}/{{rest:path}}", documents.thing, methods=_READ)
    app.add_api_route("/health", _health, methods=_READ)
    app.mount("/static", StaticFiles(directory=pages.STATIC), name="static")


def _health(request: Request) -> Response:
    """Whether a generation serves, and which. Where none does, the error's status says so."""
    with pages.library_of(request).serving() as serving:
        told = {"status": "ok", "generation": serving.generation.id}
        return as_json(told | ({"warning": "An earlier generation serves: the newest is damaged."} if serving.warning else {}))


def _unforeseen(request: Request, error: Exception) -> Response:
    """An error that nobody foresaw is answered outside the envelope, so it is put in here."""
    response = problems.answer(request, error)
    response.headers.update(ENVELOPE)
    return response
