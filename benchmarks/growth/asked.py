"""Benchmarks, growth: asking. In: real passages with real vectors. Out: how long searches and SPARQL take over them. Must not ask
otherwise than the product does: searches by the function behind `/search`, queries through its pool.

Each question is asked once, after others that are not counted: what the first one waits for is loaded, and nothing kept from an
earlier one helps. One asker.
"""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from api.library import Library, Serving
from api.meaning import Asking
from api.search import search
from api.warm import warm_up
from benchmarks import size
from benchmarks.gold import open_gold
from benchmarks.growth.course import WORKERS, Course, Figures, disk_mb, generation_of, index_mb
from benchmarks.growth.opening import reopened
from benchmarks.growth.timing import latency
from benchmarks.scale import watched
from benchmarks.speed import FILTERS, rolled_up_mb
from ingest.pipeline import ingest
from queries import runner
from queries.catalogue import NamedQuery
from stores.embedding.cache import VectorCache
from stores.graph.store import GraphStore
from stores.vectors.index import Filters, VectorIndex

PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
PASSAGES = PREFIX + "SELECT ?item { ?item a mg:Passage ; mg:inDocument ?d } ORDER BY ?item"
_EACH = 100
_SEED = 8
_WARMING = ("protection of harbours in the north", "training of those who keep the lamps", "a report on what was asked for")
_TOLD = ("triples", "vectors_encoded_now", "publishing_memory_mb")
Questions = Sequence[tuple[str, str]]
"""Language and words of each question."""


def published(course: Course, passages: int) -> dict[str, Any]:
    """Real passages, about so many, with their real vectors, as a published data folder; what there is to tell of making it."""
    data = course.scratch(f"asked-{passages}")
    told = size.run(data, course.registry_of(passages), WORKERS, checks=False).figures()
    if course.vectors is not None:
        shutil.copy(course.vectors, data / "work" / "vectors.sqlite")
    before = _vectors(data)
    with watched() as memory:
        ingest([], course.settings(data))
    encoded = _vectors(data) - before
    return dict(zip(_TOLD, (told["triples"], encoded, memory.figures()), strict=True))


def _made(course: Course, passages: int) -> dict[str, Any]:
    """What `published` tells: of the step before, if what it left is there. So a busy machine may make what a quiet one asks."""
    kept = course.kept(f"published-{passages}")
    if kept is None or not (course.scratch(f"asked-{passages}") / "current").is_file():
        return published(course, passages)
    return {name: kept[name] for name in _TOLD}


def _vectors(data: Path) -> int:
    with VectorCache(data / "work" / "vectors.sqlite") as cache, closing(sqlite3.connect(cache.path)) as counted:
        return int(counted.execute("SELECT count(*) FROM vector").fetchone()[0])


def asked(course: Course, passages: int) -> Figures:
    """What was measured over about so many passages. The data folder is left there, for what is made from it."""
    data = course.scratch(f"asked-{passages}")
    told = _made(course, passages)
    generation, settings = generation_of(data), course.settings(data)
    told["disk_mb"] = {part: disk_mb(generation / part) for part in ("graph", "index", "words.sqlite", "reuse")}
    told["index_mb"] = index_mb(generation / "index")
    told["reopened"] = reopened(course, "library", data)
    library = Library.open(settings)
    try:
        warm_up(library)
        with library.serving() as serving:
            told = {"passages": serving.index.count()} | told
            told["searches"] = dict(searches(library))
            vectors = {words: library.encoder.encode_query(words) for _, words in questions()}
            told["index"] = dict(of_index(serving.index, vectors))
            told["sparql"] = dict(sparql(library, serving))
        told["memory_mb"] = {"resident": rolled_up_mb(os.getpid(), "Rss"), "of_its_own": rolled_up_mb(os.getpid(), "Anonymous")}
    finally:
        library.close()
    return told


def questions() -> Questions:
    """The benchmark's questions in all languages."""
    return [(question.language, question.text) for question in open_gold().questions()]


def searches(library: Library) -> Iterator[tuple[str, Figures]]:
    """Whole searches, as `/search` answers them: understood, encoded, ranked, counted, shown."""
    for words in _WARMING:
        search(library, words, FILTERS)
    every = questions()
    english = [words for language, words in every if language == "en"]
    yield "questions", latency(lambda words: search(library, words), [words for _, words in every])
    yield "english", latency(lambda words: search(library, words), english)
    yield "filtered", latency(lambda words: search(library, words, FILTERS), [f"On {words}" for words in english])
    yield "dense", latency(lambda words: search(library, words, mode="dense"), english)
    yield "keyword", latency(lambda words: search(library, words, mode="keyword"), english)


