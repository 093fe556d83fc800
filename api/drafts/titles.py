"""Answers, drafts: titles. In: a citation in its passage, and what the graph has of its target. Out: whether the draft calls the
document by another title than it has here. Must not ask the graph, nor call either title wrong.

Read only where the draft says that it is a title ("entitled “...”"), directly before or behind the citation. A short title agrees
with one that goes on. What is called by kind, date or number has no title to compare.
"""

import re
from collections.abc import Iterator, Sequence

from api.drafts.findings import Note
from api.drafts.known import Known
from api.drafts.wording import folded, words_of
from ontology.span import Span

_TITLE = r"(?:entitled|titled)[\s,:]*[“\"«](?P<title>[^“”\"«»]{3,300})[”\"»]"
_BEFORE = re.compile(rf"(?P<lead>\w+),?\s+{_TITLE}\s*[,;]?\s*\(?\s*(?:see\s+)?$", re.IGNORECASE)
_BEHIND = re.compile(rf"\)?,?\s+(?:is\s+)?{_TITLE}", re.IGNORECASE)
_OF_A_PART = frozenset({"item", "items", "section", "chapter", "annex", "part", "subitem", "theme", "meeting"})
_NEARBY = 400  # characters before a citation in which a title may stand
_NO_TITLE = re.compile(
    r"(?:resolution|decision|identical\s+letters?|letters?|notes?|statement|report\s+of\s+the\s+secretary-general)\b"
    r"(?:\s+(?:dated|by|from|adopted|\d).*)?",
    re.IGNORECASE,
)


def of_title(text: str, span: Span, known: Known | None) -> Iterator[Note]:
    """A note where the draft names a title at a citation and the document has another one here."""
    told = _printed(text, span)
    if not told or known is None or known.held == "none" or not known.title or _NO_TITLE.fullmatch(known.title):
        return
    if not _agree(folded(words_of(told)), folded(words_of(known.title))):
        yield Note("title", f"The draft calls it “{told}”; here it is called “{known.title}”.", calls=True)


def _printed(text: str, span: Span) -> str:
    before = _BEFORE.search(text, max(0, span.start - _NEARBY), span.start)
    if before and before["lead"].lower() not in _OF_A_PART:
        return before["title"].strip(" ,.")
    behind = _BEHIND.match(text, span.end)
    return behind["title"].strip(" ,.") if behind else ""


def _agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the shorter stands whole in the longer."""
    short, long = sorted((list(one), list(other)), key=len)
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))
