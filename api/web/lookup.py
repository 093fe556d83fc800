"""Web: looking up. In: IRIs. Out: what the graph calls them, and whole graphs. Must not know HTTP or take a query."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.library import Serving
from ontology.errors import NotFound
from ontology.iris import checked

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
_KINDS = _PREFIX + "SELECT DISTINCT ?kind {{ {{ <{iri}> a ?kind }} UNION {{ <{iri}> ?p ?o BIND(mg:Thing AS ?kind) }} }}"
_TERMS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?term ?label ?definition ?kind {{ GRAPH <{graph}> {{
  ?term rdfs:isDefinedBy ?module ; rdfs:label ?label . FILTER(LANG(?label) IN ("", "en"))
  OPTIONAL {{ ?term skos:definition ?definition FILTER(LANG(?definition) IN ("", "en")) }}
  BIND(IF(EXISTS {{ ?term a owl:Class }}, "class", IF(EXISTS {{ ?term a ?sort VALUES ?sort {{
    rdf:Property owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }} }}, "property", "individual")) AS ?kind)
}} }} ORDER BY ?term"""
_HELD = """SELECT (COUNT(*) AS ?statements) (COUNT(DISTINCT ?s) AS ?subjects) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"""
_SUBJECTS = """SELECT DISTINCT ?s {{ GRAPH <{graph}> {{ ?s ?p ?o }} FILTER(isIRI(?s)) }} LIMIT {most}"""
MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the ontology as it is listed; `kind` is "class", "property" or "individual"."""

    iri: str
    label: str
    definition: str
    kind: str


@dataclass(frozen=True, slots=True)
class Held:
    """What a named graph holds: how many statements about how many things, and some of these."""

    iri: str
    statements: int
    subjects: int
    some: tuple[str, ...]


def kinds_of(serving: Serving, iri: str) -> Sequence[str]:
    """The local names of a thing's classes, and "Thing"; empty where the graph says nothing of it."""
    return [str(row["kind"]).rpartition("#")[2] for row in serving.graph.select(_KINDS.format(iri=checked(iri)))]


def is_held(serving: Serving, iri: str) -> bool:
    """Whether a passage stands in a document that is here: others are known because somebody cites them."""
    return serving.graph.ask(_PREFIX + f"ASK {{ <{checked(iri)}> mg:inDocument ?document ; mg:order ?order }}")


def is_led_to(serving: Serving, iri: str) -> bool:
    """Whether anything leads to an IRI, such as a paragraph that the vocabulary goes by and that is not here."""
    return serving.graph.ask(f"ASK {{ ?s ?p <{checked(iri)}> }}")


def terms(serving: Serving, graph: str) -> list[Term]:
    """The terms that the ontology defines, in order."""
    rows = serving.graph.select(_TERMS.format(graph=checked(graph)))
    found = {str(row["term"]): row for row in rows}
    return [Term(iri, str(row["label"]), str(row.get("definition", "")), str(row["kind"])) for iri, row in found.items()]


def about_graph(serving: Serving, graph: str) -> Held:
    """What a named graph holds; NotFound where it holds nothing."""
    told = serving.graph.select(_HELD.format(graph=checked(graph)))[0]
    if str(told["statements"]) == "0":
        raise NotFound(
            f"There is no graph {graph}.", advice="Try graph/ontology, graph/vocabulary, graph/catalogue or graph/doc/A/75/863."
        )
    some = tuple(sorted(str(row["s"]) for row in serving.graph.select(_SUBJECTS.format(graph=graph, most=MOST_LISTED))))
    return Held(graph, int(str(told["statements"])), int(str(told["subjects"])), some)
