"""Tests of the keepers: N-Triples written in other formats and as nodes of JSON-LD. No store is opened."""

import pyoxigraph
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from ontology.errors import StoreError
from stores.graph.described import IN_PIECES, WRITTEN, in_pieces, nodes, written

PREFIXES = {"ex": "http://example.org/"}
LINES = [
    b'<http://example.org/a> <http://example.org/p> "one \\"quoted\\"\\n line" .\n',
    b'<http://example.org/a> <http://example.org/p> "un"@fr .\n',
    b'<http://example.org/a> <http://example.org/n> "67"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
    b'<http://example.org/a> <http://example.org/n> "067"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
    b'<http://example.org/a> <http://example.org/n> "0.950"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n',
    b"<http://example.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/C> .\n",
    b"_:b <http://example.org/p> <http://example.org/a> .\n",
]
NAMES = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml"}


@pytest.mark.parametrize("name", WRITTEN)
def test_each_format_says_what_the_lines_say(name: str) -> None:
    """As rdflib reads it, which had no part in writing it."""
    read = Graph().parse(data=written(b"".join(LINES), name, PREFIXES), format=NAMES[name])
    assert isomorphic(read, Graph().parse(data=b"".join(LINES), format="nt"))


@pytest.mark.parametrize("name", IN_PIECES)
def test_pieces_together_are_one_whole_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even of two statements each: a prefix may be declared again, and a blank node keeps its label from piece to piece."""
    monkeypatch.setattr("stores.graph.described._SOME", 2)
    pieces = list(in_pieces(LINES, name, PREFIXES))
    assert len(pieces) == 4
    read = Graph().parse(data=b"".join(pieces), format=NAMES[name])
    assert isomorphic(read, Graph().parse(data=b"".join(LINES), format="nt"))


def test_turtle_has_the_prefixes_and_each_subject_once() -> None:
    """So that a person can read it."""
    told = written(b"".join(LINES), "turtle", PREFIXES).decode()
    assert "@prefix ex: <http://example.org/> ." in told
    assert told.count("<http://example.org/a>") + told.count("ex:a") == 2  # as a subject, and as the object of the last line


def test_nodes_are_the_triples_of_each_subject() -> None:
    """Texts with their language, whole numbers as numbers where nothing is lost by it, all else with its datatype."""
    node = next(one for one in nodes(b"".join(LINES)) if one["@id"] == "http://example.org/a")
    assert node["@type"] == ["http://example.org/C"]
    assert node["http://example.org/p"] == [{"@value": 'one "quoted"\n line'}, {"@value": "un", "@language": "fr"}]
    integer, decimal = (f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal"))
    assert node["http://example.org/n"] == [
        {"@value": 67, "@type": integer},
        {"@value": "067", "@type": integer},
        {"@value": "0.950", "@type": decimal},
    ]


def test_whose_class_is_the_root_says_so_in_full() -> None:
    """For @type cannot be turned round in a tree with the class at its root."""
    node = next(one for one in nodes(b"".join(LINES), "http://example.org/C") if one["@id"] == "http://example.org/a")
    assert "@type" not in node
    assert node["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"] == [{"@id": "http://example.org/C"}]


def test_lines_that_are_no_triples_are_refused() -> None:
    """With our own error, never the engine's."""
    with pytest.raises(StoreError):
        written(b"<a> <b> .\n", "turtle", PREFIXES)
    assert pyoxigraph.serialize([], format=pyoxigraph.RdfFormat.TURTLE) == b""
    assert written(b"", "turtle", {}) == b""
