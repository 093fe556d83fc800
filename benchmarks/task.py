"""Benchmarks: one task of the evaluation. In: folders of gold and of sources. Out: counts and cases of one form, whatever was
judged. Must not know the product.

Every benchmark that `mandategraph evaluate` runs offers `tasks(ground: Ground) -> list[Task]`, listed in benchmarks/evaluate.py.
"""

import csv
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ontology.errors import MandateGraphError, ReadError

Case = tuple[str, str]
"""Where (a unit, a file, a paragraph: short, the same in every run) and what (a target, a name, a number)."""


class Absent(MandateGraphError):
    """The folder of gold, or that of sources, lacks what a task needs: the task is said to be absent, not wrong."""


@dataclass(frozen=True, slots=True)
class Task:
    """How well one thing was done, with the cases behind the counts.

    `wanted` things stand in the gold, `met` of them were found. `found` things are ours, `right` of them are right; `found` is
    None where the gold holds positives only, so that nothing can be said to be wrong. `missed` and `wrong` are all the cases, not
    the first ones: gains and losses are told from them. `figures` are other measures of the task (0 to 1, more is better) and
    `scores` their values by case, where a case is more or less right instead of right or wrong (the nDCG of a question).
    `f1_interval` has the ends of a 95 % interval, where somebody drew it.
    """

    name: str
    wanted: int
    met: int
    found: int | None = None
    right: int = 0
    missed: tuple[Case, ...] = ()
    wrong: tuple[Case, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)
    f1_interval: tuple[float, float] | None = None
    note: str = ""

    @property
    def recall(self) -> float | None:
        """The share of what is wanted that was found; None where nothing is wanted."""
        return self.met / self.wanted if self.wanted else None

    @property
    def precision(self) -> float | None:
        """The share of what was found that is right; None where nothing was found, or where the gold cannot tell."""
        return self.right / self.found if self.found else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both, where both are known."""
        if self.recall is None or self.precision is None:
            return None
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


@dataclass(frozen=True)
class Ground:
    """Where the gold lies, and the documents that it judges: folders of the form of `shared/eval` and `shared/corpus`."""

    gold: Path
    corpus: Path

    def gold_file(self, name: str) -> Path:
        """A file of the gold, like "paragraphs/secretary-general.jsonl"; Absent where there is none."""
        return there(self.gold / name)

    def source(self, name: str) -> Path:
        """A file or folder of the sources, like "registry"; Absent where there is none."""
        return there(self.corpus / name)


def there(path: Path) -> Path:
    """The path; Absent where nothing is there."""
    if not path.exists():
        raise Absent(f"no {path}")
    return path


def sets(name: str, wanted: Iterable[Case], found: Iterable[Case], also_right: Iterable[Case] = (), note: str = "") -> Task:
    """The task of finding exactly a set of cases. Those that are `also_right` are not wanted, and not wrong where found."""
    asked, ours = set(wanted), set(found)
    wrong = ours - asked - set(also_right)
    missed = asked - ours
    return Task(
        name, len(asked), len(asked & ours), len(ours), len(ours - wrong), tuple(sorted(missed)), tuple(sorted(wrong)), note=note
    )


def positives(name: str, wanted: Iterable[Case], found: Iterable[Case], note: str = "") -> Task:
    """The task of finding at least a set of cases, where the gold does not hold everything that would be right."""
    asked = set(wanted)
    missed = asked - set(found)
    return Task(name, len(asked), len(asked) - len(missed), missed=tuple(sorted(missed)), note=note)


def labels(name: str, right: Mapping[str, str], ours: Mapping[str, str], note: str = "") -> Task:
    """The task of giving each case its label; a case to which we give none counts as missed, a wrong label as both."""
    return sets(name, right.items(), ((case, label) for case, label in ours.items() if case in right), note=note)


def read_json(path: Path) -> Any:  # noqa: ANN401 (JSON of a form that the reader knows)
    """A JSON file of the gold; ReadError names file and line."""
    try:
        return json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise malformed(path, error.lineno, error.msg) from error


def read_entries(path: Path, key: str, fields: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The objects in the list under a key of a JSON file, each with these fields; ReadError names file and line."""
    text, whole = _text(path), read_json(path)
    if not isinstance(whole, dict) or not isinstance(whole.get(key), list):
        raise malformed(path, 1, f"no list {key!r}")
    for place, entry in enumerate(whole[key]):
        missing = [name for name in fields if not isinstance(entry, dict) or name not in entry]
        if missing:
            raise malformed(path, _line_of(text, key, place), f"an entry of {key!r} without {', '.join(missing)}")
    return list(whole[key])


def _line_of(text: str, key: str, place: int) -> int:
    """The line where an entry of the list under a key begins. The text is sound JSON that has it."""
    at = text.index("[", text.index(f'"{key}"')) + 1
    for _ in range(place + 1):
        begin = re.compile(r"[\s,]*").match(text, at).end()  # type: ignore[union-attr] # it matches the empty text, too
        at = json.JSONDecoder().raw_decode(text, begin)[1]
    return text.count("\n", 0, begin) + 1


def read_json_lines(path: Path) -> list[Any]:
    """A file of the gold with one JSON value a line; ReadError names file and line."""
    found = []
    for number, line in enumerate(_text(path).splitlines(), 1):
        if line.strip():
            try:
                found.append(json.loads(line))
            except json.JSONDecodeError as error:
                raise malformed(path, number, error.msg) from error
    return found


def read_table(path: Path, columns: Iterable[str], *, delimiter: str = ",") -> list[dict[str, str]]:
    """A CSV or TSV file of the gold, its rows by the names in its first line; ReadError names file and line."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter=delimiter)
        missing = [name for name in columns if name not in (rows.fieldnames or ())]
        if missing:
            raise malformed(path, 1, f"no column {', '.join(missing)}")
        found = []
        for row in rows:
            if None in row or None in row.values():
                raise malformed(path, rows.line_num, f"not {len(rows.fieldnames or ())} values")
            found.append(row)
    return found


def malformed(path: Path, line: int, why: str) -> ReadError:
    """The error of gold that is not of its form."""
    return ReadError(f"Wanted gold of its own form in {path}, line {line}; it has {why}.", advice="Correct that line.")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise malformed(path, line, "bytes that are not UTF-8") from error
