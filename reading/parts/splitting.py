"""Eyes, stage split: what is open. In: units and headings as the steps of splitting find them. Out: the parts so far, and what a
block may go on with. Must not decide what a block is.
"""

import re
from dataclasses import dataclass, field

from ontology.nouns import PassageRole
from reading.clean import Block, is_complete, join
from reading.mapped import Mapped
from reading.parts.given import Given
from reading.parts.items import LETTERED
from reading.parts.notes import Notes
from reading.parts.resolutions import ends_preambular
from reading.parts.scopes import Annexes, AnnexHead, Scope
from reading.parts.units import Head, Parts, Unit

_LONGEST_TITLE = 60  # characters of an unnumbered line that is no piece of what follows it, unless that goes on in small letters
_LARGEST_GAP = 10  # a number further ahead than this is no paragraph's


@dataclass(slots=True)
class Splitting:
    """A document while it is taken apart. `words` are those that it writes, to tell a broken word from a compound."""

    words: frozenset[str]
    parts: Parts = field(default_factory=Parts)
    scope: Scope = field(default_factory=Scope)
    annexes: Annexes = field(default_factory=Annexes)
    notes: Notes = field(default_factory=Notes)
    outer: str = ""  # the path of the resolution that annexes belong to, where a document holds several
    unnamed: tuple[str, AnnexHead, Mapped, str] | None = None  # an annex whose title has not come yet
    part: Mapped | None = None  # "A" over a resolution
    begun: bool = False
    unmarked: bool = False  # the text began without a number, a heading or a letter's first words
    contents: bool = False  # the table of contents has come
    in_summary: bool = False
    signing: bool = False
    closing: bool = False
    in_list: bool = False  # the open unit stood behind a bullet
    interrupted: bool = False  # the page has ended since the open unit's last words
    paths: Given = field(default_factory=Given)

    def add(self, unit: Unit) -> None:
        """Opens a unit. No path is given twice: a label that comes again is a finding."""
        if unit.path in self.paths:
            self.parts.findings.append(f"two parts bear the mark of {unit.path}")
        unit.path = self.paths.own(unit.path)
        self.scope.open, self.in_list, self.interrupted = unit, False, False
        self.parts.items.append(unit)

    def add_labelled(self, unit: Unit, block: Mapped, label_end: int) -> None:
        """Opens a unit whose label stands before its words."""
        self.parts.set_aside("number", block.cut(0, label_end))
        unit.text = unit.text.strip()
        self.scope.labelled = unit
        self.add(unit)

    def add_plain(self, text: Mapped) -> None:
        """Opens an unnumbered paragraph."""
        role: PassageRole | None = "operative" if self.scope.operative and not self.closing else None
        self.add(Unit(self.scope.next("p"), "paragraph", None, text, self.scope.section(), role=role))

    def go_on(self, unit: Unit, text: Mapped) -> None:
        """Joins further words to a unit; the footnotes between both stand in its midst."""
        unit.text = join(unit.text, text, self.words) if unit.text.text else text
        if unit is self.scope.open:
            self.interrupted = False
            for one in reversed(self.parts.items):
                if not isinstance(one, Unit) or one.kind != "footnote":
                    return
                one.interrupts = one.interrupts or unit.path

    def settle_annex(self) -> None:
        """An annex that no title followed is called by its mark."""
        if self.unnamed is not None:
            path, head, printed, within = self.unnamed
            self.unnamed = None
            self.parts.items.append(Head(path, head.mark or None, printed, 1, within))

    def unfinished(self, block: Block) -> bool:
        """Whether the open unit stops in mid-sentence and the block may go on with it."""
        held = self.scope.open
        title = held is not None and held.number is None and held.role is None and len(held.text) <= _LONGEST_TITLE
        if (block.continues is False or title) and not block.text.text[:1].islower():
            return False
        return held is not None and held.kind != "signature" and not is_complete(held.text.text)

    def among_preambles(self) -> bool:
        """Whether the open unit is a whole preambular paragraph, which ends in a comma."""
        held = self.scope.open
        return held is not None and held.role == "preambular" and ends_preambular(held.text.text)

    def reach(self, block: Block) -> int:
        """How far ahead a paragraph's number may be: in mid-sentence only the very next one is no number of the sentence."""
        return 1 if self.unfinished(block) else _LARGEST_GAP

    def broken_off(self, block: Block) -> Unit | None:
        """The unit that a block goes on with: the open one when it stopped in mid-sentence, else the footnote."""
        text = block.text.text
        lower, held = text[:1].islower(), self.scope.open
        if block.bullet and held is not None and (self.in_list or is_complete(held.text.text)):
            return None
        inline = LETTERED.match(text)
        if (
            self.unfinished(block)
            or (inline and self.is_inline(inline[1]))
            or (lower and held is not None and self.notes.complete())
        ):
            return held
        if not self.notes.complete() and block.continues is not False and (lower or self.parts.items[-1] is self.notes.open):
            return self.notes.open
        return None

    def is_inline(self, printed: str) -> bool:
        """Whether the letter before stands inside the open text, so that this one is no item of its own."""
        letter = re.sub(r"[().]", "", printed)
        return self.scope.open is not None and len(letter) == 1 and f"({chr(ord(letter) - 1)})" in self.scope.open.text.text
