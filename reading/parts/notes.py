"""Eyes, stage split: footnotes and endnotes. In: the words of a block. Out: the footnote that they are, among the units.

A note begins with its number: raised; plain below a rule or where its marker stands in the text; with a stroke, "1/", as
typewritten documents have it; or in square brackets, where its marker stands so. Must not lift markers.
"""

import re
from dataclasses import dataclass, field

from reading.clean import PLAIN_DIGITS, is_complete
from reading.mapped import Mapped
from reading.parts.markers import is_marked
from reading.parts.scopes import Scope
from reading.parts.units import Parts, Unit

_RAISED = re.compile(r"([⁰¹²³⁴-⁹]{1,3})\s*(?=\S)")
_STROKE = re.compile(r"(\d{1,3})/\s+(?=\S)")
_BRACKETED = re.compile(r"\[(\d{1,3})\]\s+(?=\S)")
_PLAIN = re.compile(r"(\d{1,3})\s+(?=[A-Z“\"‘(]|https?:|www\.)")
_LARGEST_GAP = 10  # a number further ahead than this is no footnote's


@dataclass(slots=True)
class Notes:
    """The footnotes so far: the last number, the note that may go on, and the numbers of those that were no superscripts."""

    last: int = 0
    open: Unit | None = None
    plain: set[str] = field(default_factory=set)
    bracketed: set[str] = field(default_factory=set)
    after_rule: bool = False
    scopes: set[str] = field(default_factory=set)

    def take(self, text: Mapped, parts: Parts, scope: Scope) -> bool:
        """Whether the block is a footnote, which then stands among the units."""
        match = _RAISED.match(text.text) or self._stroke(text.text, parts) or self._plain(text.text, parts)
        match = match or self._bracketed(text.text, parts)
        number = int(match[1].translate(PLAIN_DIGITS)) if match else 0
        anew = number == 1 and bool(scope.path) and scope.path not in self.scopes
        last = 0 if anew else self.last
        if not match or not last < number <= last + _LARGEST_GAP:
            return False
        if number > last + 1:
            parts.findings.append(f"footnote {number} follows {last}: {number - last - 1} missing or unread")
        self.last = number
        self.scopes.add(scope.path)
        parts.set_aside("number", text.cut(0, match.end(1)))
        self.open = Unit(scope.at(f"fn/{number}"), "footnote", str(number), text.cut(match.end()).strip())
        parts.items.append(self.open)
        return True

    def complete(self) -> bool:
        """Whether the last note ends as sentences end."""
        return self.open is None or is_complete(self.open.text.text)

    def _stroke(self, text: str, parts: Parts) -> "re.Match[str] | None":
        match = _STROKE.match(text)
        if not match or not is_marked(match[1], parts, stroke=True):
            return None
        self.plain.add(match[1])
        return match

    def _bracketed(self, text: str, parts: Parts) -> "re.Match[str] | None":
        match = _BRACKETED.match(text)
        if not match or not any(f"[{match[1]}]" in unit.text.text for unit in parts.units if unit.kind != "footnote"):
            return None
        self.bracketed.add(match[1])
        return match

    def _plain(self, text: str, parts: Parts) -> "re.Match[str] | None":
        """A footnote whose number is no superscript: the next below a rule, or one whose marker stands in the text."""
        match = _PLAIN.match(text)
        if not match or not 0 < int(match[1]) - self.last <= _LARGEST_GAP:
            return None
        below_rule = self.after_rule and int(match[1]) == self.last + 1
        if not below_rule and not is_marked(match[1], parts):
            return None
        self.plain.add(match[1])
        return match
