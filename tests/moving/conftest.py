"""Fixtures of keeping and moving. In: made documents in two languages, a curator's graph, a verdict, a key, a report. Out: a data
folder that a test may lose. No network.
"""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.curate import Curating
from ingest.export import export_plain
from ingest.pipeline import ingest, silent
from ingest.rebuild import rebuild
from ingest.receipt import Receipt
from ingest.world import HOME
from ontology.iris import Iris
from stores.corrections import Correction, keep, name_of
from stores.generations import current
from stores.keys import add_key
from stores.settings import MODELS, Settings
from stores.written import Payload
from tests.conftest import MadeOnce
from tests.small_home import made_home
from tests.sparse import copy_folder

FIXTURES = HOME / "tests" / "fixtures"
FRENCH = """---
symbol: A/85/31
language: fr
---
## I. Introduction

1. Les ports de l'île ont été fermés en 2030, les gardiens ayant écrit qu'une tempête approchait.

2. Les ports ont rouvert au printemps.
"""
HERS = "http://example.org/hers"
CURATED = "<a> <http://example.org/says> 'a walled harbour' . [] <http://example.org/knows> [ <http://example.org/of> <a> ] ."


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rules with part of the vocabulary: a run takes a second."""
    catalogue = '[[document]]\nslug = "functions"\nkind = "programme"\ntitle = "Functions of the made Office"\n'
    return made_home(tmp_path_factory.mktemp("home"), catalogue)


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report, a note in English and French, and a programme text."""
    folder = tmp_path_factory.mktemp("sources")
    for name in ("S_2031_7.md", "A_85_31.txt", "functions.md"):
        shutil.copy(FIXTURES / name, folder)
    (folder / "A_85_31-fr.md").write_text(FRENCH, encoding="utf-8")
    return folder


Ingest = Callable[..., Receipt]


@pytest.fixture(scope="session")
def take_in(home: Path) -> Ingest:
    """Ingests paths into the data folder of some settings."""
    return lambda settings, *paths: ingest(paths, settings, home=home)


@pytest.fixture(scope="session")
def office(made_once: MadeOnce, request: pytest.FixtureRequest, sources: Path, take_in: Ingest) -> Settings:
    """The settings over a data folder as an office has it after some weeks."""
    assert request.config.cache is not None
    bare = Settings(models=request.config.cache.mkdir("models"), model=MODELS[1], query_workers=1)

    def make(data: Path) -> None:
        settings = replace(bare, data=data)
        assert {line.outcome for line in take_in(settings, sources).lines} == {"read"}
        key, _ = add_key(data, "Curator", ["graphs", "verdicts"])
        desk = Curating(settings)
        desk.replace_graph(HERS, [Payload(CURATED.encode(), "text/turtle")], key)
        words = ("The number is wrong.", "Two.")
        iri = Iris().document("A/85/31")
        keep(data, Correction(name_of(iri, "text", *words), iri, "text", *words, current(data).id, "2031-01-01T00:00:00Z"), 10)

    return replace(bare, data=made_once("office", make))


@pytest.fixture
def lived_in(office: Settings, tmp_path: Path) -> Settings:
    """A copy of that folder, which the test may lose."""
    copy_folder(office.data, tmp_path / "data")
    return replace(office, data=tmp_path / "data")


@pytest.fixture(scope="session")
def plain(office: Settings, made_once: MadeOnce) -> Path:
    """That folder as plain files."""

    def make(folder: Path) -> None:
        export_plain(folder, office, silent)

    return made_once("plain", make)


@pytest.fixture(scope="session")
def rebuilt(office: Settings, plain: Path, made_once: MadeOnce) -> Settings:
    """What was rebuilt of them."""

    def make(data: Path) -> None:
        rebuild(plain, replace(office, data=data), silent)

    return replace(office, data=made_once("rebuilt", make))


@pytest.fixture
def moved(rebuilt: Settings, tmp_path: Path) -> Settings:
    """A copy of it, to be changed."""
    copy_folder(rebuilt.data, tmp_path / "moved")
    return replace(rebuilt, data=tmp_path / "moved")
