"""Tests of the measure of growth. In: a few made sources. Out: whether each step measures what it says, and goes on where it was.
Must not judge how quick this machine is.
"""

import json
import tarfile
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from benchmarks.gold import FIGURES
from benchmarks.growth import __main__ as command
from benchmarks.growth import opening
from benchmarks.growth.arithmetic import Corpus, Unit
from benchmarks.growth.asked import asked
from benchmarks.growth.copied import copied, renamed
from benchmarks.growth.course import Course, disk_mb
from benchmarks.growth.encoding import encoding
from benchmarks.growth.made import Stock, made
from benchmarks.growth.neighbours import neighbours
from benchmarks.growth.page import PAGE, page
from benchmarks.growth.plots import plotted
from benchmarks.growth.steps import STEPS
from benchmarks.growth.summary import line_of, summary
from benchmarks.growth.taken_in import taken_in
from benchmarks.growth.timing import latency
from ontology.errors import QueryTimeout
from stores.settings import MODELS
from stores.vectors.index import Value

SOURCES = Path(__file__).parents[1] / "api" / "sources"
DOCUMENTS = "https://w3id.org/mandategraph/doc/"


def test_a_second_call_goes_on_where_the_first_one_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ended is kept and not measured again, unless that is asked for; what failed is tried again."""
    tried: list[str] = []
    course = Course(tmp_path, 1.0, None, tmp_path)

    def run(_: object, step: str) -> bool:
        tried.append(step)
        if len(tried) != 2:
            course.keep(step, {"found": len(tried)})
        return len(tried) != 2

    monkeypatch.setattr(command, "_in_new_process", run)
    first, second, third = list(STEPS)[:3]
    given = ["--data", str(tmp_path), "--only", first, second, third]
    assert command.main(given) == 1
    assert tried == [first, second, third]
    assert command.main(given) == 0
    assert tried[3:] == [second]
    assert command.main([*given, "--again", first]) == 0
    assert tried[4:] == [first]
    assert course.kept(first) == {"found": 5}


def test_a_step_that_was_cut_off_kept_nothing(tmp_path: Path) -> None:
    """Half a file of figures is none."""
    course = Course(tmp_path, 1.0, None, tmp_path)
    course.keep("made-1", {"found": 1})
    (tmp_path / "steps" / "made-2.partial").write_text('{"found":')
    assert course.kept("made-1") == {"found": 1}
    assert course.kept("made-2") is None


def test_what_is_refused_is_counted_and_not_timed() -> None:
    """A query past its limits has no latency."""

    def act(item: int) -> None:
        if item == 2:
            raise QueryTimeout("The query ran past its limit.", advice="Ask for less.")

    told = latency(act, [1, 2, 3])
    assert (told["asked"], told["refused"]) == (2, 1)
    assert 0 <= told["p50_ms"] <= told["p95_ms"] <= told["longest_ms"]
    assert "refused" not in latency(act, [1])


def test_files_that_are_linked_count_once(tmp_path: Path) -> None:
    """As the disk has them once."""
    (tmp_path / "a").write_bytes(b"x" * 1_000_000)
    before = disk_mb(tmp_path)
    (tmp_path / "b").hardlink_to(tmp_path / "a")
    assert before >= 1.0
    assert disk_mb(tmp_path) == before == disk_mb(tmp_path / "a")


def test_made_passages_are_as_the_real_ones_and_have_names_of_their_own() -> None:
    """In the order of their IRIs, the same each time; unit vectors near to real ones; real values, words and numbers of words."""
    payloads: list[dict[str, Value]] = [
        {"passage": f"{DOCUMENTS}A/1/para/{n}", "document": f"{DOCUMENTS}A/1", "language": "en", "kind": [f"kind {n}"],
         "symbols": [f"{DOCUMENTS}A/1", f"{DOCUMENTS}A/1/para/{n}", f"{DOCUMENTS}B/2"]}
        for n in range(2)
    ]  # fmt: skip
    words = np.array(["lamp", "harbour"], dtype=np.object_)
    stock = Stock(payloads, np.eye(2, 8, dtype=np.float32), np.array([3, 5], dtype=np.int32), words, np.array([0.75, 1.0]), 2)
    points = list(stock.points(200))
    assert [point.iri for point in points] == sorted({point.iri for point in points})
    assert [point.text for point in points] == [point.text for point in stock.points(200)]
    assert {len(point.text.split()) for point in points} == {3, 5}
    for point in points:
        real = int(str(point.payload["kind"][0])[-1])  # type: ignore[index]
        assert np.linalg.norm(point.dense) == pytest.approx(1, abs=1e-5)
        assert point.dense[real] > 0.8
        assert f"{DOCUMENTS}B/2" in point.payload["symbols"]  # type: ignore[operator]
        assert not any("doc/A/1" in str(value) for value in point.payload.values())
    assert len({point.payload["document"] for point in points}) == 100


def test_a_copy_of_a_graph_is_another_world_that_speaks_of_the_same_things() -> None:
    """Documents, what stands below them and texts are its own; what they mention is shared."""
    mention = f"<{DOCUMENTS}A/1/para/1> <urn:mentions> <https://w3id.org/mandategraph/crime/genocide> .\n"
    text = f'<{DOCUMENTS}A/1> <urn:text> "a lamp"@en .\n'
    copy = renamed(f"{mention}{text}".encode(), DOCUMENTS, 2).decode()
    assert f"<{DOCUMENTS}COPY2/A/1/para/1>" in copy
    assert "<https://w3id.org/mandategraph/crime/genocide>" in copy
    assert f"<{DOCUMENTS}A/1" not in copy
    assert copy.endswith('"a lamp (2)"@en .\n')


def test_a_line_is_that_of_its_points() -> None:
    """Slope and height."""
    assert line_of([(0, 1), (10, 21), (20, 41)]) == pytest.approx((2, 1))


def test_arithmetic_of_a_corpus() -> None:
    """By hand: a million passages of 10 statements of 100 bytes, 4,000 other bytes, 100 tokens."""
    of = Unit(1_500, 500, 1_000, 500, 400, 100, 1_600, 10, 100, 100, 50)
    corpus = Corpus(1_000_000, of, cpu_rate=50, gpu_rate=1_000, core_ms=3.6)
    assert of.generation == 5_000
    assert of.token_vectors == 50 * 192
    assert corpus.generation_gb == 5
    assert corpus.disk_gb == pytest.approx(3 * 5 + 1 + 1.6)
    assert corpus.qdrant_gb == pytest.approx(2.304)
    assert corpus.cpu_hours == pytest.approx(1_000_000 / 50 / 3_600)
    assert corpus.gpu_hours == pytest.approx(1_000 / 3_600)
    assert corpus.core_hours == pytest.approx(1)
    assert of.operations == pytest.approx(4.26e9 + 12 * 4 * 384 * 10_000)


def test_the_page_tells_the_figures() -> None:
    """deploy/SIZE.md is what `python -m benchmarks.growth.page --write` makes of the file of figures; neither is there alone."""
    assert PAGE.is_file() == (FIGURES / "growth.json").is_file()
    if not PAGE.is_file():
        pytest.skip("growth was not measured yet: `make bench-scale`")
    figures = json.loads((FIGURES / "growth.json").read_text(encoding="utf-8"))
    assert PAGE.read_text(encoding="utf-8") == page(figures)


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest, shared: Path) -> dict[str, Any]:
    """One step of each kind, over two sources of ours; the questions are those of the folder `shared`. Indexes and graphs are
    opened in this process, only the library in one of its own.
    """
    assert shared.is_dir()
    assert request.config.cache is not None
    folder = tmp_path_factory.mktemp("growth")
    for name in ("registry", "resolutions"):
        with tarfile.open(folder / f"{name}.tar.xz", "w:xz") as archive:
            archive.add(SOURCES, name)
    course = Course(folder / "data", 1.0, None, request.config.cache.mkdir("models"), model=MODELS[1])
    course = replace(course, registry=folder / "registry.tar.xz", resolutions=folder / "resolutions.tar.xz")
    apart = opening._in_new_process

    def opened(course: Course, kind: str, folder: Path) -> Mapping[str, float]:
        settings = course.settings(folder)
        return apart(course, kind, folder) if kind == "library" else opening.KINDS[kind](folder, settings)

    with patch.object(opening, "_in_new_process", opened), patch.object(opening, "TRIES", 1):
        found = {
            "taken-in-100": taken_in(course, 100),
            "asked-200000": asked(course, 200_000),
            "encoding": encoding(course, 4, 200_000),
            "made-90": made(course, 90, 200_000),
            "neighbours-60": neighbours(course, 60, 200_000),
            "copied-9000": copied(course, 9_000, 200_000),
        }
    return {"found": found, "left": sorted(path.name for path in (course.data / "scratch").iterdir())}


@pytest.mark.slow
def test_each_step_measures_what_it_says(measured: dict[str, Any]) -> None:
    """Sizes are those that were asked for, everything was answered, and scratch folders are gone."""
    found = measured["found"]
    assert measured["left"] == ["asked-200000"]
    assert found["taken-in-100"]["described"]["documents"] == 4
    assert found["taken-in-100"]["published"]["published"] is True
    everything = found["asked-200000"]
    assert everything["passages"] > 0
    assert everything["vectors_encoded_now"] > 0
    assert everything["reopened"]["cold"]["answered"] > 0
    unanswered = [kind for of in ("searches", "index", "sparql") for kind, told in everything[of].items() if not told["asked"]]
    assert unanswered == []
    assert found["made-90"]["passages"] == 90
    assert 0 < found["made-90"]["reopened"]["warm"]["open_s"] <= found["made-90"]["reopened"]["warm"]["to_first_answer_s"]
    assert 0.9 <= found["neighbours-60"]["recall_at_10"] <= 1
    assert found["copied-9000"]["statements"] >= 9_000
    assert all(told["asked"] for told in found["copied-9000"]["sparql"].values())
    assert found["encoding"]["passages"] == 4


@pytest.mark.slow
def test_figures_page_and_plots_are_made_of_the_steps(measured: dict[str, Any], tmp_path: Path) -> None:
    """The page asks for no number that there is not; plots are the same bytes for the same figures, without a date."""
    pytest.importorskip("matplotlib", reason="plots want the extra `bench`, which continuous integration does not install")
    found = measured["found"]
    smaller = {"asked-100000": {**found["asked-200000"], "passages": 1}, "made-10": {**found["made-90"], "passages": 10}}
    figures = summary(smaller | found)
    assert figures["shown"]["taking_in_whole_over_tenth"]["processor_ms_a_paragraph"] > 0
    assert "${" not in page(figures)
    first = [file.read_bytes() for file in plotted(figures, tmp_path)]
    second = [file.read_bytes() for file in plotted(figures, tmp_path)]
    assert first == second
    assert all(one != other for one, other in pairwise(first))
    assert not any(b"dc:date" in plot for plot in first)
