"""Benchmarks, growth: timing. In: an act and what to do it with. Out: milliseconds. Must not know what is measured."""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import numpy as np

from ontology.errors import MandateGraphError

Item = TypeVar("Item")


def latency(act: Callable[[Item], object], items: Iterable[Item]) -> dict[str, float]:
    """How long an act takes with each of the items, done once: milliseconds at the median and of 19 in 20, the longest, and what
    this process worked on one. Items that the product refuses, such as a query past its limits, are counted and not timed.
    """
    seconds, refused, worked = [], 0, time.process_time()
    for item in items:
        begun = time.perf_counter()
        try:
            act(item)
        except MandateGraphError:
            refused += 1
            continue
        seconds.append(time.perf_counter() - begun)
    processor = 1000 * (time.process_time() - worked) / max(1, len(seconds) + refused)
    p50, p95, longest = (round(1000 * float(cut), 2) for cut in np.percentile(seconds or [0.0], [50, 95, 100]))
    told = {"asked": len(seconds), "p50_ms": p50, "p95_ms": p95, "longest_ms": longest, "processor_ms": round(processor, 2)}
    return told | ({"refused": refused} if refused else {})


def forgotten(folder: Path) -> None:
    """Asks the system to drop what it holds of these files in memory, so that they are next read from the disk."""
    for file in [folder] if folder.is_file() else folder.rglob("*"):
        if file.is_file():
            handle = os.open(file, os.O_RDONLY)
            try:
                os.fsync(handle)
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(handle)
