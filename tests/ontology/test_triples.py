"""Tests of the language: nouns and triples. In: generated nouns. Out: the same nouns after a way through RDF. No files."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, Graph, Literal, URIRef

from ontology import terms as t
from ontology.errors import NotFound
from ontology.iris import DEFAULT_BASE
from ontology.nouns import (
    Allusion,
    Citation,
    Document,
    Duty,
    Evidence,
    MandateBasis,
    Mention,
    Noun,
    Passage,
    PassageRole,
    Rendition,
    Section,
)
from ontology.slots import ROLE_CLASSES
from ontology.span import Span
from ontology.triples import DOCUMENT_CLASSES, FIDELITIES, PASSAGE_CLASSES, from_triples, to_triples

DOCUMENT = f"{DEFAULT_BASE}doc/A/75/863"
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)
places = st.sampled_from(["para/1", "para/49/b", "fn/3", "summary", "section/III/B", "activity/1.4"]).map(
    lambda path: f"{DOCUMENT}/{path}"
)
things = st.sampled_from(["actor/member-states", "crime/genocide", "doc/A/RES/60/1", "state/KEN"]).map(
    lambda path: DEFAULT_BASE + path
)
many = st.sets(things, max_size=3).map(lambda found: tuple(sorted(found)))
languages = st.sampled_from(["en", "fr", "es", "ru", "ar", "zh"])
digests = st.text("0123456789abcdef", min_size=64, max_size=64)
spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 999), st.integers(0, 99))
evidences = st.builds(Evidence, places, spans, words, places, words, st.integers(0, 100).map(lambda hundredths: hundredths / 100))
fidelities = st.sampled_from(list(FIDELITIES))
documents = st.builds(
    Document,
    st.just(DOCUMENT),
    st.sampled_from(list(DOCUMENT_CLASSES)),
    st.sampled_from([("A/75/863", "S/2021/424"), ("A/75/863",), ()]),
    st.none() | words,
    st.none() | st.dates(date(1945, 1, 1)),
    st.none() | st.integers(1945, 2100),
    st.none() | st.dates(date(1945, 1, 1)),
    st.none() | words,
    st.sets(words, max_size=3).map(lambda found: tuple(sorted(found))),
    *(st.none() | words for _ in range(4)),
    *(many for _ in range(3)),
)
renditions = st.builds(Rendition, places, st.just(DOCUMENT), languages, words, digests, fidelities, st.booleans())
sections = st.builds(
    Section, places, st.just(DOCUMENT), st.none() | words, words, languages, st.integers(1, 5), st.integers(1, 999), places
)
passages = st.builds(
    Passage,
    places,
    st.just(DOCUMENT),
    st.sampled_from(list(PASSAGE_CLASSES)),
    st.none() | words,
    st.integers(1, 999),
    words,
    places,
    words,
    languages,
    fidelities,
    st.none() | places,
    st.none() | st.integers(0, 999),
)
cited = st.builds(Citation, places, evidences, things, st.none(), st.none() | words, many)
doubtful = st.builds(Citation, places, evidences, st.none(), words)
weights = st.none() | st.integers(0, 100).map(lambda hundredths: hundredths / 100)
mentions = st.builds(Mention, places, evidences, things, weights)
allusions = st.builds(Allusion, places, evidences, things, weights)
duties = st.builds(
    Duty,
    places,
    st.sampled_from(["recommendation", "commitment"]),
    evidences,
    many,
    words,
    words,
    words,
    languages,
    addressee_kinds=st.sampled_from([(), ("states",), ("organ", "parties")]),
    due=st.none() | words,
    reports_to=many,
    recommended_by=many,
    response=st.sampled_from([None, "supported", "under examination", "not supported"]),
)
bases = st.builds(MandateBasis, places, evidences, things, things, st.sampled_from(["establishes", "reaffirms"]))
nouns = st.one_of(documents, renditions, sections, passages, cited, doubtful, mentions, allusions, duties, bases)


def graph_of(noun: Noun) -> Graph:
    """The triples of a noun as a graph."""
    graph = Graph()
    for triple in to_triples(noun):
        graph.add(triple)
    return graph


@given(nouns)
def test_every_noun_comes_back_from_its_triples_as_it_went(noun: Noun) -> None:
    """Nothing of a noun gets lost in RDF, and nothing is added."""
    assert from_triples(graph_of(noun), noun.iri, type(noun)) == noun


@given(nouns)
def test_every_noun_comes_back_after_it_was_written_and_read(noun: Noun) -> None:
    """The same holds by way of the file that is published."""
    graph = Graph().parse(data=graph_of(noun).serialize(format="nt"), format="nt")
    assert from_triples(graph, noun.iri, type(noun)) == noun


@given(passages)
def test_the_words_of_a_digest_are_never_official_text(passage: Passage) -> None:
    """Who reads mg:text reads the document's own words."""
    predicates = {predicate for _, predicate, _ in to_triples(replace(passage, fidelity="digest"))}
    assert t.TEXT not in predicates
    assert t.DIGEST_TEXT in predicates
    assert t.DIGEST_TEXT not in {predicate for _, predicate, _ in to_triples(replace(passage, fidelity="full"))}


