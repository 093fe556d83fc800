"""Keepers, graph: the wire between pool and worker. In: frames, or the bytes of some. Out: their bytes, or the frames. Must not
know a socket, nor unpickle: a worker that a query has taken over must not reach through it.

A frame is one sign, the length of what follows, and that. A short answer is one frame, so that it costs one write and one read.
"""

import json
import struct
from collections.abc import Iterator
from typing import Literal, NamedTuple, cast

Sign = Literal["ready", "failed", "whole", "begins", "more", "ends"]
PIECE = 64 * 1024  # bytes of an answer that travel together; an answer that fits is never streamed

_HEAD = struct.Struct("!cI")
_SIGNS: dict[bytes, Sign] = {b"R": "ready", b"F": "failed", b"W": "whole", b"B": "begins", b"M": "more", b"E": "ends"}
_BYTES = {sign: letter for letter, sign in _SIGNS.items()}
_LONGEST = 16 * 1024 * 1024  # no worker sends more at once: a longer frame is none of ours


class Frame(NamedTuple):
    """One message of a worker."""

    sign: Sign
    body: bytes


class Request(NamedTuple):
    """One query, with the format for each kind of answer and the dataset as the SPARQL 1.1 Protocol has it."""

    query: str
    results_format: str
    graph_format: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    base: str

    def packed(self) -> bytes:
        """Its bytes, length first."""
        body = json.dumps(self).encode()
        return len(body).to_bytes(4, "big") + body

    @classmethod
    def unpacked(cls, body: bytes) -> "Request":
        """The request that was packed."""
        query, results_format, graph_format, default_graphs, named_graphs, base = json.loads(body)
        return cls(query, results_format, graph_format, tuple(default_graphs), tuple(named_graphs), base)


class WireError(Exception):
    """What came is no frame: the worker does not behave and must go."""


class Frames:
    """Makes frames of bytes as they arrive, in whatever pieces."""

    def __init__(self) -> None:
        self._left = b""

    def take(self, data: bytes) -> Iterator[Frame]:
        """The frames that `data` completes; the rest is kept. WireError for what cannot be a frame."""
        data = self._left + data if self._left else data
        place = 0
        while len(data) - place >= _HEAD.size:
            letter, length = _HEAD.unpack_from(data, place)
            if letter not in _SIGNS or length > _LONGEST:
                raise WireError(f"{letter!r} {length}")
            begins, ends = place + _HEAD.size, place + _HEAD.size + length
            if ends > len(data):
                break
            place = ends
            yield Frame(_SIGNS[letter], data[begins:ends])
        self._left = data[place:]


def framed(sign: Sign, *parts: bytes) -> bytes:
    """The bytes of a frame."""
    return b"".join((_HEAD.pack(_BYTES[sign], sum(map(len, parts))), *parts))


def titled(kind: str, media_type: str, rows: int | None = None) -> bytes:
    """The line that an answer begins with."""
    return f"{kind} {media_type} {'' if rows is None else rows}\n".encode()


def title(body: bytes) -> tuple[str, str, int | None, bytes]:
    """Kind, media type and rows from such a line, and what follows it. WireError where there is none."""
    line, _, rest = body.partition(b"\n")
    parts = line.decode(errors="replace").split(" ")
    if len(parts) != 3 or not (parts[2] == "" or parts[2].isdecimal()):  # kind, media type, rows
        raise WireError(line[:80])
    return parts[0], parts[1], int(parts[2]) if parts[2] else None, rest


def told(name: str, arguments: dict[str, object]) -> bytes:
    """An error as its class and what it was made of."""
    return framed("failed", json.dumps([name, arguments]).encode())


def failure(body: bytes) -> tuple[str, dict[str, str]]:
    """Class and arguments of an error. WireError for what is none."""
    try:
        name, arguments = json.loads(body)
    except ValueError as error:
        raise WireError(body[:80]) from error
    return cast("str", name), cast("dict[str, str]", arguments)
