"""River, stage describe. In: the nouns of one document. Out: its named graph as sorted N-Triples. Must not touch a store.

Same nouns in, same bytes out: nothing of the run (time, order, machine) gets in. Shortcuts such as `mg:cites` stand beside the
findings that they sum up.
"""

from collections.abc import Iterable, Iterator, Mapping

from rdflib import RDF, Graph, Literal, URIRef

from ingest.identify import Identity
from ontology import terms as t
from ontology.iris import Iris, slug
from ontology.nouns import Citation, Document, MandateBasis, Mention, Noun, Rendition, Role
from ontology.symbol import Symbol
from ontology.triples import DOCUMENT_CLASSES, Triple, to_triples
from reading.assemble import Reading
from reading.find import Found

_BASES: Mapping[Role, URIRef] = {
    "establishes": t.ESTABLISHED_BY,
    "defines": t.DEFINED_BY,
    "reaffirms": t.REAFFIRMED_BY,
}
_ADOPT = frozenset({"A", "S", "E", "A/HRC", "E/CN.4"})  # organs whose resolutions bear their own letters


def document_of(identity: Identity, iris: Iris) -> Document:
    """The work that an identity names."""
    iri = iris.document(identity.key)
    return Document(iri, identity.kind, identity.symbols, identity.title, identity.issued, identity.issued_year)


def describe(document: Document, renditions: Iterable[Rendition], readings: Iterable[tuple[Reading, Found]]) -> Graph:
    """The graph of one document: itself, its renditions, and what was read and found in the chosen ones."""
    graph = Graph()
    _put_document(graph, document)
    for rendition in renditions:
        _put(graph, rendition)
        graph.add((URIRef(document.iri), t.HAS_RENDITION, URIRef(rendition.iri)))
    for reading, found in readings:
        nouns: tuple[Noun, ...] = (*reading.sections, *reading.passages, *found.derived)
        for noun in nouns:
            _put(graph, noun)
            for triple in _shortcuts(noun):
                graph.add(triple)
    return graph


def describe_known(document: Document, note: str | None = None) -> Graph:
    """The description of a document that is known but has no text here; `note` says how sure its facts are."""
    graph = Graph()
    _put_document(graph, document)
    if note:
        graph.add((URIRef(document.iri), t.CERTAINTY_NOTE, Literal(note, lang="en")))
    return graph


def describe_cited(iri: str, symbol: Symbol) -> Graph:
    """The little that a symbol tells of a document which is only cited."""
    graph, subject = Graph(), URIRef(iri)
    graph.add((subject, RDF.type, t.DOCUMENT))
    if symbol.kind in DOCUMENT_CLASSES:
        graph.add((subject, RDF.type, DOCUMENT_CLASSES[symbol.kind]))
    graph.add((subject, t.SYMBOL, Literal(str(symbol))))
    for triple in _adopted_by(iri, [symbol]):
        graph.add(triple)
    graph.add((subject, t.CERTAINTY_NOTE, Literal("Known from citations only.", lang="en")))
    return graph


def serialise(graph: Graph) -> bytes:
    """Sorted N-Triples in UTF-8."""
    lines = graph.serialize(format="nt", encoding="utf-8").splitlines(keepends=True)
    return b"".join(sorted(line for line in lines if line.strip()))


def _adopted_by(iri: str, symbols: Iterable[Symbol]) -> Iterator[Triple]:
    """The organ that adopted a resolution, as its symbol tells: an entry of the vocabulary under the organ's name."""
    base = iri.partition("doc/")[0]
    for symbol in symbols:
        if symbol.kind == "resolution" and symbol.organ in _ADOPT and symbol.body_name:
            yield URIRef(iri), t.ADOPTED_BY, URIRef(f"{base}actor/{slug(symbol.body_name)}")


def _put_document(graph: Graph, document: Document) -> None:
    _put(graph, document)
    for triple in _adopted_by(document.iri, map(Symbol.parse, document.symbols)):
        graph.add(triple)


def _put(graph: Graph, noun: Noun) -> None:
    for triple in to_triples(noun):
        graph.add(triple)


def _shortcuts(noun: Noun) -> Iterator[Triple]:
    if isinstance(noun, Citation) and noun.target:
        yield URIRef(noun.evidence.passage), t.CITES, URIRef(noun.target)
        for passage in noun.cited_passages:
            yield URIRef(noun.evidence.passage), t.CITES_PASSAGE, URIRef(passage)
    elif isinstance(noun, Mention):
        yield URIRef(noun.evidence.passage), t.MENTIONS, URIRef(noun.of)
    elif isinstance(noun, MandateBasis):
        yield URIRef(noun.mandate), _BASES[noun.role], URIRef(noun.target)
