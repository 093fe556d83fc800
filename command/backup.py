"""Front door: `mandategraph backup`. In: a file to write, or one to look at. Out: an archive with checksums. Wiring only."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from command.console import AsJson, err, plain_errors, print_json
from stores.settings import load_settings


def backup(
    archive: Annotated[Path, typer.Argument(help="The file to write, such as mandategraph.tar.")],
    vectors: Annotated[bool, typer.Option("--with-vectors", help="Also vectors already computed: they only cost time.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Write nothing: hold an archive against its checksums.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write what cannot be made again, and the generation that serves, into one archive; also while an ingest runs."""
    from stores.backup import back_up
    from stores.restore import verify as verified

    with plain_errors():
        told = verified(archive) if verify else back_up(load_settings().data, archive, vectors=vectors)
    if as_json:
        print_json(asdict(told) | {"bytes": told.bytes})
    else:
        act = "Sound" if verify else "Wrote"
        err.print(
            f"{act}: {archive}: generation {told.generation}, {len(told.files):,} files, {told.bytes:,} bytes.", soft_wrap=True
        )
