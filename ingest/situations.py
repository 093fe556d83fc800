"""River, across documents: situations. In: the observations of all described documents. Out: each situation with its place and
year, as the graph `graph/situations`.

A situation is a place to hang observations on. Must not count, weigh or conclude: no score and no verdict of ours.
"""

from rdflib import RDF, SKOS, XSD, Graph, Literal, URIRef

from ontology import terms as t
from ontology.iris import Iris
from stores.graph.store import GraphStore

_OBSERVED = """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT DISTINCT ?situation WHERE { ?observation a mg:Observation ; mg:ofSituation ?situation } ORDER BY ?situation"""
_NAME = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?name WHERE {{ <{place}> skos:prefLabel ?name FILTER(LANG(?name) = "en") }} LIMIT 1"""


def situations_graph(store: GraphStore, iris: Iris) -> Graph:
    """Every situation that an observation speaks of."""
    graph = Graph()
    for row in store.select(_OBSERVED):
        situation = URIRef(str(row["situation"]))
        place, year = iris.situation_of(str(situation))
        names = store.select(_NAME.format(place=place))
        name = str(names[0]["name"]) if names else place.rpartition("/")[2]
        graph.add((situation, RDF.type, t.SITUATION))
        graph.add((situation, t.SITUATION_IN, URIRef(place)))
        graph.add((situation, t.IN_YEAR, Literal(year, datatype=XSD.gYear)))
        graph.add((situation, SKOS.prefLabel, Literal(f"{name}, {year}", lang="en")))
    return graph
