"""Keepers, graph: one write. In: a published store and what to do to it. Out: a new store aside, and how each graph changed. Must
not touch the published one.

What is looked for in an update can run away like any query, so it all happens in a process of its own, within limits of time and
memory, on a copy whose large files are hard links: the engine never writes into a file that it has closed. Kill it at any moment:
what is aside was never published.
"""

import hashlib
import os
import shutil
import signal
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal, cast

import pyoxigraph

from ontology.errors import BadParameter, MandateGraphError, NotFound, QueryError, QueryRefused, QueryTimeout, QueryTooLarge
from stores.graph.engine import named_graph, opening, store_error, syntax_error
from stores.graph.forks import forks
from stores.graph.sandbox import bind_memory, confine, memory_told
from stores.written import GraphChange, Payload

FORMATS: Mapping[str, pyoxigraph.RdfFormat] = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/x-turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
    "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
}
"""The media types of which a graph can be sent."""

_GRACE_S = 5.0  # to start, and to tell; beyond it an alarm of the kernel ends a child whose parent died
_DEFAULT = pyoxigraph.DefaultGraph()
_State = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Write:
    """What to do: an update's text, or payloads for one graph. `watched` are the graphs that it may change, None for any.

    `own` is how the IRIs begin of graphs that may not change; `default` stands for the unnamed graph, `base` for relative IRIs.
    """

    act: Literal["update", "replace", "add", "remove"]
    base: str
    own: tuple[str, ...]
    default: str
    text: str = ""
    graph: str = ""
    payloads: tuple[Payload, ...] = ()
    watched: tuple[str, ...] | None = None


def write(published: Path, aside: Path, asked: Write, *, wall_s: float, memory_mb: int) -> Mapping[str, GraphChange]:
    """The graphs that changed, by IRI, and their store in the new folder `aside`; none and no folder where nothing did.

    QuerySyntaxError, BadParameter, NotFound of a graph to be removed, QueryRefused of one that may not change, QueryTimeout,
    QueryTooLarge, StoreMissing and StoreDamaged: then there is no folder either.
    """
    context = forks()
    ours, theirs = context.Pipe()
    child = context.Process(target=_work, args=(theirs, published, aside, asked, wall_s, memory_mb), daemon=True)
    child.start()
    theirs.close()
    try:
        if not ours.poll(wall_s + _GRACE_S):
            raise _timeout(wall_s)
        told = ours.recv()
    except (EOFError, OSError):  # it was ended: by the kernel for its memory, by its alarm, or by somebody
        child.join(_GRACE_S)
        raise _timeout(wall_s) if child.exitcode == -signal.SIGALRM else _outgrown(memory_mb) from None
    finally:
        child.kill()
        child.join()
        ours.close()
    if isinstance(told, tuple):
        failure, arguments = cast("tuple[type[MandateGraphError], dict[str, str]]", told)
        raise failure(**arguments)
    return cast("Mapping[str, GraphChange]", told)


def link_copy(store: Path, copy: Path) -> None:
    """A copy of a closed store that may be written to: tables, which never change, by hard links, the rest by their bytes."""
    copy.mkdir()
    for file in store.iterdir():
        if file.suffix == ".sst":
            os.link(file, copy / file.name)
        else:
            shutil.copyfile(file, copy / file.name)


