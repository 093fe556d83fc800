"""Web: comparing. In: the names of two passages. Out: both beside each other, as a page or as JSON. Must not compare itself."""

from dataclasses import asdict
from urllib.parse import urlencode

from fastapi import Request, Response

from api.found.compare import Comparison, compared
from api.web import links, parameters
from api.web.languages import NAMES
from api.web.negotiate import HTML, JSON, choose
from api.web.own_address import own_address
from api.web.pages import library_of, page
from api.web.parameters import Pairs
from api.web.rdf import as_json
from ontology.errors import BadParameter

ALLOWED = ("a", "b", "p", "lang", "format")
DEFAULT_LANGUAGE = "en"
_QUERY = """PREFIX mg: <https://w3id.org/mandategraph/ontology#>

SELECT ?pinpoint ?words ?passage WHERE {{
  VALUES (?passage ?language) {{ (<{first.iri}> "{first.language}") (<{second.iri}> "{second.language}") }}
  ?passage mg:pinpoint ?pinpoint ; mg:text|mg:digestText ?words .
  FILTER(LANG(?words) = ?language)
}}
"""


def answer(request: Request) -> Response:
    """GET /compare: `a` and `b`, or the two that were marked in a list as `p`; `lang` is the language to read them in."""
    pairs = parameters.of_address(request)
    parameters.refuse_unknown(pairs, ALLOWED)
    chosen = choose(request.headers.get("accept"), (JSON, HTML), parameters.single(pairs, "format"))
    first, second = _two(pairs)
    language = parameters.single(pairs, "lang") or DEFAULT_LANGUAGE
    if language not in NAMES:
        raise BadParameter(f"Wanted a language: {', '.join(NAMES)}; got {language[:20]!r}.", advice="Leave it out for English.")
    if chosen.is_html and not (first and second):
        asked = {"first": first, "second": second, "marked": len(parameters.values(pairs, "p")), "found": None}
        return page(request, "compare.html", asked)
    found = compared(library_of(request), first, second, language)
    return _page(request, found) if chosen.is_html else as_json(asdict(found))


def _two(pairs: Pairs) -> tuple[str, str]:
    """The two names, empty where one is missing. Of passages marked in a list there must be no more than two."""
    marked = parameters.values(pairs, "p")
    given = [parameters.single(pairs, name) or "" for name in ("a", "b")]
    if len(marked) > 2:
        return "", ""
    first, second = (name or mark for name, mark in zip(given, [*marked, "", ""], strict=False))
    return first, second


def _page(request: Request, found: Comparison) -> Response:
    iris = library_of(request).iris
    names = {name: links.local_href(iris, side.iri)[1:] for name, side in (("a", found.first), ("b", found.second))}
    told = {
        "found": found,
        "first": found.first.pinpoint,
        "second": found.second.pinpoint,
        "marked": 2,
        "in_language": {one: urlencode(names | {"lang": one}) for one in found.languages},
        "swapped": urlencode({"a": names["b"], "b": names["a"], "lang": found.language}),
        "sparql": _QUERY.format(first=found.first, second=found.second),
        "address": f"{own_address(request)}/compare?{urlencode(names | {'lang': found.language, 'format': 'json'})}",
    }
    return page(request, "compare.html", told)
