"""Eyes, stage split, for reports. In: blocks. Out: numbered paragraphs, lettered items, footnotes, summary, sections as a tree.

A sentence that a page break, a footnote or a running head cut in two is joined again. Must not resolve or cite.
Rule: United Nations Editorial Manual (numbered paragraphs, lettered sub-paragraphs, footnotes by superscript).
"""

import re
from dataclasses import dataclass, field

from reading.clean import PLAIN_DIGITS, Block, is_complete, join
from reading.headings import Heading, Outline
from reading.mapped import Mapped
from reading.markers import is_marked, lift_markers
from reading.units import Head, Parts, Unit

_NUMBERED = re.compile(r"(\d{1,3})\.\s+(?=\S)")
_LETTERED = re.compile(r"\(([a-z]{1,3})\)\s+(?=\S)")
_FOOTNOTE = re.compile(r"([⁰¹²³⁴-⁹]{1,3})\s*(?=\S)")
_PLAIN_FOOTNOTE = re.compile(r"(\d{1,3})\s+(?=[A-Z“\"‘(]|https?:|www\.)")
_LEADERS = re.compile(r"\.{5,}|(?:\s\.){5,}|…{2,}|\.{3,}\s+\d[\d\s–-]*$")
_COLUMNS = re.compile(r"\s{3,}\d[\d\s–-]*$")
_ANNEX = re.compile(r"(?:annex|appendix|enclosure)\b", re.IGNORECASE)
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_MOST_LETTERS_LOST = 3
_LEAST_BEFORE_LIST = 3  # right after the first paragraphs a lone "1." more likely is a stray number
_LARGEST_GAP = 10  # a number further ahead than this is no paragraph's
_ROMAN_ITEM = re.compile(r"[ivx]+")


