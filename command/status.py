"""Front door: `mandategraph status`. In: nothing, or files and folders. Out: what serves, how this installation is set, and what
an ingest would find. Wiring only.
"""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from command.console import AsJson, out, plain_errors, print_json
from stores.settings import load_settings


def status(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Files or folders to compare with what was taken in; if absent, the folders that ever were ingested."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what serves, where each setting came from, and which sources are new, changed or gone since they were taken in."""
    from api import terminal
    from api.export import status as told
    from api.library import Library
    from ingest.compare import compare

    with plain_errors():
        settings = load_settings()
        library = Library.open(settings)
        found = {**told(library), "sources": asdict(compare(paths or [], settings))}
        library.close()
    if as_json:
        print_json(found)
    else:
        terminal.status(out, found)
