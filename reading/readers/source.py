"""Eyes, readers: what every reader yields. In: nothing. Out: decoded text with what its format tells of it. Must not read files
or split.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from reading.clean import Block
from reading.parts.pieces import Piece


@dataclass(frozen=True, slots=True)
class Source:
    """Decoded text, its media type, and the fields that its front matter, manifest or metadata state of the document.

    `body` is the offset where the text proper begins. `pieces` are the parts that the format itself names, `blocks` what lies on
    its pages; where both are None the text is cut into blocks by its lines. Offsets of both count in `text`. `findings` are
    oddities of the file worth a line on the receipt; `ocr` is the mean confidence (0 to 1) where the words were recognised in a
    picture.
    """

    text: str
    media_type: str
    front: Mapping[str, str]
    body: int = 0
    pieces: tuple[Piece, ...] | None = None
    blocks: tuple[Block, ...] | None = None
    findings: tuple[str, ...] = ()
    ocr: float | None = None


class Reader(Protocol):
    """A reader of one format: ReadError for what it cannot read, saying where and what to do. `name` is for messages alone."""

    def __call__(self, data: bytes, name: str) -> Source:
        """The source that the bytes are."""
        ...
