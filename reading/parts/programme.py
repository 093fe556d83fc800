"""Eyes, stage split, for programme texts. In: blocks. Out: a results framework or core functions taken apart. Must not resolve
or cite.

A results framework is a table: priorities over outcomes over outputs over activities, column by column. Core functions are a
list: a named function, the label "Associated activities", its items.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ontology.nouns import PassageKind
from reading.clean import Block, inline, is_complete, join
from reading.mapped import Mapped
from reading.parts.markers import lift_markers
from reading.parts.units import Head, Parts, Unit

_LABEL = re.compile(r"(Priority|Outcome|Output|Activities)\s*(\d*)")
_PARENTS = {"Priority": "objective", "Outcome": "priority", "Output": "outcome", "Activities": "output"}
_KINDS: dict[str, PassageKind] = {"Priority": "priority", "Outcome": "outcome", "Output": "output"}
_ITEM = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)
_DASH = re.compile(r"\s*(?:[-–•»]\s+)+")
_SEPARATOR = re.compile(r"[\s|:-]+")
_OPENINGS: tuple[tuple[PassageKind, re.Pattern[str]], ...] = (
    ("objective", re.compile(r"overall objective\b", re.IGNORECASE)),
    ("principles", re.compile(r"operating principles\b", re.IGNORECASE)),
)
_ACTIVITIES = re.compile(r"associated activities:?", re.IGNORECASE)
_FUNCTION = re.compile(r"[A-Z][^.:;]{3,60}:\s+\S")


def is_results_framework(blocks: list[Block]) -> bool:
    """Whether a table of the text is labelled with priorities, outcomes and outputs."""
    labels = {
        match[1] for block in blocks for row in block.rows for cell in _cells(row) if (match := _LABEL.fullmatch(cell.text))
    }
    return {"Priority", "Outcome", "Output"} <= labels


def is_core_functions(blocks: list[Block]) -> bool:
    """Whether the text lists functions with their associated activities."""
    return any(_ACTIVITIES.fullmatch(block.text.text) for block in blocks)


def split_framework(blocks: list[Block]) -> Parts:
    """Objective, principles, priorities, outcomes, outputs and activities, each in the one that holds it."""
    parts, table = Parts(), _Table()
    for block in blocks:
        if block.kind in ("rule", "furniture"):
            parts.set_aside("rule" if block.kind == "rule" else "furniture", block.text)
        elif block.rows:
            for row in block.rows:
                table.take(row, parts)
        elif not _opening(block.text, parts):
            parts.set_aside("heading", block.text)
    _settle_paths(parts)
    return parts


@dataclass(slots=True)
class _Table:
    """The labels of the row above, by column, and the units that hold each column so far."""

    labels: dict[int, tuple[str, str]] = field(default_factory=dict)
    columns: dict[str, dict[int, str]] = field(default_factory=dict)
    paths: Counter[str] = field(default_factory=Counter)

    def take(self, row: Mapped, parts: Parts) -> None:
        cells = _cells(row)
        filled = {at: cell for at, cell in enumerate(cells) if cell.text.strip()}
        matches = {at: _LABEL.fullmatch(cell.text) for at, cell in filled.items()}
        if not filled or _SEPARATOR.fullmatch(row.text):
            parts.set_aside("rule", row)
        elif all(matches.values()):
            self.labels = {at: (match[1], match[2]) for at, match in matches.items() if match}
            for cell in filled.values():
                parts.set_aside("label", cell)
        else:
            self._texts(list(filled.values()), parts)

    def _texts(self, texts: list[Mapped], parts: Parts) -> None:
        if len(texts) != len(self.labels):
            parts.findings.append(f"a row of {len(texts)} texts stands under {len(self.labels)} labels")
        for (at, (name, printed)), text in zip(self.labels.items(), texts, strict=False):
            within = self._holder(name, at)
            if name == "Activities":
                _activities(text, within, parts, self.paths)
                continue
            number = printed or str(len(self.columns.get(name, {})) + 1)
            path = _own(f"{name.lower()}/{number}", self.paths, parts)
            self.columns.setdefault(name, {})[at] = path
            parts.items.append(Unit(path, _KINDS[name], number, inline(text).strip(), within))
        for extra in texts[len(self.labels) :]:
            parts.set_aside("furniture", extra)

    def _holder(self, name: str, at: int) -> str:
        """The nearest unit of the level above in this column or to its left: a priority spans the columns up to the next."""
        if name == "Priority":
            return "objective"
        above = self.columns.get(_PARENTS[name].capitalize(), {})
        reachable = [column for column in above if column <= at]
        return above[max(reachable)] if reachable else ""


def _activities(cell: Mapped, within: str, parts: Parts, paths: Counter[str]) -> None:
    column = within.rpartition("/")[2] or "0"  # of no output
    for order, item in enumerate(_items(cell), 1):
        text, dash = item, _DASH.match(item.text)
        if dash:
            parts.set_aside("number", text.cut(0, dash.end()).strip())
            text = text.cut(dash.end())
        number = f"{column}.{order}"
        parts.items.append(Unit(_own(f"activity/{number}", paths, parts), "activity", number, text, within))


def _own(path: str, paths: Counter[str], parts: Parts) -> str:
    """A path that nothing else has: the text may print a label twice, which is a finding."""
    paths[path] += 1
    if paths[path] == 1:
        return path
    parts.findings.append(f"{path.replace('/', ' ')} stands there twice")
    return _own(f"{path}-{paths[path]}", paths, parts)


def _settle_paths(parts: Parts) -> None:
    """What names a holder that the text does not have stands in the document itself."""
    paths = {item.path for item in parts.items}
    for unit in parts.units:
        if unit.within not in paths:
            unit.within = ""


def _items(cell: Mapped) -> Iterator[Mapped]:
    """The list items of a cell; words before the first, or a cell without a list, are one item too."""
    marks = [match.span() for match in _ITEM.finditer(cell.text)]
    starts, ends = [0, *(end for _, end in marks)], [*(start for start, _ in marks), len(cell)]
    items = (inline(cell.cut(start, end)).strip() for start, end in zip(starts, ends, strict=True))
    yield from (item for item in items if item.text)


def _opening(text: Mapped, parts: Parts) -> bool:
    known = {item.path for item in parts.items}
    for kind, pattern in _OPENINGS:
        if pattern.match(text.text) and kind not in known:
            parts.items.append(Unit(kind, kind, None, text))
            return True
    return False


def _cells(row: Mapped) -> list[Mapped]:
    piped = row.text.strip().startswith("|")
    marks = [m.start() for m in re.finditer(r"(?<!\\)\|" if piped else r"\t", row.text)]
    starts, ends = [-1, *marks], [*marks, len(row)]
    cells = [row.cut(start + 1, end).strip() for start, end in zip(starts, ends, strict=True)]
    return cells[1:-1] if piped else cells


@dataclass(slots=True)
class _Functions:
    parts: Parts = field(default_factory=Parts)
    function: int = 0
    activity: int = 0
    plain: int = 0
    sections: int = 0
    section: str = ""
    in_list: bool = False
    begins: bool = False  # a list of activities, whose first may have lost its bullet
    open: Unit | None = None

    def take(self, block: Block, following: Block | None) -> None:
        """Puts one block where it belongs; the block after it tells a function from a plain paragraph."""
        text = block.text
        if block.kind in ("rule", "furniture"):
            self.parts.set_aside("rule" if block.kind == "rule" else "furniture", text)
        elif _ACTIVITIES.fullmatch(text.text):
            self.parts.set_aside("label", text)
            self.in_list, self.begins, self.open = True, True, None
            if self.activity or not self.function:
                self.parts.findings.append(f"a list of activities follows no function of its own (function {self.function})")
        elif self._continues(text.text):
            self._extend(text)
        elif following is not None and _ACTIVITIES.fullmatch(following.text.text) and _FUNCTION.match(text.text):
            self._function(text)
        elif block.hashes or self._is_heading(text.text):
            self._heading(text)
        elif self.in_list and (block.bullet or self.begins):
            self._activity(text)
        else:
            self._plain(text)

    def _continues(self, text: str) -> bool:
        return self.open is not None and (text[:1].islower() or not is_complete(self.open.text.text))

    def _extend(self, text: Mapped) -> None:
        if self.open is not None:
            self.open.text = join(self.open.text, text)

    def _is_heading(self, text: str) -> bool:
        return (
            len(text) < 150 and not re.search(r"[.,;:]\s*$", text) and text[:1].isupper() and not (self.in_list and self.begins)
        )

    def _add(self, unit: Unit) -> None:
        self.open = unit
        self.parts.items.append(unit)

    def _heading(self, text: Mapped) -> None:
        self.sections += 1
        self.section = f"section/{self.sections}"
        self.in_list, self.open = False, None
        self.parts.items.append(Head(self.section, None, text, 1, ""))

    def _function(self, text: Mapped) -> None:
        self.function += 1
        self.activity = 0
        self._add(Unit(f"function/{self.function}", "core-function", str(self.function), text, self.section))

    def _activity(self, text: Mapped) -> None:
        self.activity += 1
        self.begins = False
        path = f"function/{self.function}"
        self._add(Unit(f"{path}/activity/{self.activity}", "activity", f"{self.function}.{self.activity}", text, path))

    def _plain(self, text: Mapped) -> None:
        self.plain += 1
        self.in_list = False
        self._add(Unit(f"p/{self.plain}", "paragraph", str(self.plain), text, self.section))


def split_functions(blocks: list[Block]) -> Parts:
    """Functions with their activities, and the plain paragraphs around them in order of appearance."""
    functions = _Functions()
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        functions.take(block, following)
    _settle_paths(functions.parts)
    lift_markers(functions.parts)
    return functions.parts
