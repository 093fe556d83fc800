"""Answers: allowances. In: who asks. Out: nothing, or RateLimited. Must not know HTTP, nor keep who asked beyond its time.

A bucket a caller: it holds `burst` requests and fills again by `per_minute`. Only callers whose bucket is not full are kept, and
at most so many: whoever asks from a million addresses must not fill the memory.
"""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from ontology.errors import RateLimited

_MOST_CALLERS = 50_000


class Allowance:
    """How often each caller may ask. Safe to call from many threads."""

    def __init__(self, per_minute: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_s = per_minute / 60
        self._burst = float(burst)
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, caller: str, cost: float = 1.0) -> None:
        """Takes `cost` requests from the caller's bucket; RateLimited says when it holds enough again."""
        with self._lock:
            now = self._clock()
            left, since = self._left.pop(caller, (self._burst, now))
            left = min(self._burst, left + (now - since) * self._per_s)
            wait_s = math.ceil((min(cost, self._burst) - left) / self._per_s) if left < min(cost, self._burst) else 0
            self._left[caller] = (left if wait_s else left - min(cost, self._burst), now)
            while len(self._left) > _MOST_CALLERS:
                self._left.popitem(last=False)
        if wait_s:
            raise RateLimited(
                f"More than {self._per_s * 60:g} requests a minute came from you.",
                retry_s=wait_s,
                advice=f"Wait {wait_s} s; for much data take the dumps at /dumps and follow /changes.",
            )
