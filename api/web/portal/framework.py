"""Web: the framework. In: nothing but the languages that are wanted. Out: the programmes of the corpus as pictures and as lists.
Must not look up what a programme has.
"""

from collections.abc import Sequence

from fastapi import Request, Response

from api.framework import KINDS, Item, Programme, framework
from api.pictures.flow import Flow, Step, flow
from api.web import languages, links, parameters
from api.web.pages import library_of, page
from ontology.iris import Iris

_PARAMETERS = ("lang",)


def shown(request: Request) -> Response:
    """GET /framework: objective, priorities, outcomes, outputs and activities, each with what stands behind it."""
    parameters.refuse_unknown(parameters.of_address(request), _PARAMETERS)
    library = library_of(request)
    with library.serving() as serving:
        found = framework(library, serving, languages.wanted(request) or ("en",))
        pictures = [_picture(library.iris, one) for one in found]
        values = {"programmes": list(zip(found, pictures, strict=True)), "base": library.iris.iri("doc")}
    return page(request, "framework.html", values)


def _picture(iris: Iris, programme: Programme) -> Flow:
    return flow(programme.document.label, _steps(iris, programme.items))


def _steps(iris: Iris, items: Sequence[Item]) -> tuple[Step, ...]:
    """Items as boxes, each a link to its place in the list; operating principles are about all of it, and no step."""
    return tuple(_step(iris, item) for item in items if item.kind != "Principles")


def _step(iris: Iris, item: Item) -> Step:
    heading = " ".join(part for part in (links.words(item.kind).capitalize(), item.number) if part)
    return Step(
        heading, item.words, f"#{links.anchor(iris.iri('doc'), item.iri)}", KINDS.index(item.kind), _steps(iris, item.parts)
    )
