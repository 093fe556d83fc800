"""Front door: `mandategraph ingest`. In: files and folders. Out: what became of each, and a new generation. Wiring only."""

import sys
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from command.console import AsJson, end, err, out, plain_errors, print_json
from ontology.errors import SettingsError
from stores.settings import Settings, load_settings

if TYPE_CHECKING:
    from ingest.place import Place
    from ingest.receipt import Receipt


class On(StrEnum):
    """Where documents are read and texts encoded."""

    LOCAL = "local"
    RAY = "ray"


def ingest(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Files or folders: PDF, Word, HTML, Akoma Ntoso, Registry JSON, Markdown or plain text."),
    ],
    on: Annotated[
        On, typer.Option("--on", help="Who reads and encodes: this machine, or a Ray cluster (an extra: mandategraph[ray]).")
    ] = On.LOCAL,
    address: Annotated[
        str | None,
        typer.Option("--address", help="host:port of the Ray cluster's head, or auto; without it Ray is begun on this machine."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read documents, find what they say, and publish a new generation of graph and index."""
    receipt = take_in(paths, show=not as_json, on=on, address=address)
    if as_json:
        print_json(receipt.as_dict())
    end(len(receipt.refused), len(receipt.lines))


def take_in(paths: list[Path], *, show: bool, on: On = On.LOCAL, address: str | None = None) -> "Receipt":
    """The receipt of an ingest, printed for a person where it is to be shown."""
    from api import terminal
    from ingest.pipeline import ingest as run

    with plain_errors():
        settings = load_settings()
        with (
            _place(on, address, settings) as place,
            terminal.progress(err, show=show and sys.stderr.isatty()) as tell,
        ):
            receipt = run(paths, settings, tell, place=place)
    if show:
        terminal.receipt(out, receipt.as_dict())
    return receipt


def _place(on: On, address: str | None, settings: Settings) -> "AbstractContextManager[Place]":
    if on is On.RAY:
        from ingest.swarm.cluster import joined

        return joined(address, settings)
    if address is not None:
        raise SettingsError("--address names a Ray cluster.", advice="Say --on ray as well, or leave it out.")
    from ingest.place import HERE

    return nullcontext(HERE)
