"""Web: the reader. In: a document's parts as they are stored. Out: blocks in reading order with depths. Must not look up."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from api.documents import DocumentView, Part, walk
from api.web import links, marking
from api.web.marking import Piece

_PLAIN = ("Paragraph", "Footnote", "Passage")


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a block in one language."""

    language: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a passage as it is read. `level` is a heading's; `depth` counts the passages that a passage stands in."""

    iri: str
    anchor: str
    kind: str
    label: str
    level: int
    depth: int
    texts: tuple[Text, ...]

    @property
    def is_heading(self) -> bool:
        """Whether this is a section's heading."""
        return self.kind == "Section"


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it is read: its blocks, then its footnotes."""

    blocks: tuple[Block, ...]
    footnotes: tuple[Block, ...]


def read(document: DocumentView) -> Reading:
    """The document's parts, each under what it is part of; programme documents are stored by column and read by branch."""
    parts = editions(document.parts)
    notes = [editions_of_note for editions_of_note in parts.values() if editions_of_note[0].kind == "Footnote"]
    marked = defaultdict(list)
    for note in notes:
        marked[note[0].marked_in].append(note[0])

    def pieces(part: Part) -> Sequence[Piece]:
        return marking.notes(part.words, marked[part.iri], lambda iri: "#" + links.anchor(document.iri, iri))

    first = {iri: found[0] for iri, found in parts.items()}
    blocks = tuple(_block(document.iri, parts[part.iri], depth, pieces) for part, depth in walk(document.iri, first))
    return Reading(blocks, tuple(_block(document.iri, note, 0, pieces) for note in notes))


def editions(parts: Sequence[Part]) -> Mapping[str, list[Part]]:
    """The parts by IRI in reading order, each in the languages that there are, English first."""
    found: dict[str, list[Part]] = {}
    for part in parts:
        known = found.setdefault(part.iri, [])
        if all(part.language != other.language for other in known):
            known.append(part)
    for known in found.values():
        known.sort(key=lambda part: (part.language != "en", part.language))
    return found


def _block(document: str, found: Sequence[Part], depth: int, pieces: Callable[[Part], Sequence[Piece]]) -> Block:
    first = found[0]
    texts = tuple(Text(part.language, pieces(part)) for part in found)
    return Block(
        first.iri, links.anchor(document, first.iri), first.kind, label(first), min((first.level or 1) + 1, 6), depth, texts
    )


def label(part: Part) -> str:
    """What stands before a passage or heading: "49.", "(b)", "III.", "Activity 1.4"; empty where nothing is printed."""
    number = (part.number or "").split(" ")[-1]
    if part.kind == "Section" or part.kind in _PLAIN:
        return (
            ""
            if not number or "/p/" in part.iri
            else number
            if number.startswith("(") or part.kind == "Footnote"
            else f"{number}."
        )
    return f"{links.words(part.kind).capitalize()} {number}".strip()
