"""Answers: portions. In: what is to be shown, and how much a page can carry. Out: the same in order, page by page. Must not drop
anything, nor know what it is.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def portions(items: Iterable[Item], weight: Callable[[Item], int], most: int, most_weight: int) -> Iterator[tuple[Item, ...]]:
    """At most `most` items each, of `most_weight` together; an item that is heavier alone has a portion of its own."""
    kept: list[Item] = []
    carried = 0
    for item in items:
        own = weight(item)
        if kept and (len(kept) == most or carried + own > most_weight):
            yield tuple(kept)
            kept, carried = [], 0
        kept.append(item)
        carried += own
    if kept:
        yield tuple(kept)
