"""Web: the citation check. In: a draft, in a form's field or as the body itself. Out: what could be checked of its citations, as
a page, JSON or plain text. Must not keep or log a word of the draft.

A draft is taken in the body only, for addresses are logged. Files are read by the command line alone: their readers need a
process that can be killed, within limits of memory and time that are the ingest's, and this room does not know the ingest.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from typing import Annotated

from fastapi import Depends, Request, Response

from api.drafts import report
from api.drafts.check import MAX_CHARACTERS, check_text
from api.drafts.findings import Finding, Report
from api.waiting import Places
from api.web import parameters
from api.web.negotiate import HTML, JSON, Chosen, Offer, choose
from api.web.pages import library_of, page
from api.web.parameters import UnsupportedMediaType
from api.web.portal import drafting
from api.web.rdf import as_json
from ontology.errors import BadParameter

REPORTS = (JSON, HTML, Offer("text", "text/plain", names=("txt",)), Offer("markdown", "text/markdown", names=("md",)))
_FIELDS = ("text", "format")
_TYPES = "application/x-www-form-urlencoded with the field text, or text/plain"
_MOST_BYTES = 12 * MAX_CHARACTERS  # four bytes a character, each in percent-encoding
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)
_places = Places("drafts are being checked")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the draft: the words, and the citation that they are, if any."""

    text: str
    finding: Finding | None = None


async def body(request: Request) -> bytes:
    """The body of a request that brings a draft; QueryTooLarge beyond what the longest draft can take."""
    return await parameters.body_within(request, _MOST_BYTES)


def get(request: Request) -> Response:
    """GET /check: the form."""
    parameters.refuse_unknown(parameters.of_address(request), ())
    return page(request, "check.html", _values("", None))


def post(request: Request, draft: Annotated[bytes, Depends(body)]) -> Response:
    """POST /check: the report."""
    return drafting.unkept(request, lambda: _answer(request, draft))


def _answer(request: Request, draft: bytes) -> Response:
    address = parameters.of_address(request)
    parameters.refuse_unknown(address, ("format",))
    text, form = draft_of(request, draft, _FIELDS)
    chosen = choose(request.headers.get("accept"), REPORTS, parameters.single([*form, *address], "format"))
    with place():
        found = check_text(library_of(request), text)
    return _told(request, text, found, chosen)


def draft_of(request: Request, draft: bytes, fields: Sequence[str]) -> tuple[str, parameters.Pairs]:
    """The draft, and the fields of its form; UnsupportedMediaType for what is no text, BadParameter for an unknown field."""
    content_type = request.headers.get("content-type", "")
    charset = _CHARSET.search(content_type)
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaType(f"The body is in {charset[1][:40]}.", advice="Send UTF-8.")
    match content_type.partition(";")[0].strip().lower():
        case "application/x-www-form-urlencoded":
            pairs = parameters.decoded(draft)
            parameters.refuse_unknown(pairs, fields)
            return parameters.single(pairs, "text") or "", pairs
        case "text/plain" | "text/markdown":
            return _decoded(draft), ()
        case other:
            raise UnsupportedMediaType(
                f"The body is of type {other[:60] or 'unknown'}.",
                advice=f"Send {_TYPES}; `mandategraph check-citations FILE` reads Word, PDF and HTML.",
            )


def _decoded(draft: bytes) -> str:
    try:
        return draft.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadParameter(f"The draft is not UTF-8: byte {error.start + 1} begins no character.", advice="Send UTF-8.") from None


def place() -> AbstractContextManager[None]:
    """One of the places for a check: a draft of the greatest length keeps a core busy. EngineBusy where none is free."""
    return _places.place()


def _told(request: Request, text: str, found: Report, chosen: Chosen) -> Response:
    if chosen.is_html:
        return page(request, "check.html", _values(text, found))
    if chosen.offer is JSON:
        return as_json(asdict(found) | {"in_order": found.is_in_order})
    return Response(report.in_words(found), headers={"Content-Type": f"{chosen.media_type}; charset=utf-8"})


def _values(text: str, found: Report | None) -> Mapping[str, object]:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return {
        "text": plain,
        "report": found,
        "draft": _stretches(plain, found.citations) if found else (),
        "most": MAX_CHARACTERS,
        "meaning": report.MEANING,
        "limits": report.LIMITS,
        "said": report.said,
        "named": report.named,
    }


def _stretches(text: str, findings: Sequence[Finding]) -> list[Stretch]:
    """The draft cut where its citations begin and end."""
    found: list[Stretch] = []
    at = 0
    for finding in sorted(findings, key=lambda finding: finding.start):
        if finding.start >= at and finding.end > finding.start:
            found += [Stretch(text[at : finding.start]), Stretch(text[finding.start : finding.end], finding)]
            at = finding.end
    return [*found, Stretch(text[at:])]
