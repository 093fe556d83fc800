"""Keepers, graph: bringing a generation to a store by URL. In: a published generation. Out: the store holds it, and says so. Must
not leave the store saying that it holds what it does not.

Only graphs that differ are sent. Where they are few, and an update is one transaction there, all goes in one request with the
marker: the store holds the old generation or the new one, and nothing between. Else the marker first says that a generation is
coming, and none is there until all was sent and counted; whatever is cut off meanwhile, the next run goes on from the notes.
"""

import logging
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from ontology.errors import StoreBusy, StoreDamaged, StoreError
from stores import generations
from stores.changes import State, read_states
from stores.generations import Generation
from stores.graph.guarded import Guard, note
from stores.graph.marker import Mark, marker_graph
from stores.graph.pieces import PIECE_BYTES, difference, has_blank, parts, quads
from stores.graph.remote import RemoteStore
from stores.graph.remote_writing import Writing
from stores.graph.store import GraphStore
from stores.settings import Settings

_LOG = logging.getLogger("mandategraph.remote")
_PASSES = 4  # write, find what is missing, write that, and see that nothing is
_IN_MEMORY = 50_000  # statements of a graph that are looked through at once
_OPERATIONS = 200  # in one request
COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the store says, what it holds, and the graphs that have to be sent or to go."""

    mark: Mark
    counts: Mapping[str, int]
    send: tuple[str, ...]
    drop: tuple[str, ...]


def statements(generation: Generation) -> Mapping[str, State]:
    """What each graph of a generation holds; digests are empty, and statements counted, where it was published before they were
    kept.
    """
    states = read_states(generation.folder)
    if states is not None:
        return states
    with GraphStore.read_only(generation.graph) as store:
        return {str(row["g"]): State("", int(str(row["n"]))) for row in store.select(COUNTS) if "g" in row}


class Loading:
    """One generation on its way to one store."""

    def __init__(
        self, generation: Generation, settings: Settings, there: RemoteStore, writing: Writing, progress: Progress
    ) -> None:
        self._generation = generation
        self._settings = settings
        self._base = settings.base
        self._there = there
        self._writing = writing
        self._progress = progress
        self._wanted = statements(generation)
        self._waiting: list[tuple[str, list[bytes]]] = []  # whole graphs that fill no piece yet
        self._bytes = 0

    def run(self) -> bool:
        """Whether anything had to be written. StoreError where the store does not come to hold the generation."""
        plan = self._plan()
        for done in range(_PASSES):
            if not (plan.send or plan.drop) and plan.mark.generation == self._generation.id:
                return done > 0
            with GraphStore.read_only(self._generation.graph) as here:
                self._write(plan, here)
            plan = self._plan()
        raise StoreError(
            f"The SPARQL store does not come to hold {self._generation.id}: {len(plan.send):,} graphs differ, and "
            f"{len(plan.drop):,} are too many.",
            advice="Look whether another publisher writes to it, or it changes statements that it takes in.",
        )

    def _plan(self) -> _Plan:
        mark = self._there.mark(self._base, notes=True)
        counts = self._there.counts()
        counts.pop(marker_graph(self._base), None)
        before = self._states_of(mark.generation or mark.was)
        known: dict[str, str | None] = {graph: self._digest(state) for graph, state in before.items()}
        known |= mark.notes
        held = {graph: state for graph, state in self._wanted.items() if state.statements}
        send = [
            graph
            for graph, state in sorted(held.items())
            if counts.get(graph) != state.statements or known.get(graph) != self._digest(state)
        ]
        return _Plan(mark, counts, tuple(send), tuple(sorted(counts.keys() - held.keys())))

    def _states_of(self, name: str) -> Mapping[str, State]:
        if name == self._generation.id:
            return self._wanted
        before = generations.kept(self._settings.data, name)
        try:
            return (read_states(before.folder) if before else None) or {}
        except StoreDamaged as error:
            _LOG.warning("What %s held cannot be told, so all its graphs are sent again: %s", name, error)
            return {}

    def _digest(self, state: State) -> str:
        return state.sha256 or self._generation.id

    def _write(self, plan: _Plan, here: GraphStore) -> None:
        if not (plan.send or plan.drop):  # all is there but the word
            self._writing.update(Guard(plan.mark, self._base).whole(self._generation.id, _token()))
        elif plan.mark.generation and self._settings.sparql_atomic == "yes" and (text := self._one_request(plan, here)):
            self._writing.update(text)
        else:
            self._in_pieces(plan, here)

    def _one_request(self, plan: _Plan, here: GraphStore) -> str | None:
        """The whole change as one update; None where it is too long for one."""
        guard = Guard(plan.mark, self._base)
        told = [guard.emptied(graph) for graph in plan.drop]
        before = generations.kept(self._settings.data, plan.mark.generation)
        old = self._states_of(plan.mark.generation)
        size = 0
        for graph in plan.send:
            is_known = before and graph in old and plan.counts.get(graph) == old[graph].statements
            added = self._change(guard, graph, here, before if is_known else None)
            size += sum(map(len, added))
            if not added or size > PIECE_BYTES:
                return None
            told += added
        return " ;\n".join([*told, guard.whole(self._generation.id, _token())])

    def _change(self, guard: Guard, graph: str, here: GraphStore, before: Generation | None) -> list[str]:
        """The operations that bring one graph up; none where they would be too long."""
        if before:
            with GraphStore.read_only(before.graph) as was:
                found = difference(was.triples(graph), here.triples(graph))
            if found:
                gone, come = found
                return [guard.removed(graph, gone)] * bool(gone) + [guard.added(graph, come)] * bool(come)
        lines = list(islice(parts(here.triples(graph)), 2))
        return [guard.emptied(graph), guard.added(graph, lines[0])] if len(lines) == 1 else []

    def _in_pieces(self, plan: _Plan, here: GraphStore) -> None:
        token = _token()
        self._writing.update(Guard(plan.mark, self._base).coming(self._generation.id, token))
        mark = self._there.mark(self._base)
        if mark.token != token:
            raise StoreBusy("Another publisher writes to the SPARQL store.", advice="Let it finish, then run: mandategraph load")
        guard = Guard(mark, self._base)
        self._update([guard.emptied(graph) for graph in plan.drop])
        self._waiting, self._bytes = [], 0
        for done, graph in enumerate(plan.send):
            is_new = not plan.counts.get(graph) and graph not in plan.mark.notes
            lines, blank = self._lines(here, graph)
            if not is_new:
                self._update([guard.begun(graph), guard.emptied(graph)])
            if blank:
                whole = guard.added(graph, lines)
                self._writing.update(" ;\n".join([guard.emptied(graph), whole, guard.sent(graph, self._note(graph))]))
            else:
                self._hand_on(guard, graph, lines)
            self._progress("load", done, len(plan.send))
        self._send(guard)

    def _lines(self, here: GraphStore, graph: str) -> tuple[Iterable[bytes], bool]:
        """The lines of a graph, and whether any has a blank node: those cannot be sent twice, so they go in one request."""
        if self._wanted[graph].statements > _IN_MEMORY:
            return here.triples(graph), any(map(has_blank, here.triples(graph)))
        lines = list(here.triples(graph))
        return lines, any(map(has_blank, lines))

    def _hand_on(self, guard: Guard, graph: str, lines: Iterable[bytes]) -> None:
        """Sends what fills a piece; the rest waits for more. A graph that fills several goes by itself."""
        coming = parts(lines)
        first, second = next(coming, []), next(coming, None)
        if second is not None:
            self._send_long(guard, graph, _chained(first, second, coming))
            return
        size = sum(map(len, first))
        if self._bytes + size > PIECE_BYTES:
            self._send(guard)
        self._waiting.append((graph, first))
        self._bytes += size

    def _send_long(self, guard: Guard, graph: str, coming: Iterator[list[bytes]]) -> None:
        for number, lines in enumerate(coming):
            self._add(guard, graph, lines, more=number > 0)
        self._writing.update(guard.sent(graph, self._note(graph)))

    def _send(self, guard: Guard) -> None:
        """The whole graphs that wait, and the notes that they were sent."""
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        if not waiting:
            return
        notes = [note(graph, self._note(graph)) for graph, _ in waiting]
        marks = marker_graph(self._base)
        if self._writing.quads:
            sent = b"".join(quads(graph, lines) for graph, lines in waiting)
            self._writing.add_quads(sent + quads(marks, notes))
            return
        if self._writing.graphs:
            for graph, lines in waiting:
                self._add(guard, graph, lines, more=False)
            self._writing.update(guard.added(marks, notes))
            return
        self._writing.update(" ;\n".join([*(guard.added(graph, lines) for graph, lines in waiting), guard.added(marks, notes)]))

    def _add(self, guard: Guard, graph: str, lines: list[bytes], *, more: bool) -> None:
        if self._writing.quads:
            self._writing.add_quads(quads(graph, lines))
        elif self._writing.graphs:
            self._writing.put_graph(graph, b"".join(lines), more=more)
        else:
            self._writing.update(guard.added(graph, lines))

    def _note(self, graph: str) -> str:
        return self._digest(self._wanted[graph])

    def _update(self, operations: list[str]) -> None:
        for start in range(0, len(operations), _OPERATIONS):
            self._writing.update(" ;\n".join(operations[start : start + _OPERATIONS]))


def _chained(first: list[bytes], second: list[bytes], others: Iterator[list[bytes]]) -> Iterator[list[bytes]]:
    yield first
    yield second
    yield from others


def _token() -> str:
    return uuid.uuid4().hex
