"""Web: the console. In: a query, and perhaps its answer or its fault. Out: the page on which people write queries: an answer as a
table, as bars or lines, as a network, and where to fetch it. Must not evaluate one.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.pictures.network import Link, network
from api.pictures.series import Binding, charted
from api.querying.proofread import Fault, fault_of
from api.web import links
from api.web.pages import library_of, page
from api.web.portal import editor, tables
from api.web.problems import Problem, note, problem_of
from api.web.rdf import PREFIXES
from ontology.errors import MandateGraphError, QuerySyntaxError
from ontology.iris import MG, Iris
from stores.graph.cost import Cost
from stores.graph.described import written
from stores.graph.worker import Answer

FIRST = """PREFIX mg: <https://w3id.org/mandategraph/ontology#>

SELECT ?document ?title ?issued WHERE {
  ?document a mg:Report ; mg:title ?title .
  OPTIONAL { ?document mg:issued ?issued }
}
ORDER BY DESC(?issued) LIMIT 20
"""
BY_MEANING = """PREFIX mg: <https://w3id.org/mandategraph/ontology#>
PREFIX search: <https://w3id.org/mandategraph/search#>

SELECT ?score ?pinpoint ?action ?passage WHERE {
  SERVICE search:index {
    ?passage search:query "early warning without action" ; search:score ?score ; search:limit 20 .
    ?duty a mg:Recommendation ; mg:statedIn ?passage ; mg:action ?action .
  }
  ?passage mg:pinpoint ?pinpoint .
}
ORDER BY DESC(?score)
"""
COUNTED = """PREFIX mg: <https://w3id.org/mandategraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?factor (COUNT(DISTINCT ?passage) AS ?passages) WHERE {
  ?passage mg:mentions ?iri .
  ?iri a mg:RiskFactor ; skos:prefLabel ?factor FILTER(LANG(?factor) = "en")
}
GROUP BY ?factor ORDER BY DESC(?passages)
"""
LINKED = """PREFIX mg: <https://w3id.org/mandategraph/ontology#>

CONSTRUCT { ?one mg:cites ?other } WHERE {
  ?passage mg:inDocument ?one ; mg:cites ?other .
  ?other a mg:Document
}
LIMIT 60
"""
SHOWN = (("By meaning", BY_MEANING), ("Counted, as a chart", COUNTED), ("Linked, as a graph", LINKED))
"""Queries to begin with that show what the page can do."""
_MOST_TURTLE = 20_000  # characters
_MOST_READ = 5_000  # statements or rows of which a network is made
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_THING = re.compile(r"[a-z]+(?:-[a-z]+)*/[a-z0-9-]+")
_STATEMENT = re.compile(r"<([^>]*)> <([^>]*)> <([^>]*)> \.")
_OF_ROWS = (("CSV", "csv"), ("TSV", "tsv"), ("JSON", "json"), ("XML", "xml"))
_OF_GRAPH = (("Turtle", "turtle"), ("JSON-LD", "jsonld"), ("N-Triples", "ntriples"), ("RDF/XML", "rdfxml"))


def form(request: Request, example: str | None = None) -> HTMLResponse:
    """The page with a query to begin with, or with a named one; UnknownQuery where no query has that name."""
    return page(request, "sparql.html", _values(request, editor.example(request, example) if example else FIRST))


def shown(request: Request, query: str, answer: Answer, cost: Cost) -> HTMLResponse:
    """The page with a query and its answer. A graph is taken as N-Triples, all else as SPARQL's JSON."""
    values = _values(request, query) | {"cost": cost}
    if answer.kind == "graph":
        return page(request, "sparql.html", values | _of_graph(request, answer.body))
    told = json.loads(answer.body)
    if "boolean" in told:
        return page(request, "sparql.html", values | {"boolean": bool(told["boolean"]), "formats": _OF_ROWS[2:]})
    return page(request, "sparql.html", values | _of_rows(request, told["head"]["vars"], told["results"]["bindings"]))