@pytest.mark.parametrize("role", ["preambular", "operative"])
def test_the_role_of_a_paragraph_is_its_class(role: PassageRole) -> None:
    """And is none of what is no paragraph."""
    passage = Passage(f"{DOCUMENT}/p/1", DOCUMENT, "paragraph", None, 1, "A/75/863, p", DOCUMENT, "x", "en", "full", role=role)
    graph = graph_of(passage)
    assert (URIRef(passage.iri), RDF.type, ROLE_CLASSES[role]) in graph
    assert from_triples(graph, passage.iri, Passage) == passage
    assert (URIRef(passage.iri), RDF.type, ROLE_CLASSES[role]) not in graph_of(replace(passage, kind="table"))


@given(nouns)
def test_one_noun_has_one_subject_and_says_nothing_twice(noun: Noun) -> None:
    """No triple is about something else, and none has a blank node."""
    triples = list(to_triples(noun))
    assert {subject for subject, _, _ in triples} == {URIRef(noun.iri)}
    assert len(set(triples)) == len(triples)
    assert all(isinstance(value, URIRef | Literal) for _, _, value in triples)


def test_lists_come_back_sorted_and_the_documents_own_symbol_first() -> None:
    """RDF keeps no order; the symbol in the IRI is the one that names the document."""
    document = Document(DOCUMENT, "report", ("S/2021/424", "A/75/863"), None, None)
    assert from_triples(graph_of(document), DOCUMENT, Document).symbols == ("A/75/863", "S/2021/424")


def test_who_promises_is_no_addressee() -> None:
    """A commitment has an actor, a recommendation an addressee."""
    evidence = Evidence(DOCUMENT, Span(0, 1), "x", DOCUMENT, "made", 1.0)
    actor = f"{DEFAULT_BASE}actor/member-states"
    asked = graph_of(Duty(f"{DOCUMENT}/duty/1", "recommendation", evidence, (actor,), "urge", "urges", "act", "en"))
    promised = graph_of(Duty(f"{DOCUMENT}/duty/1", "commitment", evidence, (actor,), "commit", "commits", "act", "en"))
    assert (asked.value(None, t.ADDRESSEE, URIRef(actor)), asked.value(None, t.ACTOR_PROPERTY, URIRef(actor))) == (
        URIRef(f"{DOCUMENT}/duty/1"),
        None,
    )
    assert (promised.value(None, t.ADDRESSEE, URIRef(actor)), promised.value(None, t.ACTOR_PROPERTY, URIRef(actor))) == (
        None,
        URIRef(f"{DOCUMENT}/duty/1"),
    )


def test_what_a_graph_does_not_describe_is_not_found() -> None:
    """An empty noun would be a false answer."""
    with pytest.raises(NotFound, match="para/1"):
        from_triples(Graph(), f"{DOCUMENT}/para/1", Passage)


def test_another_kind_of_thing_is_not_read_as_a_noun() -> None:
    """A document is no passage, whatever the caller hopes."""
    graph = graph_of(Document(DOCUMENT, "report", ("A/75/863",), None, None))
    assert (URIRef(DOCUMENT), RDF.type, t.DOCUMENT) in graph
    with pytest.raises(NotFound):
        from_triples(graph, DOCUMENT, Passage)
    with pytest.raises(NotFound):
        from_triples(graph, DOCUMENT, Mention)
