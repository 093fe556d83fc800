"""Front door: `mandategraph serve`. In: an address. Out: the portal and the API, until stopped. Wiring only."""

from signal import SIGTERM, signal
from types import FrameType
from typing import Annotated, NoReturn

import typer

from command.arenas import share_arenas
from command.console import err, out, plain_errors
from stores.settings import load_settings

FIRST_QUESTION = "Who steers the strategy against hate speech?"


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Serve the portal and the API until stopped."""
    from urllib.parse import quote_plus

    from api.library import Library
    from api.warm import warm_up
    from api.web.app import create_app
    from api.web.listen import listen
    from api.web.log import write_log
    from ingest.curate import Curating

    def ready(address: str) -> None:
        out.print(f"Open {address}/ and try: {address}/search?q={quote_plus(FIRST_QUESTION)}", soft_wrap=True)

    share_arenas()
    with plain_errors():
        settings = load_settings()
        library = Library.open(settings)
        with library.serving() as serving:
            err.print(f"Serving generation {serving.generation.id} with {serving.index.count():,} passages.")
        warm_up(library)
        desk = Curating(settings) if settings.writes == "on" else None
        app = create_app(library, desk)
        signal(SIGTERM, _ended)  # the server takes it while it serves, and hands it on once it has ended
        write_log(queries=settings.log_queries == "yes")
        listen(app, host or settings.host, settings.port if port is None else port, ready, ends_s=settings.shutdown_s)


def _ended(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Ends as a command does, so that the last lines of the log are written."""
    raise SystemExit(0)
