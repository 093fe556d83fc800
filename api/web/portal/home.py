"""Web: home. In: a request for the first page, or what was put into its box. Out: the page, or the way to where a text leads.
Must not answer a question itself.
"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.corpus.overview import Addressed, Entry, Through, addressees, crimes, entries, risk_factors
from api.destination import destination
from api.library import Library, Serving
from api.once import once, warmed
from api.pictures.bars import Fact, Picture, by_thing, by_year
from api.precedents.drafted import MAX_DRAFT
from api.web import links, parameters
from api.web.pages import library_of, page
from api.web.portal import checking, drafting, drafting_desk, precedents
from ontology.errors import BadParameter

EXAMPLES = (
    "Which networks connect national focal points?",
    "early warning that was followed by action",
    "what parliaments and ombudspersons can do",
    "¿Quién debe proteger a la población?",
    "A/RES/60/1",
    "World Summit Outcome, para. 138",
)
LATEST = 12
_SEE_OTHER = 303
_BREAK = re.compile(r"\n[ \t\r]*\n")  # between two paragraphs


def home(request: Request) -> Response:
    """GET /: one box, what is in the corpus, and questions to begin with."""
    library = library_of(request)
    with library.serving() as serving:
        held = entries(library, serving)
        told = {
            "latest": held[:LATEST],
            "documents": len(held),
            "digests": sum(entry.is_digest for entry in held),
            "passages": sum(entry.passages for entry in held),
            "pictures": pictures(library, serving),
            "examples": EXAMPLES,
            "generation": serving.generation.id,
            "queries": library.queries,
        }
    return page(request, "home.html", told)


def go(request: Request) -> Response:
    """GET /go?q=: where a text leads."""
    pairs = parameters.of_address(request)
    return _led(request, pairs)


def go_with(request: Request, body: Annotated[bytes, Depends(checking.body)]) -> Response:
    """POST /go: the same for a text in a form's body, so that a draft never stands in an address."""
    return _led(request, parameters.decoded(body))


def _led(request: Request, pairs: parameters.Pairs) -> Response:
    parameters.refuse_unknown(pairs, ("q",))
    text = parameters.single(pairs, "q") or ""
    if not text.strip():
        raise BadParameter("Wanted a question; it is empty.", advice="Write words, a symbol such as A/75/863, or a paragraph.")
    library = library_of(request)
    with library.serving() as serving, drafting.wordless():
        led = destination(serving, text)
    if led.kind == "draft":
        return _of_draft(request, text)
    if led.kind == "thing":
        address = f"{links.local_href(library.iris, led.iri)}?{urlencode({'asked': text.strip()})}"
        return RedirectResponse(address, status_code=_SEE_OTHER)
    return RedirectResponse(f"/search?{urlencode({'q': ' '.join(text.split())})}", status_code=_SEE_OTHER)


def _of_draft(request: Request, text: str) -> Response:
    """A paragraph with its precedents; several of them, or a text that is too long for that, on the drafting desk."""
    request.state.asked = text
    is_several = len(text) > MAX_DRAFT or _BREAK.search(text.strip())
    told = drafting_desk.post if is_several else precedents.post
    return told(_as_form(request), urlencode({"text": text}).encode())


def _as_form(request: Request) -> Request:
    """The same request as if its draft had come in the body of a form, with nothing in the address."""
    headers = [(name, value) for name, value in request.scope["headers"] if name.lower() != b"content-type"]
    headers.append((b"content-type", b"application/x-www-form-urlencoded"))
    return Request(dict(request.scope) | {"headers": headers, "query_string": b""}, request.receive)


@warmed
def pictures(library: Library, serving: Serving) -> Mapping[str, Picture]:
    """What is in the corpus, as pictures by name; drawn up once a generation."""
    return once(serving, "home:pictures", lambda: _drawn(library, serving))


def _drawn(library: Library, serving: Serving) -> Mapping[str, Picture]:
    return {
        "documents": _documents_by_year(entries(library, serving)),
        "addressees": _by_addressee(library, addressees(library, serving)),
        "crimes": _by_crime(library, crimes(library, serving)),
        "risks": _risks_by_year(risk_factors(library, serving)),
        "factors": _by_factor(library, risk_factors(library, serving)),
    }


def _documents_by_year(held: tuple[Entry, ...]) -> Picture:
    """A bar a year, full texts and digests told apart, each leading to the list of its documents."""
    counts = Counter((entry.year, entry.is_digest) for entry in held)
    facts = [
        Fact(year, (counts[year, False], counts[year, True]), f"/documents?{urlencode({'year': year})}")
        for year in sorted({entry.year for entry in held})
    ]
    return by_year("Documents by year", facts, ("full texts", "digests"), unit="documents")


def _by_addressee(library: Library, found: tuple[Addressed, ...]) -> Picture:
    facts = [
        Fact(one.label, (one.count,), f"/recommendations/list?{urlencode({'addressee': _path(library, one.iri)})}")
        for one in found
    ]
    return by_thing("Recommendations by addressee", facts, ("recommendations",), unit="recommendations", most=10)


def _by_crime(library: Library, found: tuple[Through, ...]) -> Picture:
    years = sorted({year for thing in found for year in (*thing.named, *thing.described)})
    facts = [
        Fact(
            year,
            tuple(thing.named.get(year, 0) + thing.described.get(year, 0) for thing in found),
            _behind("crime", year),
            tuple(_behind(_path(library, thing.iri), year) for thing in found),
        )
        for year in years
    ]
    return by_year(
        "Passages that speak of atrocity crimes, by year", facts, [thing.label for thing in found], unit="namings in passages"
    )


def _risks_by_year(found: tuple[Through, ...]) -> Picture:
    years = sorted({year for thing in found for year in (*thing.named, *thing.described)})
    facts = [
        Fact(
            year,
            (sum(thing.named.get(year, 0) for thing in found), sum(thing.described.get(year, 0) for thing in found)),
            _behind("risk-factor", year),
        )
        for year in years
    ]
    return by_year(
        "Passages that speak of risk factors, by year", facts, ("named", "only described"), unit="findings in passages"
    )


def _by_factor(library: Library, found: tuple[Through, ...]) -> Picture:
    facts = [
        Fact(thing.label, (sum(thing.named.values()), sum(thing.described.values())), _behind(_path(library, thing.iri)))
        for thing in found
    ]
    return by_thing("Passages by risk factor", facts, ("named", "only described"), most=14)


def _behind(path: str, year: str = "") -> str:
    return f"/passages?{urlencode({'concept': path} | ({'year': year} if year else {}))}"


def _path(library: Library, iri: str) -> str:
    return links.readable(library.iris, iri)
