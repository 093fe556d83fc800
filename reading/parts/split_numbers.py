"""Eyes, stage split: numbers and letters. In: blocks that begin with one. Out: numbered paragraphs and their items, each in its
place. Must not know headings or annexes.
"""

import re

from reading.clean import Block
from reading.mapped import Mapped
from reading.parts.items import LETTERED, Item, item
from reading.parts.splitting import Splitting
from reading.parts.units import Unit

NUMBERED = re.compile(r"(\d{1,3})(?:\.\s+|．\s*|\s?[-–]\s+(?=[“\"(]?[\u0621-\u064a]))(?=\S)")
_DECIMAL = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,3})\.?\s+(?=\S)")
_OPENED = re.compile(r"[:：]\W*$")
_END = 40  # characters; a longer end is not looked at, for whoever writes a page of colons
_LEAST_BEFORE_LIST = 3  # right after the first paragraphs a lone "1." more likely is a stray number
_LARGEST_GAP = 10  # a number further ahead than this is no list's


def listed(now: Splitting, text: Mapped, block: Block) -> bool:
    """An item of a list with figures of its own, which begin anew inside a paragraph."""
    match, scope = NUMBERED.match(text.text), now.scope
    number = int(match[1]) if match else 0
    opened = scope.open is not None and scope.open.text.text.endswith(":")
    begins = number == 1 and scope.last_number > (0 if opened else _LEAST_BEFORE_LIST)
    follows = number == scope.listed + 1 or (number != scope.last_number + 1 and 0 < number - scope.listed <= _LARGEST_GAP)
    if match is None or block.hashes or _begins_anew(now, number) or (not begins and not (scope.listed and number and follows)):
        return False
    if begins:
        scope.list_base = _list_base(now)
    scope.listed, scope.headed = number, False
    above = f"para/{scope.last_number}"
    unit = Unit(
        scope.numbered(f"{scope.list_base}/{number}"), "paragraph", f"{scope.last_number} ({number})", text.cut(match.end())
    )
    unit.within, unit.role = scope.numbered(above), "operative" if scope.operative else None
    now.add_labelled(unit, text, match.end(1) + 1)
    return True


def _list_base(now: Splitting) -> str:
    """What the items of a new list hang on: the paragraph, or where it has such items, a list of its own."""
    of = f"para/{now.scope.last_number}"
    key = now.scope.numbered(of)
    order = now.scope.lists.get(key, 1)
    while now.scope.numbered(f"{_list(of, order)}/1") in now.paths:
        order += 1
    now.scope.lists[key] = order
    return _list(of, order)


def _list(paragraph: str, order: int) -> str:
    return paragraph if order == 1 else f"{paragraph}/list/{order}"


def paragraph(now: Splitting, text: Mapped, block: Block) -> bool:
    """A paragraph with a number of its own, not far behind the last one."""
    match = NUMBERED.match(text.text)
    number = int(match[1]) if match else 0
    if not match or block.hashes:
        return False
    _choose_row(now, number)
    last = now.scope.last_number
    if not last < number <= last + now.reach(block):
        return False
    _gap(now, "paragraph", last, number)
    now.scope.last_number, now.scope.listed = number, 0
    _number(now, str(number), text, match, now.scope.section())
    return True


def _begins_anew(now: Splitting, number: int) -> bool:
    """Whether a section numbers its paragraphs for itself: "1." is the first under its heading, and others came before."""
    scope = now.scope
    end = scope.open.text.text[-_END:] if scope.open is not None else ""
    section, chapeau = scope.outline.innermost(), bool(_OPENED.search(end))
    return number == 1 and scope.last_number > 0 and scope.headed and not chapeau and section not in ("", scope.series)


def _choose_row(now: Splitting, number: int) -> None:
    """The row of numbers that a paragraph goes on with: a new one, or that of the whole scope once more."""
    scope = now.scope
    if _begins_anew(now, number):
        scope.reached = scope.reached if scope.series else scope.last_number
        scope.series, scope.last_number = scope.outline.innermost(), 0
    elif scope.series and number != scope.last_number + 1 and number == scope.reached + 1:
        scope.series, scope.last_number = "", scope.reached


