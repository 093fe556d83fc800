"""Language: health of the modules. In: the modules as one. Out: findings about terms and headers. Must not read the vocabulary.

Every term is labelled, defined, sourced, shown by an example, and of one kind; classes and properties stand in no circle; inverse
pairs agree; a deprecated term names its successor; a header says all that a reader of one file needs.
"""

from collections import defaultdict
from collections.abc import Iterator

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from ontology import terms
from ontology.health.language import KINDS, TEXTS, Finding, Language, circles, local, ours

TONGUES = ("en", "fr", "es", "ar", "ru", "zh")
"""The languages of the United Nations."""
_NEEDS = (
    (RDFS.label, "label in English", "en"),
    (SKOS.definition, "definition in English", "en"),
    (DCTERMS.source, "source", None),
)
_HEADER = (
    DCTERMS.title,
    DCTERMS.description,
    DCTERMS.license,
    DCTERMS.created,
    DCTERMS.modified,
    OWL.versionIRI,
    OWL.versionInfo,
)
_DATATYPES = (
    *TEXTS,
    XSD.string,
    XSD.integer,
    XSD.decimal,
    XSD.boolean,
    XSD.date,
    XSD.dateTime,
    XSD.gYear,
    XSD.gYearMonth,
)


def check_words(language: Language) -> Iterator[Finding]:
    """Terms without a label, definition, source or example, or with several of the first three; terms that no module defines."""
    for kind in KINDS:
        for term in language.of_kind(kind):
            if local(term) not in language.terms:
                yield Finding("modules", f"mg:{local(term)}", "is declared, but no module says rdfs:isDefinedBy of it")
                continue
            for predicate, wanted, tongue in _NEEDS:
                given = len(_literals(language.graph, term, predicate, tongue))
                if given != 1:
                    yield language.finding(term, f"needs exactly one {wanted}; it has {given}")
            if not _literals(language.graph, term, SKOS.example, "en"):
                yield language.finding(term, "needs an example in English")


def check_kinds(language: Language) -> Iterator[Finding]:
    """Terms of two kinds at once, or of none, and terms that two modules define."""
    for name in sorted(language.terms):
        term = terms.MG[name]
        kinds = [kind for kind in KINDS if (term, RDF.type, kind) in language.graph]
        if len(kinds) != 1:
            yield language.finding(term, f"must be of exactly one kind of OWL term; it is of {len(kinds)}")
        files = [file for file, names in language.terms_by_file.items() if name in names]
        if len(files) > 1:
            yield language.finding(term, f"must be defined in one module; it is in {' and '.join(sorted(files))}")


def check_borrowed(language: Language) -> Iterator[Finding]:
    """Terms of others that one module declares as one kind of property and a second as another."""
    properties = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    kinds: dict[Node, set[str]] = defaultdict(set)
    for kind in properties:
        for term in language.graph.subjects(RDF.type, kind):
            kinds[term].add(kind.fragment)
    for term, found in sorted(kinds.items(), key=lambda item: str(item[0])):
        if len(found) > 1:
            yield Finding("modules", str(term), f"is declared in two ways: {' and '.join(sorted(found))}")


def check_circles(language: Language) -> Iterator[Finding]:
    """Classes or properties that are, over some steps, below themselves."""
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term in ours(circles(language.graph, predicate)):
            yield language.finding(term, f"stands above itself by rdfs:{predicate.fragment}")


def check_inverses(language: Language) -> Iterator[Finding]:
    """Inverse pairs that one side does not know, or whose domains and ranges do not mirror each other."""
    graph = language.graph
    for one, other in graph.subject_objects(OWL.inverseOf):
        if not isinstance(one, URIRef) or not isinstance(other, URIRef):
            continue
        if (other, OWL.inverseOf, one) not in graph:
            yield language.finding(one, f"has the inverse mg:{local(other)}, which does not say so in turn")
        if set(graph.objects(one, RDFS.domain)) != set(graph.objects(other, RDFS.range)):
            yield language.finding(one, f"must have as its domain the range of its inverse mg:{local(other)}")


