"""Eyes, readers. In: the bytes of a Markdown or plain text file. Out: decoded text with its front matter. Must not read files
or split.

Type goes by content, never by name. What is not text is refused with what was seen and what to do.
"""

import re
from types import MappingProxyType

from ontology.errors import ReadError
from reading.readers.source import Source

MAX_LINE = 1_000_000  # characters; no paragraph of a UN document comes near it

_SIGNATURES = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a ZIP container such as DOCX",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x1f\x8b": "a gzip archive",
    b"GIF8": "a GIF picture",
    b"\x7fELF": "a program",
}
_MARKED_UP = {
    r"\ufeff?\s*[\[{]\s*[\"{\[]": "a JSON file",
    r"\ufeff?\s*<\?xml|\ufeff?\s*<akomaNtoso": "an XML file",
    r"\ufeff?\s*<!doctype html|\ufeff?\s*<html": "an HTML page",
    r"\ufeff?\s*\{\\rtf": "an RTF file",
}
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(?P<fields>(?:[a-z_]+:[^\n]*\n){1,20})---[ \t]*(?:\n|\Z)")


def read_text(data: bytes, name: str) -> Source:
    """Decodes Markdown or plain text; ReadError for empty, binary or wrongly encoded bytes and for monstrous lines."""
    _refuse_binary(data, name)
    text = _decode(data, name)
    if not text.strip("\ufeff \t\r\n\f"):
        raise ReadError(f"Wanted a text in {name}; it holds only blanks.", advice="Give a file that has words in it.")
    _refuse_marked_up(text, name)
    longest = max(map(len, text.split("\n")))
    if longest > MAX_LINE:
        raise ReadError(
            f"Wanted lines of at most {MAX_LINE:,} characters in {name}; one has {longest:,}.",
            advice="This is no document as a PDF reader leaves it: look at how the file was made.",
        )
    front = _FRONT.match(text)
    fields = _fields(front["fields"]) if front else {}
    return Source(text, _media_type(text), MappingProxyType(fields), front.end() if front else 0)


def _refuse_binary(data: bytes, name: str) -> None:
    if not data:
        raise ReadError(f"Wanted a document in {name}; the file is empty (0 bytes).", advice="Fetch or copy it again.")
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise ReadError(
                f"Wanted Markdown or plain text in {name}; its first bytes say that it is {what}.",
                advice="Turn it into text or Markdown first; PDF and Word are not read yet.",
            )
    at = data.find(b"\x00")
    if at >= 0:
        raise ReadError(
            f"Wanted text in {name}; byte {at:,} is NUL, so this is a binary file.", advice="Give the text of the document."
        )


def _refuse_marked_up(text: str, name: str) -> None:
    """JSON, XML and HTML are text, but not the text of a document as this reader knows it."""
    for sign, what in _MARKED_UP.items():
        if re.match(sign, text, re.IGNORECASE):
            raise ReadError(
                f"Wanted Markdown or plain text in {name}; it begins as {what}.",
                advice="This format is not read yet: turn it into text or Markdown first.",
            )


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ReadError(
            f"Wanted UTF-8 in {name}; byte {error.start:,} (line {line:,}) is {data[error.start]:#04x}, no UTF-8.",
            advice="Save the file as UTF-8, for instance with `iconv -f WINDOWS-1252 -t UTF-8`.",
        ) from error


def _fields(lines: str) -> dict[str, str]:
    return {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines.splitlines())}


def _media_type(text: str) -> str:
    marks = re.search(r"^#{1,6}\s|\*\*\S|\]\([^)\s]*\)|^\|.*\|$|<sup>", text, re.MULTILINE)
    return "text/markdown" if marks else "text/plain"
