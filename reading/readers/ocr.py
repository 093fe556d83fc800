"""Eyes, readers: scans. In: an opened PDF whose pages are pictures. Out: the segments of every page as Tesseract read them, and
its mean confidence. Must not read a text layer or split.

Tesseract is a program of its own (`tesseract`, Apache-2.0) with the models that its package brings; nothing is fetched.
"""

import csv
import re
import shutil
import subprocess
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from struct import pack

import pypdfium2 as pdfium

from ontology.errors import ReadError
from reading.readers.pdf_page import Face
from reading.readers.pdf_rows import Segment

PROGRAM = "tesseract"
DOTS = 300  # an inch: what Tesseract's models were trained on
SECONDS_A_PAGE = 60
MAX_SCANNED = 300  # pages; each takes seconds
MAX_DOTS = 40_000_000  # of one picture: A3 at 400 dots an inch
_POINTS = 72.0  # an inch
_LEAST_OF_WORD, _LEAST_OF_PAGE = 25.0, 60.0  # of 100; less is a stain, or a drawing
_LETTER_HEIGHT = 1.25  # of a line over that of most of its words
_GAP = 1.9  # letter heights between segments of a line
_STAIN = re.compile(r"[|~_=\\¢°•©®<>{}\[\]—-]{1,3}|[‘’'\"“”]")
_SYMBOL = re.compile(r"^[$8§5](?=/(?:19|20)\d\d/\d)|^[$8§](?=/RES/|/PRST/)")  # the first letter of a symbol, as it is misread


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as Tesseract read it, in dots of its picture, with how sure it is (0 to 100)."""

    text: str
    line: tuple[str, ...]
    left: int
    top: int
    width: int
    height: int
    sure: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """Pages by number as Tesseract read them, the mean confidence (0 to 1) of their words, and what a receipt should say."""

    faces: Mapping[int, Face]
    confidence: float
    findings: tuple[str, ...]


def is_installed() -> bool:
    """Whether the program is on the path."""
    return shutil.which(PROGRAM) is not None


def recognise(document: pdfium.PdfDocument, numbers: Sequence[int], name: str) -> Recognised:
    """The pages with these numbers; ReadError where Tesseract is absent or fails, and where none is legible."""
    _refuse(document, numbers, name)
    faces, told, illegible = {}, [], []
    for number in numbers:
        page = document[number - 1]
        width, height = page.get_size()
        words, scale = _words(page, number, name)
        page.close()
        sure = [word.sure for word in words]
        if sure and sum(sure) / len(sure) < _LEAST_OF_PAGE:
            illegible.append(f"page {number} is a drawing or illegible; what stands on it was left out")
            words, sure = [], []
        faces[number] = Face(number, width, height, tuple(_segments(words, scale, height)), ())
        told += sure
    if not told:
        raise ReadError(
            f"Wanted text in {name}; it is a scan, and Tesseract read no page of it with any certainty.",
            advice="Give a sharper scan, or a file with text.",
        )
    confidence = sum(told) / len(told) / 100
    read_by = (
        f"OCR: {len(numbers)} of {len(document)} pages are pictures, read by Tesseract with mean confidence {confidence:.2f}"
    )
    return Recognised(faces, confidence, (read_by, *illegible))


def _refuse(document: pdfium.PdfDocument, numbers: Sequence[int], name: str) -> None:
    if not is_installed():
        raise ReadError(
            f"Wanted text in {name}; it is a scan: its {len(document)} pages are pictures without a text layer.",
            advice="Install Tesseract (`apt-get install tesseract-ocr`, `brew install tesseract`), or give a file with text.",
        )
    if len(numbers) > MAX_SCANNED:
        raise ReadError(
            f"Wanted a scan of at most {MAX_SCANNED} pages in {name}; it has {len(numbers):,}.", advice="Split the file."
        )


def _words(page: pdfium.PdfPage, number: int, name: str) -> tuple[list[_Word], float]:
    width, height = page.get_size()
    scale = min(DOTS / _POINTS, (MAX_DOTS / max(1.0, width * height)) ** 0.5)
    if not min(width, height) * scale >= 1:  # a page without a surface, as a broken file may say
        return [], scale
    rows = csv.DictReader(
        _run(_picture(page, scale), number, name, round(scale * _POINTS)).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    found = [_word(row) for row in rows if (row.get("text") or "").strip()]
    return [word for word in found if word.sure >= _LEAST_OF_WORD and not _STAIN.fullmatch(word.text)], scale


def _word(row: Mapping[str, str]) -> _Word:
    line = (row["block_num"], row["par_num"], row["line_num"])
    left, top, width, height = (int(row[side]) for side in ("left", "top", "width", "height"))
    return _Word(_SYMBOL.sub("S", row["text"].strip()), line, left, top, width, height, float(row["conf"]))


def _run(picture: bytes, number: int, name: str, dots: int) -> str:
    command = ["env", "OMP_THREAD_LIMIT=1", PROGRAM, "stdin", "stdout", "--dpi", str(dots), "--psm", "3", "tsv"]
    try:
        done = subprocess.run(command, input=picture, capture_output=True, timeout=SECONDS_A_PAGE, check=True)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise ReadError(
            f"Wanted page {number} of the scan {name} within {SECONDS_A_PAGE} s; Tesseract was not done.",
            advice="Give a smaller or cleaner scan.",
        ) from error
    except (subprocess.CalledProcessError, OSError) as error:
        told = getattr(error, "stderr", b"") or str(error).encode()
        raise ReadError(
            f"Wanted page {number} of the scan {name}; Tesseract failed: {told.decode('utf-8', 'replace').strip()[:200]}.",
            advice="Try `tesseract --list-langs`: the English model must be there.",
        ) from error
    return done.stdout.decode("utf-8", "replace")


def _segments(words: Sequence[_Word], scale: float, height: float) -> list[Segment]:
    """The words by lines, parted where the gap is wide. A scan has no fonts: lines of about the usual height have that height."""
    lines: dict[tuple[str, ...], list[_Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    usual = median(word.height for word in words) if words else 1
    found: list[Segment] = []
    for line in lines.values():
        tall = median(word.height for word in line)
        tall = usual if 0.6 * usual < tall < 1.5 * usual else tall  # letters without strokes up and down are lower
        size = round(max(6.0, _LETTER_HEIGHT * tall / scale), 1)
        low = median(word.top + word.height for word in line)
        found += _parted(line, scale, height - low / scale, size)
    return sorted(found, key=lambda segment: (-round(segment.y), segment.x0))


def _parted(line: Sequence[_Word], scale: float, y: float, size: float) -> Iterator[Segment]:
    held: list[_Word] = []
    for word in line:
        if held and (word.left - held[-1].left - held[-1].width) / scale > _GAP * size:
            yield _segment(held, scale, y, size)
            held = []
        held.append(word)
    if held:
        yield _segment(held, scale, y, size)


def _segment(held: Sequence[_Word], scale: float, y: float, size: float) -> Segment:
    text = re.sub(r"\s+(?=[.,;:)]+(?:\s|$))", "", " ".join(word.text for word in held))
    right = held[-1].left + held[-1].width
    return Segment(text, held[0].left / scale, right / scale, y, size, bold=False, italic=False)


def _picture(page: pdfium.PdfPage, scale: float) -> bytes:
    """The page as a grey PNG."""
    bitmap = page.render(scale=scale, grayscale=True, rev_byteorder=False)
    width, height, stride, buffer = bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)
    bitmap.close()
    rows = b"".join(b"\0" + buffer[at * stride : at * stride + width] for at in range(height))
    header = pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
