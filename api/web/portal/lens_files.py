"""Web: files of the risk lens. In: counts or passages, and a format. Out: the file. Must not count or look up."""

from collections.abc import Mapping, Sequence

from fastapi import Response

from api.corpus.dated import Dated
from api.lens.counted import Counts
from api.lens.framework import Framework
from api.lens.passages import Cell, passages
from api.lens.written import SAID, called, count_rows, counts_paper, passage_rows, passages_paper
from api.library import Library, Serving
from api.verbatim import footnotes_of
from api.web.negotiate import Chosen
from api.web.portal.downloads import paper_as
from api.web.portal.filed import Told, table
from api.web.portal.lens_asked import Asked

MOST = 500
"""Passages that a file holds at most."""


def counts_file(
    chosen: Chosen, one: Asked, counts: Counts, known: Framework, documents: Mapping[str, Dated], told: Told
) -> Response:
    """The matrix with all its columns."""
    stand = one.wanted.stand or "described"
    if chosen.offer.name in ("json", "csv"):
        rows = count_rows(counts, known, documents)
        silent = [thing.path for factor in known.factors for thing in factor.members if not counts.totals.get(thing.iri)]
        return table(chosen, rows, {"by": one.by, "how": stand, "silent": silent}, told, "risk-lens")
    remarks = [f"Passages in which a risk factor is {SAID[stand]}.", *told.narrowed]
    paper = counts_paper(f"Risk factors by {one.by}", remarks, counts, known, documents, told.origin)
    return paper_as(paper, chosen.offer.name, "risk-lens")


def passages_file(chosen: Chosen, library: Library, serving: Serving, cell: Cell, every: Sequence[str], told: Told) -> Response:
    """The first 500 passages of a cell, with footnotes in a paper."""
    found = passages(library, serving, cell, every[:MOST])
    cut = [f"The first {MOST} of {len(every):,} passages."] if len(every) > MOST else []
    name = cell.thing.path.replace("/", "-")
    if chosen.offer.name in ("json", "csv"):
        return table(chosen, passage_rows(found), {"thing": cell.thing.path, "total": len(every)}, told, name)
    notes = footnotes_of(library, serving, [one.iri for one in found])
    paper = passages_paper(called(cell.thing), [*told.narrowed, *cut], found, notes, told.origin)
    return paper_as(paper, chosen.offer.name, name)
