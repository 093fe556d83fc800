"""Answers, drafts: pinpoints. In: a citation in its passage, and the parts that a document has. Out: the place that is cited, and
whether the document has it. Must not look anything up.

Rule: UN Editorial Manual: "para. 5", "paras. 5 to 7", "para. 5 (b)", "sect. II.A", "annex I, para. 2", "third preambular
paragraph", "footnote 3". What the eyes read as the pinpoint is taken; only annexes, preambles and footnotes are read here anew.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from api.drafts.known import Part
from reading.citations.cite import Printed

State = Literal["none", "exists", "missing", "unknown"]
_FIGURES = r"\d{1,3}(?:\s?\([a-z]{1,4}\))*(?![\d/])|\([a-z]{1,4}\)"
_MARKS = rf"(?:{_FIGURES}|[IVXLC]{{1,6}}(?![\w/])(?:\.[A-Z0-9]{{1,2}}\b)*|[A-Z]\b(?!/)(?:\.\d{{1,2}}\b)?)"
_LIST = rf"{_MARKS}(?:\s*(?:,\s+and|,|;|–|-|\band\b|\bto\b|\bor\b)\s*{_MARKS})*"
_ORDINALS = {name: at for at, name in enumerate(
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"], 1
)}  # fmt: skip
_ORDINAL = rf"(?i:{'|'.join(_ORDINALS)})"
_STEP = re.compile(
    rf"(?P<ordinal>{_ORDINAL})\s+(?i:preambular\s+para(?:graph)?)\b\.?"
    rf"|(?:(?i:preambular\s+para(?:graph)?s?)\b\.?|PP)\s*(?P<preamble>{_LIST})"
    rf"|(?:(?i:(?:operative\s+)?para(?:graph)?s?)\b\.?|¶¶?|OP)\s*(?P<para>{_LIST})"
    rf"|(?i:sect(?:ion)?s?|chap(?:ter)?s?|part)\b\.?\s*(?P<section>{_LIST})"
    r"|(?i:annex(?:es)?)\b(?:\s+(?P<annex>[IVXLC]{1,6}|\d{1,2}|[A-Z])\b)?"
    rf"|(?i:footnotes?|notes?)\s+(?P<note>{_LIST})"
    rf"|(?i:art(?:icle)?s?)\b\.?\s*(?P<article>{_LIST})"
)
_UNNAMED = re.sub(r"\?P<\w+>", "?:", _STEP.pattern)
_DATE = r"(?:,?\s+(?:of|adopted\s+on|dated)\s+\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4})?"
_BEHIND = re.compile(rf"{_DATE}(?:\)?\s*[,(]\s*|\s+)(?:(?:see|at|in particular)\s+)?(?={_UNNAMED})")
_NEXT = re.compile(r"\s*[,(]\s*|\s+")
_BEFORE = re.compile(
    rf"(?P<place>(?:{_UNNAMED})(?:(?:,|\s+(?:of|to)(?:\s+the)?)\s+(?:{_UNNAMED})){{0,3}}),?\s+(?:of|to)\s+(?:the\s+|its\s+)?$"
)
_REACH = 120  # characters before a citation in which such a place may stand
_WIDEST = 200  # paragraphs of a range
_LETTER = re.compile(r"\(([a-z]{1,4})\)")


@dataclass(frozen=True, slots=True)
class Place:
    """One place as cited: an annex or "" before it, a kind of part ("para", "preamble", "section", "fn", "article", "annex"), the
    steps of its number.
    """

    kind: str
    steps: tuple[str, ...]
    annex: str | None = None
    section: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """In words, as a document would cite it."""
        kind = {"para": "para.", "preamble": "preambular para.", "section": "sect.", "fn": "footnote", "article": "art."}.get(
            self.kind, self.kind
        )
        number = (
            ".".join(self.steps)
            if self.kind == "section"
            else "".join([*self.steps[:1], *(f" ({step})" for step in self.steps[1:])])
        )
        annex = "" if self.annex is None or self.kind == "annex" else f"annex {self.annex}".strip() + ", "
        return f"{annex}{kind} {number}".strip()


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of one place: whether the document has it, the parts whose words it has, a word more where it has not,
    and the part that it is.
    """

    place: Place
    state: State
    parts: tuple[Part, ...] = ()
    note: str = ""
    own: Part | None = None


