"""Eyes, stage clean. In: decoded source text. Out: blocks of cleaned text that know their source offsets, and what was set aside.

Takes off Markdown and HTML markup, running heads and page numbers, and joins hard-wrapped lines. Must not know paragraphs,
sections or footnotes: that is split's.
"""

import html
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from reading.lines import SOFT_HYPHEN, SUPERSCRIPTS, is_furniture, lines
from reading.mapped import JOINED, Mapped

PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

_MARKUP = re.compile(
    r"""
      <sup>\s*(?P<sup>\d{1,3})\s*</sup>
    | \[(?P<inner>(?:\\.|[^\[\]\\])*)\]\([^()\s]*\)           # a link keeps its words, not its address
    | \\(?P<escaped>[\\`*_{}\[\]()\#+\-.!>~|])
    | \*(?P<emphasis>[^\s*](?:[^*\n]*[^\s*])?)\*
    | (?<!\w)_(?P<slanted>[^\s_](?:[^_\n]*[^\s_])?)_(?!\w)
    | (?P<tag></?[A-Za-z][A-Za-z0-9]{0,9}(?:\s[^<>]{0,200})?/?>)
    | &(?P<entity>[A-Za-z]{2,8}|\#\d{1,6}|\#x[0-9A-Fa-f]{1,5});
    """,
    re.VERBOSE,
)
_BREAKING = re.compile(r"</?(?:br|p|li|ul|ol|div|t[dr])\b", re.IGNORECASE)  # what stands on both sides is not one word
_BLANK = Mapped(" ", array("l", [JOINED]))
_STRONG = re.compile(r"(?<!\\)\*\*|(?<!\w)__|__(?!\w)")
_RULE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,})\s*")
_HASHES = re.compile(r"\s{0,3}(#{1,6})\s+")
_BULLET = re.compile(r"\s*(?:[-•*]\s*)?»\s*|\s*[-–—•▪◦]\s+")
_DASH = re.compile(r"\s*[-–—]\s")
_TABLE = re.compile(r"\s*\|.*\|\s*|(?!\s*(?:\d{1,3}\.|\([a-z]{1,3}\)|[»•-])\s*\t)\s*\S[^\t]*\t.*")
# Columns set by wide blanks: words, then a figure or the dash that stands for none.
_ROW = re.compile(r"\s*\S.*\S\s{3,}\(?(?:\d[\d ,.]{0,20}|[-–—])\)?\s*")
_WIDE = re.compile(r"[ \t]{2,}|\t")
_LABEL = re.compile(r"\d{1,3}\.|\([a-z]{1,3}\)|[IVXLC]{1,7}\.|[A-Z]\.")
_NEW_UNIT = re.compile(
    r"\s*(?:\d{1,3}\.(?:\s+\S|\s*$)|\([a-z]{1,3}\)(?:\s+\S|\s*$)|[㈠-㈩]|(?:[-•*]\s*)?»|[-•]\s+\S|#{1,6}\s|[⁰¹²³⁴-⁹]{1,3}\s*\S|<sup>|\*\*\d{1,3}\.\s)"
)
_ANNEX = re.compile(r"\W*(?:Annex|Appendix|Enclosure)(?:\s+(?:[IVX]+|\d{1,2}))?\W*", re.IGNORECASE)
_CHINESE = re.compile(r"[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff65]")  # signs between which no blank stands
_COMPLETE = re.compile(r"[.:;!?…。；：！？؛؟۔][\"”’»)\]]*(?:\s\d{1,3}/)?[⁰¹²³⁴-⁹]{0,3}\**\s*$|;\s*(?:and|or)\s*$")

_END = 200  # characters in which the end of a text shows; a paragraph that grows line by line is not searched whole each time

