"""Keepers, graph: what has to be sent of a graph. In: its sorted lines of N-Triples, now and before. Out: lines that differ, or
all lines in bounded parts. Must not send them.
"""

import heapq
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

PIECE_BYTES = 8 * 1024 * 1024  # of statements sent together; Oxigraph takes some 3 s for as many in one update
_END = b" .\n"


def has_blank(line: bytes) -> bool:
    """Whether a line of N-Triples has a blank node."""
    subject, _, rest = line.split(b" ", 2)
    return subject.startswith(b"_:") or rest.startswith(b"_:")


def difference(old: Iterable[bytes], new: Iterable[bytes], most: int = PIECE_BYTES) -> tuple[list[bytes], list[bytes]] | None:
    """The lines to take out and those to add; None where there are blank nodes, which no line can name, or more bytes."""
    told: tuple[list[bytes], list[bytes]] = [], []
    size = 0
    both = heapq.merge(((line, 0) for line in old), ((line, 1) for line in new))
    for line, found in groupby(both, key=itemgetter(0)):
        sides = {side for _, side in found}
        size += len(line) if len(sides) == 1 else 0
        if has_blank(line) or size > most:
            return None
        if len(sides) == 1:
            told[sides.pop()].append(line)
    return told


def parts(lines: Iterable[bytes], most: int = PIECE_BYTES) -> Iterator[list[bytes]]:
    """The lines in parts of at most so many bytes, or of one line; nothing of no lines."""
    part: list[bytes] = []
    size = 0
    for line in lines:
        if part and size + len(line) > most:
            yield part
            part, size = [], 0
        part.append(line)
        size += len(line)
    if part:
        yield part


def quads(graph: str, lines: Iterable[bytes]) -> bytes:
    """The lines as N-Quads of that graph."""
    ending = f" <{graph}> .\n".encode()
    return b"".join(line.removesuffix(_END) + ending for line in lines)
