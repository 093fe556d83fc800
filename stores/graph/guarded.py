"""Keepers, graph: updates that take effect only as long as the marker says what it said. In: what the marker says, graphs and
lines. Out: operations of SPARQL 1.1 Update. Must not send them.

Every operation asks for the token first. A request that was given up and comes late, or one of a second publisher, so changes
nothing: the token has gone by then.
"""

from collections.abc import Iterable

from ontology.iris import checked_graph
from stores.graph.marker import BEGUN, COMING, IDENTIFIER, TOKEN, WAS, Mark, marker_graph


class Guard:
    """The operations under one mark."""

    def __init__(self, mark: Mark, base: str) -> None:
        self._mark = mark
        self._graph = marker_graph(base)
        if mark.token:
            self._where = self._own(f'<{TOKEN}> "{mark.token}"')
        else:  # filled by others, or by nobody
            self._where = f"FILTER NOT EXISTS {{ {self._own(f'<{TOKEN}> ?token')} }}"

    def emptied(self, graph: str) -> str:
        """Takes all out of a graph."""
        held = f"GRAPH <{checked_graph(graph)}> {{ ?s ?p ?o }}"
        return f"DELETE {{ {held} }} WHERE {{ {self._where} {held} }}"

    def removed(self, graph: str, lines: Iterable[bytes]) -> str:
        """Takes these lines of N-Triples out of a graph."""
        return f"DELETE {{ {_held(graph, lines)} }} WHERE {{ {self._where} }}"

    def added(self, graph: str, lines: Iterable[bytes]) -> str:
        """Adds these lines of N-Triples to a graph; blank nodes become new ones, the same label the same one."""
        return f"INSERT {{ {_held(graph, lines)} }} WHERE {{ {self._where} }}"

    def begun(self, graph: str) -> str:
        """Notes that a graph is no longer what it was, and not yet what it will be."""
        note = f"<{checked_graph(graph)}> <{TOKEN}>"
        old = f"GRAPH <{self._graph}> {{ {note} ?v }}"
        fresh = f'GRAPH <{self._graph}> {{ {note} "{BEGUN}" }}'
        return f"DELETE {{ {old} }} INSERT {{ {fresh} }} WHERE {{ {self._where} OPTIONAL {{ {old} }} }}"

    def sent(self, graph: str, digest: str) -> str:
        """Notes that all of a graph was sent."""
        return self.added(self._graph, [note(graph, digest)])

    def coming(self, generation: str, token: str) -> str:
        """Says that a generation is being brought, and that none is there; notes stay."""
        was = self._mark.generation or self._mark.was
        told = f'<{COMING}> "{generation}" ; <{TOKEN}> "{token}"' + (f' ; <{WAS}> "{was}"' if was else "")
        old = self._own("?p ?o")
        return f"DELETE {{ {old} }} INSERT {{ {self._own(told)} }} WHERE {{ {self._where} OPTIONAL {{ {old} }} }}"

    def whole(self, generation: str, token: str) -> str:
        """Says that a generation is there; notes go."""
        old = f"GRAPH <{self._graph}> {{ ?s ?p ?o }}"
        told = self._own(f'<{IDENTIFIER}> "{generation}" ; <{TOKEN}> "{token}"')
        return f"DELETE {{ {old} }} INSERT {{ {told} }} WHERE {{ {self._where} OPTIONAL {{ {old} }} }}"

    def _own(self, told: str) -> str:
        return f"GRAPH <{self._graph}> {{ <{self._graph}> {told} }}"


def note(graph: str, digest: str) -> bytes:
    """The note of a graph that was sent, as a line of N-Triples."""
    return f'<{checked_graph(graph)}> <{TOKEN}> "{digest}" .\n'.encode()


def _held(graph: str, lines: Iterable[bytes]) -> str:
    return f"GRAPH <{checked_graph(graph)}> {{\n{b''.join(lines).decode()}}}"
