"""Web: looking up. In: IRIs. Out: what the graph calls them, and whole graphs. Must not know HTTP or take a query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.library import Serving
from ontology.errors import NotFound
from ontology.iris import checked

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
_KINDS = _PREFIX + "SELECT DISTINCT ?kind {{ {{ <{iri}> a ?kind }} UNION {{ <{iri}> ?p ?o BIND(mg:Thing AS ?kind) }} }}"
_LABELS = _PREFIX + (
    "SELECT ?thing (SAMPLE(?label) AS ?called) {{ VALUES ?thing {{ {iris} }} ?thing skos:prefLabel|mg:title ?label "
    'FILTER(LANG(?label) IN ("", "en")) }} GROUP BY ?thing'
)
_TERMS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT ?term ?label ?definition ?class {{ GRAPH <{graph}> {{
  ?term rdfs:isDefinedBy ?module ; rdfs:label ?label . FILTER(LANG(?label) IN ("", "en"))
  OPTIONAL {{ ?term skos:definition ?definition FILTER(LANG(?definition) IN ("", "en")) }}
  BIND(EXISTS {{ ?term a owl:Class }} AS ?class)
}} }} ORDER BY ?term"""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the ontology as it is listed."""

    iri: str
    label: str
    definition: str
    is_class: bool


def kinds_of(serving: Serving, iri: str) -> Sequence[str]:
    """The local names of a thing's classes, and "Thing"; empty where the graph says nothing of it."""
    return [str(row["kind"]).rpartition("#")[2] for row in serving.graph.select(_KINDS.format(iri=checked(iri)))]


def labels_of(serving: Serving, iris: Iterable[str]) -> dict[str, str]:
    """The English name of each IRI that has one."""
    wanted = " ".join(f"<{checked(iri)}>" for iri in iris)
    if not wanted:
        return {}
    return {str(row["thing"]): str(row["called"]) for row in serving.graph.select(_LABELS.format(iris=wanted)) if "thing" in row}


def terms(serving: Serving, graph: str) -> list[Term]:
    """The terms that the ontology defines, in order."""
    rows = serving.graph.select(_TERMS.format(graph=checked(graph)))
    found = {str(row["term"]): row for row in rows}
    return [
        Term(iri, str(row["label"]), str(row.get("definition", "")), str(row["class"]) == "true") for iri, row in found.items()
    ]


def named_graph(serving: Serving, graph: str) -> bytes:
    """All that one named graph holds, as N-Triples; NotFound where it holds nothing."""
    found = serving.graph.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{checked(graph)}> {{ ?s ?p ?o }} }}")
    if not found:
        raise NotFound(
            f"There is no graph {graph}.", advice="Try graph/ontology, graph/vocabulary, graph/catalogue or graph/doc/A/75/863."
        )
    return found
