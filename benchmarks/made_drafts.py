"""Benchmarks: made drafts. In: documents as published. Out: drafts of our own sentences that quote them, with errors planted, and
what was planted where. Must not know how the check works.

One seed and the same documents give the same drafts.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from api.drafts.notes import in_words
from api.library import Serving

DRAFTS = 48
_EACH = 8  # citations of one draft
Error = Literal["none", "paragraph", "word", "symbol", "absent", "digest"]
ERRORS: tuple[Error, ...] = ("paragraph", "word", "symbol", "absent", "digest")
_SENTENCES = (
    "It was noted that {quote} ({cited}, {place}).",
    "In {place_of} of {cited}, the words are {quote}.",
    "As {cited}, {place}, has it, {quote}, and nobody has said otherwise since.",
    "The drafters wrote {quote} (see {cited}, {place}), which is recalled here.",
    "One reads that {quote}.{note}",
    "{quote} ({cited}, {place}). Later texts went on from there.",
)
_STRANGE = ("lighthouse", "harbour", "lantern", "orchard", "glacier", "violin", "pebble")
_PASSAGES = """PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?document ?symbol ?path ?words WHERE { ?document mg:symbol ?symbol ; mg:hasRendition ?rendition .
  ?rendition mg:chosen true ; mg:fidelity ?fidelity . FILTER(STRENDS(STR(?document), ?symbol))
  ?part mg:inDocument ?document . { ?part mg:text ?words } UNION { ?part mg:digestText ?words }
  FILTER(LANG(?words) = "en") BIND(STRAFTER(STR(?part), CONCAT(STR(?document), "/")) AS ?path)
  FILTER(REGEX(?path, "^(annex/[0-9IVX]+/)?para/[0-9]+$")) } ORDER BY ?part"""
_DIGESTS = """PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT DISTINCT ?document WHERE { ?document mg:hasRendition ?r . ?r mg:chosen true ; mg:fidelity mg:Digest }"""


@dataclass(frozen=True, slots=True)
class Passage:
    """A numbered paragraph that can be quoted, with its pinpoint."""

    symbol: str
    place: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planted:
    """A citation of a made draft: where it stands, what is wrong with it, and the strange word put into its quotation, if any."""

    start: int
    error: Error
    word: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A made draft with the citations in it."""

    name: str
    text: str
    planted: tuple[Planted, ...]


@dataclass(frozen=True)
class Pool:
    """What drafts may quote: passages of full texts, and of documents of which only a digest is here."""

    full: Sequence[Passage]
    digests: Sequence[Passage]

    def of(self, symbol: str) -> list[Passage]:
        """The passages of one document."""
        return [passage for passage in self.full if passage.symbol == symbol]


def pool_of(serving: Serving) -> Pool:
    """The paragraphs with a number and enough words, but for those that have quotation marks or brackets of their own."""
    digests = {str(row["document"]) for row in serving.graph.select(_DIGESTS)}
    found: defaultdict[bool, list[Passage]] = defaultdict(list)
    for row in serving.graph.select(_PASSAGES):
        words = tuple(str(row["words"]).split())
        if len(words) > 24 and not re.search(r"[\"“”«»\[\]…/⁰¹²³⁴-⁹]", str(row["words"])):
            place = _place(str(row["path"]))
            found[str(row["document"]) in digests].append(Passage(str(row["symbol"]), place, words))
    return Pool(found[False], found[True])


def _place(path: str) -> str:
    """The pinpoint of a paragraph, such as "annex II, para. 4"; an annex without a mark is counted in its path."""
    *annex, number = path.removeprefix("annex/").replace("para/", "").split("/")
    return f"annex {annex[0]}, para. {number}".replace("annex 1,", "annex,") if annex else f"para. {number}"


def made(pool: Pool, seed: int, drafts: int = DRAFTS) -> Iterator[Draft]:
    """The drafts; every second citation has an error, of a kind by chance."""
    chance = random.Random(seed)  # noqa: S311 # the same drafts each time, nothing secret
    kinds = [kind for kind in ERRORS if kind != "digest" or pool.digests]
    for at in range(drafts):
        yield _Making(chance, pool, kinds, f"draft {at + 1}").draft()


