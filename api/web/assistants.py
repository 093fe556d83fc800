"""Web: assistants. In: a library. Out: the Model Context Protocol over streamable HTTP at /mcp. Must not answer anything itself.

No session is kept, so that any process answers any request, and answers are JSON, never an endless stream of events.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.applications import Starlette

from api.library import Library
from api.mcp.server import security, server_of

PATH = "/mcp"
_MOST_BODY = 1024 * 1024  # bytes: the longest draft that is checked, four times over


def application(library: Library, hosts: Sequence[str]) -> Starlette:
    """The application; it answers only within its lifespan, and its routes may be those of another application as well.

    `hosts` are the values of the header Host that are answered, as name:port, name, or name:* for any port; others are 421, and a
    foreign Origin is 403. A body of more than a megabyte is 413.
    """
    return server_of(library).streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=_MOST_BODY,
        transport_security=security(hosts),
    )


def mount(app: FastAPI, library: Library) -> None:
    """Has an application answer at PATH too, where the setting `mcp_hosts` names hosts."""
    hosts = [host for host in library.settings.mcp_hosts.split(",") if host]
    app.state.assistants = application(library, hosts) if hosts else None
    if hosts:
        app.router.routes.extend(app.state.assistants.routes)


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[None]:
    """Within it the application that was mounted answers: the lifespan of what stands inside another is not run by itself."""
    mounted: Starlette | None = app.state.assistants
    if mounted is None:
        yield
        return
    async with mounted.router.lifespan_context(mounted):
        yield
