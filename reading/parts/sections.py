"""Eyes, stage arrange: the tree of headings. In: headings that a format names, with mark and depth. Out: a path for each.

A mark tells the depth better than the markup does: roman figures stand over capital letters, those over figures. Bare headings
are counted under the marked one that holds them, whatever their depth, for that is told differently in each language. Must not
know paragraphs.
"""

from collections import Counter
from dataclasses import dataclass, field

from reading.parts.labels import Label, readings

_DEPTHS = {"great roman": 1, "capital": 2, "number": 3, "decimal": 3, "figure": 3, "letter": 4, "roman": 5}
UNRANKED = 9
"""The level of a bare heading without marks or looks of its own: it stands below all others."""


@dataclass(frozen=True, slots=True)
class _Step:
    level: int
    path: str
    label: Label | None
    printed: int  # the level that the format gave it; 0 for none


@dataclass(slots=True)
class Sections:
    """The open sections of one scope, the outermost first."""

    steps: list[_Step] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)
    bare: Counter[str] = field(default_factory=Counter)

    def enter(self, mark: str, level: int) -> tuple[str, int, str]:
        """Opens a section: its path such as `section/III/B`, its depth from 1, and the path of the section above."""
        label = self._reading(mark)
        depth = _DEPTHS[label.style] if label else self._bare_depth(level)
        self.steps = [step for step in self.steps if step.level < depth]
        parent = self.innermost()
        base = parent if label else next((step.path for step in reversed(self.steps) if step.label), "")
        path = f"{base or 'section'}/{label.mark if label else self._count(base)}"
        self.taken[path] += 1
        if self.taken[path] > 1:
            path = f"{path}-{self.taken[path]}"
        self.steps.append(_Step(depth, path, label, level))
        return path, len(self.steps), parent

    def _bare_depth(self, level: int) -> int:
        """How deep a bare heading stands: below the marked one over it, by as much as the format sets it lower."""
        holder = max((step for step in self.steps if step.label), key=lambda step: step.level, default=None)
        if holder is None:
            return level or 1
        if 0 < holder.printed <= level < UNRANKED:
            return holder.level + 1 + level - holder.printed
        return max(level, holder.level + 1)

    def innermost(self) -> str:
        """The path of the innermost open section; empty before the first."""
        return self.steps[-1].path if self.steps else ""

    def _count(self, parent: str) -> str:
        self.bare[parent] += 1
        return str(self.bare[parent])

    def _reading(self, mark: str) -> Label | None:
        """The reading of a mark that goes on a row that is open, or begins one; else the likeliest."""
        found = [label for label in readings(mark) or readings(f"{mark}.") if label.style in _DEPTHS]
        for label in found:
            if any(step.label and step.label.style == label.style and step.label.value + 1 == label.value for step in self.steps):
                return label
        return next((label for label in found if label.value == 1), found[0] if found else None)
