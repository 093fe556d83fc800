"""Language: health against the axioms. In: vocabulary and modules. Out: findings where an entry breaks an axiom. Must not infer.

A reasoner takes what is not said for unknown; here the vocabulary is taken for complete: an entry is of the classes that it is
given and of those above them, two names are two things, and a link must fit domain and range. Needs no Java.
"""

from collections.abc import Iterator
from itertools import combinations

from rdflib import OWL, RDF, RDFS, XSD, Literal, URIRef
from rdflib.term import Node

from ontology import terms
from ontology.health.language import TEXTS, Finding, Language, ours
from ontology.health.vocabulary import DOCUMENTS, Vocabulary, short
from ontology.iris import DEFAULT_BASE


def check_excluded(language: Language, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Entries of two classes that exclude each other, such as a network that is a crime."""
    excluded = _excluded(language)
    for entry in vocabulary.entries:
        above = {kind: language.above([kind]) for kind in sorted(vocabulary.kinds(entry))}
        for one, other in combinations(above, 2):
            if any(frozenset((a, b)) in excluded for a in above[one] for b in above[other]):
                yield vocabulary.finding(entry, f"is called {short(one)} and {short(other)}, which exclude each other")


def check_links(language: Language, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Statements whose subject is not in the domain, or whose object is not in the range, of their property."""
    graph = vocabulary.graph
    for entry, predicate, other in sorted(graph, key=str):
        if not list(ours([predicate])):
            continue
        domain, place = _class(language, predicate, RDFS.domain), _class(language, predicate, RDFS.range)
        if domain and not _fits(language, vocabulary, entry, domain):
            yield vocabulary.finding(entry, f"has {short(predicate)}, so it must be {short(domain)}")
        if isinstance(other, Literal):
            if problem := _ill_typed(language, predicate, other):
                yield vocabulary.finding(entry, f"has {short(predicate)} {str(other)!r}, {problem}")
        elif place and not _fits(language, vocabulary, other, place):
            yield vocabulary.finding(entry, f"has {short(predicate)} {short(other)}, which must be {short(place)}")


def check_single(language: Language, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Several values of a property that has one, several holders of what one holds, and links from an entry to itself."""
    graph = vocabulary.graph
    for predicate in _of(language, OWL.FunctionalProperty):
        for entry in sorted(set(graph.subjects(predicate)), key=str):
            given = sorted(short(value) for value in graph.objects(entry, predicate))
            if len(given) > 1:
                yield vocabulary.finding(entry, f"must have one {short(predicate)}; it has {', '.join(given)}")
    for predicate in _of(language, OWL.InverseFunctionalProperty):
        for value in sorted(set(graph.objects(None, predicate)), key=str):
            holders = sorted(short(entry) for entry in graph.subjects(predicate, value))
            if len(holders) > 1:
                yield vocabulary.finding(
                    value, f"must be the {short(predicate)} of one entry; it is that of {', '.join(holders)}"
                )
    for predicate in {*_of(language, OWL.IrreflexiveProperty), terms.MEMBER_OF, terms.MAY_AMOUNT_TO, terms.INCITES_TO}:
        for entry in sorted((entry for entry, other in graph.subject_objects(predicate) if entry == other), key=str):
            yield vocabulary.finding(entry, f"leads by {short(predicate)} to itself")


def _of(language: Language, characteristic: URIRef) -> list[URIRef]:
    return sorted(ours(language.graph.subjects(RDF.type, characteristic)))


def _excluded(language: Language) -> set[frozenset[URIRef]]:
    graph = language.graph
    pairs = {frozenset(pair) for pair in graph.subject_objects(OWL.disjointWith)}
    for group in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        for members in graph.objects(group, OWL.members):
            pairs |= {frozenset(pair) for pair in combinations(graph.items(members), 2)}
    return {frozenset(ours(pair)) for pair in pairs if len(list(ours(pair))) == 2}


def _class(language: Language, predicate: Node, of: URIRef) -> URIRef | None:
    found = language.graph.value(predicate, of)
    return found if isinstance(found, URIRef) and list(ours([found])) else None


def _fits(language: Language, vocabulary: Vocabulary, thing: Node, place: URIRef) -> bool:
    """Whether a thing is of a class; of documents, which describe themselves, only that they are no mere entry is known."""
    if not str(thing).startswith(DEFAULT_BASE):
        return True
    if str(thing).startswith(DOCUMENTS):
        return terms.CONCEPT not in language.above([place]) or terms.WORK in language.above([place])
    if list(ours([thing])):
        return place in language.above(ours(language.graph.objects(thing, RDF.type)))
    kinds = vocabulary.kinds(thing)
    return not kinds or place in language.above(kinds)


def _ill_typed(language: Language, predicate: Node, value: Literal) -> str | None:
    wanted = language.graph.value(predicate, RDFS.range)
    if value.ill_typed:
        return f"which is no {str(value.datatype).rpartition('#')[2]}"
    if wanted is None:
        return None
    if wanted in TEXTS:
        return None if value.language else "which needs a language"
    given = XSD.string if value.datatype is None else value.datatype
    return None if given == wanted and not value.language else f"which must be of the type {str(wanted).rpartition('#')[2]}"
