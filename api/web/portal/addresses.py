"""Web, portal: the addresses. In: the application. Out: the pages where people work, each at its address. Only wiring."""

from collections.abc import Awaitable, Callable, Mapping

from fastapi import FastAPI, Response

from api.web.portal import (
    checking,
    citing,
    compare,
    dossier,
    drafting_desk,
    drafting_file,
    editor,
    framework,
    helping,
    home,
    lens,
    listed,
    precedents,
    questions,
    searching,
    situations,
    things,
    tracker,
)

_READ = ["GET", "HEAD"]
_READ_AT: Mapping[str, Callable[..., Response]] = {
    "/": home.home,
    "/go": home.go,
    "/documents": listed.documents,
    "/passages": things.passages,
    "/help": helping.topics,
    "/help/{topic}": helping.told,
    "/search": searching.answer,
    "/compare": compare.answer,
    "/cite": citing.answer,
    "/precedents": precedents.get,
    "/check": checking.get,
    "/desk": drafting_desk.get,
    "/dossier": dossier.get,
    "/framework": framework.shown,
    "/queries": questions.listed,
    "/queries/{name}": questions.asked,
}
_POSTED_TO: Mapping[str, Callable[..., Awaitable[Response] | Response]] = {
    "/go": home.go_with,
    "/precedents": precedents.post,
    "/check": checking.post,
    "/desk": drafting_desk.post,
    "/desk/precedents": drafting_desk.sentence,
    "/desk/file": drafting_file.post,
    "/dossier": dossier.post,
}


def route(app: FastAPI) -> None:
    """Puts each page at its address. What is posted to is only answered: nothing of it is kept."""
    for address, answer in _READ_AT.items():
        app.add_api_route(address, answer, methods=_READ)
    for address, answer_to in _POSTED_TO.items():
        app.add_api_route(address, answer_to, methods=["POST"])
    for part in (tracker, lens, situations, editor):
        part.route(app)
