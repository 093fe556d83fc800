"""Tests of the river: describing. In: made nouns. Out: graphs whose bytes depend on nothing else. No network."""

import random
from dataclasses import replace

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from ingest.describe import describe, describe_cited, describe_known, document_of, serialise
from ingest.identify import Identity
from ontology import terms as t
from ontology.iris import DEFAULT_BASE, Iris
from ontology.nouns import Citation, Document, Evidence, MandateBasis, Mention, Passage, Rendition
from ontology.span import Span
from ontology.symbol import Symbol
from reading.assemble import Reading
from reading.find import Found

DOCUMENT = f"{DEFAULT_BASE}doc/A/85/31"
PASSAGE = f"{DOCUMENT}/para/1"
work = Document(DOCUMENT, "report", ("A/85/31",), "A note", None, 2031)
rendition = Rendition(f"{DOCUMENT}/rendition/0", DOCUMENT, "en", "text/plain", "0" * 64, "full", chosen=True)
passage = Passage(PASSAGE, DOCUMENT, "paragraph", "1", 1, "A/85/31, para. 1", DOCUMENT, "Genocide (A/1/2).", "en", "full")
evidence = Evidence(PASSAGE, Span(0, 8), "Genocide", rendition.iri, "made", 0.9)
target, crime = f"{DEFAULT_BASE}doc/A/1/2", f"{DEFAULT_BASE}crime/genocide"
mandate = f"{DEFAULT_BASE}mandate/made"


@pytest.fixture
def graph() -> Graph:
    """The graph of a document with one passage that cites, mentions, and says what established a mandate."""
    found = Found(
        (
            Citation(f"{PASSAGE}/citation/1", evidence, target, None),
            Citation(f"{PASSAGE}/citation/2", evidence, None, "doubtful"),
        ),
        (Mention(f"{PASSAGE}/mention/1", evidence, crime),),
        (),
        (
            MandateBasis(f"{PASSAGE}/basis/1", evidence, mandate, target, "establishes"),
            MandateBasis(f"{PASSAGE}/basis/2", evidence, mandate, target, "reaffirms"),
        ),
        (),
    )
    return describe(work, [rendition], [(Reading(rendition, (), (passage,), (), ()), found)])


def test_shortcuts_stand_beside_what_they_sum_up(graph: Graph) -> None:
    """Cites, mentions, established and reaffirmed by."""
    assert (URIRef(PASSAGE), t.CITES, URIRef(target)) in graph
    assert (URIRef(PASSAGE), t.MENTIONS, URIRef(crime)) in graph
    assert (URIRef(mandate), t.ESTABLISHED_BY, URIRef(target)) in graph
    assert (URIRef(mandate), t.REAFFIRMED_BY, URIRef(target)) in graph
    assert len(list(graph.triples((None, t.CITES, None)))) == 1


def test_a_document_names_its_renditions(graph: Graph) -> None:
    """Both ways: the rendition says whose it is, too."""
    assert (URIRef(DOCUMENT), t.HAS_RENDITION, URIRef(rendition.iri)) in graph
    assert (URIRef(rendition.iri), t.RENDITION_OF, URIRef(DOCUMENT)) in graph


def test_six_languages_hang_on_one_passage() -> None:
    """Words in each; number, order, pinpoint and what holds it from the first, also where a later one says otherwise."""
    french = replace(rendition, iri=f"{DOCUMENT}/rendition/1", language="fr")
    other = replace(passage, text="Génocide.", language="fr", order=7, part_of=f"{DOCUMENT}/section/1", role="operative")
    more = replace(other, iri=f"{DOCUMENT}/para/2", text="Encore.")
    nothing = Found((), (), (), (), ())
    pairs = [(Reading(rendition, (), (passage,), (), ()), nothing), (Reading(french, (), (other, more), (), ()), nothing)]
    graph = describe(work, [rendition, french], pairs, {"en": "A note", "fr": "Une note"})
    assert set(graph.objects(URIRef(PASSAGE), t.TEXT)) == {
        Literal("Genocide (A/1/2).", lang="en"),
        Literal("Génocide.", lang="fr"),
    }
    assert list(graph.objects(URIRef(PASSAGE), t.ORDER)) == [Literal(1)]
    assert list(graph.objects(URIRef(PASSAGE), t.PART_OF)) == [URIRef(DOCUMENT)]
    assert list(graph.objects(URIRef(more.iri), t.ORDER)) == [Literal(7)]
    assert set(graph.objects(URIRef(DOCUMENT), t.TITLE)) == {Literal("A note", lang="en"), Literal("Une note", lang="fr")}


