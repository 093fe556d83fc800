"""Language: the alignments. With stubs of the vocabularies that they name, the modules contradict nothing, for two reasoners."""

import re

import owlrl
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from ontology.files import read_modules
from ontology.owl_api import has_java
from ontology.reasoner import ROOT, classify, logical
from ontology.terms import MG

pytestmark = pytest.mark.slow  # each asks two reasoners
STUBS = sorted((ROOT / "stubs").glob("*.ttl"))
VOCABULARIES = ["cito", "dc", "doco", "dqv", "fabio", "foaf", "frbr", "oa", "org", "prov", "schema", "skos", "undo"]
PREFIXES = """
@prefix mg: <https://w3id.org/mandategraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix doco: <http://purl.org/spar/doco/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix frbr: <http://purl.org/vocab/frbr/core#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
# Each looks right by its name, and is not.
WRONG = {
    "Activity": "mg:Activity rdfs:subClassOf prov:Activity .",
    "Rendition": "mg:Rendition rdfs:subClassOf frbr:Work .",
    "Tenure": "mg:Tenure rdfs:subClassOf org:Role .",
    "Person": "mg:Person rdfs:subClassOf org:Organization .",
    "Footnote": "mg:Footnote rdfs:subClassOf doco:Section .",
    "Theme": "mg:Theme rdfs:subClassOf skos:Collection .",
    "UNEntity": "mg:UNEntity rdfs:subClassOf foaf:Document .",
}
needs_java = pytest.mark.skipif(not has_java(), reason="HermiT needs Java; see .ci/packages")


@pytest.fixture(scope="module")
def together() -> Graph:
    """The modules and every stub."""
    graph = read_modules()
    for path in STUBS:
        graph.parse(path, format="turtle")
    return graph


@needs_java
def test_no_alignment_contradicts_the_vocabulary_that_it_names(together: Graph) -> None:
    """Modules and stubs are consistent, and every class, ours or theirs, can have a member."""
    assert classify(logical(together)) == ()


@needs_java
@pytest.mark.parametrize(("name", "axiom"), WRONG.items(), ids=WRONG.keys())
def test_a_wrong_alignment_is_caught_at_its_class(together: Graph, name: str, axiom: str) -> None:
    """The check can fail: the stubs hold the disjointness that it needs."""
    wrong = together + Graph().parse(data=PREFIXES + axiom, format="turtle")
    assert classify(logical(wrong)) == (str(MG[name]),)


def test_a_member_of_every_class_contradicts_nothing_for_owlrl_either(together: Graph) -> None:
    """A second reasoner, with fewer rules: it needs members to find what the first finds without."""
    assert _faults(_with_members(together)) == set()
    wrong = together + Graph().parse(data=PREFIXES + WRONG["Person"], format="turtle")
    assert any("Person" in fault for fault in _faults(_with_members(wrong)))


def test_every_aligned_vocabulary_has_a_stub_that_says_where_it_was_seen() -> None:
    """Each names its version and its source; nothing in it is ours."""
    assert [path.stem for path in STUBS] == VOCABULARIES
    for path in STUBS:
        text = path.read_text(encoding="utf-8")
        assert re.search(r"^# Written for a test .* Version: \S.*\.$", text, re.MULTILINE), path.name
        assert re.search(r"^# Seen: \S.*\.$", text, re.MULTILINE), path.name
        assert str(MG) not in text


def test_every_foreign_term_of_an_axiom_is_described_in_a_stub() -> None:
    """A term without a stub would be aligned to nothing that could object. Pointers (seeAlso, closeMatch) need none."""
    alignments = Graph().parse(ROOT / "modules" / "alignments.ttl", format="turtle")
    stubs = Graph()
    for path in STUBS:
        stubs.parse(path, format="turtle")
    joining = (RDFS.subClassOf, RDFS.subPropertyOf, OWL.onProperty, OWL.hasValue)
    named = {o for p in joining for o in alignments.objects(None, p) if isinstance(o, URIRef)}
    assert len(named) > 50
    assert {str(term) for term in named if (term, RDF.type, None) not in stubs} == set()
    for term in named:
        kinds = set(alignments.objects(term, RDF.type)) & {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty}
        assert kinds <= set(stubs.objects(term, RDF.type)), term


def test_pointers_lead_out_and_axioms_are_about_our_terms_only() -> None:
    """A near miss is no axiom, and none of ours says anything of a foreign term but its kind."""
    graph = Graph().parse(ROOT / "modules" / "alignments.ttl", format="turtle")
    for subject, predicate, value in graph:
        if predicate in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.seeAlso, SKOS.closeMatch):
            assert str(subject).startswith(str(MG)), subject
            assert not str(value).startswith(str(MG)), value


def _with_members(graph: Graph) -> Graph:
    """One invented member for each class of ours that has no class of ours below it."""
    members = Graph() + graph
    above = {high for _, high in graph.subject_objects(RDFS.subClassOf)}
    for name in set(graph.subjects(RDF.type, OWL.Class)) - above:
        if str(name).startswith(str(MG)):
            members.add((URIRef(f"https://example.org/a/{str(name).removeprefix(str(MG))}"), RDF.type, name))
    return members


def _faults(graph: Graph) -> set[str]:
    """What owlrl finds contradictory, in its own words."""
    closure = Graph() + graph
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closure)
    said = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    return {str(message) for message in closure.objects(None, said)}
