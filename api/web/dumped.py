"""Web: dumps. In: a generation and a file's name. Out: the file or a part of it, or the list of files. Must not pack anything.

Rule: RFC 9110, sections 13 and 14: one range of bytes; `If-Range` with the strong ETag, the file's sha256; several ranges
are answered by the whole. A file is sent as it lies on disk, without a content coding, so that its checksum is that of the list.
"""

import base64
import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import BinaryIO

from fastapi import Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from api import dumps
from api.web import parameters
from api.web.negotiate import HTML, JSON, choose
from api.web.pages import library_of, page
from api.web.rdf import as_json
from stores.dumps import Dump

_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))", re.IGNORECASE)
_FOR_EVER = "public, max-age=31536000, immutable"


def index(request: Request) -> Response:
    """Leads on to the dumps of the generation that serves."""
    query = f"?{request.url.query}" if request.url.query else ""
    with library_of(request).serving() as serving:
        return RedirectResponse(f"/dumps/{serving.generation.id}{query}", status_code=HTTPStatus.TEMPORARY_REDIRECT)


def latest(request: Request, name: str) -> Response:
    """Leads on to a file of the generation that serves: what is there never changes, so that a broken download can go on."""
    with library_of(request).serving() as serving:
        return RedirectResponse(f"/dumps/{serving.generation.id}/{name}", status_code=HTTPStatus.TEMPORARY_REDIRECT)


def of_generation(request: Request, generation: str) -> Response:
    """The list of a generation's dumps, as a page or as data."""
    pairs = parameters.of_address(request)
    parameters.refuse_unknown(pairs, ("format",))
    chosen = choose(request.headers.get("accept"), (JSON, HTML), parameters.single(pairs, "format"))
    library = library_of(request)
    with library.serving() as serving:
        told = dumps.listed(library, serving, generation)
        is_latest = generation == serving.generation.id
    return page(request, "dumps.html", {"told": told, "is_latest": is_latest}) if chosen.is_html else as_json(told)


def file(request: Request, generation: str, name: str) -> Response:
    """A file, or the part of it that is asked for."""
    library = library_of(request)
    with library.serving() as serving:
        return _sent(request, dumps.dump(library, serving, generation, name))


def _sent(request: Request, found: Dump) -> Response:
    etag = f'"{found.sha256}"'
    digest = base64.b64encode(bytes.fromhex(found.sha256)).decode()
    headers = {"ETag": etag, "Accept-Ranges": "bytes", "Cache-Control": _FOR_EVER, "Repr-Digest": f"sha-256=:{digest}:"}
    if is_known(request.headers.get("if-none-match"), etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    headers["Content-Type"] = "application/gzip" if found.name.endswith(".gz") else "text/plain; charset=utf-8"
    headers["Content-Disposition"] = f'attachment; filename="{found.name.replace("/", "-")}"'
    status, start, stop = HTTPStatus.OK, 0, found.size
    if request.headers.get("if-range", etag) == etag and (part := _part(request.headers.get("range"), found.size)):
        start, stop = part
        if start >= stop:
            del headers["Content-Disposition"]
            unsatisfied = headers | {"Content-Range": f"bytes */{found.size}"}
            return Response(status_code=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=unsatisfied)
        status = HTTPStatus.PARTIAL_CONTENT
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{found.size}"
    headers["Content-Length"] = str(stop - start)
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    return StreamingResponse(_pieces(found, found.open(), start, stop), status, headers)


def _part(asked: str | None, size: int) -> tuple[int, int] | None:
    """Where a range begins and where it ends; the same place twice where it fits nowhere; None where the whole is to be sent."""
    match = _RANGE.fullmatch((asked or "").replace(" ", ""))
    if not match:
        return None
    if match[3]:
        return (max(0, size - int(match[3])), size) if int(match[3]) else (size, size)
    first, last = int(match[1]), min(size - 1, int(match[2]) if match[2] else size - 1)
    if match[2] and int(match[2]) < first:
        return None  # RFC 9110, 14.1.1: such a range is invalid, and what is invalid is ignored
    return (first, last + 1) if first < size else (size, size)


def is_known(tags: str | None, etag: str) -> bool:
    """Whether one of the tags of If-None-Match is this one (RFC 9110, section 13.1.2)."""
    return tags is not None and any(tag.strip().removeprefix("W/") in (etag, "*") for tag in tags.split(","))


def _pieces(found: Dump, opened: BinaryIO, start: int, stop: int) -> Iterator[bytes]:
    with opened:
        yield from found.read(opened, start, stop)
