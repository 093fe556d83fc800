"""Answers, papers: the nouns. In: nothing. Out: a paper that can be written as Word, Markdown or PDF. Must not know any format.

A paper is a run of blocks; a footnote stands where it is called, as in a UN document, and whoever writes the paper numbers it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

RunKind = Literal["", "emphasis", "strong", "inserted", "deleted"]
BlockKind = Literal["heading", "paragraph", "quotation", "item", "note"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text. `note` is the footnote that is called at its end, "" where none is; `href` leads on, "" where nothing
    does: an http or https address, whole. `language` as in BCP 47; "" where it is that of the block or paper.
    """

    text: str
    kind: RunKind = ""
    note: str = ""
    href: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`level` 1 to 4), a paragraph, a quotation, an item of a list, or a remark of ours ("note"). `language` as in
    BCP 47: it decides which way the words run.
    """

    kind: BlockKind
    runs: Sequence[Run]
    level: int = 1
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its caption, the heads of its columns, and rows of cells, as many in each as there are heads."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Run]]


@dataclass(frozen=True, slots=True)
class Paper:
    """What is written. `origin` says where it came from: the address and the generation, so that it can be made again."""

    title: str
    blocks: Sequence[Block | Table]
    origin: str = ""
    language: str = "en"
