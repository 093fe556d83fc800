"""Eyes, readers. In: the bytes of a PDF. Out: its text with its blocks, read from how letters lie on the pages. Must not split.

What is no text is said to be none: a scan goes through Tesseract where that is installed. Encrypted, damaged and monstrous files
are refused with the page and with what to do.
"""

import re
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

import pypdfium2 as pdfium

from ontology.errors import ReadError
from reading.clean import Block, join
from reading.lines import SUPERSCRIPTS
from reading.mapped import Mapped
from reading.readers.ocr import is_installed, recognise
from reading.readers.pdf_cells import LABEL, is_leading
from reading.readers.pdf_glyphs import PageTooLarge, read_sheet
from reading.readers.pdf_groups import groups
from reading.readers.pdf_page import Face, usual_size, zones
from reading.readers.pdf_paragraphs import Group
from reading.readers.pdf_rows import Row, Segment, segments
from reading.readers.source import Source

PDF = "application/pdf"
MAX_PAGES = 3_000  # the longest budget documents have some 1,500
MAX_LETTERS = 10_000_000  # of a document: 3,000 full pages
MAX_INFLATED = 256 * 1024 * 1024  # bytes that one stream of the file may become; a page scanned in colour stays below
_PIECE = 65_536  # bytes that are inflated at once
_FEW_LETTERS = 20  # on a page that is a picture: a stamp, no text layer
_MOSTLY = 0.5  # of a page's face is picture: it may be a scan
_STREAM = re.compile(rb"stream\r?\n")
_BULLET = re.compile(r"[•▪●■»]\s+|[-–—]\s+(?=\S)")
_PLAIN_NOTE = re.compile(r"(\d{1,3})/?(?=\s)")


def read_pdf(data: bytes, name: str) -> Source:
    """The text of a PDF and its blocks; ReadError for what is encrypted, damaged, too large, or a scan that nothing can read."""
    _refuse_bombs(data, name)
    document = _open(data, name)
    try:
        faces, scanned = _faces(document, name)
        if not scanned:
            return _source(faces, name)
        if not is_installed() and len(scanned) < len(faces):
            found = f"{len(scanned)} of {len(faces)} pages are pictures without text; without Tesseract they were not read"
            return replace(_source(faces, name), findings=(found,))
        recognised = recognise(document, scanned, name)
        faces = [recognised.faces.get(face.number, face) for face in faces]
        return replace(_source(faces, name), findings=recognised.findings, ocr=recognised.confidence)
    finally:
        document.close()


def _open(data: bytes, name: str) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
        pages = len(document)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(
                f"Wanted a PDF that can be read in {name}; it is encrypted and asks for a password.",
                advice="Save it without a password, for instance with `qpdf --decrypt`.",
            ) from error
        raise ReadError(
            f"Wanted a PDF in {name}; it cannot be opened: {error}.",
            advice="The file is damaged or cut short: fetch it again, or mend it with `qpdf` or `mutool clean`.",
        ) from error
    if not 0 < pages <= MAX_PAGES:
        document.close()
        raise ReadError(
            f"Wanted a PDF of 1 to {MAX_PAGES:,} pages in {name}; it has {pages:,}.",
            advice="Split it, or look at how it was made." if pages else "The file is damaged: fetch it again.",
        )
    return document


def _refuse_bombs(data: bytes, name: str) -> None:
    """Refuses a stream that would grow beyond all measure; streams inside streams are looked at as well."""
    for match in _STREAM.finditer(data):
        if _inflated(data, match.end()) > MAX_INFLATED:
            raise ReadError(
                f"Wanted streams of at most {MAX_INFLATED:,} bytes in {name}; that at byte {match.start():,} grows beyond it.",
                advice="No document needs this: the file is built to exhaust its readers.",
            )


def _inflated(data: bytes, at: int) -> int:
    """How many bytes the deflated stream at an offset becomes, counted to just beyond the limit; 0 where it is none (RFC 1950).

    A stream that is deflated twice counts as what comes out in the end.
    """
    head = data[at : at + 2]
    if not _is_deflated(head):
        return 0
    outer, inner, size = zlib.decompressobj(), None, 0
    try:
        while at < len(data) and size <= MAX_INFLATED and not outer.eof:
            given = data[at : at + _PIECE]
            piece = outer.decompress(outer.unconsumed_tail or given, _PIECE * 16)
            at += 0 if outer.unconsumed_tail else len(given)
            if not size and _is_deflated(piece[:2]):
                inner = zlib.decompressobj()
            size += len(inner.decompress(piece, MAX_INFLATED + 1)) if inner else len(piece)
    except zlib.error:
        return size  # PDFium reads as far, too
    return size


