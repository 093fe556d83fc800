"""Web: pages. In: a template's name and values. Out: HTML with everything escaped. Must not look up more than home wants.

Autoescape is on for every template; a text reaches a page as a value, never as markup.
"""

from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.described.once import once
from api.documents import documents
from api.library import Library
from api.web import languages, links

_HOME = Path(__file__).resolve().parent
STATIC = _HOME / "static"
EXAMPLES = (
    "Which networks connect national focal points?",
    "early warning that was followed by action",
    "what parliaments and ombudspersons can do",
    "¿Quién debe proteger a la población?",
    "A/RES/60/1",
)
_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


def page(
    request: Request,
    template: str,
    values: Mapping[str, object],
    *,
    status: int = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """A template as a response. Besides its values a template knows `href`, `path` and what `_environment` adds."""
    library = library_of(request)
    shared = {"href": lambda iri: links.local_href(library.iris, iri), "path": request.url.path}
    text = _environment().get_template(template).render(shared | dict(values))
    return HTMLResponse(text, status, dict(headers or {}))


def library_of(request: Request) -> Library:
    """The library that this application was made over."""
    library: Library = request.app.state.library
    return library


def home(request: Request) -> HTMLResponse:
    """The first page: one search box, what is in the corpus, and questions to begin with."""
    library = library_of(request)
    with library.serving() as serving:
        listed = [_listed(library, row) for row in once(serving, "documents", lambda: documents(serving))]
        told = {"documents": listed, "examples": EXAMPLES, "generation": serving.generation.id, "queries": library.queries}
    return page(request, "home.html", told)


def _listed(library: Library, row: Mapping[str, str]) -> Mapping[str, str]:
    name = links.readable(library.iris, row["document"])
    return {
        "iri": row["document"],
        "symbol": name if "/" in name else "",
        "title": row.get("title", name),
        "issued": row.get("issued", row.get("year", "")),
        "passages": row["passages"],
        "fidelity": "digest" if row["fidelity"].endswith("Digest") else "full",
    }


def direction(language: str | None) -> str:
    """Which way a language is written, as the attribute `dir` has it."""
    return "rtl" if (language or "").split("-")[0] in _RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HOME / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "dir": direction,
        "anchor": links.anchor,
        "words": links.words,
        "local": links.local_name,
        "query": urlencode,
        "endonym": lambda language: languages.NAMES.get(language, language),
    }
    return environment
