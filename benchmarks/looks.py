"""Benchmarks: looks at a server. In: its process. Out: memory, file handles and mapped files that are gone, of all its processes.
Must not ask it anything.
"""

import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scale import descendants

_PROC = Path("/proc")
_GONE = " (deleted)"


@dataclass(frozen=True, slots=True)
class Look:
    """At one moment. MB in RAM, shared pages counted in each process: of those that answer, of which not from files, and of all;
    handles of those that answer, and of all; open and mapped files of generations that are no longer there; all handles by kind.
    """

    answering_mb: int
    anonymous_mb: int
    all_mb: int
    handles: int
    all_handles: int
    gone: int
    kinds: Counter[str]


def look_at(pid: int) -> Look:
    """A server by its first process. Those that answer: that one, and what its supervisor spawned; the others are query workers
    and those that start them. A process that ends meanwhile counts as nothing.
    """
    everyone = [pid, *descendants(pid)]
    answering = [one for one in everyone if one == pid or b"multiprocessing.spawn" in _read(one, "cmdline")]
    return Look(
        sum(_mb(one, b"VmRSS:") for one in answering),
        sum(_mb(one, b"RssAnon:") for one in answering),
        sum(_mb(one, b"VmRSS:") for one in everyone),
        sum(len(_handles(one)) for one in answering),
        sum(len(_handles(one)) for one in everyone),
        sum(_gone(one) for one in everyone),
        Counter(_kind(name) for one in everyone for name in _handles(one)),
    )


def drift(
    looks: Sequence[Look], of: Callable[[Look], int], warm: float, one: Callable[[Sequence[int]], float] = statistics.median
) -> dict[str, float]:
    """What `one` makes of a tenth of the looks after a share of `warm`, and of the last tenth; the most of all; and the share by
    which the second exceeds the first. What is open twice while a generation is changed is seen better by the least than by the
    median: a leak raises both.
    """
    found = [of(look) for look in looks]
    tenth, begins = max(1, len(found) // 10), int(len(found) * warm)
    early, late = one(found[begins : begins + tenth]), one(found[-tenth:])
    return {"warm": early, "end": late, "most": max(found), "growth": round(late / early - 1, 4) if early else float(late > 0)}


def kinds(looks: Sequence[Look], warm: float) -> dict[str, dict[str, float]]:
    """How many handles of each kind there were at the mean, in a tenth of the looks after a share `warm`, and in the last."""
    tenth, begins = max(1, len(looks) // 10), int(len(looks) * warm)
    parts = {"warm": looks[begins : begins + tenth], "end": looks[-tenth:]}
    names = sorted({name for look in looks for name in look.kinds})
    return {
        part: {name: round(statistics.mean(look.kinds[name] for look in of), 1) for name in names} for part, of in parts.items()
    }


def _kind(name: str) -> str:
    """What a handle is of: a part of a generation, a socket, a pipe, or something else."""
    _, of_generation, inner = name.removesuffix(_GONE).partition("/generations/")
    if of_generation:
        return "/".join(inner.split("/")[1:2]) or "folder of a generation"
    return name.partition(":")[0] if ":" in name and not name.startswith("/") else "other"


def _gone(pid: int) -> int:
    mapped = {line.split(maxsplit=5)[5] for line in _read(pid, "maps").decode().splitlines() if line.endswith(_GONE)}
    names = [*mapped, *(name for name in _handles(pid) if name.endswith(_GONE))]
    return sum("/generations/" in name for name in names)


def _handles(pid: int) -> list[str]:
    found = []
    with suppress(OSError):
        for handle in (_PROC / str(pid) / "fd").iterdir():
            with suppress(OSError):
                found.append(str(handle.readlink()))
    return found


def _mb(pid: int, name: bytes) -> int:
    return next((int(line.split()[1]) // 1024 for line in _read(pid, "status").splitlines() if line.startswith(name)), 0)


def _read(pid: int, name: str) -> bytes:
    try:
        return (_PROC / str(pid) / name).read_bytes()
    except OSError:  # it ended meanwhile
        return b""
