"""Benchmarks: the W3C suite. In: its manifests. Out: query tests, their data, and answers to compare. Must not judge."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph
from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF

CUT = ("LIMIT", "OFFSET")
_MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
_NODES = "http://node.example/"


@dataclass(frozen=True, slots=True)
class Case:
    """One test of the suite: a query with its data by graph, "" for the default one; of a syntax test the query alone."""

    name: str
    query: Path
    data: tuple[tuple[str, Path], ...]
    evaluated: bool


def cases(manifest: Path) -> Iterator[Case]:
    """The query tests of the suite, those to be evaluated and those of good syntax."""
    graph = Graph().parse(manifest, format="turtle", publicID=manifest.as_uri())
    for included in graph.objects(None, _MF.include):
        for one in Collection(graph, included):
            yield from cases(_path(one))
    for entries in graph.objects(None, _MF.entries):
        for test in Collection(graph, entries):
            yield from _case(graph, test)


def _case(graph: Graph, test: Any) -> Iterator[Case]:  # noqa: ANN401 # rdflib's node
    kind = str(graph.value(test, RDF.type)).rpartition("#")[2]
    action = graph.value(test, _MF.action)
    name = str(test).rpartition("sparql11/")[2]
    if kind.startswith("PositiveSyntaxTest") and isinstance(action, URIRef):
        yield Case(name, _path(action), (), evaluated=False)
    elif kind == "QueryEvaluationTest":
        data = [("", _path(one)) for one in graph.objects(action, _QT.data)]
        data += [(str(one), _path(one)) for one in graph.objects(action, _QT.graphData)]
        yield Case(name, _path(graph.value(action, _QT.query)), tuple(data), evaluated=True)


def _path(iri: Any) -> Path:  # noqa: ANN401 # rdflib's node
    return Path(str(iri).removeprefix("file://"))


def loaded(case: Case) -> pyoxigraph.Store:
    """The data of a test, its blank nodes as IRIs: VALUES cannot hold them, and both sides of a comparison see the same."""
    store = pyoxigraph.Store()
    for number, (graph, file) in enumerate(case.data):
        into = pyoxigraph.NamedNode(graph) if graph else pyoxigraph.DefaultGraph()
        format_ = pyoxigraph.RdfFormat.RDF_XML if file.suffix == ".rdf" else pyoxigraph.RdfFormat.TURTLE
        for quad in pyoxigraph.parse(path=str(file), format=format_, base_iri=file.as_uri()):
            subject, value = (_node(term, number) for term in (quad.subject, quad.object))
            store.add(pyoxigraph.Quad(subject, quad.predicate, value, into))
    return store


def _node(term: Any, number: int) -> Any:  # noqa: ANN401 # any term
    return pyoxigraph.NamedNode(f"{_NODES}{number}/{term.value}") if isinstance(term, pyoxigraph.BlankNode) else term


def answered(store: pyoxigraph.Store, text: str, base: str, words: set[str]) -> object:
    """What a query answers, in no order; None where the engine fails on it, only how much where LIMIT chooses.

    `words` are the keywords of the query, in capitals.
    """
    try:
        found = store.query(text, base_iri=base)
        if isinstance(found, pyoxigraph.QueryBoolean):
            return bool(found)
        if isinstance(found, pyoxigraph.QueryTriples):
            return Counter(" ".join(map(_shown, (one.subject, one.predicate, one.object))) for one in found)
        names = [variable.value for variable in found.variables]
        rows = Counter(tuple((name, _shown(row[name])) for name in sorted(names) if row[name] is not None) for row in found)
    except (SyntaxError, ValueError, RuntimeError, OSError):
        return None
    if words & set(CUT):
        return rows.total()
    if "GROUP_CONCAT" in words:  # its order is the engine's choice
        return Counter(tuple((name, "".join(sorted(value))) for name, value in row) for row in rows.elements())
    return rows


def _shown(term: Any) -> str:  # noqa: ANN401 # any term
    return "_:" if isinstance(term, pyoxigraph.BlankNode) else str(term)
