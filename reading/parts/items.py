"""Eyes, stage split: lettered items. In: a printed label and the open paragraph or item. Out: where the item goes.

The depth follows from what can come next, not from indentation, which many readers lose: after (h) an (i) goes on with the
alphabet, after a chapeau it begins one. Must not read words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reading.parts.labels import readings

LETTERED = re.compile(
    r"((?:\([^\W_]{1,4}\)|[^\W\d_]{1,3}\)|[’'‘]\d{1,2}[‘'’]|[a-z]\.)(?=\s)|\([a-z]\)(?=[\u4e00-\u9fff])|[㈠-㈩])\s*(?=\S)"
)
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_MOST_LOST = 3  # letters that may be missing between an item and the one before
_FIRST = ("a", "i", "1")
_DEEPEST = 6  # steps of a path: paragraph, its number and four depths of items


@dataclass(frozen=True, slots=True)
class Item:
    """The steps of an item's path under its scope, and how many labels are missing before it."""

    steps: tuple[str, ...]
    missing: int


def item(printed: str, holder: str, last: Mapping[int, str], *, unfinished: bool, opened: bool) -> Item | None:
    """Where a label puts an item, seen from the open unit `holder` ("para/1/b"); None where it cannot follow.

    `last` are the labels of the paragraph that came last at each depth: a row may go on under the next item above it.
    `unfinished` says that the open text stops in mid-sentence: then no label may be missing. `opened` says that it ends in a
    colon, so that a deeper list may begin.
    """
    marks = [reading.mark for reading in readings(printed) if reading.style in ("letter", "roman", "figure")]
    at = holder.split("/")
    dotted = printed.endswith(".")
    for missing in range(1 if unfinished else _MOST_LOST + 1):
        for mark in marks:
            steps = _path(at, mark, missing) if not dotted else _beside(at, mark, missing)
            if steps:
                return Item(tuple(steps), missing)
        if not missing and (deeper := _deeper(at, marks, last, begins=opened or not (unfinished or dotted))):
            return Item(deeper, 0)
    return None


def _deeper(at: list[str], marks: list[str], last: Mapping[int, str], *, begins: bool) -> tuple[str, ...] | None:
    """The first of a deeper row, or the next of one that the item above interrupted."""
    if len(at) >= _DEEPEST:
        return None
    before = last.get(len(at), "")
    return next(((*at, mark) for mark in marks if (begins and mark in _FIRST) or _distance(before, mark) == 1), None)


def _path(at: list[str], label: str, missing: int) -> list[str] | None:
    """Deeper, beside, or above; `missing` letters may lie between the item and the one before it."""
    depth = len(at)
    if depth == 2:  # a paragraph itself
        return [*at, label] if label in ("i", "1") or _distance("`", label) == missing + 1 else None
    if depth == 3 and label == "i" and at[2] != "h":  # a first item of a paragraph
        return [*at, label]
    return _beside(at, label, missing)


def _beside(at: list[str], label: str, missing: int) -> list[str] | None:
    for depth in range(len(at) - 1, 1, -1):
        if _distance(at[depth], label) == missing + 1:
            return [*at[:depth], label]
    return None


def _distance(before: str, label: str) -> int:
    """How far a label comes after another one: by roman figures where both are, else by letters; 0 where it cannot."""
    if before in _ROMANS and label in _ROMANS and len(before + label) > 2:  # "i" and "v" alone are letters
        return _ROMANS.index(label) - _ROMANS.index(before)
    if before.isdigit() and label.isdigit():
        return int(label) - int(before)
    return _place(label) - _place(before) if before and _place(label) and (_place(before) or before == "`") else 0


def _place(label: str) -> int:
    """The place of a letter in its row: aa comes after z; 0 for what is no letter or the beginning of a row."""
    return ord(label[0]) - 96 + 26 * (len(label) - 1) if label.isalpha() and len(set(label)) == 1 else 0
