"""Words as sparse vectors. In: a text. Out: its tokens, and their BM25 weights under stable numbers. Must not know of any engine.

The engine multiplies by inverse document frequency itself (its IDF modifier), so only the saturated term frequency is put in:
tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average length)), Robertson and Zaragoza 2009. A question weighs each of its
different tokens 1. A document symbol is one token, so "A/RES/60/1" never meets "A/RES/60/2" half-way.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer  # type: ignore[import-untyped]

TOKENS_RECIPE = 1  # raised whenever the same text gives other tokens
K1 = 1.2
B = 0.75
SYMBOL_OR_WORD = re.compile(
    r"""
    (?P<symbol> \b [A-Za-z]{1,6} (?: /[A-Za-z0-9][A-Za-z0-9.\-]* )+ (?: [ ]? \( (?: \d{4} | [ivxlIVXL]+ ) \) )? )
  | (?P<word> [^\W_]+ )
    """,
    re.VERBOSE,
)
PARALLEL = re.compile(r"-(?=[A-Za-z]{1,6}/)")  # A/75/863-S/2021/424 is one document with two symbols
SESSION = re.compile(r" ?\((\d{4}|[ivxl]+)\)$")  # the year or the roman number of early sessions
STOP_WORDS = """
    a about above after again all also an and any are as at be because been before being between both but by can could did
    do does during each for from further had has have he her here hers him his how i if in into is it its itself may me more
    most my no nor not of on once only or other our out over own same she should so some such than that the their them then
    there these they this those through to too under until up upon very was we were what when where which while who whom
    why will with would you your
"""
STOP_WORD_SET = frozenset(STOP_WORDS.split())


@dataclass(frozen=True, slots=True)
class SparseVector:
    """Token numbers, rising, and their weights; both of one length."""

    indices: tuple[int, ...]
    values: tuple[float, ...]


def tokens(text: str) -> list[str]:
    """The tokens of a text in its order: symbols whole, other words folded, stop words dropped, English endings taken off."""
    found: list[str] = []
    for match in SYMBOL_OR_WORD.finditer(folded(text)):
        symbol = match["symbol"]
        if symbol and any(character.isdigit() for character in symbol):
            found.extend(symbol_tokens(symbol))
        else:
            words = re.findall(r"[^\W_]+", match[0])
            found.extend(stem(word) for word in words if word not in STOP_WORD_SET)
    return found


def folded(text: str) -> str:
    """The text in lower case without accents: "Génocide" and "genocide" are one word."""
    plain = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", "".join(c for c in plain if not unicodedata.combining(c))).lower()


def symbol_tokens(printed: str) -> list[str]:
    """The symbols of one printed run; one with a year in brackets also counts without it, for it is often asked so."""
    found: list[str] = []
    for part in PARALLEL.split(printed):
        whole = SESSION.sub(r"(\1)", part).rstrip(".-")
        found.append(whole)
        if whole.endswith(")"):
            found.append(SESSION.sub("", whole))
    return found


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The word without its English ending (Snowball's English rules); words of other scripts stay."""
    return english()(word) if word.isascii() else word


@lru_cache(maxsize=1)
def english() -> Callable[[str], str]:
    """Snowball's English stemmer, made once."""
    stem_word: Callable[[str], str] = snowballstemmer.stemmer("english").stemWord
    return stem_word


@lru_cache(maxsize=100_000)
def token_number(token: str) -> int:
    """The number of a token: 32 bits of BLAKE2b, the same on every machine and in every build."""
    return int.from_bytes(hashlib.blake2b(token.encode(), digest_size=4).digest(), "big")


def passage_vector(words: Sequence[str], average_length: float) -> SparseVector:
    """The weights of a passage's tokens, given the average number of tokens of all passages in the index."""
    norm = K1 * (1 - B + B * len(words) / average_length) if average_length else K1
    weights = ((token_number(word), tf * (K1 + 1) / (tf + norm)) for word, tf in Counter(words).items())
    return _vector(weights_by_number=dict(weights))


def question_vector(text: str) -> SparseVector:
    """Each different token of a question, with weight 1."""
    return _vector(weights_by_number={token_number(word): 1.0 for word in tokens(text)})


def _vector(weights_by_number: dict[int, float]) -> SparseVector:
    rising = sorted(weights_by_number)
    return SparseVector(tuple(rising), tuple(weights_by_number[number] for number in rising))


def mean_length(lengths: Sequence[int]) -> float:
    """The average number of tokens of a passage; 0 for no passages."""
    return sum(lengths) / len(lengths) if lengths else 0.0
