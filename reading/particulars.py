"""Eyes, stage recommend: particulars. In: words and action of a duty. Out: its themes, what is to be delivered, and by when.

Only the first sentence speaks of the duty itself; what follows explains it. Nothing is inferred: a deadline is a
date that stands behind "by" or "before", a deliverable the object of a verb that brings something about.
"""

import re
from calendar import monthrange
from dataclasses import dataclass

from reading.lexicon import Lexicon
from reading.sentences import sentences

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAY = rf"(?:(?P<day>\d{{1,2}})\s+)?(?:(?P<month>{'|'.join(_MONTHS)})\s+)?(?P<year>20\d\d|19[5-9]\d)\b(?!/)"
_BY = re.compile(rf"\b(?:by|before|until|(?:no|not) later than|at the latest (?:by|in))\s+(?:the end of\s+)?{_DAY}")
_IN = re.compile(rf"\bin\s+{_DAY}(?=\s*(?:[,;.]|$))")
_BRINGS = re.compile(
    r"(?:(?:to|further|also|jointly|regularly)\s+)*"
    r"(?:appoint|designat|submit|publish|prepar|produc|establish|creat|set up|adopt|develop|draft|issu|conduct|convene|"
    r"allocat|launch|deliver|compil|articulat|set out)(?:e|ing|ting)?"
    r"(?:\s+(?:and|or)(?:\s+further)?\s+[a-z]+)?\s+"
)
_OBJECT_ENDS = re.compile(
    r"\s+(?:to|for|through|using|including|by|in|at|on the basis|that|which|who|where|with|as"
    r"|of (?:ensuring|strengthening))\b|[,;:(]"
)
_LONGEST_OBJECT = 120  # characters; what is longer is no thing but a sentence


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a duty is about, what is to be delivered, and by when (a year, month or day in ISO form)."""

    themes: tuple[str, ...]
    deliverable: str | None
    deadline: str | None


def particulars(words: str, action: str, themes: Lexicon, *, promised: bool) -> Particulars:
    """The particulars of a duty. `promised`: in a commitment "in 2019" is a promise of time, in a request only a date."""
    first = next(sentences(action)).of(action)
    named = [name.concept.iri for name in themes.find(next(sentences(words)).of(words)) if name.concept]
    dated = _BY.search(first) or (_IN.search(first) if promised else None)
    return Particulars(tuple(dict.fromkeys(named)), _deliverable(first), _iso(dated) if dated else None)


def _deliverable(first: str) -> str | None:
    brings = _BRINGS.match(first[:1].lower() + first[1:])
    if not brings:
        return None
    rest = first[brings.end() :]
    end = _OBJECT_ENDS.search(rest)
    thing = rest[: end.start() if end else len(rest)].strip(" .")
    return thing if 0 < len(thing) <= _LONGEST_OBJECT else None


def _iso(match: "re.Match[str]") -> str:
    year, month, day = match["year"], match["month"], match["day"]
    if not month:
        return year
    number = _MONTHS.index(month) + 1
    last = monthrange(int(year), number)[1]
    return f"{year}-{number:02}" + (f"-{int(day):02}" if day and 1 <= int(day) <= last else "")
