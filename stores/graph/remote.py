"""Keepers, graph: the store behind a URL. In: our own queries. Out: rows and triples, as the embedded store gives them. Must not
write, nor take what another generation holds.

Rule: SPARQL 1.1 Query and Protocol, so that any store that keeps to them will do; the default graph must be the union of all.
"""

import json
from collections.abc import Iterator, Mapping
from typing import cast

import pyoxigraph

from ontology.errors import QueryError, StoreError, StoreStale
from ontology.iris import checked, checked_graph
from stores.graph.endpoint import Endpoint
from stores.graph.held import JSON
from stores.graph.marker import Mark, mark_query, marker, marker_graph
from stores.graph.order import in_order
from stores.graph.store import GraphStore, Term

N_TRIPLES = "application/n-triples"
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_UNION = "SELECT (COUNT(*) AS ?n) WHERE { { SELECT DISTINCT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } } }"
_DEFAULT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_SOME_WRONG = 3  # graphs that an error names


class RemoteStore(GraphStore):
    """The reading half of a store by URL. What would write raises StoreError."""

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__(cast("pyoxigraph.Store", None), None)
        self._endpoint = endpoint

    @property
    def _open(self) -> pyoxigraph.Store:
        raise StoreError(
            f"Wanted to write to the SPARQL store {self._endpoint.shown}; it is only read.", advice="Load a dump into it."
        )

    def require(self, generation: str, counts: Mapping[str, int], base: str, *, named: bool) -> None:
        """Raises StoreStale unless the store holds that generation: as many statements in each graph as `counts` says, all in the
        default graph too, and a statement that names it, unless its address does (`named`).
        """
        marks = marker_graph(base)
        found = self.counts()
        mark = found.pop(marks, 0)
        wrong = sorted(graph for graph in {*found, *counts} if found.get(graph, 0) != counts.get(graph, 0))
        advice = f"Run `mandategraph load`, or load the dump of {generation} into an empty dataset there."
        if wrong:
            told = "; ".join(f"{graph}: {found.get(graph, 0):,} for {counts.get(graph, 0):,}" for graph in wrong[:_SOME_WRONG])
            raise StoreStale(
                f"The SPARQL store {self._endpoint.shown} does not hold {generation}: {len(wrong):,} graphs differ in their "
                f"statements ({told}).",
                advice=advice,
            )
        if not named and self.mark(base).generation != generation:
            raise StoreStale(
                f"The SPARQL store {self._endpoint.shown} does not say that it holds {generation}.",
                advice=f"{advice} Then load this line of N-Quads: {marker(base, generation)}",
            )
        self._require_union(sum(found.values()) + mark)

    def mark(self, base: str, *, notes: bool = False) -> Mark:
        """Which generation it says that it holds; with the notes of one that is being brought there."""
        return Mark.of(self.select(mark_query(base, notes=notes)), base)

    def counts(self) -> dict[str, int]:
        """Statements by graph."""
        return {str(row["g"]): int(str(row["n"])) for row in self.select(_COUNTS) if "g" in row}

    def _require_union(self, statements: int) -> None:
        """The default graph must hold what all graphs hold together. A triple in two graphs is counted there once."""
        shown = int(str(self.select(_DEFAULT)[0]["n"]))
        if shown == statements or shown == int(str(self.select(_UNION)[0]["n"])):
            return
        raise StoreStale(
            f"The default graph of the SPARQL store {self._endpoint.shown} has {shown:,} statements, its graphs {statements:,}.",
            advice="Have it be the union of all: oxigraph serve --union-default-graph, or tdb2:unionDefaultGraph in Fuseki.",
        )

    def select(self, query: str, *, base: str | None = None) -> list[dict[str, Term]]:
        """The rows of one of our own SELECT queries; a variable without a value is absent from its row."""
        told = self._json(query, base)
        if "results" not in told:
            raise QueryError("Wanted a SELECT query; got one of another form.", advice="Use ask or construct.")
        rows = cast("Mapping[str, list[Mapping[str, Mapping[str, object]]]]", told["results"])["bindings"]
        return [{name: _term(value) for name, value in row.items()} for row in rows]

    def ask(self, query: str, *, base: str | None = None) -> bool:
        """The answer to one of our own ASK queries."""
        told = self._json(query, base)
        if "boolean" not in told:
            raise QueryError("Wanted an ASK query; got one of another form.", advice="Use select or construct.")
        return told["boolean"] is True

    def facts(self, subject: str) -> dict[str, list[Term]]:
        """What all graphs together state of an IRI: by property its values, each once, in no order."""
        found: dict[str, list[Term]] = {}
        for row in self.select(f"SELECT DISTINCT ?p ?o WHERE {{ <{checked(subject)}> ?p ?o }}"):
            found.setdefault(str(row["p"]), []).append(row["o"])
        return found

    def constructed(self, query: str, *, base: str | None = None) -> Iterator[bytes]:
        """The triples of one of our own CONSTRUCT or DESCRIBE queries piece by piece, in no order and perhaps with repeats, as
        the embedded store writes them.
        """
        with self._endpoint.asked(_based(query, base), N_TRIPLES) as coming:
            left = b""
            for piece in coming.pieces:
                lines, end, rest = (left + piece).rpartition(b"\n")
                left = rest
                if lines:
                    yield _rewritten(lines + end)
            if left.strip():
                yield _rewritten(left + b"\n")

    def triples(self, graph: str) -> Iterator[bytes]:
        """All statements of one graph as N-Triples lines, sorted; blank nodes by the labels that the store has for them."""
        parts = self.constructed(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{checked_graph(graph)}> {{ ?s ?p ?o }} }}")
        return in_order(line for part in parts for line in part.splitlines(keepends=True))

    def graphs(self) -> list[str]:
        """The IRIs of all named graphs that hold anything, in order."""
        return sorted(str(row["g"]) for row in self.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"))

    def count(self) -> int:
        """How many statements all graphs hold together."""
        return int(str(self.select("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")[0]["n"]))

    def _lines(self) -> Iterator[bytes]:
        labelled = pyoxigraph.Dataset()
        for graph in self.graphs():
            suffix = f" <{graph}> .\n".encode()
            for line in self.triples(graph):
                quad = line.removesuffix(b" .\n") + suffix
                if b"_:" in line:
                    for blank in pyoxigraph.parse(quad, format=pyoxigraph.RdfFormat.N_QUADS):
                        labelled.add(blank)
                else:
                    yield quad
        labelled.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
        yield from (pyoxigraph.serialize(labelled, format=pyoxigraph.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)

    def close(self) -> None:
        """Closes the connections; a second call does nothing."""
        self._endpoint.close()

    def _json(self, query: str, base: str | None) -> Mapping[str, object]:
        try:
            return cast("Mapping[str, object]", json.loads(self._endpoint.body(_based(query, base), JSON)))
        except ValueError as error:
            message = f"The SPARQL store {self._endpoint.shown} answers in JSON that is none."
            raise StoreError(message, advice="Its own log says why.") from error


def _based(query: str, base: str | None) -> str:
    return f"BASE <{checked(base)}>\n{query}" if base else query


def _rewritten(n_triples: bytes) -> bytes:
    """The same triples as Oxigraph writes them: the specification leaves escapes open, and lines are compared."""
    try:
        triples = (quad.triple for quad in pyoxigraph.parse(n_triples, format=pyoxigraph.RdfFormat.N_TRIPLES))
        return pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
    except SyntaxError as error:
        raise StoreError(f"The SPARQL store answers N-Triples that are none: {error}.", advice="Its own log says why.") from error


def _term(value: Mapping[str, object]) -> Term:
    kind, text = value.get("type"), value.get("value")
    if kind == "uri":
        return Term(str(text), "iri")
    if kind == "bnode":
        return Term(str(text), "blank")
    if kind == "triple":
        return Term(json.dumps(text, ensure_ascii=False), "triple")
    language = str(value["xml:lang"]) if "xml:lang" in value else None
    datatype = _LANG_STRING if language else str(value.get("datatype", _STRING))
    return Term(str(text), "literal", datatype, language)
