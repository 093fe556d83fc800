"""Tests of points: from graph to what is indexed. In: a small graph. Out: entries. Must not encode anything."""

import pytest
from rdflib import Graph

from ingest.points import Entry, entries
from ontology.iris import DEFAULT_BASE
from stores.graph.store import GraphStore

DOC = DEFAULT_BASE + "doc/A/85/40"
TEXT = """
@prefix mg: <https://w3id.org/mandategraph/ontology#> .
@base <https://w3id.org/mandategraph/> .
<doc/A/85/40> a mg:Document ; mg:symbol "A/85/40", "S/2031/44" ; mg:title "Lampes"@fr, "Lamps"@en ; mg:issued "2031-02-09" .
<doc/A/85/40/section/I> a mg:Section ; mg:inDocument <doc/A/85/40> ; mg:heading "Storms"@en ; mg:partOf <doc/A/85/40> .
<doc/A/85/40/para/1> a mg:Passage, mg:Paragraph ; mg:inDocument <doc/A/85/40> ; mg:order 1 ; mg:pinpoint "A/85/40, para. 1" ;
  mg:partOf <doc/A/85/40/section/I> ; mg:text "The keepers watch."@en, "Les gardiens veillent."@fr ; mg:cites <doc/A/63/677> .
<doc/A/63/677> mg:symbol "A/63/677" .
<doc/A/85/40/para/1/a> a mg:Passage, mg:Paragraph ; mg:inDocument <doc/A/85/40> ; mg:order 2 ;
  mg:pinpoint "A/85/40, para. 1 (a)" ; mg:partOf <doc/A/85/40/para/1> ; mg:text "By night."@en .
<doc/A/85/40/fn/1> a mg:Passage, mg:Footnote ; mg:inDocument <doc/A/85/40> ; mg:order 3 ; mg:pinpoint "A/85/40, footnote 1" ;
  mg:partOf <doc/A/85/40> ; mg:markedIn <doc/A/85/40/para/1> ; mg:text "See the log."@en .
<doc/A/85/40/table/1> a mg:Passage, mg:Table ; mg:inDocument <doc/A/85/40> ; mg:order 4 ; mg:pinpoint "A/85/40, table 1" ;
  mg:partOf <doc/A/85/40> ; mg:text "State\\tLamps"@en .
<doc/A/85/40/signature/1> a mg:Passage, mg:Signature ; mg:inDocument <doc/A/85/40> ; mg:order 5 ; mg:partOf <doc/A/85/40> ;
  mg:pinpoint "A/85/40, signature" ; mg:text "A. Keeper"@en .
<doc/bare> mg:adopted "2030-05-06" .
<doc/bare/p/1> a mg:Passage, mg:Paragraph ; mg:inDocument <doc/bare> ; mg:order 1 ; mg:pinpoint "bare" ; mg:partOf <doc/bare> ;
  mg:digestText "Nothing is known of this."@en .
"""


@pytest.fixture(scope="module")
def found() -> dict[tuple[str, str], Entry]:
    """The entries of the graph by the end of their IRI and their language."""
    store = GraphStore.memory()
    store.replace(
        DEFAULT_BASE + "graph/doc/A/85/40", Graph().parse(data=TEXT, format="turtle").serialize(format="nt", encoding="utf-8")
    )
    return {(entry.iri.partition("/doc/")[2], str(entry.payload["language"])): entry for entry in entries(store)}


def test_a_passage_is_read_with_title_and_heading_and_shown_without(found: dict[tuple[str, str], Entry]) -> None:
    """The context goes into the meaning, and twice into the keywords."""
    entry = found["A/85/40/para/1", "en"]
    assert entry.words == "The keepers watch."
    assert entry.embedded == "Lamps > Storms\nThe keepers watch."
    assert entry.looked_up == "Lamps > Storms\nLamps > Storms\nThe keepers watch."


def test_the_context_speaks_the_language_of_the_passage_where_it_can(found: dict[tuple[str, str], Entry]) -> None:
    """The title is known in French, the heading is not."""
    assert found["A/85/40/para/1", "fr"].context == "Lampes > Storms"


def test_an_item_has_the_heading_above_its_paragraph(found: dict[tuple[str, str], Entry]) -> None:
    """The nearest heading upwards counts, however deep the item lies."""
    assert found["A/85/40/para/1/a", "en"].context == "Lamps > Storms"


def test_tables_are_indexed_and_signatures_are_not(found: dict[tuple[str, str], Entry]) -> None:
    """A name alone would stand before what somebody asks for."""
    assert found["A/85/40/table/1", "en"].payload["kind"] == ["Table"]
    assert ("A/85/40/signature/1", "en") not in found


@pytest.mark.parametrize("which", ["A/85/40/fn/1", "bare/p/1"])
def test_footnotes_and_passages_of_nameless_documents_stand_alone(found: dict[tuple[str, str], Entry], which: str) -> None:
    """They are read by their own words."""
    entry = found[which, "en"]
    assert entry.embedded == entry.looked_up == entry.words


def test_a_passage_answers_to_what_it_cites_to_its_document_and_to_its_paragraph(found: dict[tuple[str, str], Entry]) -> None:
    """All names by which a question may ask for it exactly."""
    assert set(found["A/85/40/para/1", "en"].payload["symbols"]) >= {"A/63/677", "A/85/40", "S/2031/44", DOC + "/para/1"}  # type: ignore[arg-type]  # a list
    assert set(found["A/85/40/para/1/a", "en"].payload["symbols"]) >= {DOC + "/para/1", DOC + "/para/1/a"}  # type: ignore[arg-type]  # a list
    assert found["A/85/40/para/1", "en"].payload["year"] == 2031


def test_a_document_is_of_the_year_of_its_adoption_where_no_issue_is_known(found: dict[tuple[str, str], Entry]) -> None:
    """Year and days, as filters of time have them."""
    payload = found["bare/p/1", "en"].payload
    assert (payload["year"], payload["first_day"], payload["last_day"]) == (2030, 20300506, 20300506)
