"""Eyes: what a structured format says of its own parts. In: nothing. Out: the pieces between a reader and `arrange`. Must not
read text.

A reader whose format names its parts (Akoma Ntoso, the Mandate Registry's JSON) yields pieces; one whose format only shows how
things lie on the page (PDF, Word, HTML, text) yields blocks, and `split` finds the parts.
"""

from dataclasses import dataclass
from typing import Literal

from ontology.nouns import PassageRole
from reading.mapped import Mapped

PieceKind = Literal["masthead", "title", "heading", "annex", "paragraph", "footnote", "table", "signature", "furniture"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One part in reading order, its text mapped into the text of the source.

    `label` is printed before the words and not among them: "3.", "(b)", "II.", a footnote's number. `level` is the depth of a
    heading or a paragraph, from 1; 0 where the format does not say. Markers of footnotes stand in the text as superscripts.
    `rows` are a table's rows, its cells parted by tabs.
    """

    kind: PieceKind
    text: Mapped
    label: str = ""
    level: int = 0
    role: PassageRole | None = None
    rows: tuple[Mapped, ...] = ()
