"""Eyes, readers: the numbers that Word prints by itself. In: the numbering part, and paragraphs in order. Out: their labels.

Must not read words. Rule: ECMA-376, part 1, 17.9 (abstract lists, instances with overrides, levels that begin anew).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
_MOST = 32_767  # Word counts no further; a larger number is written in figures, so that no label grows without end

_LONGEST, _MOST_LETTERS = 60, 10  # characters of a label, and of a number in it

_ROMANS = {1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc", 50: "l", 40: "xl"}
_ROMANS |= {10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"}
_LATIN, _RUSSIAN = "abcdefghijklmnopqrstuvwxyz", "абвгдежзиклмнопрстуфхцчшщэюя"
_ALPHA, _ABJAD = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي", "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_CHINESE = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts: first number, form of the figures, text with %1 to %9, after which level it begins anew.

    `restart` is that level counted from 1, None for any above, 0 for never. `style` is the paragraph style that belongs to it.
    """

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    suffix: str = " "
    style: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed before a paragraph; nothing for a bullet."""

    text: str
    bullet: bool


@dataclass(slots=True)
class Numbering:
    """The lists of one document with what they have counted so far."""

    lists: Mapping[str, Mapping[int, Level]] = field(default_factory=dict)
    family: Mapping[str, str] = field(default_factory=dict)
    restarts: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _seen: set[tuple[str, int]] = field(default_factory=set)

    def level_of_style(self, number: str, style: str) -> int:
        """The level of a list that belongs to a paragraph style; the first where none does."""
        return next((at for at, level in self.lists.get(number, {}).items() if style and level.style == style), 0)

    def label(self, number: str, at: int) -> Label | None:
        """The label of the next paragraph on level `at` (from 0) of a list; None where there is no such list or level."""
        levels = self.lists.get(number, {})
        level = levels.get(at)
        if level is None:
            return None
        counts = self._counts.setdefault(self.family[number], {})
        self._count(counts, number, at, level)
        for below in [below for below in counts if below > at and _begins_anew(levels.get(below), at)]:
            del counts[below]
        if level.form == "bullet":
            return Label("", bullet=True)
        text = re.sub(r"%([1-9])", lambda match: _figure(int(match[1]) - 1, levels, counts, level), level.text, count=LEVELS)
        text = text[:_LONGEST]
        return Label(f"{text}{level.suffix}" if text.strip() else "", bullet=False)

    def _count(self, counts: dict[int, int], number: str, at: int, level: Level) -> None:
        forced = self.restarts.get(number, {}).get(at)
        if forced is not None and (number, at) not in self._seen:
            counts.pop(at, None)
        start = level.start if forced is None else forced
        counts[at] = counts.get(at, start - 1) + 1
        self._seen.add((number, at))


def read_numbering(root: etree._Element | None) -> Numbering:
    """The lists of a numbering part; none where the document has no such part."""
    if root is None:
        return Numbering()
    abstract = {item.get(f"{W}abstractNumId", ""): item for item in root.findall(f"{W}abstractNum")}
    linked = {link.get(f"{W}val", ""): item for item in abstract.values() if (link := item.find(f"{W}styleLink")) is not None}
    levels = {id(item): _levels(item) for item in abstract.values()}
    lists: dict[str, Mapping[int, Level]] = {}
    family: dict[str, str] = {}
    restarts: dict[str, Mapping[int, int]] = {}
    for item in root.findall(f"{W}num"):
        number, key = item.get(f"{W}numId", ""), value(item.find(f"{W}abstractNumId")) or ""
        holder = abstract.get(key)
        if holder is None:
            continue
        named = value(holder.find(f"{W}numStyleLink"))
        holder = linked.get(named, holder) if named else holder
        family[number] = holder.get(f"{W}abstractNumId", "")
        lists[number], restarts[number] = _overridden(item, levels[id(holder)])
    return Numbering(lists, family, restarts)


def value(element: etree._Element | None) -> str | None:
    """The `val` of an element; None where there is no element."""
    return None if element is None else element.get(f"{W}val")


def whole(text: str | None, otherwise: int = 0) -> int:
    """A whole number of at most seven figures, or another one where the text is none."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,7}", text) else otherwise


def figure(number: int, form: str) -> str:
    """A number in one of Word's forms ("decimal", "lowerRoman", "russianLower"); in plain figures where the form is another."""
    write = _FORMS.get(form)
    return write(number) if write and 0 < number <= _MOST else "" if form == "none" else str(number)


def _levels(holder: etree._Element) -> dict[int, Level]:
    return {_at(item): _level(item) for item in holder.findall(f"{W}lvl")}


def _at(item: etree._Element) -> int:
    return min(max(whole(item.get(f"{W}ilvl")), 0), LEVELS - 1)


def _level(item: etree._Element) -> Level:
    restart = value(item.find(f"{W}lvlRestart"))
    legal = item.find(f"{W}isLgl")
    return Level(
        start=whole(value(item.find(f"{W}start")), 0),
        form=value(item.find(f"{W}numFmt")) or "decimal",
        text=(value(item.find(f"{W}lvlText")) or "")[:_LONGEST],
        restart=None if restart is None else whole(restart),
        legal=legal is not None and value(legal) not in ("0", "false"),
        suffix="" if value(item.find(f"{W}suff")) == "nothing" else " ",
        style=value(item.find(f"{W}pStyle")) or "",
    )


def _overridden(item: etree._Element, levels: Mapping[int, Level]) -> tuple[Mapping[int, Level], Mapping[int, int]]:
    """The levels of an instance of a list, its own in the place of the list's, and where it begins anew with which number."""
    own: dict[int, Level] = {}
    starts: dict[int, int] = {}
    for override in item.findall(f"{W}lvlOverride"):
        at, start = _at(override), value(override.find(f"{W}startOverride"))
        if (level := override.find(f"{W}lvl")) is not None:
            own[at] = _level(level)
        if start is not None:
            starts[at] = whole(start)
    return {**levels, **own} if own else levels, starts


def _begins_anew(level: Level | None, after: int) -> bool:
    """Whether a level begins anew behind a paragraph on the level `after` above it."""
    if level is None or level.restart is None:
        return True
    return level.restart != 0 and after < level.restart


def _figure(at: int, levels: Mapping[int, Level], counts: Mapping[int, int], asked: Level) -> str:
    level = levels.get(at, Level())
    return figure(counts.get(at, level.start), "decimal" if asked.legal and level.form != "none" else level.form)


def _roman(number: int) -> str:
    written = ""
    for worth, letters in _ROMANS.items():
        times, number = divmod(number, worth)
        written += letters * times
    return written


def _lettered(letters: str) -> Callable[[int], str]:
    """As Word counts beyond the alphabet: a ... z, aa, bb ... zz, aaa; in figures where that would take more than ten letters."""

    def write(number: int) -> str:
        times, at = divmod(number - 1, len(letters))
        return letters[at] * (times + 1) if times < _MOST_LETTERS else str(number)

    return write


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if number > 99:
        return "".join(_CHINESE[int(digit)] for digit in str(number))
    return ("" if tens < 2 else _CHINESE[tens]) + ("十" if tens else "") + (_CHINESE[ones] if ones or not tens else "")


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


_FORMS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _lettered(_LATIN),
    "upperLetter": _lettered(_LATIN.upper()),
    "russianLower": _lettered(_RUSSIAN),
    "russianUpper": _lettered(_RUSSIAN.upper()),
    "arabicAlpha": _lettered(_ALPHA),
    "arabicAbjad": _lettered(_ABJAD),
    "ordinal": _ordinal,
    **dict.fromkeys(("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital"), _chinese),
}
