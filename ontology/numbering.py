"""Language: numbers of resolutions and decisions. In: a printed number, and when it was adopted where that is said. Out: the
organs that can have given it, and its symbol. Must not touch texts or files.

Rule: how each organ numbers. The General Assembly by session (31/1 from 1976 on, one session a year from September 1945;
before, 217 A (III)); the Human Rights Council by session (1/1 from 2006 on, three sessions a year); the Security Council
through, with the year in brackets; the Economic and Social Council and its Commission on Human Rights (to 2006) by year; special
sessions S-5/1, emergency special sessions ES-11/1. Resolutions count from 1 in a session, decisions from 301 in the Assembly,
from 101 in the Human Rights Council.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from ontology.errors import SymbolError
from ontology.symbol import Symbol
from ontology.symbol_forms import BODY_NAMES, FIRST_RESOLUTIONS, FIRST_YEAR, FORMS, ROMAN, YEAR, fold, refusal, visible

ASSEMBLY, COUNCIL, RIGHTS, ECONOMIC, COMMISSION = "A", "S", "A/HRC", "E", "E/CN.4"
PACIFIC, ENVIRONMENT, HABITAT = "ESCAP", "UNEP/EA", "HSP/HA"
BY_NAME_ALONE = frozenset({PACIFIC, ENVIRONMENT, HABITAT})
"""Organs whose numbers look like those of others: only where their name stands beside a number is it theirs."""
RESOLUTION, DECISION, STATEMENT = "RES", "DEC", "PRST"

MOST_OF_A_SESSION = 60
"""More resolutions of one session than any organ but the Assembly adopts; the Human Rights Council adopts 43 at most so far."""
_LATEST = 2040  # a year that no document at hand will reach; where nothing says when, nothing is ruled out by it
_OLDEST_SLASH = 31  # the Assembly's first session whose resolutions are numbered with a slash
_MOST_ASSEMBLY = 450
_LAST_ROMAN = 63  # the Economic and Social Council's session of 1977; from 1978 on it numbers by year
_YEARLY = re.compile(rf"({YEAR})/\d{{1,4}}(?: ?[A-Z])?")
_BY_SESSION = re.compile(r"(\d{1,3})/(\d{1,4})(?: ?\[?[A-Z].*)?")
_SPECIAL = re.compile(r"(ES|S)-(\d{1,2})/(\d{1,4})(?: ?[A-Z])?")
_THROUGH = re.compile(rf"(\d{{1,4}}) ?\(({YEAR})\)")
_ALONE = re.compile(r"\d{1,4}")
_OLD = re.compile(rf"\d{{1,4}}(?: ?[A-Z](?:(?:-| AND )[A-Z])?)? ?\((?:E?S-)?({ROMAN})\)(?: ?\[?[A-Z]\]?)?")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50}
# Year of each special session of the Assembly since it numbers with a slash; the older ones have Roman figures.
_SPECIAL_YEARS = {
    8: 1978, 9: 1978, 10: 1978, 11: 1980, 12: 1982, 13: 1986, 14: 1986, 15: 1988, 16: 1989, 17: 1990, 18: 1990, 19: 1997,
    20: 1998, 21: 1999, 22: 1999, 23: 2000, 24: 2000, 25: 2001, 26: 2001, 27: 2002, 28: 2005, 29: 2014, 30: 2016, 31: 2021,
    32: 2021,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Adopted:
    """When something was adopted, by year and month."""

    year: int
    month: int


@lru_cache(maxsize=16384)
def adopters(number: str, word: str = RESOLUTION, adopted: Adopted | None = None, latest: int | None = None) -> tuple[str, ...]:
    """The organs, by code, that can have given a number: none for a number of no organ that is known here.

    `adopted` is the day of adoption that is printed with it; `latest` the year of the text that cites it, for nobody cites what
    is to come.
    """
    plain = _plain(number)
    end = adopted.year if adopted else latest or _LATEST
    if word == STATEMENT:
        return (COUNCIL,) if _YEARLY.fullmatch(plain) else (RIGHTS,) if _BY_SESSION.fullmatch(plain) else ()
    if through := _THROUGH.fullmatch(plain):
        return (COUNCIL,) if word == RESOLUTION and _is_of_year(int(through[1]), int(through[2])) else ()
    if _ALONE.fullmatch(plain):
        return (COUNCIL,) if word == RESOLUTION else ()
    if old := _OLD.fullmatch(plain):
        session = _from_roman(old[1])
        return (ASSEMBLY, ECONOMIC) if session < _OLDEST_SLASH else (ECONOMIC,) if session <= _LAST_ROMAN else ()
    if yearly := _YEARLY.fullmatch(plain):
        return (ECONOMIC, COMMISSION) if int(yearly[1]) <= 2006 else (ECONOMIC,)
    if special := _SPECIAL.fullmatch(plain):
        return (ASSEMBLY,) if special[1] == "ES" else _of_special(int(special[2]), adopted)
    ordinary = _BY_SESSION.fullmatch(plain)
    if ordinary is None:
        return ()
    session, count = int(ordinary[1]), int(ordinary[2])
    return _of_session(session, count, word, adopted, end) or _of_session(session, count, word, adopted, end, slip=1)


def symbol_of(organ: str, number: str, word: str = RESOLUTION) -> Symbol:
    """The symbol of an organ's resolution, decision or presidential statement; SymbolError where it cannot have that number."""
    session, _, count = _plain(number).partition("/")
    written = f"{organ}.{session}/{word}.{count}" if organ in (ENVIRONMENT, HABITAT) else f"{organ}/{word}/{_plain(number)}"
    try:
        return Symbol.parse(written)
    except SymbolError as error:
        form = FORMS.get(f"{organ}/{word}", ("", "session or year, and number"))[1]
        why = f"not a number of the {BODY_NAMES.get(organ, organ)}, whose resolutions and decisions have {form}"
        raise refusal(f"resolution {number}", why, "Check the number and the organ.") from error


