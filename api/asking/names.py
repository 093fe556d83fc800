"""Answers: names and short forms. In: the labels of the graph's vocabulary. Out: what a name names, and which other names it has.
Must not rank.

Short forms come from the vocabulary alone. A label in capitals without blanks is one ("OHCHR"). One inside a longer label is read
off two labels of the same thing: "Group of Friends of R2P" and "Group of Friends of the Responsibility to Protect".
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from stores.graph.store import GraphStore
from stores.words.folding import terms

_LABELS = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?thing ?label ?preferred WHERE {
  { ?thing skos:prefLabel ?label BIND(true AS ?preferred) } UNION { ?thing skos:altLabel ?label BIND(false AS ?preferred) }
  ?thing a mg:Concept
} ORDER BY ?thing DESC(?preferred) ?label"""
_TITLES = """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT DISTINCT ?document ?title WHERE { ?document mg:title ?title ; mg:hasRendition ?any } ORDER BY ?document ?title"""
_SHORT = re.compile(r"(?=(?:[^A-ZА-Я]*[A-ZА-Я]){2})[\w-]{2,12}")
_YEAR_BEFORE = re.compile(r"^(?:19|20)\d\d\s+(?=\S+\s\S)")
_LITTLE = frozenset(["the", "of", "on", "for", "and", "to", "in", "a"])
SHORTEST_SMALL = 3  # letters of a short form in small letters: "un" and "au" are words of other languages
MOST_FORMS = 3  # full names of one short form
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """What a thing is called in a language."""

    thing: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a vocabulary. `words` are the folded words of all; `titles` and `things` have what a folded title or name
    names; `long_forms` and `small` (in small letters) the full names of a short form; `short_forms` those of a full name.
    """

    labels: tuple[Label, ...]
    words: frozenset[str]
    titles: Mapping[Key, tuple[str, ...]]
    things: Mapping[Key, tuple[str, ...]]
    long_forms: Mapping[str, tuple[str, ...]]
    small: Mapping[str, tuple[str, ...]]
    short_forms: Mapping[Key, tuple[str, ...]]

    @classmethod
    def of(cls, labels: Iterable[Label], titles: Iterable[tuple[str, str]] = ()) -> "Names":
        """The names of these labels, and of documents by IRI and title."""
        kept = tuple(labels)
        things: defaultdict[Key, dict[str, None]] = defaultdict(dict)
        longer: defaultdict[str, dict[str, None]] = defaultdict(dict)
        shorter: defaultdict[Key, dict[str, None]] = defaultdict(dict)
        for label in kept:
            things[bare(label.text)][label.thing] = None
        for short, long in sorted(_pairs(kept), key=lambda pair: not spells(*pair)):  # in a group, others are no full names
            if bare(long) not in {bare(other) for other in longer[short]} and len(longer[short]) < MOST_FORMS:
                longer[short][long] = None
            shorter[bare(long)][short] = None
        entitled: defaultdict[Key, dict[str, None]] = defaultdict(dict)
        for document, title in titles:
            entitled[bare(title)][document] = None
            entitled[bare(_YEAR_BEFORE.sub("", title))][document] = None  # "the World Summit Outcome" is that of 2005
        small = {short.lower(): tuple(full) for short, full in longer.items()}
        words = frozenset(word for name in things for word in name)
        return cls(kept, words, _frozen(entitled), _frozen(things), _frozen(longer), small, _frozen(shorter))

    def full_names(self, short: str) -> tuple[str, ...]:
        """The full names of a short form, as it is written; none for any other word."""
        return self.long_forms.get(short, ())

    def other_names(self, text: str) -> tuple[str, ...]:
        """The full names of a short form, or the short forms of a full name; none for anything else."""
        return self.full_names(text) or self.short_forms.get(bare(text), ())

    def full_names_of_small(self, short: str) -> tuple[str, ...]:
        """The full names of a short form written in small letters: "ohchr", "r2p"."""
        return self.small.get(short, ()) if short.islower() and len(short) >= SHORTEST_SMALL else ()

    def named(self, words: str) -> tuple[str, ...]:
        """The documents, or else the things, whose whole name these words are."""
        return self.titles.get(bare(words), ()) or self.things.get(bare(words), ())

    def short_forms_in(self, words: Key) -> dict[str, str]:
        """The short forms of the full names that stand in a row of folded words, each with that name."""
        found: dict[str, str] = {}
        most = max(map(len, self.short_forms), default=0)
        for start in range(len(words)):
            for end in range(min(len(words), start + most), start + 1, -1):
                for short in self.short_forms.get(words[start:end], ()):
                    found.setdefault(short, " ".join(words[start:end]))
        return found


_KNOWN: "WeakKeyDictionary[GraphStore, Names]" = WeakKeyDictionary()


def names_of(graph: GraphStore) -> Names:
    """The names of the vocabulary in a graph, read once as long as it is open."""
    known = _KNOWN.get(graph)
    if known is None:
        rows = graph.select(_LABELS)
        labels = [Label(str(row["thing"]), str(row["label"]), row["label"].language or "") for row in rows]
        titles = ((str(row["document"]), str(row["title"])) for row in graph.select(_TITLES))
        known = _KNOWN[graph] = Names.of(labels, titles)
    return known


def is_short(text: str) -> bool:
    """Whether a label or a word is written as a short form is."""
    return bool(_SHORT.fullmatch(text))


def bare(name: str) -> Key:
    """The folded words of a name, without an article before it."""
    found = terms(name)
    return tuple(found[1:] if found[:1] == ["the"] else found)


def _pairs(labels: Iterable[Label]) -> Iterator[tuple[str, str]]:
    """Every short form with a full name of the same thing, the preferred one first."""
    of_thing: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for label in labels:
        of_thing[label.thing, label.language].append(label.text)
    for texts in of_thing.values():
        whole = [text for text in texts if is_short(text)]
        full = [text for text in texts if " " in text]
        yield from ((short, long) for short in whole for long in full if not any(map(is_short, long.split())))
        yield from dict.fromkeys(pair for one in full for other in full if (pair := _inside(one.split(), other.split())))


def _inside(one: list[str], other: list[str]) -> tuple[str, str] | None:
    """The short form in one label that stands for several words of the other, where all other words are the same."""
    before = 0
    while before < min(len(one), len(other)) and one[before].casefold() == other[before].casefold():
        before += 1
    after = 0
    while after < min(len(one), len(other)) - before and one[-1 - after].casefold() == other[-1 - after].casefold():
        after += 1
    short, long = one[before : len(one) - after], other[before : len(other) - after]
    if len(short) != 1 or len(long) < 2 or not is_short(short[0]) or not spells(short[0], " ".join(long)):
        return None
    return short[0], " ".join(long[1:] if long[0].casefold() == "the" else long)


def spells(short: str, long: str) -> bool:
    """Whether the capitals of a short form are the first letters of a name, but for little words; figures may sound as words."""
    capitals = [sign.casefold() for sign in short if sign.isupper()]
    return capitals == [word[0].casefold() for word in re.split(r"[\s-]+", long) if word and word.casefold() not in _LITTLE]


def _frozen(found: Mapping[Any, Mapping[str, None]]) -> dict[Any, tuple[str, ...]]:
    return {key: tuple(values) for key, values in found.items()}
