"""Answers, risk lens: written. In: counts, or passages. Out: rows for a table, and a paper with footnotes. Must not know a
format.
"""

from collections.abc import Mapping, Sequence

from api.corpus.dated import Dated
from api.lens.counted import UNDATED, Counts
from api.lens.findings import Stand
from api.lens.framework import Factor, Framework, Indicator
from api.lens.passages import Passage, Standing
from api.papers.paper import Block, Paper, Run, Table
from api.verbatim import DIGEST, Line

SAID: Mapping[Stand, str] = {
    "named": "named by its own name",
    "described": "described in other words, read by rule",
    "observed": "observed of a State or region in the same sentence",
}
"""What each kind of finding says, in words."""
SILENCE = "That no document here speaks of it says nothing of what the United Nations as a whole says: only this corpus is meant."
_MOST_COLUMNS = 12


def count_rows(counts: Counts, known: Framework, documents: Mapping[str, Dated]) -> list[dict[str, object]]:
    """A row for each factor or indicator and each column in which a passage stands."""
    found: list[dict[str, object]] = []
    for factor in known.factors:
        for thing in factor.members:
            for column in counts.columns:
                count = counts.cells.get((thing.iri, column), 0)
                if count:
                    document = documents.get(column)
                    name = {"document": document.name, "date": document.date} if document else {"year": column}
                    kind = "risk factor" if isinstance(thing, Factor) else "indicator"
                    found.append(
                        {"kind": kind, "number": thing.number, "name": thing.label, **name, "passages": count, "iri": thing.iri}
                    )
    return found


def counts_paper(
    title: str, remarks: Sequence[str], counts: Counts, known: Framework, documents: Mapping[str, Dated], origin: str
) -> Paper:
    """The counts as tables, twelve columns in each, and what no passage speaks of."""
    blocks: list[Block | Table] = [Block("note", [Run(remark)]) for remark in remarks]
    for start in range(0, len(counts.columns), _MOST_COLUMNS):
        columns = counts.columns[start : start + _MOST_COLUMNS]
        heads = [
            "Risk factor",
            *(documents[one].name if one in documents else "no date" if one == UNDATED else one for one in columns),
        ]
        rows = [
            [Run(f"{factor.number}. {factor.label}"), *(Run(str(counts.cells.get((factor.iri, one), 0))) for one in columns)]
            for factor in known.factors
        ]
        blocks.append(Table("Passages", heads, rows))
    blocks += [Block("heading", [Run("What no document here speaks of")], level=2), Block("note", [Run(SILENCE)])]
    silent = [thing for factor in known.factors for thing in factor.members if not counts.totals.get(thing.iri)]
    blocks += [Block("item", [Run(called(thing))]) for thing in silent]
    return Paper(title, blocks, origin)


def passage_rows(passages: Sequence[Passage]) -> list[dict[str, object]]:
    """A row for each finding, with all that is known of it."""
    return [_row(passage, standing) for passage in passages for standing in passage.standings]


def passages_paper(
    title: str, remarks: Sequence[str], passages: Sequence[Passage], notes: Mapping[str, str], origin: str
) -> Paper:
    """The passages as quotations with footnotes; under each what stands there."""
    blocks: list[Block | Table] = [Block("note", [Run(remark)]) for remark in remarks]
    for passage in passages:
        line = passage.standings[0].line
        blocks.append(Block("heading", [Run(passage.pinpoint)], level=3))
        blocks.append(quotation(line, notes.get(passage.iri, passage.pinpoint)))
        for standing in passage.standings:
            said = f"{called(standing.thing)}: {SAID[standing.found.stand]}: “{standing.line.words}”"
            blocks.append(Block("item", [Run(said)]))
    return Paper(title, blocks, origin)


def quotation(line: Line, note: str) -> Block:
    """Words of a passage with their footnote, the words that a statement stands on set strong where more stands around them."""
    around = bool(line.before or line.after)
    runs = [Run(f"[{DIGEST}] ", "emphasis")] if line.is_digest else []
    runs.append(Run(f"{'… ' if line.is_cut_before else ''}{line.before}"))
    runs.append(Run(line.words, "strong" if around else ""))
    runs.append(Run(f"{line.after}{' …' if line.is_cut_after else ''}", note=note))
    return Block("quotation", [run for run in runs if run.text or run.note], language=line.language)


def called(thing: Factor | Indicator) -> str:
    """A factor or indicator as a reader calls it."""
    return f"{'Risk factor' if isinstance(thing, Factor) else 'Indicator'} {thing.number}: {thing.label}"


def _row(passage: Passage, standing: Standing) -> dict[str, object]:
    line = standing.line
    return {
        "pinpoint": passage.pinpoint,
        "date": passage.document.date if passage.document else "",
        "stands": standing.found.stand,
        "number": standing.thing.number,
        "name": standing.thing.label,
        "words": line.words,
        "sentence": f"{line.before}{line.words}{line.after}",
        "fidelity": DIGEST if line.is_digest else "full text",
        "language": line.language,
        "method": line.method,
        "confidence": line.confidence,
        "precision": line.precision,
        "passage": passage.iri,
        "finding": standing.found.finding,
    }
