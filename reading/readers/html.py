"""Eyes, readers. In: the bytes of an HTML or XHTML page, broken markup too. Out: its words in blocks as a browser shows them.

Scripts, styles, navigation and hidden parts stay out. Must not split, follow links or fetch. Rule: the HTML standard's lists,
tables and default encodings; footnotes as Word, Pandoc and editors of web pages write them.
"""

import codecs
import re
from collections.abc import Mapping
from types import MappingProxyType

from lxml import etree, html

from ontology.errors import ReadError
from reading.readers.html_flow import Flow
from reading.readers.source import Source
from reading.readers.transcript import Transcript, plain

MEDIA_TYPE = "text/html"
LARGEST = 40_000_000  # bytes
MOST_TAGS = 400_000  # the longest pages of documents keep below a tenth; each costs some twenty microseconds
DEEPEST = 250  # elements inside each other; browsers stop at 512

_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_DECLARED = re.compile(rb"<(?:meta\b[^<>]*?charset|\?xml\b[^<>]*?encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_LOOKED_AT = 4096  # bytes; browsers look at 1,024
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}  # as browsers do
_LONGEST_TITLE = 400  # characters


def read_html(data: bytes, name: str) -> Source:
    """The words of a page; ReadError for one that is too large or too deep, or that shows no words."""
    if len(data) > LARGEST or data.count(b"<") > MOST_TAGS:
        raise ReadError(
            f"Wanted a page of at most {LARGEST:,} bytes and {MOST_TAGS:,} tags in {name}; it has {len(data):,} bytes and "
            f"{data.count(b'<'):,} tags.",
            advice="A document is never so large: look at where the file comes from.",
        )
    text, encoding = _decode(data)
    root = _root(text, name)
    flow = Flow(root)
    transcript = Transcript()
    transcript.write(flow.items(_main(root)))
    if not transcript.blocks:
        raise ReadError(
            f"Wanted words in the page {name}; it shows none.",
            advice="A page that a script fills must be saved once it is shown.",
        )
    findings = [f"letters that are no {encoding}: {text.count(chr(0xFFFD))}"] if "\ufffd" in text else []
    return Source(
        transcript.text,
        MEDIA_TYPE,
        MappingProxyType(_front(root)),
        blocks=tuple(transcript.blocks),
        findings=tuple(findings),
    )


def _decode(data: bytes) -> tuple[str, str]:
    """The page's text and its encoding: by the byte order mark, the declaration, or UTF-8 where it fits, else Windows-1252."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    declared = _DECLARED.search(data[:_LOOKED_AT])
    encoding = _known(declared[1].decode("ascii", "replace")) if declared else ""
    if not encoding:
        try:
            return data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            encoding = "cp1252"
    return data.decode(encoding, "replace"), encoding


def _known(declared: str) -> str:
    """The encoding of that name as browsers take it; "" for an unknown one."""
    try:
        found = codecs.lookup(declared)
    except (LookupError, ValueError):
        return ""
    is_text = getattr(found, "_is_text_encoding", True)  # "base64" and the like are codecs too
    return _WIDER.get(found.name, found.name) if is_text else ""


def _root(text: str, name: str) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"Wanted an HTML page in {name}; {error}.", advice="Save the page again from a browser.") from error
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise ReadError(
                f"Wanted elements at most {DEEPEST} deep in {name}; they go deeper.", advice="Save the page again from a browser."
            )
    return root


def _main(root: html.HtmlElement) -> html.HtmlElement:
    """The one part that a page calls its main one; the whole page where none or several do."""
    found = root.xpath("//main | //*[@role='main']")
    return found[0] if len(found) == 1 and plain("".join(found[0].itertext())) else root


def _front(root: html.HtmlElement) -> Mapping[str, str]:
    title = plain("".join(root.xpath("string(//head/title)")))[:_LONGEST_TITLE]
    said = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""
    language = re.match(r"([a-z]{2})(?:[-_]|$)", said.strip().lower())
    return {key: value for key, value in (("title", title), ("language", language[1] if language else "")) if value}
