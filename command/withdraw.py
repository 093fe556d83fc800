"""Front door: `mandategraph withdraw`. In: symbols. Out: a new generation that does not hold those documents. Wiring only."""

import sys
from typing import Annotated

import typer

from command.console import AsJson, end, err, out, plain_errors, print_json
from stores.settings import load_settings


def withdraw(
    names: Annotated[list[str], typer.Argument(help="Symbols such as A/72/884, or the slug of a programme text.")],
    as_json: AsJson = False,
) -> None:
    """Take documents out of graph and index; their bytes stay, and a file that still lies in a folder comes back with it."""
    from api import terminal
    from ingest.pipeline import withdraw as run

    with plain_errors(), terminal.progress(err, show=not as_json and sys.stderr.isatty()) as tell:
        receipt = run(names, load_settings(), tell)
    if as_json:
        print_json(receipt.as_dict())
    else:
        terminal.receipt(out, receipt.as_dict())
    end(len(receipt.refused), len(receipt.lines))
