"""Eyes: names in text. In: labelled concepts, then text. Out: the longest names that stand in it, never one inside another.

A label matches whole words, whatever the blanks, hyphens and quotes between them. A capital in a label must be a capital in the
text; small letters match either. Negative labels take part so that they cover what stands in them, and yield nothing themselves.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ontology.concepts import Concept
from ontology.span import Span

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_POSSESSIVE = re.compile(r"[’']s$")
_LOOSE = re.compile(r"[\s\-‑“”\"'‘’\u00a0]")
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
    """The labels of many concepts, as a tree of words."""

    def __init__(self, concepts: Iterable[Concept], wanted: Callable[[Concept], bool] = lambda _: True) -> None:
        self._root = _Node()
        for concept in concepts:
            if wanted(concept):
                self._add(concept.preferred, concept, "preferred label")
                for label in concept.alternative:
                    self._add(label, concept, "alternative label")
            for label in concept.negative:
                self._add(label, None, "negative label")

    def find(self, text: str) -> list[Named]:
        """The names in a text, in order, apart from each other; at one place the longest wins."""
        words = list(_WORD.finditer(text))
        found, at = [], 0
        while at < len(words):
            longest = self._longest(text, words, at)
            if longest is None:
                at += 1
                continue
            length, named = longest
            if named.concept is not None:
                found.append(named)
            at += length
        return found

    def _add(self, label: str, concept: Concept | None, by: str) -> None:
        words = list(_WORD.finditer(label))
        node = self._root
        for word in words:
            node = node.next.setdefault(_fold(word[0]), _Node())
        leaf = _Leaf(tuple(word[0] for word in words), tuple(_gaps(label, words)), concept, by)
        if words and not any((old.tokens, old.glue, old.concept) == (leaf.tokens, leaf.glue, concept) for old in node.leaves):
            node.leaves.append(leaf)

    def _longest(self, text: str, words: list["re.Match[str]"], at: int) -> tuple[int, Named] | None:
        best: tuple[int, Named] | None = None
        for length, node in self._walk(words, at):
            taken = words[at : at + length]
            printed, glue = [word[0] for word in taken], tuple(_gaps(text, taken))
            fitting = [leaf for leaf in node.leaves if leaf.glue == glue and _capitals_agree(leaf.tokens, printed)]
            if fitting:  # what is one concept's trap is often another's name: the name wins
                best = length, _named(text, taken, min(fitting, key=lambda leaf: leaf.concept is None))
        return best

    def _walk(self, words: list["re.Match[str]"], at: int) -> Iterator[tuple[int, _Node]]:
        node = self._root
        for length, word in enumerate(words[at:], 1):
            if length > 1 and word.start() - words[at + length - 2].end() > _LONGEST_GAP:
                return
            following = node.next.get(_fold(word[0]))
            if following is None:
                return
            node = following
            yield length, node


def _named(text: str, taken: list["re.Match[str]"], leaf: _Leaf) -> Named:
    """The find, without a possessive "s" that the label lacks."""
    start, end = taken[0].start(), taken[-1].end()
    if _POSSESSIVE.search(text[start:end]) and not _POSSESSIVE.search(leaf.tokens[-1]):
        end -= 2
    return Named(Span(start, end), text[start:end], leaf.concept, leaf.by)


def _gaps(text: str, words: list["re.Match[str]"]) -> Iterator[str]:
    for before, after in itertools.pairwise(words):
        yield _glue(text[before.end() : after.start()])


def _fold(word: str) -> str:
    return _POSSESSIVE.sub("", word).casefold()


def _capitals_agree(label: tuple[str, ...], printed: list[str]) -> bool:
    for wanted, came in zip(label, printed, strict=True):
        bare = _POSSESSIVE.sub("", came)
        if len(wanted) > 1 and wanted.isupper() and bare != wanted:
            return False
        if wanted[0].isupper() and not bare[0].isupper():
            return False
    return True


def _glue(between: str) -> str:
    """The punctuation between two words; blanks, hyphens and quotes do not count."""
    return _LOOSE.sub("", between)
