"""Front door: `mandategraph fetch`. In: symbols. Out: files of the Official Document System, or why not. Wiring only."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from command.console import AsJson, end, err, fail, out, plain_errors, print_json
from command.ingest import take_in
from stores.settings import load_settings

if TYPE_CHECKING:
    from ingest.outside.documents_system import Line


def fetch(
    symbols: Annotated[list[str] | None, typer.Argument(help="Symbols, like A/72/884 or 'S/RES/1366 (2001)'.")] = None,
    lang: Annotated[str, typer.Option(help="Languages: en, fr, es, ru, ar, zh, with commas between.")] = "en",
    form: Annotated[str, typer.Option("--format", help="pdf, docx, doc: the first in which there is one.")] = "pdf,docx",
    listed: Annotated[Path | None, typer.Option("--from", help="A file with more symbols, one a line.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Fetch again what has not changed.")] = False,
    then_ingest: Annotated[bool, typer.Option("--ingest", help="Ingest what was fetched at once.")] = False,
    as_json: AsJson = False,
) -> None:
    """Fetch documents from the UN's Official Document System, slowly, and those that were fetched before only if they changed."""
    from ingest.outside.documents_system import Request, read_list
    from ingest.outside.documents_system import fetch as run

    lines: list[Line] = []
    with plain_errors():
        wanted = [*(symbols or ()), *(read_list(listed) if listed else ())]
        if not wanted:
            fail("Wanted the symbols of documents; got none. Name them, or give a file with --from.")
        request = Request(wanted, _parts(lang), _parts(form), force)
        settings = load_settings()
        with _progress(show=not as_json and sys.stderr.isatty()) as tell:
            for line in run(request, settings, tell):
                lines.append(line)
                if not as_json:
                    _print(line)
    had = [Path(line.file) for line in lines if line.file]
    _advise(lines, settings.data / "fetched" / "files", went_on=then_ingest)
    receipt = take_in(had, show=not as_json) if then_ingest and had else None
    if as_json:
        print_json({"fetched": [asdict(line) for line in lines], "ingested": receipt.as_dict() if receipt else None})
    end(len(lines) - len(had) + (len(receipt.refused) if receipt else 0), len(lines))


def _parts(listed: str) -> list[str]:
    return [part.strip().lower() for part in listed.split(",") if part.strip()]


def _print(line: "Line") -> None:
    told = f"{line.file} ({line.size:,} bytes)" if line.file else line.reason or ""
    colour = "bold" if line.file else "bold red"
    out.print(f"[{colour}]{line.outcome}[/]  {escape(line.symbol)}  {line.language}  {escape(told)}", soft_wrap=True)


def _advise(lines: "list[Line]", files: Path, *, went_on: bool) -> None:
    if any(line.outcome == "not tried" or "Could not reach" in (line.reason or "") for line in lines):
        err.print(f"Nothing that was fetched before has changed; it is in {files}.", soft_wrap=True, markup=False)
    if any(line.file for line in lines) and not went_on:
        err.print(f"Next: mandategraph ingest {files}", soft_wrap=True, markup=False)


@contextmanager
def _progress(*, show: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar for the document that comes; what it yields is told its name, its bytes so far, and all its bytes."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    lines_above = sys.stdout.isatty()  # else they would go where the bar goes, not to their file
    with Progress(*columns, console=err, disable=not show, transient=True, redirect_stdout=lines_above) as bars:
        bar = bars.add_task("asking", total=None)
        yield lambda name, done, total: bars.update(bar, description=escape(name), completed=done, total=total or None)
