"""Answers, risk lens: as SPARQL. In: what the lens is asked. Out: a query that anybody can run, with the same counts or passages.
Must not be what the lens itself runs: it keeps the findings of a generation, and this says how to find them again.

Each kind of finding has a branch of its own, thing and all: joined to a union from outside, the engine would first list every
finding that there is. The words are added last for the same reason.
"""

from collections.abc import Sequence

from api.lens.counted import UNDATED, Wanted
from api.lens.findings import STANDS
from ontology.iris import checked

_HEAD = """PREFIX mg: <https://w3id.org/mandategraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

"""
_OF = {
    "named": ("mg:of", "mg:inPassage"),
    "described": ("mg:alludesTo", "mg:inPassage"),
    "observed": ("mg:underFactor|mg:underIndicator", "mg:statedIn"),
}
_DATED = """  OPTIONAL { ?document mg:issued ?date }
  OPTIONAL { ?document mg:issuedYear ?yearOnly }
  OPTIONAL { ?document mg:adopted ?adopted }
  BIND(YEAR(COALESCE(?date, ?yearOnly, ?adopted)) AS ?year)
"""


def counts_as_query(asked: Wanted, *, by_document: bool) -> str:
    """The counts of the lens: a factor's passages, its indicators' among them, by year or by document."""
    column = "?document" if by_document else "?year"
    things = ("?factor a mg:RiskFactor . BIND(?factor AS ?thing)", "?factor a mg:RiskFactor ; mg:hasIndicator ?thing .")
    return (
        _HEAD
        + f"SELECT ?number ?label {column} (COUNT(DISTINCT ?passage) AS ?passages) {{\n"
        + "{ SELECT DISTINCT ?factor ?passage ?document ?year {\n"
        + _found(asked, things)
        + "} }\n"
        + '  ?factor mg:number ?number ; skos:prefLabel ?label FILTER(LANG(?label) = "en")\n'
        + f"}}\nGROUP BY ?number ?label {column}\nORDER BY {column} xsd:integer(?number)\n"
    )


def passages_as_query(asked: Wanted, things: Sequence[str], column: str) -> str:
    """The passages of a cell, each finding a row. `things` are the factor with its indicators, or the indicator alone."""
    listed = " ".join(f"<{checked(thing)}>" for thing in things)
    within = ""
    if column == UNDATED:
        within = "  FILTER(!BOUND(?year))\n"
    elif column.isdecimal():
        within = f"  FILTER(?year = {column})\n"
    elif column:
        within = f"  FILTER(?document = <{checked(column)}>)\n"
    return (
        _HEAD
        + "SELECT ?pinpoint ?year ?asPrinted ?method ?confidence ?thing ?finding ?passage {\n"
        + "{ SELECT DISTINCT ?thing ?finding ?passage ?year {\n"
        + _found(asked, (f"VALUES ?thing {{ {listed} }}",))
        + within
        + "} }\n"
        + "  ?passage mg:pinpoint ?pinpoint .\n"
        + "  ?finding mg:asPrinted ?asPrinted ; mg:method ?method ; mg:confidence ?confidence .\n"
        + "}\nORDER BY DESC(?year) ?pinpoint\n"
    )


def _found(asked: Wanted, things: Sequence[str]) -> str:
    """The findings that count, with their passage, document and year."""
    branches = []
    for stand in [asked.stand] if asked.stand else STANDS:
        of, where = _OF[stand]
        branches += [
            f"  {{ {thing} ?finding {of} ?thing ; {where} ?passage . ?passage mg:inDocument ?document }}" for thing in things
        ]
    text = "\n  UNION\n".join(branches) + "\n" + _DATED
    if asked.kind:
        text += f"  ?document a mg:{asked.kind} .\n"
    if asked.place:
        place = f"<{checked(asked.place)}>"
        observed = f"EXISTS {{ ?finding mg:ofSituation/mg:situationIn {place} }}"
        text += f"  FILTER(EXISTS {{ ?passage mg:mentions {place} }} || {observed})\n"
    if asked.year_from is not None:
        text += f"  FILTER(?year >= {asked.year_from})\n"
    if asked.year_to is not None:
        text += f"  FILTER(?year <= {asked.year_to})\n"
    return text
