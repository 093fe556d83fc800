"""Answers, citing: places. In: places in the words of our pinpoints. Out: the same in one phrase, as footnotes print them. Must
not know documents.

The practice of United Nations documents, by our knowledge of it: para., paras., sect., annex; items in brackets. Preambular
paragraphs are counted in words, as "third preambular para."; so are paragraphs that bear no number, such as those of a
presidential statement. Annexes bear Roman numerals where there are several; one that bears none is "annex 1" in our paths, and
"annex" in print.
"""

import re
from collections.abc import Sequence

_PLACE = re.compile(r"(?:(?P<within>.+), )?(?P<kind>(?:(?:unnumbered|preambular) )?para\.|footnote|art\.|Art\.) (?P<number>.+)")
_OUR_FIRST = re.compile(r"\b(annex|appendix) 1(?=,|$)")
_ITEM = re.compile(r"(?P<head>[0-9]+(?:/[0-9]+)?(?: \([^()]+\))*) (?P<item>\([^()]+\))")
_COUNTED = {"unnumbered para.": "para.", "preambular para.": "preambular para."}
_UNITS = (
    *("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
)
_TENS = {2: "twent", 3: "thirt", 4: "fort", 5: "fift", 6: "sixt", 7: "sevent", 8: "eight", 9: "ninet"}


def un(places: Sequence[str]) -> str:
    """Places in the order given, those of a kind together: "paras. 138 and 139", "para. 49 (a) and (b)", "annex, para. 2"."""
    places = [_OUR_FIRST.sub(r"\1", place) for place in places]
    gathered: dict[tuple[str, str], list[str]] = {}
    for place in places:
        found = _PLACE.fullmatch(place)
        key = (found["within"] or "", found["kind"]) if found else (place, "")
        numbers = gathered.setdefault(key, [])
        if found and found["number"] not in numbers:
            numbers.append(found["number"])
    return " and ".join(_phrase(within, kind, numbers) for (within, kind), numbers in gathered.items())


def oscola(places: Sequence[str]) -> str:
    """The same without full stops behind abbreviations (OSCOLA, 4th edition, 1.3.1)."""
    bare = re.sub(r"\b(paras?|sect|[Aa]rts?)\.", lambda match: match[1].lower(), un(places))
    return re.sub(r"\bsect ", "section ", bare)


def ordinal(number: int) -> str:
    """A number of order in words to ninety-ninth, in figures beyond."""
    if number < len(_UNITS):
        return _UNITS[number]
    tens, unit = divmod(number, 10)
    if tens not in _TENS:
        return f"{number}{'th' if tens % 10 == 1 else {1: 'st', 2: 'nd', 3: 'rd'}.get(unit, 'th')}"
    return f"{_TENS[tens]}y-{_UNITS[unit]}" if unit else f"{_TENS[tens]}ieth"


def _phrase(within: str, kind: str, numbers: Sequence[str]) -> str:
    if not kind:
        return within
    if kind in _COUNTED:
        words = _counted(_COUNTED[kind], numbers)
    else:
        listed, is_plural = _listed(numbers)
        words = f"{_plural(kind) if is_plural else kind} {listed}"
    return f"{within}, {words}" if within else words


def _listed(numbers: Sequence[str]) -> tuple[str, bool]:
    """The numbers in one phrase, and whether they name several paragraphs."""
    items = [_ITEM.fullmatch(number) for number in numbers]
    heads = {item["head"] if item else "" for item in items}
    if len(numbers) > 1 and len(heads) == 1 and "" not in heads:
        return f"{heads.pop()} {_and([item['item'] for item in items if item])}", False
    return _and(_runs(numbers)), len(numbers) > 1


def _counted(noun: str, numbers: Sequence[str]) -> str:
    """Counted paragraphs: "third preambular para.", "third and fourth preambular paras.", "seventh para. (a)"."""
    pairs = [number.partition(" ") for number in numbers]
    if any(item for _, _, item in pairs) or not all(head.isdigit() for head, _, _ in pairs):
        return _and([f"{_in_words(head)} {noun}{f' {item}' if item else ''}" for head, _, item in pairs])
    return f"{_and([_in_words(head) for head, _, _ in pairs])} {_plural(noun) if len(pairs) > 1 else noun}"


def _in_words(number: str) -> str:
    return ordinal(int(number)) if number.isdigit() and len(number) < 5 else number


def _plural(noun: str) -> str:
    return noun.replace("para.", "paras.").replace("art.", "arts.").replace("Art.", "Arts.").replace("footnote", "footnotes")


def _runs(numbers: Sequence[str]) -> list[str]:
    """Three neighbours and more as a run with an en dash: 5–8. Two stay apart, as "138 and 139"."""
    runs: list[list[str]] = []
    for number in numbers:
        follows = runs and number.isdigit() and runs[-1][-1].isdigit() and int(number) == int(runs[-1][-1]) + 1
        runs[-1].append(number) if follows else runs.append([number])
    return [part for run in runs for part in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else run)]


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
