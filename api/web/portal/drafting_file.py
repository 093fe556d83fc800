"""Web: a draft as a Word file. In: its bytes, as the body itself or as the one file of a form. Out: its words as plain text; for
a form, the desk with the draft on it. Must not keep or log a word of the draft.
"""

from typing import Annotated

from fastapi import Depends, Request, Response

from api.drafts.word_file import MOST_BYTES, words_of
from api.web import parameters
from api.web.multipart import parts_of
from api.web.parameters import UnsupportedMediaType
from api.web.portal import drafting, drafting_desk
from api.web.portal.downloads import WORD
from ontology.errors import BadParameter

_FORM = "multipart/form-data"
_MOST_BODY = MOST_BYTES + 64 * 1024  # what a form adds


async def file(request: Request) -> bytes:
    """The file that a request brings. QueryTooLarge beyond the largest, BadParameter for a form with none or with several,
    UnsupportedMediaType for what is no Word document by its own account.
    """
    content_type = request.headers.get("content-type", "")
    match _kind(request):
        case kind if kind == _FORM:
            parts = await parts_of(content_type, await parameters.body_within(request, _MOST_BODY))
            if len(parts) != 1:
                raise BadParameter(f"Wanted one file; got {len(parts)}.", advice="Choose one Word document.")
            return parts[0].body
        case kind if kind == WORD:
            return await parameters.body_within(request, MOST_BYTES)
        case other:
            raise UnsupportedMediaType(f"The body is of type {other[:60] or 'unknown'}.", advice=f"Send {WORD}, or {_FORM}.")


def post(request: Request, data: Annotated[bytes, Depends(file)]) -> Response:
    """POST /desk/file: a Word document. As a body it is answered with its text; in a form, with the desk."""
    return drafting.unkept(request, lambda: _answer(request, data))


def _answer(request: Request, data: bytes) -> Response:
    parameters.refuse_unknown(parameters.of_address(request), ())
    words = words_of(data)
    if _kind(request) == _FORM:
        return drafting_desk.put_on(request, words)
    return Response(words, headers={"Content-Type": "text/plain; charset=utf-8"})


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()
