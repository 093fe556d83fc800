"""Web: the reader. In: an opened document. Out: blocks in reading order with their pieces, and what is explained beside them.
Must not look up.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from api.documents import Part
from api.passages import Statement
from api.reader.explained import GROUPS, Thing
from api.reader.opened import Opened
from api.reader.stated import MOST_CITING, Mark
from api.web import links
from api.web.portal import marking
from api.web.portal.marking import Piece, Placed
from api.web.portal.opening import State

_PLAIN = ("Paragraph", "Footnote", "Passage")
_MOST_CITED = 4  # documents that a paragraph is said to cite below it; its own page has all
_MOST_PLACES = 4  # where a thing is named, beside its explanation
Href = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a block in one language."""

    language: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a passage as it is read. `level` is a heading's; `depth` counts the passages that a passage stands in. `notes`
    are the footnotes that it calls, `cites` and `citing` are names with addresses, `more` says how many were left out of
    `citing`.
    """

    iri: str
    anchor: str
    pinpoint: str
    label: str
    level: int
    depth: int
    is_heading: bool
    texts: tuple[Text, ...]
    notes: tuple["Block", ...] = ()
    cites: tuple[tuple[str, str], ...] = ()
    citing: tuple[tuple[str, str], ...] = ()
    more: int = 0
    stated: int = 0


@dataclass(frozen=True, slots=True)
class Explained:
    """A thing that is marked on a page: the id of its explanation, and the places where it is named, each with its evidence."""

    id: str
    thing: Thing
    places: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it is read: blocks, then footnotes; the explanations by kind; how many marks each kind has."""

    blocks: tuple[Block, ...]
    footnotes: tuple[Block, ...]
    explained: tuple[tuple[str, tuple[Explained, ...]], ...]
    counts: Mapping[str, int]


def read(opened: Opened, state: State, href: Href) -> Reading:
    """The opened portion as blocks, with the kinds marked that are wanted."""
    ids = {iri: f"thing-{number}" for number, iri in enumerate(opened.things, 1)}
    spoken = {part.language for part in (*opened.parts, *opened.notes, *opened.beside.values())}
    counts: defaultdict[str, int] = defaultdict(int)
    for mark in (mark for found in opened.marks.values() for mark in found if _is_spoken(mark, spoken)):
        for group in {opened.things[value].group for value in mark.values}:
            counts[group] += 1
    reader = _Reader(opened, state, href, ids)
    notes = {note.iri: reader.block(note, 0) for note in opened.notes}
    blocks = tuple(
        reader.block(part, opened.outline.depths[part.iri], [notes[one] for one in opened.outline.notes.get(part.iri, ())])
        for part in opened.parts
    )
    return Reading(blocks, tuple(notes.values()), tuple(_grouped(opened, state, ids, href, spoken)), counts)


