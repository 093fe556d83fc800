"""Eyes, readers: which reader reads it. In: the bytes of any file. Out: a Source from the reader of what the bytes are.

Type goes by content, never by name. Must not read formats itself.
"""

import re
from collections.abc import Mapping
from importlib import import_module
from typing import cast

from ontology.errors import ReadError
from reading.readers.source import Reader, Source

PDF, DOCX, DOC = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/msword",
)
AKOMA, REGISTRY, HTML = "application/akn+xml", "application/json", "text/html"
TEXT = "text/plain"  # Markdown and plain text: their reader tells them apart

_READERS: Mapping[str, tuple[str, str]] = {
    PDF: ("reading.readers.pdf", "read_pdf"),
    DOCX: ("reading.readers.docx", "read_docx"),
    DOC: ("reading.readers.doc", "read_doc"),
    HTML: ("reading.readers.html", "read_html"),
    AKOMA: ("reading.readers.akoma", "read_akoma"),
    REGISTRY: ("reading.readers.registry", "read_registry"),
    TEXT: ("reading.readers.text", "read_text"),
}
_LOOKED_AT = 4096  # bytes; every sign of a type stands before
_REACH = 1024  # a PDF may begin behind this much of other bytes, as its viewers allow, and so may an HTML page
_OTHERS = {
    rb"\x89PNG": "a PNG picture",
    rb"\xff\xd8\xff": "a JPEG picture",
    rb"II\*\x00|MM\x00\*": "a TIFF picture",
    rb"GIF8[79]a": "a GIF picture",
    rb"\x1f\x8b": "a gzip archive",
    rb"\xfd7zXZ": "an xz archive",
    rb"7z\xbc\xaf\x27\x1c": "a 7z archive",
    rb"Rar!\x1a\x07": "a RAR archive",
    rb"BZh\d1AY&SY": "a bzip2 archive",
    rb"\x7fELF|MZ[\s\S]{0,60}\x00": "a program",
    rb"\xffWPC": "a WordPerfect document",
    rb"\{\\rtf": "a Rich Text file (RTF)",
    rb"%!PS": "a PostScript file",
    rb"MIME-Version:|From: <Saved by ": "a web archive (MHTML) or an electronic mail",
    rb"PK\x03\x04[\s\S]{26}mimetypeapplication/epub\+zip": "an EPUB book",
    rb"PK\x03\x04[\s\S]{26}mimetypeapplication/vnd\.oasis\.opendocument\.": "an OpenDocument file",
    rb"PK\x05\x06": "an empty ZIP archive",
}
_OTHER = tuple((re.compile(sign), what) for sign, what in _OTHERS.items())
_PDF = re.compile(rb"%PDF-\d\.\d\s*?[\r\n]|\A%PDF-")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WIDE = {b"\xff\xfe\x00\x00": "utf-32-le", b"\x00\x00\xfe\xff": "utf-32-be", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_BEFORE = rb"(?>\s+|<!--.*?-->|<\?.*?\?>|<!doctype\b[^<>\[]*(?:\[.*?\]\s*)?>)*+"  # what may stand before a root
_ROOT = re.compile(rb"\A(?P<before>" + _BEFORE + rb")<(?P<root>[A-Za-z_][\w.:-]*)(?P<tag>[^<>]*)", re.IGNORECASE | re.DOTALL)
_PAGE_ROOTS = frozenset((b"html", b"head", b"body", b"title", b"meta", b"table", b"div", b"article", b"section", b"main"))
_HTML = re.compile(rb"<!doctype html\b|<html\b[^<>]*>.*?<(?:head|body|title|meta)\b", re.IGNORECASE | re.DOTALL)
_JSON = re.compile(rb"\s*(?:\{\s*(?:\"[^\"\n]*\"\s*:|\})|\[\s*(?:\{\s*[\"}]|\"[^\"\n]*\"\s*[,\]]|\[\s*[\"\[\]{\d-]|\]\s*\Z))")


def read(data: bytes, name: str) -> Source:
    """The source that the bytes are; ReadError for what no reader reads, or what its reader cannot read."""
    module, function = _READERS[media_type_of(data, name)]
    return cast(Reader, getattr(import_module(module), function))(data, name)


def media_type_of(data: bytes, name: str) -> str:
    """What the bytes are, by the signs in their first 4 KB; ReadError for what is no document.

    Every ZIP without a sign of another kind counts as DOCX: only its directory, at the very end, tells what it holds.
    """
    head = data[:_LOOKED_AT]
    for signature, what in _OTHER:
        if signature.match(head):
            raise _refusal(name, what)
    if _PDF.search(head[: _REACH + len(b"%PDF-1.7 \r")]):
        return PDF
    if head.startswith(_ZIP):
        return DOCX
    if head.startswith(_OLE):
        return DOC
    return _type_of_text(_narrow(head), name)


def _type_of_text(head: bytes, name: str) -> str:
    """The kind of text that begins so: marked up, JSON, or plain."""
    if root := _ROOT.match(head):
        local = root["root"].lower().rpartition(b":")[2]
        if local == b"akomantoso":
            return AKOMA
        if local in _PAGE_ROOTS:
            return HTML
        if b"<?xml" in root["before"][:_REACH] or b"xmlns" in root["tag"]:
            raise _refusal(name, f"XML of another kind, whose root is <{root['root'].decode('ascii', 'replace')}>")
    elif head.lstrip()[:5].lower() == b"<?xml":
        raise _refusal(name, "XML without a root element")
    if (page := _HTML.search(head)) and page.start() < _REACH:
        return HTML
    return REGISTRY if _JSON.match(head) else TEXT


def _narrow(head: bytes) -> bytes:
    """The head in UTF-8 without a byte order mark, whichever of the Unicode encodings its mark tells."""
    for mark, encoding in _WIDE.items():
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "ignore").encode("utf-8", "ignore")
    return head.removeprefix(b"\xef\xbb\xbf")


def _refusal(name: str, what: str) -> ReadError:
    return ReadError(
        f"Wanted a document in {name}; it is {what}.",
        advice="Give PDF, Word, HTML, Akoma Ntoso, Registry JSON, Markdown or plain text.",
    )
