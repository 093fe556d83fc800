"""Web: the reader. In: a document's parts as they are stored. Out: blocks in reading order with depths. Must not look up."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.documents import DocumentView, Part
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

    blocks = tuple(_block(document.iri, found, depth, pieces) for found, depth in _walk(document.iri, parts))
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


def neighbours(document: DocumentView, iri: str) -> tuple[Part | None, Part | None]:
    """The passages read before and after one."""
    order = [found[0] for found, _ in _walk(document.iri, editions(document.parts)) if found[0].kind != "Section"]
    place = next((place for place, part in enumerate(order) if part.iri == iri), None)
    if place is None:
        return None, None
    return (order[place - 1] if place else None), (order[place + 1] if place + 1 < len(order) else None)


def _walk(document: str, parts: Mapping[str, list[Part]]) -> Iterator[tuple[list[Part], int]]:
    """Parts depth first with the number of passages that each stands in; footnotes are no step of reading."""
    held = defaultdict(list)
    for iri, found in parts.items():
        if found[0].kind != "Footnote":
            holder = found[0].part_of
            held[holder if holder in parts and holder != iri else document].append(found)
    waiting = [(found, 0) for found in reversed(held[document])]
    while waiting:
        found, depth = waiting.pop()
        yield found, depth
        deeper = depth if found[0].kind == "Section" else depth + 1
        waiting += [(inner, deeper) for inner in reversed(held[found[0].iri])]


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
