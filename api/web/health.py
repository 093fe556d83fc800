"""Web: health. In: the library and the figures. Out: whether this process lives, whether it is ready, and how it fares. Must not
wait for a thread: these answer while all others are taken.
"""

from fastapi import Request, Response

from api.library import Library
from api.web import metrics
from api.web.pages import library_of
from api.web.rdf import as_json
from ontology.errors import StoreMissing

_OLDER = "An earlier generation serves: the newest is damaged."
_NONE_SOUND = "The generation that serves is damaged, and none before it is sound."
_KEPT = {"Cache-Control": "no-store"}


async def live() -> Response:
    """That this process answers. A supervisor restarts it where this fails, and for no other reason."""
    return Response('{"status": "ok"}\n', media_type="application/json", headers=_KEPT)


async def health(request: Request) -> Response:
    """Whether a generation serves, and which: then requests may be sent here. Where none does, the error's status says so.

    A newest generation that is damaged is told as a warning, for what serves is sound.
    """
    library: Library = library_of(request)
    if not library.followed:
        library.renew()
    now = library.now
    if now is None:
        raise StoreMissing("Nothing serves here.", advice="Build a generation with: mandategraph ingest PATH")
    told: dict[str, object] = {"status": "ok", "generation": now.id}
    if now.warning:
        told["warning"] = _OLDER if not now.newest else _NONE_SOUND
    response = as_json(told)
    response.headers.update(_KEPT)
    return response


async def figures(request: Request) -> Response:
    """The figures for Prometheus."""
    return Response(request.app.state.metrics.text(), media_type=metrics.MEDIA_TYPE, headers=_KEPT)
