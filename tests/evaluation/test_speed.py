"""Tests of the measure of speed. In: a small published folder. Out: whether what is measured is what was asked. Must not judge
how quick this machine is.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.speed import Drawn, Phase, measure, phases, phrased, served
from ingest.pipeline import ingest
from stores.embedding.cache import VectorCache, content_key
from stores.settings import MODELS, Settings

SOURCES = Path(__file__).parents[1] / "api" / "sources"


class Twos:
    """Stands in for a model of two numbers."""

    name, dims, languages = "twos", 2, "en"

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector for all texts."""
        return np.tile(np.array([[1, 0]], dtype=np.float32), (len(texts), 1))

    def encode_query(self, _text: str) -> NDArray[np.float32]:
        """One vector for all questions."""
        return np.array([0, 1], dtype=np.float32)


def test_vectors_are_taken_from_the_cache_and_drawn_only_where_it_has_none(tmp_path: Path) -> None:
    """What is drawn is counted, of length one, and near to what is known."""
    kept = np.array([0.6, 0.8], dtype=np.float32)
    with VectorCache(tmp_path / "vectors.sqlite") as cache:
        cache.put({content_key("twos", "passage", "known"): kept})
        drawn = Drawn(Twos(), cache)  # type: ignore[arg-type]  # its languages are a plain string
        vectors = drawn.encode_passages(["new", "known", "newer"])
    assert drawn.drawn == 2
    assert drawn.name.startswith("twos")
    assert vectors[1].tolist() == kept.tolist()
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)
    assert vectors[0].tolist() != vectors[2].tolist()


def test_a_sentence_gives_a_phrase_of_its_own_words() -> None:
    """Two words that stand side by side, and the last ones."""
    assert phrased("All of the States protect refugees at sea.") == '"States protect" States protect refugees'
    assert phrased("§ 1") == '"peace"'


def test_figures_of_a_phase_are_milliseconds() -> None:
    """The median, the slowest twentieth, and the work of the server's processors for one request."""
    told = Phase(seconds=[0.01] * 19 + [0.2], errors=["500"], processor_s=0.1, wall_s=0.4).figures()
    assert told["p50_ms"] == 10
    assert told["longest_ms"] == 200
    assert (told["errors"], told["requests"]) == (1, 20)
    assert (told["processor_ms_a_request"], told["requests_a_second"]) == (5, 50)


@pytest.mark.slow
def test_a_real_server_is_asked(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is started, asked in every way without an error, looked at, and stopped; what it refuses is counted as an error."""
    assert request.config.cache is not None
    models = request.config.cache.mkdir("models")
    monkeypatch.setenv("MANDATEGRAPH_MODEL", MODELS[1])
    ingest([SOURCES], Settings(data=tmp_path, models=models, model=MODELS[1]))
    with served(tmp_path, models) as server:
        found = phases(server, ["Who protects civilians?", "early warning"], 2)
        assert all(phase.seconds and not phase.errors for phase in found.values())
        refused, answers = measure(server, [[("q", "")]], 1)
        assert [error[:3] for error in refused.errors] == ["400"]
        assert answers == []
        assert server.memory_mb()["resident"] > server.memory_mb()["of_their_own"] > 20
        assert server.processor_s() > 0
        assert server.passages > 0
    assert server.process.poll() is not None
