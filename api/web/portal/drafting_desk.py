"""Web: the drafting desk. In: a draft, in a form's field or as the body itself, which sentences are opened, and which sheet of
it is shown. Out: the desk as a page, a paper or JSON. Must not keep or log a word of the draft.

A draft is taken in the body only, for addresses are logged; what stands behind # in an address is never sent, and the page's
script puts it into the field.
"""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request, Response

from api.draft_desk.desk import PRECEDENTS, Desk, around, desk
from api.draft_desk.report import paper_of, told
from api.draft_desk.sheets import sheet_of, sheets
from api.drafts import report
from api.drafts.check import MAX_CHARACTERS
from api.drafts.word_file import MOST_BYTES
from api.papers.paper import Paper
from api.precedents.answer import precedents
from api.precedents.cited import footnotes
from api.web import links, parameters
from api.web.negotiate import HTML, JSON, Chosen, Offer, choose
from api.web.own_address import own_address
from api.web.pages import library_of, page
from api.web.portal import checking, drafting
from api.web.portal.downloads import paper_as
from api.web.rdf import as_json

MOST_LOOSE = 20
"""Quotations without a citation on the page; the papers and JSON have all."""
_FIELDS = ("text", "open", "sheet", "format")
_OFFERS = (
    JSON,
    HTML,
    Offer("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", names=("word",)),
    Offer("pdf", "application/pdf"),
    Offer("md", "text/markdown", names=("markdown",)),
)


def get(request: Request) -> Response:
    """GET /desk: the empty desk."""
    parameters.refuse_unknown(parameters.of_address(request), ())
    return page(request, "desk.html", _values(request, "", None, 1))


def post(request: Request, draft: Annotated[bytes, Depends(checking.body)]) -> Response:
    """POST /desk: the draft with what was found beside each passage."""
    return drafting.unkept(request, lambda: _answer(request, draft))


def put_on(request: Request, text: str) -> Response:
    """The page of a draft, without any sentence opened."""
    with checking.place():
        found = desk(library_of(request), text)
    return page(request, "desk.html", _values(request, found.text, found, 1))


def sentence(request: Request, draft: Annotated[bytes, Depends(checking.body)]) -> Response:
    """POST /desk/precedents: the precedents of one sentence, as the desk shows them beside it."""
    return drafting.unkept(request, lambda: _beside(request, draft))


def _beside(request: Request, draft: bytes) -> Response:
    parameters.refuse_unknown(parameters.of_address(request), ())
    text, _ = checking.draft_of(request, draft, ("text",))
    choose(request.headers.get("accept"), (HTML,))
    answer = precedents(library_of(request), text, limit=PRECEDENTS)
    cited = footnotes(library_of(request), [answer])
    return page(request, "desk_sentence.html", {"answer": answer, "around": around, "footnotes": cited})


def _answer(request: Request, draft: bytes) -> Response:
    address = parameters.of_address(request)
    parameters.refuse_unknown(address, _FIELDS[1:])
    text, form = checking.draft_of(request, draft, _FIELDS)
    pairs = [*address, *form]
    chosen = choose(request.headers.get("accept"), _OFFERS, parameters.single(pairs, "format"))
    opened = [parameters.whole(value, "open", 0) for value in parameters.values(pairs, "open") if value]
    sheet = parameters.whole(parameters.single(pairs, "sheet"), "sheet", 1)
    with checking.place():
        found = desk(library_of(request), text, opened)
    return _told(request, found, chosen, sheet)


def _told(request: Request, found: Desk, chosen: Chosen, sheet: int) -> Response:
    if chosen.is_html:
        return page(request, "desk.html", _values(request, found.text, found, sheet))
    if chosen.offer is JSON:
        return as_json(_as_data(found))
    return paper_as(_paper(request, found), chosen.offer.name, "drafting-desk", is_kept=False)


def _paper(request: Request, found: Desk) -> Paper:
    iris, here = library_of(request).iris, own_address(request)

    def address(iri: str) -> str:
        path = links.local_href(iris, iri)
        return f"{here}{path}" if path.startswith("/") else path

    return paper_of(found, address)


def _as_data(found: Desk) -> Mapping[str, object]:
    """The desk as programs read it; sentences by their places in the draft, which is theirs already."""
    length = found.length
    counts = {"total": length.total, "text": length.text, "footnotes": length.footnotes, "tables": length.tables}
    return {
        "generation": found.report.generation,
        "words": counts | {"quoted": length.quoted, "limits": length.limits},
        "summary": found.report.summary,
        "citations": found.report.citations,
        "footnotes": found.footnotes,
        "quotations": [{"start": one.start, "end": one.end, "words": one.words} for part in found.parts for one in part.quoted],
        "sentences": [
            {"number": one.number, "start": one.start, "end": one.end, "words": one.words}
            for part in found.parts
            for one in part.sentences
        ],
        "precedents": {str(number): one for number, one in found.opened.items()},
    }


def _values(request: Request, text: str, found: Desk | None, sheet: int) -> Mapping[str, object]:
    every = sheets(found.parts) if found else ()
    return {
        "text": text,
        "desk": found,
        "most": MAX_CHARACTERS,
        "most_loose": MOST_LOOSE,
        "sheets": every,
        "sheet": sheet_of(every, sheet, tuple(found.opened)) if found else None,
        "around": around,
        "footnotes": footnotes(library_of(request), found.opened.values()) if found else {},
        "most_file": MOST_BYTES >> 20,
        "meaning": report.MEANING,
        "limits": report.LIMITS,
        "said": report.said,
        "length": told(found.length) if found else "",
    }
