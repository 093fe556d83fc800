"""Benchmarks: size. In: the Registry's documents for measuring scale. Out: paragraphs a second, in each tenth of the run and by
stage, with and without checks, and the memory of it all. Must not embed anything.

Wall time of this machine, beside it the seconds of its processors, which another load changes less. Two runs over fresh folders:
one that leaves out the checks, whose speed is the figure, and one as users have it, whose working graph is then published with
vectors of zeros in the place of meanings, so that everything but the embedding is counted. Seconds by stage are those that
processors worked, all workers together.
"""

import argparse
import itertools
import json
import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from benchmarks.gold import write_figures
from benchmarks.scale import SHARED, machine, unpacked, watched
from ingest import desk, pipeline
from ingest.check import Checker
from ingest.ledger import Ledger
from ingest.pipeline import ingest
from ingest.receipt import Receipt
from ontology.errors import MandateGraphError
from stores.graph.store import GraphStore
from stores.settings import MODELS, Settings

COMMAND = "python -m benchmarks.size --data FOLDER --publish"
ARCHIVE = SHARED / "corpus" / "scale" / "registry.tar.xz"
IN_WORKER = ("read", "take_apart", "identify", "assemble", "find", "describe", "serialise")
TENTHS = 10


def timed(clock: Counter[str], name: str, act: Callable[..., Any]) -> Callable[..., Any]:
    """The same act, the seconds that the processor worked on it added to a clock."""

    def run(*given: Any, **named: Any) -> Any:  # noqa: ANN401 # whatever the act takes and gives
        begun = time.process_time()
        try:
            return act(*given, **named)
        finally:
            clock[name] += time.process_time() - begun  # type: ignore[assignment] # seconds

    return run


def unchecked(*_: object) -> list[str]:
    """No findings, for no work."""
    return []


def timed_desk(settings: Settings, home: Path, sources: Path, checks: bool, notes: Path) -> Callable[[desk.Task], desk.Answer]:
    """What makes a worker ready whose stages are timed: the seconds of each answer are a line of a file of its own."""
    clock: Counter[str] = Counter()
    for name in IN_WORKER:
        setattr(desk, name, timed(clock, name, getattr(desk, name)))
    checked = timed(clock, "check", Checker.findings) if checks else unchecked
    setattr(Checker, "findings", checked)  # noqa: B010 # of this worker, which ends with the run
    do = desk.Desk(settings, home, sources).answer
    file = notes / f"{os.getpid()}.txt"

    def answer(task: desk.Task) -> desk.Answer:
        found = do(task)
        file.write_text("\n".join(f"{name} {seconds}" for name, seconds in clock.items()), encoding="utf-8")
        return found

    return answer