def _is_deflated(head: bytes) -> bool:
    return len(head) > 1 and head[0] & 0x0F == 8 and (head[0] * 256 + head[1]) % 31 == 0


def _faces(document: pdfium.PdfDocument, name: str) -> tuple[list[Face], list[int]]:
    """What stands on every page, and the numbers of those that are pictures without text."""
    faces: list[Face] = []
    scanned: list[int] = []
    letters = 0
    for at in range(len(document)):
        try:
            page = document[at]
            sheet = read_sheet(page, at + 1)
            page.close()
        except (PageTooLarge, pdfium.PdfiumError) as error:
            raise ReadError(
                f"Wanted a page that can be read in {name}; page {at + 1} of {len(document)} cannot: {error}.",
                advice="Fetch the file again, or give the document in another format.",
            ) from error
        letters += len(sheet.glyphs)
        if letters > MAX_LETTERS:
            raise ReadError(
                f"Wanted at most {MAX_LETTERS:,} letters in {name}; page {at + 1} passes that.", advice="Split the file."
            )
        if len(sheet.glyphs) < _FEW_LETTERS and sheet.pictured > _MOSTLY:
            scanned.append(sheet.number)
        faces.append(Face(sheet.number, sheet.width, sheet.height, tuple(segments(sheet.glyphs)), sheet.rules))
    return faces, scanned


def _source(faces: Sequence[Face], name: str) -> Source:
    """Text and blocks of pages whose segments are known; ReadError where there is not a letter."""
    if not any(face.segments for face in faces):
        raise ReadError(f"Wanted text in {name}; its {len(faces)} pages are blank.", advice="Give a PDF that has words in it.")
    found = groups(zones(faces), usual_size(faces))
    words = frozenset(re.findall(r"\w+(?:-\w+)*", "\n".join(row.text for group in found for row in group.rows).lower()))
    ranks = {style: rank for rank, style in enumerate(sorted({group.style for group in found if group.style}), 1)}
    writer = _Writer()
    blocks = [_block(group, writer, words, min(6, ranks.get(group.style or (), 0))) for group in found]
    return Source("".join(writer.pieces), PDF, MappingProxyType({}), blocks=tuple(blocks))


class _Writer:
    """The text of the source while it grows, line by line."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.at = 0

    def line(self, text: str) -> Mapped:
        """Writes a line and answers it with its offsets."""
        mapped = Mapped.of(text, self.at)
        self.pieces += [text, "\n"]
        self.at += len(text) + 1
        return mapped


def _block(group: Group, writer: _Writer, words: frozenset[str], hashes: int) -> Block:
    if group.kind == "table":
        rows = tuple(writer.line("\t".join(_joined(cell) for cell in line)) for line in group.cells)
        return Block("table", rows[0].cut(0, 0), rows=rows)
    lines = [writer.line(_line(row)) for row in group.rows]
    if group.kind in ("furniture", "rule"):
        return Block("rule" if group.kind == "rule" else "furniture", Mapped.of_all(lines))
    text, bullet = lines[0], None
    if group.kind == "note":
        text = _raised(text)
    elif bullet := _BULLET.match(text.text):
        text = text.cut(bullet.end())
    for line in lines[1:]:
        text = join(text, line, words)
    return Block("text", text.strip(), hashes, bullet is not None, continues=group.continues)


def _line(row: Row) -> str:
    """The words of a row; segments far apart stay apart unless the first is a label."""
    first, rest = row.segments[0].text, row.segments[1:]
    wide = "   "
    joiner = " " if LABEL.fullmatch(first) and not is_leading(row) else wide
    return first + "".join((joiner if not at else wide) + segment.text for at, segment in enumerate(rest))


def _joined(cell: Sequence[Segment]) -> str:
    return " ".join(segment.text for segment in cell)


def _raised(text: Mapped) -> Mapped:
    """A footnote whose number is no raised figure begins with one all the same, as `split` expects."""
    match = _PLAIN_NOTE.match(text.text)
    if not match:
        return text
    number = Mapped(match[1].translate(SUPERSCRIPTS), array("l", text.offsets[: match.end(1)]))
    return Mapped.of_all([number, text.cut(match.end())])
