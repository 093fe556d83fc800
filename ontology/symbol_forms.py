"""Language: the forms of symbols. In: a text. Out: normal form and anatomy of one; patterns to find it. Must not touch files.

One normal form, the one that a symbol prints and that stands in IRIs:
- upper case but for Add. Corr. Rev. Amend. Sect. Sub. Vol. Res. and (PartI) (Supp); no blanks at all, A/81/6(Sect.2);
- the year of a Security Council resolution in brackets, S/RES/1366(2001); a year that is not printed is added where the table
  below knows it, because one document must not have two names;
- letters of a part directly behind the number, A/RES/66/253B, A/RES/77/128A-B; behind the bracket where a session in Roman
  figures stands in brackets, A/RES/217(III)A, whichever of 217 A (III), 217 (III) A or 217(III)[A] was printed.
Rule: the printed forms in the registry manifest, the citations of the programme budget for 2027, and the office's reports.
Press releases and documents of other organizations (WT/...) are not symbols here.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from ontology.errors import SymbolError

LONGEST = 120
"""Characters. The longest real one, four bodies deep with two supplements, has fewer than sixty."""

_BEGINNINGS = (
    "A S E T ST DP CCPR CERD CEDAW CAT CRC CMW CRPD CED HRI TD CD DC ID IDB UNEP HSP HS ECE ESCAP ECA LC FCCC CBD ICCD CEP NPT "
    "BWC CCW APLC CCM JIU PBC SPLOS ISBA CLCS UNW CEB AT CTOC CAC WFP ICSC"
)
SERIES = frozenset(_BEGINNINGS.split())
"""What a symbol begins with."""

TREATY_BODIES = frozenset({"CCPR", "CERD", "CEDAW", "CAT", "CRC", "CMW", "CRPD", "CED"})

BODY_NAMES = {
    "A": "General Assembly",
    "A/BUR": "General Committee",
    "A/C.1": "First Committee",
    "A/C.2": "Second Committee",
    "A/C.3": "Third Committee",
    "A/C.4": "Fourth Committee",
    "A/C.5": "Fifth Committee",
    "A/C.6": "Sixth Committee",
    "A/CN.4": "International Law Commission",
    "A/HRC": "Human Rights Council",
    "A/HRC/WG.6": "Working Group on the Universal Periodic Review",
    "CAT/C": "Committee against Torture",
    "CCPR/C": "Human Rights Committee",
    "CD": "Conference on Disarmament",
    "CED/C": "Committee on Enforced Disappearances",
    "CEDAW/C": "Committee on the Elimination of Discrimination against Women",
    "CERD/C": "Committee on the Elimination of Racial Discrimination",
    "CMW/C": "Committee on Migrant Workers",
    "CRC/C": "Committee on the Rights of the Child",
    "CRPD/C": "Committee on the Rights of Persons with Disabilities",
    "E": "Economic and Social Council",
    "E/C.12": "Committee on Economic, Social and Cultural Rights",
    "E/CN.4": "Commission on Human Rights",
    "E/CN.6": "Commission on the Status of Women",
    "E/CN.9": "Commission on Population and Development",
    "ECE": "Economic Commission for Europe",
    "ESCAP": "Economic and Social Commission for Asia and the Pacific",
    "PBC": "Peacebuilding Commission",
    "S": "Security Council",
    "ST": "Secretariat",
    "T": "Trusteeship Council",
    "TD": "United Nations Conference on Trade and Development",
}

_DOCUMENT_WORDS = "RES PRST DEC OM PV SR L INF CRP SGB AI IC SER AGENDA NGO R HLS MISC NC TIB"
DOCUMENT_WORDS = frozenset(_DOCUMENT_WORDS.split())
"""Words that say what a document is; every other word before the first number names the body that it belongs to."""

# The number of the Council's first resolution of each year from 2000, and the one behind the last that is known. Measured: in the
# texts of the corpus the last number of a year and the first of the next stand side by side, or one apart. Older years leave
# wider gaps there and are not told.
FIRST_YEAR = 2000
_FIRST_RESOLUTIONS = (
    "1285 1335 1387 1455 1522 1581 1652 1739 1795 1860 1908 1967 2033 2086 2133 2196 2260 2337 2398 2452 2504 2561 2618 2672 "
    "2722 2768 2812 2825"
)
FIRST_RESOLUTIONS = tuple(int(number) for number in _FIRST_RESOLUTIONS.split())

ROMAN = r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
YEAR = r"(?:19[4-9]\d|20\d\d)"
_PART = r"(?:[A-Z](?:-[A-Z])?)?"
_OLD_SESSION = rf"\((?:E?S-)?{ROMAN}\)"

# What must follow the name of a series whose numbers have one shape only, and how to say so.
FORMS = {
    "A/RES": (
        rf"(?:3[1-9]|[4-9]\d|1\d\d|E?S-\d{{1,2}})/\d{{1,4}}{_PART}|\d{{1,4}}{_OLD_SESSION}{_PART}",
        "session and number, as in A/RES/60/1 or A/RES/ES-11/1, before 1976 number and Roman session, as in A/RES/217(III)A",
    ),
    "A/HRC/RES": (r"(?:\d{1,3}|S-\d{1,2})/\d{1,3}", "session and number, as in A/HRC/RES/7/25 or A/HRC/RES/S-5/1"),
    "S/RES": (rf"\d{{1,4}}\({YEAR}\)", "number and year, as in S/RES/1366(2001)"),
    "S/PRST": (rf"{YEAR}/\d{{1,3}}", "year and number, as in S/PRST/2015/3"),
    "E/RES": (rf"{YEAR}/\d{{1,3}}{_PART}|\d{{1,4}}{_OLD_SESSION}{_PART}", "year and number, as in E/RES/2006/12"),
    "E/CN.4/RES": (
        rf"(?:{YEAR}|S-\d)/\d{{1,3}}{_PART}|\d{{1,3}}{_OLD_SESSION}{_PART}",
        "year and number, as in E/CN.4/RES/2005/62",
    ),
    "A/DEC": (
        rf"(?:3[1-9]|[4-9]\d|1\d\d|E?S-\d{{1,2}})/\d{{2,4}}{_PART}",
        "session and number, as in A/DEC/68/505",
    ),
    "ESCAP/RES": (rf"\d{{1,3}}/\d{{1,3}}|\d{{1,3}}\({ROMAN}\)", "session and number, as in ESCAP/RES/74/1"),
}
_FORMS = {series: re.compile(form) for series, (form, _) in FORMS.items()}

_QUALIFIER = rf"\((?:{YEAR}|\d{{1,3}}|(?:E?S-)?{ROMAN}|(?:PART|VOL|SECT|SUPPL?|ANNEX)\.?[IVX0-9]{{0,6}})\)"
_NUMBER = r"\d{1,6}(?:-\d{1,3})?"
_WORD = r"E?S-\d{1,2}|[A-Z][A-Z0-9]{0,11}(?:\.[A-Z0-9]{1,8}){0,3}"
_SEGMENT = re.compile(rf"(?:{_NUMBER}|{_WORD})(?:{_QUALIFIER})?|\(\d{{1,3}}\)")
_FIRST = re.compile(rf"([A-Z]{{1,5}})(?:\.\d{{1,3}})?(?:\((?:\d{{1,3}}|{ROMAN})\))?")
_SUPPLEMENT = re.compile(rf"(?:ADD|CORR|REV|AMEND)\.\d{{1,3}}(?:{_QUALIFIER})?")
_SUPPLEMENTS = re.compile(rf"(?:/{_SUPPLEMENT.pattern})+$")

_LETTERS = r"[\[(]?([A-Z](?:(?:-| AND )[A-Z])?)[\])]?"
_LETTERED = re.compile(rf"((?:A|E|E/CN\.4)/(?:RES|DEC)/[0-9S/E-]*\d)[ /]?{_LETTERS}")
_LETTERED_OLD = re.compile(
    rf"((?:A|E|E/CN\.4)/RES/)(?:{YEAR}/)?(\d{{1,4}})(?:[ /]?{_LETTERS})?/?({_OLD_SESSION})(?:[ /]?{_LETTERS})?"
)
_TIDY = (
    (re.compile(r" ?([/()-]) ?"), r"\1"),
    (re.compile(r"\. (?=[0-9IVX])"), "."),
    (re.compile(r"\((PART|VOL|SECT|SUPPL?|ANNEX) "), r"(\1"),
)
_MIXED = re.compile(r"(?<![A-Z])(?:ADD|CORR|REV|AMEND|SECT|SUB|VOL|RES)(?=\.)|(?<=\()(?:PART|SUPPL?|ANNEX)(?=[IVX0-9.)])")

# Atomic groups and counted repeats keep every try at one place short, so that the whole search is linear in the text.
_HEAD = rf"(?:{'|'.join(sorted(SERIES, key=len, reverse=True))})(?:\.\d{{1,3}})?(?:\([IVXL\d]{{1,6}}\))?"
_PIECE = (
    r"(?:E?S-\d{1,2}|\d{1,6}(?:-\d{1,3}(?![\d/]))?(?:[A-Z](?:-[A-Z](?![A-Za-z]|\.\d|/(?!Add|Corr|Rev)))?)?"
    r"|[A-Z][A-Za-z0-9]{0,11}(?:\.[A-Za-z0-9]{1,8}){0,3}|\(\d{1,3}\))"
)
_LETTER_BEHIND = r" [A-HJ-Z](?:-[A-Z])?(?=[,.;:)\]]|$| of | and | \()"
_BRACKET_BEHIND = r" ?\((?:\d{4}|(?:E?S-)?[IVXL]{1,7}|(?:[Pp]art|PART|[Vv]ol|[Ss]ect|SECT|[Ss]uppl?|SUPP)\.? ?[IVX\d]{0,5})\)"
_ONE = (
    rf"{_HEAD}(?>(?:/{_PIECE}){{1,9}})(?:{_LETTER_BEHIND})?(?:{_BRACKET_BEHIND}(?:\[?[A-Z](?:-[A-Z](?![A-Za-z]|\.\d|/(?!Add|Corr|Rev)))?\]?)?)?"
    r"(?:/(?:Add|Corr|Rev)\.\d{1,3}){0,2}"
)
_ADDRESS = r"(?:https?://|ftp://|www\.)[^\s<>\"|\])]{1,2000}"
RUNNING = re.compile(rf"{_ADDRESS}|(?<![A-Za-z0-9_/.@:=?&%#+\\-])(?P<symbol>{_ONE}(?: ?- ?{_ONE}){{0,3}})")
JOINT = re.compile(rf" ?- ?(?=(?:{'|'.join(sorted(SERIES, key=len, reverse=True))})(?:\.\d+)?/)")
FILE_BEHIND = re.compile(r"\.(?:pdf|docx?|html?|xml|json|md|txt)\b|[A-Za-z0-9_]", re.IGNORECASE | re.ASCII)

_BLANKS = "\t\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
_HYPHENS = "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_ONE_FOR_ONE = str.maketrans({**dict.fromkeys(_BLANKS, " "), **dict.fromkeys(_HYPHENS, "-"), "（": "(", "）": ")", "／": "/"})
_GONE = str.maketrans(dict.fromkeys(INVISIBLE, ""))


@dataclass(frozen=True, slots=True)
class Anatomy:
    """What a normal form is made of: the body's short code, the words and numbers behind it, and the supplements."""

    organ: str
    rest: tuple[str, ...]
    supplements: tuple[str, ...]

    @property
    def series(self) -> str:
        """The first word that says what the document is, without its number; empty where none does."""
        words = (segment.partition(".")[0].upper() for segment in self.rest)
        return next((word for word in words if word in DOCUMENT_WORDS), "")


