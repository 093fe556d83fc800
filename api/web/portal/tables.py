"""Web: tables. In: SPARQL JSON results. Out: rows of cells with links, as a page shows them. Must not look anything up.

A named query gives labels beside IRIs, `actorLabel` beside `actor`, `pinpoint` beside `passage`; `folded` makes one cell of both.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from api.portions import portions
from api.web import links
from ontology.iris import Iris

MOST_ROWS = 100  # a page; the other formats give all
MOST_WEIGHT = 60_000  # about how many characters of a page the rows of a table take
_LONGEST = 4_000  # characters of one value
_CELL = 40  # characters of markup around a value
_NAMED_BY = {
    "pinpoint": "passage",
    "functionPinpoint": "function",
    "markedIn": "marked",
    "title": "document",
    "symbols": "document",
}
_ORDERS = ("order", "start", "functionOrder", "outputOrder", "outcomeOrder")


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as shown. `href` is empty for a literal, `language` None where the value has none."""

    text: str
    href: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, and rows of as many cells; None is an unbound variable. `total` counts the rows that there are."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    total: int


def read(iris: Iris, body: bytes) -> tuple[Table | None, bool | None]:
    """The table of a SELECT's answer, or the yes or no of an ASK's."""
    told = json.loads(body)
    if "boolean" in told:
        return None, bool(told["boolean"])
    return of(iris, told["head"]["vars"], told["results"]["bindings"]), None


def of(iris: Iris, columns: Sequence[str], bindings: Sequence[Mapping[str, Mapping[str, str]]]) -> Table:
    """The table of columns and rows as SPARQL's JSON has them, with as many of the first rows as a page can carry."""
    rows = (tuple(_cell(iris, row.get(column)) for column in columns) for row in bindings[:MOST_ROWS])
    return Table(tuple(columns), next(portions(rows, _weight, MOST_ROWS, MOST_WEIGHT), ()), len(bindings))


def _weight(row: Sequence[Cell | None]) -> int:
    return sum(_CELL + len(cell.text.encode()) + len(cell.href) for cell in row if cell)


def folded(table: Table) -> Table:
    """The table with labels linked to what they name, without the columns that only sort, repeat or stay empty."""
    named = _named(table.columns)
    hidden = {named[label] for label in named} | set(_ORDERS) | _empty(table)
    kept = [place for place, column in enumerate(table.columns) if column not in hidden]
    rows = tuple(tuple(_linked(table, row, place, named) for place in kept) for row in table.rows)
    return Table(tuple(table.columns[place].removesuffix("Label") for place in kept), rows, table.total)


def _named(columns: Sequence[str]) -> Mapping[str, str]:
    """Label column -> the column of the IRI that it names, where both are there."""
    labels = {column: column.removesuffix("Label") for column in columns if column.endswith("Label")} | _NAMED_BY
    return {label: column for label, column in labels.items() if label in columns and column in columns}


def _empty(table: Table) -> set[str]:
    if not table.rows:
        return set()
    return {column for place, column in enumerate(table.columns) if all(row[place] is None for row in table.rows)}


def _linked(table: Table, row: Sequence[Cell | None], place: int, named: Mapping[str, str]) -> Cell | None:
    cell, target = row[place], named.get(table.columns[place])
    other = row[table.columns.index(target)] if target else None
    return replace(cell, href=other.href) if cell and other else cell or other


def _cell(iris: Iris, term: Mapping[str, str] | None) -> Cell | None:
    if term is None:
        return None
    if term["type"] == "uri":
        return Cell(links.readable(iris, term["value"]), links.local_href(iris, term["value"]))
    text = str(term["value"])
    return Cell(text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …", language=term.get("xml:lang"))
