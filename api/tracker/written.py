"""Answers, tracker: papers and tables. In: a matrix, a list or a life line. Out: a paper for Word, PDF or Markdown, and rows
of a table. Must not look anything up.
"""

from collections.abc import Iterator, Mapping, Sequence

from api.papers.paper import Block, Paper, Run, RunKind, Table
from api.tracker.descent import LifeLine, Step
from api.tracker.grid import Grid
from api.tracker.listed import Item, Listing

RELATIONS = {"repeats": "repeats", "strengthens": "strengthens", "narrows": "narrows", "followsUp": "follows up"}
LIST_HEADS = (
    "iri", "kind", "year", "document", "pinpoint", "verb", "strength", "rank", "addressees", "themes", "pillars", "deadline",
    "words", "language", "fidelity", "taken_up", "silent_since", "method", "confidence",
)  # fmt: skip
LINE_HEADS = ("passage", "pinpoint", "year", "document", "relation", "takes_up", "confidence", "method", "fidelity", "text")
_KINDS: dict[str, RunKind] = {"added": "inserted", "dropped": "deleted", "same": ""}
_OURS = "Digest: our own words, not the official text."


def grid_rows(found: Grid) -> Iterator[Sequence[str | int]]:
    """The matrix as rows, its heads first."""
    yield ("", *(column.name for column in found.columns), "all")
    for row in found.rows:
        yield (row.name, *(found.counts.get((row.key, column.key), 0) for column in found.columns), row.total)


def list_rows(found: Listing) -> Iterator[Sequence[str | int | float]]:
    """The list as rows, its heads first; several things of one kind stand in one cell, parted by semicolons."""
    yield LIST_HEADS
    for one in found.items:
        yield (
            one.iri, one.kind, one.year or "", one.document, one.pinpoint, one.verb, one.strength, one.rank or "",
            *("; ".join(thing.name for thing in things) for things in (one.addressees, one.themes, one.pillars)),
            one.deadline, one.words, one.language, one.fidelity,
            "; ".join(f"{RELATIONS.get(later.relation, later.relation)}: {later.pinpoint}" for later in one.taken_up),
            one.silent_since or "", one.method, one.confidence,
        )  # fmt: skip


def line_rows(found: LifeLine) -> Iterator[Sequence[str | int | float]]:
    """The life line as rows, its heads first: a step with each of its links, or once where it has none."""
    yield LINE_HEADS
    for step in found.steps:
        told = step.passage
        for link in step.takes or (None,):
            linked = (link.relation, link.of, link.confidence, link.method) if link else ("", "", "", "")
            yield (told.iri, told.pinpoint, step.year or "", told.document, *linked, told.fidelity, told.text)


def grid_paper(found: Grid, title: str, filters: str, origin: str) -> Paper:
    """The matrix as a paper."""
    heads, *rows = list(grid_rows(found))
    table = Table(title, [str(head) for head in heads], [[Run(str(cell)) for cell in row] for row in rows])
    return Paper(title, [*_preface(filters, found.total), table], origin)


def list_paper(found: Listing, title: str, filters: str, origin: str, footnotes: Mapping[str, str]) -> Paper:
    """The list as a paper: under each document what it asks. `footnotes` are those of its passages, the pinpoint where one is not
    known.
    """
    blocks: list[Block | Table] = [*_preface(filters, found.total)]
    document = ""
    for one in found.items:
        if one.document != document:
            document = one.document
            head = one.title or one.pinpoint.partition(",")[0]
            dated = one.year and f"({one.year})" not in head
            blocks.append(Block("heading", [Run(f"{head} ({one.year})" if dated else head)], level=2))
        blocks += _item(one, footnotes)
    if found.total > found.start + len(found.items):
        shown = f"{found.start + 1} to {found.start + len(found.items)} of {found.total}"
        blocks.append(Block("note", [Run(f"These are {shown}; the rest is not in this paper.")]))
    return Paper(title, blocks, origin)


def line_paper(found: LifeLine, title: str, origin: str, footnotes: Mapping[str, str]) -> Paper:
    """The life line as a paper: each step with what is new and what is gone against the step that it takes up. `footnotes` are
    those of the passages; a pinpoint where one has none.
    """
    pinpoints = {step.passage.iri: step.passage.pinpoint for step in found.steps}
    blocks: list[Block | Table] = [Block("note", [Run(silence(found))])]
    for step in found.steps:
        head = f"{step.year}: {step.passage.pinpoint}" if step.year else step.passage.pinpoint
        blocks.append(Block("heading", [Run(head)], level=2))
        for link in step.takes:
            said = f"{RELATIONS.get(link.relation, link.relation).capitalize()} {pinpoints[link.of]}"
            blocks.append(Block("note", [Run(f"{said} ({link.method}, confidence {link.confidence:.2f}).")]))
        blocks.append(Block("quotation", _changed(step, footnotes), language=step.passage.language))
    return Paper(title, blocks, origin)


def silence(found: LifeLine) -> str:
    """What can be said of the end of a line, in one sentence."""
    if not found.known:
        return "This generation holds no lineage: whether anything takes this up later is not known."
    if not found.steps[-1].year:
        return "The last step has no date that is known."
    if not found.silent_since:
        return f"Last said in {found.steps[-1].year}, the year of the latest document here that asks anything."
    years = f"{found.silent_years} year{'' if found.silent_years == 1 else 's'}"
    return f"Silent since {found.silent_since}: in the {years} up to {found.latest} nothing here is known to take it up."


def _preface(filters: str, total: int) -> list[Block]:
    told = f"{total:,} recommendations and commitments" + (f", narrowed to {filters}" if filters else "")
    return [Block("note", [Run(f"{told}. Read by program; not an official United Nations product.")])]


def _item(one: Item, footnotes: Mapping[str, str]) -> list[Block]:
    asked = ", ".join(thing.name for thing in one.addressees) or "an addressee that is not in the vocabulary"
    strength = f"{one.strength} ({one.rank} of 10)" if one.rank else one.strength
    after = "; ".join(f"{RELATIONS.get(later.relation, later.relation)}: {later.pinpoint}" for later in one.taken_up)
    end = f" Later: {after}." if after else f" Silent since {one.silent_since}." if one.silent_since else ""
    ours = f" {_OURS}" if one.fidelity == "digest" else ""
    party = "Asked of" if one.kind == "recommendation" else "Promised by"
    return [
        Block("item", [Run(one.words, note=f"{footnotes.get(one.passage, f'{one.pinpoint}.')}{ours}")], language=one.language),
        Block("note", [Run(f"{party} {asked}; {strength}.{end}")]),
    ]


def _changed(step: Step, footnotes: Mapping[str, str]) -> list[Run]:
    note = footnotes.get(step.passage.iri, f"{step.passage.pinpoint}.") + (
        f" {_OURS}" if step.passage.fidelity == "digest" else ""
    )
    if not step.changed:
        return [Run(step.passage.text, note=note)]
    runs = [Run(f"{piece.text} ", _KINDS[piece.kind]) for piece in step.changed]
    return [*runs[:-1], Run(runs[-1].text, runs[-1].kind, note)]
