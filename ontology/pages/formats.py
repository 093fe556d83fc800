"""Language, pages: renderings. In: modules as graphs. Out: each in Turtle, JSON-LD, RDF/XML, OWL/XML and Manchester. Must not fetch.

Turtle of one module is its source. The first three are written by rdflib, JSON-LD with our own context inside; the last two by the
OWL API, which needs Java. py-horned-owl, another reader, is asked in the tests whether they say the same.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from rdflib import DCTERMS, OWL, RDF, RDFS, Graph, Literal, URIRef

from ontology.iris import DEFAULT_BASE
from ontology.owl_api import render
from ontology.terms import MG

ALL: Final = "ontology"
"""The name of all modules together; their IRI is the namespace without its hash."""
ENDINGS: Final = {"ttl": "Turtle", "jsonld": "JSON-LD", "rdf": "RDF/XML", "owx": "OWL/XML", "omn": "Manchester"}
WITH_JAVA: Final = ("owx", "omn")
_PREFIXES: Final = {
    "mg": str(MG),
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}


def read_each(modules: Path) -> dict[str, Graph]:
    """The modules by their names."""
    return {path.stem: Graph().parse(path, format="turtle") for path in sorted(modules.glob("*.ttl"))}


def joined(modules: Mapping[str, Graph]) -> Graph:
    """All modules as one ontology: one header in the place of theirs, which it points to."""
    graph, header = Graph(), URIRef(f"{DEFAULT_BASE}ontology")
    for prefix, namespace in sorted({pair for module in modules.values() for pair in module.namespaces()}):
        graph.bind(prefix, namespace)
    for module in modules.values():
        graph += module
    own = {name: set(graph.subjects(RDF.type, OWL.Ontology)) for name in modules}.popitem()[1] if modules else set()
    for name in own:
        for predicate in (OWL.versionInfo, DCTERMS.creator, DCTERMS.license, DCTERMS.created):
            graph.set((header, predicate, graph.value(name, predicate) or Literal("")))
    modified = max(str(value) for name in own for value in graph.objects(name, DCTERMS.modified))
    version = max(str(value) for name in own for value in graph.objects(name, OWL.versionInfo))
    for name in own:
        graph.remove((name, None, None))
        graph.add((header, RDFS.seeAlso, name))
    graph.add((header, RDF.type, OWL.Ontology))
    graph.set((header, OWL.versionIRI, URIRef(f"{header}/{version}")))
    return graph
