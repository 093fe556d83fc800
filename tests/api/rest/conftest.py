"""Tests of REST. In: the data folder of the tiny library. Out: a library and a client that take queries as long as a server
does. Must not ingest again.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.library import Library
from api.web.app import create_app
from stores.settings import Settings


@pytest.fixture(scope="session")
def library(settings: Settings) -> Iterator[Library]:
    """The tiny library, with the longest query as a server has it: what a response shows must be taken by /sparql."""
    opened = Library.open(replace(settings, max_query_bytes=Settings().max_query_bytes))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def client(library: Library) -> TestClient:
    """A client that follows no redirect and sees errors as responses."""
    return TestClient(create_app(library), follow_redirects=False, raise_server_exceptions=False)
