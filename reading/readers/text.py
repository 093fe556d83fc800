"""Eyes, readers. In: the bytes of a Markdown or plain text file. Out: decoded text with its front matter. Must not read files
or split.

What is not text, or in an encoding that nothing declares, is refused with what was seen and what to do.
"""

import re
from types import MappingProxyType

from ontology.errors import ReadError
from reading.readers.source import Source

MAX_LINE = 1_000_000  # characters; no paragraph of a UN document comes near it

_WIDE = {b"\xff\xfe\x00\x00": "utf-32", b"\x00\x00\xfe\xff": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(?P<fields>(?:[a-z_]+:[^\n]*\n){1,20})---[ \t]*(?:\n|\Z)")


def read_text(data: bytes, name: str) -> Source:
    """Decodes Markdown or plain text; ReadError for empty, binary or wrongly encoded bytes and for monstrous lines."""
    text = _decode(data, name)
    if not text.strip("\ufeff \t\r\n\f"):
        raise ReadError(f"Wanted a text in {name}; it holds only blanks.", advice="Give a file that has words in it.")
    longest = max(map(len, text.split("\n")))
    if longest > MAX_LINE:
        raise ReadError(
            f"Wanted lines of at most {MAX_LINE:,} characters in {name}; one has {longest:,}.",
            advice="This is no document as a PDF reader leaves it: look at how the file was made.",
        )
    front = _FRONT.match(text)
    fields = _fields(front["fields"]) if front else {}
    return Source(text, _media_type(text), MappingProxyType(fields), front.end() if front else 0)


def _decode(data: bytes, name: str) -> str:
    """The text in UTF-8, or in the wider Unicode encoding that its byte order mark declares; no other is certain."""
    if not data:
        raise ReadError(f"Wanted a document in {name}; the file is empty (0 bytes).", advice="Fetch or copy it again.")
    encoding = next((encoding for mark, encoding in _WIDE.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ReadError(
            f"Wanted {encoding.upper()} in {name}; byte {error.start:,} (line {line:,}) is "
            f"{data[error.start]:#04x}, which is none.",
            advice="Save the file as UTF-8, for instance with `iconv -f WINDOWS-1252 -t UTF-8`.",
        ) from error
    if (at := text.find("\x00")) >= 0:
        raise ReadError(
            f"Wanted text in {name}; character {at:,} is NUL, so this is a binary file.", advice="Give the text of the document."
        )
    return text


def _fields(lines: str) -> dict[str, str]:
    return {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines.splitlines())}


def _media_type(text: str) -> str:
    marks = re.search(r"^#{1,6}\s|\*\*\S|\]\([^)\s]*\)|^\|.*\|$|<sup>", text, re.MULTILINE)
    return "text/markdown" if marks else "text/plain"
