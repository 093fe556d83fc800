"""Benchmarks: hostile files. In: mutations of real files, and bombs. Out: what became of each in an ordinary run, how long it
took, how much memory. Must not bypass the pipeline.

The wish is a line for each file on the receipt, none over 30 seconds or 2 GB, and no fault of ours: a refusal that says what is
wrong with the file is a right answer, one that says that we did not foresee it is not.
"""

import argparse
import json
import random
import shutil
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.gold import write_figures
from benchmarks.mutate import bombs, mutated
from benchmarks.scale import SHARED, machine, watched
from ingest import pipeline
from ingest.desk import Describe
from ingest.pipeline import ingest
from ingest.receipt import Line
from ingest.workers import _Worker
from ontology.errors import SourceMissing
from stores.settings import MODELS, Settings

COMMAND = "python -m benchmarks.fuzz --data FOLDER"
SEED = 20_180_525
FILES = 2_000
LARGEST = 400_000  # bytes of an original: what is larger is slow to mutate and tells no more
KINDS = ("pdf", "docx", "xml", "json", "txt")
_FOLDERS = {
    "pdf": ("corpus/files", "*.pdf"),
    "docx": ("corpus/files", "*.docx"),
    "xml": ("corpus/akoma-ntoso", "**/*.xml"),
    "json": ("corpus/registry", "*.json"),
    "txt": ("corpus", "**/*.[mt][dx]*"),
}
_OF_EACH = 40  # originals of one kind


@dataclass(slots=True)
class Told:
    """What became of the files: lines by file, seconds by file and act, and the memory of it all."""

    lines: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    seconds: dict[str, float] = field(default_factory=dict)
    memory_mb: dict[str, int] = field(default_factory=dict)
    whole_s: float = 0.0


def originals(shared: Path) -> list[tuple[str, bytes]]:
    """Real files of every kind by turns, the same ones for the same folder."""
    found = {kind: list(_originals(shared, kind)) for kind in KINDS}
    most = max(map(len, found.values()))
    return [(kind, files[at % len(files)]) for at in range(most) for kind, files in found.items()]


def _originals(shared: Path, kind: str) -> Iterator[bytes]:
    folder, pattern = _FOLDERS[kind]
    files = sorted(file for file in (shared / folder).rglob(pattern) if file.is_file() and 0 < file.stat().st_size <= LARGEST)
    if not files:
        raise SourceMissing(
            f"Wanted files like {pattern} in {shared / folder}; there are none.", advice="Name the folder shared."
        )
    chance = random.Random(SEED)  # noqa: S311 # reproducible files, no secrets
    for file in chance.sample(files, min(len(files), _OF_EACH)):
        yield file.read_bytes()


def written(folder: Path, shared: Path, count: int, scale: int = 1) -> dict[str, str]:
    """Writes so many hostile files, bombs among them, each named by a symbol of its own; what each of them is, by name."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    made, what = list(bombs(scale)), {}
    made += mutated(originals(shared), count - len(made), SEED)
    for at, (suffix, how, data) in enumerate(made[:count]):
        name = f"A_{99 + at // 1000}_{1 + at % 1000}.{suffix}"
        (folder / name).write_bytes(data)
        what[name] = f"{suffix}: {how}"
    return what


def judged(data: Path, sources: Path, workers: int, wall_s: float = 30.0) -> Told:
    """Takes in all files in one run, unpublished."""
    shutil.rmtree(data, ignore_errors=True)
    told, begun = Told(), dict[int, float]()
    settle, send = pipeline._settle, _Worker._send

    def sent(worker: Any) -> None:  # noqa: ANN401 # the workers' own
        begun[id(worker._task[0])] = time.monotonic()
        send(worker)

    def settled(run: Any, task: Any, answer: Any) -> Any:  # noqa: ANN401 # the pipeline's own
        name = Path(task.name if isinstance(task, Describe) else task.source.name).name
        taken = time.monotonic() - begun.pop(id(task))
        told.seconds[name] = max(taken, told.seconds.get(name, 0.0))
        return settle(run, task, answer)

    start = time.monotonic()
    with watched() as memory, patch.object(pipeline, "_settle", settled), patch.object(_Worker, "_send", sent):
        settings = Settings(data=data, model=MODELS[-1], models=data / "models", workers=workers, file_wall_s=wall_s)
        receipt = ingest([sources], settings, publishing=False)
    told.whole_s = time.monotonic() - start
    for line in receipt.lines:
        told.lines[Path(line.source).name].append(line)
    told.memory_mb = memory.figures()
    return told


def figures(what: dict[str, str], told: Told) -> dict[str, object]:
    """Counts by kind of file and by what became of it; each file that was stopped, and each fault of ours, by name."""
    outcomes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, kind in what.items():
        for line in told.lines.get(name, []):
            outcomes[kind.partition(":")[0]][became(line)] += 1
    stopped = {
        name: f"{what[name]}: {line.reason}".replace(f"{Path(line.source).parent}/", "")
        for name, lines in sorted(told.lines.items())
        for line in lines
        if became(line) in ("stopped in its process", "fault of ours", "stopped by checks")
    }
    return {
        "files": len(what),
        "without_a_line": sorted(set(what) - set(told.lines)),
        "with_more_than_one": sorted(name for name, lines in told.lines.items() if len(lines) > 1),
        "outcomes": {kind: dict(sorted(counts.items())) for kind, counts in sorted(outcomes.items())},
        "longest_s": {f"{name} ({what[name]})": round(told.seconds[name], 1) for name in longest(told)},
        "memory_mb": told.memory_mb,
        "seconds": round(told.whole_s),
        "stopped_or_faults": {name: reason[:400] for name, reason in stopped.items()},
    }


def became(line: Line) -> str:
    """The outcome of a file, refusals told apart."""
    reason = line.reason or ""
    if line.outcome != "refused":
        return line.outcome
    if "A fault of ours" in reason:
        return "fault of ours"
    return "stopped in its process" if reason.startswith("Reading ") else "refused"


def longest(told: Told) -> list[str]:
    """The files that took longest."""
    return sorted(told.seconds, key=lambda name: -told.seconds[name])[:10]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints and writes the figures; 1 where a file has no line or is a fault of ours, or the folder shared is missing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a scratch folder; what earlier runs left in it is replaced")
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args(arguments)
    try:
        what = written(chosen.data / "hostile", chosen.shared, chosen.files)
    except SourceMissing as error:
        print(error, file=sys.stderr)
        return 1
    told = judged(chosen.data / "run", chosen.data / "hostile", chosen.workers)
    found = {"command": COMMAND, "machine": machine()} | figures(what, told)
    print(json.dumps(found, indent=1))
    if chosen.files == FILES:
        print(write_figures("fuzz.json", found))
    faults = any(became(line) == "fault of ours" for lines in told.lines.values() for line in lines)
    return 1 if faults or found["without_a_line"] else 0


if __name__ == "__main__":
    sys.exit(main())
