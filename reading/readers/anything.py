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
_PDF_REACH = 1024  # a PDF may begin behind this much of other bytes, as its viewers allow
_OTHERS = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"II*\x00": "a TIFF picture",
    b"MM\x00*": "a TIFF picture",
    b"\x1f\x8b": "a gzip archive",
    b"\xfd7zXZ": "an xz archive",
    b"GIF8": "a GIF picture",
    b"\x7fELF": "a program",
    b"MZ": "a program",
}
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|akomaNtoso|[a-z]+:akomaNtoso|!--)", re.IGNORECASE)
_HTML = re.compile(rb"<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]\s*[\"{\[\]}]")


def read(data: bytes, name: str) -> Source:
    """The source that the bytes are; ReadError for what no reader reads, or what its reader cannot read."""
    module, function = _READERS[media_type_of(data, name)]
    return cast(Reader, getattr(import_module(module), function))(data, name)


def media_type_of(data: bytes, name: str) -> str:
    """What the bytes are, by their signs; ReadError for what is no document."""
    head = data[:_LOOKED_AT]
    if b"%PDF-" in head[:_PDF_REACH]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return DOCX
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return DOC
    for signature, what in _OTHERS.items():
        if head.startswith(signature):
            raise ReadError(
                f"Wanted a document in {name}; its first bytes say that it is {what}.",
                advice="Give PDF, Word, HTML, Akoma Ntoso, Registry JSON, Markdown or plain text.",
            )
    if _XML.match(head) and not _HTML.search(head[:_PDF_REACH]):
        return AKOMA
    if _HTML.search(head[:_PDF_REACH]):
        return HTML
    return REGISTRY if _JSON.match(head) else TEXT
