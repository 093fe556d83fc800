"""Front door: what every command shares. In: answers and errors. Out: words for a person or JSON for a program. Must not know
any room but the error tree and what a full disk says.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from ontology.errors import MandateGraphError
from stores.room import unwritable

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]


@contextmanager
def plain_errors() -> Iterator[None]:
    """Errors that we raise on purpose are one message on standard error and exit status 1, never a traceback; so is whatever
    says that a disk is full or read-only.
    """
    try:
        yield
    except MandateGraphError as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail("Stopped. What was published before serves on; run the command again to go on.")
    except Exception as error:
        told = unwritable(error)
        if told is None:
            raise
        fail(str(told))


def fail(message: str) -> NoReturn:
    """Says why nothing was answered and ends with status 1."""
    err.print(f"[bold red]mandategraph:[/] {escape(message)}", soft_wrap=True)
    raise typer.Exit(1)


def warn(message: str) -> None:
    """Says loudly what does not hinder the answer; nothing where there is nothing to say."""
    if message:
        err.print(f"[bold yellow]warning:[/] {escape(message)}", soft_wrap=True)


def print_json(found: object) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(found, indent=1, ensure_ascii=False, default=str) + "\n")


def end(refused: int, of: int) -> None:
    """Ends with status 3 where some of the sources were refused, with 1 where all were."""
    if refused:
        raise typer.Exit(1 if refused == of else 3)
