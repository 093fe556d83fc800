"""Tests of bad requests. In: requests that no form would send, from a generator with a fixed seed. Out: no server error."""

import asyncio
import json
from collections.abc import MutableMapping
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.api.bad_requests import requests

COUNT = 5_000
QUICK = 180  # twenty of each kind
REFUSED = {400, 413, 414}


def asked(app: FastAPI, query: str) -> tuple[int, dict[str, Any]]:
    """The status and the body of a request. The application is called itself, since a client refuses the longest addresses."""
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": "/search",
        "raw_path": b"/search", "root_path": "", "query_string": query.encode("ascii", "replace"), "client": ("test", 1),
        "headers": [(b"host", b"test"), (b"accept", b"application/json")], "server": ("test", 80),
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))
    body = b"".join(message.get("body", b"") for message in sent)
    return int(sent[0]["status"]), json.loads(body)


def told(app: FastAPI, query: str) -> int:
    """The status of a request; a refusal must say what to write instead, and an answer must be whole."""
    status, answer = asked(app, query)
    if status == 200:
        assert len(answer["hits"]) <= answer["total"], query[:200]
        return status
    assert status in REFUSED, (query[:200], answer)
    assert answer.get("advice") or answer["detail"].startswith("Wanted "), (query[:200], answer)
    return status


@pytest.fixture
def app(client: TestClient) -> FastAPI:
    """The real application."""
    assert isinstance(client.app, FastAPI)
    return client.app


def test_bad_requests_are_answered_or_refused_with_advice(app: FastAPI) -> None:
    """Some are answered, since what is no operator is a word; others are refused; none is a server's error."""
    assert {told(app, query) for query in requests(QUICK)} == {200, 400}


@pytest.mark.parametrize(
    "question", ["AND", '"', "*", "", "%00", "-lamps", "x" * 100_000, "%E9%A2%84" * 34_000, "foo:bar", "%FF"]
)
def test_what_asks_for_nothing_is_refused(app: FastAPI, question: str) -> None:
    """Bare operators, lone marks, nothing at all, too much, unknown fields, what is no text."""
    assert told(app, f"q={question}") == 400


@pytest.mark.slow
def test_five_thousand_bad_requests_cause_no_server_error(app: FastAPI) -> None:
    """The whole run that the issue on search asks for."""
    assert {told(app, query) for query in requests(COUNT)} == {200, 400}
