"""Front door: `mandategraph precedents`. In: words of a draft. Out: the nearest agreed language. Wiring only."""

from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape

from command.console import AsJson, out, plain_errors, print_json
from stores.settings import load_settings


def precedents(
    text: Annotated[str, typer.Argument(help="A sentence or a paragraph; - reads it from standard input.")],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=50, help="How many passages at most.")] = 5,
    filters: Annotated[list[str] | None, typer.Option("--filter", "-f", help="Like year_to=2018 or kind=recommendation.")] = None,
    as_json: AsJson = False,
) -> None:
    """Precedents of a draft: the nearest agreed language, who said it first and last, and what changed word by word."""
    import sys

    from api.arguments import read_filters
    from api.library import Library
    from api.precedents.answer import precedents as find

    with plain_errors():
        library = Library.open(load_settings())
        try:
            draft = sys.stdin.read() if text == "-" else text
            answer = find(library, draft, read_filters(filters or []), limit=limit)
        finally:
            library.close()
    if as_json:
        print_json(asdict(answer))
        return
    for one in answer.found:
        verb = f", {one.passage.verb.label}" if one.passage.verb else ""
        told = ", ".join(filter(None, (one.passage.organ, one.passage.when)))
        out.print(f"[bold]{escape(one.passage.pinpoint)}[/] ({escape(told)}{escape(verb)})", soft_wrap=True)
        out.print(f"  {escape(one.passage.text)}", soft_wrap=True)
        marked = " ".join(_MARKS[piece.kind].format(escape(piece.text)) for piece in one.changed)
        out.print(f"  [dim]the draft {one.relation} it, {one.shared_words} words in common:[/] {marked}", soft_wrap=True)
    for line in answer.lines:
        if len(line.steps) > 1:
            uses = f"{len(line.steps)} uses, first {line.first.pinpoint}, last {line.last.pinpoint}"
            out.print(f"[dim]line of descent: {escape(uses)}[/]", soft_wrap=True)
    out.print(f"[dim]generation {answer.generation}[/]", soft_wrap=True)


_MARKS = {"same": "{}", "added": "[green]+{}+[/]", "dropped": "[red]-{}-[/]"}
