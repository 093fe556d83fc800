"""Benchmarks: ingest on Ray. In: the Registry's documents for measuring scale. Out: how much longer a run on Ray takes than one
on the local pool, and how one ends whose nodes are killed again and again. Must not embed anything.

Pairs of runs over fresh folders, the local pool and a Ray of this machine alone in turn, so that another load meets both; the
time that Ray takes to begin is part of its run, and told beside it. Then one run on a cluster of two nodes of one core, of
which the older one is killed with all that runs on it, and replaced, every so many seconds. What it publishes, with vectors of
zeros in the place of meanings, is compared with what a serial run does; of the pairs the working graphs are.
"""

import argparse
import hashlib
import json
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from benchmarks.gold import write_figures
from benchmarks.kills import State
from benchmarks.scale import machine, unpacked
from benchmarks.size import ARCHIVE, Zeros, settings_of
from ingest.pipeline import ingest, silent
from ingest.place import HERE, Place
from ingest.publish import Progress
from ingest.swarm import cluster as swarm
from ontology.errors import MandateGraphError
from stores.graph.store import GraphStore
from stores.settings import Settings

COMMAND = "python -m benchmarks.swarm --data FOLDER --write"
PAIRS, EVERY_S, WORKERS = 3, 30.0, 2


@dataclass(slots=True)
class Nodes:
    """Two nodes of one core beside a head that does no work, of which the older one is killed every so many seconds.

    It is told of the run's progress, and kills then: Ray adds nodes in the main thread alone.
    """

    every_s: float
    memory_mb: int
    cluster: Any = None
    nodes: list[Any] = field(default_factory=list)
    killed: int = 0
    _last: float = 0.0

    @contextmanager
    def there(self) -> Iterator[str]:
        """The address of the cluster."""
        from ray.cluster_utils import Cluster

        swarm._stay_on_loopback()
        head = {"num_cpus": 0, "object_store_memory": 100 * 1024**2, "include_dashboard": False}
        self.cluster = Cluster(initialize_head=True, head_node_args=head)
        try:
            self.nodes = [self._one_more(), self._one_more()]
            self._last = time.monotonic()
            yield self.cluster.address
        finally:
            self.cluster.shutdown()

    def look(self, _stage: str, _done: int, _total: int) -> None:
        """Kills the older node with all that runs on it, if it is time, and adds another."""
        if time.monotonic() - self._last < self.every_s:
            return
        self._last = time.monotonic()
        self.cluster.remove_node(self.nodes.pop(0), allow_graceful=False)
        self.killed += 1
        self.nodes.append(self._one_more())

    def _one_more(self) -> Any:  # noqa: ANN401 # Ray's
        return self.cluster.add_node(num_cpus=1, object_store_memory=100 * 1024**2, memory=self.memory_mb * 1024**2)


def described(
    data: Path, sources: Path, workers: int, place: Place = HERE, progress: Progress = silent
) -> tuple[float, Settings]:
    """The seconds of one run over a fresh data folder, unpublished."""
    shutil.rmtree(data, ignore_errors=True)
    settings, begun = settings_of(data, workers), time.monotonic()
    ingest([sources], settings, progress, publishing=False, place=place)
    return time.monotonic() - begun, settings


def published(settings: Settings) -> State:
    """What a run left, once it is published."""
    with patch("ingest.publish.load_encoder", lambda *_: Zeros()):
        ingest([], settings)
    return State.of(settings.data)


def working(settings: Settings) -> str:
    """The digest of the working graph, before anything is published of it."""
    digest = hashlib.sha256()
    with GraphStore.read_only(settings.data / "work" / "graph") as graph:
        for line in graph.export():
            digest.update(line)
    return digest.hexdigest()


def on_ray(data: Path, sources: Path, workers: int) -> tuple[float, float, Settings]:
    """The seconds of a run on Ray, with its begin and without."""
    begun = time.monotonic()
    with swarm.joined(None, settings_of(data, workers)) as place:
        seconds, settings = described(data, sources, workers, place)
    return time.monotonic() - begun, seconds, settings


def overhead(folder: Path, sources: Path, pairs: int, expected: str) -> dict[str, object]:
    """The pairs, and by how many per cent Ray was slower at the median."""
    told, unlike = [], 0
    for at in range(pairs):
        local, settings = described(folder / "local", sources, WORKERS)
        unlike += working(settings) != expected
        whole, alone, settings = on_ray(folder / "ray", sources, WORKERS)
        unlike += working(settings) != expected
        told.append({"local_s": round(local, 1), "ray_s": round(whole, 1), "ray_without_its_begin_s": round(alone, 1)})
        print(f"pair {at + 1}", told[-1], flush=True)
    return {
        "workers": WORKERS,
        "pairs": told,
        "overhead_percent": _percent(told, "ray_s"),
        "overhead_without_begin_percent": _percent(told, "ray_without_its_begin_s"),
        "working_graphs_unlike_the_serial_one": unlike,
    }


def _percent(told: list[dict[str, float]], name: str) -> float:
    return round(100 * (median(pair[name] / pair["local_s"] for pair in told) - 1), 1)


def killed(folder: Path, sources: Path, every_s: float, expected: State) -> dict[str, object]:
    """The run whose nodes are killed."""
    settings = settings_of(folder / "killed", 0)
    nodes = Nodes(every_s, 2 * settings.file_memory_mb)
    with nodes.there() as address, swarm.joined(address, settings) as place:
        seconds, settings = described(folder / "killed", sources, 0, place, nodes.look)
    found = published(settings)
    wrong = [name for name in ("export", "points", "renditions", "described") if getattr(found, name) != getattr(expected, name)]
    return {"every_s": every_s, "seconds": round(seconds, 1), "nodes_killed": nodes.killed, "unlike_the_serial_run": wrong}


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures, and writes them where asked to; 1 where a run left anything else than the serial one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.swarm", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a scratch folder; what earlier runs left in it is replaced")
    parser.add_argument("--archive", type=Path, default=ARCHIVE)
    parser.add_argument("--documents", type=int, default=600, help="so many of them, each n-th by name")
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--every", type=float, default=EVERY_S, help="seconds from one kill to the next")
    parser.add_argument("--write", action="store_true", help="write the figures")
    chosen = parser.parse_args(arguments)
    try:
        sources = unpacked(chosen.archive, chosen.data, chosen.documents)
        serial_s, settings = described(chosen.data / "serial", sources, 1)
        drawn_up = working(settings)
        expected = published(settings)
        print(f"serial: {serial_s:.1f} s, {expected.renditions} documents", flush=True)
        figures = {"command": COMMAND, "machine": machine(), "documents": expected.renditions}
        figures |= {"statements": expected.export.count(b"\n"), "serial_s": round(serial_s, 1)}
        side_by_side = overhead(chosen.data, sources, chosen.pairs, drawn_up)
        on_two_nodes = killed(chosen.data, sources, chosen.every, expected)
        print("killed", on_two_nodes, flush=True)
        figures |= {"overhead": side_by_side, "nodes_killed": on_two_nodes}
    except MandateGraphError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(figures, indent=1))
    if chosen.write:
        print(write_figures("swarm.json", figures))
    return 1 if on_two_nodes["unlike_the_serial_run"] or side_by_side["working_graphs_unlike_the_serial_one"] else 0


if __name__ == "__main__":
    sys.exit(main())
