"""Benchmarks: two hours of mixed load while a new generation comes every minute. In: a data folder, which is copied. Out: answers
by kind, wrong and mixed ones, how memory and file handles of the server grew. Must not send from this machine what a stranger
could not.

Growth: the median of the last tenth of all looks at the server, against the median of a tenth after it has warmed up; of handles
the least of each, since two generations are open while one takes the other's place.
"""

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.askers import Load, Server, Told, by_kind, mixed, serving
from benchmarks.gold import write_figures
from benchmarks.looks import Look, drift, kinds, look_at
from benchmarks.rolling import Publisher, documents_of, marked
from benchmarks.scale import machine
from stores.settings import load_settings

COMMAND = "python -m benchmarks.soak --data FOLDER --write"
MINUTES, EVERY_S, ASKERS, PAUSE_S, LOOK_S = 120.0, 60.0, 4, 0.05, 2.0
_WARM = 0.2  # of the time: caches fill, and every worker has been replaced once or twice
_MOST_GROWTH = 0.05
_MOST_HANDLES = 4  # that may be open at the end and were not before: connections that are being opened and closed
_ANSWERED = '"logger": "mandategraph.web"'  # errors that were answered: whether the answer was right is seen from its status
_MOST_GONE = 12  # files of removed generations: two of them are kept open by a cache of two (stores.repeats), four files each
_MEMORY: dict[str, Callable[[Look], int]] = {
    "answering_mb": lambda look: look.answering_mb,
    "anonymous_mb": lambda look: look.anonymous_mb,
    "with_workers_mb": lambda look: look.all_mb,
}
_HANDLES: dict[str, Callable[[Look], int]] = {
    "handles": lambda look: look.handles,
    "handles_with_workers": lambda look: look.all_handles,
    "gone_and_open": lambda look: look.gone,
}


@dataclass(slots=True)
class Soak:
    """What was told and seen, and how long the publishing of each generation took, in seconds."""

    told: Sequence[Told] = ()
    looks: list[Look] = field(default_factory=list)
    published_s: list[float] = field(default_factory=list)

    def drifts(self) -> dict[str, dict[str, float]]:
        """How each measure changed."""
        memory = {name: drift(self.looks, of, _WARM) for name, of in _MEMORY.items()}
        return memory | {name: drift(self.looks, of, _WARM, min) for name, of in _HANDLES.items()}

    def faults(self) -> list[str]:
        """Why it does not pass; nothing where it does."""
        wrong = [one for one in self.told if not one.right]
        mixed_up = [one for one in self.told if one.right and one.found]
        found = [f"{one.kind} was answered with {one.status or 'nothing'}: {one.found}" for one in wrong[:20]]
        found += [f"{one.kind} was of two generations: {one.found}" for one in mixed_up[:20]]
        drifts = self.drifts()
        for name in ("answering_mb", "with_workers_mb"):
            if drifts[name]["growth"] > _MOST_GROWTH:
                found.append(f"{name} grew from {drifts[name]['warm']:g} to {drifts[name]['end']:g}")
        for name, most in {"handles": _MOST_HANDLES, "handles_with_workers": _MOST_HANDLES, "gone_and_open": _MOST_GONE}.items():
            if drifts[name]["end"] - drifts[name]["warm"] > most:
                found.append(f"{name} grew from {drifts[name]['warm']:g} to {drifts[name]['end']:g}")
        return found


def soaked(server: Server, publisher: Publisher, seconds: float, every_s: float, askers: int) -> Soak:
    """Asks, publishes and looks, so many seconds long. An error of the publisher ends it."""
    asks = [*mixed(server), *marked(documents_of(publisher.data))]
    load = Load(server.host, server.port, asks, lambda _, body: publisher.fault(body))
    soak = Soak()
    load.start(askers, PAUSE_S)
    now = time.monotonic()
    until, next_one, pause_s = now + seconds, now + every_s, min(LOOK_S, seconds / 100)
    try:
        while (now := time.monotonic()) < until:
            soak.looks.append(look_at(server.process.pid))
            if now >= next_one:
                publisher.publish()
                soak.published_s.append(round(time.monotonic() - now, 3))
                next_one += every_s
            time.sleep(pause_s)
    finally:
        load.stop()
    soak.told = load.told
    return soak


def main() -> None:
    """Measures and prints; with --write also writes benchmarks/figures/soak.json. Status 1, and why, where it does not pass."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="a published data folder; it is copied")
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--every", type=float, default=EVERY_S, help="seconds between two generations")
    parser.add_argument("--askers", type=int, default=ASKERS)
    parser.add_argument("--processes", type=int, default=1, help="API processes that answer")
    parser.add_argument("--write", action="store_true", help="write benchmarks/figures/soak.json")
    given = parser.parse_args()
    with TemporaryDirectory(prefix="mandategraph-soak-") as aside:
        data, log = Path(aside) / "data", Path(aside) / "log"
        shutil.copytree(given.data, data, ignore=shutil.ignore_patterns("work", "models"))
        publisher = Publisher(data)
        publisher.publish()
        models = load_settings(dict(os.environ) | {"MANDATEGRAPH_DATA": str(given.data)}).models.resolve()
        settings = {"query_wall_s": "3", "api_processes": str(given.processes), "models": str(models)}
        with serving(data, log, **settings) as server:
            soak = soaked(server, publisher, given.minutes * 60, given.every, given.askers)
        publisher.close()
        complaints = [line for line in log.read_text().splitlines() if '"level": "ERROR"' in line and _ANSWERED not in line]
    faults = [*soak.faults(), *(f"the log has: {line[:300]}" for line in complaints[:20])]
    figures = {
        "command": COMMAND,
        "machine": machine(),
        "minutes": given.minutes,
        "askers": given.askers,
        "processes": given.processes,
        "generations": len(publisher.numbers),
        "every_s": given.every,
        "published_s": {"most": max(soak.published_s, default=0.0)},
        "answers": len(soak.told),
        "wrong": sum(not one.right for one in soak.told),
        "mixed": sum(one.right and bool(one.found) for one in soak.told),
        "faults": faults,
        **soak.drifts(),
        "handles_by_kind": kinds(soak.looks, _WARM),
        "by_kind": by_kind(soak.told),
    }
    print(json.dumps(figures, indent=1))
    if given.write:
        write_figures("soak.json", figures)
    for fault in faults:
        print(f"soak: {fault}", file=sys.stderr)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