def of_index(index: VectorIndex, vectors: Mapping[str, Any]) -> Iterator[tuple[str, Figures]]:
    """The index by itself, with vectors that are there already: what grows of a search."""
    words = list(vectors)
    narrowed = narrowings(index)
    pairs = [(each, narrowed[at % len(narrowed)]) for at, each in enumerate(words)]
    for each in words[:5]:
        index.search(each, vectors[each])
    yield "dense", latency(lambda each: index.search(each, vectors[each], mode="dense"), words)
    yield "keyword", latency(lambda each: index.search(each, None, mode="keyword"), words)
    yield "hybrid", latency(lambda each: index.search(each, vectors[each]), words)
    yield "filtered", latency(lambda pair: index.search(pair[0], vectors[pair[0]], filters=pair[1]), pairs)
    yield "counts", latency(lambda pair: index.tally(("kind", "type", "year", "actors", "verbs"), pair[1]), pairs)


def narrowings(index: VectorIndex) -> list[Filters]:
    """Filters that many passages pass, few, and one document's."""
    found: list[Filters] = [{"year_from": [2005], "year_to": [2015]}]
    for field in ("kind", "actors", "verbs", "document"):
        values = index.facets(field, limit=5)
        found += [{field: [value]} for value, _ in values[::4]]
    return found


def sparql(library: Library, serving: Serving) -> Iterator[tuple[str, Figures]]:
    """Lookups, a document's passages, searches in SPARQL with and without a pattern that restricts them, every named query."""
    base = library.settings.base
    asking = Asking(library, serving)

    def ask(query: str) -> object:
        return asking.run(query, base=base)

    passages, documents = drawn(serving.graph)
    english = [words for language, words in questions() if language == "en"]
    for query in (lookup(passages[0]), listing(documents[0]), found_by(_WARMING[0]), within(_WARMING[1])):
        ask(query)
    yield "lookup", latency(ask, map(lookup, passages))
    yield "document", latency(ask, map(listing, documents))
    yield "search", latency(ask, map(found_by, english))
    yield "search_within", latency(ask, map(within, english))
    yield "named", named(library.queries, asking, base)


def named(queries: Mapping[str, NamedQuery], evaluator: runner.Evaluator, base: str) -> Figures:
    """Every example of every named query; beside the milliseconds those that took longest."""
    examples = [(query, example) for query in queries.values() for example in query.examples or ({},)]
    each: dict[str, float] = {}

    def ask(pair: tuple[NamedQuery, Mapping[str, str]]) -> object:
        query, example = pair
        begun = time.perf_counter()
        try:
            return runner.run(evaluator, query, example, base=base)
        finally:
            each[query.name] = max(each.get(query.name, 0.0), round(1000 * (time.perf_counter() - begun), 1))

    found: dict[str, Any] = latency(ask, examples)
    slowest = sorted(each.items(), key=lambda pair: -pair[1])[:5]
    return found | {"slowest_ms": dict(slowest)}


def drawn(graph: GraphStore) -> tuple[list[str], list[str]]:
    """Some passages, and some documents."""
    every = [str(row["item"]) for row in graph.select(PASSAGES)]
    passages = Random(_SEED).sample(every, min(_EACH, len(every)))  # noqa: S311 # made choices
    documents = sorted({passage.partition("/para/")[0].partition("/p/")[0] for passage in passages})
    return passages, documents


def lookup(iri: str) -> str:
    """All that is stated of one thing."""
    return f"SELECT ?p ?o {{ <{iri}> ?p ?o }}"


def listing(document: str) -> str:
    """The passages of a document in their order."""
    return PREFIX + f"SELECT ?item ?order {{ ?item mg:inDocument <{document}> ; mg:order ?order }} ORDER BY ?order"


def found_by(words: str) -> str:
    """A search in SPARQL."""
    return PREFIX + f'SELECT ?p ?score ?d {{ ?p search:matches ("{_plain(words)}" ?score 10) . ?p mg:inDocument ?d }}'


def within(words: str) -> str:
    """A search among those passages only that a pattern finds."""
    pattern = "?p mg:mentions <https://w3id.org/mandategraph/crime/genocide>"
    block = f'?p search:query "{_plain(words)}" ; search:score ?score ; search:limit 10 . {pattern}'
    return PREFIX + f"SELECT ?p ?score {{ SERVICE search:index {{ {block} }} }}"


def _plain(words: str) -> str:
    return "".join(sign for sign in words if sign not in '"\\')
