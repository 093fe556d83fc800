"""Front door: `mandategraph restore`. In: an archive that backup wrote. Out: the data folder as it was. Wiring only."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from command.console import AsJson, err, plain_errors, print_json
from stores.settings import load_settings


def restore(
    archive: Annotated[Path, typer.Argument(help="A file that `mandategraph backup` wrote.")],
    force: Annotated[bool, typer.Option("--force", help="Replace what the data folder holds.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put a backup into the data folder, once all of it was held against its checksums; a server there serves it at once."""
    from stores.restore import restore as run

    with plain_errors():
        data = load_settings().data
        told = run(archive, data, force=force)
    if as_json:
        print_json(asdict(told) | {"bytes": told.bytes})
    else:
        err.print(f"Restored {data}: generation {told.generation} of {told.made}, {len(told.files):,} files.", soft_wrap=True)
