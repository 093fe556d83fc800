"""Tests of stores/vectors: both twins on the same points, against a plain reckoning in numpy. Must not use a network."""

from collections.abc import Mapping
from functools import partial
from statistics import stdev
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from ontology.errors import BadParameter
from stores.vectors.edge import EdgeIndex
from stores.vectors.fusion import Spread, whole_ties
from stores.vectors.index import Filters, Mode, Point, Value, VectorIndex
from stores.vectors.server import ServerIndex

ASKED = ("state council genocide", "early warning", "network report duty", "crime protect refugee", "court treaty")


@pytest.fixture(params=["embedded", "remote", "over_http"])
def index(request: pytest.FixtureRequest) -> VectorIndex:
    """Each twin in turn."""
    return cast("VectorIndex", request.getfixturevalue(request.param))


def question_of(at: int) -> NDArray[np.float32]:
    """A vector that is no point's."""
    numbers = np.random.default_rng(1000 + at).normal(size=16)
    return (numbers / np.linalg.norm(numbers)).astype(np.float32)


def holds(payload: Mapping[str, Value], filters: Mapping[str, list[str | int]]) -> bool:
    """The meaning of filters, in plain Python."""
    year = cast("int", payload["year"])
    if not filters.get("year_from", [year])[0] <= year <= filters.get("year_to", [year])[0]:  # type: ignore[operator]
        return False
    named = {field: values for field, values in filters.items() if not field.startswith("year_")}
    found = {field: payload.get(field, []) for field in named}
    return all(set(have if isinstance(have, list) else [have]) & set(named[field]) for field, have in found.items())


FILTERS: list[dict[str, list[str | int]]] = [
    {},
    {"document": ["doc/3"]},
    {"document": ["doc/1", "doc/4"], "crimes": ["genocide"]},
    {"year_from": [2010]},
    {"year_from": [2008], "year_to": [2009], "crimes": ["war-crimes", "genocide"]},
    {"year": [2006, 2011]},
    {"digest": [True]},
    {"document": ["doc/none"]},
    {"nosuchfield": ["x"]},
    {"document": []},
]


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_the_nearest_are_the_nearest_of_those_that_fulfil_the_filters(
    points: list[Point], index: VectorIndex, filters: dict[str, list[str | int]]
) -> None:
    """Filters apply before neighbours are taken, and the neighbours are exact, with ties by IRI."""
    dense = question_of(1)
    fitting = [point for point in points if holds(point.payload, filters)]
    wanted = sorted(fitting, key=lambda point: (-round(float(point.dense @ dense), 5), point.iri))[:12]
    hits = index.search("", dense, filters=cast("Filters", filters), limit=12, mode="dense")
    assert [hit.iri for hit in hits] == [point.iri for point in wanted]
    assert [hit.score for hit in hits] == pytest.approx([float(point.dense @ dense) for point in wanted], abs=1e-5)
    assert index.count(cast("Filters", filters)) == len(fitting)


def test_a_keyword_search_ranks_as_bm25_does(points: list[Point], index: VectorIndex) -> None:
    """The engine's inverse document frequency and our term weights make BM25, reckoned here once more from the texts."""
    texts = {point.iri: point.text.split() for point in points}
    average = sum(map(len, texts.values())) / len(texts)

    def score(words: list[str]) -> float:
        total = 0.0
        for word in ("genocide", "network"):
            having = sum(word in some for some in texts.values())
            tf = words.count(word)
            weight = tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * len(words) / average))
            total += weight * np.log((len(texts) - having + 0.5) / (having + 0.5) + 1)
        return total

    wanted = sorted(((-round(score(words), 4), iri) for iri, words in texts.items() if score(words)))
    hits = index.search("The network on genocide", None, limit=200, mode="keyword")
    assert sorted((-round(hit.score, 4), hit.iri) for hit in hits) == wanted
    assert hits == sorted(hits, key=lambda hit: (-hit.score, hit.iri))
    assert all(set(hit.parts) == {"keyword"} for hit in hits)


