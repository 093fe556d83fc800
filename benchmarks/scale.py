"""Benchmarks: the corpora for measuring scale, and what a run takes of the machine. In: an archive, a process. Out: files in a
scratch folder, megabytes. Must not know the product.
"""

import os
import platform
import shutil
import tarfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ontology.errors import SourceMissing

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
_EVERY_S = 0.5


def unpacked(archive: Path, folder: Path, documents: int | None = None, *, shortest: bool = False) -> Path:
    """The files of an archive in a folder, unpacked once; of so many only, the shortest ones or each n-th by name, copied."""
    if not archive.is_file():
        raise SourceMissing(
            f"Wanted the archive {archive}; it is not there.", advice="Put the folder shared beside the checkout."
        )
    whole = folder / archive.name.partition(".")[0]
    if not whole.is_dir():
        aside = folder / f"{whole.name}.partial"
        shutil.rmtree(aside, ignore_errors=True)
        with tarfile.open(archive) as files:
            files.extractall(aside, filter="data")
        aside.rename(whole)
    return whole if documents is None else _part(whole, documents, shortest)


def _part(whole: Path, documents: int, shortest: bool) -> Path:
    files = sorted(path for path in whole.rglob("*") if path.is_file())
    if shortest:
        files = sorted(files, key=lambda path: (path.stat().st_size, path.name))[:documents]
    part = whole.with_name(f"{whole.name}-{documents}")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    for at in range(min(documents, len(files))):
        file = files[at * len(files) // documents]
        shutil.copy(file, part / file.name)
    return part


def machine() -> dict[str, str | int]:
    """What was measured on."""
    return {"python": platform.python_version(), "cores": len(os.sched_getaffinity(0)), "load": round(os.getloadavg()[0])}


@dataclass(slots=True)
class Memory:
    """The most memory in MB that this process, each that it started, and all of them together held in RAM at a moment; and what
    this one held of its own, which leaves out pages of files that the system may drop.
    """

    parent_mb: int = 0
    own_mb: int = 0
    most_of_a_worker_mb: int = 0
    together_mb: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    def look(self) -> None:
        """Looks once at all processes."""
        ours = _resident()
        self.parent_mb = max(self.parent_mb, ours.pop(os.getpid(), 0))
        self.own_mb = max(self.own_mb, resident_mb(os.getpid(), "RssAnon"))
        self.most_of_a_worker_mb = max(self.most_of_a_worker_mb, *ours.values(), 0)
        self.together_mb = max(self.together_mb, resident_mb(os.getpid()) + sum(ours.values()))

    def watch(self) -> None:
        """Looks again and again until it is over."""
        while not self._over.wait(_EVERY_S):
            self.look()

    def figures(self) -> dict[str, int]:
        """As written into figures."""
        return {
            "parent": self.parent_mb,
            "parent_of_its_own": self.own_mb,
            "worker": self.most_of_a_worker_mb,
            "together": self.together_mb,
        }


@contextmanager
def watched() -> Iterator[Memory]:
    """The memory of what runs inside the block."""
    memory = Memory()
    watcher = threading.Thread(target=memory.watch, daemon=True)
    watcher.start()
    try:
        yield memory
    finally:
        memory.look()
        memory._over.set()
        watcher.join()


def descendants(of: int) -> list[int]:
    """The processes that a process started, and theirs."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):  # it ended meanwhile
                continue
    found, at = [of], 0
    while at < len(found):
        found += [pid for pid, parent in parents.items() if parent == found[at]]
        at += 1
    return found[1:]


def over_within(pids: list[int], seconds: float) -> bool:
    """Whether all these processes end in this time."""
    until = time.monotonic() + seconds
    while any(resident_mb(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.02)
    return not any(resident_mb(pid) for pid in pids)


def _resident() -> dict[int, int]:
    return {pid: resident_mb(pid) for pid in [os.getpid(), *descendants(os.getpid())]}


def resident_mb(pid: int, kind: str = "VmRSS") -> int:
    """What a process holds in RAM, all of it or one kind of it; 0 for one that is over."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith(kind)), 0)
