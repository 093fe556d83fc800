"""Front door: `mandategraph mcp`. In: how to serve. Out: the Model Context Protocol until stopped. Wiring only.

Over stdio, standard output belongs to the protocol: nothing else is printed there, not even a warning.
"""

from typing import Annotated

import typer

from command.console import err, plain_errors
from stores.settings import Settings, load_settings


def mcp(
    http: Annotated[bool, typer.Option("--http", help="Serve over streamable HTTP at /mcp instead of stdio.")] = False,
    host: Annotated[str | None, typer.Option(help="Address to listen on, with --http.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on, with --http.")] = None,
) -> None:
    """Serve search, passages, precedents, citation checks and queries to an assistant by the Model Context Protocol."""
    from api.library import Library
    from api.mcp.server import server_of

    with plain_errors():
        settings = load_settings()
        library = Library.open(settings)
        try:
            with library.serving() as serving:
                err.print(f"Serving generation {serving.generation.id} with {serving.index.count():,} passages.", markup=False)
            if not http:
                server_of(library).run("stdio")
                return
            from api.web.assistants import application
            from api.web.listen import listen

            address = host or settings.host
            asked = application(library, _hosts(settings, address))
            listen(asked, address, port or settings.port, lambda at: err.print(f"Ask {at}/mcp", markup=False))
        finally:
            library.close()


def _hosts(settings: Settings, address: str) -> tuple[str, ...]:
    """The names under which it may be asked: those of the settings, else this machine's own."""
    from api.mcp.server import LOOPBACK
    from ontology.errors import SettingsError

    if settings.mcp_hosts:
        return tuple(settings.mcp_hosts.split(","))
    if address not in ("127.0.0.1", "localhost", "::1"):
        message = f"Wanted to serve /mcp on {address} without knowing under which names it is asked."
        raise SettingsError(message, advice="Set MANDATEGRAPH_MCP_HOSTS, such as graph.example.org or graph.example.org:8000.")
    return LOOPBACK
