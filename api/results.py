"""Answers: results. In: hits of the index and what serves. Out: passages as they are shown, each saying why it matched. Must not
rank.

A word matched where its token is one of the question's. A sentence is said to be found by words only where it has such a word;
where none has, as in another language, the opening sentence stands for the passage and nothing is claimed of it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from api.citing.footnotes import footnote
from api.citing.gather import place_of, sources
from api.citing.source import Reference, Source
from api.library import Library, Serving
from ontology.iris import key_in_language, without_language
from stores.graph.store import Term
from stores.vectors.index import Hit
from stores.vectors.sparse import SYMBOL_OR_WORD, tokens

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
_WORDS = (
    _PREFIX
    + """SELECT ?passage ?words ?pinpoint ?document ?title ?fidelity WHERE {{ VALUES ?passage {{ {iris} }}
  ?passage mg:pinpoint ?pinpoint ; mg:inDocument ?document .
  {{ ?passage mg:text ?words BIND("full" AS ?fidelity) }} UNION {{ ?passage mg:digestText ?words BIND("digest" AS ?fidelity) }}
  OPTIONAL {{ ?document mg:title ?title }}
}} ORDER BY ?passage LANG(?words) (LANG(?title) != LANG(?words)) (LANG(?title) != "en") LANG(?title)"""
)  # the first row of a passage in a language has the title in that language, where there is one
_HEADINGS = (
    _PREFIX
    + """SELECT ?passage ?section ?heading WHERE {{ VALUES ?passage {{ {iris} }}
  ?passage mg:within ?section . ?section mg:heading ?heading ; mg:order ?order
}} ORDER BY ?passage ?order ?section (LANG(?heading) != "en") LANG(?heading)"""
)
_MENTIONS = _PREFIX + "SELECT ?passage ?concept {{ VALUES ?passage {{ {iris} }} ?passage mg:mentions ?concept }}"
_LABELS = (
    _PREFIX
    + """SELECT ?concept ?label {{ VALUES ?concept {{ {iris} }}
  ?concept skos:prefLabel ?label FILTER(LANG(?label) IN ("", "en")) }} ORDER BY ?concept ?label"""
)
_DOCUMENTS = _PREFIX + "SELECT ?passage ?document WHERE {{ VALUES ?passage {{ {iris} }} ?passage mg:inDocument ?document }}"
_END = re.compile(r"[.!?;]+[”\"’)]*\s+|[。！？；]+[”」]*\s*|[؟؛۔]\s+")

Told = Mapping[str, str]


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
    iris = _listed(hits)
    told = _by_key(serving, iris)
    known = _Known(
        sources=sources(serving, {words["document"] for words in told.values()}),
        headings=_grouped(serving, _HEADINGS, iris),
        concepts=_concepts(serving, iris, library.iris.base),
        counts=Counter(str(row["document"]) for row in serving.graph.select(_DOCUMENTS.format(iris=_listed(ranked or hits)))),
        wanted=frozenset(tokens(question)),
    )
    return [_result(hit, told[hit.iri], known) for hit in hits]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was looked up for all hits at once."""

    sources: Mapping[str, Source]
    headings: Mapping[str, Sequence[Mapping[str, Term]]]
    concepts: Mapping[str, Sequence[Concept]]
    counts: Mapping[str, int]
    wanted: frozenset[str]


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The places of the sentences of a text. A full stop before a small letter or a figure ends none: "para. 5", "No. 3"."""
    start = 0
    for end in _END.finditer(text):
        follows = text[end.end() : end.end() + 1]
        if end.end() < len(text) and not (follows.islower() or follows.isdigit()):
            yield start, end.start() + len(end[0].rstrip())
            start = end.end()
    yield start, len(text)


def _result(hit: Hit, told: Told, known: _Known) -> Result:
    text, source, iri = told["words"], known.sources[told["document"]], told["passage"]
    found = [(word.start(), word.end(), known.wanted & _tokens_of(word[0])) for word in SYMBOL_OR_WORD.finditer(text)]
    marks = [(start, end, words) for start, end, words in found if words]
    span = _best(text, marks)
    path = _path(known.headings.get(iri, ()), told["language"])
    place = place_of(told["pinpoint"])
    return Result(
        iri=iri,
        pinpoint=told["pinpoint"],
        score=hit.score,
        parts=hit.parts,
        text=text,
        language=told["language"],
        fidelity=told["fidelity"],
        document=source.iri,
        symbols=source.symbols,
        title=told.get("title", ""),
        issued=source.date,
        organs=source.organs,
        path=path,
        section=path[-1].heading if path else None,
        matched=tuple(sorted(set().union(*(words for _, _, words in marks)))),
        marks=tuple((start, end) for start, end, _ in marks),
        sentence=text[slice(*span)],
        span=span,
        found_by="words" if marks else "opening",
        concepts=tuple(known.concepts.get(iri, ())),
        others=known.counts[source.iri] - 1,
        footnote=footnote(Reference(source, (place,) if place else (), (iri,))),
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


def _path(rows: Sequence[Mapping[str, Term]], language: str) -> tuple[Heading, ...]:
    """The headings from the document down, in the language of the words where there is such a one."""
    found: dict[str, Term] = {}
    for row in rows:
        heading = row["heading"]
        if str(row["section"]) not in found or heading.language == language:
            found[str(row["section"])] = heading
    return tuple(Heading(iri, str(heading)) for iri, heading in found.items())


def _concepts(serving: Serving, iris: str, base: str) -> Mapping[str, Sequence[Concept]]:
    """What each passage mentions, by IRI. Labels are looked up once a generation: the same few concepts stand in most hits."""
    found = {
        passage: sorted({str(row["concept"]) for row in rows}) for passage, rows in _grouped(serving, _MENTIONS, iris).items()
    }
    labels = _labels(str(serving.generation.graph))
    if missing := {iri for mentioned in found.values() for iri in mentioned} - labels.keys():
        named = serving.graph.select(_LABELS.format(iris=" ".join(f"<{iri}>" for iri in sorted(missing))))
        labels |= {str(row["concept"]): str(row["label"]) for row in reversed(named)}
    return {
        passage: [Concept(iri, iri.removeprefix(base).partition("/")[0], labels[iri]) for iri in mentioned if iri in labels]
        for passage, mentioned in found.items()
    }


@lru_cache(maxsize=2)
def _labels(_: str) -> dict[str, str]:
    """The labels of a generation's concepts, filled as they are met: of two generations, so that none lives for ever."""
    return {}


def _by_key(serving: Serving, iris: str) -> Mapping[str, Told]:
    """What is said of each passage in each of its languages, by the index's key."""
    found: dict[str, Told] = {}
    for row in serving.graph.select(_WORDS.format(iris=iris)):
        language = row["words"].language or ""
        told = {name: str(term) for name, term in row.items()} | {"language": language}
        found.setdefault(key_in_language(told["passage"], language), told)
    return found


def _grouped(serving: Serving, query: str, iris: str) -> Mapping[str, Sequence[Mapping[str, Term]]]:
    found: defaultdict[str, list[Mapping[str, Term]]] = defaultdict(list)
    for row in serving.graph.select(query.format(iris=iris)):
        found[str(row["passage"])].append(row)
    return found


def _listed(hits: Sequence[Hit]) -> str:
    return " ".join(f"<{iri}>" for iri in dict.fromkeys(without_language(hit.iri)[0] for hit in hits))