def decimal(now: Splitting, text: Mapped, block: Block) -> bool:
    """A number with the section before it, as in budgets: 17.1; or with the paragraph: 3.2 under 3."""
    match = _DECIMAL.match(text.text)
    if not match or block.hashes:
        return False
    figures = tuple(map(int, match[1].split(".")))
    if not _follows(now, figures, block):
        return False
    now.scope.last_decimal = figures
    above = now.scope.numbered("para/" + ".".join(map(str, figures[:-1])))
    _number(now, match[1], text, match, above if above in now.paths else now.scope.section())
    return True


def _follows(now: Splitting, figures: tuple[int, ...], block: Block) -> bool:
    """Whether a decimal number goes on with the last one: beside it, deeper, or above; or begins where none stood."""
    last = now.scope.last_decimal or ((now.scope.last_number,) if now.scope.last_number else ())
    if not last:
        return figures[-1] == 1 and len(figures) == 2
    shared = len(figures) - 1
    if figures[:-1] == last[:shared] and len(last) > shared:
        return last[shared] < figures[-1] <= last[shared] + now.reach(block)
    deeper = figures[:-1] == last and figures[-1] == 1
    return deeper or (figures[-1] == 1 and len(figures) == len(last) and figures[0] == last[0] + 1)


def _number(now: Splitting, number: str, text: Mapped, match: "re.Match[str]", within: str) -> None:
    now.begun, now.in_summary = True, False
    now.scope.operative |= now.scope.resolving
    now.scope.items, now.scope.headed = {}, False
    unit = Unit(now.scope.numbered(f"para/{number}"), "paragraph", number, text.cut(match.end()), within)
    unit.role = "operative" if now.scope.resolving else None
    now.add_labelled(unit, text, match.end(1) + 1)


def lettered(now: Splitting, text: Mapped, block: Block) -> bool:
    """An item of the open paragraph or item, or of one above; words without a label may stand between."""
    match, held = LETTERED.match(text.text), now.scope.open
    if not match or block.hashes or (held is None and not now.scope.operative) or (held and held.kind != "paragraph"):
        return False
    for holder in filter(None, (held, now.scope.labelled)):  # in a resolution a title may stand between two items
        found = _item(now, holder, match, block)
        if found is not None and (held is not None or not found.missing):
            _add_item(now, found, holder, text, match)
            return True
    return False


def _item(now: Splitting, holder: Unit, match: "re.Match[str]", block: Block) -> Item | None:
    opened = bool(_OPENED.search(holder.text.text))
    if holder.number is None and not opened:
        return None
    named = holder.path.count("/") > 1 and block.text.text[match.end() :][:1].isupper()  # an item that is a title has no stop
    unfinished = now.unfinished(block) and not named
    found = item(match[1], now.scope.relative(holder.path), now.scope.items, unfinished=unfinished, opened=opened)
    if found is not None and len(found.steps) > max(3, holder.path.count("/") + 1) and holder.text.text.endswith("."):
        return None  # no deeper list begins behind a sentence
    return None if found is None or (found.missing and now.is_inline(match[1])) else found


def _add_item(now: Splitting, found: Item, holder: Unit, text: Mapped, match: "re.Match[str]") -> None:
    depth = len(found.steps) - 1
    now.scope.items = {deep: mark for deep, mark in now.scope.items.items() if deep <= depth + 1} | {depth: found.steps[-1]}
    if found.missing:
        now.parts.findings.append(
            f"item {match[1]} of paragraph {found.steps[1]} comes too early: {found.missing} missing or unread"
        )
    numbered = found.steps[1] if found.steps[0] == "para" else ""
    number = (numbered + "".join(f" ({step})" for step in found.steps[2:])).strip()
    path, within = now.scope.numbered("/".join(found.steps)), now.scope.numbered("/".join(found.steps[:-1]))
    now.add_labelled(Unit(path, "paragraph", number, text.cut(match.end()), within, role=holder.role), text, match.end(1))


def _gap(now: Splitting, what: str, last: int, number: int) -> None:
    if number > last + 1:
        now.parts.findings.append(f"{what} {number} follows {last}: {number - last - 1} missing or unread")