def fold(text: str) -> str:
    """The text with one kind of blank, hyphen, bracket and slash, character for character."""
    return text.translate(_ONE_FOR_ONE)


def visible(text: str) -> str:
    """The text without characters that nobody sees, such as marks of writing direction and soft hyphens."""
    return text.translate(_GONE)


def refusal(
    text: str, why: str, advice: str = "Write it as its document prints it, or name the organ with the resolution."
) -> SymbolError:
    """The error for a text that is no symbol."""
    shown = repr(text if len(text) <= 80 else text[:77] + "...")
    wanted = "Wanted the symbol of a United Nations document, such as A/72/884 or S/RES/1366(2001)"
    return SymbolError(f"{wanted}; got {shown}: {why}.", advice=advice)


@lru_cache(maxsize=16384)
def normal_form(text: str) -> str:
    """The normal form of one symbol; SymbolError, with the reason, for any other text."""
    plain = " ".join(visible(fold(text)).split()).rstrip("*").strip()
    if not plain or len(plain) > LONGEST:
        raise refusal(text, "nothing stands there" if not plain else f"it is longer than {LONGEST} characters")
    if strange := re.search(r"[^A-Za-z0-9 ./()\[\]-]", plain):
        raise refusal(text, f"no symbol has the character {strange[0]!r}")
    upper = plain.upper()
    for pattern, replacement in _TIDY:
        upper = pattern.sub(replacement, upper)
    upper = _with_year(_with_letters(upper))
    if why := _fault(upper):
        raise refusal(text, why)
    return _MIXED.sub(lambda match: match[0].capitalize(), upper)


