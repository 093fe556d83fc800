"""Web: several documents in one body. In: multipart/form-data. Out: its parts, each with its content type. Must not keep a file.

Rule: RFC 7578. The body was read within its limit before; so many parts are taken, and headers as long as those of HTTP.
"""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from ontology.errors import BadParameter

_MOST_PARTS = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One document of several."""

    content_type: str
    body: bytes


async def parts_of(content_type: str, body: bytes) -> Sequence[Part]:
    """The parts of a body; BadParameter where it is malformed, or a part has no file name or content type."""
    parser = MultiPartParser(Headers({"content-type": content_type}), _stream(body), max_files=_MOST_PARTS, max_fields=0)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError) as error:
        raise BadParameter(
            f"The parts cannot be told apart: {error}.", advice="Give each part a file name and a content type (RFC 7578)."
        ) from error
    found = [Part(file.content_type or "", await file.read()) for _, file in form.multi_items() if isinstance(file, UploadFile)]
    await form.close()
    if not found:
        raise BadParameter("There is no part in the body.", advice="Send at least one, with a file name and a content type.")
    return found


async def _stream(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body
