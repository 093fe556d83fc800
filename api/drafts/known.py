"""Answers, drafts: what is known. In: symbols, and IRIs of documents, as a draft cites them. Out: what the graph that serves
states of them, each thing asked once for a whole draft. Must not know a draft.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import unquote

from api.library import Serving
from ontology.errors import SymbolError
from ontology.iris import Iris, checked
from ontology.symbol import Symbol
from stores.graph.store import Row

Held = Literal["full", "digest", "none"]
_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
_AT_ONCE = 2_000  # values of one query
_BY_SYMBOL = """SELECT ?symbol ?document ?text WHERE {{ VALUES ?symbol {{ {values} }} ?document mg:symbol ?symbol
  BIND(EXISTS {{ ?document mg:hasRendition ?rendition }} AS ?text) }} ORDER BY ?symbol DESC(?text) STR(?document)"""
_FACTS = """SELECT ?thing ?property ?value WHERE {{ VALUES ?thing {{ {values} }}
  VALUES ?property {{ mg:symbol mg:title skos:prefLabel mg:issued mg:issuedYear mg:adopted }} ?thing ?property ?value }}"""
_FIDELITY = """SELECT ?thing ?fidelity WHERE {{ VALUES ?thing {{ {values} }}
  ?thing mg:hasRendition ?rendition . ?rendition mg:chosen true ; mg:fidelity ?fidelity }}"""
_CHANGES = """SELECT ?thing ?relation ?other ?symbol ?title WHERE {{ VALUES ?thing {{ {values} }}
  VALUES ?relation {{ mg:corrects mg:revises mg:addendumTo }} ?other ?relation ?thing
  OPTIONAL {{ ?other mg:symbol ?symbol }} OPTIONAL {{ ?other mg:title ?title }} }} ORDER BY ?thing ?relation ?other ?symbol"""
_PARTS = """SELECT ?thing ?part ?order ?pinpoint ?words ?digest WHERE {{ VALUES ?thing {{ {values} }}
  ?part mg:inDocument ?thing ; mg:order ?order . OPTIONAL {{ ?part mg:pinpoint ?pinpoint }}
  OPTIONAL {{ ?part mg:text ?words }} OPTIONAL {{ ?part mg:digestText ?digest }} }} ORDER BY ?thing ?order"""
_LATER = """SELECT DISTINCT ?thing ?relation ?passage ?pinpoint WHERE {{ VALUES ?thing {{ {values} }}
  ?link mg:earlierPassage ?thing ; mg:inPassage ?passage ; mg:relation ?relation .
  ?passage mg:pinpoint ?pinpoint }} ORDER BY ?thing ?passage ?relation"""
_SAID = {"corrects": "It is corrected by", "revises": "It is replaced by", "addendumTo": "It has the addendum"}
_TAKEN_UP = {
    "repeats": "repeated in",
    "strengthens": "strengthened in",
    "narrows": "narrowed in",
    "followsUp": "followed up in",
}
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Change:
    """A document that the graph states to correct, replace or add to another one; `says` opens the sentence that tells it."""

    relation: str
    says: str
    iri: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document: its IRI, its path under the document, its pinpoint, and its official words by language."""

    iri: str
    path: str
    pinpoint: str
    words: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Known:
    """A document or named text as the graph has it. `held` says whether its official words are here, or ours about it, or none;
    `adopted` is the day of adoption.
    """

    iri: str
    symbols: list[str] = field(default_factory=list)
    title: str = ""
    date: str = ""
    adopted: str = ""
    held: Held = "none"
    changes: list[Change] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What it is called shortly: its symbols, else its title."""
        own = sorted(self.symbols, key=lambda symbol: not self.iri.endswith(symbol))
        return "-".join(own) or self.title or self.iri


class Asked:
    """The graph that serves, asked in batches."""

    def __init__(self, serving: Serving, iris: Iris) -> None:
        self._graph, self._iris = serving.graph, iris

    def documents(self, symbols: Iterable[str]) -> Mapping[str, str]:
        """Symbol -> the document that has it; of two the one that has a text here."""
        found: dict[str, str] = {}
        for row in self._rows(_BY_SYMBOL, [_literal(symbol) for symbol in dict.fromkeys(symbols)]):
            found.setdefault(str(row["symbol"]), str(row["document"]))
        return found

    def keys(self, symbols: Iterable[str]) -> Mapping[str, str]:
        """Symbol -> the first symbol, or the slug, of the document that has it."""
        prefix = self._iris.iri("doc/")
        return {symbol: unquote(iri.removeprefix(prefix)) for symbol, iri in self.documents(symbols).items()}

    def facts(self, things: Iterable[str]) -> dict[str, Known]:
        """What is stated of documents and named texts; one of which nothing is stated is left out."""
        values = [f"<{checked(thing)}>" for thing in dict.fromkeys(things)]
        found: dict[str, Known] = {}
        for row in self._rows(_FACTS, values):
            _state(found.setdefault(str(row["thing"]), Known(str(row["thing"]))), row)
        for row in self._rows(_FIDELITY, values):
            known = found.setdefault(str(row["thing"]), Known(str(row["thing"])))
            if known.held != "full":
                known.held = "full" if str(row["fidelity"]).endswith("FullText") else "digest"
        for row in self._rows(_CHANGES, values):
            _change(found.setdefault(str(row["thing"]), Known(str(row["thing"]))), row)
        return found

    def read(self, documents: Sequence[Known]) -> None:
        """Puts its parts into each of the documents, in reading order."""
        by_iri = {known.iri: known for known in documents}
        for row in self._rows(_PARTS, [f"<{checked(iri)}>" for iri in by_iri]):
            known, iri = by_iri[str(row["thing"])], str(row["part"])
            if not known.parts or known.parts[-1].iri != iri:
                known.parts.append(Part(iri, unquote(iri[len(known.iri) + 1 :]), str(row.get("pinpoint", ""))))
            if "words" in row:
                known.parts[-1].words[row["words"].language or "en"] = str(row["words"])

    def taken_up(self, passages: Iterable[str]) -> Mapping[str, list[tuple[str, str, str]]]:
        """Passage -> where the graph states that what it asks was taken up later: how, and the passage's IRI and pinpoint."""
        found: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for row in self._rows(_LATER, [f"<{checked(iri)}>" for iri in dict.fromkeys(passages)]):
            how = _TAKEN_UP[str(row["relation"])]
            found[str(row["thing"])].append((how, str(row["passage"]), str(row["pinpoint"])))
        return found

    def near(self, symbols: Iterable[str]) -> Mapping[str, list[str]]:
        """Symbol -> the symbols of documents with a text here that one slip in a figure makes of it."""
        variants = {symbol: set(one_off(symbol)) - {symbol} for symbol in dict.fromkeys(symbols)}
        values = [_literal(variant) for variant in dict.fromkeys(v for some in variants.values() for v in sorted(some))]
        here = {str(row["symbol"]) for row in self._rows(_BY_SYMBOL, values) if str(row["text"]) == "true"}
        return {symbol: sorted(some & here) for symbol, some in variants.items() if some & here}

    def _rows(self, query: str, values: Sequence[str]) -> Iterator[Row]:
        for at in range(0, len(values), _AT_ONCE):
            yield from self._graph.select(_PREFIX + query.format(values=" ".join(values[at : at + _AT_ONCE])))


