"""Eyes, stage split, for documents that only show how their text lies. In: blocks. Out: numbered and preambular paragraphs,
lettered items, footnotes, tables, signatures, annexes, sections as a tree.

A sentence that a page break, a footnote or a running head cut in two is joined again. Must not resolve or cite.
Rule: United Nations Editorial Manual (numbered paragraphs, lettered sub-paragraphs, footnotes by superscript, resolutions).
"""

import re
from collections.abc import Callable
from dataclasses import replace

from reading.clean import Block
from reading.mapped import Mapped
from reading.parts.headings import Heading, looks_bare
from reading.parts.items import LETTERED
from reading.parts.markers import lift_markers
from reading.parts.opening import is_body_table, opening, summary_rows, tells
from reading.parts.resolutions import begins_letter, names_organ
from reading.parts.scopes import annex_head
from reading.parts.split_numbers import NUMBERED, decimal, lettered, listed, paragraph
from reading.parts.split_resolution import close, organ, preambular, signature
from reading.parts.splitting import Splitting
from reading.parts.tables import table_text, with_captions
from reading.parts.units import Head, Parts, Unit

_LEADERS = re.compile(r"\.{5,}|(?:\s\.){5,}|…{2,}|\.{3,}\s+\d[\d\s–-]*$")
_COLUMNS = re.compile(r"\s{3,}\d[\d\s–-]*$")
_STARRED = re.compile(r"\*{1,4}\s+\S")
_LONGEST_FIGURED = 100  # characters of a heading that looks like a numbered paragraph
_LONGEST_TITLE = 250  # characters of an annex's title
_PART = re.compile(r"[A-Z]")  # "A" alone on a line heads one of several resolutions
_OPENERS = ("introduction", "background", "overview", "overall orientation", "general")

Step = Callable[[Splitting, Mapped, Block], bool]


def split(blocks: list[Block], words: frozenset[str] = frozenset()) -> Parts:
    """The parts of a report, letter, resolution or decision; unnumbered text after the masthead becomes `p/N`."""
    blocks = with_captions(blocks)
    now = _through(blocks, words, len(blocks))
    if now.unmarked or not now.parts.units:
        again = _through(blocks, words, opening(blocks))
        now = again if again.parts.units else now
    lift_markers(now.parts, now.notes.plain, now.notes.bracketed)
    return now.parts


def _through(blocks: list[Block], words: frozenset[str], begins: int) -> Splitting:
    """All blocks in their places; the text begins with the block at `begins`, where no sign of its own comes before."""
    now = Splitting(words)
    for at, block in enumerate(blocks):
        now.begun |= at == begins
        _take(now, block)
    now.settle_annex()
    return now


def _take(now: Splitting, block: Block) -> None:
    """Puts one block where it belongs."""
    if block.kind in ("rule", "furniture"):
        now.notes.after_rule |= block.kind == "rule"
        now.interrupted |= block.kind == "furniture"
        now.parts.set_aside("rule" if block.kind == "rule" else "furniture", block.text)
        return
    if block.kind == "table":
        _table(now, block)
    elif not any(step(now, block.text, block) for step in _STEPS):
        raise AssertionError(f"no place for {block.text.text[:60]!r}")  # _plain takes whatever is left
    now.notes.after_rule = False


def _goes_on(now: Splitting, text: Mapped, block: Block) -> bool:
    """A block that the page itself shows to go on with the one before."""
    held = now.scope.open
    if not block.continues or held is None or held.kind != "paragraph":
        return False
    now.go_on(held, text)
    return True


def _table(now: Splitting, block: Block) -> None:
    now.settle_annex()
    contents = [row for row in block.rows if _LEADERS.search(row.text)]
    if not now.begun and (rows := summary_rows(block.rows)):
        now.begun = now.in_summary = True
        for row in rows:
            _summary(now, row)
        return
    if not now.begun and not contents and is_body_table(block.rows):
        now.begun = now.unmarked = True
    if not now.begun or len(contents) * 2 > len(block.rows):
        now.contents |= bool(contents)
        for row in block.rows:
            now.parts.set_aside("masthead", row)
        return
    text = table_text(block.rows)
    if text.text:
        now.parts.items.append(Unit(now.scope.next("table"), "table", None, text, now.scope.section()))
    now.signing = False


def _contents(now: Splitting, text: Mapped, _: Block) -> bool:
    """A line of a table of contents, known by its leaders, is neither heading nor paragraph."""
    if not _LEADERS.search(text.text):
        return False
    now.contents = True
    now.parts.set_aside("masthead", text)
    return True


def _footnote(now: Splitting, text: Mapped, _: Block) -> bool:
    return now.notes.take(text, now.parts, now.scope)


def _starred(now: Splitting, text: Mapped, block: Block) -> bool:
    """A note with stars says something of the document, such as why it is late."""
    if block.bullet or not _STARRED.match(text.text):
        return False
    now.parts.set_aside("masthead", text)
    return True


def _names_annex(now: Splitting, text: Mapped, block: Block) -> bool:
    """The title of an annex stands below its mark; what is no title leaves the annex its mark as words."""
    if now.unnamed is None:
        return False
    again = annex_head(text.text, block.hashes)
    if again is not None and again.at == len(text) and again.mark in ("", now.unnamed[1].mark):
        now.parts.set_aside("heading", text)  # its mark over its title once more
        return True
    labelled = NUMBERED.match(text.text) or LETTERED.match(text.text) or names_organ(text.text)
    open_ended = len(text) < _LONGEST_TITLE and not re.search(r"[.,;:]\s*$", text.text) and not text.text[:1].islower()
    titled = not labelled and (block.hashes or open_ended) and again is None
    if not titled:
        now.settle_annex()
        return False
    path, head, printed, within = now.unnamed
    now.unnamed = None
    now.parts.set_aside("number", printed)
    now.parts.items.append(Head(path, head.mark or None, text, 1, within))
    return True


