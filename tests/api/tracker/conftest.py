"""Tests of the tracker. In: the digests of the reports of 2018 and 2021, and the made documents. Out: a library with lineage, and
a client. Must not need a network.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.library import Library, Serving
from api.tracker.register import Register, register
from api.web.app import create_app
from tests.conftest import Publish

HERE = Path(__file__).parent
DIGESTS = HERE.parents[2] / "corpus" / "digests"


@pytest.fixture(scope="session")
def reports(publish: Publish) -> Iterator[Library]:
    """A library over two reports of one author, of which the later takes up the earlier, and documents of 2031 and 2032."""
    opened = Library.open(publish("reports", [*sorted(DIGESTS.glob("A_7*.md")), HERE.parent / "sources"]))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def served(reports: Library) -> Iterator[Serving]:
    """What serves."""
    with reports.serving() as serving:
        yield serving


@pytest.fixture(scope="session")
def held(served: Serving) -> Register:
    """Its register."""
    return register(served)


@pytest.fixture(scope="session")
def asking(reports: Library) -> TestClient:
    """A client that follows no redirect and sees errors as responses."""
    return TestClient(create_app(reports), follow_redirects=False, raise_server_exceptions=False)