def test_a_hybrid_search_weighs_both_lists(points: list[Point], index: VectorIndex) -> None:
    """A passage that both lists know beats one that either knows alone, and its parts say so."""
    point = points[42]
    first = index.search(point.text, point.dense, limit=5)[0]
    assert first.iri == point.iri
    assert set(first.parts) == {"dense", "keyword"}
    assert first.parts["dense"] == pytest.approx(1, abs=1e-5)


def test_a_hybrid_search_without_vector_or_without_words_uses_what_there_is(index: VectorIndex) -> None:
    """A question of stop words, or one that was not encoded, is still answered."""
    assert set(index.search("the and of", question_of(2))[0].parts) == {"dense"}
    assert set(index.search("genocide", None)[0].parts) == {"keyword"}
    assert index.search("the and of", None) == []


@pytest.mark.parametrize("mode", ["hybrid", "dense", "keyword"])
def test_passages_of_a_named_symbol_come_first(points: list[Point], index: VectorIndex, mode: Mode) -> None:
    """All passages that carry the symbol precede all others, however well those fit, and scores fall along the answer."""
    carrying = {point.iri for point in points if "A/4/1" in cast("list[str]", point.payload["symbols"])}
    hits = index.search("council treaty", question_of(3), symbols=["A/4/1"], limit=60, mode=mode)
    assert {hit.iri for hit in hits[: len(carrying)]} == carrying
    assert [hit.parts.get("symbol") for hit in hits] == [1.0] * len(carrying) + [None] * (60 - len(carrying))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_named_symbol_obeys_the_filters_and_needs_no_words(points: list[Point], index: VectorIndex) -> None:
    """A question that is nothing but a symbol lists its passages, among those that fulfil the filters."""
    hits = index.search("", None, symbols=["S/2/2"], filters={"year": [2007]}, limit=50)
    wanted = [
        point.iri for point in points if point.payload["year"] == 2007 and "S/2/2" in cast("list[str]", point.payload["symbols"])
    ]
    assert [hit.iri for hit in hits] == wanted


def test_a_longer_answer_begins_with_the_shorter_one(index: VectorIndex) -> None:
    """Asking for more never reorders what was seen."""
    short = index.search("early warning", question_of(4), limit=3)
    assert index.search("early warning", question_of(4), limit=40)[:3] == short


def test_equal_passages_are_ordered_by_iri_even_at_the_cut(points: list[Point], index: VectorIndex) -> None:
    """Where a repeated paragraph straddles the limit, the IRI decides which of the two is shown."""
    hits = index.search("", points[19].dense, limit=1, mode="dense")
    assert [hit.iri for hit in hits] == [points[18].iri]


def test_facets_are_exact_counts_under_the_filters(points: list[Point], index: VectorIndex) -> None:
    """Values of lists, numbers and truth are counted, the most frequent first, ties by value."""
    genocide = [point.payload for point in points if "genocide" in cast("list[str]", point.payload["crimes"])]
    by_year = {str(year): sum(payload["year"] == year for payload in genocide) for year in range(2005, 2017)}
    wanted = sorted(((year, count) for year, count in by_year.items() if count), key=lambda pair: (-pair[1], pair[0]))
    assert index.facets("year", {"crimes": ["genocide"]}, limit=5) == wanted[:5]
    assert index.facets("digest") == [("false", 150), ("true", 50)]
    assert index.facets("crimes", {"crimes": ["genocide"]})[0] == ("genocide", len(genocide))
    assert index.facets("nosuchfield") == []


