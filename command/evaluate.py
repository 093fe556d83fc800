"""Front door: `mandategraph evaluate`. In: a folder of gold. Out: figures by task, with gains and losses. Wiring only."""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from command.console import AsJson, err, fail, out, plain_errors, print_json

if TYPE_CHECKING:
    from benchmarks.accepted import Change
    from benchmarks.evaluate import Run
    from benchmarks.task import Task


def evaluate(
    folder: Annotated[Path | None, typer.Argument(help="Gold; by default the folder shared/eval beside the checkout.")] = None,
    corpus: Annotated[Path | None, typer.Option(help="The documents that it judges; by default `corpus` beside it.")] = None,
    data: Annotated[
        Path | None, typer.Option(help="A data folder to keep and use again; else one that is gone afterwards.")
    ] = None,
    names: Annotated[list[str] | None, typer.Option("--task", help="A task, like citations or 'mentions: crimes'.")] = None,
    long: Annotated[bool, typer.Option("--all", help="Also the tasks that take minutes.")] = False,
    most: Annotated[int, typer.Option("--worst", min=0, help="How many of the worst misses to print.")] = 5,
    take: Annotated[bool, typer.Option("--accept", help="Keep these figures: the next run is held against them.")] = False,
    accepted: Annotated[Path | None, typer.Option(help="The file of the accepted run.")] = None,
    as_json: AsJson = False,
) -> None:
    """Measure how well documents are read and searched, on hand-made gold, against the last accepted run."""
    if not _is_checkout():
        fail("Wanted the package benchmarks; it is not installed here. Run this command from a checkout, after `make run`.")
    from benchmarks.accepted import accept, changes, read_accepted
    from benchmarks.evaluate import evaluate as run
    from benchmarks.evaluate import ground_of, place_of_accepted

    with plain_errors():
        ground = ground_of(folder, corpus)
        file = accepted or place_of_accepted(ground)
        before = read_accepted(file)
        with _progress(show=not as_json and sys.stderr.isatty()) as tell:
            found = run(ground, data, names or (), long=long, tell=tell)
        changed = changes(found.tasks, before)
        if not found.tasks:
            why = "; ".join(f"{name} is absent: {reason}" for name, reason in found.absent)
            fail(f"Nothing was measured{': ' if why else '.'}{why}")
        if take:
            accept(found.tasks, file)
    if as_json:
        print_json(
            {
                "gold": str(ground.gold),
                "tasks": _told(found.tasks, changed),
                "absent": [{"task": name, "reason": why} for name, why in found.absent],
            }
        )
    else:
        _print(found, changed, most)
    if take:
        err.print(f"Accepted: {file}.", soft_wrap=True, markup=False)


def _is_checkout() -> bool:
    from importlib.util import find_spec

    return find_spec("benchmarks") is not None


def _progress(*, show: bool) -> Any:  # noqa: ANN401 (what the terminal's progress is, is not known before it is imported)
    from api import terminal

    return terminal.progress(err, show=show)


def _told(tasks: "Iterable[Task]", changed: "Mapping[str, Change]") -> list[dict[str, Any]]:
    def one(task: "Task") -> dict[str, Any]:
        change = changed.get(task.name)
        figures = {"precision": task.precision, "recall": task.recall, "f1": task.f1}
        return asdict(task) | figures | {"gains": change.gains if change else None, "losses": change.losses if change else None}

    return [one(task) for task in tasks]


def _print(found: "Run", changed: "Mapping[str, Change]", most: int) -> None:
    width = max((len(task.name) for task in found.tasks), default=0)
    rows = [(task.name, _shares(task), task.found, task.wanted, changed.get(task.name)) for task in found.tasks]
    _line(f"{'task':{width}}  precision  recall  F1                     found  wanted  change")
    for name, (precision, recall, f1), ours, wanted, change in rows:
        since = f"+{len(change.gains)} -{len(change.losses)}" if change else "new"
        count = "" if ours is None else ours
        _line(f"{name:{width}}  {precision:9}  {recall:6}  {f1:21}  {count:>5}  {wanted:6}  {since}")
    for task in found.tasks:
        for line in _details(task, changed.get(task.name), most):
            _line(line)
    for name, why in found.absent:
        _line(f"{name}: absent, {why}")


def _shares(task: "Task") -> tuple[str, str, str]:
    """Precision, recall and F1 with its interval, as far as they are known."""
    precision, recall, f1 = ("" if value is None else f"{value:.3f}" for value in (task.precision, task.recall, task.f1))
    return precision, recall, f1 + (" [{:.3f}, {:.3f}]".format(*task.f1_interval) if task.f1_interval else "")


def _line(text: str) -> None:
    out.print(text.rstrip(), soft_wrap=True, markup=False)


def _details(task: "Task", change: "Change | None", most: int) -> list[str]:
    """Other figures, the worst cases, then every gain and loss of one task."""
    from benchmarks.extraction import worst

    lines = [", ".join(f"{name} {value:.3f}" for name, value in task.figures.items())]
    for title, cases in (("missed", task.missed), ("wrong", task.wrong)):
        lines += [f"{title}: {line}" for line in worst(cases, most)]
    low = sorted(task.scores, key=lambda case: (task.scores[case], case))[:most]
    lines += [f"low: {case} {task.scores[case]:.3f}" for case in low if task.scores[case] < 1]
    if change:
        lines += [change.note, *(f"GAIN {case}" for case in change.gains), *(f"LOSS {case}" for case in change.losses)]
    told = [f"  {line}" for line in (task.note, *lines) if line]
    return [task.name, *told] if told else []