class _Making:
    """One draft while it grows."""

    def __init__(self, chance: random.Random, pool: Pool, kinds: Sequence[Error], name: str) -> None:
        self._chance, self._pool, self._kinds, self._name = chance, pool, kinds, name
        self._body, self._notes = "", ""
        self._in_body: list[Planted] = []
        self._in_notes: list[Planted] = []

    def draft(self) -> Draft:
        """The finished draft."""
        for at in range(_EACH):
            error: Error = self._chance.choice(self._kinds) if at % 2 else "none"
            self._body += f"{at + 1}. "
            self._sentence(error)
            self._body += "\n\n"
        before = self._body + "________\n"
        notes = [Planted(each.start + len(before), each.error, each.word) for each in self._in_notes]
        return Draft(self._name, before + self._notes, (*self._in_body, *notes))

    def _sentence(self, error: Error) -> None:
        passage = self._chance.choice(self._pool.digests if error == "digest" else self._pool.full)
        quote, strange = self._quote(passage, is_changed=error == "word")
        symbol, place = self._cited(passage, error)
        pattern = self._chance.choice(_SENTENCES)
        cited = self._printed(symbol)
        if "{note}" in pattern:
            mark = str(len(self._in_notes) + 1).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
            self._in_notes.append(Planted(len(self._notes) + len(mark) + 1, error, strange))
            self._notes += f"{mark} {cited}, {place}.\n\n"
            self._body += pattern.format(quote=quote, note=mark)
            return
        sentence = pattern.format(quote=quote, cited=cited, place=place, place_of=_turned(place))
        self._in_body.append(Planted(len(self._body) + sentence.index(cited), error, strange))
        self._body += sentence

    def _quote(self, passage: Passage, *, is_changed: bool) -> tuple[str, str]:
        """Words of a passage, a third of them with words left out at an ellipsis or changed in brackets; and a strange word."""
        length = self._chance.randint(9, 18)
        start = self._chance.randrange(len(passage.words) - length)
        words = [word.strip(".,;:()") or "and" for word in passage.words[start : start + length]]
        strange = self._chance.choice(_STRANGE) if is_changed else ""
        if strange:
            words[self._chance.randrange(1, 3)] = strange
        match self._chance.randrange(6):
            case 0:
                words[4:6] = ["…"]
            case 1:
                words[5] = "[these]"
        return f"“{' '.join(words)}”", strange

    def _cited(self, passage: Passage, error: Error) -> tuple[str, str]:
        """The symbol and the pinpoint that the draft prints."""
        if error == "paragraph":
            others = [other.place for other in self._pool.of(passage.symbol) if not _shares(other, passage)]
            return passage.symbol, self._chance.choice([*others, "para. 987"])
        if error == "symbol":
            symbols = sorted({other.symbol for other in self._pool.full if other.symbol != passage.symbol})
            self._chance.shuffle(symbols)
            for symbol in symbols:
                if not any(_shares(other, passage) for other in self._pool.of(symbol)):
                    return symbol, passage.place
        if error == "absent":
            return f"A/{self._chance.randint(40, 60)}/{self._chance.randint(9_000, 9_900)}", passage.place
        return passage.symbol, passage.place

    def _printed(self, symbol: str) -> str:
        """The symbol, or the resolution in words, as likely as not."""
        words = in_words(symbol)
        return words if words and self._chance.random() < 0.5 else symbol


def _shares(one: Passage, other: Passage) -> bool:
    """Whether two paragraphs share eight words in a row: a quotation of the one may then stand in the other."""
    runs = {one.words[at : at + 8] for at in range(len(one.words) - 7)}
    return any(other.words[at : at + 8] in runs for at in range(len(other.words) - 7))


def _turned(place: str) -> str:
    """A pinpoint before its document: "paragraph 4 of annex II"."""
    annex, _, number = place.rpartition(", ")
    words = number.replace("para.", "paragraph")
    return f"{words} of {annex}" if annex else words
