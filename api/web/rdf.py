"""Web: data. In: our N-Triples, or a value of the plain functions. Out: the same in the format asked for. Must not look up."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, cast

from fastapi import Response
from rdflib import Graph

from api.web.negotiate import Chosen

_WRITERS = {"turtle": "turtle", "jsonld": "json-ld", "rdfxml": "xml"}
PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "mg": "https://w3id.org/mandategraph/ontology#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def rdf(n_triples: bytes, chosen: Chosen) -> Response:
    """The triples in one of the four formats of RDF."""
    return Response(converted(n_triples, chosen.offer.name), headers={"Content-Type": chosen.content_type})


def converted(n_triples: bytes, name: str) -> bytes:
    """N-Triples in the format of that name; as they are where that is N-Triples."""
    if name == "ntriples":
        return n_triples
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    graph.parse(data=n_triples, format="nt")
    if name == "jsonld":
        return graph.serialize(format="json-ld", context=PREFIXES, sort_keys=True, encoding="utf-8")
    return graph.serialize(format=_WRITERS[name], encoding="utf-8")


def as_json(value: object) -> Response:
    """A value of the plain functions as JSON: its fields under their own names."""
    return Response(json.dumps(value, ensure_ascii=False, default=told_of) + "\n", headers={"Content-Type": "application/json"})


def told_of(value: object) -> dict[str, Any]:
    """A value of the plain functions, or a mapping, by name; what lies in it as it is: copied whole, it took most time."""
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return dict(cast("Mapping[str, Any]", value))


def as_file(text: str, chosen: Chosen, name: str) -> Response:
    """A text in the format that was chosen, to be kept under a name of ours: letters, digits, hyphens and an ending."""
    ending = {"csljson": "json", "bibtex": "bib", "text": "txt"}.get(chosen.offer.name, chosen.offer.name)
    kept = f'attachment; filename="mandategraph-{name}.{ending}"'
    headers = {"Content-Type": chosen.content_type, "Content-Disposition": kept}
    return Response(text.encode("utf-8"), headers=headers)
