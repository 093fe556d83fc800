"""Eyes: the masthead. In: what stands before the first unit. Out: kind, title, date and symbols that the document prints of
itself.

Must not look into a catalogue: what the masthead does not print stays None. Rule: mastheads of United Nations documents
("Distr.: General" over the date, the title over "Report of ...").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ontology.nouns import DocumentKind
from ontology.symbol import Symbol

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DATE = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d{{4}})\b")
_SIGNS: tuple[tuple[re.Pattern[str], DocumentKind], ...] = (
    (re.compile(r"(?:Report|Note|Interim report) (?:of|by) the\b", re.IGNORECASE), "report"),
    (re.compile(r"(?:Identical )?letters? dated\b", re.IGNORECASE), "letter"),
    (re.compile(r"Statement by the President\b", re.IGNORECASE), "statement"),
    (re.compile(r"Resolution\b", re.IGNORECASE), "resolution"),
)

_LONGEST_LINE = 90  # characters; what is longer, or ends in a comma, is a sentence, and its date that of something told
_ISSUER = re.compile(
    r"(?:(?:Report|Note|Interim report) (?:of|by)|(?:Identical )?letters? dated .{4,40}? from) (?:the )?"
    r"(.{3,90}?)(?: addressed\b|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Masthead:
    """What a document says of itself before it begins. `issuer` are the words behind "Report of", who speaks in it as "I"."""

    kind: DocumentKind | None
    title: str | None
    issued: date | None
    symbols: tuple[str, ...]
    issuer: str = ""


def read_masthead(lines: Sequence[str]) -> Masthead:
    """The masthead of a document from its cleaned blocks in order."""
    kind, title, issuer = None, None, ""
    for before, line in zip(["", *lines], lines, strict=False):
        kind = next((kind for sign, kind in _SIGNS if sign.match(line)), None)
        if kind is not None:
            title = (before if kind == "report" else line) or None
            issued_by = _ISSUER.match(line)
            issuer = issued_by[1].strip() if issued_by else ""
            break
    dated = " ".join(line for line in lines if len(line) <= _LONGEST_LINE and not line.rstrip().endswith((",", ";")))
    return Masthead(kind, title, _date(dated), _symbols(lines), issuer)


def _date(text: str) -> date | None:
    match = _DATE.search(text)
    if not match:
        return None
    try:
        return date(int(match[3]), _MONTHS.index(match[2]) + 1, int(match[1]))
    except ValueError:  # "31 February": no date is better than a guessed one
        return None


def _symbols(lines: Sequence[str]) -> tuple[str, ...]:
    """Only a line that is a symbol and nothing else names the document itself; others are cited."""
    for line in lines:
        found = list(Symbol.find(line.strip()))
        if len(found) == 1 and found[0][0].length == len(line.strip()):
            return tuple(str(symbol) for symbol in found[0][1])
    return ()
