"""Web: answers as files. In: rows with what they are about. Out: JSON or CSV, and the formats in which a page of the lens or of
situations is offered. Must not look anything up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import Response

from api.csv_table import as_csv
from api.web.negotiate import HTML, JSON, Chosen, Offer
from api.web.portal.downloads import PAPERS, TYPES, download
from api.web.rdf import as_json

OFFERS = (HTML, JSON, Offer("csv", "text/csv"), *(Offer(ending, TYPES[ending].partition(";")[0]) for ending in PAPERS))
"""A page first; what it shows as JSON, CSV, Word, PDF and Markdown."""
_SHOWN = (("CSV", "csv"), ("JSON", "json"), ("Word", "docx"), ("Markdown", "md"), ("PDF", "pdf"))
Rows = Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Told:
    """Where an answer comes from: the address that repeats it, the generation, and what narrows it, in words."""

    address: str
    generation: str
    narrowed: Sequence[str] = ()

    @property
    def origin(self) -> str:
        """Address and generation in one line."""
        return f"{self.address} (generation {self.generation})"


def table(chosen: Chosen, rows: Rows, about: Mapping[str, object], told: Told, name: str) -> Response:
    """Rows as JSON with what they are about beside them, or as CSV with where they come from in columns of their own."""
    whence = {"narrowed": list(told.narrowed), "address": told.address, "generation": told.generation}
    if chosen.offer.name == "json":
        return as_json({**about, **whence, "rows": list(rows)})
    heads = list(dict.fromkeys(head for row in rows for head in row))
    lines: list[list[str | int | float]] = [[*heads], *([_cell(row.get(head)) for head in heads] for row in rows)]
    return download(as_csv(lines, {"address": told.address, "generation": told.generation}), "csv", name)


def formats(here: str) -> list[tuple[str, str]]:
    """The files of an address: their names and where they are."""
    joint = "&" if "?" in here else "?"
    return [(name, f"{here}{joint}format={ending}") for name, ending in _SHOWN]


def _cell(value: object) -> str | int | float:
    if isinstance(value, (list, tuple)):
        return " ".join(map(str, value))
    return value if isinstance(value, (int, float, str)) else ""
