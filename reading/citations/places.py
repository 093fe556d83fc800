"""Eyes, stage cite: places. In: the words of a pinpoint. Out: the places that they name, and their short form. Must not look for
a pinpoint in a text, nor know whether a document has the place.

Rule: UN Editorial Manual: "para. 5", "paras. 5 to 7", "para. 5 (b)", "sect. II.A", "annex I, para. 2", "third preambular
paragraph", "footnote 3", "art. 20, para. 2".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

_FIGURES = r"\d{1,3}(?:\s?\([a-z]{1,4}\))*(?![\d/])|\([a-z]{1,4}\)"
_MARKS = rf"(?:{_FIGURES}|[IVXLC]{{1,6}}(?![\w/])(?:\.[A-Z0-9]{{1,2}}\b)*)"
_CAPITALS = rf"(?:{_MARKS}|[A-Z]\b(?!/)(?:\.\d{{1,2}}\b)?)"
_AND = r"\s*(?:,\s+and|,|;|/|–|-|\band\b|\bto\b|\bor\b)\s*"
_LONG = r"\d{4}(?![\d/])"  # no paragraph bears such a number: a slip to be told of, first in a list; further on it is a year
_LIST, _LIST_OF_CAPITALS = (rf"(?:{marks}|{_LONG})(?:{_AND}{marks})*" for marks in (_MARKS, _CAPITALS))
_ORDINALS = {name: at for at, name in enumerate(
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"], 1
)}  # fmt: skip
STEP = re.compile(
    r"(?<![\w-])(?:"
    rf"(?P<ordinal>(?i:{'|'.join(_ORDINALS)}))\s+(?i:preambular\s+para(?:graph)?)\b\.?"
    rf"|(?:(?i:preambular\s+para(?:graph)?s?)\b\.?|PP)\s*(?P<preamble>{_LIST})"
    rf"|(?i:sub-?para(?:graph)?s?)\b\.?\s*(?P<item>{_LIST})"
    rf"|(?:(?i:(?:operative\s+)?para(?:graph)?s?)\b\.?|¶¶?|OP)\s*(?P<para>{_LIST})"
    rf"|(?P<holder>(?i:sect(?:ion)?s?|chap(?:ter)?s?|part))\b\.?\s*(?P<section>{_LIST_OF_CAPITALS})"
    rf"|(?P<annex>(?i:annex(?:es)?))\b(?:\s+(?P<mark>{_LIST_OF_CAPITALS}))?"
    rf"|(?i:footnotes?|fn)\b\.?\s*(?P<note>{_LIST})"
    rf"|(?i:art(?:icle)?s?)\b\.?\s*(?P<article>{_LIST})"
    r")"
)
"""One step of a pinpoint: what kind of part, and which."""
UNNAMED = re.sub(r"\?P<\w+>", "?:", STEP.pattern)
CHAIN = rf"(?:{UNNAMED})(?:(?:,|,?\s+(?:of|to|in)(?:\s+the)?)\s+(?:{UNNAMED})){{0,3}}"
"""Steps in a row, the outer before the inner ("annex II, para. 4") or behind it ("paragraph 4 of annex II")."""
_INNER_FIRST = re.compile(rf",?\s+(?:of|to|in)(?:\s+the)?\s+(?={UNNAMED})")
_RANKS = {"annex": 0, "section": 1, "article": 2, "item": 4}  # what holds others stands before them; all else is 3
_SHORT = {"preamble": "preambular para.", "para": "para.", "article": "art.", "fn": "footnote"}
_HOLDERS: Mapping[str, str] = {"chapter": "Chapter", "chap": "chap.", "section": "sect.", "sect": "sect.", "part": "part"}
_WIDEST = 200  # paragraphs of a range
_LETTER = re.compile(r"\(([a-z]{1,4})\)")
_TOKEN = re.compile(rf"{_CAPITALS}|{_LONG}|–|-|\bto\b")
_RANGE = re.compile(r"\s+to\s+|\s*[–-]\s*")

Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One place as cited: a kind of part ("para", "preamble", "section", "fn", "article", "annex"), the steps of its number, the
    annex that it is in ("" for one without a mark, None for none), and the section.
    """

    kind: str
    steps: Steps
    annex: str | None = None
    section: Steps = ()

    @property
    def words(self) -> str:
        """In words, as a document would cite it."""
        kind = "sect." if self.kind == "section" else _SHORT.get(self.kind, self.kind)
        number = (
            ".".join(self.steps)
            if self.kind == "section"
            else "".join([*self.steps[:1], *(f" ({step})" for step in self.steps[1:])])
        )
        annex = "" if self.annex is None or self.kind == "annex" else f"annex {self.annex}".strip() + ", "
        return f"{annex}{kind} {number}".strip()

    @property
    def path(self) -> str | None:
        """Its path under the document; None where print does not tell it, as of a section, an article, or what is in one."""
        if self.kind not in ("para", "preamble") or self.section or self.annex == "":
            return None
        return "/".join((*(("annex", self.annex) if self.annex else ()), self.kind, *self.steps))


