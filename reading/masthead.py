"""Eyes: the masthead. In: what stands before the first unit, and running heads. Out: what the document prints of itself: kind,
title, date, symbols, session, agenda items, distribution, original language, who speaks.

Must not look into a catalogue: what the masthead does not print stays None. Rule: mastheads of United Nations documents in six
languages ("Distr.: General" over the date, the agenda items over their titles, the title over "Report of ...").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ontology.nouns import DocumentKind
from ontology.symbol import Symbol
from reading.masthead_words import (
    AGENDA,
    DATE,
    DECIDED,
    DISTRIBUTION,
    DISTRIBUTIONS,
    ITEM,
    KINDS,
    LANGUAGES,
    LATIN,
    MONTHS,
    ORGANS,
    ORIGINAL,
    REVIEW,
    SUB_ITEM,
    TATWEEL,
)
from reading.ordinals import session_of

_LONGEST_LINE = 90  # characters; what is longer, or ends in a comma, is a sentence, and its date that of something told
_LONGEST_FACT = 300  # characters of lines that a reader joined, where a word that only a masthead has stands in them
_LONGEST_SUBJECT = 80
_NOTES = re.compile(r"(?<![*¹²³⁴⁵⁶⁷⁸⁹⁰,\s])[*¹²³⁴⁵⁶⁷⁸⁹⁰,\s]+$")  # tried once a row of such signs, not once a sign
# Where a reader joined two lines: behind the mark of a note, and where capitals stand before what says the kind.
_JOINED = re.compile(r"(?<=\w\*)\s+(?=[A-Z])|(?<=\w \*)\s+(?=[A-Z])|(?<=[A-Z]{3})\s+(?=(?:Report|Note) (?:of|by) the\b)")
_PART = re.compile(r"\s?/\s?Part [A-Z]$")  # of a section of the programme budget: the symbol is that of the whole section
_ISSUER = re.compile(
    r"(?:(?:\w+\s+){0,2}(?:Report|Note)\s+(?:of|by)|(?:Identical )?letters? dated .{4,40}? from) (?:the )?"
    r"(.{3,90}?)(?: addressed\b|$)",
    re.IGNORECASE,
)
# Words that end the name of who speaks and begin what the document is about; but some names have "on" in them.
_SUBJECT = re.compile(
    r"\s+(?:(?<!rapporteur )(?<!group )(?<!adviser )(?<!representative )(?<!expert )(?<!committee )(?<!commission )"
    r"(?<!conference )(?<!panel )(?<!forum )(?<!envoy )(?<!coordinator )(?<!mission )(?<!board )(?<!experts )on"
    r"|concerning|regarding|pursuant to|submitted|prepared|transmitting|under|in (?:pursuance of|accordance with|response to))\s",
    re.IGNORECASE,
)
_SMALL_WORDS = frozenset(("Of", "The", "And", "For", "On", "To", "In", "By"))
_NUMBERED_TITLE = re.compile(r"(?:E?S-)?\d{1,4}/\d{1,4}(?: [A-Z])?\.[\s–-]+(\S.*)")
_NO_SUBJECT = re.compile(
    r"(?:Contents|Summary|Addendum|Corrigendum|Revision|Corrections?|Annex|Page|Introduction|[IVX]+\.|\d|[(\[*/])|.*\d{2}-\d{4,}"
    r"|.*(?:\.{3}|[.;:,])$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Masthead:
    """What a document says of itself before it begins. `issuer` are the words behind "Report of", who speaks in it as "I".

    `session` is a number, or "S-28" and "ES-10" for special and emergency special ones; `agenda_items` are as cited ("69 (b)");
    `distribution` is General, Limited or Restricted; `original_language` are codes, several parted by a slash ("en/fr").
    """

    kind: DocumentKind | None
    title: str | None
    issued: date | None
    symbols: tuple[str, ...]
    issuer: str = ""
    session: int | str | None = None
    agenda_items: tuple[str, ...] = ()
    distribution: str | None = None
    original_language: str | None = None


def read_masthead(lines: Sequence[str]) -> Masthead:
    """The masthead of a document from its cleaned blocks in order."""
    lines = [part.strip() for line in lines for part in (_JOINED.split(line) if len(line) <= _LONGEST_FACT else (line,))]
    facts = [line for line in lines if len(line) <= _LONGEST_FACT]
    whole = "\n".join(facts)
    at = _says_kind(lines)
    kind = None if at is None else _kind(lines[at])
    return Masthead(
        kind=kind,
        title=_title(lines, at, kind) if kind and at is not None else _of_review(facts),
        issued=_date(facts),
        symbols=_symbols(facts),
        issuer=_issuer(lines[at]) if at is not None else "",
        session=next((session for line in facts if (session := session_of(line)) is not None), None),
        agenda_items=_agenda_items(facts),
        distribution=_distribution(whole),
        original_language=_original(whole),
    )


def _says_kind(lines: Sequence[str]) -> int | None:
    """Which line says what the document is: the head of a resolution, else the first outside the titles of agenda items."""
    decided = next((at for at, line in enumerate(lines) if len(line) <= _LONGEST_FACT and DECIDED.match(line)), None)
    if decided is not None:
        return decided
    said = [at for at, line in enumerate(lines) if _kind(line)]
    titles: set[int] = set()
    for at, line in enumerate(lines):
        if len(line) <= _LONGEST_FACT and (agenda := AGENDA.search(line)):
            titles |= set(range(at + 1, at + 1 + len(_items(agenda))))
    return next((at for at in said if at not in titles), said[0] if said else None)


def says_kind(line: str) -> bool:
    """Whether a short line says what the document is: "Report of the Secretary-General"."""
    return len(line) <= _LONGEST_FACT and not line.endswith((".", ";")) and _kind(line) is not None


def _kind(line: str) -> DocumentKind | None:
    return next((kind for sign, kind in KINDS if sign.match(line)), None)


def _issuer(line: str) -> str:
    """Who speaks, without what about; as a name even where the line stands in capitals."""
    issued_by = _ISSUER.match(_NOTES.sub("", line))
    if not issued_by:
        return ""
    name = _SUBJECT.split(issued_by[1], maxsplit=1)[0].strip()
    if not name.isupper():
        return name
    words = (word.lower() if word in _SMALL_WORDS else word for word in name.title().split())
    return " ".join(words)


def _title(lines: Sequence[str], at: int, kind: DocumentKind) -> str | None:
    """The title: for a report the line above, unless the titles of agenda items stand there; else the line that says the kind."""
    line = _NOTES.sub("", lines[at])
    if kind in ("resolution", "statement"):
        numbered = next((match for after in lines[at + 1 : at + 3] if (match := _NUMBERED_TITLE.fullmatch(after))), None)
        return _NOTES.sub("", numbered[1]) if numbered else line
    if kind != "report" or _has_subject(line):
        return line
    above, items = _above(lines[:at])
    if len(above) > items:
        return _NOTES.sub("", above[-1])
    below = _NOTES.sub("", lines[at + 1]) if at + 1 < len(lines) else ""
    if below and len(below) <= _LONGEST_SUBJECT and not _NO_SUBJECT.match(below) and not is_fact(below):
        return f"{line}: {below}"
    return _NOTES.sub("", above[-1]) if above else line


def _of_review(lines: Sequence[str]) -> str | None:
    """The title of a paper of the universal periodic review, which are of no kind of document."""
    return next((match[0].strip() for line in lines if (match := REVIEW.match(line))), None)


def _has_subject(line: str) -> bool:
    """Whether a line says what the report is about as well as whose it is."""
    issued_by = _ISSUER.match(line)
    return bool(issued_by and _SUBJECT.search(f"{issued_by[1]} ") and re.search("secretary-general", line, re.IGNORECASE))


def _above(lines: Sequence[str]) -> tuple[list[str], int]:
    """The lines between the facts and the kind, and how many of them may be titles of agenda items."""
    found: list[str] = []
    items = 0
    for line in reversed(lines):
        agenda = None if len(line) > _LONGEST_FACT else AGENDA.search(line)
        if agenda:
            items = len(_items(agenda))
            behind = line[agenda.end() :].strip(" *.")
            found += [behind] if behind else []
            break
        if not is_fact(line):
            found.append(line)
        elif found:
            break
    return found[::-1], items


def is_fact(line: str) -> bool:
    """Whether a line states a date, a symbol, a session, an organ, a language or how the document is distributed."""
    bare = _NOTES.sub("", line).replace(TATWEEL, "")
    if not bare or len(bare) > _LONGEST_FACT:
        return not bare
    return bool(
        ORGANS.fullmatch(bare)
        or DISTRIBUTION.search(bare)
        or ORIGINAL.search(bare)
        or bare.casefold() in LANGUAGES
        or (DATE.search(bare) and len(bare) <= _LONGEST_LINE)
        or session_of(bare) is not None
        or _own_symbol(bare)
    )


def _date(lines: Sequence[str]) -> date | None:
    """The first date behind the word on distribution, else the first one outside sentences; none that ends a range of days."""
    after = next((at for at, line in enumerate(lines) if DISTRIBUTION.match(line) or DISTRIBUTION.search(line)), 0)
    for line in [*lines[after:], *lines[:after]]:
        is_sentence = len(line) > _LONGEST_LINE or line.endswith((",", ";"))
        if is_sentence and not DISTRIBUTION.search(line):
            continue
        for match in DATE.finditer(line):
            try:
                return date(int(match["year"]), MONTHS[match["month"].casefold()], int(match["day"]))
            except ValueError:  # "31 February": no date is better than a guessed one
                continue
    return None


def _symbols(lines: Sequence[str]) -> tuple[str, ...]:
    """The symbol that stands alone in a line, or the only one in a line with other words of a masthead; others are cited."""
    for line in lines:
        if found := _own_symbol(line):
            return found
    for line in lines:
        cited = list(Symbol.find(line))
        signs = DISTRIBUTION.search(line) or re.match(rf"(?:{ORGANS.pattern})\s", line)
        if len(cited) == 1 and signs:
            return tuple(map(str, cited[0][1]))
    return ()


def _own_symbol(line: str) -> tuple[str, ...]:
    bare = _PART.sub("", _NOTES.sub("", line.strip()))
    found = list(Symbol.find(bare))
    return tuple(map(str, found[0][1])) if len(found) == 1 and found[0][0].length == len(bare) else ()


def _agenda_items(lines: Sequence[str]) -> tuple[str, ...]:
    agenda = next((match for line in lines if (match := AGENDA.search(line))), None)
    return _items(agenda) if agenda else ()


def _items(agenda: "re.Match[str]") -> tuple[str, ...]:
    """The items one by one: "69 (b) and (c)" are two."""
    found: list[str] = []
    numbers = next(group for group in agenda.groups() if group)
    for number, letters in ITEM.findall(numbers):
        split = [letter.lower().translate(LATIN) for letter in SUB_ITEM.findall(letters)]
        found += [f"{int(number)} ({letter})" for letter in split] or [str(int(number))]
    return tuple(dict.fromkeys(found))


def _distribution(whole: str) -> str | None:
    said = DISTRIBUTION.search(whole)
    return DISTRIBUTIONS[said["reach"].casefold()[:3]] if said else None


def _original(whole: str) -> str | None:
    said = ORIGINAL.search(whole)
    names = re.split(r"\s*(?:/|,| and | et | y )\s*", said["languages"]) if said else []
    codes = dict.fromkeys(LANGUAGES[name.casefold()] for name in names if name.casefold() in LANGUAGES)
    return "/".join(codes) or None
