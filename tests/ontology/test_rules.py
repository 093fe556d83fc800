"""Language: rules. Small ontologies of one axiom each, asked with another engine than the store's, and the real modules."""

from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef

from ontology import health, terms
from ontology.rules import Query, Rules, class_queries, end_queries, link_queries, read_rules, rules_of, uncovered

PREFIXES = """
@prefix mg: <https://w3id.org/mandategraph/ontology#> .
@prefix other: <https://example.org/other#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <https://example.org/thing/> .
"""
# (the axiom, what is said, what follows and nothing else)
CASES = {
    "subclass": ("mg:A rdfs:subClassOf mg:B . mg:B rdfs:subClassOf mg:C .", ":x a mg:A .", ":x a mg:B , mg:C ."),
    "equivalent class": ("mg:A owl:equivalentClass mg:B .", ":x a mg:B .", ":x a mg:A ."),
    "subproperty": ("mg:p rdfs:subPropertyOf mg:q . mg:q rdfs:subPropertyOf mg:r .", ":x mg:p :y .", ":x mg:q :y ; mg:r :y ."),
    "equivalent property": ("mg:p owl:equivalentProperty mg:q .", ":x mg:q :y .", ":x mg:p :y ."),
    "inverse": ("mg:p owl:inverseOf mg:q .", ":x mg:p :y . :z mg:q :w .", ":y mg:q :x . :w mg:p :z ."),
    "inverse of a subproperty": (
        "mg:p rdfs:subPropertyOf mg:q . mg:q owl:inverseOf mg:r .",
        ":x mg:p :y .",
        ":x mg:q :y . :y mg:r :x .",
    ),
    "symmetric": ("mg:p a owl:SymmetricProperty .", ":x mg:p :y .", ":y mg:p :x ."),
    "transitive": ("mg:p a owl:TransitiveProperty .", ":x mg:p :y . :y mg:p :z . :z mg:p :w .", ":x mg:p :z , :w . :y mg:p :w ."),
    "chain": ("mg:r owl:propertyChainAxiom ( mg:p mg:q ) .", ":x mg:p :y . :y mg:q :z .", ":x mg:r :z ."),
    "chain of three": (
        "mg:r owl:propertyChainAxiom ( mg:p mg:q mg:p ) .",
        ":x mg:p :y . :y mg:q :z . :z mg:p :w .",
        ":x mg:r :w .",
    ),
    "chain that feeds itself": (
        "mg:p owl:propertyChainAxiom ( mg:p mg:q ) .",
        ":x mg:p :y . :y mg:q :z . :z mg:q :w .",
        ":x mg:p :z , :w .",
    ),
    "domain": ("mg:p rdfs:domain mg:A . mg:A rdfs:subClassOf mg:B .", ':x mg:p "text" .', ":x a mg:A , mg:B ."),
    "range": ("mg:p rdfs:range mg:A .", ':x mg:p :y , "no thing" .', ":y a mg:A ."),
    "domain of an inferred link": ("mg:q owl:inverseOf mg:p ; rdfs:domain mg:A .", ":x mg:p :y .", ":y mg:q :x ; a mg:A ."),
    "foreign class above": ("mg:A rdfs:subClassOf other:B .", ":x a mg:A .", ""),
    "foreign property above": ("mg:p rdfs:subPropertyOf other:q .", ":x mg:p :y .", ""),
    "foreign property below": ("other:p rdfs:subPropertyOf mg:q .", ":x other:p :y .", ""),
    "anonymous domain": ("mg:p rdfs:domain [ owl:unionOf ( mg:A mg:B ) ] .", ":x mg:p :y .", ""),
    "functional": ("mg:p a owl:FunctionalProperty .", ":x mg:p :y , :z . :y mg:q :w .", ""),
}


@pytest.fixture(scope="module")
def rules() -> Rules:
    """The rules of the modules."""
    return read_rules(health.ROOT / "modules")


def concluded(axioms: Graph, said: Graph) -> Graph:
    """What follows, by asking every query until none has anything new, with rdflib as the engine."""
    rules, known = rules_of(axioms), Graph() + said
    queries = [*link_queries(rules), *class_queries(rules), *end_queries(rules)]
    while new := [triple for query in queries for triple in asked(known, query)]:
        for triple in new:
            known.add(triple)
    return known - said


def asked(graph: Graph, query: Query) -> Graph:
    """The triples that one query constructs."""
    return graph.query(query.text).graph or Graph()


@pytest.mark.parametrize(("axiom", "said", "follows"), CASES.values(), ids=CASES.keys())
def test_each_kind_of_axiom_concludes_what_it_should_and_no_more(axiom: str, said: str, follows: str) -> None:
    """Links and classes of ours follow; nothing in a foreign namespace, nothing from what only equates or contradicts."""
    graphs = [Graph().parse(data=PREFIXES + text, format="turtle") for text in (axiom, said, follows)]
    assert set(concluded(graphs[0], graphs[1])) == set(graphs[2])


def test_a_query_answers_nothing_that_is_there_already() -> None:
    """So that no triple comes to stand in two graphs."""
    rules = rules_of(Graph().parse(data=PREFIXES + CASES["inverse"][0], format="turtle"))
    known = Graph().parse(data=PREFIXES + ":x mg:p :y . :y mg:q :x .", format="turtle")
    assert [triple for query in link_queries(rules) for triple in asked(known, query)] == []


def test_the_modules_use_no_axiom_that_the_rules_pass_over_unnoticed() -> None:
    """A new kind of axiom must be made into a rule, or be listed among those that conclude nothing here."""
    assert uncovered(health.read_language().graph) == []
    keyed = Graph().parse(data=PREFIXES + "mg:A owl:hasKey ( mg:p ) ; owl:complementOf mg:B .", format="turtle")
    assert [word.rpartition("#")[2] for word in uncovered(keyed)] == ["complementOf", "hasKey"]


def test_a_direct_step_implies_every_step_but_never_the_reverse(rules: Rules) -> None:
    """Part of is within; what is within is not said to be part of."""
    assert str(terms.WITHIN) in rules.along[str(terms.PART_OF)]
    assert {str(terms.HAS_PART), str(terms.CONTAINS)} <= rules.against[str(terms.PART_OF)]
    assert str(terms.PART_OF) not in rules.along.get(str(terms.WITHIN), ())


def test_every_class_of_ours_with_a_class_above_has_a_query(rules: Rules) -> None:
    """Counted on the modules, so that a parser that skips axioms is noticed."""
    graph = health.read_language().graph
    above = URIRef("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    mine = {low for low, high in graph.subject_objects(above) if str(high).startswith(str(terms.MG))}
    assert len(rules.above) >= len(mine) > 50
    assert [query.reads for query in class_queries(rules)] == [{str(RDF.type)}] * len(rules.above)


def test_the_queries_are_printed_for_other_stores(capsys: pytest.CaptureFixture[str]) -> None:
    """One CONSTRUCT after the other."""
    from ontology import rules as module

    assert module.main() == 0
    printed = capsys.readouterr().out
    assert printed.count("CONSTRUCT {") > 200
    assert Path(module.__file__).name not in printed
