"""Tests of the river: lineage by text reuse. In: graphs of made resolutions. Out: which passage has an earlier one's words."""

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from ingest.descent import descent
from ingest.worded import Reused, reused
from ontology import terms as t
from ontology.iris import Iris
from reading.reuse.repeats import nearly_repeated
from reading.reuse.words import words_of
from stores.graph.store import GraphStore

PREFIXES = """@prefix mg: <https://w3id.org/mandategraph/ontology#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/mandategraph/> .
<verb-class/encourages> a mg:VerbClass ; mg:rank 2 . <verb-class/urges> a mg:VerbClass ; mg:rank 6 .
"""
IRIS = Iris()
ASK = "Urges the keepers of the lamps to keep all of them lit through the long nights of the winter"


def resolution(symbol: str, text: str, when: str = "", title: str = "Lamps", *, more: str = "", duty: str = "") -> str:
    """A made resolution with one operative paragraph, and its duty as verb class and parties."""
    date = f' ; mg:issued "{when}"^^xsd:date' if len(when) == 10 else f' ; mg:issuedYear "{when}"^^xsd:gYear' if when else ""
    named = f' ; mg:title "{title}"@en' if title else ""
    passage = f"doc/{symbol}/para/1"
    asked = ""
    if duty:
        verb, *parties = duty.split()
        asked = f"""<{passage}/duty/1> a mg:Duty, mg:Recommendation ; mg:statedIn <{passage}> ;
          mg:method "verb in the sentence" ; mg:verbClass <verb-class/{verb}> ;
          mg:addressee {" , ".join(f"<actor/{party}>" for party in parties)} .\n"""
    return f"""<doc/{symbol}> a mg:Document, mg:Resolution ; mg:hasRendition <doc/{symbol}/rendition/0>{date}{named} .
<doc/{symbol}/rendition/0> mg:chosen true ; mg:language "en" .
<{passage}> a mg:Passage, mg:Paragraph, mg:OperativeParagraph ; mg:inDocument <doc/{symbol}> ; mg:order 1 ;
  mg:text "{text}"@en{more} .
{asked}"""


def store_of(*parts: str) -> GraphStore:
    """A store that holds these parts."""
    store = GraphStore.memory()
    graph = Graph().parse(data=PREFIXES + "".join(parts), format="turtle")
    store.replace("https://example.org/graph", graph.serialize(format="nt", encoding="utf-8"))
    return store


def told(*parts: str) -> list[tuple[str, str, str, str]]:
    """Earlier and later document, relation and method of each link."""
    return [(_symbol(link.earlier.iri), _symbol(link.later.iri), link.relation, link.method) for link in links(*parts)]


def links(*parts: str) -> list[Reused]:
    """The links in a graph made of these parts."""
    return reused(store_of(*parts), IRIS)


def _symbol(iri: str) -> str:
    return IRIS.path(iri).removeprefix("doc/").removesuffix("/para/1")


FIRST = resolution("A/RES/70/1", ASK, "2015-12-01", duty="urges keepers")
THIRD = resolution("A/RES/72/1", f"4. {ASK};", "2017-12-01", duty="urges keepers")


def test_the_same_words_repeat_and_links_make_a_line() -> None:
    """Each passage is linked to the latest one before it."""
    second = resolution("A/RES/71/1", ASK, "2016-12-01")
    assert told(FIRST, second, THIRD) == [
        ("A/RES/70/1", "A/RES/71/1", "repeats", "word for word"),
        ("A/RES/71/1", "A/RES/72/1", "repeats", "word for word"),
    ]


@pytest.mark.parametrize(
    ("text", "duty", "relation"),
    [
        (ASK.replace("Urges", "Encourages"), "encourages keepers", "followsUp"),
        (ASK.replace("long nights", "nights"), "urges keepers", "repeats"),
        (ASK.replace("to keep", "to keep, as appropriate,"), "urges keepers", "narrows"),
    ],
)
def test_nearly_the_same_words_are_told_by_what_changed(text: str, duty: str, relation: str) -> None:
    """Verb and condition; the confidence says how much is the same."""
    (link,) = links(FIRST, resolution("A/RES/72/1", text, "2017-12-01", duty=duty))
    assert (link.relation, link.method) == (relation, "near-verbatim")
    assert link.confidence < 0.8


