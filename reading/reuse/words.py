"""Eyes, text reuse: words. In: a text in any language. Out: its words as they are compared, each with its place.

Rule of normalising: compatibility forms are composed (NFKC), case is folded, and only letters are kept, so that numbers, marks
of items, punctuation and the blanks between words count for nothing. Two texts repeat each other word for word where the words
that are left are the same in the same order. In a script without blanks each ideograph is a word. Must not compare.
"""

import re
import unicodedata
from collections.abc import Iterator

from ontology.span import Span

IDEOGRAPHS = "㐀-鿿豈-﫿"
_WORD = re.compile(rf"[{IDEOGRAPHS}]|[^\W\d_{IDEOGRAPHS}]+")
_PRINTED = re.compile(r"\S+")


def words_of(text: str) -> list[str]:
    """The words of a text by the rule of normalising."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def printed_words(text: str) -> Iterator[tuple[str, Span]]:
    """What stands between blanks, each with its words by the rule as one string ("" for a bare number or mark) and its place."""
    for found in _PRINTED.finditer(text):
        yield " ".join(words_of(found[0])), Span(found.start(), found.end())
