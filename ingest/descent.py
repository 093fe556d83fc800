"""River, across documents: lineage. In: the graph with every document described. Out: what takes up what, by words and by
matter, as the graph `graph/lineage`.

Where the words of two passages tell how one takes the other up, what their duties share is not asked again. Each link carries
its evidence on both sides, and the duties where it is plain which they are. Must not compare anything itself.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from rdflib import RDF, XSD, Graph, Literal, URIRef

from ingest.lineage import Link, lineage
from ingest.worded import Reused, reused
from ontology import terms as t
from ontology.iris import Iris
from reading.relate import Relation
from stores.graph.store import GraphStore

SHORTCUTS: Mapping[Relation, URIRef] = {
    "repeats": t.REPEATS,
    "strengthens": t.STRENGTHENS,
    "narrows": t.NARROWS,
    "followsUp": t.FOLLOWS_UP,
}
Told = Iterator[tuple[URIRef, URIRef | Literal]]


def descent(store: GraphStore, iris: Iris, refused: Collection[str] = ()) -> Graph:
    """All links as triples, without those, named by IRI, that somebody held wrong."""
    by_words = reused(store, iris)
    told = {(link.later.iri, link.earlier.iri) for link in by_words}
    by_matter = [link for link in lineage(store) if (_passage(link.later.evidence), _passage(link.earlier.evidence)) not in told]
    graph = matter_graph([link for link in by_matter if link.iri(iris) not in refused], iris)
    graph += words_graph([link for link in by_words if link.iri(iris) not in refused], iris)
    return graph


def matter_graph(links: Sequence[Link], iris: Iris) -> Graph:
    """The links between duties as triples, each with its evidence and its shortcut."""
    graph = Graph()
    for link in links:
        later, earlier = link.later.evidence, link.earlier.evidence
        node = URIRef(link.iri(iris))
        method = "shared names" if link.later.named & link.earlier.named else "shared themes"
        for predicate, value in _link(link.relation, method, link.confidence, str(later["rendition"])):
            graph.add((node, predicate, value))
        span = int(str(later["start"])), int(str(later["end"]))
        for predicate, value in _words(_passage(later), span, str(later["printed"]), _passage(earlier), str(earlier["printed"])):
            graph.add((node, predicate, value))
        for theme in link.later.themes & link.earlier.themes:
            graph.add((node, t.SHARED_THEME, URIRef(theme)))
        _between(graph, node, link.relation, link.later.iri, link.earlier.iri)
    return graph


def words_graph(links: Sequence[Reused], iris: Iris) -> Graph:
    """The links between passages as triples; where each passage has one duty, between these as well."""
    graph = Graph()
    for link in links:
        node = URIRef(link.iri(iris))
        for predicate, value in _link(link.relation, link.method, link.confidence, link.later.rendition):
            graph.add((node, predicate, value))
        before, after = link.spans()
        printed = link.later.side.text[slice(*after)]
        for predicate, value in _words(link.later.iri, after, printed, link.earlier.iri, link.earlier.side.text[slice(*before)]):
            graph.add((node, predicate, value))
        if len(link.later.duties) == len(link.earlier.duties) == 1:
            _between(graph, node, link.relation, link.later.duties[0], link.earlier.duties[0])
    return graph


def _passage(evidence: Mapping[str, object]) -> str:
    return str(evidence["passage"])


def _link(relation: Relation, method: str, confidence: float, rendition: str) -> Told:
    yield RDF.type, t.LINEAGE
    yield t.RELATION, Literal(relation)
    yield t.METHOD, Literal(method)
    yield t.CONFIDENCE, Literal(f"{confidence:.2f}", datatype=XSD.decimal)
    yield t.IN_RENDITION, URIRef(rendition)


def _words(passage: str, span: tuple[int, int], printed: str, earlier: str, before: str) -> Told:
    yield t.IN_PASSAGE, URIRef(passage)
    yield t.START, Literal(span[0])
    yield t.END, Literal(span[1])
    yield t.AS_PRINTED, Literal(printed)
    yield t.EARLIER_PASSAGE, URIRef(earlier)
    yield t.EARLIER_WORDS, Literal(before)


def _between(graph: Graph, node: URIRef, relation: Relation, later: str, earlier: str) -> None:
    graph.add((node, t.LATER, URIRef(later)))
    graph.add((node, t.EARLIER, URIRef(earlier)))
    graph.add((URIRef(later), SHORTCUTS[relation], URIRef(earlier)))