def one_off(symbol: str) -> Iterator[str]:
    """The symbols that a slip in one figure makes of this one."""
    for number in _NUMBER.finditer(symbol):
        for other in _slips(number[0]):
            try:
                yield str(Symbol.parse(symbol[: number.start()] + other + symbol[number.end() :]))
            except SymbolError:
                continue  # no document can have that one


def _slips(figures: str) -> Iterator[str]:
    for at in range(len(figures)):
        yield from (figures[:at] + digit + figures[at + 1 :] for digit in "0123456789" if digit != figures[at])
        yield from (figures[:at] + digit + figures[at:] for digit in "0123456789")
        if len(figures) > 1:
            yield figures[:at] + figures[at + 1 :]
        yield figures[:at] + figures[at : at + 2][::-1] + figures[at + 2 :]


def _state(known: Known, row: Row) -> None:
    value = row["value"]
    match str(row["property"]).rpartition("#")[2]:
        case "symbol":
            known.symbols.append(str(value))
        case "title" | "prefLabel":
            if not known.title or value.language == "en":
                known.title = str(value)
        case "adopted":
            known.adopted = known.date = str(value)
        case _:
            known.date = known.date or str(value)


def _change(known: Known, row: Row) -> None:
    relation, iri = str(row["relation"]).rpartition("#")[2], str(row["other"])
    if all(change.iri != iri for change in known.changes):
        name = str(row.get("symbol") or row.get("title") or iri)
        known.changes.append(Change(relation, _SAID[relation], iri, name))


def _literal(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
