"""Tests of hostile requests: a stranger's Host leads nowhere, and a body that does not come is not waited for."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.testclient import TestClient
from starlette.types import Message

from api.library import Library
from api.web import parameters
from api.web.app import create_app
from stores.settings import Settings
from tests.sparse import copy_folder


@pytest.mark.parametrize("path", ["/crime", "/nothing-here", "/search/", "/static", "/sparql/", "/C:%5C", "/%0d%0aX-Evil:%201"])
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_nobody_is_sent_to_the_host_of_a_header(client: TestClient, path: str, accept: str) -> None:
    """A path with or without a slash at its end is another path: there is no such page, and nowhere to go from there."""
    response = client.get(path, headers={"Host": "evil.example", "Accept": accept})
    assert response.status_code == 404
    assert "location" not in response.headers
    assert "evil.example" not in response.text


@pytest.mark.parametrize("path", ["/", "/doc/A/85/40", "/ontology", "/dumps", "/graphs", "/crime/genocide", "/queries"])
def test_pages_and_redirects_name_no_host(client: TestClient, path: str) -> None:
    """Links on a page are paths, so that no cache can keep one that leads to a stranger."""
    response = client.get(
        path, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    )
    assert "evil.example" not in response.text
    assert "evil.example" not in str(response.headers)


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Status 408, and the connection is given up: a client that sends a byte now and then would keep it for ever."""
    monkeypatch.setattr(parameters, "SLOWEST_S", 0.05)

    async def trickle() -> Message:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"A", "more_body": True}

    async def read() -> bytes:
        return await parameters.body_within(Request({"type": "http", "method": "POST", "headers": []}, trickle), 1_000)

    with pytest.raises(HTTPException) as caught:
        asyncio.run(read())
    assert caught.value.status_code == 408


@pytest.fixture
def apart(settings: Settings, tmp_path: Path) -> Iterator[TestClient]:
    """A client of an application over a copy of the data: what is reported there is seen by no other test."""
    data = copy_folder(settings.data, tmp_path / "data")
    opened = Library.open(replace(settings, data=data))
    yield TestClient(create_app(opened), follow_redirects=False, raise_server_exceptions=False)
    opened.close()


def test_a_page_elsewhere_reports_nothing(apart: TestClient) -> None:
    """A form of another site would report in the name of whoever reads it; such a page cannot frame or lead ours either."""
    sent = {"iri": "https://w3id.org/mandategraph/doc/A/85/40/para/1", "words": "Not so."}
    refused = apart.post("/corrections", data=sent, headers={"Accept": "text/html", "Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403
    assert (
        apart.post("/corrections", data=sent, headers={"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}).status_code == 201
    )
    assert "frame-ancestors 'none'" in refused.headers["content-security-policy"]
    assert refused.headers["cross-origin-opener-policy"] == "same-origin"