def test_strength_is_compared_between_passages_of_one_organ() -> None:
    """What another organ puts more strongly is no change of the text."""
    weak = resolution("A/RES/70/1", ASK.replace("Urges", "Encourages"), "2015-12-01", duty="encourages keepers")
    other = resolution("A/HRC/RES/35/1", ASK, "2017-12-01", duty="urges keepers")
    assert [each[2] for each in told(weak, THIRD)] == ["strengthens"]
    assert [each[2] for each in told(weak, other)] == ["repeats"]


def test_formulas_are_not_linked_across_matters() -> None:
    """One title, or a citation, makes one matter; the bare name of a kind of document is no title."""
    other = resolution("A/RES/72/2", ASK, "2017-12-01", "Harbours")
    citing = resolution("A/RES/72/2", ASK, "2017-12-01", "Harbours", more=" ; mg:cites <doc/A/RES/70/1>")
    bare = [
        resolution(f"S/RES/{number}({year})", ASK, str(year), f"Resolution {number} ({year})")
        for number, year in ((1, 2015), (2, 2017))
    ]
    assert told(FIRST, other) == []
    assert told(FIRST, citing) == [("A/RES/70/1", "A/RES/72/2", "repeats", "word for word")]
    assert told(*bare) == []


@pytest.mark.parametrize(
    ("title", "is_matter"),
    [
        ("Resolution adopted by the General Assembly on 5 April 2031", False),
        ("Geneva, 5–7 February 2031", False),
        ("Letter dated 5 May 2031 from the President of the Security Council", False),
        ("Report of the Secretary-General", False),
        ("Letters from the coast", True),
        ("Report of the keepers on the storms of February", True),
    ],
)
def test_a_title_of_kind_date_and_place_is_no_matter(title: str, *, is_matter: bool) -> None:
    """Two documents that have it in common share nothing by that."""
    assert bool(told(*(resolution(f"A/RES/{70 + at}/1", ASK, f"{2015 + at}-12-01", title) for at in (0, 2)))) == is_matter


def test_words_that_a_document_has_twice_are_a_formula() -> None:
    """Nobody knows which of the two was taken up, or takes up."""
    second = FIRST.split(" .\n")[2].replace("/para/1>", "/para/2>").replace("mg:order 1", "mg:order 2") + " .\n"
    assert f'mg:text "{ASK}"' in second
    assert told(FIRST, THIRD)
    assert told(FIRST + second, THIRD) == []


def test_a_name_is_not_taken_up() -> None:
    """Where hardly more than a name is shared, a slip in it says nothing of what is asked."""
    name = "Keeper Mary John Smith Green Republic of Coastland"
    assert len(list(nearly_repeated([words_of(name), words_of(name.replace("John", "Jon"))]))) == 1
    assert told(resolution("A/RES/70/1", name, "2015"), resolution("A/RES/71/1", name.replace("John", "Jon"), "2016")) == []


def test_only_what_is_certainly_earlier_is_taken_up() -> None:
    """By day, by year, or by the sessions of one organ; never within one document or of an unknown date."""
    undated = [resolution("A/RES/70/1", ASK), resolution("A/RES/72/1", ASK)]
    assert told(*undated) == [("A/RES/70/1", "A/RES/72/1", "repeats", "word for word")]
    assert told(undated[0], resolution("A/HRC/RES/35/1", ASK)) == []
    assert told(FIRST, resolution("A/RES/72/1", ASK, "2015")) == []
    assert (
        told(resolution("A/RES/70/1", "Thanks the keepers", "2015"), resolution("A/RES/71/1", "Thanks the keepers", "2016")) == []
    )


def test_a_link_has_the_words_of_both_sides_and_the_duties() -> None:
    """Evidence on both sides, and a shortcut between the duties; what somebody held wrong is left out."""
    store = store_of(FIRST, THIRD)
    (link,) = reused(store, IRIS)
    graph = descent(store, IRIS)
    (node,) = graph.subjects(RDF.type, t.LINEAGE)
    assert node == URIRef(link.iri(IRIS))
    assert str(graph.value(node, t.EARLIER_WORDS)) == ASK
    assert str(graph.value(node, t.AS_PRINTED)) == f"{ASK};"
    assert graph.value(node, t.START) == Literal(3)
    assert graph.value(node, t.EARLIER_PASSAGE) == URIRef(IRIS.iri("doc/A/RES/70/1/para/1"))
    later, earlier = (URIRef(IRIS.iri(f"doc/A/RES/{session}/1/para/1/duty/1")) for session in (72, 70))
    assert (later, t.REPEATS, earlier) in graph
    assert len(descent(store, IRIS, {link.iri(IRIS)})) == 0