@dataclass(frozen=True, slots=True)
class _Reader:
    opened: Opened
    state: State
    href: Href
    ids: Mapping[str, str]

    def block(self, part: Part, depth: int, notes: Sequence[Block] = ()) -> Block:
        document, marks = self.opened.document.iri, self.opened.marks.get(part.iri, [])
        editions = [part, *(one for one in [self.opened.beside.get(part.iri)] if one and one.language != part.language)]
        citing = self.opened.citing.get(part.iri, [])
        return Block(
            iri=part.iri,
            anchor=links.anchor(document, part.iri),
            pinpoint=part.pinpoint or "",
            label=label(part),
            level=min((part.level or 1) + 1, 6),
            depth=depth,
            is_heading=part.kind == "Section",
            texts=tuple(Text(one.language, self._pieces(one, marks)) for one in editions),
            notes=tuple(notes),
            cites=self._cited(marks),
            citing=tuple((pinpoint, self.href(iri)) for iri, pinpoint in citing[:MOST_CITING]),
            more=max(0, len(citing) - MOST_CITING),
            stated=sum(_is_spoken(mark, (part.language,)) for mark in marks),
        )

    def _pieces(self, part: Part, marks: Sequence[Mark]) -> Sequence[Piece]:
        notes = [note for note in self.opened.notes if note.marked_in == part.iri]
        hrefs = {note.iri: "#" + links.anchor(self.opened.document.iri, note.iri) for note in notes}
        placed = [one for mark in marks for one in self._placed(mark, part.language)]
        return marking.stretches(part.words, placed, marking.called(notes, hrefs, words=part, languages=self.opened.languages))

    def _placed(self, mark: Mark, language: str) -> Sequence[Placed]:
        things = [self.opened.things[value] for value in mark.values]
        wanted = [thing for thing in things if self.state.marks(thing.group)]
        if mark.language not in (None, language) or not wanted:
            return ()
        title, thing = " / ".join(named(one) for one in wanted), wanted[0]
        return [
            Placed(
                start=mark.start,
                end=mark.end,
                as_printed=mark.as_printed,
                kind=mark.kind,
                title=title,
                href=f"#{self.ids[thing.iri]}",
                group=thing.group,
                about=statement_anchor(mark.iri),
            )
        ]

    def _cited(self, marks: Sequence[Mark]) -> tuple[tuple[str, str], ...]:
        values = dict.fromkeys(value for mark in marks if mark.kind == "Citation" for value in mark.values)
        return tuple((named(self.opened.things[value]), self.href(value)) for value in list(values)[:_MOST_CITED])


def placed_on(statements: Sequence[Statement], group_of: Callable[[str], str]) -> list[Placed]:
    """The citations and mentions on a passage's own page, each leading to the evidence for it below."""
    return [
        Placed(
            start=one.start,
            end=one.end,
            as_printed=one.as_printed,
            kind=one.kind,
            title=f"{'cites' if one.kind == 'Citation' else 'mentions'} "
            + (", ".join(name for _, name in one.values) or one.note or "something unresolved"),
            href=f"#{statement_anchor(one.iri)}",
            group=group_of(one.values[0][0]) if one.values else "other",
            about=statement_anchor(one.iri),
        )
        for one in statements
        if one.kind in marking.MARKED_KINDS
    ]


def statement_anchor(iri: str) -> str:
    """The id of a statement on the page of its passage: mention-0ce621554f."""
    return "-".join(iri.split("/")[-2:])


def named(thing: Thing) -> str:
    """A thing as it is called in a line: a document by its symbol."""
    return thing.symbols[0] if thing.group == "document" and thing.symbols else thing.label


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


def _is_spoken(mark: Mark, languages: Collection[str]) -> bool:
    """Whether a mark stands on words of a language that is shown."""
    return mark.language is None or mark.language in languages


def _grouped(
    opened: Opened, state: State, ids: Mapping[str, str], href: Href, spoken: Collection[str]
) -> list[tuple[str, tuple[Explained, ...]]]:
    places: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    pinpoints = {part.iri: part.pinpoint or "" for part in (*opened.parts, *opened.notes)}
    for passage, found in opened.marks.items():
        for mark in found:
            if _is_spoken(mark, spoken):
                told = (
                    pinpoints[passage].partition(", ")[2] or pinpoints[passage],
                    f"{href(passage)}#{statement_anchor(mark.iri)}",
                )
                for value in mark.values:
                    places[value].append(told)
    order = list(GROUPS)
    things = sorted(opened.things.values(), key=lambda one: (order.index(one.group), one.label.casefold()))
    shown = [one for one in things if state.marks(one.group) and places[one.iri]]
    return [
        (group, tuple(_entry(ids[one.iri], one, places[one.iri]) for one in members))
        for group, members in groupby(shown, key=lambda one: one.group)
    ]


def _entry(identity: str, thing: Thing, places: Sequence[tuple[str, str]]) -> Explained:
    told = list({name: (name, address) for name, address in reversed(places)}.values())[::-1]
    return Explained(identity, thing, tuple(told[:_MOST_PLACES]), max(0, len(told) - _MOST_PLACES))
