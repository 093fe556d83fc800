"""Words as they are compared. In: a text. Out: its words and marks, folded, in order. Must not know of any index.

Two texts that differ in capitals, accents, vowel signs, width, kind of quotation marks or kind of dash are the same words.
Quotation marks are left out; every other mark counts, so that a phrase is found as it stands. Chinese and Japanese part no
words: each character is one, and a row of them is a phrase.
"""

import re
import unicodedata

_IDEOGRAPH = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TERM = re.compile(rf"[{_IDEOGRAPH}]|[^\W_{_IDEOGRAPH}]+|[^\w\s]|_")
_QUOTES = frozenset('"“”„‟«»‹›「」『』＂〝〞〟')
_APOSTROPHES = frozenset("'’‘‚‛ʼʹ′`´")
_STRETCH = "\u0640"  # the Arabic line that stretches a word and means nothing
_MARK = 0xE000  # the marks of ASCII part words for the engine; moved into the private range, each is a word of its own


def terms(text: str) -> list[str]:
    """The words and marks of a text in its order, as they are compared."""
    return [_term(found) for found in _TERM.findall(folded(text))]


def folded(text: str) -> str:
    """The text without capitals, accents, quotation marks and signs that are not seen; one kind of apostrophe and of dash."""
    plain = "".join(map(_sign, unicodedata.normalize("NFKD", "".join(map(_mark, text)))))
    return unicodedata.normalize("NFC", plain.casefold())


def is_mark(term: str) -> bool:
    """Whether a term is a mark, not a word."""
    return not term[:1].isalnum()


def unmarked(term: str) -> str:
    """A term as it is written: a mark that was moved aside is itself again."""
    return chr(ord(term) - _MARK) if len(term) == 1 and _MARK <= ord(term) < _MARK + 128 else term


def _mark(sign: str) -> str:
    if sign in _QUOTES:
        return ""
    return "'" if sign in _APOSTROPHES else sign  # before compatibility folding, which makes blanks of some of them


def _sign(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Pd":
        return "-"
    return "" if kind in ("Mn", "Me", "Cf") or sign == _STRETCH else sign


def _term(found: str) -> str:
    return chr(_MARK + ord(found)) if found.isascii() and not found.isalnum() else found
