"""Eyes: names in text. In: labelled concepts, then text. Out: the longest names that stand in it, never one inside another.

A label matches whole words, whatever the blanks, hyphens and quotes between them. A capital in a label must be a capital in the
text; small letters match either. Negative labels take part so that they cover what stands in them, and yield nothing themselves.
One lexicon is of one language: labels of another are never looked for. Chinese is read character by character, since nothing
parts its words; in Arabic, letters written to the front of a word (and, by, for, like) are taken off where the article follows.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ontology.concepts import Concept
from ontology.span import Span

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_OF_LANGUAGE: Mapping[str, "re.Pattern[str]"] = {"en": _WORD, "zh": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]|[A-Za-z0-9]+")}
_BARE_WORD = re.compile(r"[^\W_]+")  # French writes "d'" and "l'" to the front of a name
_POSSESSIVE = re.compile(r"[’']s$")
_ARABIC_FRONT = re.compile(r"^(?:و?[بكف]?(?=ال.)|و?لل(?=.))")
# Names that are common words, too: "financial", "of that", "political", "national".
_HOMOGRAPHS = frozenset({("ar", "مالي"), ("ru", "Того"), ("es", "políticos"), ("zh", "国家")})
_ARABIC_JOINED = "وفبلك"  # and, so, by, for, like: written to the front of the word behind them
_LOOSE = str.maketrans(dict.fromkeys("-‑–“”\"'‘’«»", ""))
_LONGEST_GAP = 4  # characters between two words of one name


@dataclass(frozen=True, slots=True)
class Named:
    """A name that was found: where, the words, the concept (None: a negative label), and by which kind of label."""

    span: Span
    as_printed: str
    concept: Concept | None
    by: str


@dataclass(frozen=True, slots=True)
class _Leaf:
    tokens: tuple[str, ...]
    glue: tuple[str, ...]
    concept: Concept | None
    by: str


@dataclass(slots=True)
class _Node:
    next: dict[str, "_Node"] = field(default_factory=dict)
    leaves: list[_Leaf] = field(default_factory=list)


class Lexicon:
    """The labels of many concepts in one language, as a tree of words."""

    def __init__(
        self,
        concepts: Iterable[Concept],
        wanted: Callable[[Concept], bool] = lambda _: True,
        language: str = "en",
        labels: Callable[[Concept, str], Iterable[tuple[str, str]]] | None = None,
    ) -> None:
        """`labels` gives the labels of a concept in a language, each with what kind of label it is; by default its names."""
        self._root = _Node()
        self._fold = _fold_arabic if language == "ar" else _fold
        self._word = _OF_LANGUAGE.get(language, _BARE_WORD)
        for concept in concepts:
            for label, by in (labels or names)(concept, language):
                if wanted(concept):
                    self._add(label, concept, by)
            for label in concept.negative if language == "en" else (trap for spoken, trap in concept.traps if spoken == language):
                self._add(label, None, "negative label")

    def find(self, text: str) -> list[Named]:
        """The names in a text, in order, apart from each other; at one place the longest wins."""
        words = list(self._word.finditer(text))
        fold = self._fold
        folded = [fold(word[0]) for word in words]
        first, found, past = self._root.next, [], 0
        for at, word in enumerate(folded):
            if at < past or word not in first:  # most words begin no label
                continue
            longest = self._longest(text, words, folded, at)
            if longest is not None:
                length, named = longest
                past = at + length
                if named.concept is not None:
                    found.append(named)
        return found

    def _add(self, label: str, concept: Concept | None, by: str) -> None:
        words = list(self._word.finditer(label))
        node = self._root
        for word in words:
            node = node.next.setdefault(self._fold(word[0]), _Node())
        leaf = _Leaf(tuple(word[0] for word in words), tuple(_gaps(label, words)), concept, by)
        if words and not any((old.tokens, old.glue, old.concept) == (leaf.tokens, leaf.glue, concept) for old in node.leaves):
            node.leaves.append(leaf)

    def _longest(self, text: str, words: Sequence["re.Match[str]"], folded: Sequence[str], at: int) -> tuple[int, Named] | None:
        best: tuple[int, list[_Leaf]] | None = None
        for length, node in self._walk(words, folded, at):
            taken = words[at : at + length]
            printed, glue = [word[0] for word in taken], tuple(_gaps(text, taken))
            fitting = [leaf for leaf in node.leaves if leaf.glue == glue and _capitals_agree(leaf.tokens, printed)]
            if fitting:
                best = length, fitting
        if best is None:
            return None
        length, fitting = best  # what is one concept's trap is often another's name: the name wins
        return length, _named(text, words[at : at + length], min(fitting, key=lambda leaf: leaf.concept is None))

    def _walk(self, words: Sequence["re.Match[str]"], folded: Sequence[str], at: int) -> Iterator[tuple[int, _Node]]:
        """The nodes that the words from a place lead to and where a label ends."""
        node = self._root
        for place in range(at, len(words)):
            if place > at and words[place].start() - words[place - 1].end() > _LONGEST_GAP:
                return
            following = node.next.get(folded[place])
            if following is None:
                return
            node = following
            if node.leaves:
                yield place - at + 1, node


def names(concept: Concept, language: str) -> Iterator[tuple[str, str]]:
    """The names of a concept in a language, each with what kind of label it is."""
    if language != "en":
        own = [label for spoken, label in concept.labels if spoken == language and (language, label) not in _HOMOGRAPHS]
        yield from ((label, f"label in {language}") for label in own)
        if language == "ar":
            bare = [label for label in own if not label.startswith("ال")]
            yield from ((letter + label, f"label in {language}") for label in bare for letter in _ARABIC_JOINED)
        return
    yield concept.preferred, "preferred label"
    yield from ((label, "alternative label") for label in concept.alternative)


def descriptions(concept: Concept, language: str) -> Iterator[tuple[str, str]]:
    """The words that describe a concept without being a name of it; so far there are English ones only."""
    if language == "en":
        yield from ((label, "description") for label in concept.descriptions)


def _named(text: str, taken: Sequence["re.Match[str]"], leaf: _Leaf) -> Named:
    """The find, without a possessive "s" that the label lacks."""
    start, end = taken[0].start(), taken[-1].end()
    if _POSSESSIVE.search(text[start:end]) and not _POSSESSIVE.search(leaf.tokens[-1]):
        end -= 2
    return Named(Span(start, end), text[start:end], leaf.concept, leaf.by)


def _gaps(text: str, words: Sequence["re.Match[str]"]) -> Iterator[str]:
    """The punctuation between each two words; blanks, hyphens and quotes do not count."""
    for before, after in itertools.pairwise(words):
        between = text[before.end() : after.start()]
        yield "" if between == " " else "".join(between.translate(_LOOSE).split())


def _fold(word: str) -> str:
    if "’" in word or "'" in word:
        word = _POSSESSIVE.sub("", word).replace("’", "'")
    return word.casefold()


def _fold_arabic(word: str) -> str:
    front = _ARABIC_FRONT.match(word)
    return word if front is None else ("ال" if "لل" in front[0] else "") + word[front.end() :]


def _capitals_agree(label: tuple[str, ...], printed: list[str]) -> bool:
    for wanted, came in zip(label, printed, strict=True):
        bare = _POSSESSIVE.sub("", came)
        if len(wanted) > 1 and wanted.isupper() and bare != wanted:
            return False
        if wanted[0].isupper() and not bare[0].isupper():
            return False
    return True