@dataclass(slots=True)
class _Splitter:
    words: frozenset[str]
    parts: Parts = field(default_factory=Parts)
    outline: Outline = field(default_factory=Outline)
    open: Unit | None = None
    footnote: Unit | None = None
    last_number: int = 0
    last_footnote: int = 0
    plain: int = 0
    begun: bool = False
    annexed: bool = False
    listed: int = 0
    plain_notes: set[str] = field(default_factory=set)
    after_rule: bool = False
    in_summary: bool = False

    def take(self, block: Block) -> None:
        """Puts one block where it belongs."""
        if block.kind in ("rule", "furniture"):
            self.after_rule |= block.kind == "rule"
            self.parts.set_aside("rule" if block.kind == "rule" else "furniture", block.text)
            return
        for text in block.rows or (block.text,):
            self._take_text(text, block)
        self.after_rule = False

    def _take_text(self, text: Mapped, block: Block) -> None:
        steps = (
            self._contents,
            self._footnote,
            self._listed,
            self._paragraph,
            self._lettered,
            self._heading,
            self._continuation,
            self._masthead,
            self._plain,
        )
        if not any(step(text, block) for step in steps):
            raise AssertionError(f"no place for {text.text[:60]!r}")  # _plain takes whatever is left

    def _contents(self, text: Mapped, _: Block) -> bool:
        """A line of a table of contents, known by its leaders, is neither heading nor paragraph."""
        if not _LEADERS.search(text.text):
            return False
        self.parts.set_aside("masthead", text)
        return True

    def _footnote(self, text: Mapped, _: Block) -> bool:
        match = _FOOTNOTE.match(text.text) or self._plain_footnote(text.text)
        number = int(match[1].translate(PLAIN_DIGITS)) if match else 0
        if not match or not self.last_footnote < number <= self.last_footnote + _LARGEST_GAP:
            return False
        self._gap("footnote", self.last_footnote, number)
        self.last_footnote = number
        self.parts.set_aside("number", text.cut(0, match.end(1)))
        self.footnote = Unit(f"fn/{number}", "footnote", str(number), text.cut(match.end()).strip())
        self.parts.items.append(self.footnote)
        return True

    def _listed(self, text: Mapped, block: Block) -> bool:
        """An item of a list with figures of its own, which begin anew inside a paragraph."""
        match = _NUMBERED.match(text.text)
        number = int(match[1]) if match else 0
        opened = self.open is not None and self.open.text.text.endswith(":")
        begins = number == 1 and self.last_number > (0 if opened else _LEAST_BEFORE_LIST)
        follows = number == self.listed + 1 or (number != self.last_number + 1 and 0 < number - self.listed <= _LARGEST_GAP)
        if not begins and not (self.listed and number and follows):
            return False
        self.listed = number
        return self._plain(text, block)

    def _plain_footnote(self, text: str) -> "re.Match[str] | None":
        """A footnote whose number is no superscript: the next below a rule, or one whose marker stands in the text."""
        match = _PLAIN_FOOTNOTE.match(text)
        if not match or not 0 < int(match[1]) - self.last_footnote <= _LARGEST_GAP:
            return None
        below_rule = self.after_rule and int(match[1]) == self.last_footnote + 1
        if not below_rule and not is_marked(match[1], self.parts):
            return None
        self.plain_notes.add(match[1])
        return match

    def _paragraph(self, text: Mapped, block: Block) -> bool:
        match = _NUMBERED.match(text.text)
        number = int(match[1]) if match else 0
        if (
            not match
            or block.hashes
            or block.rows
            or self.annexed
            or not self.last_number < number <= self.last_number + self._reach()
        ):
            return False
        self._gap("paragraph", self.last_number, number)
        self.begun, self.in_summary, self.last_number, self.listed = True, False, number, 0
        self._open_unit(
            Unit(f"para/{number}", "paragraph", str(number), text.cut(match.end()), self._section()), text, match.end(1) + 1
        )
        return True

    def _lettered(self, text: Mapped, block: Block) -> bool:
        match = _LETTERED.match(text.text)
        holder = self.open
        if not match or block.hashes or holder is None or holder.kind != "paragraph" or holder.number is None:
            return False
        at = holder.path.split("/")
        paths = [
            (missing, _item_path(at, match[1], missing)) for missing in range(1 if self._unfinished() else _MOST_LETTERS_LOST + 1)
        ]
        missing, steps = next(((missing, path) for missing, path in paths if path), (0, None))
        if steps is None or (missing and self._is_inline(match[1])):
            return False
        if missing:
            self.parts.findings.append(f"item ({match[1]}) of paragraph {at[1]} comes too early: {missing} missing or unread")
        number = steps[1] + "".join(f" ({step})" for step in steps[2:])
        self._open_unit(
            Unit("/".join(steps), "paragraph", number, text.cut(match.end()), "/".join(steps[:-1])), text, match.end(1) + 1
        )
        return True

    def _is_inline(self, letter: str) -> bool:
        """Whether the letter before stands inside the open text, so that this one is no item of its own."""
        return self.open is not None and len(letter) == 1 and f"({chr(ord(letter) - 1)})" in self.open.text.text

    def _heading(self, text: Mapped, block: Block) -> bool:
        if text.text.strip(" :").casefold() == "summary" and not self.last_number:
            self.begun = self.in_summary = True
            self.parts.set_aside("heading", text)
            return True
        heading = None if _COLUMNS.search(text.text[-80:]) else self.outline.recognise(text.text, block.hashes)
        bare = heading is not None and heading.mark is None
        if heading is None or (bare and (self._unfinished() or not self.begun or (self.in_summary and not block.hashes))):
            return False
        self._open_section(heading, text)
        return True

    def _continuation(self, text: Mapped, _: Block) -> bool:
        target = self._broken_off(text.text)
        if target is None:
            return False
        target.text = join(target.text, text, self.words) if target.text.text else text
        if target is self.open:
            self._note_interruptions(target)
        return True

    def _note_interruptions(self, going_on: Unit) -> None:
        """The footnotes between the last words of a unit and these stand in its midst."""
        for item in reversed(self.parts.items):
            if not isinstance(item, Unit) or item.kind != "footnote":
                return
            item.interrupts = item.interrupts or going_on.path

    def _masthead(self, text: Mapped, _: Block) -> bool:
        if self.begun:
            return False
        self.parts.set_aside("masthead", text)
        return True

    def _plain(self, text: Mapped, _: Block) -> bool:
        if self.in_summary:
            self._summary(text)
            return True
        self.plain += 1
        self.open = Unit(f"p/{self.plain}", "paragraph", None, text, self._section())
        self.parts.items.append(self.open)
        return True

    def _summary(self, text: Mapped) -> None:
        if self.open is not None and self.open.kind == "summary":
            self.open.text = self.open.text.plus(text, "\n")
            return
        self.open = Unit("summary", "summary", None, text)
        self.parts.items.append(self.open)

    def _open_unit(self, unit: Unit, block: Mapped, label_end: int) -> None:
        self.parts.set_aside("number", block.cut(0, label_end))
        unit.text = unit.text.strip()
        self.open = unit
        self.parts.items.append(unit)

    def _open_section(self, heading: Heading, text: Mapped) -> None:
        self.begun, self.in_summary, self.open = True, False, None
        self.annexed |= bool(self.last_number and _ANNEX.match(text.text))  # from here on, numbers are the annex's own
        path = self.outline.open(heading)
        parent = self.outline.parent()
        if heading.mark:
            self.parts.set_aside("number", text.cut(0, heading.at).strip())
        words = text.cut(heading.at).strip()
        self.parts.items.append(
            Head(f"section/{path}", heading.mark, words, heading.level, f"section/{parent}" if parent else "")
        )

    def _broken_off(self, text: str) -> Unit | None:
        """The unit that this block goes on with: the open one when it stopped in mid-sentence, else the footnote."""
        lower = text[:1].islower()
        inline = _LETTERED.match(text)
        if (
            self._unfinished()
            or (inline and self._is_inline(inline[1]))
            or (lower and self.open is not None and self._footnote_is_complete())
        ):
            return self.open
        if not self._footnote_is_complete() and (lower or self.parts.items[-1] is self.footnote):
            return self.footnote
        return None

    def _footnote_is_complete(self) -> bool:
        return self.footnote is None or is_complete(self.footnote.text.text)

    def _unfinished(self) -> bool:
        return self.open is not None and not is_complete(self.open.text.text)

    def _reach(self) -> int:
        """How far ahead a paragraph's number may be: in mid-sentence only the very next one is no number of the sentence."""
        return 1 if self._unfinished() else _LARGEST_GAP

    def _section(self) -> str:
        path = self.outline.innermost()
        return f"section/{path}" if path else ""

    def _gap(self, what: str, last: int, number: int) -> None:
        if number > last + 1:
            self.parts.findings.append(f"{what} {number} follows {last}: {number - last - 1} missing or unread")


