"""Answers, dossier: written. In: a dossier and how its passages stand. Out: a paper with a footnote on each passage. Must not
know a format, or hide that words changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from api.dossier.dossier import Dossier, Heading
from api.dossier.standing import SAID, Standing, cited
from api.library import Library, Serving
from api.papers.paper import Block, Paper, Run, RunKind

Grouping = Literal["order", "document", "concept"]
GROUPINGS: Mapping[Grouping, str] = {"order": "in my order", "document": "by document", "concept": "by concept"}
"""How a dossier can be put in order, for a person."""
UNTITLED = "Dossier"
NO_CONCEPT = "No concept of the vocabulary"
_DIGEST = "A digest, in our own words: not to be quoted as the document's."
_CHANGED: Mapping[str, RunKind] = {"same": "", "dropped": "deleted", "added": "inserted"}

Group = tuple[str, list[Standing | Heading]]


def grouped(library: Library, serving: Serving, dossier: Dossier, found: Sequence[Standing], grouping: Grouping) -> list[Group]:
    """Entries under the headings of a grouping, with footnotes in that order; in one's own order all are in one group, with one's
    own headings between.
    """
    if grouping == "order":
        standing = iter(found)
        return [("", [one if isinstance(one, Heading) else next(standing) for one in dossier.entries])]
    groups: dict[str, list[Standing]] = {}
    for one in found:
        name = (one.title or one.pinpoint) if grouping == "document" else one.concept or NO_CONCEPT
        groups.setdefault(name, []).append(one)
    named = sorted(groups, key=lambda name: (name == NO_CONCEPT, name)) if grouping == "concept" else list(groups)
    again = iter(cited(library, serving, [one for name in named for one in groups[name]]))  # "Ibid." depends on the order
    return [(name, [next(again) for _ in groups[name]]) for name in named]


def paper(
    library: Library,
    serving: Serving,
    dossier: Dossier,
    found: Sequence[Standing],
    grouping: Grouping = "order",
    origin: str = "",
) -> Paper:
    """The dossier as a paper: notes as paragraphs, passages as quotations with their footnotes, and what changed marked."""
    groups = grouped(library, serving, dossier, found, grouping)
    blocks = [block for name, group in groups for block in _group(name, group)]
    return Paper(dossier.title.strip() or UNTITLED, blocks, origin)


def _group(name: str, group: Sequence[Standing | Heading]) -> Iterator[Block]:
    if name:
        yield Block("heading", [Run(name)])
    for one in group:
        if isinstance(one, Heading):
            yield Block("heading", [Run(one.text.strip() or "—")])
        else:
            yield from _passage(one)


def _passage(one: Standing) -> Iterator[Block]:
    """The footnote is called once: behind the quotation, or behind the note where nothing is quoted."""
    note, is_quoted = one.collected.note.strip(), one.collected.quoted and bool(one.words)
    called = "" if is_quoted else one.footnote
    if note or not is_quoted:
        yield Block("paragraph", [Run(note or f"See {one.pinpoint}.", note=called)])
    if is_quoted:
        kind: Literal["quotation", "note"] = "quotation" if one.fidelity != "digest" else "note"
        yield Block(kind, [Run(one.words, note=one.footnote)], language=one.language)
    if one.fidelity == "digest" and is_quoted:
        yield Block("note", [Run(_DIGEST, "emphasis")])
    if one.status not in ("new", "same"):
        yield Block("note", [Run(f"{SAID[one.status]} ({one.pinpoint})" + (":" if one.pieces else "."))])
    if one.pieces:
        runs = [Run(f"{piece.text} ", _CHANGED[piece.kind]) for piece in one.pieces]
        yield Block("note", runs, language=one.language)
