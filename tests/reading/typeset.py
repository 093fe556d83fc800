"""Tests of the eyes: a small typesetter. In: words with places. Out: the bytes of a PDF that shows them. Must not read any."""

import textwrap
import zlib
from dataclasses import dataclass, field

ARABIC = "Arabic"  # letters of Courier's width that stand for Arabic ones
FONTS = ("Courier", "Courier-Bold", "Courier-Oblique", "Times-Roman", "Times-Bold", "Times-Italic", ARABIC)
_FIRST, _LAST, _SHIFT = 0x627, 0x64A, 0x627 - 0x40
BOLD, ITALIC = "Courier-Bold", "Courier-Oblique"
LETTER_WIDTH = 0.6  # of the height, in Courier


@dataclass
class Leaf:
    """A page that is being set, in points from its lower left corner."""

    width: float = 612
    height: float = 792
    rotation: int = 0
    _marks: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, *, size: float = 10, font: str = "Courier", turned: bool = False) -> "Leaf":
        """One line, its letters upright, or running upwards where the page is meant to be turned; Arabic from the right."""
        if font == ARABIC:
            words = "".join(chr(ord(letter) - _SHIFT) if letter != " " else letter for letter in reversed(words))
        escaped = words.encode("cp1252").decode("latin-1").replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        matrix = f"0 1 -1 0 {x} {y}" if turned else f"1 0 0 1 {x} {y}"
        self._marks.append(f"BT /F{FONTS.index(font)} {size} Tf {matrix} Tm ({escaped}) Tj ET")
        return self

    def flow(
        self,
        x: float,
        y: float,
        words: str,
        *,
        wide: int = 60,
        size: float = 10,
        font: str = "Courier",
        hang: float = 0,
        step: float = 12,
    ) -> float:
        """Lines of at most so many letters, the later ones hanging; answers the height of the next line."""
        for at, line in enumerate(textwrap.wrap(words, wide, break_on_hyphens=False)):
            self.text(x + (hang if at else 0), y, line, size=size, font=font)
            y -= step
        return y

    def rule(self, x0: float, y: float, x1: float) -> "Leaf":
        """A level line."""
        self._marks.append(f"0.5 w {x0} {y} m {x1} {y} l S")
        return self

    def picture(self) -> "Leaf":
        """A grey picture over the whole page, as a scan is one."""
        self._marks.append(f"q {self.width} 0 0 {self.height} 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q")
        return self

    @property
    def marks(self) -> bytes:
        """What is drawn, as the content stream of a page."""
        return "\n".join(self._marks).encode("latin-1")


def typeset(*leaves: Leaf, stream: bytes | None = None, trailer: str = "") -> bytes:
    """The file of the pages. `stream` replaces the marks of every page, deflated already; `trailer` adds to the trailer."""
    first = 4 + len(FONTS)
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(leaves)))
    fonts = " ".join(f"/F{at} {4 + at} 0 R" for at in range(len(FONTS)))
    things = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(leaves)} >>".encode()]
    things.append(_stream(zlib.compress(_arabic())))
    things += [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{_base(font)} /Encoding /WinAnsiEncoding >>".encode() for font in FONTS
    ]
    for at, leaf in enumerate(leaves):
        box = f"/MediaBox [0 0 {leaf.width} {leaf.height}] /Rotate {leaf.rotation}"
        page = f"<< /Type /Page /Parent 2 0 R {box} /Resources << /Font << {fonts} >> >> /Contents {first + 2 * at + 1} 0 R >>"
        packed = zlib.compress(leaf.marks) if stream is None else stream
        things += [page.encode(), _stream(packed)]
    return _file(things, trailer)


def _base(font: str) -> str:
    return font if font != ARABIC else "Courier /ToUnicode 3 0 R"


def _arabic() -> bytes:
    """Which letters the codes of the Arabic font stand for."""
    lines = [f"<{code - _SHIFT:02X}> <{code:04X}>" for code in range(_FIRST, _LAST + 1)]
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange <00> <FF>"
    return f"{head} endcodespacerange {len(lines)} beginbfchar {' '.join(lines)} endbfchar endcmap end end".encode()


def _stream(packed: bytes) -> bytes:
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream"


def _file(things: list[bytes], trailer: str) -> bytes:
    written, places = b"%PDF-1.4\n", []
    for number, thing in enumerate(things, 1):
        places.append(len(written))
        written += b"%d 0 obj\n" % number + thing + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(things) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    end = f"trailer << /Size {len(things) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(written)}\n%%EOF\n".encode()
    return written + table + end
