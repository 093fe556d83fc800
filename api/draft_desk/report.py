"""Answers, drafting desk: the report. In: a draft on the desk. Out: a paper of it: its length, the draft with the footnotes that
the United Nations would print at its citations, and under each passage what was found. Must not know a format, nor judge.
"""

from collections.abc import Callable, Iterator

from api.draft_desk.desk import Desk, Part, Sentence
from api.draft_desk.length import Length
from api.drafts.findings import Finding
from api.drafts.report import LIMITS, MEANING, named, said
from api.papers.paper import Block, Paper, Run, Table
from api.precedents.answer import Precedents

_MOST_PARTS = 2_000  # of one paper
Address = Callable[[str], str]
"""The whole address under which a thing is read, by its IRI."""


def paper_of(desk: Desk, address: Address) -> Paper:
    """The desk as a paper, to be kept beside the draft."""
    return Paper("Report on a draft", tuple(_blocks(desk, address)), f"Held against generation {desk.report.generation}.")


def told(length: Length) -> str:
    """The length in a sentence."""
    return (
        f"{length.total:,} words: {length.text:,} in the text, {length.footnotes:,} in footnotes, {length.tables:,} in tables. "
        f"{length.quoted:,} words stand within quotation marks."
    )


def _blocks(desk: Desk, address: Address) -> Iterator[Block | Table]:
    yield Block("heading", (Run("Length"),), 1)
    yield Block("paragraph", (Run(told(desk.length)),))
    rows = [(Run(one.of), Run(f"{one.words:,}"), Run(f"{one.left:,}")) for one in desk.length.limits]
    yield Table("Limits of the United Nations", ("For", "Words at most", "Words left"), rows)
    yield Block("heading", (Run("Citations"),), 1)
    for state, count in desk.report.summary.items():
        if count:
            yield Block("item", (Run(f"{state}: {count:,}", "strong"), Run(f" ({MEANING[state]})")))
    if not desk.report.citations:
        yield Block("paragraph", (Run("No citation was found."),))
    yield Block("heading", (Run("The draft"),), 1)
    for part in desk.parts[:_MOST_PARTS]:
        yield from _part(part, desk, address)
    yield Block("note", (Run(LIMITS),))


def _part(part: Part, desk: Desk, address: Address) -> Iterator[Block]:
    yield Block("paragraph", tuple(run for at, sentence in enumerate(part.sentences) for run in _sentence(sentence, at > 0)))
    for finding in part.findings:
        yield Block("note", tuple(_finding(finding, address)))
    for quoted in part.quoted:
        if quoted.is_long:
            yield Block("note", (Run(f"A quotation of {quoted.words} words: a paraphrase with the pinpoint is shorter."),))
    for sentence in part.sentences:
        if sentence.number in desk.opened:
            yield from _precedents(sentence.number, desk.opened[sentence.number], address)


def _sentence(sentence: Sentence, follows: bool) -> Iterator[Run]:
    """The words of a sentence as drafted, with its mark ("2.", "(a)") before it, and a blank behind the one before."""
    if before := f"{' ' if follows else ''}{sentence.mark and f'{sentence.mark} '}":
        yield Run(before)
    for stretch in sentence.stretches:
        yield Run(stretch.text, "strong" if stretch.finding else "", note=stretch.finding.footnote if stretch.finding else "")


def _finding(finding: Finding, address: Address) -> Iterator[Run]:
    yield Run(f"{finding.as_printed}: {finding.state}. ", "strong")
    yield Run(named(finding.target) if finding.target else f"Names no document: {finding.unresolved}")
    for place in finding.places:
        yield Run(f" {place.words}: {place.state}.{place.note and ' '}{place.note}", href=address(place.iri) if place.iri else "")
    for quotation in finding.quotations:
        yield Run(f" {said(quotation)}{quotation.note and ' '}{quotation.note}")
        for each in quotation.differences:
            kind = {"document": "deleted", "draft": "inserted", "both": ""}[each.kind]
            yield Run(f" {each.words}", kind)  # type: ignore[arg-type]
    for note in finding.notes:
        yield Run(f" {note.words}")


def _precedents(number: int, found: Precedents, address: Address) -> Iterator[Block]:
    yield Block("heading", (Run(f"Precedents of sentence {number}"),), 3)
    for one in found.found:
        passage = one.passage
        when = f", {passage.when}" if passage.when else ""
        digest = " (digest: our own words)" if passage.fidelity == "digest" else ""
        yield Block("item", (Run(passage.pinpoint, "strong", href=address(passage.iri)), Run(f" {passage.title}{when}{digest}")))
        yield Block("quotation" if not digest else "paragraph", (Run(passage.text),), language=passage.language or "en")
