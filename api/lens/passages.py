"""Answers, risk lens: passages. In: a cell of the lens. Out: its passages with their words, and what exactly stands in each. Must
not show a passage that is only near in meaning among those that name, describe or observe.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.corpus.dated import Dated, dated
from api.filters import fields_of
from api.lens.counted import UNDATED, Wanted, wanted
from api.lens.findings import Found
from api.lens.framework import Factor, Framework, Indicator, framework
from api.library import Library, Serving
from api.search import checked_question, ranked
from api.verbatim import Line, line_of, passage_line
from ontology.errors import NotFound
from ontology.iris import without_language

_MOST_NEAR = 20
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_OPERATORS = frozenset(("AND", "OR", "NOT"))


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a cell of the lens lies: a factor or indicator, a column ("" all: a year, UNDATED, or a document's IRI), and what is
    wanted of the findings.
    """

    thing: Factor | Indicator
    column: str
    asked: Wanted


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in a passage: the finding, the factor or indicator it is of, and the words."""

    found: Found
    thing: Factor | Indicator
    line: Line


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a cell: its document's date, and all that stands there, each finding by itself."""

    iri: str
    pinpoint: str
    document: Dated | None
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that is near in meaning to a factor or indicator, and neither names, describes nor observes it."""

    line: Line
    document: Dated | None
    score: float


def thing_of(library: Library, serving: Serving, path: str) -> Factor | Indicator:
    """The factor or indicator at a path; NotFound says which there are."""
    found = framework(library, serving).of_path(path)
    if found is None:
        raise NotFound(
            f"Wanted a risk factor or an indicator, such as risk-factor/7 or indicator/7.10; got {path[:60]!r}.",
            advice="/lens lists those that are known here.",
        )
    return found


def in_cell(library: Library, serving: Serving, cell: Cell) -> list[str]:
    """The passages of a cell, newest document first, each once."""
    documents = dated(library, serving)
    groups = _grouped(library, serving, cell)

    def place(passage: str) -> tuple[str, str, int]:
        one = groups[passage][0]
        document = documents.get(one.document)
        return document.date if document else "", one.document, -one.order

    return sorted(groups, key=place, reverse=True)


def passages(library: Library, serving: Serving, cell: Cell, some: Sequence[str]) -> list[Passage]:
    """These passages of a cell with their words, in the order given."""
    documents, groups, known = dated(library, serving), _grouped(library, serving, cell), framework(library, serving)
    shown = []
    for passage in some:
        standings = _standings(serving, groups.get(passage, ()), known)
        if standings:
            document = documents.get(standings[0].found.document)
            shown.append(Passage(passage, standings[0].line.pinpoint, document, tuple(standings)))
    return shown


def near(library: Library, serving: Serving, cell: Cell) -> list[Near]:
    """Up to 20 passages nearest in meaning to the name of a factor or indicator, best first, without those in which anything
    of it stands. A model ranks them: that a passage is near says nothing of what it says.
    """
    owner = framework(library, serving).owners[cell.thing.iri]
    of_it = {owner.iri, *(one.iri for one in owner.indicators)} if cell.thing is owner else {cell.thing.iri}
    known = {one.passage for one in wanted(library, serving, Wanted()) if one.thing in of_it}
    words = [word for word in _WORD.findall(_meaning(cell.thing)) if word not in _OPERATORS]
    hits = ranked(
        library,
        serving,
        checked_question(" ".join(words)),
        fields_of(library, serving, _filters(library, cell)),
        limit=3 * _MOST_NEAR,
        mode="dense",
    )
    documents = dated(library, serving)
    found: list[Near] = []
    for hit in hits:
        passage, language = without_language(hit.iri)
        line = None if passage in known else passage_line(serving, passage, language)
        if line and cell.column != UNDATED:
            found.append(Near(line, documents.get(line.document), hit.score))
    return found[:_MOST_NEAR]


def _grouped(library: Library, serving: Serving, cell: Cell) -> Mapping[str, list[Found]]:
    documents, owners = dated(library, serving), framework(library, serving).owners
    groups: dict[str, list[Found]] = {}
    for one in wanted(library, serving, cell.asked):
        if cell.thing.iri not in (one.thing, owners[one.thing].iri):
            continue
        document = documents.get(one.document)
        year = str(document.year) if document and document.year else UNDATED
        if cell.column in ("", year, one.document):
            groups.setdefault(one.passage, []).append(one)
    return groups


def _standings(serving: Serving, found: Sequence[Found], known: Framework) -> list[Standing]:
    """Each thing and kind once a passage: in the six languages of one passage the same is found again. English words go first."""
    best: dict[tuple[str, str], Standing] = {}
    for one in found:
        line = line_of(serving, one.finding)
        key = (one.stand, one.thing)
        if line and (key not in best or (line.language == "en" and best[key].line.language != "en")):
            best[key] = Standing(one, _thing(known, one.thing), line)
    return sorted(best.values(), key=lambda standing: standing.line.language != "en")


def _thing(known: Framework, iri: str) -> Factor | Indicator:
    owner = known.owners[iri]
    return next((one for one in owner.indicators if one.iri == iri), owner)


def _meaning(thing: Factor | Indicator) -> str:
    return f"{thing.label} {thing.definition}" if isinstance(thing, Factor) else thing.label


def _filters(library: Library, cell: Cell) -> Mapping[str, Sequence[str]]:
    """The filters of a search that keep what the cell keeps."""
    asked, column = cell.asked, cell.column
    found: dict[str, list[str]] = {}
    if asked.kind:
        found["type"] = [asked.kind]
    if asked.place:
        found["country"] = [library.iris.path(asked.place)]
    if column.isdecimal():
        found["year"] = [column]
    elif column and column != UNDATED:
        found["document"] = [column]
    for name, year in (("year_from", asked.year_from), ("year_to", asked.year_to)):
        if year is not None and "year" not in found:
            found[name] = [str(year)]
    return found
