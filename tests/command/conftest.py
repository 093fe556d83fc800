"""Fixtures of the front door. In: two made reports. Out: a small installation, and commands that run over it. No network."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mandategraph import app
from tests.conftest import MadeOnce

FIXTURES = Path(__file__).parents[1] / "fixtures"
Run = Callable[..., Result]


def environment(data: Path, models: Path) -> dict[str, str]:
    """The settings of a small installation with the light model."""
    return {
        "MANDATEGRAPH_DATA": str(data), "MANDATEGRAPH_MODELS": str(models), "MANDATEGRAPH_MODEL": "all-MiniLM-L6-v2",
        "MANDATEGRAPH_QUERY_WORKERS": "1", "COLUMNS": "200",
    }  # fmt: skip


@pytest.fixture(scope="session")
def models(request: pytest.FixtureRequest) -> Path:
    """A folder for model files that outlives the session."""
    assert request.config.cache is not None
    return request.config.cache.mkdir("models")


@pytest.fixture(scope="session")
def installation(made_once: MadeOnce, models: Path) -> dict[str, str]:
    """A data folder with one generation of two made reports, published by the command itself."""

    def make(data: Path) -> None:
        reports = [str(FIXTURES / "S_2031_7.md"), str(FIXTURES / "A_85_31.txt")]
        result = CliRunner().invoke(app, ["ingest", *reports], env=environment(data, models))
        assert result.exit_code == 0, result.output
        assert "published g000001-" in result.stdout

    return environment(made_once("installation", make), models)


@pytest.fixture
def run(installation: dict[str, str]) -> Run:
    """Runs a command over the small generation."""
    return lambda *arguments: CliRunner().invoke(app, list(map(str, arguments)), env=installation)


@pytest.fixture
def bare(tmp_path: Path, models: Path) -> Run:
    """Runs a command where nothing was published yet."""
    return lambda *arguments: CliRunner().invoke(app, list(map(str, arguments)), env=environment(tmp_path / "data", models))


def refused(result: Result, *words: str) -> None:
    """One message on standard error that has these words, status 1, and no traceback."""
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert result.stderr.startswith("mandategraph: ")
    for word in words:
        assert word in result.stderr
