"""Answers, papers: fonts. In: a paper, and the signs that no font of this machine has. Out: the paper with that said in their
place. Must not write a paper.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from api.papers.paper import Block, Paper, Run, Table
from api.papers.setting import script
from api.papers.signs import sound

_MOST_NAMED = 12


def unusual(paper: Paper) -> str:
    """The signs of a paper that a font may lack: all beyond the letters of Europe."""
    return "".join(sorted({sign for text in _texts(paper) for sign in sound(text) if sign > "\u024f"}))


def printable(paper: Paper, missing: str) -> Paper:
    """The paper with every stretch that cannot be printed marked as such, and a remark that says so."""
    scripts = sorted({script(sign) for sign in missing})
    named = ", ".join(scripts[:_MOST_NAMED]) + (" and others" if len(scripts) > _MOST_NAMED else "")
    said = Run(
        f"No font on this server has signs of {named}: they are marked “not printed”. The words stand in the same paper as Word "
        "or Markdown."
    )
    signs = re.escape(missing)
    stretch = re.compile(f"[{signs}](?:[^\\w{signs}]*[{signs}])*")
    told = _mapped(paper, lambda text: stretch.sub(_said, sound(text)))
    return replace(told, blocks=[Block("note", [said]), *told.blocks])


def _said(found: re.Match[str]) -> str:
    return f"[not printed: {script(found[0][0])}]"


def _texts(paper: Paper) -> list[str]:
    found: list[str] = []

    def kept(text: str) -> str:
        found.append(text)
        return text

    _mapped(paper, kept)
    return found


def _mapped(paper: Paper, told: Callable[[str], str]) -> Paper:
    """The paper with each of its texts told otherwise."""

    def runs(given: Sequence[Run]) -> list[Run]:
        return [replace(run, text=told(run.text), note=told(run.note)) for run in given]

    def block(one: Block | Table) -> Block | Table:
        if isinstance(one, Block):
            return replace(one, runs=runs(one.runs))
        return Table(told(one.caption), [told(head) for head in one.heads], [runs(row) for row in one.rows])

    return Paper(told(paper.title), [block(one) for one in paper.blocks], told(paper.origin), paper.language)
