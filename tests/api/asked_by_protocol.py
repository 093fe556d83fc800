"""Tests: asking by the assistants' protocol. In: a server, or the command that starts one. Out: the answers of its tools, by the
SDK's own client.
"""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import anyio
from mcp import Client
from mcp_types import TextContent

BASE = "https://w3id.org/mandategraph/"
REPORT, DIGESTED = f"{BASE}doc/A/85/40", f"{BASE}doc/A/86/12"
Asked = Callable[[Client], Coroutine[Any, Any, None]]


async def told(client: Client, tool: str, arguments: Mapping[str, object]) -> dict[str, Any]:
    """The structured answer of a tool; the text beside it is the same."""
    answer = await client.call_tool(tool, dict(arguments))
    assert not answer.is_error, answer
    assert answer.structured_content is not None
    return dict(answer.structured_content)


async def refused(client: Client, tool: str, arguments: Mapping[str, object]) -> str:
    """The words of a tool that did not answer."""
    answer = await client.call_tool(tool, dict(arguments))
    assert answer.is_error
    assert isinstance(answer.content[0], TextContent)
    return answer.content[0].text


def asking(server: object, asked: Asked) -> None:
    """Runs questions of a client to its end."""

    async def run() -> None:
        async with Client(server) as client:  # type: ignore[arg-type]
            await asked(client)

    anyio.run(run)