BlockKind = Literal["text", "rule", "table", "furniture"]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together. `hashes` ranks a heading by its marks or looks; `rows` are a table's lines, uncleaned.

    `continues` says what the page shows: this text goes on with the text block before, whatever stands between them, or begins
    anew; None where the format does not show it.
    """

    kind: BlockKind
    text: Mapped
    hashes: int = 0
    bullet: bool = False
    rows: tuple[Mapped, ...] = ()
    continues: bool | None = None


@dataclass(slots=True)
class _Gathering:
    """The block that grows while lines come in."""

    words: frozenset[str]
    lines: list[Mapped] = field(default_factory=list)

    def take(self) -> Iterator[Block]:
        if not self.lines:
            return
        held, self.lines = self.lines, []
        if any(all(row.fullmatch(line.text) for line in held) for row in (_TABLE, _ROW)):
            yield Block("table", held[0].cut(0, 0), rows=tuple(held))
            return
        yield _text_block(held, self.words)


def blocks(text: str) -> list[Block]:
    """The blocks of a source in reading order; every visible character is in one of them, or is markup."""
    gathering = _Gathering(frozenset(re.findall(r"\w+(?:-\w+)*", text.lower())))
    found: list[Block] = []
    for line in lines(text):
        if alone := _alone(line):
            found += [*gathering.take(), alone]
        elif not line.text.strip():
            found += gathering.take()
        else:
            if gathering.lines and _starts_anew(gathering.lines[-1], line):
                found += gathering.take()
            gathering.lines.append(line)
    return list(_labelled([*found, *gathering.take()], gathering.words))


def inline(text: Mapped) -> Mapped:
    """The text without markup; a superscript in HTML becomes the Unicode one."""
    text = text.replace(_STRONG, "")  # first, because strong words may stand inside emphasised ones
    pieces, at, before = [], 0, ""
    for match in _MARKUP.finditer(text.text):
        pieces.append(text.cut(at, match.start()))
        at = match.end()
        before = pieces[-1].text[-1:] or before
        between_words = before.strip() and text.text[at : at + 1].strip()
        breaks = between_words and match["tag"] and _BREAKING.match(match["tag"])
        pieces.append(_BLANK if breaks else _unmarked(text, match))
        before = pieces[-1].text[-1:] or before
    return Mapped.of_all([*pieces, text.cut(at)]) if at else text


def join(first: Mapped, second: Mapped, words: frozenset[str] = frozenset()) -> Mapped:
    """Two halves of a broken sentence.

    A hyphen at the break stays ("Secretary-" + "General"), unless this document writes the word without one and never with.
    Between two Chinese signs stands no blank.
    """
    if first.text.endswith(SOFT_HYPHEN):
        return first.cut(0, len(first) - 1).plus(second)
    head = re.search(r"(\w+)-$", first.text[-_END:])
    tail = re.match(r"\w+", second.text)
    if not head or not tail:
        return first.plus(second, "" if _CHINESE.match(first.text[-1:]) and _CHINESE.match(second.text[:1]) else " ")
    solid, hyphenated = (head[1] + tail[0]).lower(), f"{head[1]}-{tail[0]}".lower()
    if solid in words and hyphenated not in words:
        return first.cut(0, len(first) - 1).plus(second)
    return first.plus(second)


def is_complete(text: str) -> bool:
    """Whether a text ends as a sentence, a chapeau or a list item ends."""
    return bool(_COMPLETE.search(text[-_END:]))


def _alone(line: Mapped) -> Block | None:
    if _RULE.fullmatch(line.text):
        return Block("rule", line.strip())
    if is_furniture(line.text):
        return Block("furniture", line.strip())
    return None


def _starts_anew(before: Mapped, line: Mapped) -> bool:
    if _TABLE.fullmatch(before.text) or _TABLE.fullmatch(line.text):
        return bool(_TABLE.fullmatch(before.text)) != bool(_TABLE.fullmatch(line.text))
    if _ANNEX.fullmatch(before.text) or _ANNEX.fullmatch(line.text):
        return True
    if _DASH.match(line.text) and not (is_complete(before.text) or _BULLET.match(before.text)):
        return False  # it stands in the sentence
    if _HASHES.match(before.text) or _HASHES.match(line.text) or _BULLET.match(line.text):
        return True
    return bool(_NEW_UNIT.match(line.text)) and (is_complete(before.text) or len(before.text.strip()) < 60)


def _labelled(found: list[Block], words: frozenset[str]) -> Iterator[Block]:
    """The blocks, with a number or letter that stands alone put before its words."""
    label: Block | None = None
    for block in found:
        if label is not None and block.kind == "text":
            yield Block("text", join(label.text, block.text, words), label.hashes or block.hashes)
            label = None
        elif block.kind == "text" and _LABEL.fullmatch(block.text.text):
            label = block
        elif label is not None and block.kind != "furniture":
            yield from (label, block)
            label = None
        else:
            yield block
    if label is not None:
        yield label


def _text_block(held: list[Mapped], words: frozenset[str]) -> Block:
    first = held[0]
    hashes = _HASHES.match(first.text)
    bullet = None if hashes else _BULLET.match(first.text)
    if mark := hashes or bullet:
        first = first.cut(mark.end())
    text = _joined(first.strip(), held[1:], words)
    return Block("text", inline(text).strip().replace(_WIDE, " "), len(hashes[1]) if hashes else 0, bullet is not None)


def _joined(first: Mapped, rest: list[Mapped], words: frozenset[str]) -> Mapped:
    """The lines of a block as one text, in time linear in its length: each is joined to the one before it alone."""
    pieces = [first]
    for line in rest:
        two, length = join(pieces[-1], line.strip(), words), len(line.strip())
        pieces[-1:] = [two.cut(0, len(two) - length), two.cut(len(two) - length)]
    return Mapped.of_all(pieces)


def _unmarked(text: Mapped, match: "re.Match[str]") -> Mapped:
    for group in ("inner", "emphasis", "slanted", "escaped"):
        if match[group] is not None:
            inner = text.cut(match.start(group), match.end(group))
            return inner if group == "escaped" else inline(inner)
    if match["sup"] is not None:
        return Mapped(match["sup"].translate(SUPERSCRIPTS), text.offsets[match.start("sup") : match.end("sup")])
    if match["entity"] is not None:
        letters = html.unescape(match[0])
        return Mapped(letters, array("l", [text.offsets[match.start()]] * len(letters)))
    return Mapped.empty()