def test_what_cannot_be_asked_is_refused_with_a_reason(index: VectorIndex) -> None:
    """Each wrong parameter is named."""
    with pytest.raises(BadParameter, match="needs the question's vector"):
        index.search("x", None, mode="dense")
    with pytest.raises(BadParameter, match="No search mode"):
        index.search("x", None, mode=cast("Mode", "fuzzy"))
    with pytest.raises(BadParameter, match="At least one hit"):
        index.search("x", None, limit=0)
    with pytest.raises(BadParameter, match="kind integer"):
        index.count({"year": ["last year"]})
    with pytest.raises(BadParameter, match="takes one number"):
        index.count({"year_from": ["soon"]})
    with pytest.raises(BadParameter, match="list of values"):
        index.count({"document": "doc/1"})
    with pytest.raises(BadParameter, match="no facets"):
        index.facets("weight")


def test_years_and_truth_values_may_come_as_text(index: VectorIndex) -> None:
    """A filter from an address line means the same as one from code."""
    assert index.count({"year": ["2006"], "digest": ["false"]}) == index.count({"year": [2006], "digest": [False]}) > 0
    assert index.count({"year_from": "2010"}) == index.count({"year_from": 2010}) == index.count({"year_from": [2010]})


def test_the_index_gives_back_what_its_builder_wrote(index: VectorIndex) -> None:
    """The encoder's name travels with the index."""
    assert index.meta == {"encoder": "numbers", "corpus": "made for tests"}


@pytest.mark.parametrize("mode", ["hybrid", "dense", "keyword"])
@pytest.mark.parametrize("other", ["remote", "over_http"])
def test_the_twins_rank_alike(request: pytest.FixtureRequest, embedded: EdgeIndex, other: str, mode: Mode) -> None:
    """Same passages, same order, same scores, for fifteen questions, with and without filters and symbols."""
    remote = cast("ServerIndex", request.getfixturevalue(other))
    for at in range(15):
        text, filters = ASKED[at % 5], FILTERS[at % 5]
        symbols = ["A/2/1"] if at % 3 == 0 else []
        ours, theirs = (
            twin.search(text, question_of(at), filters=cast("Filters", filters), symbols=symbols, limit=50, mode=mode)
            for twin in (embedded, remote)
        )
        assert [hit.iri for hit in ours] == [hit.iri for hit in theirs]
        assert [hit.score for hit in ours] == pytest.approx([hit.score for hit in theirs], abs=1e-5)


def test_the_twins_count_alike(embedded: EdgeIndex, remote: ServerIndex) -> None:
    """Facets agree value by value."""
    for field in ("document", "year", "crimes", "symbols", "digest"):
        assert embedded.facets(field, {"year_to": [2012]}) == remote.facets(field, {"year_to": [2012]})


def first_of(scores: list[tuple[str, float]], limit: int) -> list[tuple[str, float]]:
    """An engine of one list."""
    return scores[:limit]


def test_a_list_takes_in_all_that_tie_with_its_last() -> None:
    """However the engine orders equals, the same candidates come out."""
    scores = [("a", 3.0), ("b", 2.0), ("c", 2.0), ("d", 2.0), ("e", 1.0)]
    for order in (scores, [scores[0], *scores[3:0:-1], scores[4]]):
        assert whole_ties(partial(first_of, order), 2) == {"a": 3.0, "b": 2.0, "c": 2.0, "d": 2.0}


def test_a_spread_places_scores_as_dbsf_does() -> None:
    """The mean is the middle, three deviations above it is one, and a list without spread says nothing."""
    spread = Spread.of([1.0, 2.0, 3.0])
    assert spread.place(2.0) == 0.5
    assert spread.place(5.0) == 1.0
    assert spread.place(-9.0) == 0.0
    assert Spread.of([4.0]).place(4.0) == Spread.of([4.0, 4.0]).place(4.0) == 0.5
    assert Spread.of([0.1] * 3).sigma == 0  # whose mean, as a sum divided, is not 0.1
    uneven = [0.871244, 0.830021, 0.829998, 0.7, 0.7]
    assert Spread.of(uneven).sigma == pytest.approx(stdev(uneven), rel=1e-12)
