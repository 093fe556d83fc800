"""Front door: `mandategraph cite`. In: names in the order of the footnotes, and a style. Out: footnotes, or a bibliography.
Wiring only.
"""

import sys
from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape

from command.console import AsJson, err, plain_errors, print_json
from stores.settings import load_settings


def cite(
    names: Annotated[
        list[str], typer.Argument(help="Like doc/A/75/863/para/49/b or 'A/RES/60/1, paras. 138 and 139'; one a footnote.")
    ],
    style: Annotated[str, typer.Option(help="un, un-in-text, oscola, csl-json, ris or bibtex.")] = "un",
    as_json: AsJson = False,
) -> None:
    """Write footnotes in United Nations style, short where they repeat, or records for a reference manager."""
    from api.citing.cite import cite as write
    from api.library import Library

    with plain_errors():
        library = Library.open(load_settings())
        try:
            with library.serving() as serving:
                cited = write(library, serving, names, style)
        finally:
            library.close()
    if as_json:
        print_json(asdict(cited))
        return
    sys.stdout.write(cited.text)
    for note in dict.fromkeys(note for one in cited.footnotes for note in one.notes):
        err.print(f"[dim]{escape(note)}[/]", soft_wrap=True)
