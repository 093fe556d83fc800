"""Answers, linked data: JSON-LD. In: N-Triples about a thing. Out: one tree with the thing at its root. Must not fetch anything.

Rule: JSON-LD 1.1 Framing, W3C Recommendation of 16 July 2020. Terms are those of our published context; the few that a tree uses
are written into it, so that it is read without a network, by readers that load no context from elsewhere, and wherever a copy of
this server runs under an address of its own.
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from ontology.errors import NotFound
from ontology.files import ROOT
from stores.graph.described import Node, nodes

CONTEXT = ROOT / "context.jsonld"
_ALWAYS = ("@version", "id", "type")


def framed(n_triples: bytes, iri: str) -> bytes:
    """The triples as a tree: what a thing says under its own terms, what leads to it under @reverse."""
    from pyld import jsonld  # brings a library that tries a socket as it is imported

    found = nodes(n_triples, iri)
    frame = {"@context": _context(found), "@id": iri, "@embed": "@never", **_reverse(found, iri)}
    return _text(jsonld.frame(found, frame, {"documentLoader": _nothing_from_elsewhere}))


def flat(n_triples: bytes) -> bytes:
    """The triples of many things as a list of nodes under @graph."""
    from pyld import jsonld

    found = nodes(n_triples)
    context = _context(found)
    told = jsonld.compact(found, context, {"documentLoader": _nothing_from_elsewhere, "graph": True})
    return _text(told)


@lru_cache(maxsize=1)
def published() -> Mapping[str, Any]:
    """Our context as it is published: each term with its definition."""
    told: Mapping[str, Any] = json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
    return told


def _context(found: list[Node]) -> Mapping[str, Any]:
    """Of the published terms those that the nodes use, with the prefixes."""
    whole, used = published(), set(_used(found))
    kept = {*_ALWAYS, *_prefixes()}
    return {name: value for name, value in whole.items() if name in kept or _meaning(value) in used}


def _used(found: list[Node]) -> Iterator[str]:
    for node in found:
        for name, values in node.items():
            yield name
            if name == "@type" and isinstance(values, list):
                yield from values


@lru_cache(maxsize=1)
def _prefixes() -> Mapping[str, str]:
    return {name: value for name, value in published().items() if isinstance(value, str) and value.endswith(("#", "/"))}


def _meaning(definition: object) -> str:
    """The IRI that a term stands for."""
    name = definition.get("@id", "") if isinstance(definition, Mapping) else definition
    prefix, _, local = str(name).partition(":")
    return _prefixes()[prefix] + local if prefix in _prefixes() else str(name)


def _reverse(found: list[Node], iri: str) -> Mapping[str, Any]:
    """The part of a frame that takes in what leads to the thing."""
    leading = sorted(
        {name for node in found for name, values in node.items() if isinstance(values, list) and {"@id": iri} in values}
    )
    return {"@reverse": {name: {"@embed": "@never", "@explicit": True} for name in leading}} if leading else {}


def _text(told: object) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _nothing_from_elsewhere(address: str, _: object) -> Mapping[str, Any]:
    raise NotFound(f"A context was to be loaded from {address}; ours stand in the document.")
