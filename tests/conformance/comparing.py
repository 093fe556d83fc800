"""Conformance: comparing. In: two answers of SPARQL in any of its formats. Out: whether they say the same. Must not ask anything.

Rows are compared as bags, and as lists where the query orders them; blank nodes by a mapping from one side to the other, which
canonical labels of rows written as graphs decide (RDFC-1.0); numbers by value within their datatype.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

import pyoxigraph
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, QueryResultsFormat, RdfFormat

from tests.conformance.manifests import Node, has_blank

_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_EXACT = {_XSD + name for name in ("integer", "decimal", "nonNegativeInteger", "positiveInteger", "int", "long", "byte", "short")}
_ROUGH = {_XSD + name for name in ("float", "double")}
_FORMATS = {
    "srx": QueryResultsFormat.XML,
    "srj": QueryResultsFormat.JSON,
    "tsv": QueryResultsFormat.TSV,
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
_GRAPHS = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML, "text/turtle": RdfFormat.TURTLE}
_INDEX = "urn:index"
Row = tuple[tuple[str, Node], ...]
Said = bool | frozenset[Quad] | tuple[Counter[Row], frozenset[Quad]] | list[list[str]]


def said(body: bytes, kind: str, base: str, *, ordered: bool = False) -> Said:
    """What an answer says, as a value that is equal for equal answers; `kind` is a media type or the ending of a file."""
    if kind in ("csv", "text/csv"):
        return _table(body)
    if kind in _GRAPHS:
        quads = list(pyoxigraph.parse(body, format=_GRAPHS[kind], base_iri=base))
        return (
            _result_set(quads, ordered=ordered) if any(quad.predicate.value.startswith(_RS) for quad in quads) else graph(quads)
        )
    found = pyoxigraph.parse_query_results(body, format=_FORMATS[kind])
    if isinstance(found, pyoxigraph.QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    return _rows(([(name, row[name]) for name in names if row[name] is not None] for row in found), ordered=ordered)


def graph(quads: Iterable[Quad]) -> frozenset[Quad]:
    """Statements with canonical blank nodes and numbers."""
    dataset = Dataset(Quad(one.subject, one.predicate, _term(one.object), one.graph_name) for one in quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(dataset)


def _rows(rows: Iterable[list[tuple[str, Node]]], *, ordered: bool) -> tuple[Counter[Row], frozenset[Quad]]:
    plain: Counter[Row] = Counter()
    labelled: list[Quad] = []
    for number, bound in enumerate(rows):
        row = sorted((name, _term(value)) for name, value in bound)
        if ordered:
            row.append((_INDEX, Literal(number)))
        if not any(has_blank(value) for _, value in row):
            plain[tuple(row)] += 1
            continue
        node = BlankNode()
        labelled += [Quad(node, NamedNode(f"urn:bound:{name}"), value) for name, value in row]
    return plain, graph(labelled)


def _result_set(quads: list[Quad], *, ordered: bool) -> Said:
    """A result set that is written as a graph, as the oldest tests have it."""
    values: dict[Node, dict[str, list[Node]]] = {}
    for quad in quads:
        values.setdefault(quad.subject, {}).setdefault(quad.predicate.value.removeprefix(_RS), []).append(quad.object)
    whole = next(found for found in values.values() if found.keys() & {"solution", "boolean", "resultVariable"})
    if "boolean" in whole:
        return str(whole["boolean"][0].value) == "true"
    solutions = sorted(whole.get("solution", ()), key=lambda one: int(values[one].get("index", [Literal(0)])[0].value))
    bound = [[_binding(values[one]) for one in values[row].get("binding", ())] for row in solutions]
    return _rows(bound, ordered=ordered)


def _binding(said_of: dict[str, list[Node]]) -> tuple[str, Node]:
    return str(said_of["variable"][0].value), said_of["value"][0]


def _table(body: bytes) -> list[list[str]]:
    """CSV says neither datatypes nor which blank node is which (section 3.2); the order of columns of `SELECT *` is nobody's."""
    rows = list(csv.DictReader(io.StringIO(body.decode())))
    return sorted([f"{name} {_cell(row[name])}" for name in sorted(row)] for row in rows)


def _cell(text: str) -> str:
    try:
        return repr(float(text))
    except ValueError:
        return "_:" if text.startswith("_:") else text


def _term(term: Node) -> Node:
    """A number in one spelling of its value; a language tag as it is."""
    if isinstance(term, Literal) and term.datatype.value in _EXACT:
        try:
            return Literal(f"{Decimal(term.value).normalize():f}", datatype=term.datatype)
        except InvalidOperation:
            return term
    if isinstance(term, Literal) and term.datatype.value == _XSD + "boolean":
        return Literal({"0": "false", "1": "true"}.get(term.value, term.value), datatype=term.datatype)
    if isinstance(term, Literal) and term.datatype.value in _ROUGH:
        try:
            return Literal(repr(float(term.value)), datatype=term.datatype)
        except ValueError:
            return term
    return term
