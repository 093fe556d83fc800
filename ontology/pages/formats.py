"""Language, pages: renderings. In: modules as graphs. Out: each in Turtle, JSON-LD, RDF/XML, OWL/XML, Manchester. Must not fetch.

Turtle of one module is its source. The first three are written by rdflib, JSON-LD with our own context inside; the last two by
the OWL API, which needs Java. py-horned-owl, another reader, is asked in the tests whether they say the same.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from rdflib import DCTERMS, OWL, RDF, RDFS, XSD, Graph, Literal, URIRef

from ontology.iris import DEFAULT_BASE
from ontology.owl_api import render
from ontology.terms import MG

ALL: Final = "ontology"
"""The name of all modules together; their IRI is the namespace without its hash."""
ENDINGS: Final = {"ttl": "Turtle", "jsonld": "JSON-LD", "rdf": "RDF/XML", "owx": "OWL/XML", "omn": "Manchester"}
WITH_JAVA: Final = ("owx", "omn")
_PREFIXES: Final = {"mg": str(MG), "dcterms": str(DCTERMS), "skos": "http://www.w3.org/2004/02/skos/core#"}
_SAME_IN_EACH: Final = (DCTERMS.creator, DCTERMS.license, DCTERMS.created)


def read_each(modules: Path) -> dict[str, Graph]:
    """The modules by their names."""
    return {path.stem: Graph().parse(path, format="turtle") for path in sorted(modules.glob("*.ttl"))}


def joined(modules: Mapping[str, Graph]) -> Graph:
    """All modules as one ontology: one header in the place of theirs, which points to them."""
    graph, header = Graph(), URIRef(f"{DEFAULT_BASE}{ALL}")
    for module in modules.values():
        for prefix, namespace in module.namespaces():
            graph.bind(prefix, namespace)
        graph += module
    own = sorted(name for name in graph.subjects(RDF.type, OWL.Ontology) if isinstance(name, URIRef))
    version = max(str(value) for name in own for value in graph.objects(name, OWL.versionInfo))
    graph.add((header, RDF.type, OWL.Ontology))
    graph.add((header, OWL.versionIRI, URIRef(f"{header}/{version}")))
    graph.add((header, OWL.versionInfo, Literal(version)))
    graph.add((header, DCTERMS.title, Literal("Mandate Graph: the ontology", lang="en")))
    graph.add((header, DCTERMS.description, Literal(_told(graph, own), lang="en")))
    modified = max(str(value) for name in own for value in graph.objects(name, DCTERMS.modified))
    graph.add((header, DCTERMS.modified, Literal(modified, datatype=XSD.date)))
    for name in own:
        for predicate in _SAME_IN_EACH:
            for value in graph.objects(name, predicate):
                graph.add((header, predicate, value))
        graph.remove((name, None, None))
        graph.add((header, RDFS.seeAlso, name))
    return graph


def write(graph: Graph, name: str, folder: Path, source: Path | None, context: Path, *, java: bool) -> list[str]:
    """Writes every rendering of one graph; their endings. Without Java there is no OWL/XML and no Manchester."""
    turtle = source.read_bytes() if source else graph.serialize(format="turtle", encoding="utf-8")
    (folder / f"{name}.ttl").write_bytes(turtle)
    (folder / f"{name}.jsonld").write_text(json_ld(graph, context), encoding="utf-8")
    graph.serialize(folder / f"{name}.rdf", format="xml", encoding="utf-8")
    for ending in WITH_JAVA if java else ():
        render(folder / f"{name}.rdf", folder / f"{name}.{ending}", _PREFIXES)
    return [ending for ending in ENDINGS if java or ending not in WITH_JAVA]


def json_ld(graph: Graph, context: Path) -> str:
    """A graph as JSON-LD with the context inside, nodes in order; lists in it are free of the nulls that rdflib puts there."""
    terms = json.loads(context.read_text(encoding="utf-8"))["@context"]
    written = json.loads(graph.serialize(format="json-ld", context=terms, auto_compact=False))
    nodes = sorted(_without_null(written["@graph"]), key=lambda node: str(node.get("id", "~")))
    return json.dumps({"@context": terms, "@graph": nodes}, ensure_ascii=False, indent=1) + "\n"


def _told(graph: Graph, own: list[URIRef]) -> str:
    titles = sorted(str(graph.value(name, DCTERMS.title)).rpartition(": ")[2] for name in own)
    return f"The modules {', '.join(titles[:-1])} and {titles[-1]} as one ontology."


def _without_null(value: Any) -> Any:  # noqa: ANN401 # whatever JSON holds
    if isinstance(value, dict):
        return {key: _without_null(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_null(inner) for inner in value if inner is not None]
    return value
