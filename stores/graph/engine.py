"""Keepers, graph: the manners of Oxigraph. In: its exceptions and datasets. Out: our errors, its answers. Must not keep state.

Oxigraph raises OSError, RuntimeError, ValueError and SyntaxError with the engine's own words; what they mean is told here once.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph

from ontology.errors import BadParameter, MandateGraphError, QueryError, QuerySyntaxError, StoreBusy, StoreDamaged, StoreMissing
from stores.graph.lexer import tokens

_PLACE = re.compile(r"^error at (\d+):(\d+): (.*)$", re.DOTALL)
_LOCKED = ("lock hold by current process", "While lock file")
_QUERYS_OWN = ("custom function", "does not support")  # a function of nobody's, or RDF 1.2 in a format without it
_ABSENT = ("No such file or directory", "Not a directory", "is not a directory")


@contextmanager
def opening(folder: Path) -> Iterator[None]:
    """Turns what the engine raises about a folder into StoreMissing, StoreBusy or StoreDamaged."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise store_error(error, folder) from error


def store_error(error: Exception, folder: Path | None) -> MandateGraphError:
    """What an engine's OSError or RuntimeError about a store means."""
    words, place = str(error), f"The graph store {folder}" if folder else "The graph store in memory"
    if any(sign in words for sign in _LOCKED):
        return StoreBusy(f"{place} is held by another writer.", advice="Let the other run finish, or stop it, and try again.")
    if "Corruption" not in words and any(sign in words for sign in _ABSENT):
        return StoreMissing(f"{place} is not there ({words}).", advice="Publish one with: mandategraph ingest PATH")
    return StoreDamaged(f"{place} cannot be read or written: {words}", advice="Publish again with: mandategraph ingest PATH")


def evaluation_error(error: Exception, folder: Path) -> MandateGraphError:
    """What an engine's OSError or RuntimeError during a query means: QueryError where only the query is to blame."""
    words = str(error)
    if any(sign in words for sign in _QUERYS_OWN):
        return QueryError(
            f"The query cannot be answered: {words}.", advice="Use SPARQL's own functions, and a format that has it."
        )
    return store_error(error, folder)


def syntax_error(error: SyntaxError) -> QuerySyntaxError:
    """A malformed query, with the line and column that the engine's message begins with."""
    match = _PLACE.match(str(error))
    if not match:
        return QuerySyntaxError(f"The query is malformed: {error}.")
    line, column = int(match[1]), int(match[2])
    return QuerySyntaxError(f"The query is malformed at line {line}, column {column}: {match[3]}.", line=line, column=column)


def evaluate(
    store: pyoxigraph.Store,
    query: str,
    *,
    base: str | None = None,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
    """A query over the union of all graphs, or over the dataset that the caller or the query's own FROM describes.

    Rule: SPARQL 1.1 Protocol, section 2.1.4: the caller's dataset wins over FROM; with named graphs only, the default is empty.
    """
    chosen = bool(default_graphs or named_graphs)
    try:
        return store.query(
            query,
            base_iri=base,
            # The engine lets the union win over FROM, so it is asked for only where nobody describes a dataset.
            use_default_graph_as_union=not chosen and not _describes_dataset(query),
            default_graph=[named_graph(iri) for iri in default_graphs] if chosen else None,
            named_graphs=[named_graph(iri) for iri in named_graphs] if chosen else None,
        )
    except SyntaxError as error:
        raise syntax_error(error) from error
    except ValueError as error:
        raise QueryError(f"The query cannot be evaluated: {error}.") from error


def _describes_dataset(query: str) -> bool:
    return "from" in query.lower() and any(token.is_word("FROM") for token in tokens(query))


def named_graph(iri: str) -> pyoxigraph.NamedNode:
    """The name of a graph; BadParameter for what is no absolute IRI."""
    try:
        return pyoxigraph.NamedNode(iri)
    except ValueError as error:
        raise BadParameter(f"A graph must be named by an absolute IRI; got {iri!r}.") from error
