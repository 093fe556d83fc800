"""Front door: `mandategraph serve`. In: an address. Out: the portal and the API, until stopped. Wiring only."""

from signal import SIGTERM, signal
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Annotated, NoReturn

import typer

from command.arenas import share_arenas
from command.console import err, out, plain_errors, warn
from command.together import Member, share_of
from stores.settings import Settings, load_settings

FIRST_QUESTION = "Who steers the strategy against hate speech?"


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    processes: Annotated[int | None, typer.Option(min=1, max=64, help="How many processes answer.")] = None,
) -> None:
    """Serve the portal and the API until stopped. Of several processes, SIGHUP replaces one after the other."""
    with plain_errors():
        settings = load_settings()
        count = processes or settings.api_processes
        address = host or settings.host, settings.port if port is None else port
        if count == 1:
            _alone(settings, *address)
        else:
            _together(settings, *address, count)


def _alone(settings: Settings, host: str, port: int) -> None:
    from api.library import Library
    from api.warm import warm_up
    from api.web.app import create_app
    from api.web.listen import listen
    from api.web.log import write_log
    from ingest.curate import Curating

    share_arenas()
    library = Library.open(settings)
    with library.serving() as serving:
        err.print(f"Serving generation {serving.generation.id} with {serving.index.count():,} passages.")
        warn(serving.warning)
    warm_up(library)
    app = create_app(library, Curating(settings) if settings.writes == "on" else None)
    signal(SIGTERM, _ended)  # the server takes it while it serves, and hands it on once it has ended
    write_log(queries=settings.log_queries == "yes")
    listen(app, host, port, _ready, ends_s=settings.shutdown_s)


def _together(settings: Settings, host: str, port: int, count: int) -> None:
    from api.web.listen import listen_together
    from api.web.log import write_log
    from api.web.together import Together, Turn
    from stores.generations import current

    each = share_of(settings, count)
    serving = current(settings.data)
    told = f"Serving generation {serving.id} by {count} processes, each with {each.query_workers} query workers."
    with TemporaryDirectory(prefix="mandategraph-serve-") as folder:
        together = Together.at(folder)
        err.print(told)
        warn(serving.warning)
        write_log(queries=settings.log_queries == "yes", turn=Turn(together.log))
        listen_together(Member(together, count), host, port, _ready, processes=count, ends_s=settings.shutdown_s)


def _ready(address: str) -> None:
    from urllib.parse import quote_plus

    out.print(f"Open {address}/ and try: {address}/search?q={quote_plus(FIRST_QUESTION)}", soft_wrap=True)


def _ended(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Ends as a command does, so that the last lines of the log are written."""
    raise SystemExit(0)
