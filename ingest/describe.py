"""River, stage describe. In: the nouns of one document. Out: its named graph as sorted N-Triples. Must not touch a store.

Same nouns in, same bytes out: nothing of the run (time, order, machine) gets in. Shortcuts such as `mg:cites` stand beside the
findings that they sum up.
"""

from collections.abc import Iterable, Iterator, Mapping

from rdflib import RDF, Graph, Literal, URIRef

from ingest.identify import CHANGES, Identity
from ontology import terms as t
from ontology.iris import Iris, slug
from ontology.nouns import Citation, Document, MandateBasis, Mention, Noun, Passage, Rendition, Role, Section
from ontology.symbol import Symbol
from ontology.triples import DOCUMENT_CLASSES, Triple, to_triples
from reading.assemble import Reading
from reading.find import Found

_BASES: Mapping[Role, URIRef] = {
    "establishes": t.ESTABLISHED_BY,
    "defines": t.DEFINED_BY,
    "reaffirms": t.REAFFIRMED_BY,
}
_IN_EACH_LANGUAGE = frozenset({t.TEXT, t.DIGEST_TEXT, t.HEADING})  # what a part has once a language
_MARKER = t.MARKER_OFFSET_IN_LANGUAGE
_ADOPT = frozenset({"A", "S", "E", "A/HRC", "E/CN.4"})  # organs whose resolutions bear their own letters


def document_of(identity: Identity, iris: Iris) -> Document:
    """The work that an identity names, with what its symbol says it corrects, adds to or revises."""
    changes = {kind: tuple(iris.document(key) for of, key in identity.changes if of == kind) for kind in CHANGES}
    return Document(
        iri=iris.document(identity.key),
        kind=identity.kind,
        symbols=identity.symbols,
        title=identity.title if identity.language == "en" else None,
        issued=identity.issued,
        issued_year=identity.issued_year,
        adopted=identity.adopted,
        session=identity.session,
        agenda_items=tuple(sorted(set(identity.agenda_items))),
        distribution=identity.distribution,
        original_language=identity.original_language,
        meeting=identity.meeting,
        vote=identity.vote,
        corrects=changes["corrects"],
        addendum_to=changes["adds to"],
        revises=changes["revises"],
    )


def describe(
    document: Document,
    renditions: Iterable[Rendition],
    readings: Iterable[tuple[Reading, Found]],
    titles: Mapping[str, str] | None = None,
) -> Graph:
    """The graph of one document: itself, its renditions, and what was read and found in the chosen ones, the first leading.

    What a passage or section has once, whatever its languages (number, order, pinpoint, what holds it), is what the first
    reading that has it says. `titles` are what it is called, by language.
    """
    graph = Graph()
    _put_document(graph, document)
    for language, title in sorted((titles or {}).items()):
        if language != "en":
            graph.add((URIRef(document.iri), t.TITLE, Literal(title, lang=language)))
    for rendition in renditions:
        _put(graph, rendition)
        graph.add((URIRef(document.iri), t.HAS_RENDITION, URIRef(rendition.iri)))
    known: dict[str, str | None] = {}
    for reading, found in readings:
        parts: tuple[Section | Passage, ...] = (*reading.sections, *reading.passages)
        for part in parts:
            _put_part(graph, part, known)
        for noun in found.derived:
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


def _put_part(graph: Graph, noun: Section | Passage, known: dict[str, str | None]) -> None:
    """A section or passage: all of it in the first language that has it, in later ones its words, and the marker's place if it
    stands in the same passage there: `known` says in which, of those that were put before.
    """
    first, marked = noun.iri not in known, noun.marked_in if isinstance(noun, Passage) else None
    told = _IN_EACH_LANGUAGE if marked is None or marked != known.get(noun.iri) else _IN_EACH_LANGUAGE | {_MARKER}
    known.setdefault(noun.iri, marked)
    for triple in to_triples(noun):
        if first or triple[1] in told:
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
