"""Tests of the passages that a pinpoint names. In: a small graph. Out: passages. Must not rank."""

import pytest

from api.asking.symbols import of_every_organ, passages_of
from reading.citations.cite import cite
from stores.graph.store import GraphStore

DOC = "https://w3id.org/mandategraph/doc/A/RES/85/7"
MG = "https://w3id.org/mandategraph/ontology#"


@pytest.fixture(scope="module")
def graph() -> GraphStore:
    """A resolution of two paragraphs with an annex of three, which numbers anew."""
    lines = [f'<{DOC}> <{MG}symbol> "A/RES/85/7" .']
    for place in ("para/1", "para/2", "annex/I/para/1", "annex/I/para/2", "annex/I/para/3"):
        lines += [f"<{DOC}/{place}> <{MG}inDocument> <{DOC}> .", f'<{DOC}/{place}> <{MG}text> "Lamps of {place}."@en .']
    store = GraphStore.memory()
    store.replace("https://w3id.org/mandategraph/graph/doc/A/RES/85/7", "\n".join(lines).encode())
    return store


@pytest.mark.parametrize(("number", "place"), [("1", "para/1"), ("2", "para/2"), ("3", "annex/I/para/3")])
def test_a_number_is_the_documents_own_and_else_that_of_its_annex(graph: GraphStore, number: str, place: str) -> None:
    """An annex that is meant although the document has the number, too, is named."""
    assert passages_of(graph, cite(f"A/RES/85/7, para. {number}", ())) == {f"{DOC}/{place}": f"Lamps of {place}."}


def test_a_number_that_nobody_has_names_nothing(graph: GraphStore) -> None:
    """Neither here nor there."""
    assert passages_of(graph, cite("A/RES/85/7, para. 4", ())) == {}


def test_of_several_organs_the_one_is_meant_whose_document_is_known(graph: GraphStore) -> None:
    """Resolution 85/7 could be the Human Rights Council's by its form."""
    assert [found.symbols for found in of_every_organ(graph, cite("resolution 85/7", ()))] == [("A/RES/85/7",)]
    assert [found.symbols for found in of_every_organ(graph, cite("resolution 85/8", ()))] in ([()], [("A/RES/85/8",)])
