"""Answers, papers: signs. In: a text of whatever origin, and the paper it stands in. Out: a text that any format can hold and
that cannot reach beyond itself; which way a language runs; what is too much for one paper. Must not know any format.

Rule: XML 1.0, 2.2 (what a document may hold); Unicode Bidirectional Algorithm, UAX #9, 3.3.2 (embeddings, overrides, isolates).
What is not allowed is shown, never dropped: a reader must see that something stood there.
"""

import re
import unicodedata
from collections.abc import Iterator

from api.papers.paper import Block, Paper, Run, Table
from ontology.errors import QueryTooLarge

MOST_CHARACTERS = 2_000_000
"""Of a paper, its notes and addresses with it: some 600 printed pages."""
MOST_RUNS = 50_000
"""Stretches of one kind; a tab and the end of a line part them too, and are elements of their own in Word."""
_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "ps", "dv", "ckb", "yi")
_CONTROLS = [code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r"]
_UNKNOWN = dict.fromkeys([*_CONTROLS, *range(0xD800, 0xE000), 0x202D, 0x202E, 0xFFFE, 0xFFFF], 0xFFFD)
_SHOWN = _UNKNOWN | {0x85: 0x0A, 0x2028: 0x0A, 0x2029: 0x0A}
_OPENING, _CLOSING = (
    {"\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"},
    "\u202c\u2069",
)
_TURNING = re.compile("[\u202a-\u202c\u2066-\u2069]")
_PILED = 30  # marks on one letter, as in the stream-safe text format (UAX #15, 13); 30,000 of them end Typst
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]{1,2000}")


def sound(text: str) -> str:
    """The text with signs that no XML may hold, and overrides of the direction, shown as signs of their own; what it opens for
    another direction it closes, so that nothing behind it turns. Lines end in a line feed.
    """
    shown = text.replace("\r\n", "\n").replace("\r", "\n").translate(_SHOWN)
    turned = _closed(shown) if _TURNING.search(shown) else shown
    return turned if turned.isascii() else _unpiled(turned)


def one_line(text: str) -> str:
    """The same in one line."""
    return " ".join(sound(text).split())


def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left."""
    return language.partition("-")[0].lower() in _RIGHT_TO_LEFT


def language_of(told: str, otherwise: str = "en") -> str:
    """A language tag as it may stand in a paper; what is none gives way to another."""
    return told if _LANGUAGE.fullmatch(told) else otherwise


def address_of(href: str) -> str:
    """An address that a paper may lead to: http and https alone; "" for any other."""
    return href if _ADDRESS.fullmatch(href) else ""


def refuse_too_much(paper: Paper, most: int = MOST_CHARACTERS) -> None:
    """QueryTooLarge for a paper that is longer than `most` characters, or made of too many stretches: nobody could stop its
    writing.
    """
    runs = list(_runs(paper))
    length = sum(len(run.text) + len(run.note) + len(run.href) for run in runs) + len(paper.title) + len(paper.origin)
    stretches = len(runs) + sum(words.count("\t") + words.count("\n") for run in runs for words in (run.text, run.note))
    if length > most or stretches > MOST_RUNS:
        raise QueryTooLarge(
            f"The paper has {length:,} characters in {stretches:,} stretches; {most:,} in {MOST_RUNS:,} can be written.",
            advice="Ask for fewer passages at once.",
        )


def _runs(paper: Paper) -> Iterator[Run]:
    for block in paper.blocks:
        if isinstance(block, Block):
            yield from block.runs
        else:
            yield from _cells(block)


def _cells(table: Table) -> Iterator[Run]:
    yield Run(table.caption)
    yield from map(Run, table.heads)
    for row in table.rows:
        yield from row


def _unpiled(text: str) -> str:
    """The text with no more than 30 marks on a letter; what stood above them is shown as unknown."""
    kept: list[str] = []
    piled = 0
    for sign in text:
        piled = piled + 1 if sign > "\u02ff" and unicodedata.category(sign) in ("Mn", "Me", "Mc") else 0
        if piled <= _PILED:
            kept.append(sign)
        elif piled == _PILED + 1:
            kept.append("\ufffd")
    return "".join(kept)


def _closed(text: str) -> str:
    """The text with every embedding and isolate closed at its end, and closings without an opening left out."""
    open_: list[str] = []
    kept: list[str] = []
    for sign in text:
        if sign in _OPENING:
            open_.append(_OPENING[sign])
        elif sign in _CLOSING:
            if not open_ or open_[-1] != sign:
                continue
            open_.pop()
        kept.append(sign)
    return "".join([*kept, *reversed(open_)])
