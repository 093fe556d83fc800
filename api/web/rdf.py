"""Web: data. In: our N-Triples, or a value of the plain functions. Out: the same in the format asked for. Must not look up."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, cast

from fastapi import Response

from api.linked.framed import flat, framed
from api.web.negotiate import Chosen
from stores.graph.described import written

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


def described(n_triples: bytes, iri: str, chosen: Chosen) -> Response:
    """The triples about one thing in one of the four formats of RDF: in JSON-LD as a tree with the thing at its root."""
    if chosen.offer.name == "jsonld":
        return _data(framed(n_triples, iri), chosen)
    return _data(written(n_triples, chosen.offer.name, PREFIXES), chosen)


def together(n_triples: bytes, chosen: Chosen) -> Response:
    """The triples about many things in one of the four formats."""
    if chosen.offer.name == "jsonld":
        return _data(flat(n_triples), chosen)
    return _data(written(n_triples, chosen.offer.name, PREFIXES), chosen)


def _data(body: bytes, chosen: Chosen) -> Response:
    return Response(body, headers={"Content-Type": chosen.content_type})


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
