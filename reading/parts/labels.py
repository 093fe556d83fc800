"""Eyes, stage arrange: printed labels. In: "12.", "(b)", "ii)", "’5‘", "㈤", "(ب)", "1 -". Out: what each can mean, in one form
for all six languages.

A label can have several readings: "(i)" is a letter or a roman figure, a Cyrillic one a look-alike or a letter of its own
alphabet. Which of them holds only the label before can tell, so `arrange` chooses. Must not know paths.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Style = Literal["number", "figure", "decimal", "letter", "roman", "capital", "great roman", "bullet"]

_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff\u202a-\u202e]")
_DIGITS = r"[0-9\u0660-\u0669\u06f0-\u06f9]"
_NUMBER = re.compile(rf"({_DIGITS}{{1,3}})\s?(?:[.\-–)．、]|\.?\s?[\-–])?")
_DECIMAL = re.compile(rf"((?:{_DIGITS}{{1,3}}\.)+{_DIGITS}{{1,3}}|[a-z](?:\.\w{{1,2}})+)\.?")
_FIGURE = re.compile(rf"\(({_DIGITS}{{1,3}})\)")
_QUOTED = re.compile(rf"[’'‘`]({_DIGITS}{{1,2}})[‘'’`]")
_HAN = re.compile(r"\(([一二三四五六七八九十]{1,3})\)|([一二三四五六七八九十]{1,3})[、.]?")
_LETTERS = re.compile(r"\(?([^\W\d_]{1,6})(?:\)|\.\)?)")
_BARE = re.compile(r"([IVXLC]{1,7}|[A-Z])")
_BULLET = re.compile(r"[–—\-•·◦▪*o\uf0b7]")
_ROMAN = re.compile(r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = (("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))
_LOOK_ALIKE = str.maketrans("асеорхуіѕԁһ", "aceopxyisdh")
_ALPHABET = "абвгдежзийклмнопрстуфхцчшщэюя"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"  # the order of letters in lists of the United Nations
_HAN_DIGITS = "一二三四五六七八九"
_ORDINALS = (
    *("أول", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر"),
    *("الحادي عشر", "الثاني عشر"),
)
# A label that stands in the text itself, because the markup does not name it.
_IN_TEXT = re.compile(
    rf"[\u200e\u200f“\"«]*(?:({_DIGITS}{{1,3}}(?:\.(?={_DIGITS})(?:{_DIGITS}{{1,2}}))*\s?[.\-–](?=\s))"
    rf"|({_DIGITS}{{1,3}}(?=\s[^\W\d_]{{3}}))"
    r"|(\([^\W_]{1,5}\)|[’'‘][0-9]{1,2}[‘'’]|[^\W\d_]{1,4}\)(?=\s))|([•–—](?=\s))|([㈠-㈩]))\s*(?=\S)"
)

_ANNEX = re.compile(
    r"(?:(?P<annex>Annex(?:e|ure)?|Anexo|Приложение|(?:ال)?مرفق|附件)"
    r"|(?:Appendix|Enclosure|Appendice|Apéndice|Pièce jointe|Добавление|(?:ال)?تذييل|附录))"
    r"(?:(?<=[件录])|(?![^\W_]))(?P<mark>\s*[\w. ]{0,12}?)?[\s.:–—-]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """One reading of a printed label. `value` is its place in its row, from 1; `mark` its form in paths: `12`, `b`, `ii`."""

    style: Style
    value: int
    mark: str


def readings(printed: str) -> tuple[Label, ...]:
    """What a label can mean, the likeliest first; nothing where it is no label that we know."""
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", printed)).strip().strip('“”"«»„')
    if not text:
        return ()
    if _BULLET.fullmatch(text):
        return (Label("bullet", 0, ""),)
    if match := _NUMBER.fullmatch(text):
        return (Label("number", int(match[1]), str(int(match[1]))),)
    if match := _FIGURE.fullmatch(text):
        return (Label("figure", int(match[1]), str(int(match[1]))),)
    if match := _QUOTED.fullmatch(text):
        return (Label("roman", int(match[1]), roman(int(match[1]))),)
    if match := _DECIMAL.fullmatch(text):
        mark = match[1]
        return (Label("decimal", _last_figure(mark), mark),)
    if match := _HAN.fullmatch(text):
        value = _han(match[1] or match[2])
        return (Label("roman", value, roman(value)),) if match[1] else (Label("great roman", value, roman(value).upper()),)
    if match := _LETTERS.fullmatch(text) or _BARE.fullmatch(text):
        return _lettered(match[1])
    return ()


def label_in_text(text: str) -> tuple[str, int]:
    """The label that a text begins with, and where its words begin; ("", 0) where none stands there."""
    match = _IN_TEXT.match(text)
    return (match[0].strip(), match.end()) if match else ("", 0)


def heading_mark(printed: str) -> str:
    """The mark of a section or an annex in one form for all languages: III for the third in Arabic words too; "" for none."""
    text = _UNSEEN.sub("", printed).strip(" .:–—-\t")
    found = readings(text) or readings(f"{text}.")
    if found and found[0].style != "bullet":
        return found[0].mark
    bare = re.sub(r"[\u064b-\u0652]", "", text)
    bare = bare.removeprefix("ال").removesuffix("ا") if " " not in bare else bare
    return roman(_ORDINALS.index(bare) + 1).upper() if bare in _ORDINALS else ""


def annex_of(words: str) -> tuple[int, str] | None:
    """Depth (1 for an annex, 2 for an appendix) and printed mark of what opens an annex; None for other words."""
    match = _ANNEX.match(words)
    if not match:
        return None
    mark = (match["mark"] or "").strip()
    return None if mark and not heading_mark(mark) else (1 if match["annex"] else 2, mark)


def roman(value: int) -> str:
    """A number up to 99 in small roman figures."""
    found = ""
    for letters, worth in _ROMAN_VALUES:
        while value >= worth:
            found, value = found + letters, value - worth
    return found


def _lettered(letters: str) -> tuple[Label, ...]:
    if letters.isascii() and letters.isupper():
        return _great(letters)
    if (place := _abjad(letters)) > 0:
        return (Label("letter", place, _letter(place)),)
    small = letters.casefold().translate(_LOOK_ALIKE)
    found = [Label("letter", value, small)] if (value := _letter_value(small)) else []
    if small.isascii() and _ROMAN.fullmatch(small):
        found.append(Label("roman", _roman_value(small), small))
        if len(small) > 1:
            found.reverse()  # "ii" is hardly ever a doubled letter
    if letters.casefold() in _ALPHABET:
        place = _ALPHABET.index(letters.casefold()) + 1
        found.append(Label("letter", place, _letter(place)))
    return tuple(found)


def _great(letters: str) -> tuple[Label, ...]:
    found = []
    if _ROMAN.fullmatch(letters.lower()):
        found.append(Label("great roman", _roman_value(letters.lower()), letters))
    if len(letters) == 1:
        found.append(Label("capital", ord(letters) - 64, letters))
    if letters in ("C", "D", "L"):
        found.reverse()  # far more often the third letter than the hundredth section
    return tuple(found)


def _letter_value(letters: str) -> int:
    if not letters.isascii() or not letters.isalpha() or len(set(letters)) != 1 or len(letters) > 2:
        return 0
    return ord(letters[0]) - 96 + 26 * (len(letters) - 1)


def _letter(place: int) -> str:
    return chr(96 + (place - 1) % 26 + 1) * ((place - 1) // 26 + 1)


def _abjad(letters: str) -> int:
    bare = letters.rstrip("ـ\u200d").translate(str.maketrans("اإآ", "أأأ"))
    return _ABJAD.index(bare) + 1 if len(bare) == 1 and bare in _ABJAD else 0


def _roman_value(small: str) -> int:
    value, at = 0, 0
    for letters, worth in _ROMAN_VALUES:
        while small.startswith(letters, at):
            value, at = value + worth, at + len(letters)
    return value


def _han(figures: str) -> int:
    tens, ten, ones = figures.partition("十")
    if not ten:
        return _HAN_DIGITS.index(figures) + 1 if figures in _HAN_DIGITS else 0
    return 10 * (_HAN_DIGITS.index(tens) + 1 if tens else 1) + (_HAN_DIGITS.index(ones) + 1 if ones else 0)


def _last_figure(mark: str) -> int:
    last = mark.rpartition(".")[2]
    return int(last) if last.isdigit() else _letter_value(last)
