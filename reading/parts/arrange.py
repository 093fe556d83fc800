"""Eyes, stage arrange. In: pieces of a structured format in reading order. Out: parts with their paths, as `split` yields them.

Trusts the format's own labels, levels and roles, and says where they contradict each other; a label that stands in the words,
because the markup does not name it, is taken where it goes on a row. Paths hang on numbers and order alone, so that six
languages of one document get the same. Must not resolve or cite.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from reading.clean import PLAIN_DIGITS
from reading.mapped import Mapped
from reading.parts.labels import heading_mark, label_in_text, readings
from reading.parts.markers import lift_markers
from reading.parts.numbering import Numbering, Place
from reading.parts.pieces import Piece
from reading.parts.sections import Sections
from reading.parts.units import AsideKind, Head, Parts, Unit

_SET_ASIDE: dict[str, AsideKind] = {
    "masthead": "masthead",
    "title": "masthead",
    "closing": "closing",
    "furniture": "furniture",
}
_OPENED = re.compile(r"[:：]\W{0,20}$")
_LEFTOVER = re.compile(r"\s*[.)\-–]\s+")  # of a label, where the markup took only a part of it
_RAISED = re.compile(r"[⁰¹²³⁴-⁹]{1,3}")
_MOST_TOLD = 5
_USUAL = 3  # numbers in the words: from so many on this is how the file has them,
_REACH = 10  # and a figure may be so far ahead of the one before


@dataclass(slots=True)
class _Scope:
    """The body of a document, one of its resolutions, or an annex: it numbers for itself. `path` stands before all in it."""

    path: str = ""
    numbering: Numbering = field(default_factory=Numbering)
    sections: Sections = field(default_factory=Sections)
    counts: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    last_note: int = 0
    opened: bool = False
    begins: bool = True
    last_role: str | None = None
    unnamed: str | None = None  # what holds an annex whose heading has not come yet

    def at(self, path: str) -> str:
        """A path of this scope under the document; the scope itself for none."""
        return f"{self.path}/{path}".strip("/")

    def next(self, kind: str) -> str:
        """The path of the next of its kind, such as `p/7`."""
        self.counts[kind] += 1
        return f"{kind}/{self.counts[kind]}"


@dataclass(slots=True)
class _Arranger:
    parts: Parts = field(default_factory=Parts)
    scope: _Scope = field(default_factory=_Scope)
    outer: str = ""  # the path of the resolution that annexes belong to, where a document holds several
    annexes: Counter[str] = field(default_factory=Counter)
    scopes: Counter[str] = field(default_factory=Counter)
    waiting: Piece | None = None  # a mark without words, or an annex without a heading: the next heading has them
    in_words: list[str] = field(default_factory=list)
    figures: int = 0  # how many of those are figures

    def take(self, piece: Piece) -> None:
        """Puts one piece where it belongs."""
        if piece.kind in _SET_ASIDE:
            self.parts.set_aside(_SET_ASIDE[piece.kind], piece.text)
        elif piece.kind == "heading":
            self._heading(piece)
        else:
            self._settle()
            getattr(self, f"_{piece.kind}")(piece)

    def finish(self) -> Parts:
        """The parts, footnote markers lifted."""
        self._settle()
        self._lift_from_headings()
        lift_markers(self.parts)
        if self.in_words:
            told = ", ".join(self.in_words[:_MOST_TOLD]) + (" ..." if len(self.in_words) > _MOST_TOLD else "")
            self.parts.findings.append(f"{len(self.in_words)} labels stand in the words, not in the markup: {told}")
        self.parts.findings = _shortened(self.parts.findings)
        return self.parts

    def _heading(self, piece: Piece) -> None:
        bare = not piece.label
        if bare and self.waiting is None and heading_mark(piece.text.text):
            self.waiting = piece
            return
        if self.waiting is not None and bare:
            held, self.waiting = self.waiting, None
            self.parts.set_aside("number", held.text)
            self._open_section(heading_mark(held.text.text), piece)
            return
        self._settle()
        self._open_section(heading_mark(piece.label), piece)

    def _settle(self) -> None:
        """A mark that no heading followed is a heading by itself."""
        if self.waiting is not None:
            held, self.waiting = self.waiting, None
            self._open_section(heading_mark(held.text.text), held)

    def _open_section(self, mark: str, piece: Piece) -> None:
        if self.scope.unnamed is not None:
            self.parts.items.append(Head(self.scope.path, mark or None, piece.text, 1, self.scope.unnamed))
            self.scope.unnamed = None
            return
        path, level, parent = self.scope.sections.enter(mark, piece.level)
        within = self.scope.at(parent)
        self.parts.items.append(Head(self.scope.at(path), mark or None, piece.text, level, within))
        self.scope.begins, self.scope.opened = True, False
        self.scope.numbering.loose = None

    def _annex(self, piece: Piece) -> None:
        kind = "annex" if piece.level <= 1 else "appendix"
        above = self.outer if kind == "annex" or not self._annexed() else self._annexed()
        self._open_scope(above, kind, piece)

    def _resolution(self, piece: Piece) -> None:
        self._open_scope("", "resolution", piece)
        self.outer = self.scope.path

    def _open_scope(self, above: str, kind: str, piece: Piece) -> None:
        base = f"{above}/{kind}".strip("/")
        self.annexes[base] += 1
        mark = heading_mark(piece.label)
        path = f"{base}/{mark or self.annexes[base]}"
        self.scopes[path] += 1
        if self.scopes[path] > 1:
            self.parts.findings.append(f"two parts bear the mark of {path}")
            path = f"{path}-{self.scopes[path]}"
        self.scope = _Scope(path)
        if piece.text.text:
            self.parts.items.append(Head(path, mark or None, piece.text, 1, above))
        else:
            self.scope.unnamed = above

    def _annexed(self) -> str:
        steps = self.scope.path.split("/")
        return "/".join(steps[: steps.index("annex") + 2]) if "annex" in steps else ""

    def _paragraph(self, piece: Piece) -> None:
        if piece.role == "preambular" and self._preambular(piece):
            return
        if piece.role == "operative" and self.scope.last_role == "preambular":
            self.scope.numbering.close()
        self.scope.last_role = piece.role
        place, text = self._placed(piece)
        if place is None or not place.path:
            self._plain(piece, text, place)
            return
        self._told(place)
        unit = Unit(self.scope.at(place.path), "paragraph", place.number, text, self._holder(place.within), role=piece.role)
        self._add(unit)

    def _placed(self, piece: Piece) -> tuple[Place | None, Mapped]:
        """The place that a label gives, the markup's or one in the words, and the words without it."""
        section = self.scope.sections.innermost()
        if piece.label:
            text = piece.text
            if rest := _LEFTOVER.match(text.text):
                self.parts.set_aside("label", text.cut(0, rest.end()).strip())
                text = text.cut(rest.end())
            return self.scope.numbering.place(piece.label, piece.level, section), text
        printed, end = label_in_text(piece.text.text)
        if not printed:
            return None, piece.text
        bullet = readings(printed)[:1] and readings(printed)[0].style == "bullet"
        reach = _REACH if self.figures >= _USUAL else 1
        numbering = self.scope.numbering
        expected = numbering.expects(printed, opened=self.scope.opened, begins=self.scope.begins, reach=reach)
        if not bullet and not expected:
            return None, piece.text
        self.parts.set_aside("number", piece.text.cut(0, end).strip())
        if not bullet:
            self.in_words.append(printed)
            self.figures += printed[:1].isdigit()
        return self.scope.numbering.place(printed, 0, section), piece.text.cut(end)

    def _preambular(self, piece: Piece) -> bool:
        """An unnumbered preambular paragraph, counted; those with a label go the way of all labels."""
        if piece.label or (label_in_text(piece.text.text)[0] and self.scope.opened):
            return False
        in_body = "annex" not in self.scope.path or not self.scope.numbering.last
        if not in_body:
            return False
        path = self.scope.next("preamble")
        self.scope.last_role = "preambular"
        self.scope.numbering.note_loose(path)
        self._add(Unit(self.scope.at(path), "paragraph", None, piece.text, self._holder(""), role=piece.role))
        return True

    def _opening(self, piece: Piece) -> None:
        """The words that name the body stand before the first preambular paragraph and are not counted among them."""
        self.scope.counts["opening"] += 1
        if self.scope.counts["opening"] > 1:
            self._paragraph(piece)
            return
        self._add(Unit(self.scope.at("preamble/0"), "paragraph", None, piece.text, self._holder(""), role="preambular"))

    def _plain(self, piece: Piece, text: Mapped, place: Place | None) -> None:
        """A paragraph without a number of its own, or whose number another one bears already."""
        if place is not None:
            self._told(place)
        numbering = self.scope.numbering
        bullet = bool(piece.label) and not place
        inner = numbering.innermost() if bullet and piece.level <= 1 else numbering.holder(piece.level)
        within = self._holder(inner or (place.within if place else ""))
        path = self.scope.next("p")
        if not bullet and piece.level <= 1:
            numbering.note_loose(path)
        self._add(Unit(self.scope.at(path), "paragraph", place.number if place else None, text, within, role=piece.role))

    def _holder(self, within: str) -> str:
        inner = within or self.scope.sections.innermost()
        if not inner and self.scope.unnamed is not None:
            return self.scope.unnamed
        return self.scope.at(inner)

    def _add(self, unit: Unit) -> None:
        self.scope.opened = bool(_OPENED.search(unit.text.text))
        self.scope.begins = False
        self.parts.items.append(unit)

    def _told(self, place: Place) -> None:
        if place.finding:
            where = f" ({self.scope.path})" if self.scope.path else ""
            self.parts.findings.append(f"{place.finding}{where}")

    def _footnote(self, piece: Piece) -> None:
        mark = piece.label.strip(". ")
        self.scope.notes[mark] += 1
        again = self.scope.notes[mark]
        path = f"fn/{mark}" if again == 1 else f"fn/{mark}/{again}"
        if again > 1:
            self.parts.findings.append(f"two footnotes bear the number {mark}")
        elif mark.isdigit():
            self._note_gap(int(mark))
        self.parts.items.append(Unit(self.scope.at(path), "footnote", mark, piece.text))

    def _note_gap(self, number: int) -> None:
        if number != self.scope.last_note + 1 and not (self.scope.path and not self.scope.last_note):
            self.parts.findings.append(f"footnote {number} follows {self.scope.last_note or 'none'}")
        self.scope.last_note = number

    def _table(self, piece: Piece) -> None:
        text = piece.rows[0] if piece.rows else piece.text
        for row in piece.rows[1:]:
            text = text.plus(row, "\n")
        self._add(Unit(self.scope.at(self.scope.next("table")), "table", None, text, self._holder("")))

    def _signature(self, piece: Piece) -> None:
        self._add(Unit(self.scope.at(self.scope.next("signature")), "signature", None, piece.text, self._holder("")))

    def _lift_from_headings(self) -> None:
        """Markers in headings: a heading is no passage, so its footnotes are marked in none."""
        known = {unit.number for unit in self.parts.units if unit.kind == "footnote"}
        for at, item in enumerate(self.parts.items):
            if not isinstance(item, Head):
                continue
            spans = [mark.span() for mark in _RAISED.finditer(item.text.text) if mark[0].translate(PLAIN_DIGITS) in known]
            for start, end in spans:
                self.parts.set_aside("marker", item.text.cut(start, end))
            if spans:
                self.parts.items[at] = Head(item.path, item.mark, item.text.without(spans).strip(), item.level, item.within)


def _shortened(findings: list[str]) -> list[str]:
    """The findings, of each kind the first few, and how many more there are."""
    kept: list[str] = []
    kinds: Counter[str] = Counter()
    for finding in findings:
        kind = " ".join(word for word in finding.split()[:5] if word.isalpha())
        kinds[kind] += 1
        if kinds[kind] <= _MOST_TOLD:
            kept.append(finding)
    more = [f"(+{count - _MOST_TOLD} more: {kind} ...)" for kind, count in kinds.items() if count > _MOST_TOLD]
    return kept + more


def arrange(pieces: Sequence[Piece]) -> Parts:
    """The parts of a document whose format names them."""
    arranger = _Arranger()
    for piece in pieces:
        arranger.take(piece)
    return arranger.finish()
