"""River, outside documents: the Official Document System of the United Nations. In: symbols, languages, formats. Out: a line for
each document and language, and the files. Must not read what they say beyond what tells a document from a page.

The system answers `/api/symbol/access?s=A/72/884&l=en&t=pdf` with the file or a redirect to it. It has each document in the
form in which it was drafted, whatever word processor's form is asked for, so that content alone tells what came. For a document
that it lacks, and when it wants to be asked less, it answers a page of HTML with status 200.
"""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

import httpx

from ingest.outside.download import Clock, Downloads, Form, Limits, Order
from ingest.outside.holdings import Asked, Held, Holdings
from ingest.outside.hosts import Hosts, Lookup, look_up
from ingest.outside.unfinished import Came, Validators
from ontology.errors import BadParameter, MandateGraphError, ReadError, SourceError, SourceUnreachable, SymbolError
from ontology.symbol import Symbol
from reading.readers.anything import DOC, DOCX, HTML, PDF, media_type_of
from stores.settings import Settings

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
FORMATS = ("pdf", "docx", "doc")
HOSTS = frozenset({"documents.un.org", "undocs.org", "www.undocs.org", "documents-dds-ny.un.org", "daccess-ods.un.org"})
_SUFFIXES = {PDF: "pdf", DOCX: "docx", DOC: "doc"}
_PAGES, _REST_S = 8, 60.0
_TAIL = 2048  # bytes: the end of a PDF says where it ends
Outcome = Literal["fetched", "unchanged", "refused", "not tried"]
Tell = Callable[[str, int, int], None]
"""Told which document comes, how many of its bytes have come, and how many there are (0 where nobody says)."""


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one document in one language: its file, or why there is none."""

    symbol: str
    language: str
    outcome: Outcome
    file: str | None = None
    sha256: str | None = None
    size: int | None = None
    url: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted: texts that should be symbols, languages, and formats in the order of preference."""

    symbols: Sequence[str]
    languages: Sequence[str] = ("en",)
    formats: Sequence[str] = ("pdf", "docx")
    force: bool = False

    def __post_init__(self) -> None:
        for name, given, allowed in (("language", self.languages, LANGUAGES), ("format", self.formats, FORMATS)):
            wrong = [value for value in given if value not in allowed]
            if wrong or not given:
                got = ", ".join(wrong) or "none"
                raise BadParameter(f"Wanted a {name}; got {got}.", advice=f"Give one or more of {', '.join(allowed)}.")


def fetch(
    request: Request,
    settings: Settings,
    tell: Tell = lambda _, __, ___: None,
    *,
    clock: Clock | None = None,
    lookup: Lookup = look_up,
    transport: httpx.BaseTransport | None = None,
) -> Iterator[Line]:
    """A line for each symbol and language, as soon as it is done. Once nobody answers, the others are not tried."""
    hosts = Hosts.of(HOSTS, settings.fetch_url, lookup)
    limits = Limits(settings.source_max_mb * 1024 * 1024, settings.fetch_wall_s, settings.fetch_pause_s, settings.fetch_retries)
    downloads = Downloads(hosts, limits, clock or Clock(), transport)
    with Holdings.opened(settings.data) as holdings:
        system = _System(settings.fetch_url, downloads, holdings, request.force, tell)
        try:
            yield from _lines(system, request)
        finally:
            downloads.close()