def refused(request: Request, query: str, error: MandateGraphError) -> HTMLResponse:
    """The page with a query that cannot be answered, and why, with the line that is wrong: the query is not lost."""
    problem = problem_of(error)
    note(request, problem, error)
    retry = {"Retry-After": str(problem.retry_s)} if problem.retry_s is not None else {}
    fault = fault_of(query, error) if isinstance(error, QuerySyntaxError) else Fault(problem.detail, problem.advice, None, None)
    values = _values(request, query) | {"problem": problem, "fault": fault, "wrong": _wrong(query, problem)}
    return page(request, "sparql.html", values, status=problem.status, headers=retry)


def _values(request: Request, query: str) -> dict[str, object]:
    return {
        "asked": query,
        "shown": SHOWN,
        "by_meaning": BY_MEANING,
        "queries": library_of(request).queries,
        "takes_updates": request.app.state.desk is not None,
        "has_editor": editor.files() is not None,
        "most_bytes": library_of(request).settings.max_query_bytes,
    } | dict.fromkeys(("cost", "table", "boolean", "turtle", "chart", "network", "problem", "wrong", "formats"))


def _of_rows(request: Request, columns: Sequence[str], rows: Sequence[Binding]) -> dict[str, object]:
    iris, names = library_of(request).iris, _names(request, rows[:_MOST_READ])
    return {
        "table": tables.of(iris, columns, rows),
        "chart": charted(columns, rows, names),
        "network": network(list(_in_rows(columns, rows[:_MOST_READ])), names),
        "formats": _OF_ROWS,
    }


def _of_graph(request: Request, n_triples: bytes) -> dict[str, object]:
    said = [(one[1], one[2], one[3]) for one in _STATEMENT.finditer(n_triples.decode())][:_MOST_READ]
    found: list[Link] = [(one, links.words(links.local_name(says)), other) for one, says, other in said if says != _TYPE]
    found = found or [(one, "type", other) for one, _, other in said]
    iris = library_of(request).iris
    names = {iri: _named(iris, iri) for one, _, other in said for iri in (one, other)}
    turtle = written(n_triples, "turtle", PREFIXES).decode()
    short = turtle if len(turtle) <= _MOST_TURTLE else turtle[:_MOST_TURTLE].rpartition("\n")[0] + "\n# … the rest is in the file"
    return {"turtle": short, "network": network(found, names), "formats": _OF_GRAPH}


def _names(request: Request, rows: Sequence[Binding]) -> Mapping[str, str]:
    """IRI -> what it is called in its row, by a column `fooLabel` beside `foo`; else its own readable form."""
    iris, names = library_of(request).iris, dict[str, str]()
    for row in rows:
        for column, term in row.items():
            if term["type"] == "uri":
                label = row.get(f"{column}Label") or row.get(f"{column}Pinpoint")
                names.setdefault(term["value"], label["value"] if label else _named(iris, term["value"]))
    return names


def _named(iris: Iris, iri: str) -> str:
    """An IRI as it stands in a picture: a thing of the vocabulary by its own part alone, all else as it is read."""
    name = links.readable(iris, iri)
    own = name.partition("/")[2].replace("-", " ") if _THING.fullmatch(name) else ""
    return own[:1].upper() + own[1:] or name


def _in_rows(columns: Sequence[str], rows: Sequence[Binding]) -> Iterator[Link]:
    """From the first thing of each row to its other things; terms of the ontology are no things."""
    for row in rows:
        things = [(column, row[column]["value"]) for column in columns if row.get(column, {}).get("type") == "uri"]
        things = [(column, iri) for column, iri in things if not iri.startswith(MG)]
        for column, iri in things[1:]:
            yield things[0][1], links.words(column), iri


def _wrong(query: str, problem: Problem) -> tuple[str, str, str] | None:
    """The line that is wrong: before the place, the sign there, and after; None where no place is to blame."""
    lines = query.split("\n")
    if problem.line is None or problem.column is None or not 0 < problem.line <= len(lines):
        return None
    line, at = lines[problem.line - 1].rstrip("\r"), problem.column - 1
    return line[:at][-120:], line[at : at + 1], line[at + 1 :][:120]
