"""Answers, situations: written. In: a briefing. Out: its lists with words, rows for programs, and a paper with footnotes.
Must not write a sentence of ours beyond headings, counts and remarks on how to read them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from api.lens.written import quotation
from api.library import Library, Serving
from api.papers.paper import Block, Paper, Run, Table
from api.situations.briefing import Briefing, Section
from api.situations.lines import Shown, shown, with_cited_before, with_lineage, with_observed_before
from api.situations.named import Item

NO_VERDICT = "No score and no verdict: what stands here is what documents say, and each sentence is theirs."
NOTHING = "Nothing new."
_ABOUT: Mapping[str, tuple[str, str]] = {
    "observations": ("New observations", "Sentences that speak of the situation there."),
    "asked": ("New recommendations", "What is asked of it, or in a passage that names it."),
    "documents": ("New documents", "Documents with a passage that names or observes it, with the first such passage."),
    "cited": ("New citations", "What passages that name it cite."),
}


@dataclass(frozen=True, slots=True)
class List:
    """One list of a briefing, some of it with words: `number` of all that is new, what was before, and what cannot be placed;
    `last` are the words of the latest before, where nothing is new or for comparison.
    """

    key: str
    title: str
    about: str
    section: Section
    shown: tuple[Shown, ...]
    last: tuple[Shown, ...]


def lists(library: Library, serving: Serving, told: Briefing, *, start: int, most: int, only: str = "") -> list[List]:
    """The four lists, `most` lines of each from line `start` on; one of them only where `only` names it."""

    def with_words(items: Sequence[Item]) -> list[Shown]:
        return shown(library, serving, items)

    follow: Mapping[str, Callable[[list[Shown]], list[Shown]]] = {
        "observations": lambda some: with_observed_before(library, serving, some, told),
        "asked": lambda some: with_lineage(library, serving, some),
        "documents": list,
        "cited": lambda some: with_cited_before(library, serving, some, told),
    }
    found = []
    for key, (title, about) in _ABOUT.items():
        section: Section = getattr(told, key)
        if only in ("", key):
            lines = follow[key](with_words(section.new[start : start + most]))
            found.append(List(key, title, about, section, tuple(lines), tuple(with_words(section.before[:1]))))
    return found


def title_of(told: Briefing) -> str:
    """What a briefing is called."""
    return f"{told.place.name}: what is new since {told.since.text}"


def remarks(told: Briefing) -> list[str]:
    """How to read it: what "since" goes by, and what cannot be placed."""
    if told.since.is_generation:
        by = "New is what stands in documents that were added since that generation of this corpus."
        again = len(told.since.reread)
        more = (
            f" {again} document{' was' if again == 1 else 's were'} read again since; of these old and new cannot be told apart."
        )
        return [NO_VERDICT, by + (more if again else "")]
    return [NO_VERDICT, "What counts is the date of the document. Documents without a date are counted apart."]


def paper(told: Briefing, found: Sequence[List], notes: Sequence[str], origin: str) -> Paper:
    """The briefing as a paper."""
    blocks: list[Block | Table] = [Block("note", [Run(remark)]) for remark in notes]
    if told.is_empty:
        blocks.append(Block("paragraph", [Run(f"Nothing new about {told.place.name} since {told.since.text}.", "strong")]))
    for one in found:
        blocks.append(Block("heading", [Run(f"{one.title} ({len(one.section.new)})")], level=2))
        blocks.append(Block("note", [Run(f"{one.about} {counted(one)}")]))
        for line in one.shown:
            blocks += _blocks(line)
        if len(one.section.new) > len(one.shown):
            blocks.append(Block("note", [Run(f"The first {len(one.shown)} of {len(one.section.new)} are written here.")]))
        if not one.shown and one.last:
            blocks.append(Block("note", [Run("The latest before:")]))
            blocks += _blocks(one.last[0])
    return Paper(title_of(told), blocks, origin)


def counted(one: List) -> str:
    """How many are new, were before, and cannot be placed."""
    section = one.section
    unknown = f" {len(section.unknown)} cannot be placed." if section.unknown else ""
    return (
        f"{len(section.new)} new, {len(section.before)} before.{unknown}"
        if section.new
        else f"{NOTHING} {len(section.before)} before.{unknown}"
    )


def rows(found: Sequence[List]) -> list[dict[str, object]]:
    """A row for each line, for programs."""
    return [row(one.key, line) for one in found for line in one.shown]


def _blocks(line: Shown) -> list[Block]:
    head = [line.line.pinpoint, line.date, line.place, *(name for _, name in line.names)]
    found = [
        Block("heading", [Run(" · ".join(part for part in head if part))], level=3),
        quotation(line.line, line.footnote),
    ]
    for one in line.earlier:
        words = f": “{one.line.words}”" if one.line else ""
        found.append(Block("item", [Run(f"Before ({one.relation}): {one.pinpoint}{f', {one.date}' if one.date else ''}{words}")]))
    return found


def row(key: str, one: Shown) -> dict[str, object]:
    """One line for programs; `key` is the list that it stands in."""
    line = one.line
    return {
        "list": key,
        "pinpoint": line.pinpoint,
        "date": one.date,
        "words": line.words,
        "is_digest": line.is_digest,
        "language": line.language,
        "method": line.method,
        "confidence": line.confidence,
        "precision": line.precision,
        "footnote": one.footnote,
        "place": one.place,
        "year": one.year,
        "names": [iri for iri, _ in one.names],
        "before": [
            {"passage": before.passage, "pinpoint": before.pinpoint, "date": before.date, "relation": before.relation}
            for before in one.earlier
        ],
        "passage": line.passage,
        "finding": line.finding,
    }
