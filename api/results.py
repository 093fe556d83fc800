"""Answers: results. In: hits of the index and what serves. Out: passages as they are shown, each saying why it matched. Must not
rank.

A word matched where its token is one of the question's. A sentence is said to be found by words only where it has such a word;
where none has, as in another language, the opening sentence stands for the passage and nothing is claimed of it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from api.citing.footnotes import footnote
from api.citing.gather import place_of, sources
from api.citing.source import Reference, Source
from api.library import Library, Serving
from api.said import Words, headings_of, label_of, words_of
from ontology.iris import without_language
from stores.graph.store import GraphStore
from stores.vectors.index import Hit
from stores.vectors.sparse import SYMBOL_OR_WORD, tokens

_END = re.compile(r"[.!?;]+[”\"’)]*\s+|[。！？；]+[”」]*\s*|[؟؛۔]\s+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A section that a passage stands in."""

    iri: str
    heading: str


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that a passage mentions. `kind` is the first step of its IRI: crime, risk-factor, actor, state, network, ..."""

    iri: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Result:
    """One passage found: where it stands, whose words it has, its score in parts, and which words of the question it has.

    `marks` are the places of those words in `text`, as start and end in characters; `span` is the place of `sentence` in it, the
    sentence that has most of them. `found_by` is "words", or "opening" where no word matched, or
    "meaning" where that was asked for (api/nearest). `path` leads from the document
    down, `others` counts the other passages of the document among those ranked, `footnote` is in UN style.
    """

    iri: str
    pinpoint: str
    score: float
    parts: Mapping[str, float]
    text: str
    language: str
    fidelity: str
    document: str
    symbols: tuple[str, ...]
    title: str
    issued: str | None
    organs: tuple[str, ...]
    path: tuple[Heading, ...]
    section: str | None
    matched: tuple[str, ...]
    marks: tuple[tuple[int, int], ...]
    sentence: str
    span: tuple[int, int]
    found_by: Literal["words", "opening", "meaning"]
    concepts: tuple[Concept, ...]
    others: int
    footnote: str


def results_of(
    library: Library, serving: Serving, question: str, hits: Sequence[Hit], ranked: Sequence[Hit] = ()
) -> list[Result]:
    """The hits with their words and places, in their order. `ranked` are all the hits of which these are a part."""
    if not hits:
        return []
    told = {hit.iri: words_of(serving.graph, *without_language(hit.iri)) for hit in hits}
    documents = {words.document for words in told.values()}
    known = _Known(
        graph=serving.graph,
        base=library.iris.base,
        sources=sources(serving, documents),
        counts=_counted(serving, ranked or hits),
        wanted=frozenset(tokens(question)),
    )
    return [_result(hit, told[hit.iri], known) for hit in hits]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is the same for all hits."""

    graph: GraphStore
    base: str
    sources: Mapping[str, Source]
    counts: Mapping[str, int]
    wanted: frozenset[str]


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The places of the sentences of a text. A full stop before a small letter or a figure ends none: "para. 5", "No. 3".

    Not those of reading.sentences, which parts English alone and never at a semicolon, as duties want it: here the passage may be
    in any of six languages, and a clause of a resolution is long enough to show.
    """
    start = 0
    for end in _END.finditer(text):
        follows = text[end.end() : end.end() + 1]
        if end.end() < len(text) and not (follows.islower() or follows.isdigit()):
            yield start, end.start() + len(end[0].rstrip())
            start = end.end()
    yield start, len(text)


def _result(hit: Hit, told: Words, known: _Known) -> Result:
    text, source = told.text, known.sources[told.document]
    found = [(word.start(), word.end(), known.wanted & _tokens_of(word[0])) for word in SYMBOL_OR_WORD.finditer(text)]
    marks = [(start, end, words) for start, end, words in found if words]
    span = _best(text, marks)
    path = tuple(Heading(*heading) for heading in headings_of(known.graph, told))
    place = place_of(told.pinpoint)
    return Result(
        iri=told.passage,
        pinpoint=told.pinpoint,
        score=hit.score,
        parts=hit.parts,
        text=text,
        language=told.language,
        fidelity=told.fidelity,
        document=source.iri,
        symbols=source.symbols,
        title=told.title,
        issued=source.issued,
        organs=source.organs,
        path=path,
        section=path[-1].heading if path else None,
        matched=tuple(sorted(set().union(*(words for _, _, words in marks)))),
        marks=tuple((start, end) for start, end, _ in marks),
        sentence=text[slice(*span)],
        span=span,
        found_by="words" if marks else "opening",
        concepts=_concepts(told, known),
        others=known.counts[source.iri] - 1,
        footnote=footnote(Reference(source, (place,) if place else (), (told.passage,))),
    )


@lru_cache(maxsize=1 << 16)
def _tokens_of(word: str) -> frozenset[str]:
    """The tokens of one word. A corpus has few different ones, and each hit has hundreds: made anew, they took most time."""
    return frozenset(tokens(word))


def _best(text: str, marks: Sequence[tuple[int, int, frozenset[str]]]) -> tuple[int, int]:
    """The sentence with most different words of the question, of equal ones the first."""

    def met(span: tuple[int, int]) -> int:
        return len(set().union(*(words for start, end, words in marks if span[0] <= start and end <= span[1])))

    return max(sentences(text), key=met)


def _concepts(told: Words, known: _Known) -> tuple[Concept, ...]:
    """What a passage mentions, by IRI; what has no name in English, or in no language, is left out."""
    named = ((iri, label_of(known.graph, iri)) for iri in told.mentioned)
    return tuple(Concept(iri, iri.removeprefix(known.base).partition("/")[0], label) for iri, label in named if label)


def _counted(serving: Serving, ranked: Sequence[Hit]) -> Mapping[str, int]:
    """How many of these passages each document has."""
    one_each = {without_language(hit.iri)[0]: hit.iri for hit in ranked}
    return dict(serving.index.facets("document", limit=len(one_each), among=list(one_each.values())))
