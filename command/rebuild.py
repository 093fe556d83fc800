"""Front door: `mandategraph rebuild`. In: a folder that export --plain wrote. Out: a data folder that serves the same. Wiring
only.
"""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from command.console import AsJson, err, plain_errors, print_json
from stores.settings import load_settings


def rebuild(
    folder: Annotated[Path, typer.Argument(help="A folder that `mandategraph export --plain` wrote.")],
    as_json: AsJson = False,
) -> None:
    """Make an empty data folder serve what plain files hold, without the sources; only from files that you trust."""
    from api import terminal
    from ingest.rebuild import rebuild as run

    with plain_errors(), terminal.progress(err, show=not as_json and sys.stderr.isatty()) as tell:
        settings = load_settings()
        told = run(folder, settings, tell)
    if as_json:
        print_json(asdict(told))
    else:
        err.print(
            f"Rebuilt {settings.data}: generation {told.generation}, {told.documents:,} documents, {told.passages:,} passages,"
            f" {told.statements:,} statements.",
            soft_wrap=True,
        )
