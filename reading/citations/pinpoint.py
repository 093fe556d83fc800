"""Eyes, stage cite: pinpoints. In: a text and the span of a citation in it. Out: the part that is cited, in the Manual's short
form.

Looks right before ("article II of the ..."), right after (", paras. 37 and 39") and for "its article 20" later in the
sentence.
"""

import re
from dataclasses import dataclass

from ontology.span import Span

_KINDS = (
    r"(?:[Pp]aragraphs?|[Pp]aras?\.?|[Aa]rticles?|[Aa]rts?\.|[Cc]hapters?|[Cc]haps?\.|[Aa]nnex(?:es)?"
    r"|[Ss]ections?|[Ss]ects?\.|¶¶?)"
)
_VALUE = r"(?:\d{1,3}(?:\s?\([a-z]{1,4}\))*|[IVXLC]{1,6}(?![\w/])(?:\.[A-Z]\b)?)"
_LIST = rf"{_VALUE}(?:(?:\s*(?:,|–|-|/)\s*|\s+(?:and|to|or)\s+|,\s+and\s+){_VALUE})*"
_PART = (
    rf"(?P<kind>{_KINDS})(?:\s+|(?<=[.¶]))(?P<values>{_LIST})"
    rf"(?:,\s+(?P<kind2>[Pp]aragraphs?|[Pp]aras?\.?)\s+(?P<values2>{_LIST}))?"
)
_BEFORE = re.compile(rf"{_PART},?\s+(?:of|to)\s+(?:the\s+|its\s+)?(?:[“\"]\s*)?$")
# "paragraph 30 of my report of 3 May (": the words between name nothing but the document in the bracket.
_BRACKETED = re.compile(
    rf"{_PART},?\s+(?:of|in)\s+(?:(?!and\b|or\b|resolutions?\b|annex\b)[A-Za-z’'-]+\s+){{1,9}}"
    r"(?:\d{1,2}\s+[A-Z][a-z]+(?:\s+\d{4})?\s+)?\($"
)
_AFTER = re.compile(rf"(?:\)?\s*[,(]\s*|\s+)(?:(?:see|at|in particular)\s+)?{_PART}(?!\s+of\b)")
_ITS = re.compile(rf"\bits\s+{_PART}")
_NEARBY = 120  # characters that a pinpoint may stand before a name, or "its article" after it
_SHORT = {
    "paragraph": "para.",
    "para": "para.",
    "¶": "para.",
    "¶¶": "para.",
    "article": "art.",
    "art": "art.",
    "chapter": "Chapter",
    "chap": "chap.",
    "section": "sect.",
    "sect": "sect.",
}


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """The part cited, as "paras. 138 and 139" or "art. 20, para. 2"; `paragraphs` are its numbers, ranges spelled out."""

    words: str
    paragraphs: tuple[str, ...]


def pinpoint(text: str, span: Span) -> Pinpoint | None:
    """The pinpoint of the citation at a span; None where it cites the whole."""
    nearby = text[max(0, span.start - _NEARBY) : span.start]
    if before := _BEFORE.search(nearby) or _BRACKETED.search(nearby):
        return _pinpoint(before)
    after = _AFTER.match(text, span.end)
    if after:
        return _pinpoint(after)
    rest = re.split(r"(?<=[.;])\s", text[span.end : span.end + _NEARBY])[0]
    its = _ITS.search(rest)
    return _pinpoint(its) if its else None


def _pinpoint(match: "re.Match[str]") -> Pinpoint:
    words = _short(match["kind"], match["values"])
    if match["kind2"]:
        words = f"{words}, {_short(match['kind2'], match['values2'])}"
    own_paragraphs = match["values"] if match["kind"].lower().startswith(("para", "¶")) else None
    return Pinpoint(words, tuple(_expand(own_paragraphs)) if own_paragraphs else ())


def _short(kind: str, values: str) -> str:
    stem = kind.lower().rstrip(".").removesuffix("s")
    short = _SHORT.get(stem, stem)
    ranged = re.sub(r"\s+to\s+|\s*[–-]\s*", "-", values)
    if len(re.findall(_VALUE, values)) > 1:
        short = f"{short[:-1]}s." if short.endswith(".") else f"{short}s"
    return f"{short} {ranged}"


def _expand(values: str) -> list[str]:
    """Paragraph numbers of a list, ranges spelled out ("43–45" -> 43, 44, 45), letters as path steps ("4 (b)" -> 4/b)."""
    numbers: list[str] = []
    for item in re.split(r"\s*[,/]\s*(?:and\s+)?|\s+(?:and|or)\s+", values):
        ends = [end for end in re.split(r"\s*[–-]\s*|\s+to\s+", item) if end]
        if len(ends) == 2 and all(end.isdigit() for end in ends) and 0 < int(ends[1]) - int(ends[0]) < 200:
            numbers += map(str, range(int(ends[0]), int(ends[1]) + 1))
        elif re.fullmatch(r"\d+(?:\s?\([a-z]+\))*", item):
            numbers.append(re.sub(r"\s?\(([a-z]+)\)", r"/\1", item))
    return numbers
