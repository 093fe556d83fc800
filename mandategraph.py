"""The front door: the command line. In: arguments. Out: calls into the rooms, printed for a person or as JSON. Wiring only.

Heavy rooms are imported inside the command that needs them, so that `--help` and completion answer at once.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import version as installed
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from command.backup import backup
from command.check_citations import check_citations
from command.cite import cite
from command.console import AsJson, err, fail, out, plain_errors, print_json, warn
from command.evaluate import evaluate
from command.export import export_plain
from command.fetch import fetch
from command.ingest import ingest
from command.key import key
from command.load import load
from command.mcp import mcp
from command.precedents import precedents
from command.rebuild import rebuild
from command.restore import restore
from command.serve import serve
from command.status import status
from command.withdraw import withdraw
from stores.settings import load_settings

if TYPE_CHECKING:
    from api.library import Library, Serving

app = typer.Typer(
    name="mandategraph",
    help="A knowledge graph and semantic search over the United Nations' mandate documents on the prevention of atrocity crimes.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, max=100, help="How many passages at most.")]


@contextmanager
def reading() -> Iterator[tuple["Library", "Serving"]]:
    """The library and the generation that serves; a damaged pointer is said loudly."""
    from api.library import Library

    with plain_errors():
        library = Library.open(load_settings())
        try:
            with library.serving() as serving:
                warn(serving.warning)
                yield library, serving
        finally:
            library.close()


app.command()(ingest)
app.command()(load)
app.command()(fetch)
app.command()(serve)
app.add_typer(key)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="A question, a symbol, or a sentence.")],
    limit: Limit = 5,
    mode: Annotated[str, typer.Option(help="hybrid, dense or keyword.")] = "hybrid",
    filters: Annotated[list[str] | None, typer.Option("--filter", "-f", help="Like document=A/75/863 or year_from=2018.")] = None,
    as_json: AsJson = False,
) -> None:
    """Search: the passages that answer a question, each with its pinpoint and why it matched."""
    from api import terminal
    from api.arguments import read_filters
    from api.search import search

    with reading() as (library, _):
        answer = search(library, question, read_filters(filters or []), limit=limit, mode=mode)
    if as_json:
        print_json(asdict(answer))
        return
    terminal.answer(out, answer)


@app.command()
def query(
    name: Annotated[str, typer.Argument(help="A named query (see `mandategraph query list`) or a file with SPARQL.")],
    arguments: Annotated[list[str] | None, typer.Argument(help="Like addressee=actor/member-states.")] = None,
    form: Annotated[str, typer.Option("--format", help="table, json, csv, tsv or xml.")] = "table",
    as_json: AsJson = False,
) -> None:
    """Run a named query or a SPARQL file."""
    from api import terminal
    from api.arguments import read_pairs, read_query
    from api.meaning import Asking
    from queries import runner
    from stores.graph.guard import check_query

    form = "json" if as_json else form
    with reading() as (library, serving):
        if name == "list":
            terminal.queries(out, library.queries)
            return
        wire = "json" if form == "table" else form
        file = Path(name)
        if file.suffix in (".rq", ".sparql") or (file.is_file() and name not in library.queries):
            text = read_query(file)
            check_query(text, max_bytes=library.settings.max_query_bytes, search_base=library.settings.base)
            answer = Asking(library, serving).run(text, results_format=wire, base=library.settings.base)
        else:
            asked = runner.find(library.queries, name)
            given = dict(read_pairs(arguments or [], "an argument"))
            answer = runner.run(Asking(library, serving), asked, given, base=library.settings.base, results_format=wire)
    if form == "table" and answer.kind == "solutions":
        terminal.rows(out, json.loads(answer.body), library.settings.base)
    else:
        sys.stdout.write(answer.body.decode("utf-8") + "\n")


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="A symbol, a path such as actor/security-council, or an IRI.")],
    as_json: AsJson = False,
) -> None:
    """Show a document, a passage, or anything else in the graph."""
    from api import terminal
    from api.documents import resolve_iri
    from api.entities import view as look

    with reading() as (library, serving):
        iri = resolve_iri(library, serving, name)
        view = look(library, serving, iri)
    if as_json:
        print_json(asdict(view))
    else:
        terminal.view(out, view)


app.command()(check_citations)
app.command()(precedents)
app.command()(cite)
app.command()(mcp)
app.command()(status)
app.command()(backup)
app.command()(restore)
app.command()(rebuild)
app.command()(withdraw)


@app.command()
def export(
    to: Annotated[Path | None, typer.Option("--to", "-o", help="File to write; standard output if absent.")] = None,
    plain: Annotated[
        Path | None,
        typer.Option("--plain", help="Folder to write instead: N-Quads and Parquet, which `rebuild` reads."),
    ] = None,
) -> None:
    """Write the whole graph as sorted N-Quads, equal corpora giving equal bytes; or all that is served, as plain files."""
    from api.export import n_quads

    if plain is not None:
        if to is not None:
            fail("Wanted --to FILE or --plain FOLDER; both came. Call it once for each.")
        export_plain(plain)
        return
    with reading() as (_, serving):
        if to is None:
            for line in n_quads(serving):
                sys.stdout.buffer.write(line)
            return
        aside = to.with_name(to.name + ".partial")
        try:
            with aside.open("wb") as file:
                file.writelines(n_quads(serving))
            aside.replace(to)
        except OSError as error:
            aside.unlink(missing_ok=True)
            fail(f"Wanted to write {to}; the system says: {error.strerror}. Name a file in a folder that you may write to.")
        err.print(f"Wrote {to}.")


@app.command()
def check(as_json: AsJson = False) -> None:
    """Run every check whose right answer is nothing over the generation that serves."""
    from api import terminal
    from api.checks import findings

    with reading() as (library, serving):
        found = findings(library, serving)
    if as_json:
        print_json(found)
    else:
        terminal.findings(out, found)
    if any(found.values()):
        raise typer.Exit(1)


app.command()(evaluate)


@app.command()
def review(
    finding: Annotated[str, typer.Argument(help="The IRI of a finding, as `mandategraph show` prints it with --json.")],
    judgement: Annotated[str, typer.Argument(help="right, wrong or corrected.")],
    by: Annotated[str, typer.Option(help="Who says so.")],
    to: Annotated[str | None, typer.Option(help="What a corrected finding should lead to, as an IRI.")] = None,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
) -> None:
    """Hold a finding right, wrong or corrected: the verdict outlasts every ingest, wins, and is published at once."""
    from api.entities import require_finding
    from ingest.pipeline import ingest as run
    from ingest.reviews import keep_verdict, verdict

    with reading() as (library, serving):
        given = verdict(finding, judgement, by, reason=reason, corrected_to=to)
        require_finding(serving, given.finding, given.corrected_to)
        keep_verdict(library.settings.data, given)
    with plain_errors():
        receipt = run([], load_settings())
    err.print(f"Kept; published {receipt.generation}." if receipt.generation else "Kept.")
    for line in receipt.refused:
        err.print(f"{line.source}: {line.outcome}: {line.reason}", markup=False)
    if receipt.refused:
        raise typer.Exit(1)


def print_version(wanted: bool) -> None:
    """Prints the installed version and ends, where it was asked for."""
    if wanted:
        out.print(installed("mandategraph"))
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Settings come from MANDATEGRAPH_* variables or mandategraph.toml; `mandategraph status` prints them."""


def main() -> None:
    """The entry point of the installed command."""
    app()


if __name__ == "__main__":
    main()
