"""Answers: terms. In: what serves. Out: the words that a query may be written in: classes, properties, individuals, named things,
search patterns, prefixes, each with a label and a definition. Must not know an editor.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.filters import FILTERS, TIMES
from api.library import Serving
from ontology.iris import MG, Iris
from stores.graph.searches import OUTPUTS

_DEFINITION = 200  # characters: a list shows no more
_KINDS = {
    "Class": "class",
    "ObjectProperty": "property",
    "DatatypeProperty": "property",
    "AnnotationProperty": "property",
    "NamedIndividual": "individual",
}
_PREFIX = """PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX mg: <https://w3id.org/mandategraph/ontology#>
"""
_OF_ONTOLOGY = """SELECT ?term ?kind ?label ?definition {{ GRAPH <{graph}> {{ ?term a ?kind ; rdfs:label ?label .
  VALUES ?kind {{ owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty owl:NamedIndividual }}
  FILTER(LANG(?label) = "en")
  OPTIONAL {{ ?term skos:definition ?definition FILTER(LANG(?definition) = "en") }} }} }} ORDER BY ?term ?kind ?label"""
_OF_VOCABULARY = """SELECT ?term ?label ?definition (SAMPLE(?class) AS ?kind) {{ GRAPH <{graph}> {{
  ?term skos:prefLabel ?label ; a ?class FILTER(LANG(?label) = "en")
  OPTIONAL {{ ?term skos:definition ?definition FILTER(LANG(?definition) = "en") }} }} }}
GROUP BY ?term ?label ?definition ORDER BY ?term ?label"""
PREFIXES = {
    "mg": MG,
    "search": "https://w3id.org/mandategraph/search#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefix -> namespace, as the queries of this house use them."""
_ASKED = {
    "index": "the block that searches: SERVICE search:index { ... }",
    "query": "the words to search for, in a block",
    "matches": "the words to search for, in one line: ?p search:matches (\"words\" ?score 50)",
    "similarTo": "a passage, to find what is nearest to it",
    "limit": "how many passages at most",
    "mode": "hybrid, dense or keyword",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a query as it is written there (`mg:Report`, or `<IRI>`), what kind of thing it is, its label and definition."""

    written: str
    kind: str
    label: str
    definition: str


def terms(serving: Serving, iris: Iris) -> Sequence[Term]:
    """All of them: the ontology's first, then search patterns, then the named things of the vocabulary."""
    return [*_of_ontology(serving, iris), *_of_search(), *_of_vocabulary(serving, iris)]


def _of_ontology(serving: Serving, iris: Iris) -> Iterator[Term]:
    seen = set[str]()
    for row in serving.graph.select(_PREFIX + _OF_ONTOLOGY.format(graph=iris.graph("ontology"))):
        iri = str(row["term"])
        if iri.startswith(MG) and iri not in seen:
            seen.add(iri)
            kind = _KINDS[str(row["kind"]).rpartition("#")[2]]
            yield Term(f"mg:{iri.removeprefix(MG)}", kind, str(row["label"]), _short(str(row.get("definition", ""))))


def _of_search() -> Iterator[Term]:
    yield from (Term(f"search:{name}", "search", name, says) for name, says in _ASKED.items())
    yield from (Term(f"search:{name}", "search", name, "a part of the answer, bound to a variable") for name in OUTPUTS)
    yield from (
        Term(f"search:{name}", "search", name, "a filter of the search") for name in (*FILTERS, *TIMES) if name not in OUTPUTS
    )


def _of_vocabulary(serving: Serving, iris: Iris) -> Iterator[Term]:
    seen = set[str]()
    for row in serving.graph.select(_PREFIX + _OF_VOCABULARY.format(graph=iris.graph("vocabulary"))):
        iri = str(row["term"])
        if iri not in seen:
            seen.add(iri)
            kind = str(row["kind"]).rpartition("#")[2]
            yield Term(f"<{iri}>", kind, str(row["label"]), _short(str(row.get("definition", ""))))


def _short(definition: str) -> str:
    return definition if len(definition) <= _DEFINITION else definition[: _DEFINITION - 1].rpartition(" ")[0] + "…"
