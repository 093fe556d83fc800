"""Tests of lens and situations. In: sources/, three made documents of two years and of none. Out: a library and a client over
them.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.library import Library, Serving
from api.web.app import create_app
from tests.conftest import Publish

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def river(publish: Publish) -> Iterator[Library]:
    """The library over the three documents."""
    opened = Library.open(publish("river", [HERE / "sources"]))
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