def read_list(file: Path) -> list[str]:
    """The symbols of a file, one a line; what stands behind `#` is a remark. ReadError where it cannot be read."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"Wanted a list of symbols in {file}; {error}.", advice="Give a text file, one symbol a line.") from error
    return [symbol for line in lines if (symbol := line.partition("#")[0].strip())]


def _lines(system: "_System", request: Request) -> Iterator[Line]:
    nobody, pages = False, 0
    for text, language in product(dict.fromkeys(request.symbols), dict.fromkeys(request.languages)):
        if nobody:
            yield Line(text, language, "not tried", reason="Nobody answered for the one before.")
            continue
        try:
            line = system.line(Symbol.parse_all(text)[0], language, request.formats)
            pages = 0
        except (SymbolError, SourceError) as error:
            nobody = isinstance(error, SourceUnreachable)
            pages += isinstance(error, ReadError)
            line = Line(text, language, "refused", reason=str(error))
        except OSError as error:
            line = Line(text, language, "refused", reason=f"Wanted to keep it; the system says: {error}.")
        yield line
        if pages == _PAGES:  # one by one they tell of documents that are not there; in a row, that we are to ask less
            system.downloads.clock.sleep(_REST_S)
            pages = 0


@dataclass(frozen=True, slots=True)
class _System:
    """The system at its address, with what is held of it."""

    address: str
    downloads: Downloads
    holdings: Holdings
    force: bool
    tell: Tell

    def line(self, symbol: Symbol, language: str, formats: Sequence[str]) -> Line:
        """The document in the first format in which it can be had; the first reason where in none."""
        first: MandateGraphError | None = None
        for form in formats:
            try:
                outcome, held = self._one(Asked(symbol, language, form))
            except SourceUnreachable:
                raise
            except SourceError as error:
                first = first or error
                continue
            return Line(symbol.text, language, outcome, str(held.file), held.sha256, held.size, held.url)
        raise first or SourceError(f"Wanted {symbol}; no format was named.")

    def _one(self, asked: Asked) -> tuple[Outcome, Held]:
        held = None if self.force else self.holdings.held(asked)
        name = f"{asked.symbol} {asked.language}"
        form = Form(partial(_begins, asked), _ends)
        known = held.validators if held else Validators()
        order = Order(self._url(asked), self.holdings.unfinished(asked), form, known, partial(self.tell, name))
        came = self.downloads.get(order)
        if came is None and held is not None:
            return "unchanged", held
        return self._kept(asked, came or Came(order.url, known, ""), held)

    def _kept(self, asked: Asked, came: Came, before: Held | None) -> tuple[Outcome, Held]:
        unfinished = self.holdings.unfinished(asked)
        other = self.holdings.other_language(asked, unfinished.file)
        said = came.language.partition("-")[0].strip().lower()
        if other or said not in ("", asked.language):
            unfinished.forget()
            raise _other_language(asked, other or said)
        with unfinished.file.open("rb") as file:
            suffix = _SUFFIXES[media_type_of(file.read(4 * 1024), asked.stem)]
        held = self.holdings.keep(asked, came, suffix)
        return "unchanged" if before and before.sha256 == held.sha256 else "fetched", held

    def _url(self, asked: Asked) -> str:
        query = urlencode({"s": asked.symbol.text, "l": asked.language, "t": asked.format})
        return f"{self.address}/api/symbol/access?{query}"


def _begins(asked: Asked, head: bytes) -> None:
    """Raises for first bytes that are no document: a page says that there is none, or that we are to ask less."""
    what = media_type_of(head, f"the answer for {asked.symbol}") if head.strip() else ""
    if what in _SUFFIXES:
        return
    got = "a page of HTML" if what == HTML else "text" if what else "nothing"
    raise ReadError(
        f"Wanted {asked.symbol} in {asked.language} as {asked.format}; the Official Document System answers {got} instead.",
        advice="It has no such document in that language and format, or asks us to come back later.",
    )


def _ends(file: Path) -> bool:
    """Whether a file has its end: PDF says so near its last byte, DOCX has its directory there; of DOC nothing is known."""
    with file.open("rb") as opened:
        head = opened.read(1024)
        opened.seek(max(0, file.stat().st_size - _TAIL))
        tail = opened.read()
    what = media_type_of(head, file.name)
    if what == PDF:
        return b"%%EOF" in tail
    return what != DOCX or zipfile.is_zipfile(file)


def _other_language(asked: Asked, language: str) -> SourceError:
    return SourceError(
        f"Wanted {asked.symbol} in {asked.language}; the Official Document System gives the one in {language}.",
        advice=f"It may have none in {asked.language}.",
    )
