"""Answers: what a question asks for. In: a question and what serves. Out: the words whose meaning is sought, the names that it
gives exactly, and the lists that can answer it. Must not rank.

A symbol means nothing to a model: it is an exact name and is left out of the meaning. Where a question is nothing but a symbol,
its meaning is the title of the document; where it is a pinpoint, the words of the paragraph.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rdflib import Literal

from api.library import Serving
from ontology.iris import part
from reading.citations.cite import Printed, cite
from stores.vectors.index import Mode
from stores.vectors.sparse import tokens

KNOWN_SHARE = 1 / 3  # of a question's tokens; measured: .50 and more in the language of the passages, .29 and less in others
LOOKED_UP = 24  # tokens of a long question are enough to tell its language
_DOCUMENTS = """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT DISTINCT ?document ?title WHERE {{
  VALUES ?symbol {{ {symbols} }} ?document mg:symbol ?symbol
  OPTIONAL {{ ?document mg:title ?title FILTER(LANG(?title) = "en" || NOT EXISTS {{
    ?document mg:title ?other FILTER(LANG(?other) = "en" || LANG(?other) < LANG(?title)) }}) }}
}} ORDER BY ?document ?title"""

_WORDS = """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?passage ?words WHERE {{
  VALUES ?passage {{ {iris} }} ?passage mg:text|mg:digestText ?words
}} ORDER BY ?passage DESC(LANG(?words))"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the index is asked. `names` are values of the field `symbols`: passages that carry one come first."""

    meaning: str
    names: tuple[str, ...]
    mode: Mode


def understood(serving: Serving, question: str, mode: Mode) -> Asked:
    """What a question asks for, in the mode that was wanted, or `dense` where keywords could only mislead."""
    named = [printed for printed in cite(question, ()) if printed.symbols]
    meaning = _without(question, named)
    symbols = tuple(symbol for printed in named for symbol in printed.symbols)
    documents = _documents(serving, symbols) if symbols else []
    passages = _passages(serving, named)
    if not tokens(meaning):
        meaning = " ".join(passages.values() or dict.fromkeys(title for _, title in documents if title)) or question
    if mode == "hybrid" and not _speaks(serving, tokens(meaning)):
        mode = "dense"
    return Asked(meaning, tuple(passages) or symbols, mode)


def _without(question: str, named: Sequence[Printed]) -> str:
    """The question without the symbols printed in it, and without the pinpoints as we print them ourselves."""
    rest, end = "", 0
    for printed in named:
        rest, end = rest + question[end : printed.span.start], printed.span.end
    rest += question[end:]
    for printed in named:
        rest = rest.replace(printed.part, "") if printed.part else rest
    return " ".join(rest.split())


def _documents(serving: Serving, symbols: Sequence[str]) -> list[tuple[str, str]]:
    """The known documents of those symbols, with their titles."""
    values = " ".join(Literal(symbol).n3() for symbol in symbols)
    rows = serving.graph.select(_DOCUMENTS.format(symbols=values))
    return [(str(row["document"]), str(row["title"]) if row.get("title") else "") for row in rows]


def _passages(serving: Serving, named: Sequence[Printed]) -> dict[str, str]:
    """The words of the passages that the question names by a pinpoint such as "A/75/863, para. 49 (b)", as far as known."""
    wanted = [
        part(document, f"para/{paragraph}")
        for printed in named
        for document, _ in (_documents(serving, printed.symbols) if printed.paragraphs else ())
        for paragraph in printed.paragraphs
    ]
    rows = serving.graph.select(_WORDS.format(iris=" ".join(f"<{iri}>" for iri in wanted))) if wanted else ()
    return {str(row["passage"]): str(row["words"]) for row in rows}


def _speaks(serving: Serving, words: Sequence[str]) -> bool:
    """Whether the passages speak the language of these words: enough of them stand in the index.

    A question in another language shares a few names and loan words with the passages; by these alone they would be ranked.
    """
    different = list(dict.fromkeys(words))[:LOOKED_UP]
    wanted = len(different) * KNOWN_SHARE
    known = 0
    for word in different:
        known += bool(serving.index.search(word, None, limit=1, mode="keyword"))
        if known >= wanted:
            return True
    return False