def _work(pipe: Connection, published: Path, aside: Path, asked: Write, wall_s: float, memory_mb: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's affair
    signal.setitimer(signal.ITIMER_REAL, wall_s)
    work = aside.with_name(f"{aside.name}.{os.getpid()}")  # nobody else's, even where a child outlives its parent
    try:
        told: object = _opened(published, work, aside, asked, memory_mb)
    except MandateGraphError as error:
        told = _parts(error)
    except MemoryError:
        told = _parts(_outgrown(memory_mb))
    except (OSError, RuntimeError) as error:
        told = _parts(store_error(error, published))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    pipe.send(told)


def _opened(published: Path, work: Path, aside: Path, asked: Write, memory_mb: int) -> Mapping[str, GraphChange]:
    """Opened and closed within: the engine may write to its folder as long as it is open. Once it has its copy, the process is
    shut in with the folder aside, which nobody reads before it is published.
    """
    with opening(published):
        link_copy(published, work)
        with memory_told() as memory:
            confine(aside.parent, writing=True)
            store = pyoxigraph.Store(str(work))
            bind_memory(memory, memory_mb)
    return _written(store, aside, asked)


def _parts(error: MandateGraphError) -> tuple[type[MandateGraphError], Mapping[str, object]]:
    """An error as class and arguments: exceptions with keyword arguments do not survive pickling."""
    places = {name: getattr(error, name) for name in ("line", "column") if hasattr(error, name)}
    return type(error), {"message": error.message, "advice": error.advice, **places}


def _written(store: pyoxigraph.Store, aside: Path, asked: Write) -> Mapping[str, GraphChange]:
    before = _states(store, asked.watched)
    _ACTS[asked.act](store, asked)
    after = _states(store, asked.watched)
    changed = [graph for graph in sorted({*before, *after}) if before.get(graph) != after.get(graph)]
    _refuse_own([graph for graph in changed if graph.startswith(asked.own)])
    if changed:
        store.flush()
        store.backup(str(aside))
    return {graph: GraphChange(_count(before.get(graph)), _count(after.get(graph))) for graph in changed}


def _update(store: pyoxigraph.Store, asked: Write) -> None:
    """Everything published has a named graph; while the update runs, what stands for the unnamed one is the unnamed one."""
    default = named_graph(asked.default)
    if store.contains_named_graph(default):
        store.update(f"MOVE GRAPH {default} TO DEFAULT")
    try:
        store.update(asked.text, base_iri=asked.base)
    except SyntaxError as error:
        raise syntax_error(error) from error
    except ValueError as error:
        raise QueryError(f"The update cannot be run: {error}.") from error
    except RuntimeError as error:
        raise QueryError(f"The update cannot be run: {error}.", advice="Nothing was changed.") from error
    if next(store.quads_for_pattern(None, None, None, _DEFAULT), None) is not None:
        store.update(f"ADD DEFAULT TO GRAPH {default} ; DROP DEFAULT")


def _replace(store: pyoxigraph.Store, asked: Write) -> None:
    graph = named_graph(asked.graph)
    sent = [quad for payload in asked.payloads for quad in _parsed(payload, graph)]
    same = not any(map(_has_blank, sent)) and set(sent) == set(store.quads_for_pattern(None, None, None, graph))
    if same and store.contains_named_graph(graph):
        return  # a graph with blank nodes counts as another one: what was sent has nodes of its own
    store.remove_graph(graph)
    store.add_graph(graph)
    store.extend(sent)


def _add(store: pyoxigraph.Store, asked: Write) -> None:
    graph = named_graph(asked.graph)
    sent = [quad for payload in asked.payloads for quad in _parsed(payload, graph)]
    store.add_graph(graph)
    store.extend(sent)


def _remove(store: pyoxigraph.Store, asked: Write) -> None:
    graph = named_graph(asked.graph)
    if not store.contains_named_graph(graph):
        raise NotFound(f"There is no graph {asked.graph}.", advice="GET /graphs?graph=IRI tells whether there is one.")
    store.remove_graph(graph)


_ACTS: Mapping[str, Callable[[pyoxigraph.Store, Write], None]] = {
    "update": _update,
    "replace": _replace,
    "add": _add,
    "remove": _remove,
}


def _parsed(payload: Payload, graph: pyoxigraph.NamedNode) -> Iterable[pyoxigraph.Quad]:
    try:
        found = pyoxigraph.parse(
            payload.body,
            format=FORMATS[payload.media_type],
            base_iri=graph.value,
            without_named_graphs=True,
            rename_blank_nodes=True,  # nodes of different documents are different, whatever their labels
        )
        return [pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in found]
    except (SyntaxError, ValueError) as error:
        raise BadParameter(f"What was sent is not {payload.media_type}: {error}.", advice="Nothing was changed.") from error


def _states(store: pyoxigraph.Store, watched: tuple[str, ...] | None) -> dict[str, _State]:
    """Count and digest of graphs. The engine keeps statements in an order of their own, so equal graphs have equal dumps."""
    graphs = [graph.value for graph in store.named_graphs()] if watched is None else watched
    nodes = [node for node in map(named_graph, graphs) if watched is None or store.contains_named_graph(node)]
    return {node.value: _state(store, node) for node in nodes}


def _state(store: pyoxigraph.Store, graph: pyoxigraph.NamedNode) -> _State:
    tally = _Tally()
    store.dump(tally, pyoxigraph.RdfFormat.N_TRIPLES, from_graph=graph)  # type: ignore[arg-type] # only written to
    return tally.lines, tally.digest.hexdigest()


class _Tally:
    """A file to write to that keeps only the number of lines and the digest of what was written."""

    def __init__(self) -> None:
        self.lines, self.digest = 0, hashlib.sha256()

    def write(self, piece: bytes) -> int:
        """Takes a piece."""
        self.lines += piece.count(b"\n")
        self.digest.update(piece)
        return len(piece)

    def flush(self) -> None:
        """Nothing waits."""


def _count(state: _State | None) -> int | None:
    return None if state is None else state[0]


def _has_blank(quad: pyoxigraph.Quad) -> bool:
    return isinstance(quad.subject, pyoxigraph.BlankNode) or isinstance(quad.object, pyoxigraph.BlankNode)


def _refuse_own(graphs: list[str]) -> None:
    if graphs:
        raise refusal(graphs)


def refusal(graphs: list[str]) -> QueryRefused:
    """What a curator is told of graphs that no write may change."""
    more = f" and {len(graphs) - 3:,} more" if len(graphs) > 3 else ""
    return QueryRefused(
        f"This would change what ingest makes: {', '.join(sorted(graphs)[:3])}{more}.",
        advice="Correct findings by a verdict (POST /verdicts), and put statements of your own into a graph of your own.",
    )


def _timeout(wall_s: float) -> QueryTimeout:
    return QueryTimeout(
        f"The write ran past its limit of {wall_s:g} s and was stopped; nothing was changed.",
        advice="Narrow what the update looks for, or write in several steps.",
    )


def _outgrown(memory_mb: int) -> QueryTooLarge:
    return QueryTooLarge(
        f"The write needed more than {memory_mb:,} MB of memory, or was ended from outside; nothing was changed.",
        advice="Narrow what the update looks for, or write in several steps.",
    )
