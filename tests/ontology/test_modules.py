"""Language: the modules of the ontology, as three readers of RDF see them."""

import re
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from ontology import health, terms

MODULES = sorted((health.ROOT / "modules").glob("*.ttl"))
NAMES = {"documents", "crimes", "risk", "actors", "mandates", "networks", "recommendations", "evidence", "alignments"}
CORE = """
Document Report Resolution Letter Statement Treaty Programme Section Paragraph Footnote Citation Mention Recommendation
Commitment Mandate CoreFunction Objective Priority Outcome Output Activity AtrocityCrime RiskFactor Indicator Actor
State UNOrgan UNEntity OfficeHolder RegionalArrangement CivilSociety ActorGroup Network Mechanism Instrument symbol
title issued inDocument number order partOf text heading cites citesPassage inPassage asPrinted start end target of
method confidence mentions statedIn addressee action theme pillar establishedBy heldBy precedes repeats strengthens
narrows followsUp hasIndicator
"""


def test_the_nine_modules_are_there() -> None:
    """No module is missing and none came unnoticed."""
    assert {path.stem for path in MODULES} == NAMES


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_each_module_loads_alone_and_says_who_it_is(path: Path) -> None:
    """A module has one header with title, description, version IRI, licence, creator and dates, and imports nothing."""
    graph = Graph().parse(path, format="turtle")
    (header,) = graph.subjects(RDF.type, OWL.Ontology)
    assert str(header) == f"https://w3id.org/mandategraph/ontology/{path.stem}"
    dates = (DCTERMS.created, DCTERMS.modified)
    said = (DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.license, *dates, OWL.versionIRI, OWL.versionInfo)
    for predicate in said:
        assert len(list(graph.objects(header, predicate))) == 1, predicate
    assert not list(graph.triples((None, OWL.imports, None)))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_each_module_declares_every_term_that_it_uses(path: Path) -> None:
    """A module can be read alone: each of our terms in it has its kind there, defined or declared."""
    graph = Graph().parse(path, format="turtle")
    used = {node for triple in graph for node in triple if isinstance(node, URIRef) and node.startswith(str(terms.MG))}
    assert {node for node in used if (node, RDF.type, None) not in graph} == set()


def test_oxigraph_reads_what_rdflib_reads() -> None:
    """All modules together hold equally many triples for both readers, blank nodes apart by module."""
    store = pyoxigraph.Store()
    for path in MODULES:
        store.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    assert len(store) == len(health.read_language().graph)


def test_every_core_term_of_the_design_is_defined(language: health.Language) -> None:
    """The names that outsiders rely on are all there."""
    assert set(CORE.split()) - language.terms == set()


@pytest.mark.parametrize(
    ("name", "datatype"),
    [
        ("number", XSD.string),
        ("order", XSD.integer),
        ("start", XSD.integer),
        ("end", XSD.integer),
        ("confidence", XSD.decimal),
        ("chosen", XSD.boolean),
        ("text", RDF.PlainLiteral),
        ("digestText", RDF.PlainLiteral),
    ],
)
def test_values_have_the_datatypes_that_queries_rely_on(language: health.Language, name: str, datatype: URIRef) -> None:
    """No derived integer types: the graph store would drop them. Days and years, which OWL 2 does not know, the shapes hold."""
    assert list(language.graph.objects(terms.MG[name], RDFS.range)) == [datatype]


@pytest.mark.parametrize(
    ("below", "above"),
    [
        ("Activity", "Passage"),
        ("Treaty", "Document"),
        ("Treaty", "Instrument"),
        ("Network", "Actor"),
        ("MandateBasis", "Finding"),
        ("Commitment", "Finding"),
        ("Footnote", "TextUnit"),
    ],
)
def test_classes_stand_where_the_design_puts_them(language: health.Language, below: str, above: str) -> None:
    """Items of programmes are passages; a treaty is a document and an instrument; what was derived is a finding."""
    assert terms.MG[above] in set(language.graph.transitive_objects(terms.MG[below], RDFS.subClassOf))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Network", "AtrocityCrime"),
        ("Document", "Passage"),
        ("Section", "Paragraph"),
        ("Actor", "Citation"),
        ("State", "ActorGroup"),
    ],
)
def test_what_cannot_be_both_is_disjoint(language: health.Language, one: str, other: str) -> None:
    """A network is not a crime, a document is no passage: some pair of their superclasses excludes each other."""
    above = [set(language.graph.transitive_objects(terms.MG[name], RDFS.subClassOf)) for name in (one, other)]
    excluded = {frozenset(pair) for pair in language.graph.subject_objects(OWL.disjointWith)}
    for group in language.graph.subjects(RDF.type, OWL.AllDisjointClasses):
        members = set(language.graph.items(next(language.graph.objects(group, OWL.members))))
        excluded |= {frozenset((a, b)) for a in members for b in members if a != b}
    assert any(frozenset((a, b)) in excluded for a in above[0] for b in above[1])


def test_transitive_properties_are_never_functional_or_irreflexive(language: health.Language) -> None:
    """OWL 2 DL allows these only on properties that no transitive one stands below."""
    simple = {OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.IrreflexiveProperty, OWL.AsymmetricProperty}
    composite = set(language.graph.subjects(RDF.type, OWL.TransitiveProperty))
    above = {higher for term in composite for higher in language.graph.transitive_objects(term, RDFS.subPropertyOf)}
    assert composite
    assert {term for term in above if simple & set(language.graph.objects(term, RDF.type))} == set()


def test_alignments_name_only_terms_of_ours_on_the_left(language: health.Language) -> None:
    """We say how our terms stand to others, and nothing about others' terms but their kind."""
    graph = Graph().parse(health.ROOT / "modules" / "alignments.ttl", format="turtle")
    said = [s for s, p in graph.subject_predicates() if p in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.seeAlso)]
    assert len(said) > 30
    assert {str(subject) for subject in said if health.local(subject) not in language.terms} == set()


def test_labels_in_other_languages_are_in_all_five_of_them(language: health.Language) -> None:
    """UNBIS has each of its subjects in six languages; a term that takes one label from it takes them all."""
    for term in {
        s for s, _, label in language.graph.triples((None, RDFS.label, None)) if getattr(label, "language", "en") != "en"
    }:
        tongues = sorted(str(getattr(label, "language", None)) for label in language.graph.objects(term, RDFS.label))
        assert tongues == ["ar", "en", "es", "fr", "ru", "zh"], term


def test_thesaurus_links_are_identifiers_and_stand_in_the_source(language: health.Language) -> None:
    """A concept of UNBIS is named by its address; where labels come from it, the source says its number."""
    matches = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch)
    linked = [(s, str(o)) for match in matches for s, o in language.graph.subject_objects(match) if "metadata.un.org" in str(o)]
    assert len(linked) > 10
    assert [iri for _, iri in linked if not re.fullmatch(r"http://metadata\.un\.org/thesaurus/(\d+|c_[0-9a-f]+)", iri)] == []
    for term, iri in linked:
        source = str(language.graph.value(term, DCTERMS.source))
        assert "UNBIS" not in source or iri.rpartition("/")[2] in source


def test_definitions_are_sentences(language: health.Language) -> None:
    """A definition begins with a capital and ends with a full stop."""
    definitions = [str(o) for o in language.graph.objects(None, SKOS.definition) if isinstance(o, Literal)]
    assert len(definitions) == len(language.terms)
    assert [text for text in definitions if not (text[0].isupper() and text.endswith("."))] == []
