"""Fixtures of the river. In: made documents and a small home. Out: runs of the whole pipeline with the light model."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from ingest.receipt import Receipt
from ingest.world import HOME
from stores import generations
from stores.embedding.weights import MINILM_NAME
from stores.graph.store import GraphStore
from stores.settings import Settings
from tests.small_home import made_home

FIXTURES = HOME / "tests" / "fixtures"


class River:
    """The pipeline over one data folder, with a home that has part of the vocabulary: a run takes a second."""

    def __init__(self, data: Path, models: Path, home: Path) -> None:
        self.home = home
        self.settings = Settings(data=data, model=MINILM_NAME, models=models)

    def run(self, *paths: Path) -> Receipt:
        """Takes in the paths."""
        return ingest(paths, self.settings, home=self.home)

    def outcomes(self, *paths: Path) -> dict[str, str]:
        """What became of each file of a run, by its name."""
        return {Path(line.source).name: line.outcome for line in self.run(*paths).lines}

    def export(self) -> bytes:
        """The generation that serves, as N-Quads."""
        return self.export_of(self.settings.data)

    @staticmethod
    def export_of(data: Path) -> bytes:
        """What serves in a data folder."""
        with GraphStore.read_only(generations.current(data).graph) as graph:
            return b"".join(graph.export())

    def texts(self) -> set[str]:
        """All words of passages, official or not."""
        query = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT ?words { ?passage mg:text|mg:digestText ?words }"
        with GraphStore.read_only(generations.current(self.settings.data).graph) as graph:
            return {str(row["words"]) for row in graph.select(query)}

    def count(self, property_name: str) -> int:
        """How many statements have a property of ours."""
        query = f"PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT (COUNT(*) AS ?n) {{ ?s mg:{property_name} ?o }}"
        with GraphStore.read_only(generations.current(self.settings.data).graph) as graph:
            return int(str(graph.select(query)[0]["n"]))


@pytest.fixture(scope="session")
def model_cache(request: pytest.FixtureRequest) -> Path:
    """A folder for model files that outlives the session: the first run writes them, later runs find them."""
    assert request.config.cache is not None
    return request.config.cache.mkdir("models")


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with part of the ontology, shapes, checks, a catalogue of two documents and a small part of the vocabulary."""
    catalogue = (
        '[[document]]\nsymbols = ["A/84/15", "S/2030/9"]\nkind = "letter"\nyear = 2030\n\n'
        '[[document]]\nslug = "functions"\nkind = "programme"\ntitle = "Functions of the made Office"\n'
    )
    return made_home(tmp_path_factory.mktemp("home"), catalogue)


@pytest.fixture
def river(tmp_path: Path, model_cache: Path, small_home: Path) -> River:
    """A fresh data folder."""
    return River(tmp_path / "data", model_cache, small_home)


@pytest.fixture
def new_river(tmp_path: Path, model_cache: Path, small_home: Path) -> Callable[[str], River]:
    """Fresh data folders by name."""
    return lambda name: River(tmp_path / name, model_cache, small_home)


@pytest.fixture(scope="session")
def made() -> Path:
    """The folder of made documents."""
    return FIXTURES


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder of sources that a test may change: the made report, the note in full, and its digest."""
    folder = tmp_path / "sources"
    folder.mkdir()
    for name in ("S_2031_7.md", "A_85_31.txt", "A_85_31-digest.md"):
        shutil.copy(FIXTURES / name, folder)
    return folder
