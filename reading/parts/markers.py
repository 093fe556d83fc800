"""Eyes, stage split: footnote markers. In: a document taken apart. Out: its units without markers, and where each marker stood.

A marker is a superscript, or, where a PDF reader lost the height of a footnote's number, a figure glued to the word before it.
Must not read footnotes themselves.
"""

import re
from collections.abc import Collection

from reading.clean import PLAIN_DIGITS
from reading.lines import SUPERSCRIPTS
from reading.parts.units import Parts, Unit

_MARKER = re.compile(r"(?<!\bm)(?<!\b[kcm]m)[⁰¹²³⁴-⁹]{1,3}")  # "km²" is an area, no footnote
_ONE_PAGE = 30  # units and headings; no printed page has more
# What a figure is glued to without being a marker: "Add.1", "para.7", "km2".
_OWN_FIGURE = re.compile(r"(?:\b(?:Add|Rev|Corr|[Pp]aras?|[Aa]rts?|[Nn]os?|pp?|vol|[Ss]ects?)\.|\b[kcm]?m|[/(])$")


def is_marked(number: str, parts: Parts, *, stroke: bool = False) -> bool:
    """Whether the marker of a footnote stands in what was read last: both are on one page.

    With `stroke` the marker is a figure before a stroke, and the notes may stand at the end of the document.
    """
    superscript = number.translate(SUPERSCRIPTS)
    if stroke:
        return any(_strokes(number, unit.text.text) for unit in parts.units if unit.kind != "footnote")
    near = [item for item in parts.items[-_ONE_PAGE:] if isinstance(item, Unit)]
    return any(superscript in unit.text.text for unit in near) or len(_all_glued(number, near)) == 1


def lift_markers(parts: Parts, plain: Collection[str] = (), bracketed: Collection[str] = ()) -> None:
    """Takes footnote markers out of the units' texts and keeps where they stood; other superscripts stay text.

    `plain` are the footnotes whose own numbers are no superscripts: only their markers may be glued figures, each of one place;
    `bracketed` those whose numbers stand in square brackets.
    """
    known = {unit.number for unit in parts.units if unit.kind == "footnote"}
    glued = [found[0] for number in sorted(plain) if len(found := _all_glued(number, parts.units)) == 1]
    glued += [stroke for number in sorted(plain) if (stroke := _first_stroke(number, parts.units))]
    glued += [place for number in sorted(bracketed) for place in _brackets(number, parts.units)[:1]]
    for unit in parts.units:
        raised = [m.span() for m in _MARKER.finditer(unit.text.text) if m[0].translate(PLAIN_DIGITS) in known]
        _lift(unit, sorted([*raised, *(span for holder, span in glued if holder is unit)]), parts)


def _lift(unit: Unit, spans: list[tuple[int, int]], parts: Parts) -> None:
    removed = 0
    for start, end in spans:
        marker = unit.text.cut(start, end)
        unit.markers.append((marker.text.translate(PLAIN_DIGITS).strip(" /[]"), start - removed))
        parts.set_aside("marker", marker)
        removed += end - start
    unit.text = unit.text.without(spans)


def _first_stroke(number: str, units: list[Unit]) -> tuple[Unit, tuple[int, int]] | None:
    """The first place where the figure stands before a stroke, behind a blank: "as told 1/ by"."""
    for unit in units:
        if unit.kind != "footnote" and (spans := _strokes(number, unit.text.text)):
            return unit, spans[0]
    return None


def _brackets(number: str, units: list[Unit]) -> list[tuple[Unit, tuple[int, int]]]:
    """The places where the figure stands in square brackets behind a word."""
    marker = re.compile(rf"(?<=\S) ?\[{number}\]")
    return [(unit, match.span()) for unit in units if unit.kind != "footnote" for match in marker.finditer(unit.text.text)]


def _strokes(number: str, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(rf"(?<=\S) {number}/(?=[\s.,;:)]|$)", text)]


def _all_glued(number: str, units: list[Unit]) -> list[tuple[Unit, tuple[int, int]]]:
    """The places where the figure hangs on a word, a bracket or a stop and nothing hangs on it."""
    glued = re.compile(rf"(?:(?<=[a-z)\]”\"’.,;:])|(?<=\b20\d\d)|(?<=\b19\d\d)){number}(?![\w/-]|[.,:)]\d)")
    return [
        (unit, match.span())
        for unit in units
        for match in glued.finditer(unit.text.text)
        if unit.kind != "footnote"
        and re.search(r"(?:[a-z)\]”\"’]|\d{4})[.,;:]?$", before := unit.text.text[max(0, match.start() - 12) : match.start()])
        if not _OWN_FIGURE.search(before)
    ]