def split(blocks: list[Block], words: frozenset[str] = frozenset()) -> Parts:
    """The parts of a report or letter with numbered paragraphs; unnumbered text after the masthead becomes `p/N`."""
    splitter = _Splitter(words)
    for block in blocks:
        splitter.take(block)
    lift_markers(splitter.parts, splitter.plain_notes)
    return splitter.parts


def _item_path(holder: list[str], label: str, missing: int = 0) -> list[str] | None:
    """Where a lettered item goes, seen from the open paragraph or item: deeper, beside, or above; None where it cannot follow.

    `missing` letters may lie between the item and the one before it.
    """
    depth = len(holder)
    if depth == 2:
        return [*holder, label] if label == "i" or _distance("`", label) == missing + 1 else None
    if depth == 3 and label == "i" and holder[2] != "h":
        return [*holder, label]
    for at in range(depth - 1, 1, -1):
        if _distance(holder[at], label) == missing + 1:
            return [*holder[:at], label]
    return None


def _distance(before: str, label: str) -> int:
    """How far a label comes after another one: by roman figures where both are, else by letters; 0 where it cannot."""
    if before in _ROMANS and label in _ROMANS and len(before + label) > 2:
        return _ROMANS.index(label) - _ROMANS.index(before)
    return ord(label) - ord(before) if len(before) == len(label) == 1 else 0
