"""Tests of stores/vectors: what is counted, and what is found among given points, in both twins and in both forms of the embedded
one, against plain Python. Must not use a network.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from stores.vectors import columns, shard
from stores.vectors.edge import EdgeIndex
from stores.vectors.index import Filters, Point, Rows, Value, VectorIndex
from stores.vectors.shard import build_edge_index
from stores.vectors.sparse import tokens
from tests.stores.conftest import on_server

DIMS = 8
FIELDS = ("language", "document", "crimes", "year", "cites", "digest", "nosuchfield")
FILTERS: list[Filters] = [{}, {"language": ["fr"]}, {"crimes": ["a", "c"], "year_from": 2003}, {"cites": ["x/3"]}, {"year": []}]
WORDS = ("peace", "court", "warning", "treaty", "duty", "refugee")


def made() -> list[Point]:
    """Sixty passages in two languages or three, out of order."""
    choose, numbers = Random(3), np.random.default_rng(3)  # noqa: S311 (no secrets)
    points = []
    for at in range(60):
        for language in ("en", "fr", "zh")[: 2 + at % 2]:
            passage = f"https://example.org/doc/{at % 7}/para/{at}"
            payload: dict[str, Value] = {
                "passage": passage,
                "document": f"doc/{at % 7}",
                "language": language,
                "crimes": [crime for crime in "abc" if choose.random() < 0.4],
                "year": 2000 + at % 6,
                "cites": [f"x/{choose.randrange(40)}" for _ in range(choose.randrange(3))],
                "digest": at % 5 == 0,
            }
            dense = numbers.normal(size=DIMS)
            words = " ".join(choose.choices(WORDS, k=5))
            points.append(Point(f"{passage}@{language}", words, (dense / np.linalg.norm(dense)).astype(np.float32), payload))
    choose.shuffle(points)
    return points


POINTS = sorted(made(), key=lambda point: point.iri)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VectorIndex]:
    """The embedded twin as it is for few points; cites have so many values that the engine counts them."""
    yield from _embedded(tmp_path_factory.mktemp("few"), many=1_000, values=30)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VectorIndex]:
    """The embedded twin as it is for many points."""
    yield from _embedded(tmp_path_factory.mktemp("many"), many=10, values=1_000)


def _embedded(folder: Path, many: int, values: int) -> Iterator[VectorIndex]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(shard, "MANY", many)
        patched.setattr(columns, "MOST_VALUES", values)
        build_edge_index(folder / "index", made(), dims=DIMS, meta={})
    index = EdgeIndex.open(folder / "index")
    yield index
    index.close()


@pytest.fixture(scope="module")
def remote() -> Iterator[VectorIndex]:
    """The twin by URL: on the server that MANDATEGRAPH_QDRANT_URL names, else in memory."""
    yield from on_server(made(), DIMS, {})


@pytest.fixture(params=["few", "many", "remote"])
def index(request: pytest.FixtureRequest) -> VectorIndex:
    """Each in turn."""
    found: VectorIndex = request.getfixturevalue(request.param)
    return found


def fulfils(point: Point, filters: Filters) -> bool:
    """The meaning of filters, in plain Python."""
    payload = point.payload
    for name, wanted in filters.items():
        if name == "year_from":
            assert isinstance(wanted, int)
            if int(str(payload["year"])) < wanted:
                return False
            continue
        have = payload[name] if isinstance(payload[name], list) else [payload[name]]
        assert isinstance(have, list)
        assert not isinstance(wanted, int)
        if not set(have) & set(wanted):
            return False
    return True


def is_among(point: Point, members: Collection[str] | None) -> bool:
    """Whether a point or its passage is named."""
    return members is None or point.iri in members or point.iri.rpartition("@")[0] in members


def counted(points: list[Point], field: str) -> list[tuple[str, int]]:
    """How many points have each value of a field, the most frequent first."""
    counts: Counter[str] = Counter()
    for point in points:
        value = point.payload.get(field, [])
        counts.update({str(each).lower() for each in (value if isinstance(value, list) else [value])})
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def members() -> list[Collection[str] | None]:
    """Nothing restricted, nothing allowed, everything allowed, and mixtures of points, passages and strangers."""
    choose = Random(5)  # noqa: S311 (no secrets)
    iris, passages = [point.iri for point in POINTS], sorted({point.iri.rpartition("@")[0] for point in POINTS})
    mixed = [[*choose.sample(iris, n), *choose.sample(passages, n // 2), "https://example.org/unknown"] for n in (1, 10, 40)]
    return [None, [], frozenset(passages), iris[:-3], *mixed]


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_counts_are_those_of_plain_python(index: VectorIndex, filters: Filters) -> None:
    """Total and facets of several fields in one go, and one by one, among any points."""
    for given in members():
        fitting = [point for point in POINTS if fulfils(point, filters) and is_among(point, given)]
        told = index.tally(FIELDS, filters, given, limit=50)
        assert told.total == index.count(filters, given) == len(fitting)
        for field in FIELDS:
            assert told.facets[field] == counted(fitting, field), field
            assert index.facets(field, filters, 2, given) == counted(fitting, field)[:2]


QUESTION = np.full(DIMS, DIMS**-0.5, dtype=np.float32)


@pytest.mark.parametrize("filters", FILTERS[:3], ids=str)
def test_what_is_found_among_given_points_are_the_best_of_them(index: VectorIndex, filters: Filters) -> None:
    """The restriction applies before neighbours are taken: no better point is left out, and no other comes in."""
    for given in members():
        fitting = [point for point in POINTS if fulfils(point, filters) and is_among(point, given)]
        best = sorted((float(point.dense @ QUESTION) for point in fitting), reverse=True)[:20]
        dense = index.search("", QUESTION, filters=filters, among=given, limit=20, mode="dense")
        assert [hit.score for hit in dense] == pytest.approx(best, abs=1e-5)
        assert {hit.iri for hit in dense} <= {point.iri for point in fitting}
        words = index.search("court duty", None, filters=filters, among=given, limit=200, mode="keyword")
        assert {hit.iri for hit in words} == {point.iri for point in fitting if {"court", "duty"} & set(point.text.split())}


def test_points_may_be_given_by_number(index: VectorIndex) -> None:
    """A number is the place of a point among all IRIs sorted, and means the same in every twin."""
    for given in members():
        if given is None:
            continue
        numbers = index.rows(given)
        wanted: NDArray[np.uint32] = np.array([at for at, point in enumerate(POINTS) if is_among(point, given)], dtype=np.uint32)
        assert numbers.dtype == np.uint32
        assert numbers.tolist() == wanted.tolist()
        assert index.count({}, numbers) == len(wanted)
        by_number = index.search("court", QUESTION, among=numbers, limit=50)
        assert by_number == index.search("court", QUESTION, among=given, limit=50)


def test_a_named_symbol_obeys_the_restriction(index: VectorIndex) -> None:
    """What is named comes first only where it may be found."""
    assert index.search("", None, symbols=["x"], among=[POINTS[0].iri]) == []


def test_known_tokens_are_counted(index: VectorIndex) -> None:
    """The language of a question is told by how many of its words the passages have; a repeated one counts each time."""
    assert index.knows(tokens("The court's duty is peace")) == 3
    assert index.knows(tokens("tribunal unbekannt")) == 0
    assert index.knows([]) == 0


@pytest.mark.parametrize("chosen", [slice(0, 40), slice(-40, None), slice(None, None, 3), slice(-16, None)], ids=str)
def test_a_struck_list_is_the_one_that_the_allowed_points_have(few: EdgeIndex, chosen: slice) -> None:
    """Whether the allowed points are the nearest, the farthest or any: where too few are left, the engine is asked again."""
    by_nearness = sorted(range(len(POINTS)), key=lambda at: -float(POINTS[at].dense @ QUESTION))
    allowed = by_nearness[chosen]
    found = few.nearest(QUESTION, (Rows(np.array(sorted(allowed), dtype=np.uint32)),), 4)
    assert [iri for iri, _ in found] == [POINTS[at].iri for at in allowed[:4]]
    assert [score for _, score in found] == pytest.approx([float(POINTS[at].dense @ QUESTION) for at in allowed[:4]], abs=1e-5)
