"""Web: pages. In: a template's name and values. Out: HTML with everything escaped. Must not look anything up.

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

from api.library import Library
from api.web import languages, links

_HOME = Path(__file__).resolve().parent
STATIC = _HOME / "static"
SECTIONS = (  # name, address, and what else stands under it
    ("Search", "/search", ("/compare", "/doc")),
    ("Recommendations", "/recommendations", ()),
    ("Risk lens", "/lens", ()),
    ("Situations", "/situations", ()),
    ("Framework", "/framework", ()),
    ("Drafting desk", "/desk", ("/precedents", "/check", "/cite")),
    ("Dossier", "/dossier", ()),
    ("SPARQL", "/sparql", ("/queries",)),
    ("Help", "/help", ()),
)
FURTHER = (
    ("Documents", "/documents"),
    ("Precedents", "/precedents"),
    ("Check a draft", "/check"),
    ("Footnotes", "/cite"),
    ("Named questions", "/queries"),
    ("Ontology", "/ontology"),
    ("REST", "/api/v1"),
    ("Dumps", "/dumps"),
    ("What changed", "/changes"),
    ("Dataset", "/dataset"),
    ("VoID", "/.well-known/void"),
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
    path = request.url.path
    shared = {
        "href": lambda iri: links.local_href(library.iris, iri),
        "path": path,
        "section": section(path),
        "asked_as": _asked_as(request),
    }
    text = _environment().get_template(template).render(shared | dict(values))
    return HTMLResponse(text, status, dict(headers or {}))


def section(path: str) -> str:
    """The address of the section that a page stands in, "" for one that stands in none."""
    for _, address, others in SECTIONS:
        if any(path == place or path.startswith(f"{place}/") for place in (address, *others)):
            return address
    return ""


def library_of(request: Request) -> Library:
    """The library that this application was made over."""
    library: Library = request.app.state.library
    return library


def _asked_as(request: Request) -> str:
    """What somebody put into the box of the first page and was led here by; "" where nobody was."""
    return " ".join(str(getattr(request.state, "asked", "") or request.query_params.get("asked", "")).split())


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
        "sections": SECTIONS,
        "further": FURTHER,
        "dir": direction,
        "anchor": links.anchor,
        "words": links.words,
        "local": links.local_name,
        "query": urlencode,
        "endonym": lambda language: languages.NAMES.get(language, language),
    }
    return environment
