"""Tests of lens and situations. In: sources/, three made documents of two years and of none. Out: a library and a client over
them.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.library import Library, Serving
from api.web.app import create_app
from ingest.pipeline import ingest
from stores.settings import MODELS, Settings

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def river(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Library]:
    """The library over the three documents."""
    assert request.config.cache is not None
    made = Settings(data=tmp_path_factory.mktemp("river"), models=request.config.cache.mkdir("models"), model=MODELS[1])
    receipt = ingest([HERE / "sources"], made)
    assert [line.outcome for line in receipt.lines] == ["read"] * 3, receipt
    opened = Library.open(made)
    yield opened
    opened.close()


@pytest.fixture
def serving(river: Library) -> Iterator[Serving]:
    """What serves, held."""
    with river.serving() as held:
        yield held


@pytest.fixture(scope="session")
def client(river: Library) -> TestClient:
    """A client of the application over them."""
    return TestClient(create_app(river), follow_redirects=False, raise_server_exceptions=False)
