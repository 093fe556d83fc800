"""Eyes, stage split: paths given. In: the path that a part would have. Out: one that no part has yet. Must not
know what a part is.

A mark that comes again is counted, as in sections: `annex/I`, `annex/I-2`, `annex/I-3`. Counts are kept for each path, so that
thousands of equal headings take time in proportion to their number.
"""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Given:
    """The paths that the parts of a document have so far."""

    _held: set[str] = field(default_factory=set)
    _times: Counter[str] = field(default_factory=Counter)

    def __contains__(self, path: str) -> bool:
        return path in self._held

    def __len__(self) -> int:
        return len(self._held)

    def own(self, path: str) -> str:
        """The path itself the first time, then with the number of the time behind it; nobody else is given the same."""
        own, times = path, self._times[path]
        while own in self._held:
            times = max(times, 1) + 1
            own = f"{path}-{times}"
        self._times[path] = times
        self._held.add(own)
        return own
