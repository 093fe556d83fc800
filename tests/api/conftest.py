"""Tests of the answers. In: sources/, two made documents, and a digest. Out: a library and clients. Must not need a network."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.library import Library
from api.web.app import create_app
from stores.settings import Settings
from tests.conftest import Publish

HERE = Path(__file__).parent
CORE_FUNCTIONS = HERE.parents[1] / "corpus" / "digests" / "core-functions.md"


@pytest.fixture(scope="session")
def settings(publish: Publish) -> Settings:
    """The settings over a data folder with one generation; tests of the client use it as well."""
    return replace(publish("tiny", [HERE / "sources", CORE_FUNCTIONS]), max_query_bytes=4_000)


@pytest.fixture(scope="session")
def library(settings: Settings) -> Iterator[Library]:
    """The library over that generation."""
    opened = Library.open(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def client(library: Library) -> TestClient:
    """A client of the application, as a program is: it follows no redirect and sees errors as responses."""
    return TestClient(create_app(library), follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture
def hasty(settings: Settings) -> Iterator[TestClient]:
    """A client of an application whose queries may take a tenth of a second, with one worker."""
    opened = Library.open(replace(settings, query_wall_s=0.1, query_workers=1))
    yield TestClient(create_app(opened))
    opened.close()


@pytest.fixture
def unpublished(settings: Settings, tmp_path: Path) -> TestClient:
    """A client of an application over an empty data folder."""
    return TestClient(create_app(Library.open(replace(settings, data=tmp_path))), raise_server_exceptions=False)
