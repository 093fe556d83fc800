"""Eyes, readers: what a page of a PDF shows. In: an opened page. Out: its letters with place and style, its ruled lines, how much
of it is picture. Must not join letters to words or know what they mean.

The only module that calls PDFium's text interface. Coordinates are points from the lower left corner of the page as it is
read: a page whose letters mostly run upwards is turned first, and one written from right to left is seen in a mirror, so that
every later stage may think of lines that run from left to right.
"""

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

MAX_GLYPHS = 100_000  # a page; the densest table of the Organization has some 15,000
MAX_OBJECTS = 200_000  # a page; charts have some thousands
MAX_RULES = 2_000  # a page, the longest first; maps have more, tables do not
_FAR = 20_000.0  # points; no sheet of paper is as large
_THIN = 3.0  # points; what is thinner is a line, not a box
_RIGHT_TO_LEFT = ("R", "AL")
_NAME_BYTES = 128


@dataclass(frozen=True, slots=True)
class Style:
    """How letters look: height in points, weight, slant, and the quarter turns by which they are turned."""

    size: float
    bold: bool
    italic: bool
    turns: int


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter between x0 and x1 on the baseline y. `spaced` says that the file has a blank before it."""

    text: str
    x0: float
    x1: float
    y: float
    style: Style
    spaced: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line, by its corners; `y` is where a level one runs."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def level(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 > self.y1 - self.y0

    @property
    def y(self) -> float:
        """Its height on the page."""
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its number from 1, size, letters, lines, the share of its face that pictures cover, and whether it is mirrored."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    pictured: float
    mirrored: bool = False


class PageTooLarge(ValueError):
    """The page holds more than a page of a document can."""


def read_sheet(page: PdfPage, number: int) -> Sheet:
    """What stands on a page; PageTooLarge where that is more than MAX_GLYPHS letters or MAX_OBJECTS objects."""
    width, height = page.get_size()
    rotation = pdfium.FPDFPage_GetRotation(page.raw)
    if rotation % 2:
        width, height = height, width  # the size is that of the turned page, coordinates are those of the page before it
    held = tuple(_glyphs(page))
    rules, pictured = _drawn(page, width, height)
    turns = Counter(glyph.style.turns for glyph in held).most_common(1)[0][0] if held else 0
    upright = [_turned(glyph, turns, width, height) for glyph in held if glyph.style.turns == turns]
    rules = [_turned_rule(rule, turns, width, height) for rule in rules]
    if turns % 2:
        width, height = height, width
    mirrored = _runs_left(upright)
    if mirrored:
        upright = [Glyph(g.text, width - g.x1, width - g.x0, g.y, g.style, g.spaced) for g in _words_that_run_right(upright)]
        rules = [Rule(width - rule.x1, rule.y0, width - rule.x0, rule.y1) for rule in rules]
    return Sheet(number, width, height, tuple(upright), tuple(rules), pictured, mirrored)


def _glyphs(page: PdfPage) -> Iterator[Glyph]:
    text = pdfium.FPDFText_LoadPage(page.raw)
    if not text:
        return
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count > MAX_GLYPHS:
            raise PageTooLarge(f"{count:,} letters, more than {MAX_GLYPHS:,}")
        yield from _read_glyphs(text, max(0, count))
    finally:
        pdfium.FPDFText_ClosePage(text)


def _read_glyphs(text: object, count: int) -> Iterator[Glyph]:
    styles: dict[int, Style] = {}
    x, y, box, spaced = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF(), False
    for at in range(count):
        letter = chr(pdfium.FPDFText_GetUnicode(text, at))
        if letter.isspace() or pdfium.FPDFText_IsGenerated(text, at) == 1:
            spaced |= pdfium.FPDFText_IsGenerated(text, at) != 1  # PDFium makes up a blank for every wide kerning
            continue
        if not letter.isprintable() and letter not in "\u00ad\u0002\ufffe":
            continue
        if letter in "\u0002\ufffe":  # what PDFium says for a hyphen at a line's end
            letter = "-"
        pdfium.FPDFText_GetCharOrigin(text, at, x, y)
        pdfium.FPDFText_GetLooseCharBox(text, at, box)
        style = _style(text, at, styles)
        if not all(-_FAR < side < _FAR for side in (box.left, box.right, box.bottom, y.value)) or style.size > _FAR:
            continue  # a damaged matrix puts letters nowhere
        yield Glyph(_plain(letter), box.left, box.right, y.value if not style.turns else box.bottom, style, spaced)
        spaced = False


def _plain(letter: str) -> str:
    """Arabic letters that a font holds by their shape stand for the letter itself; ligatures for their letters."""
    return unicodedata.normalize("NFKC", letter) if "\ufb00" <= letter <= "\ufefc" else letter


def _style(text: object, at: int, styles: dict[int, Style]) -> Style:
    """The style of a letter; letters of one text object share it."""
    holder = pdfium.FPDFText_GetTextObject(text, at)
    key = ctypes.addressof(holder.contents) if holder else 0
    if key not in styles:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text, at, matrix)
        size = pdfium.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
        turns = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        styles[key] = Style(round(size, 1) or 1.0, *_face(text, at), turns)
    return styles[key]


def _face(text: object, at: int) -> tuple[bool, bool]:
    """Bold and italic, by the weight of the font and by its name."""
    name, flags = ctypes.create_string_buffer(_NAME_BYTES), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, at, name, _NAME_BYTES, flags)
    called = name.value.decode("utf-8", "replace").lower()
    bold = pdfium.FPDFText_GetFontWeight(text, at) >= 600 or "bold" in called
    return bold, "italic" in called or "oblique" in called


def _drawn(page: PdfPage, width: float, height: float) -> tuple[list[Rule], float]:
    """Ruled lines, and the share of the page that pictures cover."""
    count = pdfium.FPDFPage_CountObjects(page.raw)
    if count > MAX_OBJECTS:
        raise PageTooLarge(f"{count:,} objects, more than {MAX_OBJECTS:,}")
    rules, pictured = [], 0.0
    left, low, right, high = (ctypes.c_float() for _ in range(4))
    for at in range(count):
        thing = pdfium.FPDFPage_GetObject(page.raw, at)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            continue
        if not pdfium.FPDFPageObj_GetBounds(thing, left, low, right, high):
            continue
        wide, tall = right.value - left.value, high.value - low.value
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictured += max(0.0, wide * tall) / (width * height or 1.0)
        elif min(wide, tall) <= _THIN < max(wide, tall) < _FAR:
            rules.append(Rule(left.value, low.value, right.value, high.value))
    longest = sorted(rules, key=lambda rule: rule.y1 - rule.y0 - rule.x1 + rule.x0 if rule.level else rule.y0 - rule.y1)
    return longest[:MAX_RULES], min(1.0, pictured)


def _turned(glyph: Glyph, turns: int, width: float, height: float) -> Glyph:
    """The letter on a page that was turned back by quarters. For turned letters `y` holds the lower edge of their box."""
    if not turns:
        return glyph
    x0, y0, x1, _ = _turned_box((glyph.x0, glyph.y, glyph.x1, glyph.y + glyph.style.size), turns, width, height)
    return Glyph(glyph.text, x0, x1, y0, glyph.style, glyph.spaced)


def _turned_rule(rule: Rule, turns: int, width: float, height: float) -> Rule:
    return Rule(*_turned_box((rule.x0, rule.y0, rule.x1, rule.y1), turns, width, height))


def _turned_box(
    box: tuple[float, float, float, float], turns: int, width: float, height: float
) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = box
    if turns == 1:
        return y0, width - x1, y1, width - x0
    if turns == 2:
        return width - x1, height - y1, width - x0, height - y0
    return (height - y1, x0, height - y0, x1) if turns else box


def _runs_left(glyphs: list[Glyph]) -> bool:
    """Whether the page is written from right to left."""
    strong = Counter(unicodedata.bidirectional(glyph.text[:1]) for glyph in glyphs)
    return sum(strong[direction] for direction in _RIGHT_TO_LEFT) > strong["L"]


def _words_that_run_right(glyphs: list[Glyph]) -> list[Glyph]:
    """On a page that runs from right to left: figures, symbols and Latin words, which do not, each as if it were one letter."""
    found: list[Glyph] = []
    for glyph in glyphs:
        before = found[-1] if found else None
        if before is not None and _runs_on(before, glyph):
            text = f"{before.text}{' ' if glyph.spaced else ''}{glyph.text}"
            found[-1] = Glyph(text, before.x0, glyph.x1, before.y, before.style, before.spaced)
        else:
            found.append(glyph)
    return found


def _runs_on(before: Glyph, glyph: Glyph) -> bool:
    """Whether a letter stands right of the one before although the page runs left."""
    directions = (unicodedata.bidirectional(before.text[-1:]), unicodedata.bidirectional(glyph.text[:1]))
    gap = glyph.x0 - before.x1
    near = -0.2 * glyph.style.size < gap < glyph.style.size and abs(before.y - glyph.y) < 1 and before.style == glyph.style
    return near and not set(directions) & set(_RIGHT_TO_LEFT)
