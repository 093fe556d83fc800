"""Eyes, stage arrange. In: pieces of a structured format in reading order. Out: parts with their paths, as `split` yields them.

Trusts the format's own labels, levels and roles, and says where they contradict each other. Must not resolve or cite.
"""

from collections.abc import Sequence

from reading.pieces import Piece
from reading.units import Parts, Unit


def arrange(pieces: Sequence[Piece]) -> Parts:
    """The parts of a document whose format names them."""
    parts = Parts()
    for order, piece in enumerate(pieces, 1):
        parts.items.append(Unit(f"p/{order}", "paragraph", None, piece.text))
    return parts
