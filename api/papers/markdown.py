"""Answers, papers: Markdown. In: a paper. Out: CommonMark with footnotes as [^1] and tables with pipes. Must not lose a word, or
let one of them be markup.

Rule: CommonMark 0.31 (a backslash before ASCII punctuation makes it a sign); GitHub's extensions for footnotes, tables and ~~.
What is inserted has no mark of its own there, so it stands as <ins>, and what is deleted as <del>: both are plain HTML.
"""

import re

from api.papers.paper import Block, Paper, Run, RunKind, Table
from api.papers.signs import address_of, one_line, refuse_too_much

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!^$])")
_OPENING = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+=:])")
_BARE = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp|www)(?=[:.])")  # GitHub links bare addresses; a paper links what it means to
_AROUND: dict[RunKind, tuple[str, str]] = {
    "": ("", ""),
    "emphasis": ("*", "*"),
    "strong": ("**", "**"),
    "inserted": ("<ins>", "</ins>"),
    "deleted": ("<del>", "</del>"),
}
_BEFORE = {"quotation": "> ", "item": "- ", "note": "", "paragraph": ""}


def markdown(paper: Paper) -> str:
    """The paper as Markdown, its footnotes behind it. QueryTooLarge for one that is too long."""
    refuse_too_much(paper)
    notes: list[str] = []
    pieces = [f"# {_opened(_escaped(one_line(paper.title)))}"]
    pieces += [_table(block, notes) if isinstance(block, Table) else _block(block, notes) for block in paper.blocks]
    if paper.origin:
        pieces.append(f"---\n\n*{_escaped(one_line(paper.origin))}*")
    pieces += [f"[^{number}]: {_opened(_escaped(one_line(note)))}" for number, note in enumerate(notes, 1)]
    return "\n\n".join(pieces) + "\n"


def _block(block: Block, notes: list[str]) -> str:
    words = _opened("".join(_run(run, notes) for run in block.runs).strip())
    if block.kind == "heading":
        return f"{'#' * (min(max(block.level, 1), 4) + 1)} {words}"
    return _BEFORE[block.kind] + (f"*{words}*" if block.kind == "note" and words and "*" not in words else words)


def _run(run: Run, notes: list[str]) -> str:
    """Spaces at its ends stay outside its marks: inside, they would keep the marks from being marks."""
    told = re.sub(r"\s+", " ", one_line(run.text) if not run.text[:1].isspace() else " " + one_line(run.text))
    told += " " if run.text[-1:].isspace() and told.strip() else ""
    before, words, after = _parted(told)
    opens, closes = _AROUND[run.kind] if words else ("", "")
    shown = f"{opens}{_escaped(words)}{closes}"
    if words and (address := address_of(run.href)):
        shown = f"[{shown}](<{address}>)"
    if run.note:
        notes.append(run.note)
        return f"{before}{shown}[^{len(notes)}]{after}"
    return f"{before}{shown}{after}"


def _parted(text: str) -> tuple[str, str, str]:
    words = text.strip(" ")
    if not words:
        return text, "", ""
    start = text.index(words)
    return text[:start], words, text[start + len(words) :]


def _table(table: Table, notes: list[str]) -> str:
    heads = " | ".join(_escaped(one_line(head)) or " " for head in table.heads)
    rows = [" | ".join(_run(cell, notes).strip() or " " for cell in row) for row in table.rows]
    ruled = " | ".join("---" for _ in table.heads)
    lines = [f"| {line} |" for line in (heads, ruled, *rows)]
    caption = [f"**{_escaped(one_line(table.caption))}**", ""] if table.caption.strip() else []
    return "\n".join([*caption, *lines])


def _escaped(text: str) -> str:
    """Nothing in it is markup, and nothing in it is linked by itself."""
    return _BARE.sub(lambda found: f"{found[1]}\\", _MARKUP.sub(r"\\\1", text))


def _opened(line: str) -> str:
    """The same at the beginning of a line, where a number or a dash would begin a list."""
    return _OPENING.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", line)
