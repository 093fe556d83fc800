"""Eyes, stage clean: lines. In: decoded source text. Out: its lines with their offsets, letters as they are read, and whether
a line is page furniture.

Takes off what a typesetter or an editor put between the letters: soft hyphens, ligatures, hard blanks, quotation marks of
Markdown, its footnote marks. Must not join lines or know paragraphs.
"""

import re
from array import array
from collections.abc import Iterator

from reading.mapped import Mapped

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SOFT_HYPHEN = "\u00ad"

_QUOTED = re.compile(r"\s{0,3}(?:>\s?)+(?=\S|$)")
_UNSEEN = re.compile(rf"[\u200b\u2060\ufeff]|{SOFT_HYPHEN}(?!$)")
_HARD_BLANK = re.compile(r"[\u00a0\u2000-\u200a\u202f]")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_ODD = re.compile(rf"(?P<opens>\A\s*)?\[\^(?P<note>\d{{1,3}})\](?(opens):?)|[{''.join(_LIGATURES)}]")

_PAGE = r"\d{1,3}(?:/\d{1,3})?"
_HEAD = (
    r"(?:(?:GE\.\s?)?\d{2}-\d{4,6}|\([A-Z]\)|\d{6}|/\s?\.\.\.|\*\d{5,}\*|[Pp]age\s\d{1,3}|English|French|Spanish|Russian|Arabic|Chinese"
    r"|(?:A|S|E|ST|CAT|CCPR|CEDAW|CERD|CRC)/(?=\D*\d)[A-Z0-9](?:[\w/()-]|\.(?=\d))*(?:\s\((?:19|20)\d\d\))?)"
)
# Alone on a line: page number, "11/18 24-24224", job number, "Page 3", or the document's symbol as running head.
_FOOT = re.compile(  # job number and page stand together in no sentence
    r"(?<!\S)(?:(?:GE\.\s?)?\d{2}-\d{5}(?:\s\([A-Z]\))?\s+\d{1,3}/\d{1,3}|\d{1,3}/\d{1,3}\s+(?:GE\.\s?)?\d{2}-\d{5})(?!\S)"
)
_FURNITURE = re.compile(rf"\s*(?:{_PAGE}|(?:{_PAGE}\s+)?{_HEAD}(?:\s+{_HEAD})*(?:\s+{_PAGE})?)\s*")


def lines(text: str) -> Iterator[Mapped]:
    """The lines of a source in order, tidy, each knowing where it stood; a page's foot inside a line is one of its own."""
    start = 0
    for line in re.split(r"(?<=[\n\f])", text):
        tidy = _tidy(Mapped.of(line.rstrip("\r\n\f\ufeff"), start))
        start += len(line)
        yield from _parted(tidy) if _FOOT.search(tidy.text) else (tidy,)


def _parted(line: Mapped) -> Iterator[Mapped]:
    at = 0
    for foot in _FOOT.finditer(line.text):
        yield from (part for part in (line.cut(at, foot.start()), line.cut(*foot.span())) if part.text.strip())
        at = foot.end()
    if line.text[at:].strip():
        yield line.cut(at)


def is_furniture(line: str) -> bool:
    """Whether a line is a running head or foot and nothing else."""
    return bool(_FURNITURE.fullmatch(line))


def _tidy(line: Mapped) -> Mapped:
    if quoted := _QUOTED.match(line.text):
        line = line.cut(quoted.end())
    return _letters(line.replace(_UNSEEN, "").replace(_HARD_BLANK, " "))


def _letters(line: Mapped) -> Mapped:
    """The line with ligatures spelled out and the footnote marks of Markdown as superscripts."""
    pieces, at = [], 0
    for match in _ODD.finditer(line.text):
        pieces += [line.cut(at, match.start()), _read(line, match)]
        at = match.end()
    return Mapped.of_all([*pieces, line.cut(at)]) if at else line


def _read(line: Mapped, match: "re.Match[str]") -> Mapped:
    if match["note"]:
        return Mapped(match["note"].translate(SUPERSCRIPTS), line.offsets[match.start("note") : match.end("note")])
    letters = _LIGATURES[match[0]]
    return Mapped(letters, array("l", [line.offsets[match.start()]] * len(letters)))
