"""Keepers, graph: the store. In: N-Triples by graph, our own queries. Out: rows, exports, backups. Must not see strangers' text.

Rule: DESIGN section 5. One named graph a document, the default graph is the union of all, a graph is replaced whole or not at
all. Queries here run in this process without a limit, so they are ours only; strangers' go through the pool.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Literal, TypeVar

import pyoxigraph

from ontology.errors import QueryError, StoreError
from stores.graph.engine import evaluate, opening, store_error
from stores.graph.order import in_order

_BLANK = "blank:"
_LABEL = pyoxigraph.NamedNode(_BLANK + "label")
_SOME = 50_000  # statements that are written out together: as objects they take several times the memory of their lines

Row = Mapping[str, "Term"]
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Term:
    """An RDF term as plain values: an IRI, the label of a blank node, or the text of a literal with its datatype and language."""

    value: str
    kind: Literal["iri", "blank", "literal", "triple"]
    datatype: str | None = None
    language: str | None = None

    def __str__(self) -> str:
        return self.value


class GraphStore:
    """One Oxigraph store, on disk or in memory. Use it in a `with` statement, or call `close`: the lock lasts as long."""

    def __init__(self, engine: pyoxigraph.Store, folder: Path | None) -> None:
        self._engine: pyoxigraph.Store | None = engine
        self._folder = folder

    @classmethod
    def open(cls, folder: Path) -> "GraphStore":
        """The store for writing, made if absent; StoreBusy while another writer holds it, StoreDamaged if it is no store."""
        with opening(folder):
            folder.parent.mkdir(parents=True, exist_ok=True)
            return cls(pyoxigraph.Store(str(folder)), folder)

    @classmethod
    def memory(cls) -> "GraphStore":
        """An empty store that ends with this process: the twin for tests and small runs."""
        return cls(pyoxigraph.Store(), None)

    @classmethod
    def read_only(cls, folder: Path) -> "GraphStore":
        """A published store, for reading. Never a folder that a writer may hold: what is read then is undefined."""
        with opening(folder):
            return cls(pyoxigraph.Store.read_only(str(folder)), folder)

    def __enter__(self) -> "GraphStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _open(self) -> pyoxigraph.Store:
        if self._engine is None:
            raise StoreError(f"The graph store {self._folder or 'in memory'} was closed.", advice="Open it again.")
        return self._engine

    def replace(self, graph: str, n_triples: bytes) -> None:
        """Puts these triples in the place of all that the graph held, in one transaction; labels of blank nodes stay as given.

        StoreError for text that is not N-Triples: then nothing was changed.
        """
        triples = _parse(graph, n_triples)
        ground = [triple for triple in triples if not _has_blank(triple)]
        labelled = [triple for triple in triples if _has_blank(triple)]
        steps = [
            f"DROP SILENT GRAPH <{graph}>",
            f"CREATE SILENT GRAPH <{graph}>",
            _insert_data(graph, ground),
            _insert_blank(graph, labelled),
        ]
        self._update(" ; ".join(steps))

    def load(self, graphs: Mapping[str, bytes]) -> None:
        """Adds new graphs from N-Triples, one triple a line, several times as fast as `replace` puts them in one by one.

        Not in one transaction: a kill meanwhile may leave a part of any of them. Blank nodes get new labels. StoreError for lines
        that are not N-Triples.
        """
        lines = b"".join(_quads(graph, n_triples) for graph, n_triples in graphs.items())
        with self._told():
            self._open.bulk_load(lines, format=pyoxigraph.RdfFormat.N_QUADS)

    def add(self, graph: str, n_triples: bytes) -> None:
        """Adds triples to what the graph holds. StoreError for text that is not N-Triples, or that has blank nodes."""
        triples = _parse(graph, n_triples)
        if any(_has_blank(triple) for triple in triples):
            raise StoreError(f"Wanted no blank nodes to add to {graph}.", advice="Replace the graph as a whole.")
        self._update(_insert_data(graph, triples))

    def remove(self, graph: str) -> None:
        """Removes a graph with all that it holds; nothing happens if there is none."""
        self._update(f"DROP SILENT GRAPH <{graph}>")

    def graphs(self) -> list[str]:
        """The IRIs of all named graphs, in order."""
        with self._told():
            return sorted(str(graph.value) for graph in self._open.named_graphs())

    def count(self) -> int:
        """How many statements all graphs hold together."""
        return len(self._open)

    def export(self) -> Iterator[bytes]:
        """All statements as N-Quads lines, sorted, blank nodes by canonical labels (RDFC-1.0): equal content, equal bytes."""
        return in_order(self._lines())

    def _lines(self) -> Iterator[bytes]:
        labelled = pyoxigraph.Dataset()
        for some in self._parts(self._open):
            yield from _n_quads(quad for quad in some if not _has_blank(quad))
            for quad in filter(_has_blank, some):
                labelled.add(quad)
        labelled.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
        yield from _n_quads(labelled)

    def triples(self, graph: str) -> Iterator[bytes]:
        """All statements of one graph as N-Triples lines, sorted; blank nodes by the labels that the store has for them."""
        quads = self._open.quads_for_pattern(None, None, None, pyoxigraph.NamedNode(graph))
        return in_order(chain.from_iterable(map(_n_triples, self._parts(quad.triple for quad in quads))))

    def select(self, query: str, *, base: str | None = None) -> list[dict[str, Term]]:
        """The rows of one of our own SELECT queries; a variable without a value is absent from its row."""
        answer = evaluate(self._open, query, base=base)
        if not isinstance(answer, pyoxigraph.QuerySolutions):
            raise QueryError("Wanted a SELECT query; got one of another form.", advice="Use ask or construct.")
        names = [(variable.value, variable) for variable in answer.variables]
        with self._told():
            return [{name: _term(value) for name, variable in names if (value := row[variable]) is not None} for row in answer]

    def facts(self, subject: str) -> dict[str, list[Term]]:
        """What all graphs together state of an IRI: by property its values, each once, in no order. Several times as quick as a
        query, which is read and planned first.
        """
        found: dict[str, dict[Term, None]] = {}
        with self._told():
            for quad in self._open.quads_for_pattern(pyoxigraph.NamedNode(subject), None, None, None):
                found.setdefault(quad.predicate.value, {})[_term(quad.object)] = None
        return {name: list(values) for name, values in found.items()}

    def ask(self, query: str, *, base: str | None = None) -> bool:
        """The answer to one of our own ASK queries."""
        answer = evaluate(self._open, query, base=base)
        if not isinstance(answer, pyoxigraph.QueryBoolean):
            raise QueryError("Wanted an ASK query; got one of another form.", advice="Use select or construct.")
        return bool(answer)

    def construct(self, query: str, *, base: str | None = None) -> bytes:
        """The triples of one of our own CONSTRUCT or DESCRIBE queries, as sorted N-Triples without repeats."""
        lines = {line for part in self.constructed(query, base=base) for line in part.splitlines(keepends=True)}
        return b"".join(sorted(lines))

    def constructed(self, query: str, *, base: str | None = None) -> Iterator[bytes]:
        """The same piece by piece, in no order and perhaps with repeats, for answers that are larger than memory should hold.

        They are those of the moment of asking, whatever is put in meanwhile.
        """
        answer = evaluate(self._open, query, base=base)
        if not isinstance(answer, pyoxigraph.QueryTriples):
            raise QueryError("Wanted a CONSTRUCT or DESCRIBE query; got one of another form.", advice="Use select or ask.")
        for part in self._parts(answer):
            yield b"".join(_n_triples(part))

    def backup(self, folder: Path) -> None:
        """A copy that lives by itself, by hard links where it can: never write into its files. StoreError if it exists."""
        if folder.exists():
            raise StoreError(f"Wanted a new folder for the copy; {folder} exists.", advice="Name another one.")
        with opening(folder):
            self._open.flush()
            self._open.backup(str(folder))

    def optimize(self) -> None:
        """Compacts the files; worth its time after a large ingest, before `backup`."""
        with opening(self._folder or Path()):
            self._open.optimize()

    def flush(self) -> None:
        """Writes all that is buffered to disk."""
        with opening(self._folder or Path()):
            self._open.flush()

    def close(self) -> None:
        """Lets go of the files and of the writer's lock; a second call does nothing."""
        self._engine = None

    def _parts(self, found: Iterable[_Found]) -> Iterator[list[_Found]]:
        waiting = iter(found)
        while True:
            with self._told():  # a block that is damaged is found as it is read
                some = list(islice(waiting, _SOME))
            if not some:
                return
            yield some

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (OSError, RuntimeError) as error:
            raise store_error(error, self._folder) from error

    def _update(self, update: str) -> None:
        try:
            with self._told():
                self._open.update(update, custom_functions={_LABEL: _with_label})
        except SyntaxError as error:
            raise StoreError(f"The store refused a graph: {error}.", advice="Name graphs by absolute IRIs.") from error


