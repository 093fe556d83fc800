"""Answers, reader: the outline. In: a document's IRI and an open graph. Out: its parts in the order of reading, without their
words, and the portions in which a long document is read. Must not know languages or HTTP.

A published graph never changes and the pages of one document are read one after the other: the outlines of a few dozen documents
are kept.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from api.documents import A_PART, PREFIX, Part, as_part, walk
from ontology.iris import checked
from stores.graph.store import GraphStore

MOST_PASSAGES = 50
MOST_SIGNS = 13_000  # of text; with marks, notes and tools a page of it stays under 120 kB
_A_HEADING = 150  # signs: what a heading and its line in the table of contents cost
_MOST_OVER = 12  # headings, one over the other
_EARLY = 0.6  # how full a portion is before a heading begins the next one
_MOST_KEPT = 64  # documents; a thousand parts take about half a megabyte
_OUTLINE = (
    PREFIX
    + "SELECT ?part ?class ?order ?partOf ?markedIn (STRLEN(?words) AS ?size) {{ ?part mg:inDocument <{iri}> ; "
    + A_PART
    + " OPTIONAL {{ ?part mg:partOf ?partOf }} OPTIONAL {{ ?part mg:markedIn ?markedIn }}"
    + " OPTIONAL {{ ?part mg:text|mg:digestText ?words }} }} ORDER BY ?order"
)
_HEADINGS = (
    PREFIX
    + "SELECT ?part ?class ?heading ?level ?number {{ ?part mg:inDocument <{iri}> ; mg:heading ?heading . "
    + "BIND(mg:Section AS ?class) OPTIONAL {{ ?part mg:level ?level }} OPTIONAL {{ ?part mg:number ?number }} }}"
)
_PINPOINTS = PREFIX + "SELECT ?part ?pinpoint {{ VALUES ?part {{ {iris} }} ?part mg:pinpoint ?pinpoint }}"
_KEPT: "WeakKeyDictionary[GraphStore, dict[str, Outline]]" = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Portion:
    """What is read on one page: parts in the order of reading, without footnotes. `first` and `last` are the pinpoints of its
    first and last passage.
    """

    parts: tuple[str, ...]
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class Outline:
    """A document's parts by IRI, without words; how many passages each stands in, in the order of reading; the footnotes of each
    part; the sections in each of their languages.
    """

    parts: Mapping[str, Part]
    depths: Mapping[str, int]
    notes: Mapping[str, tuple[str, ...]]
    portions: tuple[Portion, ...]
    headings: tuple[Part, ...]

    @cached_property
    def portion_of(self) -> Mapping[str, int]:
        """The number of the portion, from 1, in which a part is read; a footnote is read where its mark stands."""
        held = {iri: number for number, portion in enumerate(self.portions, 1) for iri in portion.parts}
        noted = {note: held.get(iri, len(self.portions)) for iri, notes in self.notes.items() for note in notes}
        return noted | held

    def notes_of(self, iris: Sequence[str]) -> tuple[str, ...]:
        """The footnotes that are marked in these parts; with the last portion come those that are marked nowhere."""
        loose = self.notes.get("", ()) if self.portions and iris and iris[-1] == self.portions[-1].parts[-1] else ()
        return (*(note for iri in iris for note in self.notes.get(iri, ())), *loose)


def outline_of(graph: GraphStore, document: str) -> Outline:
    """The outline of a document; one without parts where none of its text is here."""
    kept = _KEPT.setdefault(graph, {})
    found = kept.get(document)
    if found is None:
        while len(kept) >= _MOST_KEPT:
            kept.pop(next(iter(kept)), None)
        found = kept[document] = _read(graph, checked(document))
    return found


def divided(order: Sequence[str], sizes: Mapping[str, int], headings: frozenset[str]) -> list[tuple[str, ...]]:
    """Parts in order as portions that are short enough: a heading begins the next where the last is rather full, and no heading
    ends one.
    """
    portions: list[tuple[str, ...]] = []
    held: list[str] = []
    passages = signs = 0
    for iri in order:
        is_heading = iri in headings
        size = _A_HEADING if is_heading else sizes[iri]
        too_much = bool(held) and (passages >= MOST_PASSAGES or signs + size > MOST_SIGNS)
        is_late = passages >= _EARLY * MOST_PASSAGES or signs >= _EARLY * MOST_SIGNS
        if too_much or (is_heading and is_late and held[-1] not in headings):
            begun = _begun(held, headings)
            portions.append(tuple(held[:begun]))
            held, passages = held[begun:], 0
            signs = len(held) * _A_HEADING
        held.append(iri)
        passages += not is_heading
        signs += size
    return [*portions, tuple(held)] if held else portions


def _begun(held: Sequence[str], headings: frozenset[str]) -> int:
    """Where the headings begin that stand over what comes next; behind the last where a portion has hardly anything else, as one
    has that a table's rows were taken for headings of.
    """
    begun = len(held)
    while begun and held[begun - 1] in headings and len(held) - begun < _MOST_OVER:
        begun -= 1
    return begun if begun and held[begun - 1] not in headings else len(held)


def _read(graph: GraphStore, document: str) -> Outline:
    parts: dict[str, Part] = {}
    sizes: defaultdict[str, int] = defaultdict(int)
    for row in graph.select(_OUTLINE.format(iri=document)):
        one = as_part(row)
        parts.setdefault(one.iri, one)
        sizes[one.iri] = max(sizes[one.iri], int(str(row["size"])) if "size" in row else 0)
    depths = {one.iri: depth for one, depth in walk(document, parts)}
    notes: defaultdict[str, list[str]] = defaultdict(list)
    for one in parts.values():
        if one.kind == "Footnote":
            notes[one.marked_in if one.marked_in in depths else ""].append(one.iri)
            if one.marked_in in depths:
                sizes[one.marked_in] += 2 * sizes[one.iri]  # shown where it is called, and at the end
    headings = frozenset(iri for iri in depths if parts[iri].kind == "Section")
    rows = graph.select(_HEADINGS.format(iri=document)) if headings else ()
    place = {iri: number for number, iri in enumerate(depths)}
    sections = sorted((one for one in map(as_part, rows) if one.iri in headings), key=lambda one: place[one.iri])
    divisions = divided(list(depths), sizes, headings)
    noted = {iri: tuple(found) for iri, found in notes.items()}
    return Outline(parts, depths, noted, _portions(graph, divisions, headings), tuple(sections))


def _portions(graph: GraphStore, divisions: Sequence[tuple[str, ...]], headings: frozenset[str]) -> tuple[Portion, ...]:
    """The divisions with the pinpoints of their ends, where there are several."""
    passages = [[iri for iri in division if iri not in headings] for division in divisions]
    if len(divisions) < 2:
        return tuple(map(Portion, divisions))
    ends = {iri for found in passages if found for iri in (found[0], found[-1])}
    rows = graph.select(_PINPOINTS.format(iris=" ".join(f"<{checked(iri)}>" for iri in sorted(ends))))
    named = {str(row["part"]): str(row["pinpoint"]).partition(", ")[2] or str(row["pinpoint"]) for row in rows}
    return tuple(
        Portion(division, named.get(found[0], ""), named.get(found[-1], "")) if found else Portion(division)
        for division, found in zip(divisions, passages, strict=True)
    )
