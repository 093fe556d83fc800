"""Tests of the client. In: the application over the tiny library. Out: clients that ask it without a network. Must not ingest
twice.
"""

from collections.abc import Callable, Iterator

import httpx
import pytest
from starlette.testclient import TestClient

from mandategraph_client import AsyncMandateGraph, MandateGraph, Retrying
from tests.api.conftest import client as application
from tests.api.conftest import library, settings

__all__ = ["application", "library", "settings"]
ADDRESS = "http://testserver"
Answering = Callable[[httpx.Request], httpx.Response]


@pytest.fixture
def answering(application: TestClient) -> Answering:
    """Answers a request of the client as the application does."""

    def answer(request: httpx.Request) -> httpx.Response:
        got = application.get(request.url.raw_path.decode(), headers=dict(request.headers))
        return httpx.Response(got.status_code, headers=dict(got.headers), content=got.content, request=request)

    return answer


@pytest.fixture
def graph(answering: Answering) -> Iterator[MandateGraph]:
    """The client that blocks."""
    with httpx.Client(base_url=ADDRESS, transport=httpx.MockTransport(answering)) as http:
        yield MandateGraph(http=http, retrying=Retrying(times=0))


@pytest.fixture
def waiting(answering: Answering) -> Callable[[], AsyncMandateGraph]:
    """Makes the client that does not block, inside a running loop."""

    def make() -> AsyncMandateGraph:
        http = httpx.AsyncClient(base_url=ADDRESS, transport=httpx.MockTransport(answering))
        return AsyncMandateGraph(http=http, retrying=Retrying(times=0))

    return make
