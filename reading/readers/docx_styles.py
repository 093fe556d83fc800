"""Eyes, readers: the styles of a Word document. In: the styles part. Out: which are headings, hidden, raised, numbered.

Must not read words. Rule: ECMA-376, part 1, 17.7; the names of the United Nations' own styles ("_ H _Ch_G", "__Single Txt").
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from reading.readers.docx_numbering import W, value, whole

_DEEPEST = 20  # styles based on each other; a longer chain goes in a circle
_BODY_LEVEL = 9  # the outline level of what is no heading

# The names without blanks and signs, Geneva's "_G" taken off: title, chapter, and the headings below it.
_HEADINGS = {"hm": 1, "titlehm": 1, "titlehch": 1, "hch": 1, "h1": 2, "h23": 3, "h4": 4, "h56": 5, "title": 1}
_CONTENTS = re.compile(r"toc\s?\d|table of contents|contents\d?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of one document by their id."""

    by_id: Mapping[str, etree._Element] = field(default_factory=dict)

    def heading(self, properties: etree._Element | None) -> int:
        """The level of the heading that a paragraph with these properties is, from 1; 0 for none."""
        own = _outline(properties)
        for style in () if own is not None else self._chain(_style(properties, "pStyle")):
            name = (value(style.find(f"{W}name")) or "").lower()
            own = _HEADINGS.get(re.sub(r"_g$|[^a-z0-9]", "", name))
            if own is None and (outline := _outline(style.find(f"{W}pPr"))) is not None:
                own = outline
            if own is not None:
                break
        return own or 0

    def is_contents(self, properties: etree._Element | None) -> bool:
        """Whether a paragraph is a line of a table of contents."""
        style = self.by_id.get(_style(properties, "pStyle"))
        return style is not None and bool(_CONTENTS.fullmatch(value(style.find(f"{W}name")) or ""))

    def number(self, properties: etree._Element | None) -> tuple[str, int | None, str]:
        """The list that a paragraph is numbered in, its level where said, and the style that says it; "" for no list."""
        if properties is not None and (own := properties.find(f"{W}numPr")) is not None and value(own.find(f"{W}numId")):
            return value(own.find(f"{W}numId")) or "", _level(own), _style(properties, "pStyle")
        for style in self._chain(_style(properties, "pStyle")):
            said = style.find(f"{W}pPr/{W}numPr")
            if said is not None and value(said.find(f"{W}numId")):
                own_level = _level(properties.find(f"{W}numPr")) if properties is not None else None
                level = own_level if own_level is not None else _level(said)
                return value(said.find(f"{W}numId")) or "", level, style.get(f"{W}styleId", "")
        return "", None, ""

    def is_hidden(self, properties: etree._Element | None) -> bool:
        """Whether words with these properties are printed nowhere."""
        said = self._first(properties, "vanish")
        return said is not None and value(said) not in ("0", "false", "off")

    def is_raised(self, properties: etree._Element | None) -> bool:
        """Whether words with these properties stand above the line."""
        return value(self._first(properties, "vertAlign")) == "superscript"

    def _first(self, properties: etree._Element | None, tag: str) -> etree._Element | None:
        """A property as the words have it themselves, or from their character style."""
        if properties is None:
            return None
        own = properties.find(f"{W}{tag}")
        if own is not None:
            return own
        found = (style.find(f"{W}rPr/{W}{tag}") for style in self._chain(_style(properties, "rStyle")))
        return next((said for said in found if said is not None), None)

    def _chain(self, key: str) -> Iterator[etree._Element]:
        """A style and those that it is based on, the nearest first."""
        for _ in range(_DEEPEST):
            style = self.by_id.get(key)
            if style is None:
                return
            yield style
            key = value(style.find(f"{W}basedOn")) or ""


def read_styles(root: etree._Element | None) -> Styles:
    """The styles of a styles part; none where the document has no such part."""
    return Styles({} if root is None else {style.get(f"{W}styleId", ""): style for style in root.findall(f"{W}style")})


def _style(properties: etree._Element | None, tag: str) -> str:
    return "" if properties is None else value(properties.find(f"{W}{tag}")) or ""


def _outline(properties: etree._Element | None) -> int | None:
    said = None if properties is None else value(properties.find(f"{W}outlineLvl"))
    if said is None:
        return None
    level = whole(said, _BODY_LEVEL)
    return level + 1 if 0 <= level < _BODY_LEVEL else 0


def _level(numbered: etree._Element | None) -> int | None:
    said = None if numbered is None else value(numbered.find(f"{W}ilvl"))
    return None if said is None else whole(said)
