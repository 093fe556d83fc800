"""Front door: `mandategraph ingest`. In: files and folders. Out: what became of each, and a new generation. Wiring only."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from command.console import AsJson, end, err, out, plain_errors, print_json
from stores.settings import load_settings

if TYPE_CHECKING:
    from ingest.receipt import Receipt


def ingest(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Files or folders: PDF, Word, HTML, Akoma Ntoso, Registry JSON, Markdown or plain text."),
    ],
    as_json: AsJson = False,
) -> None:
    """Read documents, find what they say, and publish a new generation of graph and index."""
    receipt = take_in(paths, show=not as_json)
    if as_json:
        print_json(receipt.as_dict())
    end(len(receipt.refused), len(receipt.lines))


def take_in(paths: list[Path], *, show: bool) -> "Receipt":
    """The receipt of an ingest, printed for a person where it is to be shown."""
    from api import terminal
    from ingest.pipeline import ingest as run

    with plain_errors(), terminal.progress(err, show=show and sys.stderr.isatty()) as tell:
        receipt = run(paths, load_settings(), tell)
    if show:
        terminal.receipt(out, receipt.as_dict())
    return receipt