def _parse(graph: str, n_triples: bytes) -> list[pyoxigraph.Triple]:
    return list(_triples(graph, n_triples))


def _how_many(graph: str, n_triples: bytes) -> int:
    """Counted one by one: as objects, the triples of a large graph take ten times the memory of their lines."""
    return sum(1 for _ in _triples(graph, n_triples))


def _triples(graph: str, n_triples: bytes) -> Iterator[pyoxigraph.Triple]:
    try:
        pyoxigraph.NamedNode(graph)
        for quad in pyoxigraph.parse(n_triples, format=pyoxigraph.RdfFormat.N_TRIPLES):
            yield quad.triple
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"Wanted N-Triples for the graph {graph}: {error}.", advice="Nothing was changed.") from error


def _quads(graph: str, n_triples: bytes) -> bytes:
    """The same lines, each with the graph behind its triple; what is no triple before could be a quad afterwards."""
    end = b" .\n"
    lines = n_triples.splitlines(keepends=True)
    if _how_many(graph, n_triples) != len(lines) or not all(line.endswith(end) for line in lines):
        raise StoreError(f"Wanted one triple a line for the graph {graph}.", advice="Nothing was changed.")
    return b"".join(line[: -len(end)] + f" <{graph}> .\n".encode() for line in lines)


