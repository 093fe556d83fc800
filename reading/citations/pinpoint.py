"""Eyes, stage cite: pinpoints. In: a text and the span of a citation in it. Out: the part that is cited, in the Manual's short
form.

Looks right before ("article II of the ..."), right after (", paras. 37 and 39") and for "its article 20" later in the
sentence. Must not know whether the document has the part.
"""

import re
from dataclasses import dataclass

from ontology.span import Span
from reading.citations.places import CHAIN, STEP, UNNAMED, Place, places_of, short_form

_BEFORE = re.compile(rf"(?P<place>{CHAIN}),?\s+(?:of|to)\s+(?:the\s+|its\s+)?(?:[“\"]\s*)?$")
# "paragraph 30 of my report of 3 May (": the words between name nothing but the document in the bracket.
_BRACKETED = re.compile(
    rf"(?P<place>{CHAIN}),?\s+(?:of|in)\s+(?:(?!and\b|or\b|resolutions?\b|annex\b)[A-Za-z’'-]+\s+){{1,9}}"
    r"(?:\d{1,2}\s+[A-Z][a-z]+(?:\s+\d{4})?\s+)?\($"
)
_DATE = r"(?:,?\s+(?:of|adopted\s+on|dated)\s+\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4})?"
_BEHIND = re.compile(rf"{_DATE}(?:\)?\s*[,(]\s*|\s+)(?:(?:see|at|in particular)\s+)?(?={UNNAMED})")
_NEXT = re.compile(r"\s*[,(]\s*|\s+")
_OF = re.compile(r"\s+(?:of|to\s+the)\b(?!\s+(?:that|the\s+same)\b)")
_ITS = re.compile(rf"\bits\s+(?!annex)(?P<place>{CHAIN})")  # "and its annexes": the whole, too
_NEARBY = 120  # characters that a pinpoint may stand before a name, or "its article" after it


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """The part cited, as "paras. 138 and 139" or "art. 20, para. 2", and its places, ranges spelled out."""

    words: str
    places: tuple[Place, ...]


def pinpoint(text: str, span: Span) -> Pinpoint | None:
    """The pinpoint of the citation at a span; None where it cites the whole."""
    start = max(0, span.start - _NEARBY)
    if before := _BEFORE.search(text, start, span.start) or _BRACKETED.search(text, start, span.start):
        return _pinpoint(before["place"])
    if behind := _behind(text, span.end):
        return _pinpoint(behind)
    rest = re.split(r"(?<=[.;])\s", text[span.end : span.end + _NEARBY])[0]
    its = _ITS.search(rest)
    return _pinpoint(its["place"]) if its else None


def _behind(text: str, at: int) -> str:
    """The words of a pinpoint directly behind a citation; none of what another text has: ", paragraph 3 of the Plan"."""
    opening = _BEHIND.match(text, at)
    if not opening:
        return ""
    start = end = opening.end()
    while step := STEP.match(text, end):
        end = step.end()
        gap = _NEXT.match(text, end)
        if not gap or not STEP.match(text, gap.end()):
            break
        end = gap.end()
    return "" if _OF.match(text, end) else text[start:end]


def _pinpoint(words: str) -> Pinpoint:
    return Pinpoint(short_form(words), tuple(places_of(words)))
