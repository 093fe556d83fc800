"""Answers: symbols in a question. In: the words of a question and the graph. Out: symbols as the UN prints them, the documents
and passages that they name, the words without them. Must not rank.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from rdflib import Literal

from api.asking.resolutions import by_symbol
from ontology.errors import SymbolError
from ontology.iris import part
from ontology.symbol import Symbol
from reading.citations.cite import Printed, settled
from stores.graph.store import GraphStore

_DOCUMENTS = """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT DISTINCT ?document ?title (EXISTS {{ ?passage mg:inDocument ?document }} AS ?read) WHERE {{
  VALUES ?symbol {{ {symbols} }} ?document mg:symbol ?symbol
  OPTIONAL {{ ?document mg:title ?title FILTER(LANG(?title) = "en" || NOT EXISTS {{
    ?document mg:title ?other FILTER(LANG(?other) = "en" || LANG(?other) < LANG(?title)) }}) }}
}} ORDER BY ?document ?title"""
_WORDS = """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?passage ?words WHERE {{
  VALUES ?passage {{ {iris} }} ?passage mg:text|mg:digestText ?words
}} ORDER BY ?passage DESC(LANG(?words))"""
_IN_ANNEXES = """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?passage WHERE {{
  ?passage mg:inDocument <{document}> FILTER(STRSTARTS(STR(?passage), "{begin}") && STRENDS(STR(?passage), "{end}"))
}} ORDER BY ?passage"""
_FOUND_BY = """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
ASK {{ {{ ?passage mg:inDocument <{thing}> ; a mg:Passage }} UNION {{ ?passage mg:mentions|mg:cites <{thing}> }} }}"""
_LOOSE = re.compile(r"(?<![\w/])[A-Za-z]{1,6}(?:\s?/\s?[A-Za-z0-9][A-Za-z0-9.\-]*)+(?:\s?\((?:\d{4}|[ivxlIVXL]+)\))?")
_RESOLUTION = re.compile(r"\bres\.?\s+(?=\d)", re.IGNORECASE)


def spelt(words: str) -> str:
    """The words with symbols as the UN prints them: "s/res/1366(2001)" and "A / 75 / 863" are symbols, too."""
    return _RESOLUTION.sub("resolution ", by_symbol(_LOOSE.sub(_normal, words)))


def _normal(found: "re.Match[str]") -> str:
    printed = found[0]
    whole = printed.rstrip(".-")
    if not any(sign.isdigit() for sign in whole):
        return printed
    try:
        return "-".join(map(str, Symbol.parse_all("".join(whole.split())))) + printed[len(whole) :]
    except SymbolError:  # a run of letters and slashes that is no symbol stays as it is
        return printed


def without(question: str, named: Sequence[Printed]) -> str:
    """The question without the symbols printed in it, and without the pinpoints as we print them ourselves."""
    rest, end = "", 0
    for printed in named:
        rest, end = rest + question[end : printed.span.start], printed.span.end
    rest += question[end:]
    for printed in named:
        rest = rest.replace(printed.part, "") if printed.part else rest
    return " ".join(rest.split())


def documents_of(graph: GraphStore, symbols: Sequence[str]) -> list[tuple[str, str, bool]]:
    """The known documents of those symbols: IRI, title, and whether their text is here."""
    if not symbols:
        return []
    values = " ".join(Literal(symbol).n3() for symbol in symbols)
    rows = graph.select(_DOCUMENTS.format(symbols=values))
    return [(str(row["document"]), str(row["title"]) if row.get("title") else "", str(row["read"]) == "true") for row in rows]


def of_every_organ(graph: GraphStore, named: Sequence[Printed]) -> list[Printed]:
    """What is cited, with the symbols that are known here of a number that several organs gave: "resolution 60/1"."""
    return [found if found.symbols or not found.number else _known_ones(graph, found) for found in named]


def _known_ones(graph: GraphStore, found: Printed) -> Printed:
    could_be = [symbol for organ in found.number.possible() for symbol in settled(found, organ).symbols] if found.number else []
    known = [symbol for symbol in could_be if documents_of(graph, [symbol])]
    return replace(found, symbols=tuple(known))


def is_found_by(graph: GraphStore, thing: str) -> bool:
    """Whether any passage stands in that document, or names or cites that thing."""
    return graph.ask(_FOUND_BY.format(thing=thing))


def passages_of(graph: GraphStore, named: Sequence[Printed]) -> dict[str, str]:
    """The words of the passages that a question names by a pinpoint such as "A/75/863, para. 49 (b)", as far as known.

    A number that the document itself lacks is looked for in its annexes, which number anew.
    """
    wanted = [
        (document, paragraph)
        for printed in named
        for document, _, _ in (documents_of(graph, printed.symbols) if printed.paragraphs else ())
        for paragraph in printed.paragraphs
    ]
    found = _words_of(graph, [part(document, f"para/{paragraph}") for document, paragraph in wanted])
    lacking = [pair for pair in wanted if part(pair[0], f"para/{pair[1]}") not in found]
    return found | _words_of(graph, [iri for document, paragraph in lacking for iri in _in_annexes(graph, document, paragraph)])


def _words_of(graph: GraphStore, iris: Sequence[str]) -> dict[str, str]:
    return dict(words_of(graph, iris))


def words_of(graph: GraphStore, iris: Sequence[str]) -> list[tuple[str, str]]:
    """The words of these passages, in every language, English last."""
    rows = graph.select(_WORDS.format(iris=" ".join(f"<{iri}>" for iri in iris))) if iris else ()
    return [(str(row["passage"]), str(row["words"])) for row in rows]


def _in_annexes(graph: GraphStore, document: str, paragraph: str) -> list[str]:
    rows = graph.select(_IN_ANNEXES.format(document=document, begin=part(document, "annex/"), end=part("", f"para/{paragraph}")))
    return [str(row["passage"]) for row in rows]