def check_places(language: Language) -> Iterator[Finding]:
    """Domains and ranges that are no class of ours, and values whose datatype is none that the graph store keeps."""
    classes = {local(term) for term in language.of_kind(OWL.Class)} & language.terms
    for predicate in (RDFS.domain, RDFS.range):
        for term, place in language.graph.subject_objects(predicate):
            if not isinstance(term, URIRef) or local(term) not in language.terms or not isinstance(place, URIRef):
                continue
            value = predicate == RDFS.range and (term, RDF.type, OWL.DatatypeProperty) in language.graph
            if value and place not in _DATATYPES:
                yield language.finding(term, f"has the datatype {place}, which is none of those in use")
            elif not value and local(place) not in classes:
                yield language.finding(term, f"has the {predicate.fragment} {place}, which no module defines as a class")


def check_labels(language: Language) -> Iterator[Finding]:
    """Labels that two terms share; labels in a language without a source or that is none of the six."""
    terms_by_label: dict[str, set[URIRef]] = defaultdict(set)
    for term, label in language.graph.subject_objects(RDFS.label):
        if isinstance(term, URIRef) and isinstance(label, Literal):
            terms_by_label[f"{label.casefold()}@{label.language}"].add(term)
            yield from _tongue(language, term, label)
    for shared, sharing in terms_by_label.items():
        for term in sorted(sharing) if len(sharing) > 1 else ():
            others = ", ".join(f"mg:{local(other)}" for other in sorted(sharing - {term}))
            yield language.finding(term, f"shares the label {shared} with {others}")


def check_successors(language: Language) -> Iterator[Finding]:
    """Deprecated terms without a living successor, and successors of terms that are not deprecated."""
    graph, deprecated = language.graph, set(language.graph.subjects(OWL.deprecated, Literal(True)))
    for term in sorted(ours(deprecated)):
        heirs = list(graph.objects(term, DCTERMS.isReplacedBy))
        living = [heir for heir in ours(heirs) if local(heir) in language.terms and heir not in deprecated]
        if not living or len(living) != len(heirs):
            yield language.finding(term, "is deprecated and must name by dcterms:isReplacedBy a term that is not")
    for term in sorted(ours(set(graph.subjects(DCTERMS.isReplacedBy)) - deprecated)):
        yield language.finding(term, "names a successor and must be owl:deprecated true")


def check_headers(language: Language) -> Iterator[Finding]:
    """Modules whose header lacks something, whose version is not in its version IRI, or is not that of the others."""
    graph = language.graph
    headers = {str(iri).rpartition("/")[2]: iri for iri in graph.subjects(RDF.type, OWL.Ontology)}
    for file in sorted(language.terms_by_file):
        name = file.removesuffix(".ttl")
        if name in headers:
            yield from (Finding(file, f"module:{name}", problem) for problem in _header_problems(graph, headers[name]))
        else:
            yield Finding(file, f"module:{name}", "needs a header: an owl:Ontology under the name of its file")
    versions = {str(version) for iri in headers.values() for version in graph.objects(iri, OWL.versionInfo)}
    if len(versions) > 1:
        yield Finding("modules", "owl:versionInfo", f"must be one for all modules; there are {', '.join(sorted(versions))}")


def _header_problems(graph: Graph, header: Node) -> Iterator[str]:
    for predicate in _HEADER:
        if len(list(graph.objects(header, predicate))) != 1:
            yield f"needs exactly one {predicate.fragment or str(predicate).rpartition('/')[2]} in its header"
    if not list(graph.objects(header, DCTERMS.creator)):
        yield "needs a creator in its header"
    version, iri = graph.value(header, OWL.versionInfo), graph.value(header, OWL.versionIRI)
    if str(iri) != f"{header}/{version}":
        yield f"must have the version IRI {header}/{version}; it has {iri}"
    created, modified = graph.value(header, DCTERMS.created), graph.value(header, DCTERMS.modified)
    if created is not None and modified is not None and str(created) > str(modified):
        yield "was modified before it was created"


def _tongue(language: Language, term: URIRef, label: Literal) -> Iterator[Finding]:
    if label.language not in TONGUES:
        yield language.finding(term, f"has the label {label} in {label.language or 'no language'}, which is none of the six")
    elif label.language != "en" and local(term) in language.terms:
        source = " ".join(str(source) for source in language.graph.objects(term, DCTERMS.source))
        if "other languages: " not in source:
            yield language.finding(term, f"has a label in {label.language}, and its source does not say where it was seen")
        if len(_literals(language.graph, term, RDFS.label, label.language)) > 1:
            yield language.finding(term, f"has two labels in {label.language}")


def _literals(graph: Graph, term: URIRef, predicate: URIRef, tongue: str | None) -> list[Literal]:
    return [value for value in graph.objects(term, predicate) if isinstance(value, Literal) and value.language == tongue]
