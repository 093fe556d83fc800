"""Answers: for a terminal. In: what the plain functions answer. Out: lines on a console. Must not ask anything itself."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from api.documents import DocumentView, Part
from api.entities import EntityView
from api.passages import PassageView
from api.search import SearchAnswer
from queries.catalogue import NamedQuery

_WIDEST_TABLE = 4  # columns
_MOST_NAMED = 12
_DIGEST = "digest: our own words, not the official text"
_FIDELITIES = {"full": "full text", "digest": _DIGEST, "none": "known, but no text here"}


@contextmanager
def progress(console: Console, *, show: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar a stage; what it yields is told the stage, how much is done, and how much there is."""
    columns = (TextColumn("{task.description:>9}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not show) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage)
            bars.update(tasks[stage], completed=done, total=total)

        yield tell


def answer(out: Console, found: SearchAnswer) -> None:
    """Search results, the best first."""
    for hit in found.hits:
        parts = ", ".join(f"{name} {value:.2f}" for name, value in hit.parts.items())
        _line(out, f"[bold]{escape(hit.pinpoint)}[/] ({_FIDELITIES[hit.fidelity]})")
        _line(out, f"  {escape(hit.sentence)}")
        _line(out, f"  [dim]score {hit.score:.2f} ({escape(parts)}); words met: {escape(', '.join(hit.matched)) or 'none'}[/]")
    _line(out, f"[dim]{len(found.hits)} of {found.total} passages, generation {found.generation}[/]")


def rows(out: Console, results: Mapping[str, Any], base: str) -> None:
    """SPARQL results, nothing cut: a table where it fits the eye, else a block a row. IRIs of ours are shown as paths."""
    bindings = [{name: _shown(term, base) for name, term in row.items()} for row in results["results"]["bindings"]]
    names = [name for name in results["head"]["vars"] if any(name in row for row in bindings)]
    if len(names) <= _WIDEST_TABLE:
        table = Table(*names)
        for row in bindings:
            table.add_row(*(row.get(name, "") for name in names))
        out.print(table)
    else:
        for row in bindings:
            out.print("\n".join(f"[dim]{name:>14}[/]  {row[name]}" for name in names if name in row), soft_wrap=True, end="\n\n")
    _line(out, f"[dim]{len(bindings)} rows[/]")


def _shown(term: Mapping[str, str], base: str) -> str:
    value = term["value"]
    return escape(value.removeprefix(base) if term["type"] == "uri" else value)


def queries(out: Console, known: Mapping[str, NamedQuery]) -> None:
    """The named queries with their parameters and an example each."""
    for name, query in known.items():
        _line(out, f"[bold]{name}[/]  {escape(query.title)}")
        example = " ".join(f"{key}={value}" for key, value in query.examples[0].items()) if query.examples else ""
        _line(out, f"  {escape(query.summary)}")
        _line(out, f"  [dim]mandategraph query {name} {escape(example)}[/]")


def receipt(out: Console, told: Mapping[str, Any]) -> None:
    """What became of each source; what was found in a document is told once, however many sources render it."""
    before: Mapping[str, Any] = {}
    for line in told["lines"]:
        if before and line["counts"] and before == line | {"source": before["source"]}:
            _line(out, f"[bold]{line['outcome']}[/]  {escape(line['source'])}  {escape(line['document'])}  [dim]with it[/]")
            continue
        before = line
        counts = ", ".join(f"{count} {name}" for name, count in line["counts"].items() if count)
        _line(out, f"[bold]{line['outcome']}[/]  {escape(line['source'])}  {escape(line['document'] or '')}  [dim]{counts}[/]")
        for finding in line["findings"]:
            _line(out, f"    odd: {escape(finding)}")
        if line["reason"]:
            _line(out, f"    [red]{escape(line['reason'])}[/]")
    totals = ", ".join(f"{count} {outcome}" for outcome, count in told["totals"].items()) or "no sources"
    _line(out, f"{totals}; {'published ' + told['generation'] if told['generation'] else 'nothing to publish'}")


def view(out: Console, shown: DocumentView | PassageView | EntityView) -> None:
    """A document, a passage, or a thing."""
    if isinstance(shown, DocumentView):
        _document(out, shown)
    elif isinstance(shown, PassageView):
        _passage(out, shown)
    else:
        _entity(out, shown)


def status(out: Console, told: Mapping[str, Any]) -> None:
    """Settings with their sources, what serves, and what an ingest would find."""
    table = Table("setting", "value", "from")
    for name, setting in told["settings"].items():
        table.add_row(name, escape(setting["value"]), escape(setting["from"]))
    out.print(table)
    generation = told["generation"]
    if generation is None:
        _line(out, escape(told["advice"]))
    else:
        for name, value in generation.items():
            _line(out, f"{name}: {escape(_short(value) if isinstance(value, list) else str(value))}")
    _sources(out, told["sources"])


def _sources(out: Console, told: Mapping[str, Any]) -> None:
    _line(out, f"sources in: {escape(_short(told['folders']) or 'no folder yet')}")
    for kind in ("new", "changed", "gone", "refused"):
        if told[kind]:
            _line(out, f"  [bold]{len(told[kind])} {kind}[/]: {escape(_short(told[kind]))}")
    if told["withdrawn"]:
        _line(out, f"  the next ingest withdraws: {escape(_short(told['withdrawn']))}")
    _line(out, f"  {told['unchanged']} unchanged")


def _short(names: Sequence[str]) -> str:
    """The names on one line, of many the first ones: --json gives all."""
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def findings(out: Console, found: Mapping[str, Sequence[str]]) -> None:
    """Checks, each with what it found."""
    for name, found_rows in found.items():
        _line(out, f"{'ok' if not found_rows else f'FOUND {len(found_rows)}'}  {name}")
        for row in found_rows[:10]:
            _line(out, f"    {escape(row)}")


def _document(out: Console, shown: DocumentView) -> None:
    _line(out, f"[bold]{escape('-'.join(shown.symbols) or shown.title)}[/]  {escape(shown.title)}")
    _line(out, f"{shown.kind}, {shown.issued or 'date not known'}; {_FIDELITIES[shown.fidelity]}")
    if shown.note:
        _line(out, f"[dim]{escape(shown.note)}[/]")
    for part in shown.parts:
        _part(out, part)
    if shown.cited_by:
        _line(out, f"cited by: {escape('; '.join(pinpoint for _, pinpoint in shown.cited_by))}")


def _part(out: Console, part: Part) -> None:
    if part.kind == "Section":
        _line(out, f"\n[bold]{escape(f'{part.number}. ' if part.number else '')}{escape(part.words)}[/]")
    else:
        _line(out, f"[cyan]{escape(part.number or part.kind)}[/]  {escape(part.words)}")


def _passage(out: Console, shown: PassageView) -> None:
    _line(out, f"[bold]{escape(shown.passage.pinpoint or shown.passage.iri)}[/]  ({_FIDELITIES[shown.document.fidelity]})")
    _line(out, escape(shown.passage.words))
    for statement in shown.statements:
        values = ", ".join(label for _, label in statement.values)
        told = f"{values} ({statement.note})" if statement.note else values
        words = escape(statement.as_printed[:80])
        _line(out, f"  [dim]{statement.kind}[/] {words} -> {escape(told)}  [dim]{statement.confidence}[/]")
    for child in shown.children:
        _part(out, child)


def _entity(out: Console, shown: EntityView) -> None:
    _line(out, f"[bold]{escape(shown.label)}[/]  {', '.join(shown.kinds)}  [dim]{escape(shown.iri)}[/]")
    for link in shown.properties:
        language = f" [dim]@{link.language}[/]" if link.language else ""
        _line(out, f"  {escape(link.property.rpartition('#')[2] or link.property)}: {escape(link.label)}{language}")
    if shown.named_in:
        _line(out, f"named in: {escape('; '.join(pinpoint for _, pinpoint in shown.named_in))}")


def _line(out: Console, text: str) -> None:
    out.print(text, soft_wrap=True)
