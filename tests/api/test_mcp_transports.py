"""Tests of the assistants' protocol on its ways. In: the tiny library, over stdio and HTTP. Out: the same answers. No network but
loopback.
"""

import json
import os
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import anyio
import httpx
import pytest
import uvicorn
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from starlette.testclient import TestClient

from api.library import Library
from api.mcp.server import LOOPBACK
from api.web.app import create_app
from api.web.assistants import application
from api.web.listen import opened
from stores.settings import Settings
from tests.api.asked_by_protocol import REPORT, asking, refused, told

TOOLS = ["search", "read_passage", "precedents", "check_citations", "list_named_queries", "named_query", "sparql"]
HOME = Path(__file__).resolve().parents[2]


def _environment(settings: Settings) -> dict[str, str]:
    given = {"DATA": settings.data, "MODELS": settings.models, "MODEL": settings.model, "QUERY_WORKERS": 1}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MANDATEGRAPH_")}
    return kept | {f"MANDATEGRAPH_{name}": str(value) for name, value in given.items()}


@pytest.mark.slow
def test_over_stdio_the_command_speaks_the_protocol_and_nothing_else(settings: Settings, library: Library) -> None:
    """By the SDK's own client, which takes any other line for a broken message; the words are those of the library."""
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "mandategraph", "mcp"], env=_environment(settings), cwd=str(HOME)
    )

    async def asked(client: Client) -> None:
        assert [tool.name for tool in (await client.list_tools()).tools] == TOOLS
        found = await told(client, "sparql", {"query": f"ASK {{ <{REPORT}> ?p ?o }}"})
        assert found["boolean"] is True
        with library.serving() as serving:
            assert found["generation"] == serving.generation.id

    asking(command, asked)


@pytest.mark.slow
def test_standard_output_holds_messages_alone(settings: Settings) -> None:
    """Each line is JSON-RPC, also where a tool fails; what else there is to say goes to standard error."""
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    lines = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "search", "arguments": {"query": "storm"}}},
        {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "sparql", "arguments": {"query": "SELECT"}}},
    ]

    async def run() -> list[str]:
        command = [sys.executable, "-m", "mandategraph", "mcp"]
        async with await anyio.open_process(command, env=_environment(settings), cwd=HOME) as process:
            assert process.stdin
            assert process.stdout
            await process.stdin.send("".join(json.dumps(line) + "\n" for line in lines).encode())
            read = b""
            with anyio.fail_after(60):
                while read.count(b"\n") < 3:
                    read += await process.stdout.receive()
            await process.stdin.aclose()
            return read.decode().splitlines()

    answers = [json.loads(line) for line in anyio.run(run)]
    assert sorted(answer["id"] for answer in answers) == [1, 2, 3]
    assert {answer["jsonrpc"] for answer in answers} == {"2.0"}


@pytest.fixture(scope="module")
def address(library: Library) -> Iterator[str]:
    """The address of the application in a thread of its own."""
    bound = opened("127.0.0.1", 0)
    bound.listen()
    server = uvicorn.Server(uvicorn.Config(application(library, LOOPBACK), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    bound.close()


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_over_http_the_same_is_answered(address: str, mode: str) -> None:
    """By the SDK's own client, in the protocol of today and in that of before."""

    @asynccontextmanager
    async def connected() -> AsyncIterator[Client]:
        async with Client(f"{address}/mcp", mode=mode) as client:
            yield client

    async def run() -> None:
        async with connected() as client:
            assert [tool.name for tool in (await client.list_tools()).tools] == TOOLS
            found = await told(client, "read_passage", {"place": "A/85/40, para. 4"})
            assert found["passages"][0]["text"] == "The Security Council should hear the keepers before the next winter."
            assert "BadParameter" in await refused(client, "search", {"query": ""})

    anyio.run(run)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "rebound.example"}, 421),
        ({"Origin": "https://rebound.example"}, 403),
        ({"Content-Type": "text/plain"}, 400),
    ],
)
def test_a_request_by_a_foreign_name_is_refused(address: str, headers: dict[str, str], status: int) -> None:
    """A page in a browser that had its own name pointed at this machine must not be able to ask."""
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    asked = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"} | headers
    assert httpx.post(f"{address}/mcp", content=json.dumps(body), headers=asked).status_code == status


def test_a_body_without_end_is_refused(address: str) -> None:
    """More than a megabyte is no question."""
    sent = httpx.post(f"{address}/mcp", content=b" " * (1024 * 1024 + 1), headers={"Content-Type": "application/json"})
    assert sent.status_code == 413


def test_the_application_answers_at_mcp_where_a_setting_names_its_hosts(settings: Settings) -> None:
    """And only there: it is off by default."""
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    body = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}
    accept = {"Accept": "application/json, text/event-stream"}
    for hosts, statuses in (("testserver", {200}), ("graph.example.org", {421}), ("", {404, 405})):
        opened = Library.open(replace(settings, mcp_hosts=hosts, query_workers=1))
        with TestClient(create_app(opened)) as client:
            answer = client.post("/mcp", json=body, headers=accept)
            assert answer.status_code in statuses, hosts
            if hosts == "testserver":
                assert answer.json()["result"]["serverInfo"]["name"] == "mandategraph"
