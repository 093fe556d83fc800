"""Front door: `mandategraph status`. In: nothing, or files and folders. Out: what serves, how this installation is set, and what
an ingest would find. Wiring only.
"""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from command.console import AsJson, err, fail, out, plain_errors, print_json
from stores.settings import load_settings


def status(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Files or folders to compare with what was taken in; if absent, the folders that ever were ingested."
        ),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read every published file against its checksum, and nothing else.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say what serves, where each setting came from, and which sources are new, changed or gone since they were taken in."""
    if verify:
        _verify(as_json=as_json)
        return
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


def _verify(*, as_json: bool) -> None:
    """Ends with status 1 where a file of any generation is not what was published."""
    from stores import generations

    with plain_errors():
        data = load_settings().data
        generations.pointed(data)
        damaged = generations.damaged(data)
        if as_json:
            print_json(damaged)
    if not damaged:
        err.print("Every file of every generation is what was published.")
        return
    told = "; ".join(f"{name}: {', '.join(files[:5])}{' ...' if len(files) > 5 else ''}" for name, files in damaged.items())
    fail(f"Damaged: {told}. Mend it with: mandategraph ingest PATH")
