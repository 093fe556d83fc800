"""Web: figures of several processes. In: the figures of each. Out: those of all, whichever process is asked. Must not count.

In the files, and by the rules, of prometheus_client's multiprocess mode: counters and histograms are added up, also those of
processes that have ended; of gauges only those of processes that live count. The files are written once a second and when they
are asked for: the library's own counters would write at each request, which takes a tenth of a lookup's time.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client.mmap_dict import MmapedDict, mmap_key
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

    Sample = tuple[str, str, dict[str, str], str, float]  # metric, sample, labels, help, value

_LEAST = frozenset({"mandategraph_ready", "mandategraph_generation"})
_MOST = frozenset(
    {
        "mandategraph_generation_info",
        "mandategraph_generations_open",
        "mandategraph_reload_failed",
        "process_max_fds",
        "process_start_time_seconds",
    }
)


class SharedFigures(Collector):
    """The figures of all processes of a server. Each has a place, which another takes over once its process has ended."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._place, self._lock = _free_place(folder)
        self._added = {kind: _Added(folder / f"{kind}_{self._place}.db") for kind in ("counter", "histogram")}

    def put(self, families: "Iterable[Metric]") -> None:
        """Puts the figures of this process in the place of those that it put before."""
        gauges: dict[str, list[Sample]] = {"livesum": [], "livemin": [], "livemax": []}
        for family in families:
            if family.type in self._added:
                self._added[family.type].write(_counted(family))
                continue
            for sample in family.samples:
                mode = "livemin" if sample.name in _LEAST else "livemax" if sample.name in _MOST else "livesum"
                gauges[mode].append((sample.name, sample.name, dict(sample.labels), family.documentation, sample.value))
        for mode, samples in gauges.items():
            _replace(self._folder / f"gauge_{mode}_{self._place}.db", samples)

    def collect(self) -> "Iterable[Metric]":
        """The figures of all."""
        files = [str(file) for kind in self._added for file in self._folder.glob(f"{kind}_*.db")]
        files += [str(file) for file in self._folder.glob("gauge_*.db") if self._lives(file.stem.rpartition("_")[2])]
        return MultiProcessCollector.merge(files)  # type: ignore[no-any-return,no-untyped-call] # without types

    def close(self) -> None:
        """Leaves the place."""
        for added in self._added.values():
            added.close()
        os.close(self._lock)

    def _lives(self, place: str) -> bool:
        if place == self._place:
            return True
        handle = os.open(self._folder / f"{place}.lock", os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
        return False


class _Added:
    """A file of figures that only grow. What it holds at first was counted by those who had the place before."""

    def __init__(self, file: Path) -> None:
        self._file = MmapedDict(str(file))  # type: ignore[no-untyped-call]
        self._before = {key: value for key, value, _ in self._file.read_all_values()}  # type: ignore[no-untyped-call]
        self._written: dict[str, float] = {}

    def write(self, samples: "Iterable[Sample]") -> None:
        for sample in samples:
            key, value = _key(sample), sample[-1]
            if self._written.get(key) != value:
                self._file.write_value(key, self._before.get(key, 0.0) + value, 0.0)  # type: ignore[no-untyped-call]
                self._written[key] = value

    def close(self) -> None:
        self._file.close()  # type: ignore[no-untyped-call]


def _counted(family: "Metric") -> "Iterator[Sample]":
    """The samples of a family as the files hold them: of a histogram each bucket by itself, and no count."""
    below = 0.0
    for sample in family.samples:
        value = sample.value
        if sample.name.endswith("_bucket"):
            below, value = (0.0 if sample.labels["le"] == "+Inf" else value), value - below
        if family.type != "histogram" or not sample.name.endswith("_count"):
            yield family.name, sample.name, dict(sample.labels), family.documentation, value


def _key(sample: "Sample") -> str:
    metric, name, labels, told, _ = sample
    return str(mmap_key(metric, name, list(labels), list(labels.values()), told))


def _replace(file: Path, samples: "Iterable[Sample]") -> None:
    """Writes a file aside, and renames it: what is not told any more, such as an earlier generation's name, is gone."""
    aside = file.with_suffix(".part")
    aside.unlink(missing_ok=True)
    made = MmapedDict(str(aside))  # type: ignore[no-untyped-call]
    for sample in samples:
        made.write_value(_key(sample), sample[-1], 0.0)  # type: ignore[no-untyped-call]
    made.close()  # type: ignore[no-untyped-call]
    aside.replace(file)


def _free_place(folder: Path) -> tuple[str, int]:
    """The first place that no process has, and the handle that holds it."""
    for number in count():
        handle = os.open(folder / f"{number}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
        else:
            return str(number), handle
    raise AssertionError("unreachable: numbers do not end")
