"""Answers, papers: PDF. In: a paper. Out: PDF/UA with footnotes at the foot of the page, by Typst. Must not let a word be code,
nor set it in this process: see the module that sets.

Measured (2 cores): 1.4 s of a processor and 300 MB for a paper of 400 quotations with as many notes.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from api.papers import setting
from api.papers.fonts import printable, unusual
from api.papers.paper import Block, Paper, Run, Table
from api.papers.signs import address_of, is_right_to_left, language_of, one_line, refuse_too_much, sound
from api.waiting import Places
from ontology.errors import QueryTooLarge

MOST_CHARACTERS = 500_000
MOST_NOTES = 3_000
_SETTING = str(Path(setting.__file__).resolve())
_WALL_S = 90.0  # on a machine that is busy; the seconds of its processor are bound in the process itself
_places = Places("papers are being set as PDF")

Told = dict[str, object]


def pdf(paper: Paper) -> bytes:
    """The paper as PDF: the same bytes for the same paper and fonts. Where no font has a script the paper says so. QueryTooLarge
    beyond 500,000 characters or 3,000 footnotes, and where Typst cannot set it; EngineBusy where others are being set.
    """
    refuse_too_much(paper, MOST_CHARACTERS)
    notes = sum(1 for run in _runs(paper.blocks) if run.note)
    if notes > MOST_NOTES:
        raise QueryTooLarge(
            f"The paper has {notes:,} footnotes; a PDF may have {MOST_NOTES:,}.", advice="Ask for fewer passages."
        )
    with _places.place():
        made, missing = _set(paper, unusual(paper))
        if missing:
            paper = printable(paper, missing)
            made, _ = _set(paper, "")
        if not made:  # signs that have a font alone, and none beside others, are left to Typst
            made, _ = _set(paper, "", is_plain=True)
    return made


def _set(paper: Paper, signs: str, *, is_plain: bool = False) -> tuple[bytes, str]:
    """The PDF, or nothing and the signs among these that no font has."""
    asked = json.dumps({"paper": json.dumps(_told(paper)), "signs": signs, "plain": is_plain})
    try:
        done = subprocess.run(  # noqa: S603 # our own module, by this interpreter; the paper is data on its standard input
            [sys.executable, "-I", _SETTING], input=asked.encode(), capture_output=True, timeout=_WALL_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise _beyond(f"it takes longer than {_WALL_S:.0f} seconds") from None
    if done.returncode:
        raise _beyond("Typst gave up, or needed more memory or time than it may have")
    if done.stdout.startswith(b"%PDF"):
        return done.stdout, ""
    return b"", str(json.loads(done.stdout)["missing"])


def _beyond(why: str) -> QueryTooLarge:
    return QueryTooLarge(f"This paper cannot be set as PDF: {why}.", advice="Ask for it as Word or Markdown, or for less.")


def _told(paper: Paper) -> Told:
    """The paper as the form takes it."""
    blocks: list[Told] = []
    level = 0
    for kind, group in groupby(paper.blocks, key=_kind):
        if kind == "item":
            blocks += _lists([one for one in group if isinstance(one, Block)])
            continue
        for one in group:
            if isinstance(one, Table):
                blocks.append(_table(one))
            else:
                level = min(max(one.level, 1), 4, level + 1) if one.kind == "heading" else level  # none may be left out: PDF/UA
                blocks.append(
                    {"kind": one.kind, "level": max(level, 1), "runs": list(map(_run, one.runs))} | _spoken(one.language)
                )
    title = one_line(paper.title) or "Untitled"
    return {"title": title, "origin": one_line(paper.origin), "blocks": blocks} | _spoken(paper.language)


def _kind(one: Block | Table) -> str:
    return one.kind if isinstance(one, Block) else "table"


def _lists(items: Sequence[Block]) -> Iterator[Told]:
    for language, group in groupby(items, key=lambda one: one.language):
        yield {"kind": "items", "items": [list(map(_run, one.runs)) for one in group]} | _spoken(language)


def _table(table: Table) -> Told:
    rows = [list(map(_run, row)) for row in table.rows]
    return {"kind": "table", "caption": one_line(table.caption), "heads": list(map(one_line, table.heads)), "rows": rows}


def _run(run: Run) -> Told:
    spoken: Told = _spoken(run.language) if run.language else {"lang": "", "region": None}
    words, note = sound(run.text), sound(run.note)
    return {"text": words, "kind": run.kind, "note": note, "href": address_of(run.href) if words.strip() else ""} | spoken


def _spoken(language: str) -> Told:
    """A language as Typst takes it: the code and the country apart."""
    code, *more = language_of(language).lower().split("-")
    region = next((part.upper() for part in more if len(part) == 2 and part.isalpha()), None)
    return {"lang": code, "region": region, "rtl": is_right_to_left(code)}


def _runs(blocks: Sequence[Block | Table]) -> Iterator[Run]:
    for one in blocks:
        yield from one.runs if isinstance(one, Block) else (cell for row in one.rows for cell in row)
