"""Tests of the contract: no page is forgotten. In: the routes of the application. Out: each is opened by a test, or is data."""

from pathlib import Path

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from api.library import Library
from api.web.app import create_app
from ontology.errors import StoreMissing
from stores.settings import Settings
from tests.browser.addresses import DATA, PAGES

_OUTSIDE = {"/sparql", "/desk/precedents", "problem"}
_LISTS = "/api/v1/"


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    """A client of an application over nothing: routes are the same whatever is published."""
    library = Library.open(Settings(data=tmp_path))
    with pytest.raises(StoreMissing), library.serving():
        pass
    return TestClient(create_app(library), follow_redirects=False, raise_server_exceptions=False)


def _routes(client: TestClient) -> set[str]:
    routes = getattr(client.app, "routes")  # noqa: B009 (a TestClient says only that it has an ASGI application)
    return {route.path for route in routes if isinstance(route, Route) and "GET" in (route.methods or ())}


def test_every_route_is_a_page_that_is_opened_or_data(client: TestClient) -> None:
    """Whoever adds a route says which it is, in tests/browser/addresses.py; what is gone is taken out there."""
    routes = {route for route in _routes(client) if not route.startswith(_LISTS)}
    assert routes - set(PAGES) - set(DATA) == set()
    assert set(PAGES) - routes - _OUTSIDE == set()
    assert set(DATA) - routes == set()
    assert not set(PAGES) & set(DATA)


def test_what_is_called_data_is_no_page(client: TestClient) -> None:
    """A browser that asks for it is not given a page, where it is given anything."""
    for route in sorted(DATA):
        if "{" not in route:
            answer = client.get(route, headers={"Accept": "text/html"})
            is_page = answer.headers.get("content-type", "").startswith("text/html")
            assert not (is_page and answer.status_code == 200), route
