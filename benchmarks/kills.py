"""Benchmarks: kills. In: documents, and random moments. Out: whether a run that was killed again and again ends as one that was
not. Must not close anything for the run that it kills.

Each leg is a process of its own, killed with SIGKILL at a moment drawn from the length of an undisturbed run; its data folder is
then given to the next leg, until one gets through. After each kill no worker may be left, and what serves is what served before.
The documents are the shortest ones of the archive, so that kills fall on every stage and not on reading alone. Vectors of zeros
stand for meanings, since what they are does not matter here.
"""

import argparse
import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from unittest.mock import patch

from benchmarks.gold import write_figures
from benchmarks.scale import descendants, machine, over_within, unpacked
from benchmarks.size import ARCHIVE, Zeros, settings_of
from ingest.pipeline import ingest
from ontology.errors import MandateGraphError, StoreMissing
from stores import generations
from stores.graph.store import GraphStore
from stores.vectors.chosen import open_index

COMMAND = "python -m benchmarks.kills --data FOLDER"
KILLS, DOCUMENTS, SEED = 50, 300, 20_180_525


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: after how many seconds, how many documents the working graph held by then, and what was wrong afterwards."""

    second: float
    described: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """What counts of a data folder: all that is published, the points of its index, and the rows of the ledger."""

    export: bytes
    points: int
    renditions: int
    described: int

    @classmethod
    def of(cls, data: Path) -> "State":
        """The state of a data folder in which nobody writes."""
        generation = generations.current(data)
        with GraphStore.read_only(generation.graph) as graph:
            export = b"".join(graph.export())
        index = open_index(generation.index, url="")
        points = index.count()
        index.close()
        return cls(export, points, rows(data, "rendition"), rows(data, "described"))


def rows(data: Path, table: str) -> int:
    """How many rows a table of the ledger has; 0 before there is one."""
    file = data / "work" / "ledger.sqlite"
    if not file.is_file():
        return 0
    base = sqlite3.connect(file)
    try:
        return int(base.execute(f"select count(*) from {table}").fetchone()[0])  # noqa: S608 # two names of ours
    except sqlite3.OperationalError:  # killed before the tables were made
        return 0
    finally:
        base.close()


def leg(data: Path, sources: Path) -> subprocess.Popen[bytes]:
    """A run in a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "benchmarks.kills", "--data", str(data), "--leg", str(sources)])


def undisturbed(data: Path, sources: Path) -> tuple[float, State]:
    """The seconds that a whole run takes, and what it leaves."""
    shutil.rmtree(data, ignore_errors=True)
    begun = time.monotonic()
    if leg(data, sources).wait():
        raise StoreMissing("The undisturbed run failed.", advice="Look at what it printed.")
    return time.monotonic() - begun, State.of(data)


def killed(data: Path, sources: Path, moments: Iterator[float], expected: State) -> Iterator[Kill]:
    """The kills that one data folder suffers until a leg gets through."""
    shutil.rmtree(data, ignore_errors=True)
    for second in moments:
        process = leg(data, sources)
        try:
            process.wait(second)
        except subprocess.TimeoutExpired:
            family = descendants(process.pid)
            process.send_signal(signal.SIGKILL)
            process.wait()
            faults = () if over_within(family, 5) else ("workers outlived their parent by 5 s",)
            yield Kill(round(second, 1), rows(data, "described"), (*faults, *_serves(data, expected)))
        else:
            break
    else:
        leg(data, sources).wait()


def differing(data: Path, expected: State) -> list[str]:
    """What is other than expected once a leg got through."""
    found = State.of(data)
    wrong = [name for name in ("export", "points", "renditions", "described") if getattr(found, name) != getattr(expected, name)]
    leftovers = [f"{path.name} is left" for path in (data / "generations").glob("*.partial")]
    return [*(f"{name} differs" for name in wrong), *leftovers]


def _serves(data: Path, expected: State) -> tuple[str, ...]:
    """What serves after a kill is nothing or the whole."""
    try:
        generations.current(data)
    except StoreMissing:
        return ()
    return () if State.of(data).export == expected.export else ("what serves is neither nothing nor the whole",)


def run(folder: Path, sources: Path, kills: int, seed: int = SEED) -> dict[str, object]:
    """So many kills over as many data folders as they need; the figures."""
    length, expected = undisturbed(folder / "undisturbed", sources)
    chance = random.Random(seed)  # noqa: S311 # reproducible moments, no secrets
    told, faults, folders = list[Kill](), list[str](), 0
    while len(told) < kills:
        folders += 1
        left = kills - len(told)
        moments = (chance.uniform(0, length) for _ in range(left))
        told += killed(folder / "killed", sources, moments, expected)
        faults += differing(folder / "killed", expected)
        print(f"{len(told)} kills, {folders} runs to their ends", flush=True)
    return {
        "documents": expected.renditions,
        "statements": expected.export.count(b"\n"),
        "undisturbed_s": round(length, 1),
        "kills": len(told),
        "runs_to_their_ends": folders,
        "faults": [*faults, *(fault for kill in told for fault in kill.faults)],
        "moments": [asdict(kill) for kill in told],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints and writes the figures; 1 where anything was lost, doubled or left behind, or the archive is missing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a scratch folder; what earlier runs left in it is replaced")
    parser.add_argument("--archive", type=Path, default=ARCHIVE)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--leg", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.leg:
        with patch("ingest.publish.load_encoder", lambda *_: Zeros()):
            ingest([chosen.leg], settings_of(chosen.data, 2))
        return 0
    try:
        sources = unpacked(chosen.archive, chosen.data, chosen.documents, shortest=True)
        figures = {"command": COMMAND, "machine": machine()} | run(chosen.data, sources, chosen.kills)
    except MandateGraphError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps({name: value for name, value in figures.items() if name != "moments"}, indent=1))
    if (chosen.kills, chosen.documents) == (KILLS, DOCUMENTS):
        print(write_figures("kills.json", figures))
    return 1 if figures["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