@dataclass(slots=True)
class Run:
    """What one run took: seconds by stage of all workers together and of the parent, and when each paragraph was there."""

    seconds: float = 0.0
    processor_s: float = 0.0
    paragraphs: int = 0
    documents: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    triples: int = 0
    workers_s: Counter[str] = field(default_factory=Counter)
    parent_s: Counter[str] = field(default_factory=Counter)
    memory_mb: dict[str, int] = field(default_factory=dict)
    marks: list[tuple[float, int]] = field(default_factory=list)

    def figures(self) -> dict[str, object]:
        """As written into figures."""
        rounded = {stage: round(seconds, 1) for stage, seconds in (self.workers_s | self.parent_s).items()}
        return {
            "documents": self.documents,
            "not_taken_in": dict(self.refused),
            "paragraphs": self.paragraphs,
            "triples": self.triples,
            "seconds": round(self.seconds, 1),
            "processor_seconds": round(self.processor_s, 1),
            "paragraphs_a_second": round(self.paragraphs / self.seconds),
            "paragraphs_a_processor_second": round(self.paragraphs / self.processor_s),
            "paragraphs_a_second_by_tenth": self.tenths(),
            "seconds_by_stage": rounded,
            "memory_mb": self.memory_mb,
        }

    def tenths(self) -> list[int]:
        """Paragraphs a second in each tenth of the documents; the first one includes the start of the workers."""
        cuts = [0, *(len(self.marks) * tenth // TENTHS for tenth in range(1, TENTHS + 1))]
        ends = [(0.0, 0), *self.marks]
        pairs = [(ends[low], ends[high]) for low, high in itertools.pairwise(cuts) if high > low]
        return [round((more - before) / (end - begun)) for (begun, before), (end, more) in pairs]


def run(data: Path, sources: Sequence[Path], workers: int, *, checks: bool) -> Run:
    """One run over a fresh data folder, unpublished."""
    shutil.rmtree(data, ignore_errors=True)
    notes = data / "notes"
    notes.mkdir(parents=True)
    told, begun, worked = Run(), time.monotonic(), time.process_time()

    def ready(settings: Settings, home: Path, kept: Path) -> object:
        return partial(timed_desk, settings, home, kept, checks, notes)

    settle = pipeline._settle_described

    def marked(run: Any, task: desk.Describe, answer: Any) -> None:  # noqa: ANN401 # the pipeline's own
        settle(run, task, answer)
        told.paragraphs += answer.counts["passages"] if isinstance(answer, desk.Described) else 0
        told.marks.append((time.monotonic() - begun, told.paragraphs))

    keep, load = timed(told.parent_s, "keep", Ledger.keep), timed(told.parent_s, "load", GraphStore.load)
    with (
        watched() as memory,
        patch.object(pipeline, "sit_down", ready),
        patch.object(pipeline, "_settle_described", marked),
        patch.object(Ledger, "keep", keep),
        patch.object(GraphStore, "load", load),
    ):
        receipt = ingest(sources, settings_of(data, workers), publishing=False)
    told.seconds, told.processor_s = time.monotonic() - begun, time.process_time() - worked
    _count(told, receipt, data, notes)
    told.memory_mb = memory.figures()
    return told


def _count(told: Run, receipt: Receipt, data: Path, notes: Path) -> None:
    for line in receipt.lines:
        told.documents += line.outcome == "read"
        if line.outcome != "read":
            told.refused[line.outcome] += 1
    for file in notes.iterdir():
        for stage in file.read_text(encoding="utf-8").splitlines():
            name, _, seconds = stage.partition(" ")
            told.workers_s[name] += float(seconds)  # type: ignore[assignment] # seconds
    told.processor_s += sum(told.workers_s.values())
    with GraphStore.open(data / "work" / "graph") as store:
        told.triples = store.count()


def settings_of(data: Path, workers: int) -> Settings:
    """The settings of a run: without token vectors, which are an encoder's work."""
    return Settings(data=data, model=MODELS[-1], models=data / "models", workers=workers, rerank_passages=0)


class Zeros:
    """Stands in for an encoder: the work of publishing without that of embedding."""

    name, dims, languages = f"{MODELS[-1]} (zeros)", 384, "en"

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The first unit vector for each text."""
        return np.tile(np.eye(1, self.dims, dtype=np.float32), (len(texts), 1))

    def encode_query(self, _text: str) -> NDArray[np.float32]:
        """The first unit vector."""
        vector: NDArray[np.float32] = np.eye(1, self.dims, dtype=np.float32)[0]
        return vector


def publish(data: Path, workers: int) -> dict[str, object]:
    """Publishes what a run described."""
    begun, worked, at = time.monotonic(), time.process_time(), Counter[str]()
    acts = (
        "share",
        "publish_graph",
        "entries",
        "keep_fingerprints",
        "build_index",
        "build_words",
        "record_graphs",
        "note_changes",
    )
    homes = {"share": "ingest.pipeline.share"} | {name: f"ingest.publish.{name}" for name in acts[1:]}
    with watched() as memory, patch("ingest.publish.load_encoder", lambda *_: Zeros()):
        patches = [patch(place, timed(at, name, _named(place))) for name, place in homes.items()]
        for each in patches:
            each.start()
        receipt = ingest([], settings_of(data, workers))
        for each in patches:
            each.stop()
    stages = {stage: round(seconds, 1) for stage, seconds in at.items()}
    return {
        "published": receipt.generation is not None,
        "seconds": round(time.monotonic() - begun, 1),
        "processor_seconds": round(time.process_time() - worked, 1),
        "seconds_by_stage": stages,
        "memory_mb": memory.figures(),
    }


def _named(place: str) -> Any:  # noqa: ANN401 # any function
    module, _, name = place.rpartition(".")
    return getattr(sys.modules[module], name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints and writes the figures; 1 and a message where the archive is missing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.size", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a scratch folder; what earlier runs left in it is replaced")
    parser.add_argument("--archive", type=Path, default=ARCHIVE, help="an archive of documents")
    parser.add_argument("--documents", type=int, help="so many of them only; then no figures are written")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--publish", action="store_true", help="publish as well, with zeros for vectors")
    chosen = parser.parse_args(arguments)
    try:
        sources = unpacked(chosen.archive, chosen.data, chosen.documents)
    except MandateGraphError as error:
        print(error, file=sys.stderr)
        return 1
    figures: dict[str, object] = {"command": COMMAND, "machine": machine(), "workers": chosen.workers}
    for name, checks in (("without_checks", False), ("with_checks", True)):
        figures[name] = run(chosen.data / "run", [sources], chosen.workers, checks=checks).figures()
        print(name, json.dumps(figures[name], indent=1), flush=True)
    if chosen.publish:
        figures["publishing"] = publish(chosen.data / "run", chosen.workers)
        print("publishing", json.dumps(figures["publishing"], indent=1))
    if chosen.documents is None:
        print(write_figures("size.json", figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
