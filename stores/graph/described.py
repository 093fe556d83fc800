"""Keepers, graph: writing. In: N-Triples. Out: the same triples in another format, or as nodes of JSON-LD. Must not open a store.

By Oxigraph, which is many times as fast at it as rdflib. Prefixes are only for the eye: they change no triple.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from types import MappingProxyType

import pyoxigraph

from ontology.errors import StoreError

_FORMATS: Mapping[str, pyoxigraph.RdfFormat] = MappingProxyType(
    {
        "turtle": pyoxigraph.RdfFormat.TURTLE,
        "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
        "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
    }
)
WRITTEN = tuple(_FORMATS)
"""The formats that `written` knows."""
IN_PIECES = ("turtle", "ntriples")
"""Those of them that can be written piece by piece: what follows in them needs no end of what went before."""
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}")
_SOME = 20_000  # statements a piece

Node = dict[str, object]


def written(n_triples: bytes, name: str, prefixes: Mapping[str, str]) -> bytes:
    """The triples in the format of that name, grouped as the lines are; StoreError where the lines are no N-Triples."""
    return _serialised(_triples(n_triples), name, prefixes)


def in_pieces(lines: Iterable[bytes], name: str, prefixes: Mapping[str, str]) -> Iterator[bytes]:
    """N-Triples lines in one of the formats IN_PIECES, some thousand statements at a time: for what memory should not hold."""
    waiting = iter(lines)
    while some := b"".join(islice(waiting, _SOME)):
        yield some if name == "ntriples" else written(some, name, prefixes)


def nodes(n_triples: bytes, root: str = "") -> list[Node]:
    """The triples as node objects in JSON-LD's expanded form, one a subject. Whose class is `root` says so by rdf:type in full:
    @type cannot be turned round.
    """
    found: dict[str, Node] = {}
    for triple in _triples(n_triples):
        node = found.setdefault(_name(triple.subject), {"@id": _name(triple.subject)})
        is_class = triple.predicate.value == _TYPE and _name(triple.object) != root
        values = node.setdefault("@type" if is_class else triple.predicate.value, [])
        if isinstance(values, list):
            values.append(_name(triple.object) if is_class else _value(triple.object))
    return list(found.values())


def _triples(n_triples: bytes) -> Iterator[pyoxigraph.Triple]:
    try:
        for quad in pyoxigraph.parse(n_triples, format=pyoxigraph.RdfFormat.N_TRIPLES):
            yield quad.triple
    except SyntaxError as error:
        raise StoreError(f"Wanted N-Triples to write: {error}.", advice="Tell who runs this server.") from error


def _serialised(triples: Iterable[pyoxigraph.Triple], name: str, prefixes: Mapping[str, str]) -> bytes:
    return pyoxigraph.serialize(triples, format=_FORMATS[name], prefixes=dict(prefixes)) or b""


def _name(term: object) -> str:
    if isinstance(term, pyoxigraph.NamedNode):
        return term.value
    return str(term)  # a blank node: _:label


def _value(term: object) -> Node:
    if not isinstance(term, pyoxigraph.Literal):
        return {"@id": _name(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == _STRING:
        return {"@value": term.value}
    return {"@value": _native(term), "@type": term.datatype.value}


def _native(term: pyoxigraph.Literal) -> str | int:
    """Whole numbers as numbers of JSON, where nothing is lost by it."""
    is_whole = term.datatype.value == _INTEGER and _WHOLE.fullmatch(term.value)
    return int(term.value) if is_whole else term.value
