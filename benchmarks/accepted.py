"""Benchmarks: the last accepted run. In: tasks of a run, and a file of the run before. Out: gains and losses, case by case; the
file again. Must not measure.

The file holds ids, numbers, symbols and names, never sentences: it stands in the tree, and is the same on every machine.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.task import Case, Task, malformed, read_json

_NAME = 6  # words
_SAME = 0.0005  # scores are kept with three decimals


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a task since the accepted run: figures before, and the cases that are better and those that are worse."""

    name: str
    before: Task
    gains: tuple[str, ...]
    losses: tuple[str, ...]
    note: str = ""


def changes(tasks: Iterable[Task], before: Iterable[Task]) -> dict[str, Change]:
    """By name, each task that the accepted run has, too."""
    known = {task.name: task for task in before}
    return {task.name: _change(task, known[task.name]) for task in tasks if task.name in known}


def _change(now: Task, before: Task) -> Change:
    gains = [*_gone("found", before.missed, now.missed), *_gone("no longer wrong", before.wrong, now.wrong)]
    losses = [*_gone("missed", now.missed, before.missed), *_gone("wrong", now.wrong, before.wrong)]
    for case in sorted(now.scores.keys() & before.scores.keys()):
        better = now.scores[case] - before.scores[case]
        if abs(better) > _SAME:
            told = f"{case}: {before.scores[case]:.3f}, now {now.scores[case]:.3f}"
            (gains if better > 0 else losses).append(told)
    note = "" if now.wanted == before.wanted else f"the gold holds {now.wanted}, and held {before.wanted}"
    return Change(now.name, before, tuple(gains), tuple(losses), note)


def _gone(word: str, first: Sequence[Case], second: Sequence[Case]) -> list[str]:
    """The cases of the first that are not in the second; either may be in the form in which cases are kept."""
    there = set(map(kept, second))
    return [f"{word}: {where} {what}".rstrip() for where, what in sorted(set(first)) if kept((where, what)) not in there]


def kept(case: Case) -> Case:
    """A case as it is kept: what has more words than a name is told by a digest, for sentences of a source may not stand here."""
    where, what = case
    return case if len(what.split()) <= _NAME else (where, f"(text {sha256(what.encode()).hexdigest()[:12]})")


def read_accepted(file: Path) -> list[Task]:
    """The tasks of the accepted run; none where none was accepted yet. ReadError where the file is not of its form."""
    if not file.is_file():
        return []
    found = read_json(file)
    try:
        return [_task(name, told) for name, told in found["tasks"].items()]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise malformed(file, 1, f"no tasks as this version writes them ({error})") from error


def _task(name: str, told: dict[str, Any]) -> Task:
    missed, wrong = (tuple((str(where), str(what)) for where, what in told[key]) for key in ("missed", "wrong"))
    wanted, met, found, right = (told[key] for key in ("wanted", "met", "found", "right"))
    return Task(name, wanted, met, found, right, missed, wrong, dict(told["figures"]), dict(told["scores"]))


def accept(tasks: Iterable[Task], file: Path) -> None:
    """Writes the run as the accepted one. Tasks that were not run stay as they were accepted before."""
    known = {task.name: task for task in (*read_accepted(file), *tasks)}
    told = {name: _told(task) for name, task in sorted(known.items())}
    text = json.dumps({"command": "mandategraph evaluate --accept", "tasks": told}, indent=1, ensure_ascii=False, sort_keys=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(file.name + ".partial")
    aside.write_text(text + "\n", encoding="utf-8")
    aside.replace(file)


def _told(task: Task) -> dict[str, Any]:
    told = asdict(task) | {"missed": sorted(map(kept, task.missed)), "wrong": sorted(map(kept, task.wrong))}
    for name in ("figures", "scores"):
        told[name] = {key: round(value, 3) for key, value in told[name].items()}
    del told["name"], told["note"], told["f1_interval"]
    return told