@lru_cache(maxsize=16384)
def anatomy(normal: str) -> Anatomy:
    """The anatomy of a normal form, or of the same in upper case."""
    tail = _SUPPLEMENTS.search(normal.upper())
    segments = (normal[: tail.start()] if tail else normal).split("/")
    supplements = tuple(normal[tail.start() + 1 :].split("/")) if tail else ()
    end = next((at for at, segment in enumerate(segments) if at and not _names_a_body(segment)), len(segments))
    if (segments[0] in TREATY_BODIES and segments[1:2] == ["C"]) or segments[:2] == ["E", "C.12"]:
        end = 2
    return Anatomy("/".join(segments[:end]), tuple(segments[end:]), supplements)


def _names_a_body(segment: str) -> bool:
    word = segment.upper().partition(".")[0]
    return word[:1].isalpha() and word not in DOCUMENT_WORDS and not re.match(r"E?S-\d", word)


def _with_letters(upper: str) -> str:
    """The same with the letters of a part where the normal form has them."""
    tail = _SUPPLEMENTS.search(upper)
    body, rest = (upper[: tail.start()], upper[tail.start() :]) if tail else (upper, "")
    if old := _LETTERED_OLD.fullmatch(body):
        series, number, before, session, after = old.groups()
        return upper if before and after else f"{series}{number}{session}{_range(before or after or '')}{rest}"
    if new := _LETTERED.fullmatch(body):
        return f"{new[1]}{_range(new[2])}{rest}"
    return upper


