"""Benchmarks: an hour of mixed load. In: a data folder, which is only read. Out: answers by kind, wrong ones, how the memory of
the server grew. Must not send from this machine what a stranger could not.

Growth: the median of the last tenth of all looks at the memory, against the median of a tenth after the server has warmed up.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.askers import Load, Server, Told, by_kind, mixed, serving
from benchmarks.gold import write_figures
from benchmarks.scale import machine

COMMAND = "python -m benchmarks.soak --data FOLDER"
MINUTES, ASKERS, PAUSE_S = 60.0, 6, 0.05
_WARM = 0.2  # of the time: caches fill, and every worker has been replaced once or twice
_MOST_GROWTH = 0.05


def soaked(server: Server, seconds: float, askers: int) -> tuple[list[Told], list[tuple[int, int]]]:
    """What was told, and the memory of the server, alone and with its workers, every second or so."""
    load = Load(server.host, server.port, mixed(server), lambda _ask, _body: "")
    looks: list[tuple[int, int]] = []
    load.start(askers, PAUSE_S)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        time.sleep(min(1.0, seconds / 100))
        looks.append(server.memory_mb())
    load.stop()
    return load.told, looks


def growth(looks: list[int]) -> dict[str, float]:
    """Megabytes after warming up and at the end, and the share by which the second exceeds the first."""
    tenth, warm = max(1, len(looks) // 10), int(len(looks) * _WARM)
    early, late = statistics.median(looks[warm : warm + tenth]), statistics.median(looks[-tenth:])
    return {"warm_mb": early, "end_mb": late, "most_mb": max(looks), "growth": round(late / early - 1, 4)}


def main() -> None:
    """Measures, prints, writes benchmarks/figures/soak.json; status 1 where an answer was wrong or memory grew too much."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="a published data folder")
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--askers", type=int, default=ASKERS)
    given = parser.parse_args()
    with (
        TemporaryDirectory(prefix="mandategraph-soak-") as aside,
        serving(given.data, Path(aside) / "log", query_wall_s="3") as server,
    ):
        told, looks = soaked(server, given.minutes * 60, given.askers)
    figures = {
        "command": COMMAND,
        "machine": machine(),
        "minutes": given.minutes,
        "askers": given.askers,
        "answers": len(told),
        "wrong": sum(not one.right for one in told),
        "server": growth([own for own, _ in looks]),
        "with_workers": growth([together for _, together in looks]),
        "by_kind": by_kind(told),
    }
    print(write_figures("soak.json", figures).read_text(encoding="utf-8"))
    wrong = [one for one in told if not one.right]
    for one in wrong[:20]:
        print(f"{one.kind}: status {one.status} {one.found}", file=sys.stderr)
    sys.exit(bool(wrong) or growth([own for own, _ in looks])["growth"] > _MOST_GROWTH)


if __name__ == "__main__":
    main()