def test_a_footnote_is_marked_at_its_place_in_each_language() -> None:
    """The first says the place without a language too; where a later one marks another passage, its offset is of another text."""
    note = replace(passage, iri=f"{DOCUMENT}/fn/1", kind="footnote", text="A note.", marked_in=PASSAGE, marker_offset=8)
    other = replace(note, iri=f"{DOCUMENT}/fn/2", marker_offset=9)
    french = replace(rendition, iri=f"{DOCUMENT}/rendition/1", language="fr")
    later = [
        replace(note, text="Une note.", language="fr", marker_offset=3),
        replace(other, text="Une autre.", language="fr", marked_in=f"{DOCUMENT}/para/2", marker_offset=4),
    ]
    nothing = Found((), (), (), (), ())
    pairs = [(Reading(rendition, (), (note, other), (), ()), nothing), (Reading(french, (), tuple(later), (), ()), nothing)]
    graph = describe(work, [rendition, french], pairs)
    first, second = URIRef(note.iri), URIRef(other.iri)
    assert list(graph.objects(first, t.MARKER_OFFSET)) == [Literal(8)]
    assert set(graph.objects(first, t.MARKER_OFFSET_IN_LANGUAGE)) == {Literal("8", lang="en"), Literal("3", lang="fr")}
    assert list(graph.objects(second, t.MARKER_OFFSET_IN_LANGUAGE)) == [Literal("9", lang="en")]
    assert list(graph.objects(second, t.MARKED_IN)) == [URIRef(PASSAGE)]


def test_a_corrigendum_leads_to_what_it_corrects() -> None:
    """By IRI; a title in another language is not called English."""
    identity = Identity(
        *("A/85/31/Corr.1", "A/85/31/Corr.1", ("A/85/31/Corr.1",), "report", "Une note", None, None, "fr", "full"),
        changes=(("corrects", "A/85/31"),),
    )
    document = document_of(identity, Iris())
    assert (document.corrects, document.revises, document.addendum_to, document.title) == ((DOCUMENT,), (), (), None)


def test_equal_graphs_have_equal_bytes(graph: Graph) -> None:
    """Whatever the order in which they were filled."""
    triples = list(graph)
    random.Random(1).shuffle(triples)  # noqa: S311 - no secrets
    other = Graph()
    for triple in triples:
        other.add(triple)
    assert serialise(graph) == serialise(other)
    lines = serialise(graph).splitlines()
    assert lines == sorted(lines)
    assert all(line.endswith(b" .") for line in lines)


def test_a_text_with_line_ends_stays_on_one_line_of_the_file() -> None:
    """A summary has several lines; its triple has one."""
    graph = Graph()
    graph.add((URIRef(PASSAGE), t.TEXT, Literal('one\ntwo\u2028three \x85 four "five" \\six', lang="en")))
    (line,) = [line for line in serialise(graph).split(b"\n") if line]
    assert set(Graph().parse(data=line + b"\n", format="nt")) == set(graph)


def test_a_known_document_says_how_sure_its_facts_are() -> None:
    """And has no passage."""
    graph = describe_known(work, "Not borne out by a source at hand: title.")
    assert (URIRef(DOCUMENT), t.CERTAINTY_NOTE, None) in graph
    assert (None, t.IN_DOCUMENT, None) not in graph
    assert (URIRef(DOCUMENT), t.CERTAINTY_NOTE, None) not in describe_known(work)


def test_a_cited_document_is_what_its_symbol_tells() -> None:
    """A resolution's symbol says that it is one; a plain one says less."""
    resolution = describe_cited(target, Symbol.parse("S/RES/1366(2001)"))
    assert set(resolution.objects(URIRef(target), RDF.type)) == {t.DOCUMENT, t.RESOLUTION}
    assert set(describe_cited(target, Symbol.parse("A/1/2")).objects(URIRef(target), RDF.type)) == {t.DOCUMENT}