def cited_places(text: str, printed: Printed) -> list[Place]:
    """The places that a citation names; none where it cites the whole."""
    if printed.by == "address":
        return []
    if before := _BEFORE.search(text, max(0, printed.span.start - _REACH), printed.span.start):
        return list(_places(before["place"]))
    behind = _behind(text, printed.span.end)
    return list(_places(behind)) or list(_places(printed.part or ""))


def _behind(text: str, at: int) -> str:
    """The words of a pinpoint directly behind a citation."""
    opening = _BEHIND.match(text, at)
    if not opening:
        return ""
    start = end = opening.end()
    while step := _STEP.match(text, end):
        end = step.end()
        gap = _NEXT.match(text, end)
        if not gap or not _STEP.match(text, gap.end()):
            break
        end = gap.end()
    return "" if re.match(r"\s+(?:of|to)\b", text[end : end + 5]) else text[start:end]


def _places(words: str) -> Iterator[Place]:
    """The places in the words of a pinpoint; annex and section stand before what is within them."""
    annex: str | None = None
    section: tuple[str, ...] = ()
    found: list[Place] = []
    for step in _STEP.finditer(words):
        kind = "preamble" if step["ordinal"] else step.lastgroup or "annex"
        if kind == "annex":
            annex = (step["annex"] or "").upper()
            continue
        numbers = [(str(_ORDINALS[step["ordinal"].lower()]),)] if step["ordinal"] else list(_numbers(step[kind], kind))
        if kind == "section":
            numbers = [(*section, *number) for number in numbers]
            section = numbers[0]
        elif section:
            found = [place for place in found if place.kind != "section"]
        found = [] if kind == "section" and len(section) > 1 else found
        found += [Place("fn" if kind == "note" else kind, number, None, section) for number in numbers]
    if not found and annex is not None:
        found = [Place("annex", (annex,) if annex else ())]
    yield from (replace(place, annex=annex) for place in found)


def _numbers(words: str, kind: str) -> Iterator[tuple[str, ...]]:
    """The numbers of a list, ranges spelled out; a letter alone belongs to the number before it."""
    last: tuple[str, ...] = ()
    is_range, is_marks = False, kind == "section"
    for token in re.finditer(rf"{_MARKS}|–|-|\bto\b", words):
        if token[0] in ("–", "-", "to"):
            is_range = bool(last)
            continue
        number = tuple(token[0].split(".")) if is_marks else _steps(token[0], last)
        if is_range and not is_marks:
            yield from _between(last, number)
        yield number
        last, is_range = number, False


def _steps(token: str, last: tuple[str, ...]) -> tuple[str, ...]:
    letters = tuple(_LETTER.findall(token))
    figures = re.match(r"[0-9A-Z]+", token)
    if figures:
        return (figures[0], *letters)
    return (*last[: max(1, len(last) - len(letters))], *letters) if last else letters


