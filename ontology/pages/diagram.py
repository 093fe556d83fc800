"""Language, pages: diagrams. In: a module within all modules. Out: SVG text to stand in a page. Must not fetch or write a file.

Two drawings a module: its classes below and above each other, and its links from class to class. Boxes lead to the terms; what
another module defines is drawn with a broken line.
"""

from collections.abc import Callable, Iterable, Iterator
from html import escape

from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from ontology.terms import MG

_ROW, _STEP, _HEIGHT, _LETTER, _PAD = 34, 36, 24, 7.4, 10
Address = Callable[[str], str]
"""The address of a term from its local name."""


def class_diagram(graph: Graph, own: frozenset[str], address: Address) -> str:
    """The classes of a module, each indented below those above it; empty where it has none."""
    classes = {local(name) for name in graph.subjects(RDF.type, OWL.Class) if ours(name)}
    drawn = classes & own
    drawn |= {above for name in drawn for above in _above(graph, name)}
    roots = [name for name in sorted(drawn) if not drawn & set(_above(graph, name))]
    rows = [row for root in roots for row in _rows(graph, root, drawn, 0)]
    if not rows:
        return ""
    parts, parents = [], dict[int, int]()
    for place, (name, depth) in enumerate(rows):
        x, y = depth * _STEP, place * _ROW
        if depth:
            parts.append(_elbow(x - _STEP + 12, parents[depth - 1] * _ROW + _HEIGHT, x, y + _HEIGHT / 2))
        parents[depth] = place
        parts.append(_box(name, x, y, name in own, address))
    return _drawing("Classes", parts, max(depth * _STEP + _width(name) for name, depth in rows), len(rows) * _ROW)


def link_diagram(graph: Graph, own: frozenset[str], address: Address) -> str:
    """The links of a module, one a row: from which class, by which link, to which class; empty where it has none."""
    names = sorted(local(name) for name in graph.subjects(RDF.type, OWL.ObjectProperty) if ours(name) and local(name) in own)
    rows = [(_ends(graph, name, RDFS.domain), name, _ends(graph, name, RDFS.range)) for name in names]
    if not rows:
        return ""
    left = max(_width(row[0]) for row in rows)
    middle = max(len(row[1]) for row in rows) * _LETTER + 36
    parts = []
    for place, (domain, name, range_) in enumerate(rows):
        y = place * _ROW
        parts += [
            _box(domain, left - _width(domain), y, domain in own, address),
            f'<path d="M{left:.0f} {y + _HEIGHT / 2}h{middle - 8:.0f}" class="link" marker-end="url(#tip)"/>',
            f'<a href="{escape(address(name))}"><text x="{left + middle / 2:.0f}" y="{y + 9}" class="name">{name}</text></a>',
            _box(range_, left + middle, y, range_ in own, address),
        ]
    return _drawing("Links", parts, left + middle + max(_width(row[2]) for row in rows), len(rows) * _ROW)


def ours(name: Node) -> bool:
    """Whether a node is a term of ours."""
    return isinstance(name, URIRef) and name.startswith(str(MG))


def local(name: Node) -> str:
    """The name of a term without its namespace."""
    return str(name).removeprefix(str(MG))


def _above(graph: Graph, name: str) -> list[str]:
    return sorted(local(above) for above in graph.objects(MG[name], RDFS.subClassOf) if ours(above))


def _rows(graph: Graph, name: str, drawn: set[str], depth: int) -> Iterator[tuple[str, int]]:
    yield name, depth
    for below in sorted(local(below) for below in graph.subjects(RDFS.subClassOf, MG[name]) if ours(below)):
        if below in drawn:
            yield from _rows(graph, below, drawn, depth + 1)


def _ends(graph: Graph, name: str, predicate: URIRef) -> str:
    ends = sorted(local(end) for end in graph.objects(MG[name], predicate) if ours(end))
    if ends:
        return " and ".join(ends)
    union = next(
        (graph.items(list_) for end in graph.objects(MG[name], predicate) for list_ in graph.objects(end, OWL.unionOf)), ()
    )
    return " or ".join(local(member) for member in union) or "anything"


def _width(text: str) -> float:
    return len(text) * _LETTER + 2 * _PAD


def _box(text: str, x: float, y: float, own: bool, address: Address) -> str:
    drawn = (
        f'<rect x="{x:.0f}" y="{y}" width="{_width(text):.0f}" height="{_HEIGHT}" rx="5" class="{"own" if own else "other"}"/>'
    )
    written = f'<text x="{x + _PAD:.0f}" y="{y + 16}">{escape(text)}</text>'
    return f'<a href="{escape(address(text))}">{drawn}{written}</a>' if text.isalnum() and text != "anything" else drawn + written


def _elbow(x: float, top: float, end: float, y: float) -> str:
    return f'<path d="M{x:.0f} {top:.0f}V{y:.0f}H{end:.0f}" class="line"/>'


def _drawing(title: str, parts: Iterable[str], width: float, height: float) -> str:
    tip = '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    tip += '<path d="M0 0L8 4L0 8z" class="tip"/></marker></defs>'
    view = f'viewBox="-2 -4 {width + 6:.0f} {height + 4:.0f}" width="{width + 6:.0f}" height="{height + 4:.0f}"'
    return f'<svg role="img" aria-label="{title}" {view} xmlns="http://www.w3.org/2000/svg">{tip}{"".join(parts)}</svg>'
