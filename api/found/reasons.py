"""Answers: why a passage was found. In: a question and a result. Out: the reasons as facts that can be said in words. Must not
rank.

Words are told as they are printed: those of the passage that met the question, and those of the question that met nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from api.results import Result
from stores.vectors.sparse import SYMBOL_OR_WORD, tokens

MOST_WORDS = 8  # that are told of each kind; a pasted paragraph has a hundred


@dataclass(frozen=True, slots=True)
class Reason:
    """`words` stand in the passage as printed, `missing` only in the question, each at most eight of them; `met` of `asked`
    different words of the question stand here. `is_named`: the question names the passage, its document or a thing in it;
    `near` is the cosine to the question's meaning, None where meaning played no role.
    """

    words: tuple[str, ...]
    missing: tuple[str, ...]
    met: int
    asked: int
    is_named: bool
    near: float | None


def asked_words(question: str) -> Sequence[tuple[str, frozenset[str]]]:
    """The different words of a question, as printed and as they are looked for; words that are too common are left out."""
    found: dict[frozenset[str], str] = {}
    for word in SYMBOL_OR_WORD.finditer(question):
        if looked_for := frozenset(tokens(word[0])):
            found.setdefault(looked_for, word[0])
    return [(printed, looked_for) for looked_for, printed in found.items()]


def reason(asked: Sequence[tuple[str, frozenset[str]]], result: Result) -> Reason:
    """Why a result was found, for the words of a question as `asked_words` gives them."""
    matched = frozenset(result.matched)
    missing = [printed for printed, looked_for in asked if not looked_for & matched]
    printed = dict.fromkeys(result.text[start:end].lower() for start, end in result.marks)
    return Reason(
        words=tuple(printed)[:MOST_WORDS],
        missing=tuple(missing)[:MOST_WORDS],
        met=len(asked) - len(missing),
        asked=len(asked),
        is_named="symbol" in result.parts,
        near=result.parts.get("dense"),
    )
