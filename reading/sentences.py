"""Eyes: sentences and lists of names. In: a text, the names found in it. Out: its sentences, and runs of names that stand
together.

Must not decide what a sentence says.
"""

import re
from collections.abc import Iterator, Sequence

from ontology.span import Span
from reading.mentions.lexicon import Named

_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_BETWEEN = re.compile(r"\s*(?:,|;)?\s*(?:and|or|as well as)?\s*(?:in)?\s*(?:the\s+)?", re.IGNORECASE)


def sentences(text: str) -> Iterator[Span]:
    """The sentences of a text, in order, without the blanks between them."""
    start = 0
    for match in _END.finditer(text):
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, len(text))


def sentence_end(text: str, start: int, end: int) -> int:
    """Where the sentence ends in which an offset stands, and `end` where none ends before."""
    match = _END.search(text, start, end)
    return match.start() if match else end


def listed(text: str, named: Sequence[Named], start: int) -> list[Named]:
    """The names that begin at an offset, "the" aside, and go on as one list: "A, B and C". Empty where no name begins there."""
    found: list[Named] = []
    at = start
    for name in sorted(named, key=lambda name: name.span.start):
        if name.span.start < at:
            continue
        if not _BETWEEN.fullmatch(text[at : name.span.start]):
            break
        found.append(name)
        at = name.span.end
    return found
