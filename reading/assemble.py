"""Eyes: from parts to nouns. In: a source and its document's IRI and label. Out: sections and passages with IRIs and pinpoints.

Must not cite, mention or resolve; must not know any other document.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from ontology.errors import SymbolError
from ontology.iris import part
from ontology.nouns import Passage, Rendition, Section
from ontology.symbol import Symbol
from reading.clean import Block, blocks, is_complete
from reading.masthead import Masthead, read_masthead
from reading.parts.arrange import arrange
from reading.parts.places import place_of, scope_of
from reading.parts.programme import is_core_functions, is_results_framework, split_framework, split_functions
from reading.parts.split import split
from reading.parts.units import Aside, Head, Parts, Unit
from reading.readers.source import Source

_LONGEST_TITLE = 60  # characters of a line that is no heading

Markers = dict[tuple[str, str], tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Taken:
    """A source taken apart: its parts, its masthead and the blocks that they came from."""

    source: Source
    parts: Parts
    masthead: Masthead


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one rendition, in reading order. `issuer` names who speaks: "Secretary-General", or an organ;
    `title` is what the document calls itself.
    """

    rendition: Rendition
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    asides: tuple[Aside, ...]
    findings: tuple[str, ...]
    issuer: str = ""
    title: str = ""


def take_apart(source: Source) -> Taken:
    """The parts of a source, whatever kind of text it is: results framework, core functions, or a report."""
    parts = _parts(source)
    parts.findings[:0] = source.findings
    lines = [aside.text.text for aside in parts.asides if aside.kind in ("masthead", "furniture")]
    masthead = read_masthead(lines)
    if masthead.kind is None:
        masthead = read_masthead([*lines, *_over_the_text(parts)])
    return Taken(source, parts, masthead)


def _over_the_text(parts: Parts) -> Iterator[str]:
    """The headings and titles before the first sentence: some formats call one the line that says what a document is."""
    return (item.text.text for item in takewhile(_is_title, parts.items))


def _is_title(item: Unit | Head) -> bool:
    return isinstance(item, Head) or (
        item.number is None and len(item.text) <= _LONGEST_TITLE and not is_complete(item.text.text)
    )


def _parts(source: Source) -> Parts:
    if source.pieces is not None:
        return arrange(source.pieces)
    text = source.text[source.body :]
    words = frozenset(re.findall(r"\w+(?:-\w+)*", text.lower()))
    found = source.blocks if source.blocks is not None else blocks("\n" * source.body + text)  # padding keeps offsets
    return _split(list(found), words)


def assemble(taken: Taken, rendition: Rendition, label: str) -> Reading:
    """The nouns of one rendition. `label` opens every pinpoint: the first symbol, or the name of a programme text."""
    iris = [part(rendition.document, item.path) for item in taken.parts.items]
    sections = [_section(item, iri, order, rendition) for order, (item, iri) in _numbered(taken, iris) if isinstance(item, Head)]
    markers = _markers(taken.parts.units)
    passages = [
        _passage(item, iri, order, rendition, label, markers)
        for order, (item, iri) in _numbered(taken, iris)
        if isinstance(item, Unit)
    ]
    issuer = taken.masthead.issuer or _organ(label)
    return Reading(
        rendition,
        tuple(sections),
        tuple(passages),
        tuple(taken.parts.asides),
        tuple(taken.parts.findings),
        issuer,
        taken.masthead.title or "",
    )


def _organ(label: str) -> str:
    """The organ whose resolution this is, by the symbol; nobody for other documents, whose symbols say only for whom they are."""
    try:
        symbol = Symbol.parse(label)
    except SymbolError:
        return ""  # a programme text has a name instead of a symbol
    return (symbol.body_name or "") if symbol.kind == "resolution" else ""


def _split(found: list[Block], words: frozenset[str]) -> Parts:
    if is_results_framework(found):
        return split_framework(found)
    if is_core_functions(found):
        return split_functions(found)
    return split(found, words)


def _numbered(taken: Taken, iris: list[str]) -> "enumerate[tuple[Unit | Head, str]]":
    return enumerate(zip(taken.parts.items, iris, strict=True), 1)


def _markers(units: list[Unit]) -> Markers:
    """Scope and number of a footnote -> path of the unit that has its marker, and where; the first marker counts.

    Annexes may number their footnotes anew; without a scope stands the first of all.
    """
    found: Markers = {}
    for unit in units:
        for number, offset in unit.markers:
            found.setdefault((scope_of(unit.path), number), (unit.path, offset))
            found.setdefault(("", number), (unit.path, offset))
    return found


def _section(head: Head, iri: str, order: int, rendition: Rendition) -> Section:
    holder = part(rendition.document, head.within)
    return Section(iri, rendition.document, head.mark, head.text.text, rendition.language, head.level, order, holder)


def _passage(unit: Unit, iri: str, order: int, rendition: Rendition, label: str, markers: Markers) -> Passage:
    marked, offset = "", 0
    if unit.kind == "footnote" and unit.number:
        anywhere = markers.get(("", unit.number), ("", 0))
        marked, offset = markers.get((scope_of(unit.path), unit.number), anywhere)
    return Passage(
        iri=iri,
        document=rendition.document,
        kind=unit.kind,
        number=unit.number,
        order=order,
        pinpoint=f"{label}, {place_of(unit)}",
        part_of=part(rendition.document, unit.within),
        text=unit.text.text,
        language=rendition.language,
        fidelity=rendition.fidelity,
        marked_in=part(rendition.document, marked) if marked else None,
        marker_offset=offset if marked else None,
        interrupts=part(rendition.document, unit.interrupts) if unit.interrupts and unit.interrupts != marked else None,
        role=unit.role,
    )
