"""Benchmarks: paragraphs of laid-out files. In: PDFs whose prose paragraphs are known, budget sections as PDF and as Word.
Out: a table and a file of figures. Must not publish anything.

python -m benchmarks.paragraphs
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean, median

from benchmarks.gold import HOME, write_figures
from benchmarks.task import Absent, Case, Ground, Task, positives, read_json_lines, sets
from reading.assemble import take_apart
from reading.readers.anything import read

COMMAND = "python -m benchmarks.paragraphs"
_NUMBERED = re.compile(r"para/[\d.]+(?:/\w+)*")
_HEAD = r"(?:\d{2}-\d{5} \(E\) \d{6} )?/\.\.\. (?:[A-Z]+/)+\d[\w./]* English Page \d+"
_FURNITURE = re.compile(rf"\s{_HEAD}(?:\s(?:ANNEX|Annex)\b.*|(?=\s|$))", re.DOTALL)
_HEADING = re.compile(r"\s(?:[IVX]+\. [A-Z][A-Z, ]+(?: [A-Z]\. [A-Z][a-z ]+)?|[A-Z]\. [A-Z][a-z ]{3,40}|-----)$")
# What the simple parser of the gold ran into behind a paragraph: a running head with or without an annex, the next heading.


def paragraphs(file: Path) -> dict[str, str]:
    """The words of every numbered paragraph and item of a file, by its path; a chapeau without its items."""
    parts = take_apart(read(file.read_bytes(), file.name)).parts
    return {unit.path: unit.text.text for unit in parts.units if _NUMBERED.fullmatch(unit.path)}


def words_f1(found: str, wanted: str) -> float:
    """The harmonic mean of precision and recall over words, each counted as often as it stands."""
    ours, theirs = Counter(re.findall(r"\w+", found)), Counter(re.findall(r"\w+", wanted))
    shared = sum((ours & theirs).values())
    return 2 * shared / (sum(ours.values()) + sum(theirs.values())) if shared else 0.0


def prose(ground: Ground) -> Task:
    """Numbers found, and the words of each paragraph against the gold as it is.

    `clean words` leave out of the gold what its own parser ran into: running heads, headings, annexes.
    """
    held: dict[str, dict[str, str]] = {}
    wanted, found, scores, clean = [], [], {}, {}
    for row in read_json_lines(ground.gold_file("paragraphs/secretary-general.jsonl")):
        name = row["id"].partition("#")[0]
        if name not in held:
            held[name] = paragraphs(ground.source(f"files/secretary-general/{name}.pdf"))
        case: Case = (name, str(row["para"]))
        wanted.append(case)
        ours = _with_items(held[name], f"para/{row['para']}")
        if ours is not None:
            found.append(case)
            scores[row["id"]] = words_f1(ours, row["text"])
            clean[row["id"]] = words_f1(ours, _HEADING.sub("", _FURNITURE.sub("", row["text"])))
    task = positives("paragraphs: numbers of prose", wanted, found)
    figures = {
        "words, median F1": median(scores.values()),
        "words, mean F1": mean(scores.values()),
        "clean words, mean F1": mean(clean.values()),
        "clean words, least F1": min(clean.values()),
    }
    return replace(
        task, figures=figures, scores=scores, note="the gold holds page furniture in places; clean words are without it"
    )


def _with_items(found: Mapping[str, str], path: str) -> str | None:
    """A paragraph with its items, for the gold does not part them."""
    if path not in found:
        return None
    return " ".join(text for key, text in found.items() if key == path or key.startswith(f"{path}/"))


def pairs(ground: Ground) -> list[Task]:
    """The same section as PDF and as Word: which numbered paragraphs and items are equal in number and words."""
    tasks = []
    for pdf in sorted(ground.source("files/budget").glob("*.pdf")):
        laid_out, word = paragraphs(pdf), paragraphs(pdf.with_suffix(".docx"))
        tasks.append(sets(f"paragraphs: {pdf.stem} as PDF and as Word", _cases(word), _cases(laid_out)))
    return tasks


def _cases(found: Mapping[str, str]) -> list[Case]:
    return [(path, _tight(text)) for path, text in found.items()]


def _tight(text: str) -> str:
    """Words and marks without blanks' kinds: a blank may be lost or doubled where a line breaks at a stroke."""
    return re.sub(r"\s+", " ", text.replace("\u2011", "-").replace("\u00a0", " ")).strip()


def tasks(ground: Ground) -> list[Task]:
    """Prose of reports, and sections in two formats; Absent where the folder lacks them."""
    return [prose(ground), *pairs(ground)]


def main(_: Sequence[str] | None = None) -> int:
    """Prints the figures and writes them; 1 and a message where there is no gold."""
    shared = HOME.parent / "shared"
    try:
        found = tasks(Ground(shared / "eval", shared / "corpus"))
    except Absent as error:
        print(f"benchmarks.paragraphs: {error}; benchmarks need the folder `shared` beside the checkout", file=sys.stderr)
        return 1
    figures = {
        task.name: {
            "wanted": task.wanted,
            "met": task.met,
            "recall": round(task.recall or 0, 4),
            **({"precision": round(task.precision or 0, 4)} if task.found is not None else {}),
            **{name: round(value, 4) for name, value in task.figures.items()},
            "missed": [where for where, _ in task.missed],
        }
        for task in found
    }
    write_figures("paragraphs.json", {"command": COMMAND, "tasks": figures})
    print(json.dumps(figures, indent=1, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
