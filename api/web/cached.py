"""Web: caching. In: what may be read. Out: the same with ETag and Last-Modified, or 304. Must not look at what an answer says.

Rule: RFC 9110, sections 8.8 and 13. What is answered depends on the generation, on this software and its settings, and on the
request; so its tag is made of these, and a reader that has it is told so before anything is looked up. The tag is weak: answers
mean the same, byte for byte or not. Plain ASGI, so that nothing is buffered.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.changes import published
from api.library import HOME, Library
from ontology.errors import StoreError

POLICY = b"public, max-age=0, must-revalidate"
_NOT_BY_GENERATION = ("/health", "/live", "/metrics", "/corrections", "/mcp", "/static", "/keys", "/verdicts")
_DECIDES = (b"accept", b"accept-language", b"host", b"x-forwarded-proto")
_MADE_OF = ("api", "queries", "ontology", "stores", "reading")
_ENDINGS = (".py", ".html", ".css", ".rq", ".ttl", ".jsonld", ".typ", ".xml", ".json")

Fields = dict[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer is known by, since when it could be what it is, and the generation that it is made from."""

    generation: str
    etag: bytes
    since: datetime

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """The fields that a response bears."""
        return [(b"etag", self.etag), (b"last-modified", _written(self.since)), (b"cache-control", POLICY)]

    def is_known(self, asked: Fields) -> bool:
        """Whether the reader has this answer, by its tag: nobody has one but of an answer that was given."""
        tags = asked.get(b"if-none-match", b"").split(b",")
        return self.etag.removeprefix(b"W/") in (tag.strip().removeprefix(b"W/") for tag in tags)

    def is_old(self, asked: Fields) -> bool:
        """Whether the reader's answer, if there is one, is of this generation by its time, where no tag was sent."""
        since = None if b"if-none-match" in asked else _time(asked.get(b"if-modified-since"))
        return since is not None and since >= self.since


class Cached:
    """Marks answers to GET and HEAD with status 200 that nobody else has marked, and answers 304 where the mark is known."""

    def __init__(self, app: ASGIApp, library: Library) -> None:
        self._app = app
        self._library = library
        self._edition = b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One exchange. A mark is left out where another generation came to serve meanwhile: it may be that of either."""
        if not _may_be_kept(scope):
            await self._app(scope, receive, send)
            return
        asked: Fields = dict(scope["headers"])
        mark = None if b"authorization" in asked else self._mark(scope)
        if mark is None:
            await self._app(scope, receive, send)
        elif mark.is_known(asked):
            await send({"type": "http.response.start", "status": HTTPStatus.NOT_MODIFIED, "headers": mark.headers})
            await send({"type": "http.response.body", "body": b""})
        else:
            await self._app(scope, receive, self._marking(mark, send, has_old=mark.is_old(asked)))

    def _marking(self, mark: Mark, send: Send, *, has_old: bool) -> Send:
        """Sends on; an answer that is marked and that the reader has by its time is spared. Whether there is one is known now."""
        is_spared = False

        async def marked(message: Message) -> None:
            nonlocal is_spared
            if message["type"] == "http.response.start" and message["status"] == HTTPStatus.OK:
                given = {name.lower() for name, _ in message.get("headers", ())}
                if not given & {b"etag", b"cache-control"} and self._serves() == mark.generation:
                    is_spared = has_old
                    kept = () if is_spared else message.get("headers", ())
                    status = HTTPStatus.NOT_MODIFIED if is_spared else HTTPStatus.OK
                    message = dict(message) | {"status": status, "headers": [*kept, *mark.headers]}
            elif is_spared:
                message = dict(message) | {"body": b""}
            await send(message)

        return marked

    def _mark(self, scope: Scope) -> Mark | None:
        try:
            generation = self._library.generation
        except StoreError:  # the answer says what is wrong, and is not kept
            return None
        self._edition = self._edition or _edition(repr(self._library.settings))
        address = (scope["path"].encode(), scope["query_string"], generation.warning.encode())
        decides = b"\n".join(b": ".join(field) for field in scope["headers"] if field[0] in _DECIDES)  # one may come in lines
        told = b"\0".join((self._edition, *address, decides))
        digest = hashlib.blake2b(told, digest_size=8).hexdigest()
        return Mark(generation.id, f'W/"{generation.id}-{digest}"'.encode(), _since(generation.folder))

    def _serves(self) -> str:
        try:
            return self._library.generation.id
        except StoreError:
            return ""


def _may_be_kept(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    path: str = scope["path"]
    return not path.startswith(_NOT_BY_GENERATION)


def _time(text: bytes | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(text.decode("latin-1")) if text else None
    except (ValueError, OverflowError):  # RFC 9110, 13.1.3: what is no date is ignored
        return None
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found


@lru_cache(maxsize=8)
def _written(since: datetime) -> bytes:
    return format_datetime(since, usegmt=True).encode()


@lru_cache(maxsize=8)
def _since(folder: Path) -> datetime:
    """When the generation was made, or this software last changed, whichever is later."""
    told = published(folder)
    made = datetime.fromisoformat(told) if told else datetime.fromtimestamp((folder / "build.json").stat().st_mtime, UTC)
    return max(made, _changed()).replace(microsecond=0)


@lru_cache(maxsize=1)
def _changed() -> datetime:
    return datetime.fromtimestamp(max(path.stat().st_mtime for path in _sources()), UTC)


@lru_cache(maxsize=8)
def _edition(settings: str) -> bytes:
    """The digest of this software and its settings: either may change what is answered."""
    digest = hashlib.sha256(settings.encode())
    for path in _sources():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16].encode()


def _sources() -> list[Path]:
    return sorted(path for room in _MADE_OF for path in (HOME / room).rglob("*") if path.suffix in _ENDINGS)