def _annex(now: Splitting, text: Mapped, block: Block) -> bool:
    """Before any paragraph an annex is what the document is about; behind one its numbers are its own."""
    head = annex_head(text.text, block.hashes)
    if head is None or not (now.scope.last_number or now.scope.counts or now.scope.path or now.scope.last_decimal):
        return False
    now.scope, within = now.annexes.enter(head, now.scope, now.outer)
    now.in_summary = now.signing = now.closing = False
    if head.at < len(text):
        now.parts.set_aside("number", text.cut(0, head.at).strip())
        now.parts.items.append(Head(now.scope.path, head.mark or None, text.cut(head.at).strip(), 1, within))
    else:
        now.unnamed = (now.scope.path, head, text, within)
    return True


def _heading(now: Splitting, text: Mapped, block: Block) -> bool:
    if text.text.strip(" :").casefold() == "summary" and not now.scope.last_number:
        now.begun = now.in_summary = True
        now.parts.set_aside("heading", text)
        return True
    if now.begun and _PART.fullmatch(text.text) and not _is_roman(now, text):
        now.part = text
        now.parts.set_aside("heading", text)
        return True
    heading = None if _COLUMNS.search(text.text[-80:]) else now.scope.outline.recognise(text.text, block.hashes)
    bare = heading is not None and heading.mark is None
    if bare and block.bullet:
        return False
    plain = block.continues is not None and not block.hashes  # the page shows no heading
    broken = now.unfinished(block) and not now.among_preambles() and (not block.hashes or text.text[:1].islower())
    barred = plain or broken or not (now.begun or _opens(now, text, block)) or (now.in_summary and not block.hashes)
    if heading is None or (bare and barred):
        return False
    _open_section(now, heading, text)
    return True


def _figured(now: Splitting, text: Mapped, block: Block) -> bool:
    """A heading with a figure, of the third depth: short, without a stop, and its figure is not that of the next paragraph."""
    match, held = NUMBERED.match(text.text), now.scope.open
    if match is None or block.hashes or block.bullet or now.unfinished(block) or (held and held.text.text.endswith(":")):
        return False
    number, words = int(match[1]), text.text[match.end() :]
    stray = number > now.scope.last_number or number == now.scope.listed + 1 != 1
    if stray or not now.scope.outline.follows(number) or not looks_bare(words) or len(words) > _LONGEST_FIGURED:
        return False
    _open_section(now, Heading(match[1], 0, match.end()), text)
    return True


def _is_roman(now: Splitting, text: Mapped) -> bool:
    """Whether a capital alone on its line is the next roman figure, and not the resolution I behind H."""
    heading = now.scope.outline.recognise(text.text, 0)
    before = now.part.text if now.part is not None else ""
    return heading is not None and heading.mark == text.text and chr(ord(text.text) - 1) != before


def _opens(now: Splitting, text: Mapped, block: Block) -> bool:
    """Whether a bare heading begins the text: the first behind the table of contents, or one that always does."""
    return bool(block.hashes) and (now.contents or text.text.casefold().strip() in _OPENERS)


def _open_section(now: Splitting, heading: Heading, text: Mapped) -> None:
    now.begun, now.in_summary, now.signing = True, False, False
    now.scope.open, now.scope.headed, now.scope.marked = None, True, heading.mark is not None
    if heading.mark is None and _names_section(now, text):
        now.scope.marked = True
        return
    path, level, parent = now.scope.outline.open(heading)
    if heading.mark:
        now.parts.set_aside("number", text.cut(0, heading.at).strip())
    words = text.cut(heading.at).strip()
    now.parts.items.append(Head(now.scope.at(path), heading.mark, words, level, now.scope.at(parent)))


def _names_section(now: Splitting, text: Mapped) -> bool:
    """Whether a bare heading stands right below a mark alone on its line, and so is that section's name."""
    last = now.parts.items[-1] if now.parts.items else None
    if not isinstance(last, Head) or last.mark is None or last.text.text.rstrip(".") != last.mark:
        return False
    now.parts.set_aside("number", last.text)
    now.parts.items[-1] = replace(last, text=text)
    return True


def _continuation(now: Splitting, text: Mapped, block: Block) -> bool:
    target = now.broken_off(block)
    if target is None:
        return False
    now.go_on(target, text)
    return True


def _masthead(now: Splitting, text: Mapped, _: Block) -> bool:
    now.unmarked |= not now.begun and not begins_letter(text.text) and tells(text.text)
    if now.begun or now.unmarked or begins_letter(text.text):
        now.begun = True
        return False
    now.parts.set_aside("masthead", text)
    return True


def _plain(now: Splitting, text: Mapped, block: Block) -> bool:
    if now.in_summary:
        _summary(now, text)
        return True
    now.add_plain(text)
    now.in_list = block.bullet
    return True


def _summary(now: Splitting, text: Mapped) -> None:
    held = now.scope.open
    if held is not None and held.kind == "summary":
        held.text = held.text.plus(text, "\n")
        return
    now.add(Unit("summary", "summary", None, text))


_STEPS: tuple[Step, ...] = (
    *(_goes_on, _contents, _footnote, _starred, _names_annex, _annex, organ),
    *(close, signature, _figured, listed, paragraph, decimal, lettered, preambular),
    *(_heading, _continuation, _masthead, _plain),
)
