"""Web: curators. In: updates, graphs and verdicts signed with a key. Out: what became of them. Must not write without the desk.

Rules: SPARQL 1.1 Protocol, section 2.2 (update), SPARQL 1.1 Graph Store HTTP Protocol, sections 5.3 to 5.6, RFC 6750 (keys). The
answer comes when the next request is answered from what was written.
"""

import json
import logging
import uuid
from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated, cast

from fastapi import Depends, FastAPI, Request, Response

from api.curators import Curators
from api.desk import Desk
from api.entities import require_finding
from api.warm import warm_up
from api.web import callers, graphs, parameters
from api.web.multipart import parts_of
from api.web.pages import library_of
from api.web.parameters import UnsupportedMediaType
from api.web.problems import CURATORS
from api.web.together import Standing
from ontology.errors import BadParameter, NotFound, QueryRefused
from stores.graph.writing import FORMATS
from stores.keys import Key
from stores.written import Payload, Written

_MEMBERS = {"finding": True, "judgement": True, "reason": False, "corrected_to": False}
_ALLOWED = ", ".join(media_type for media_type in FORMATS if not media_type.startswith("application/x-"))
_FOLLOWS = (
    "The verdict stands from this generation on, and the finding shows it. What it changes in the document's own statements "
    "follows in a later generation, which is made now."
)
_MEGABYTE = 1024 * 1024
_OTHERS_S = 10.0
_LOG = logging.getLogger("mandategraph.curate")


def route(app: FastAPI) -> None:
    """Puts what curators may do at its addresses."""
    for path in ("/graphs", "/graphs/{name:path}"):
        app.add_api_route(path, put_graph, methods=["PUT"], tags=[CURATORS])
        app.add_api_route(path, post_graph, methods=["POST"], tags=[CURATORS])
        app.add_api_route(path, delete_graph, methods=["DELETE"], tags=[CURATORS])
    app.add_api_route("/verdicts", post_verdict, methods=["POST"], tags=[CURATORS])


def signed(request: Request, scope: str) -> Key:
    """The key that a request is signed with, if it reaches `scope`.

    QueryRefused where nothing can be written here, else KeyMissing, KeyRefused or RateLimited.
    """
    if request.app.state.desk is None:
        raise QueryRefused("This endpoint is read-only.", advice="Ask with SELECT, ASK, CONSTRUCT or DESCRIBE.")
    curators: Curators = request.app.state.curators
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    key = curators.admit(text.strip() if scheme.lower() == "bearer" else None, scope)
    request.scope[callers.KEY] = key.id
    return key


def update(request: Request, text: str, using_graphs: Sequence[str], using_named_graphs: Sequence[str]) -> Response:
    """An update, past the protocol: 204, with the generation that it became."""
    key = signed(request, "update")
    return _done(request, _desk(request).update(text, key, using=using_graphs, using_named=using_named_graphs))


def _graph_key(request: Request) -> Key:
    return signed(request, "graphs")


GraphKey = Annotated[Key, Depends(_graph_key)]


async def _sent(request: Request, _: GraphKey) -> Sequence[Payload]:
    """What was sent, as one document or several; read only where a key came with it."""
    body = await parameters.body_within(request, library_of(request).settings.write_max_mb * _MEGABYTE)
    content_type = request.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() == "multipart/form-data":
        return [_payload(part.content_type, part.body) for part in await parts_of(content_type, body)]
    return [_payload(content_type, body)]


Sent = Annotated[Sequence[Payload], Depends(_sent)]


def put_graph(request: Request, key: GraphKey, sent: Sent) -> Response:
    """PUT: what was sent takes the place of the graph."""
    return _graph_done(request, _desk(request).replace_graph(graphs.meant(request, library_of(request)), sent, key))


def post_graph(request: Request, key: GraphKey, sent: Sent) -> Response:
    """POST: what was sent is added to the graph; to the graph store itself, it makes a graph of a new name."""
    library = library_of(request)
    if not request.path_params.get("name") and not request.url.query:
        return _graph_done(request, _desk(request).add_to_graph(library.iris.curated_graph(uuid.uuid4().hex), sent, key))
    return _graph_done(request, _desk(request).add_to_graph(graphs.meant(request, library), sent, key))