def _between(first: tuple[str, ...], last: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """What lies between two numbers of one kind: paragraphs, or the letters of one paragraph."""
    if len(first) == len(last) == 1 and first[0].isdigit() and last[0].isdigit():
        if int(last[0]) - int(first[0]) < _WIDEST:
            yield from ((str(number),) for number in range(int(first[0]) + 1, int(last[0])))
    elif first[:-1] == last[:-1] and len(first[-1]) == len(last[-1]) == 1:
        yield from ((*first[:-1], chr(code)) for code in range(ord(first[-1]) + 1, ord(last[-1])))


def check_place(place: Place, parts: Sequence[Part]) -> Checked:
    """Whether a document has the place among its parts. Where nothing of the kind is numbered in the text at hand, it is unknown:
    what is not numbered here may be numbered in print.
    """
    if place.kind == "article":
        return _article(place, parts)
    if place.kind == "annex":
        found = [part for part in parts if _is_in_annex(part.path, place.annex or "")]
        return Checked(
            place,
            "exists" if found else "unknown",
            tuple(found),
            "" if found else "The text at hand has no such annex.",
            next(iter(found), None),
        )
    of_kind = [part for part in parts if _steps_of(part.path, place.kind)]
    if not of_kind:
        return Checked(place, "unknown", (), f"Nothing is numbered so in the text at hand ({place.words}).")
    found = _found(place, of_kind)
    if found:
        return Checked(place, "exists", (*_chapeaux(found[0], parts), *found), own=found[0])
    return _absent(place, of_kind)


def _found(place: Place, of_kind: Sequence[Part]) -> list[Part]:
    """The parts at a place with what hangs on them: in the body, or in the annex or section that is named, else in any."""
    fitting = [part for part in of_kind if _begins(_steps_of(part.path, place.kind), place)]
    in_body = [part for part in fitting if part.path.startswith(place.kind + "/")]
    if place.annex is not None:
        return [part for part in fitting if _is_in_annex(part.path, place.annex)]
    within = "/".join(("section", *place.section))
    if place.section and (inside := [part for part in fitting if f"{within}/" in part.path]):
        return inside
    return in_body or fitting


def _begins(steps: Sequence[str], place: Place) -> bool:
    if place.kind == "section" and len(place.steps) == 1 and steps[-1:] == list(place.steps):
        return True  # "sect. B", which stands under another
    return tuple(steps[: len(place.steps)]) == place.steps


def _absent(place: Place, of_kind: Sequence[Part]) -> Checked:
    if place.kind == "section":
        return Checked(place, "unknown", (), "The text at hand has no section with that mark.")
    if len(place.steps) > 1:
        above = _found(Place(place.kind, place.steps[:1], place.annex, place.section), of_kind)
        if above and any(f"({place.steps[-1]})" in words for part in above for words in part.words.values()):
            return Checked(place, "exists", tuple(above), own=above[0])
        if above:
            own = [part.pinpoint.rpartition(", ")[2] for part in above if len(_steps_of(part.path, place.kind)) > 1]
            more = (
                f"It has {own[0]} to {own[-1]}." if len(own) > 1 else "That paragraph has no lettered items in the text at hand."
            )
            return Checked(place, "missing", (), more)
    figures = [int(step) for part in of_kind if (step := _steps_of(part.path, place.kind)[0]).isdigit()]
    note = f"Its {place.words.rpartition(' ')[0]} numbers go up to {max(figures)}." if figures else ""
    return Checked(place, "missing", (), note)


def _chapeaux(first: Part, parts: Sequence[Part]) -> list[Part]:
    """The opening words over a lettered item: they may be quoted with it."""
    return [part for part in parts if first.path.startswith(part.path + "/") and not part.path.startswith("section")]


def _article(place: Place, parts: Sequence[Part]) -> Checked:
    head = re.compile(rf"Art(?:icle|\.)\s+{re.escape(place.steps[0])}(?!\w)", re.IGNORECASE)
    found = [part for part in parts if any(head.match(words) for words in part.words.values())]
    note = "" if found else "Articles are not numbered in the text at hand."
    return Checked(place, "exists" if found else "unknown", tuple(found), note, next(iter(found), None))


def _steps_of(path: str, kind: str) -> list[str]:
    """The steps of a part's number behind the last word that names the kind; none where it is of another kind."""
    steps = path.split("/")
    at = max((at for at, step in enumerate(steps) if step == kind), default=None)
    return steps[at + 1 :] if at is not None else []


def _is_in_annex(path: str, mark: str) -> bool:
    steps = path.split("/")
    return "annex" in steps and (not mark or steps[steps.index("annex") + 1 :][:1] == [mark])
