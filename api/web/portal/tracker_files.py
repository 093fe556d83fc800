"""Web: files of the tracker. In: a matrix, a list or a life line, and a format. Out: the file. Must not count, or look up more
than the statements of what is listed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from fastapi import Response

from api.csv_table import as_csv
from api.library import Library, Serving
from api.tracker.descent import LifeLine
from api.tracker.grid import Grid
from api.tracker.listed import MOST_EXPORTED, PAGE, Listing
from api.tracker.wanted import Wanted
from api.tracker.written import grid_paper, grid_rows, line_paper, line_rows, list_paper, list_rows
from api.verbatim import footnotes_of
from api.web import rdf
from api.web.negotiate import Chosen
from api.web.portal.downloads import TYPES, download, paper_as
from ontology.iris import checked

WORD = TYPES["docx"]
MOST: Mapping[str, int] = MappingProxyType(
    {"html": PAGE, "json": MOST_EXPORTED, "csv": MOST_EXPORTED, "jsonld": 200, "docx": 300}
)
"""Duties that one answer of each format holds at most."""
_STATED = """PREFIX mg: <https://w3id.org/mandategraph/ontology#>
CONSTRUCT {{ ?thing ?property ?value }} WHERE {{
  VALUES ?thing {{ {iris} }} ?thing ?property ?value FILTER(?property != mg:concerns) }}"""


@dataclass(frozen=True, slots=True)
class Told:
    """Where an answer comes from: the address that repeats it, the generation, and the filters in words."""

    address: str
    generation: str
    filters: str

    @property
    def origin(self) -> str:
        """Address and generation in one line."""
        return f"{self.address} (generation {self.generation})"

    @property
    def about(self) -> Mapping[str, str]:
        """The same for columns of a table."""
        return {"filters": self.filters, "generation": self.generation, "address": self.address}


def matrix_file(found: Grid, asked: Wanted, title: str, told: Told, chosen: Chosen) -> Response:
    """The matrix as CSV, Word or JSON, with all its rows and columns."""
    if chosen.offer.name == "csv":
        return download(as_csv(grid_rows(found), told.about), "csv", f"recommendations-{found.view}")
    if chosen.offer.name == "docx":
        return paper_as(
            grid_paper(found, f"Recommendations: {title}", told.filters, told.origin), "docx", f"recommendations-{found.view}"
        )
    return rdf.as_json(
        {
            "by": found.view,
            "filters": dict(asked.values),
            "generation": told.generation,
            "total": found.total,
            "columns": found.columns,
            "rows": [
                {
                    "key": row.key,
                    "name": row.name,
                    "total": row.total,
                    "counts": [found.counts.get((row.key, column.key), 0) for column in found.columns],
                }
                for row in found.rows
            ],
        }
    )


def list_file(library: Library, serving: Serving, found: Listing, asked: Wanted, told: Told, chosen: Chosen) -> Response:
    """The list as CSV, Word, JSON, or the statements of the graph about each as JSON-LD."""
    if chosen.offer.name == "csv":
        return download(as_csv(list_rows(found), told.about), "csv", "recommendations")
    if chosen.offer.name == "docx":
        notes = footnotes_of(library, serving, [one.passage for one in found.items])
        return paper_as(list_paper(found, "Recommendations", told.filters, told.origin, notes), "docx", "recommendations")
    if chosen.offer.name == "jsonld":
        return _statements(serving, [one.iri for one in found.items], chosen)
    return rdf.as_json(
        {
            "filters": dict(asked.values),
            "sort": found.sort,
            "generation": told.generation,
            "total": found.total,
            "start": found.start,
            "items": found.items,
        }
    )


def line_file(library: Library, serving: Serving, found: LifeLine, told: Told, chosen: Chosen) -> Response:
    """The life line as CSV, Word, JSON, or the statements of the graph about its links and duties as JSON-LD."""
    pinpoint = next((step.passage.pinpoint for step in found.steps if step.passage.iri == found.passage), "")
    if chosen.offer.name == "csv":
        return download(as_csv(line_rows(found), replace(told, filters=found.start).about), "csv", f"life-line-{pinpoint}")
    if chosen.offer.name == "docx":
        notes = footnotes_of(library, serving, [step.passage.iri for step in found.steps])
        return paper_as(line_paper(found, f"Life line of {pinpoint}", told.origin, notes), "docx", f"life-line-{pinpoint}")
    if chosen.offer.name == "jsonld":
        iris = [iri for step in found.steps for iri in (*step.duties, *(link.link for link in step.takes))]
        return _statements(serving, iris or [found.passage], chosen)
    return rdf.as_json({"generation": told.generation, "silent_years": found.silent_years} | rdf.told_of(found))


def _statements(serving: Serving, iris: list[str], chosen: Chosen) -> Response:
    query = _STATED.format(iris=" ".join(f"<{checked(iri)}>" for iri in iris))
    return rdf.together(serving.graph.construct(query) if iris else b"", chosen)
