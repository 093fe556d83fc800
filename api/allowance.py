"""Answers: allowances. In: who asks. Out: nothing, or RateLimited. Must not know HTTP, nor keep who asked beyond its time.

A bucket a caller: it holds `burst` requests and fills again by `per_minute`. Only callers whose bucket is not full are kept, and
at most so many: whoever asks from a million addresses must not fill the memory. Where a server has several processes the buckets
are shared (stores.buckets), else a caller would have as many allowances as there are processes.
"""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from ontology.errors import RateLimited
from stores.buckets import Bucket, SharedBuckets

_MOST_CALLERS = 50_000


class Buckets(Protocol):
    """Where the buckets are kept."""

    def change(self, caller: str, change: Callable[[Bucket | None], Bucket]) -> None:
        """Puts what `change` makes of a caller's bucket in its place, while nobody else can; it is given None for a full one."""


class OwnBuckets:
    """The buckets of one process."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def change(self, caller: str, change: Callable[[Bucket | None], Bucket]) -> None:
        """See Buckets."""
        with self._lock:
            self._kept[caller] = change(self._kept.pop(caller, None))
            while len(self._kept) > _MOST_CALLERS:
                self._kept.popitem(last=False)


class Allowance:
    """How often each caller may ask. Safe to call from many threads."""

    def __init__(
        self, per_minute: float, burst: int, clock: Callable[[], float] = time.monotonic, buckets: Buckets | None = None
    ) -> None:
        self._per_s = per_minute / 60
        self._burst = float(burst)
        self._clock = clock
        self._buckets = buckets or OwnBuckets()

    def take(self, caller: str, cost: float = 1.0) -> None:
        """Takes `cost` requests from the caller's bucket; RateLimited says when it holds enough again."""
        cost, wait_s = min(cost, self._burst), 0

        def taken(bucket: Bucket | None) -> Bucket:
            nonlocal wait_s
            now = self._clock()
            left, since = bucket or (self._burst, now)
            left = min(self._burst, left + (now - since) * self._per_s)
            wait_s = math.ceil((cost - left) / self._per_s) if left < cost else 0
            return left if wait_s else left - cost, now

        self._buckets.change(caller, taken)
        if wait_s:
            raise RateLimited(
                f"More than {self._per_s * 60:g} requests a minute came from you.",
                retry_s=wait_s,
                advice=f"Wait {wait_s} s; for much data take the dumps at /dumps and follow /changes.",
            )


class Allowances:
    """Makes the allowances of one server: in the memory of its process, or in `file` where several processes share them."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._shared: list[SharedBuckets] = []

    def made(self, kind: str, per_minute: float, burst: int) -> Allowance:
        """The allowance of a kind, such as requests or writes; that of the same kind in another process is the same one."""
        if self._file is None:
            return Allowance(per_minute, burst)
        full_after_s = burst / per_minute * 60
        self._shared.append(SharedBuckets(self._file, kind, most=_MOST_CALLERS, full_after_s=full_after_s))
        return Allowance(per_minute, burst, buckets=self._shared[-1])

    def close(self) -> None:
        """Lets go of the file."""
        for buckets in self._shared:
            buckets.close()