def _range(letters: str) -> str:
    """`A AND B` is the range A-B; other pairs stay as they are and are refused, for what lies between was not named."""
    neighbours = len(letters) == len("A AND B") and ord(letters[-1]) - ord(letters[0]) == 1
    return letters.replace(" AND ", "-") if neighbours else letters


def _with_year(upper: str) -> str:
    """A Security Council resolution that prints no year, with the year that its number tells."""
    bare = re.fullmatch(r"S/RES/(\d{1,4})((?:/.*)?)", upper)
    if not bare or not FIRST_RESOLUTIONS[0] <= int(bare[1]) < FIRST_RESOLUTIONS[-1]:
        return upper
    return f"S/RES/{bare[1]}({FIRST_YEAR + bisect_right(FIRST_RESOLUTIONS, int(bare[1])) - 1}){bare[2]}"


def _fault(upper: str) -> str:
    """Why a tidied text is no symbol; empty where it is one."""
    segments = upper.split("/")
    if len(segments) == 1:
        return "there is no slash in it"
    first = _FIRST.fullmatch(segments[0])
    if not first or first[1] not in SERIES:
        return f"no series of documents that is known here begins with {segments[0]!r}"
    if "" in segments:
        return "nothing stands between two slashes, or behind the last"
    parts = anatomy(upper)
    series = f"{parts.organ}/{parts.rest[0]}" if parts.rest else parts.organ
    if series in _FORMS:
        number = "/".join(parts.rest[1:])
        return "" if _FORMS[series].fullmatch(number) else f"behind {series} must stand {FORMS[series][1]}"
    return _fault_of_segments(segments, parts)


def _fault_of_segments(segments: list[str], parts: Anatomy) -> str:
    """The same for symbols of the general form: words and numbers, with at least one number of the document's own."""
    for segment in segments[1:]:
        if not _SEGMENT.fullmatch(segment):
            return f"{segment!r} is no part of a symbol"
        ranges = re.fullmatch(r"\d+-\d+", segment)
        if ranges and segments[0] not in TREATY_BODIES and parts.organ != "E/C.12":
            return f"{segment!r} is a range, which only reports to treaty bodies have; name one document"
    numbered = any(re.match(r"\d|[A-Z]+\.\d", segment) for segment in parts.rest)
    if not numbered or not re.search(r"\d|\)$", parts.rest[-1]):
        return f"{parts.organ} names a body or a series, and the number of a document is missing"
    if parts.organ == "A/HRC" and len(parts.rest) == 1:
        return "behind A/HRC must stand session and number, as in A/HRC/37/65"
    return ""
