"""Answers, tracker: the same as SPARQL. In: filters, and for a matrix its axes. Out: a query that gives what the page shows.
Must not run it.
"""

from collections.abc import Sequence

from api.library import Library
from api.tracker.grid import VIEWS
from api.tracker.register import LATER, NONE
from api.tracker.wanted import Wanted, key_of, years_of
from ontology.iris import checked

_PREFIXES = "PREFIX mg: <https://w3id.org/mandategraph/ontology#>\n"
_DUTY = """  ?duty a mg:Duty ; mg:statedIn ?passage ; mg:verbClass ?verb .
  ?passage mg:inDocument ?document .
  OPTIONAL { ?document mg:issued ?date } OPTIONAL { ?document mg:issuedYear ?yearOnly }
  OPTIONAL { ?document mg:adopted ?adopted } BIND(YEAR(COALESCE(?date, ?yearOnly, ?adopted)) AS ?year)"""
_PATHS = {"addressee": "mg:addressee|mg:actor", "theme": "mg:theme", "pillar": "mg:pillar"}
_KINDS = {"recommendation": "?duty a mg:Recommendation .", "commitment": "?duty a mg:Commitment ."}
_TAKEN_UP = """EXISTS { ?link mg:earlier ?duty } ||
    EXISTS { ?link a mg:Lineage ; mg:earlierPassage ?passage FILTER NOT EXISTS { ?link mg:earlier ?other } }"""


def list_query(library: Library, asked: Wanted) -> str:
    """The duties that fit, the latest first, with their words."""
    return "\n".join(
        (
            f"{_PREFIXES}SELECT DISTINCT ?duty ?pinpoint ?year ?strength ?words ?document ?order ?start {{",
            *_body(library, asked),
            "  ?duty mg:strength ?strength ; mg:asPrinted ?words ; mg:start ?start .",
            "  ?passage mg:pinpoint ?pinpoint ; mg:order ?order .",
            "} ORDER BY DESC(?year) STR(?document) ?order ?start STR(?duty)",
        )
    )


def grid_query(library: Library, asked: Wanted, view: str) -> str:
    """How many duties fit by row and column; both are unbound where a duty has no value, and years are not made periods."""
    bound = [_bound(axis, name) for axis, name in zip(VIEWS[view], ("row", "column"), strict=True)]
    return "\n".join(
        (
            f"{_PREFIXES}SELECT ?row ?column (COUNT(DISTINCT ?duty) AS ?duties) {{",
            *_body(library, asked),
            *bound,
            "} GROUP BY ?row ?column ORDER BY STR(?row) STR(?column)",
        )
    )


def _bound(axis: str, name: str) -> str:
    return f"  BIND(?year AS ?{name})" if axis == "year" else f"  OPTIONAL {{ ?duty {_PATHS[axis]} ?{name} }}"


def _body(library: Library, asked: Wanted) -> list[str]:
    return [_DUTY, *(line for name, values in asked.values if (line := _narrowed(library, name, values)))]


def _narrowed(library: Library, name: str, values: Sequence[str]) -> str:
    """The pattern or filter that keeps what one filter keeps; "" where it keeps everything."""
    if name == "kind":
        return f"  {_KINDS[values[0]]}" if len(values) == 1 else ""
    if name == "later":
        if len(values) > 1:
            return ""
        return f"  FILTER({_TAKEN_UP})" if values[0] == LATER[0] else f"  FILTER(!({_TAKEN_UP}))"
    if name == "year":
        return f"  FILTER({' || '.join(map(_within, values))})"
    iris = " ".join(f"<{checked(key_of(library, name, value))}>" for value in values if value != NONE)
    if name in ("verb", "document"):
        return f"  VALUES ?{name} {{ {iris} }}"
    having = f"EXISTS {{ VALUES ?{name} {{ {iris} }} ?duty {_PATHS[name]} ?{name} }}"
    without = f"NOT EXISTS {{ ?duty {_PATHS[name]} ?any{name.capitalize()} }}"
    return f"  FILTER({' || '.join(([having] if iris else []) + ([without] if NONE in values else []))})"


def _within(value: str) -> str:
    first, last = years_of(value) or (0, 0)
    if not last:
        return "!BOUND(?year)"
    return f"(BOUND(?year) && ?year >= {first} && ?year <= {last})"
