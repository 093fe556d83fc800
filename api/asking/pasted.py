"""Answers: pasted passages. In: a question. Out: whether it is a passage that somebody pasted, no question with operators. Must
not look anything up.

A passage has quotation marks, brackets, dashes, "and/or" and colons of its own: read as operators they would exclude and require
what nobody meant. So a text that reads as prose is searched by all of its words as they stand.
"""

import re

from api.asking.tokens import Token

LONG = 25  # words, from which on a text without operators is a passage whatever marks it has
SENTENCE = 6  # words, from which on one that ends as a sentence, a clause or an item does is a passage
LONGEST_QUESTION = 60  # words, from which on a text is a passage even where it ends as a question does
DENSE = 1 / 8  # of the words of a question with operators are operators at least, however long it is
_ENDS = re.compile(r"(?:[.;:,。；：，、؛،]|[;,]\s+(?:and|or))[\"”»’')\]]*\d{0,3}$")
_ASKS = re.compile(r"[?？؟][\"”»’')\]]*$")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|[^\W_]+(?:['’/-][^\W_]+)*")
_CAPITALS = re.compile(r"[^\W\d_]{2,}")


def is_pasted(question: str, found: list[Token], fields: frozenset[str]) -> bool:
    """Whether a question is a pasted passage. `found` are its tokens, `fields` the names of fields that are known.

    It is none where an operator in capitals stands between words that are not in capitals throughout, where a known field has a
    value, or a word a star: these are meant. A few of them do not make a question of a long text.
    """
    words = len(_WORD.findall(question))
    meant = sum(_is_meant(found, at, fields) for at in range(len(found)))
    if meant:
        return words > LONG and meant < words * DENSE and _ENDS.search(question) is not None
    if _ASKS.search(question):
        return words >= LONGEST_QUESTION
    return words >= LONG or (words >= SENTENCE and _ENDS.search(question) is not None)


def _is_meant(found: list[Token], at: int, fields: frozenset[str]) -> bool:
    token = found[at]
    if token.kind == "field":
        return token.name in fields
    if token.kind in ("and", "or", "not"):
        beside = [other.text for other in found[max(0, at - 1) : at + 2] if other.kind in ("word", "phrase")]
        return bool(beside) and not all(text.isupper() for text in beside if _CAPITALS.search(text))
    return token.kind == "word" and re.search(r"\w\*|\*\w", token.text) is not None
