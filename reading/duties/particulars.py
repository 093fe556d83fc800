"""Eyes, stage recommend: particulars. In: words and action of a duty. Out: its themes, what is to be delivered, by when, and to
which organ it is to be reported.

Only the first sentence speaks of the duty itself; what follows explains it. Nothing is inferred: a deadline is a
date that stands behind "by" or "before", a deliverable the object of a verb that brings something about.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

from ontology.span import Span
from reading.duties.addressees import names_within
from reading.mentions.lexicon import Lexicon, Named
from reading.sentences import sentences

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAY = rf"(?:(?P<day>\d{{1,2}})\s+)?(?:(?P<month>{'|'.join(_MONTHS)})\s+)?(?P<year>20\d\d|19[5-9]\d)\b(?!/)"
_BY = re.compile(rf"\b(?:by|before|until|(?:no|not) later than|at the latest (?:by|in))\s+(?:the end of\s+)?{_DAY}")
_IN = re.compile(rf"\bin\s+{_DAY}(?=\s*(?:[,;.]|$))")
_BRINGS = re.compile(
    r"(?:(?:to|further|also|jointly|regularly|annually)\s+)*"
    r"(?:appoint|designat|submit|publish|prepar|produc|establish|creat|set up|adopt|develop|draft|issu|conduct|convene|"
    r"allocat|launch|deliver|compil|articulat|set out|present|transmit)(?:e|ing|ting)?"
    r"(?:\s+(?:and|or)(?:\s+further)?\s+[a-z]+)?"
    r"(?:,[^;]{1,300}?,\s+(?=(?:an?|the)\s)|,?\s+to\s+[^;:]{3,160}?\s+(?=an?\s)|\s+)"
    r"|(?:to\s+)?(?:give|provide|make|hold)\s+(?=an?\s[^,;]{0,60}\b(?:reports?|updates?|briefings?|plans?|assessments?|analysis|study|"
    r"presentation|recommendations)\b)"
)
_OBJECT_ENDS = re.compile(
    r"\s+(?:to|for|through|using|including|by|in|at|on the basis|that|which|who|where|with|as"
    r"|of (?:ensuring|strengthening))\b|[,;:(]"
)
_NUMBER = r"(?:\d+|[a-z]+(?:-[a-z]+)?)"
_DUE = re.compile(
    rf"\b(?:(?:at|during|before|by|for|from) its (?:[a-z-]+(?:,| and| to)? ){{1,5}}(?:\w+ )?sessions?\b"
    rf"|(?:within|no later than|not later than|every) (?:a period of )?(?:the next )?{_NUMBER} (?:\w+ )?"
    r"(?:days|weeks|months|years)\b(?: (?:of|from|after) [^,;.:]{3,60})?"
    r"|every (?:day|week|month|year|session)\b|(?:bi)?annually\b|biennially\b|twice a year\b"
    r"|(?:quarterly|monthly|yearly)(?=\s*(?:[,;.]|to\b|on\b|and\b|$))"
    r"|on an? (?:bi)?(?:annual|quarterly|monthly|biennial|yearly) basis\b)"
)
_REPORTS = re.compile(
    r"\b(?:report|submit|present|provide|transmit|give|prepare|deliver|forward|brief|inform|update|apprise|communicate)(?:s|ing)?\b"
)
_TO_AN_ORGAN = re.compile(r"\b(?:to|before|brief|inform|update|apprise|keep)\s+(?:both\s+)?(?:the\s+)?(?:\w+\s+){0,1}\Z")
_COUNCIL = re.compile(r"\b(?:to|before|brief|inform|update|apprise|keep) the (?P<organ>Council|Commission)\b(?! of| on)")
_LISTED = re.compile(r"\s*(?:,|and|,\s*and)\s*(?:to\s+)?(?:the\s+)?")
_NO_THING = re.compile(r"(?:to|by|in|on|under|with|within|without|at|[a-z]+ly)\b")
_LONGEST_OBJECT = 120  # characters; what is longer is no thing but a sentence


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a duty is about, what is to be delivered, by when (a year, month or day in ISO form), and the words that say when."""

    themes: tuple[str, ...]
    deliverable: str | None
    deadline: str | None
    due: str | None


def particulars(words: str, action: str, themes: Lexicon, *, promised: bool) -> Particulars:
    """The particulars of a duty. `promised`: in a commitment "in 2019" is a promise of time, in a request only a date."""
    first = next(sentences(action)).of(action)
    named = [name.concept.iri for name in themes.find(next(sentences(words)).of(words)) if name.concept]
    dated = _BY.search(first) or (_IN.search(first) if promised else None)
    due = dated or _DUE.search(first)
    return Particulars(
        tuple(dict.fromkeys(named)),
        _deliverable(first),
        _iso(dated) if dated else None,
        " ".join(due[0].split()) if due else None,
    )


def reporting_line(text: str, named: Sequence[Named], span: Span, author: str | None) -> tuple[str, ...]:
    """The organs to which what is asked within a span is to be reported; "the Council" alone is the one that speaks."""
    reports = _REPORTS.search(text, span.start, span.end)
    if not reports:
        return ()
    found: list[str] = []
    last = -1
    for name in names_within(named, Span(reports.start(), span.end)):
        if not name.concept or "UNOrgan" not in name.concept.kinds:
            continue
        follows = last >= 0 and _LISTED.fullmatch(text, last, name.span.start)
        if follows or _TO_AN_ORGAN.search(text, reports.start(), name.span.start):
            found.append(name.concept.iri)
            last = name.span.end
    own = _COUNCIL.search(text, reports.start(), span.end)
    if own and author and own["organ"].lower() in author:
        found.append(author)
    return tuple(dict.fromkeys(found))


def _deliverable(first: str) -> str | None:
    brings = _BRINGS.match(first[:1].lower() + first[1:])
    if not brings:
        return None
    rest = first[brings.end() :]
    end = _OBJECT_ENDS.search(rest)
    thing = rest[: end.start() if end else len(rest)].strip(" .")
    if _NO_THING.match(thing):
        return None
    return thing if 0 < len(thing) <= _LONGEST_OBJECT else None


def _iso(match: "re.Match[str]") -> str:
    year, month, day = match["year"], match["month"], match["day"]
    if not month:
        return year
    number = _MONTHS.index(month) + 1
    last = monthrange(int(year), number)[1]
    return f"{year}-{number:02}" + (f"-{int(day):02}" if day and 1 <= int(day) <= last else "")