def _n_triples(triples: Iterable[pyoxigraph.Triple]) -> list[bytes]:
    return (pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True)


def _n_quads(quads: Iterable[pyoxigraph.Quad]) -> list[bytes]:
    return (pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)


def _has_blank(statement: pyoxigraph.Triple | pyoxigraph.Quad) -> bool:
    return isinstance(statement.subject, pyoxigraph.BlankNode) or isinstance(statement.object, pyoxigraph.BlankNode)


def _insert_data(graph: str, triples: list[pyoxigraph.Triple]) -> str:
    lines = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
    return f"INSERT DATA {{ GRAPH <{graph}> {{\n{lines.decode()}}} }}"


def _insert_blank(graph: str, triples: list[pyoxigraph.Triple]) -> str:
    """INSERT DATA would give blank nodes new labels, so they travel as IRIs that a function of ours turns back."""
    rows = "\n".join(f"({_portable(t.subject)} {t.predicate} {_portable(t.object)})" for t in triples)
    relabelled = f"BIND({_LABEL}(?from) AS ?s) BIND({_LABEL}(?to) AS ?o)"
    return f"INSERT {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} WHERE {{ VALUES (?from ?p ?to) {{\n{rows}}} {relabelled} }}"  # noqa: S608 # parsed terms


def _portable(term: object) -> str:
    return f"<{_BLANK}{term.value}>" if isinstance(term, pyoxigraph.BlankNode) else str(term)


def _with_label(
    term: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple,
) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple:
    if isinstance(term, pyoxigraph.NamedNode) and term.value.startswith(_BLANK):
        return pyoxigraph.BlankNode(term.value.removeprefix(_BLANK))
    return term


def _term(value: object) -> Term:
    if isinstance(value, pyoxigraph.NamedNode):
        return Term(value.value, "iri")
    if isinstance(value, pyoxigraph.BlankNode):
        return Term(value.value, "blank")
    if isinstance(value, pyoxigraph.Literal):
        return Term(value.value, "literal", value.datatype.value, value.language)
    return Term(str(value), "triple")
