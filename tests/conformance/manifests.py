"""Conformance: the manifests of the W3C. In: the folder of SPARQL 1.1 tests. Out: its tests as plain values. Must not run one.

Files keep the names that they have among themselves under one made address, so that no path of this machine enters an answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store

ADDRESS = "http://w3c.example/sparql11/"
APART = (
    *("entailment", "service", "syntax-fed"),
    *("protocol", "service-description", "graph-store-protocol", "http-rdf-update"),
)
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
Node = Any  # any term of pyoxigraph


@dataclass(frozen=True, slots=True)
class Case:
    """One test: what is asked, the data by graph ("" is the default one), and what must come of it (a file, or graphs)."""

    name: str
    kind: str
    asked: str
    data: tuple[tuple[str, str], ...] = ()
    expected: str = ""
    after: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The statements of one manifest."""

    store: Store = field(repr=False)

    def values(self, subject: Node, predicate: str) -> list[Node]:
        """All values of a property."""
        return [quad.object for quad in self.store.quads_for_pattern(subject, NamedNode(predicate), None)]

    def value(self, subject: Node, predicate: str) -> Node:
        """The value of a property, None where it has none."""
        return next(iter(self.values(subject, predicate)), None) if subject is not None else None

    def text(self, subject: Node, predicate: str) -> str:
        """The text of the value; "" where there is none."""
        found = self.value(subject, predicate)
        return "" if found is None else str(found.value)

    def listed(self, head: Node) -> Iterator[Node]:
        """The members of a list."""
        while head is not None and head != NamedNode(RDF + "nil"):
            yield self.value(head, RDF + "first")
            head = self.value(head, RDF + "rest")

    def entries(self) -> Iterator[tuple[str, str, Node]]:
        """The tests in order: local name, kind, node."""
        for quad in self.store.quads_for_pattern(None, NamedNode(MF + "entries"), None):
            for node in self.listed(quad.object):
                kinds = [one.value.rpartition("#")[2] for one in self.values(node, RDF + "type")]
                yield str(node.value).rpartition("#")[2], kinds[0] if kinds else "", node


def manifest(file: Path, name: str) -> Manifest:
    """The manifest of a file that is known by that name."""
    store = Store()
    store.load(path=str(file), format=RdfFormat.TURTLE, base_iri=ADDRESS + name)
    return Manifest(store)


def path_of(folder: Path, address: str) -> Path:
    """The file that an address among the tests means."""
    return folder / address.removeprefix(ADDRESS)


def cases(folder: Path) -> list[Case]:
    """All tests of evaluation, syntax, formats and updates, without entailment, federation and the protocols."""
    found: list[Case] = []
    for file in sorted(folder.glob("*/manifest.ttl")):
        place = file.parent.name
        if place not in APART:
            read = manifest(file, f"{place}/manifest.ttl")
            found += [_case(read, f"{place}/{name}", kind, node) for name, kind, node in read.entries()]
    return [case for case in found if case.kind]


def _case(read: Manifest, name: str, kind: str, node: Node) -> Case:
    action, result = read.value(node, MF + "action"), read.value(node, MF + "result")
    asked = action if isinstance(action, NamedNode) else read.value(action, QT + "query") or read.value(action, UT + "request")
    data = [("", str(one.value)) for one in read.values(action, QT + "data") + read.values(action, UT + "data")]
    data += [(str(one.value), str(one.value)) for one in read.values(action, QT + "graphData")]
    data += _labelled(read, action)
    after = [("", str(one.value)) for one in read.values(result, UT + "data")] if result is not None else []
    expected = str(result.value) if isinstance(result, NamedNode) else ""
    return Case(name, kind, str(asked.value), tuple(data), expected, tuple(after + _labelled(read, result)))


def _labelled(read: Manifest, node: Node) -> list[tuple[str, str]]:
    if node is None or isinstance(node, NamedNode):
        return []
    return [(read.text(one, LABEL.value), read.text(one, UT + "graph")) for one in read.values(node, UT + "graphData")]


@cache
def quads(folder: Path, address: str) -> tuple[Quad, ...]:
    """The statements of a data file in the default graph; its blank nodes are of no other file."""
    file = path_of(folder, address)
    kind = RdfFormat.RDF_XML if file.suffix == ".rdf" else RdfFormat.TURTLE
    return tuple(pyoxigraph.parse(path=str(file), format=kind, base_iri=address, rename_blank_nodes=True))


def in_graph(found: tuple[Quad, ...], graph: str) -> list[Quad]:
    """The same statements in a named graph; "" is the default one."""
    if not graph:
        return list(found)
    return [Quad(one.subject, one.predicate, one.object, NamedNode(graph)) for one in found]


def has_blank(term: Node) -> bool:
    """Whether a term is a blank node."""
    return isinstance(term, BlankNode)
