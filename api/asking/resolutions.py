"""Answers: resolutions in a question. In: words. Out: the words with every resolution by its symbol, however it is written. Must
not look anything up.

In a question people write "unscr 1366", "GA res. 60/1", "HRC 24/35", "ARES/60/1" or "A_RES_60_1"; no document prints these, so
reading/citations does not know them. What is no number of the organ that is named stays as it is.
"""

import re
from functools import partial

from ontology.errors import SymbolError
from ontology.symbol import Symbol

_ORGANS = {
    "security council": r"security\s+council|unsc|sc",
    "general assembly": r"general\s+assembly|unga|ga",
    "human rights council": r"human\s+rights\s+council|unhrc|hrc",
    "economic and social council": r"economic\s+and\s+social\s+council|ecosoc",
}
_WORD = r"(?:resolutions?\b|res\b\.?|r\.?(?=[\s/\d]))"
_NUMBER = r"(?P<number>(?:E?S-)?\d{1,4}\s?/\s?\d{1,4}(?:\s?\(\d{4}\))?|\d{1,4}(?:\s?\(\d{4}\))?)(?![\w/-])"
_OF = r"[\s,]+(?:\(|(?:(?:adopted\s+)?by|of|from)\s+)?(?:the\s+)?(?:(?:UN|United\s+Nations)\s+)?"
_BEFORE = {
    organ: re.compile(
        rf"(?<![\w/-])(?:(?:UN|United\s+Nations)\s+)?(?:{names})(?P<word>['’]?s?[\s,/]*{_WORD})?[\s,/]*(?:no\.?\s*)?{_NUMBER}",
        re.IGNORECASE,
    )
    for organ, names in _ORGANS.items()
}
_BEHIND = {
    organ: re.compile(rf"(?<![\w/-]){_WORD}\s*(?:no\.?\s*)?{_NUMBER}{_OF}(?:{names})\b\)?(?!\s+{_WORD})", re.IGNORECASE)
    for organ, names in _ORGANS.items()
}
_SERIES = re.compile(
    r"(?<![\w/-])(?P<organ>A|S|E|A[\s_/-]HRC)[\s_/-]?(?P<series>RES|PRST)[\s_/-](?P<number>(?:E?S-)?\d{1,4}(?:[\s_/-]\d{1,4}(?![\w(]))?)"
    r"(?P<year>\s?\(\d{4}\))?(?![\w/]|-\w)",
    re.IGNORECASE,
)
_STATEMENT = re.compile(r"(?<![\w/-])PRST[\s/]+(?P<number>\d{4}/\d{1,3})(?![\w/-])", re.IGNORECASE)
_FILE = re.compile(r"(?<![\w/-])[A-Z]{1,6}(?:_[A-Z0-9.()-]+)+", re.IGNORECASE)
_PARAGRAPH = re.compile(r"(?:,\s*|\s+)(?:§{1,2}|O\.?P\.?(?=\s?\d))\s*(?=\d)", re.IGNORECASE)
_ANOTHER = re.compile(r",?\s+(?:and\s+|or\s+)?(?:E?S-)?\d{1,4}(?:/\d|\s?\(\d{4}\)|(?=\W|$))|,\s*\d")
_FIRST_YEAR, _LAST_YEAR = 1945, 2100
_SHORTEST = 3  # figures of a number beside the name of an organ that is not a day or a count


def by_symbol(words: str) -> str:
    """The words with resolutions by their symbols: "S/RES/1366(2001)" for "unscr 1366"."""
    for organ in _ORGANS:
        words = _BEHIND[organ].sub(partial(_symbol, organ=organ), words)
        words = _BEFORE[organ].sub(partial(_if_meant, organ=organ, words=words), words)
    words = _STATEMENT.sub(lambda found: f"S/PRST/{found['number']}", words)
    words = _FILE.sub(_of_file, _SERIES.sub(_of_series, words))
    return _PARAGRAPH.sub(", para. ", words)


def _if_meant(found: "re.Match[str]", organ: str, words: str) -> str:
    """Without the word "resolution" a number is one by its form, or where nothing else is asked: "the Security Council in 1994"
    and "12 members" name none.
    """
    number = found["number"]
    is_plain = number.isdigit()
    is_year = is_plain and _FIRST_YEAR <= int(number) <= _LAST_YEAR
    alone = found[0].strip() == words.strip(" .?!") and not re.search(r"[a-z] ?council", found[0], re.IGNORECASE)
    meant = found["word"] or alone or not is_plain or (len(number) >= _SHORTEST and not is_year)
    if not meant:
        return found[0]
    if _ANOTHER.match(words, found.end()):  # "resolutions 1366 (2001) and 2150 (2014)": read together by reading/citations
        return f"{organ.title().replace(' And ', ' and ')} resolutions {number}"
    return _symbol(found, organ)


def _symbol(found: "re.Match[str]", organ: str) -> str:
    number = re.sub(r"\s*/\s*", "/", found["number"])
    try:
        return str(Symbol.from_resolution(number if organ == "security council" else number.partition("(")[0].strip(), organ))
    except SymbolError:  # not a number of that organ: the words stay as they are
        return found[0]


def _of_series(found: "re.Match[str]") -> str:
    organ = re.sub(r"[\s_-]", "/", found["organ"])
    number = re.sub(r"(?<=\d)[\s_-]", "/", found["number"].strip())
    year = (found["year"] or "").strip()
    try:
        return str(Symbol.parse(f"{organ}/{found['series']}/{number}{year}"))
    except SymbolError:  # letters and numbers that only look like one
        return found[0]


def _of_file(found: "re.Match[str]") -> str:
    try:
        return "-".join(map(str, Symbol.from_file_name(found[0].upper())))
    except SymbolError:  # some other word with underscores
        return found[0]
