"""Keepers, graph: lines in order. In: lines, more than memory should hold. Out: the same lines, sorted. Must not know what they
say.
"""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice

_AT_ONCE = 250_000  # lines; some 60 MB of N-Quads


def in_order(lines: Iterable[bytes], at_once: int = _AT_ONCE) -> Iterator[bytes]:
    """Lines, each with its end, sorted by their bytes. Of more than `at_once` each part goes into a file of its own, unnamed."""
    waiting = iter(lines)
    with ExitStack() as files:
        parts: list[Iterable[bytes]] = []
        while part := sorted(islice(waiting, at_once)):
            if not parts and len(part) < at_once:
                yield from part
                return
            file = files.enter_context(tempfile.TemporaryFile())
            file.writelines(part)
            file.seek(0)
            parts.append(file)
        yield from heapq.merge(*parts)