def steps_of(words: str) -> list["re.Match[str]"]:
    """The steps of a pinpoint, the outer before the inner: "paragraph 4 of annex II" as "annex II, paragraph 4"."""
    ordered = [step for part in reversed(_INNER_FIRST.split(words)) for step in STEP.finditer(part)]
    return sorted(ordered, key=lambda step: next((rank for kind, rank in _RANKS.items() if step[kind]), 3))


def short_form(words: str) -> str:
    """The words of a pinpoint in the Manual's short form, with ranges as ranges."""
    return re.sub(r"(?<=\d), subparas?\. ", " ", ", ".join(map(_short, steps_of(words))))


def _short(step: "re.Match[str]") -> str:
    if step["ordinal"]:
        return f"preambular para. {_ORDINALS[step['ordinal'].lower()]}"
    if step["item"]:
        return _counted("subpara.", step["item"])
    if step["section"]:
        holder = step["holder"].lower()
        return _counted(_HOLDERS[holder if holder in _HOLDERS else holder.removesuffix("s")], step["section"])
    if step["annex"]:
        return f"{'annexes' if step['mark'] and len(_marks(step['mark'])) > 1 else 'annex'} {_ranged(step['mark'] or '')}".strip()
    kind = _kind(step)
    return _counted(_SHORT[kind], step["note" if kind == "fn" else kind])


def _counted(short: str, values: str) -> str:
    marks = _marks(values)
    if len([mark for mark in marks if mark[0] != "("] or marks) > 1:
        short = f"{short[:-1]}s." if short.endswith(".") else f"{short}s"
    return f"{short} {_ranged(values)}"


def _marks(values: str) -> list[str]:
    return re.findall(_CAPITALS, values)


def _ranged(values: str) -> str:
    return _RANGE.sub("-", values)


def _kind(step: "re.Match[str]") -> str:
    named = [kind for kind in ("preamble", "para", "article") if step[kind]]
    return named[0] if named else "fn"


def places_of(words: str) -> list[Place]:
    """The places in the words of a pinpoint; annex, section and article stand before what is within them."""
    annexes: list[str] = []
    section: Steps = ()
    found: list[Place] = []
    for step in steps_of(words):
        if step["annex"]:
            annexes = [mark.upper() for mark in _marks(step["mark"] or "")] or [""]
        elif step["section"]:
            numbers = [(*section, *number) for number in numbers_of(step["section"], is_section=True)]
            section = numbers[0] if numbers else ()
            found = [Place("section", number) for number in numbers]
        elif step["item"]:
            if len(found) == 1:  # of several nobody knows which has the item
                found = [replace(found[0], steps=(*found[0].steps, *number)) for number in numbers_of(step["item"])]
        else:
            found = _within(found, step, section)
    if not annexes:
        return found
    if not found:
        return [Place("annex", (mark,) if mark else (), mark) for mark in annexes]
    return [replace(place, annex=annexes[0]) for place in found] if len(annexes) == 1 else []


def _within(found: list[Place], step: "re.Match[str]", section: Steps) -> list[Place]:
    """The places so far with those of a step: a paragraph behind an article is the article's, and one in a section needs the
    section no more.
    """
    kind = "preamble" if step["ordinal"] else _kind(step)
    values = step["note" if kind == "fn" else kind]
    numbers = [(str(_ORDINALS[step["ordinal"].lower()]),)] if step["ordinal"] else list(numbers_of(values))
    if kind == "para" and found and found[-1].kind == "article":
        return [replace(found[-1], steps=(*found[-1].steps, *number)) for number in numbers]
    if found and found[-1].kind == "section":  # sections stand by themselves
        found.clear()
    found += [Place(kind, number, None, section) for number in numbers]
    return found


def numbers_of(words: str, *, is_section: bool = False) -> list[Steps]:
    """The numbers of a list, ranges spelled out; a letter alone belongs to the number before it. A range that runs backwards or
    over hundreds is a slip of the print, and neither of its ends is told.
    """
    found: list[Steps] = []
    is_range = False
    for token in _TOKEN.finditer(words):
        if token[0] in ("–", "-", "to"):
            is_range = bool(found)
            continue
        number = tuple(token[0].split(".")) if is_section else _steps(token[0], found[-1] if found else ())
        if is_range and not is_section:
            between = _between(found.pop(), number)
            found += between
        else:
            found.append(number)
        is_range = False
    return found


def _steps(token: str, last: Steps) -> Steps:
    letters = tuple(_LETTER.findall(token))
    figures = re.match(r"[0-9A-Z]+", token)
    if figures:
        return (figures[0], *letters)
    return (*last[: max(1, len(last) - len(letters))], *letters) if last else letters


def _between(first: Steps, last: Steps) -> Iterator[Steps]:
    """From the first to the last of two numbers of one kind: paragraphs, or the letters of one paragraph."""
    if len(first) == len(last) == 1 and first[0].isdigit() and last[0].isdigit():
        if 0 < int(last[0]) - int(first[0]) < _WIDEST:
            yield from ((str(number),) for number in range(int(first[0]), int(last[0]) + 1))
    elif first[:-1] == last[:-1] and len(first[-1]) == len(last[-1]) == 1 and first[-1] < last[-1]:
        yield from ((*first[:-1], chr(code)) for code in range(ord(first[-1]), ord(last[-1]) + 1))
