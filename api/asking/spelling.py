"""Answers: misspelt words. In: the words of a question, those of the passages and of the vocabulary. Out: what was meant,
probably. Must not touch phrases, symbols or names.

A word is misspelt if no passage has it, no name of the vocabulary has it, no dictionary of the languages has it, and a word of
the passages is one or two slips away. So a right word that the passages lack is never turned into another.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from spellchecker import SpellChecker

from api.asking.names import Names, is_short
from api.asking.tokens import Token
from stores.words.folding import terms
from stores.words.index import WordIndex

LANGUAGES = ("en", "fr", "es", "ru", "ar")  # Chinese has no words that could be misspelt letter by letter
SHORTEST = 5  # letters; a shorter word has too many neighbours
LONG = 8  # letters, from which on two slips are allowed
SPOKEN_SHARE = 2 / 3  # of a question's words
_CANDIDATES = 50
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


def respelt(found: Sequence[Token], words: WordIndex, names: Names) -> Mapping[str, str]:
    """The misspelt words among the tokens, as written, each with the word of the passages that is nearest.

    None where the passages speak another language: of a question in theirs they have most words, but for those misspelt.
    """
    asked = dict.fromkeys(word for token in found if _is_prose(token) for word in _WORD.findall(token.text))
    known = words.frequencies(term for word in asked for term in terms(word))
    unknown = [word for word in asked if _may_be_wrong(word) and terms(word)[0] not in known and not _is_right(word, names)]
    meant = {word: nearest for word in unknown if (nearest := _nearest(terms(word)[0], words.vocabulary))}
    spoken = sum(word in meant or all(term in known for term in terms(word)) for word in asked)
    return meant if spoken >= len(asked) * SPOKEN_SHARE else {}


def _is_prose(token: Token) -> bool:
    """Symbols, numbers and words with stars are no prose."""
    return token.kind == "word" and not re.search(r"[\d/*@\\]|\w\.\w", token.text)


def _may_be_wrong(word: str) -> bool:
    return len(word) >= SHORTEST and not is_short(word) and not _IDEOGRAPH.search(word) and len(terms(word)) == 1


def _is_right(word: str, names: Names) -> bool:
    return terms(word)[0] in names.words or is_word(word)


def is_word(word: str) -> bool:
    """Whether a dictionary of one of the languages has it."""
    wanted = hash(word.lower())
    return any(_has(dictionary(language), wanted) for language in LANGUAGES)


def _has(known: NDArray[np.int64], wanted: int) -> bool:
    place = int(np.searchsorted(known, wanted))
    return place < len(known) and int(known[place]) == wanted


@cache
def dictionary(language: str) -> NDArray[np.int64]:
    """The words of a language in small letters, as this process's own hashes, rising: a tenth of the memory of a set of words.

    Half a million words in 64 bits: that a wrong one meets a right one is not to be expected.
    """
    words = SpellChecker(language=language).word_frequency.dictionary
    return np.unique(np.fromiter(map(hash, words), dtype=np.int64, count=len(words)))


def _nearest(term: str, vocabulary: Mapping[str, int]) -> str:
    """The word that is fewest slips away, of several the most frequent. Nobody mistakes a first letter but for the second."""
    slips = 2 if len(term) >= LONG else 1
    near = extract(term, vocabulary.keys(), scorer=OSA.distance, score_cutoff=slips, limit=_CANDIDATES)
    begun = [(distance, word) for word, distance, _ in near if word[0] == term[0] or sorted(word[:2]) == sorted(term[:2])]
    return min(begun, key=lambda pair: (pair[0], -vocabulary[pair[1]], pair[1]), default=(0, ""))[1]
