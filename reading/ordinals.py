"""Eyes: ordinal numbers in words, in the six languages. In: the words before or behind "session". Out: which session they name.

Must not look anything up. Rule: the sessions of the United Nations are written out ("Seventy-fifth session", "Tenth emergency
special session"), in the nominative, as a masthead has them.
"""

import re
from collections.abc import Iterator
from functools import cache

_MOST = 199
_WORD = r"[^\W\d_]+"
_BEFORE = rf"(?P<words>{_WORD}(?:[ \-–]{_WORD}){{0,5}}?)\s"
# Where the ordinal stands before the word for a session; special and emergency special sessions are counted apart.
_FORMS = tuple(
    re.compile(form)
    for form in (
        _BEFORE + r"(?:(?P<emergency>(?i:emergency)\s)?(?P<special>(?i:special)\s))?(?i:session)\b(?!\s(?i:extraordinaire))",
        _BEFORE + r"(?i:session)\s(?P<special>(?i:extraordinaire))(?P<emergency>\sd[’']urgence)?",
        r"(?:(?P<figures>\d{1,3})\s?[º°]\s|"
        + _BEFORE
        + r")(?i:per[ií]odo)\s(?P<special>(?i:extraordinario)\s)?de\s(?i:sesiones)(?P<emergency>\sde\semergencia)?",
        _BEFORE + r"(?:(?P<emergency>чрезвычайная\s)?(?P<special>специальная\s))?сессия\b",
        r"الدورة\s(?P<special>الاستثنائية\s)?(?P<emergency>الطارئة\s)?(?P<words>ال\w+(?:\s(?:وال\w+|عشرة?))?)",
        r"第(?P<words>[一二三四五六七八九十百]{1,5})届(?P<emergency>紧急)?(?P<special>特别)?会议",
    )
)
_ENGLISH = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth"
)
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_FRENCH = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf"
_FRENCH_TENS = "vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt"
_SPANISH = (
    "primer segundo tercer cuarto quinto sexto séptimo octavo noveno décimo undécimo duodécimo decimotercer decimocuarto "
    "decimoquinto decimosexto decimoséptimo decimoctavo decimonoveno"
)
_SPANISH_TENS = "vigésimo trigésimo cuadragésimo quincuagésimo sexagésimo septuagésimo octogésimo nonagésimo"
_RUSSIAN = (
    "первая вторая третья четвертая пятая шестая седьмая восьмая девятая десятая одиннадцатая двенадцатая тринадцатая "
    "четырнадцатая пятнадцатая шестнадцатая семнадцатая восемнадцатая девятнадцатая"
)
_RUSSIAN_TENS = "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто"
_RUSSIAN_ROUND = "двадцатая тридцатая сороковая пятидесятая шестидесятая семидесятая восьмидесятая девяностая"
_ARABIC = "الأولى الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة"
_ARABIC_TENS = "العشرون الثلاثون الأربعون الخمسون الستون السبعون الثمانون التسعون"
_CHINESE = "一二三四五六七八九"


def session_of(line: str) -> int | str | None:
    """The session that a line names: 75, S-28 for a special one, ES-10 for an emergency special one; None where it names none."""
    for form in _FORMS:
        for match in form.finditer(line):
            figures = match.groupdict().get("figures")
            number = int(figures) if figures else _number(match["words"])
            if number is not None:
                prefix = "ES-" if match["emergency"] else "S-" if match["special"] else ""
                return f"{prefix}{number}" if prefix else number
    return None


def _number(words: str) -> int | None:
    """The number of the longest ordinal at the end of some words, which begins with a capital where letters have two forms."""
    if re.fullmatch("[一二三四五六七八九十百]+", words):
        return _chinese(words)
    split = [word for word in re.split(r"[ \-–]", words) if word]
    for start in range(len(split)):
        number = _ordinals().get(_folded(" ".join(split[start:])))
        if number is not None:
            capital = split[start][0]
            return number if capital.isupper() or capital.lower() == capital.upper() else None
    return None


@cache
def _ordinals() -> dict[str, int]:
    found: dict[str, int] = {}
    for language in (_english, _french, _spanish, _russian, _arabic):
        for number, words in language():
            found.setdefault(_folded(words), number)
    return found


def _folded(words: str) -> str:
    return " ".join(re.split(r"[ \-–]+", words.casefold().replace("ё", "е")))


def _english() -> Iterator[tuple[int, str]]:
    units = _ENGLISH.split()
    below = list(enumerate(units, 1))
    for ten, word in enumerate(_ENGLISH_TENS.split(), 2):
        below.append((ten * 10, f"{word[:-1]}ieth"))
        below += [(ten * 10 + unit, f"{word}-{units[unit - 1]}") for unit in range(1, 10)]
    yield from below
    yield 100, "hundredth"
    yield 100, "one hundredth"
    for number, words in below:
        if number + 100 <= _MOST:
            yield number + 100, f"one hundred and {words}"


def _french() -> Iterator[tuple[int, str]]:
    units, tens = _FRENCH.split(), _FRENCH_TENS.split()
    yield from ((1, "première"), (1, "premier"), (2, "seconde"), (100, "centième"))
    for number in range(2, 100):
        ten, unit = divmod(number, 10)
        if number < 20:
            words = units[number - 1]
        else:
            unit += 10 if ten in (7, 9) else 0
            joined = " et " if unit in (1, 11) and ten < 8 else "-"
            words = f"{tens[ten - 2]}{joined}{units[unit - 1]}" if unit else tens[ten - 2]
        yield (
            number,
            f"{words.removesuffix('e').removesuffix('f')}{'v' if words.endswith('f') else ''}{'u' * words.endswith('q')}ième",
        )


def _spanish() -> Iterator[tuple[int, str]]:
    units = _SPANISH.split()
    yield from enumerate(units, 1)
    yield from ((1, "primero"), (3, "tercero"), (11, "decimoprimer"), (12, "decimosegundo"), (100, "centésimo"))
    for ten, word in enumerate(_SPANISH_TENS.split(), 2):
        yield ten * 10, word
        yield from ((ten * 10 + unit, f"{word} {units[unit - 1]}") for unit in range(1, 10))


def _russian() -> Iterator[tuple[int, str]]:
    units = _RUSSIAN.split()
    yield from enumerate(units, 1)
    yield 100, "сотая"
    for ten, (words, round_) in enumerate(zip(_RUSSIAN_TENS.split(), _RUSSIAN_ROUND.split(), strict=True), 2):
        yield ten * 10, round_
        yield from ((ten * 10 + unit, f"{words} {units[unit - 1]}") for unit in range(1, 10))


def _arabic() -> Iterator[tuple[int, str]]:
    units = _ARABIC.split()
    yield from enumerate(units, 1)
    first = ["الحادية", *units[1:9]]
    yield from ((10 + unit, f"{word} عشرة") for unit, word in enumerate(first, 1))
    for ten, word in enumerate(_ARABIC_TENS.split(), 2):
        for form in (word, f"{word[:-2]}ين"):  # nominative and oblique
            yield ten * 10, form
            yield from ((ten * 10 + unit, f"{one} و{form}") for unit, one in enumerate(first, 1))


def _chinese(words: str) -> int:
    hundred, _, rest = words.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = 100 * (_CHINESE.find(hundred) + 1 or 1) if "百" in words else 0
    value += 10 * (_CHINESE.find(tens) + 1 or 1 if tens else 1) if ten else 0
    return value + (_CHINESE.find(ones) + 1 if ones else 0)