def _plain(number: str) -> str:
    """In one kind of blanks and capitals; "A to C" as the range that symbols print."""
    return re.sub(r"(?<=\b[A-Z]) TO (?=[A-Z]$)", "-", " ".join(visible(fold(number)).split()).upper())


def _of_session(session: int, count: int, word: str, adopted: Adopted | None, end: int, slip: int = 0) -> tuple[str, ...]:
    """A year one off the Assembly's session is a slip of the print; one further off tells of another body."""
    found = []
    if _fits_assembly(session, adopted, end, slip) and (count <= _MOST_ASSEMBLY if word == RESOLUTION else count >= 300):
        found.append(ASSEMBLY)
    if (
        not slip
        and _fits_rights(session, adopted, end)
        and (count <= MOST_OF_A_SESSION if word == RESOLUTION else 100 < count < 300)
    ):
        found.append(RIGHTS)
    return tuple(found)


def _fits_assembly(session: int, adopted: Adopted | None, end: int, slip: int) -> bool:
    """A session opens in September and goes on to the next; what is adopted in September may be of either."""
    if session < _OLDEST_SLASH or session > end - 1945 + slip:
        return False
    if adopted is None:
        return True
    opened = adopted.year - 1945
    first, last = (
        (opened - 1, opened) if adopted.month == 9 else (opened, opened) if adopted.month > 9 else (opened - 1, opened - 1)
    )
    return first - slip <= session <= last + slip


def _fits_rights(session: int, adopted: Adopted | None, end: int) -> bool:
    held = 2006 + (session - 1) // 3
    return session >= 1 and (held == adopted.year if adopted else held <= end)


def _of_special(session: int, adopted: Adopted | None) -> tuple[str, ...]:
    year = _SPECIAL_YEARS.get(session)
    if adopted is None:
        return (ASSEMBLY, RIGHTS) if year else (RIGHTS,)
    found = [ASSEMBLY] if year == adopted.year else []
    # The sessions of the two lie years apart but for the twenty-fifth and after; where both fit, the words must tell.
    return tuple(found + ([RIGHTS] if adopted.year >= 2006 else []))


def _is_of_year(number: int, year: int) -> bool:
    """Whether the Council can have adopted the number in the year; its first number of each year is known from 2000 on."""
    at = year - FIRST_YEAR
    if at < 0:
        return number < FIRST_RESOLUTIONS[0]
    if at + 2 >= len(FIRST_RESOLUTIONS):  # the last year that is known goes on
        return number >= FIRST_RESOLUTIONS[min(at, len(FIRST_RESOLUTIONS) - 2)] - 1
    return FIRST_RESOLUTIONS[at] - 1 <= number <= FIRST_RESOLUTIONS[at + 1]


def _from_roman(figures: str) -> int:
    values = [_ROMAN_DIGITS[figure] for figure in figures]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
