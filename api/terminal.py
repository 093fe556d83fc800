"""Answers: for a terminal. In: what the plain functions answer. Out: lines on a console. Must not ask anything itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.documents import DocumentView, Part, PassageView
from api.entities import EntityView
from api.search import SearchAnswer
from queries.catalogue import NamedQuery

_DIGEST = "digest: our own words, not the official text"
_FIDELITIES = {"full": "full text", "digest": _DIGEST, "none": "known, but no text here"}


def answer(out: Console, found: SearchAnswer) -> None:
    """Search results, the best first."""
    for hit in found.hits:
        parts = ", ".join(f"{name} {value:.2f}" for name, value in hit.parts.items())
        _line(out, f"[bold]{escape(hit.pinpoint)}[/] ({_FIDELITIES[hit.fidelity]})")
        _line(out, f"  {escape(hit.sentence)}")
        _line(out, f"  [dim]score {hit.score:.2f} ({escape(parts)}); words met: {escape(', '.join(hit.matched)) or 'none'}[/]")
    _line(out, f"[dim]{len(found.hits)} of {found.total} passages, generation {found.generation}[/]")


def rows(out: Console, results: Mapping[str, Any]) -> None:
    """SPARQL results as a table; nothing is cut."""
    names: Sequence[str] = results["head"]["vars"]
    table = Table(show_lines=False)
    for name in names:
        table.add_column(name, overflow="fold")
    bindings = results["results"]["bindings"]
    for row in bindings:
        table.add_row(*(escape(str(row[name]["value"])) if name in row else "" for name in names))
    out.print(table)
    _line(out, f"[dim]{len(bindings)} rows[/]")


def queries(out: Console, known: Mapping[str, NamedQuery]) -> None:
    """The named queries with their parameters and an example each."""
    for name, query in known.items():
        _line(out, f"[bold]{name}[/]  {escape(query.title)}")
        example = " ".join(f"{key}={value}" for key, value in query.examples[0].items()) if query.examples else ""
        _line(out, f"  {escape(query.summary)}")
        _line(out, f"  [dim]mandategraph query {name} {escape(example)}[/]")


def receipt(out: Console, told: Mapping[str, Any]) -> None:
    """What became of each source."""
    for line in told["lines"]:
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
    """Settings with their sources, and what serves."""
    table = Table("setting", "value", "from")
    for name, setting in told["settings"].items():
        table.add_row(name, escape(setting["value"]), escape(setting["from"]))
    out.print(table)
    generation = told["generation"]
    if generation is None:
        _line(out, escape(told["advice"]))
        return
    for name, value in generation.items():
        _line(out, f"{name}: {escape(', '.join(value) if isinstance(value, list) else str(value))}")


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
        note = f" ({statement.note})" if statement.note else ""
        _line(out, f"  [dim]{statement.kind}[/] {escape(statement.as_printed[:80])} -> {escape(values + note)}  [dim]{statement.confidence}[/]")
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
