"""Eyes, readers: the words of a Word paragraph. In: the paragraph's tree. Out: its words as printed, and what hangs on them.

Deleted and hidden words, instructions of fields and what only a screen shows stay out. Must not know blocks, tables or numbers.
Rule: ECMA-376, part 1, 17.3 (runs), 17.13.5 (revisions), 17.16 (fields).
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from reading.readers.docx_numbering import W, value
from reading.readers.docx_styles import Styles
from reading.readers.transcript import raised

CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

_SKIPPED = frozenset(
    f"{W}{name}"
    for name in ("pPr", "rPr", "del", "moveFrom", "delText", "instrText", "delInstrText", "sdtPr", "sdtEndPr", "rt", "tblPr")
)
_OF_A_PAGE = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)  # its words change from page to page
_LONGEST_INSTRUCTION = 1_000  # characters
_PLAIN = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}

# Fonts whose letters are pictures: the usual ones by the last byte of their code. Greek stands in Symbol as Adobe ordered it.
_GREEK = dict(
    zip(
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
)
_SYMBOLS = _GREEK | {0xA3: "≤", 0xB3: "≥", 0xB0: "°", 0xB1: "±", 0xB4: "×", 0xB7: "•", 0xA5: "∞", 0xB9: "≠", 0xBB: "≈", 0xD7: "⋅"}
_SYMBOLS |= {0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xBE: "—", 0xA2: "′", 0xB2: "″", 0x2A: "*", 0x2D: "-", 0x20: " "}
_WINGDINGS = {0xA7: "•", 0xA8: "☐", 0x6F: "☐", 0xFE: "☒", 0xFD: "☒", 0xFC: "✓", 0x6C: "•", 0x6E: "•", 0xD8: "➢", 0xE0: "→"}
_WINGDINGS |= {0x76: "❖", 0xF0: "→", 0xDF: "←", 0xE8: "→", 0x28: "☎", 0x2A: "✉"}


@dataclass(slots=True)
class Said:
    """The words of a paragraph, and in order what hangs on them: (footnote or endnote, id), text boxes, relations to charts."""

    pieces: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words as one text; tabs stand where the paragraph has some."""
        return "".join(self.pieces)


@dataclass(slots=True)
class Words:
    """Reads paragraphs in their order; a field may reach over several. `marker` answers what is printed for a note."""

    styles: Styles
    marker: Callable[[str, str], str]
    left_out: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    _fields: list[bool] = field(default_factory=list)  # of every open field: whether its words stay out
    _asked: str = ""

    def of(self, paragraph: etree._Element) -> Said:
        """What a paragraph says."""
        said = Said()
        self._walk(paragraph, said)
        if any(self._fields):  # an instruction ends in its paragraph: one that does not is broken, and would swallow the rest
            self.left_out["broken fields"] += 1
            self._fields = []
        return said

    def _walk(self, holder: etree._Element, said: Said) -> None:
        for element in holder:
            tag = element.tag
            if tag == f"{W}r":
                self._run(element, said)
            elif tag == f"{CHOICE}AlternateContent":
                self._walk(chosen(element), said)
            elif tag == CHART:
                said.charts.append(element.get(RELATION, ""))
            elif tag == f"{W}txbxContent":
                said.boxes.append(element)
            elif tag == f"{W}fldSimple" and _OF_A_PAGE.match(element.get(f"{W}instr", "")):
                continue
            elif tag == f"{W}sdt" and element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
                continue  # asks the writer for words and is none
            elif tag == MATH:
                said.pieces.append(element.text or "")
            elif tag not in _SKIPPED and isinstance(tag, str):
                self._walk(element, said)

    def _run(self, run: etree._Element, said: Said) -> None:
        properties = run.find(f"{W}rPr")
        hidden = self.styles.is_hidden(properties)
        within = Said(boxes=said.boxes, charts=said.charts)
        for element in run:
            if element.tag == f"{W}instrText":
                self._asked += (element.text or "")[:_LONGEST_INSTRUCTION]
            elif element.tag == f"{W}fldChar":
                self._turn(element.get(f"{W}fldCharType", ""))
            elif hidden or any(self._fields):
                continue
            elif element.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self._note(element, within)
            else:
                self._piece(element, properties, within)
        if hidden and any(element.tag == f"{W}t" for element in run):
            self.left_out["hidden words"] += 1
        said.pieces.append(self._as_printed(within.text, properties, said))
        said.notes += within.notes

    def _piece(self, element: etree._Element, properties: etree._Element | None, within: Said) -> None:
        tag = element.tag
        if tag == f"{W}t":
            within.pieces.append(self._lettered(element.text or "", properties))
        elif tag == f"{W}sym":
            within.pieces.append(self._symbol(element.get(f"{W}font", ""), element.get(f"{W}char", "")))
        elif tag in _PLAIN:
            within.pieces.append(_PLAIN[str(tag)])
        elif tag == f"{CHOICE}AlternateContent":
            self._walk(chosen(element), within)
        elif tag not in _SKIPPED and isinstance(tag, str) and len(element):
            self._walk(element, within)

    def _turn(self, kind: str) -> None:
        """A field begins, goes over from its instruction to its result, or ends."""
        if kind == "begin":
            self._fields.append(True)
            self._asked = ""
        elif self._fields and kind == "separate":
            self._fields[-1] = bool(_OF_A_PAGE.match(self._asked))
        elif self._fields and kind == "end":
            self._fields.pop()

    def _note(self, element: etree._Element, within: Said) -> None:
        kind = "footnote" if element.tag == f"{W}footnoteReference" else "endnote"
        key = element.get(f"{W}id", "")
        within.notes.append((kind, key))
        if element.get(f"{W}customMarkFollows") in (None, "0", "false"):
            within.pieces.append(self.marker(kind, key))

    def _as_printed(self, text: str, properties: etree._Element | None, said: Said) -> str:
        if properties is not None and (language := properties.find(f"{W}lang")) is not None:
            self.languages[(value(language) or "")[:2].lower()] += len(text)
        if not text.strip() or not self.styles.is_raised(properties):
            return text
        return raised(text, next((piece[-1] for piece in reversed(said.pieces) if piece), ""))

    def _lettered(self, text: str, properties: etree._Element | None) -> str:
        """The letters of a run; those of the private range are pictures of the run's font."""
        if not any("\uf000" <= letter <= "\uf0ff" for letter in text):
            return text
        fonts = None if properties is None else properties.find(f"{W}rFonts")
        font = "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
        return "".join(self._symbol(font, f"{ord(letter):x}") if "\uf000" <= letter <= "\uf0ff" else letter for letter in text)

    def _symbol(self, font: str, code: str) -> str:
        known = _WINGDINGS if font.lower().startswith("wingdings") else _SYMBOLS
        if not re.fullmatch(r"[0-9A-Fa-f]{2,5}", code):
            return ""
        number = int(code, 16)
        found = known.get(number & 0xFF) if number < 0x100 or 0xF000 <= number <= 0xF0FF else chr(number)
        if found is None:
            self.left_out["letters of picture fonts"] += 1
        return found or ""


def chosen(element: etree._Element) -> etree._Element:
    """Of several ways to say the same (AlternateContent) the first, which newer programs take; an older one where it is alone."""
    choice = element.find(f"{CHOICE}Choice")
    return choice if choice is not None else next(iter(element.findall(f"{CHOICE}Fallback")), element)
