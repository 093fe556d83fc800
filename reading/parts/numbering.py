"""Eyes, stage arrange: where a numbered paragraph or a lettered item goes. In: printed labels in reading order. Out: a path for
each, its number as cited, what holds it.

Trusts the label before the markup's depth: a label that follows an open one stands beside it. No path is given twice: where
figures begin anew, the section names the new row, or a count of the rows. Must not read words.
Rule: United Nations Editorial Manual (1., (a), (i); sections of a resolution may number anew).
"""

from collections import Counter
from dataclasses import dataclass, field

from reading.parts.labels import Label, readings

_DEEPEST = 8  # lists within lists; what claims to be deeper stands beside what is not


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit goes: its path under the scope, its number as cited ("49 (b)"), the path that holds it, what looked odd."""

    path: str
    number: str | None
    within: str
    finding: str = ""


@dataclass(frozen=True, slots=True)
class _Open:
    """An open paragraph or item. `base` is what its mark was put behind, so that the next in its row goes there too."""

    style: str
    value: int
    path: str
    number: str
    level: int
    base: str = ""


@dataclass(slots=True)
class Numbering:
    """The rows of one scope: the body of a document, or one annex."""

    rows: list[_Open] = field(default_factory=list)
    loose: _Open | None = None  # the unnumbered paragraph that came last: a list may hang on it
    taken: set[str] = field(default_factory=set)
    series: str = ""
    last: dict[str, int] = field(default_factory=dict)
    lists: Counter[str] = field(default_factory=Counter)
    sunk: int = 0  # how much deeper the outermost part of the markup stands than the markup says

    def place(self, printed: str, level: int, section: str) -> Place | None:
        """The place of what bears this label; None where it bears none, or a bullet."""
        found = readings(printed)
        if not found or found[0].style == "bullet":
            return None
        place = self._placed(found, level + self.sunk if level > 1 else level, section)
        if level == 1:
            self.sunk = max(0, self.rows[-1].level - 1) if self.rows else 0
        return place

    def _placed(self, found: tuple[Label, ...], level: int, section: str) -> Place:
        if found[0].style == "number" and (level <= 1 or self._goes_on(found[0].value)):
            return self._numbered(found[0], section)
        if found[0].style == "decimal":
            return self._decimal(found[0], section)
        return self._item(found, level)

    def expects(self, printed: str, *, opened: bool, begins: bool, reach: int = 1) -> bool:
        """Whether a label that stands in the words themselves is one: the next of a row, or the first where one may begin.

        `opened` says that the words before end in a colon; `begins`, that a new row of figures may begin here; `reach`, how far
        ahead a figure may be.
        """
        for reading in readings(printed):
            if reading.style == "number":
                bare = printed.isdigit()  # a figure without a stop is a label only where the very next one is due
                if 0 < reading.value - self._reached() <= (1 if bare else reach) and (self._reached() or not bare):
                    return True
                if reading.value == 1 and begins and not bare:
                    return True
            elif self._beside((reading,), 0) is not None or (reading.value == 1 and opened):
                return True
        return False

    def holder(self, level: int) -> str:
        """The path that holds an unnumbered part of this depth; empty where it stands by itself."""
        above = [row for row in self.rows if level and row.level < level + self.sunk]
        return above[-1].path if above else ""

    def innermost(self) -> str:
        """The path of the paragraph or item that came last; empty where none is open."""
        held = self.loose or (self.rows[-1] if self.rows else None)
        return held.path if held else ""

    def close(self) -> None:
        """Says that no row goes on: the operative part begins."""
        self.rows, self.loose = [], None

    def note_loose(self, path: str) -> None:
        """Says that an unnumbered paragraph came, on which a list may hang."""
        self.loose = _Open("plain", 0, path, "", 1)

    def _goes_on(self, value: int) -> bool:
        """Whether a figure that the markup puts inside a paragraph is in truth the next paragraph."""
        inner = any(row.style == "number" and row.value == value - 1 for row in self.rows[1:])
        return value > 1 and value == self._reached() + 1 and not inner

    def _reached(self) -> int:
        return self.last.get(self.series, 0)

    def _numbered(self, label: Label, section: str) -> Place:
        if self.series and label.value == self.last.get("", 0) + 1 != self._reached() + 1:
            self.series = ""  # the row of before goes on
        path, finding = self._path(label), ""
        if path in self.taken and label.value == 1:
            self.series = self._next_series(section)
            path = self._path(label)
        if path in self.taken:
            return Place("", label.mark, section, f"two paragraphs bear the number {label.mark}")
        if label.value > self._reached() + 1:
            finding = f"paragraph {label.mark} follows {self._reached() or 'none'}: {label.value - self._reached() - 1} missing"
        elif label.value <= self._reached():
            finding = f"paragraph {label.mark} stands behind {self._reached()}"
        self.last[self.series] = max(label.value, self._reached())
        return self._opened([], _Open("number", label.value, path, label.mark, 1), section, finding)

    def _path(self, label: Label) -> str:
        return f"{self.series}/para/{label.mark}".lstrip("/")

    def _next_series(self, section: str, mark: str = "1") -> str:
        if section and f"{section}/para/{mark}" not in self.taken:
            return section
        self.lists[""] += 1
        return f"series/{self.lists[''] + 1}"

    def _decimal(self, label: Label, section: str) -> Place:
        path = self._path(label)
        if path in self.taken and label.value == 1:
            self.series = self._next_series(section, label.mark)
            path = self._path(label)
        if path in self.taken:
            return Place("", label.mark, section, f"two paragraphs bear the number {label.mark}")
        under = next((row.path for row in self.rows if row.number and label.mark.startswith(f"{row.number}.")), section)
        held = [row for row in self.rows if row.number and label.mark.startswith(f"{row.number}.")]
        return self._opened(held, _Open("decimal", label.value, path, label.mark, len(held) + 1), under, "")

    def _item(self, found: tuple[Label, ...], level: int) -> Place:
        begins = any(label.value == 1 for label in found)
        beside = self._beside(found, level) or (None if begins else self._beside(found, 0))
        if beside is not None:
            at, label = beside
            return self._put(self.rows[:at], label, self.rows[at].level, self.rows[at].base, "")
        first = next((label for label in found if label.value == 1), None)
        label = first or found[0]
        above = self._above(level, bool(first))
        gap = self._gap(label, level) if first is None else None
        if gap is not None:
            before = self.rows[gap]
            finding = f"item ({label.mark}) follows ({before.path.rpartition('/')[2]}) in {before.base or 'the text'}"
            return self._put(self.rows[:gap], label, before.level, before.base, finding)
        base = above[-1].path if above else "para"
        finding = "" if first else f"item ({label.mark}) begins a list in {base}"
        if f"{base}/{label.mark}" in self.taken:
            self.lists[base] += 1
            base = f"{base}/list/{self.lists[base] + 1}"
        return self._put(above, label, max(level, above[-1].level + 1 if above else 1), base, finding)

    def _beside(self, found: tuple[Label, ...], level: int) -> tuple[int, Label] | None:
        """The open row that the label is the next of, the innermost first, with the reading that fits."""
        for at in range(len(self.rows) - 1, -1, -1):
            row = self.rows[at]
            for label in found:
                fits = label.style == row.style and label.value == row.value + 1 and row.style != "number"
                fits |= label.style == row.style == "number" and label.value == row.value + 1 and row.level > 1
                if fits and (level <= 1 or row.level == level) and f"{row.base}/{label.mark}" not in self.taken:
                    return at, label
        return None

    def _above(self, level: int, first: bool) -> list[_Open]:
        """What a new list hangs on: the unnumbered paragraph before it, the paragraph of the depth above, or the innermost."""
        if first and self.loose is not None:
            return [self.loose]
        if level > 1:
            held = [row for row in self.rows if row.level < level]
            return held[:_DEEPEST] or ([self.loose] if self.loose else [])
        return self.rows[:_DEEPEST] or ([self.loose] if self.loose else [])

    def _gap(self, label: Label, level: int) -> int | None:
        """The open row whose next labels are missing."""
        for at in range(len(self.rows) - 1, -1, -1):
            row = self.rows[at]
            same = row.style == label.style and row.value < label.value and (row.level > 1 or row.style != "number")
            if same and (level <= 1 or row.level == level) and f"{row.base}/{label.mark}" not in self.taken:
                return at
        return None

    def _put(self, above: list[_Open], label: Label, level: int, base: str, finding: str) -> Place:
        path = f"{base}/{label.mark}"
        if path in self.taken:
            return Place("", f"({label.mark})", above[-1].path if above else "", f"two items ({label.mark}) stand in {base}")
        held = above[-1] if above else None
        number = f"{held.number} ({label.mark})".strip() if held else f"({label.mark})"
        return self._opened(above, _Open(label.style, label.value, path, number, level, base), held.path if held else "", finding)

    def _opened(self, above: list[_Open], row: _Open, within: str, finding: str) -> Place:
        self.taken.add(row.path)
        self.rows, self.loose = [*above, row], None
        return Place(row.path, row.number, within, finding)