def delete_graph(request: Request, key: GraphKey) -> Response:
    """DELETE: the graph goes. The default graph is always there, so it can be emptied any number of times."""
    library = library_of(request)
    graph = graphs.meant(request, library)
    try:
        return _done(request, _desk(request).remove_graph(graph, key))
    except NotFound:
        if graph != library.iris.default_graph:
            raise
        return Response(status_code=HTTPStatus.NO_CONTENT)


def post_verdict(request: Request, body: Annotated[bytes, Depends(parameters.body)]) -> Response:
    """POST: what a curator holds of a finding, as JSON: finding, judgement, and reason or corrected_to where they are wanted.

    201, with the IRI of the verdict, the generation in which it stands, and that its effect follows in a later one.
    """
    key = signed(request, "verdicts")
    given = _verdict(body)
    library = library_of(request)
    with library.serving() as serving:
        require_finding(serving, given["finding"], given.get("corrected_to"))
    written = _desk(request).judge(
        given["finding"], given["judgement"], key, reason=given.get("reason", ""), corrected_to=given.get("corrected_to")
    )
    serve_at_once(request, written.generation)
    told = {"verdict": written.verdict, "generation": written.generation, "when": written.when, "follows": _FOLLOWS, **given}
    headers = {"Location": written.verdict, "X-Generation": written.generation}
    return Response(json.dumps(told, ensure_ascii=False), HTTPStatus.CREATED, headers, media_type="application/json")


def _verdict(body: bytes) -> dict[str, str]:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadParameter(
            "The body is not JSON.", advice='Send {"finding": IRI, "judgement": "wrong", "reason": "..."}.'
        ) from error
    wrong = not isinstance(given, dict) or not all(isinstance(value, str) and name in _MEMBERS for name, value in given.items())
    if wrong or not all(name in given for name, needed in _MEMBERS.items() if needed):
        raise BadParameter(
            "Wanted a JSON object of texts: finding and judgement, and if need be reason and corrected_to.",
            advice='Send {"finding": IRI, "judgement": "wrong", "reason": "..."}.',
        )
    return cast("dict[str, str]", given)


def _desk(request: Request) -> Desk:
    return cast("Desk", request.app.state.desk)


def _payload(content_type: str, body: bytes) -> Payload:
    media_type, _, rest = content_type.partition(";")
    if media_type.strip().lower() not in FORMATS:
        raise UnsupportedMediaType(f"The body is of type {media_type[:100].strip() or 'unknown'}.", advice=f"Send {_ALLOWED}.")
    if "charset" in rest.lower() and "utf-8" not in rest.lower():
        raise UnsupportedMediaType("The body is not in UTF-8.", advice="Send UTF-8.")
    return Payload(body, media_type.strip().lower())


def _graph_done(request: Request, written: Written) -> Response:
    made = [graph for graph, change in written.graphs.items() if change.before is None]
    response = _done(request, written)
    if made:
        response.status_code = HTTPStatus.CREATED
        response.headers["Location"] = made[0]
    return response


def _done(request: Request, written: Written) -> Response:
    serve_at_once(request, written.generation)
    return Response(status_code=HTTPStatus.NO_CONTENT, headers={"X-Generation": written.generation})


def serve_at_once(request: Request, generation: str) -> None:
    """Has what was written serve: who writes and then reads, reads what she wrote, whichever process of this server answers then.

    It was published and is not lost: where another process is slow, the answer does not wait for it beyond _OTHERS_S.
    """
    library = library_of(request)
    library.renew(warm_up if library.followed else None)
    standing: Standing | None = request.app.state.standing
    now = library.now
    if standing and now and not standing.is_served(now.number, _OTHERS_S):
        _LOG.warning("What was written as %s serves here, and not yet in another process.", generation)
