"""Tests of facts and of what is said of passages: order, languages, what is kept, what is missing. In: small graphs in memory."""

import pytest

from api import facts
from api.facts import MG, PREFERRED, facts_of
from api.said import headings_of, label_of, words_of
from ontology.errors import StoreDamaged
from stores.graph.store import GraphStore

BASE = "https://example.org/"
LINES = f"""
<{BASE}p> <{MG}pinpoint> "A/1, para. 1" .
<{BASE}p> <{MG}inDocument> <{BASE}d> .
<{BASE}p> <{MG}text> "Lamps are lit."@en .
<{BASE}p> <{MG}digestText> "On allume les lampes."@fr .
<{BASE}p> <{MG}within> <{BASE}s2> .
<{BASE}p> <{MG}within> <{BASE}s1> .
<{BASE}p> <{MG}mentions> <{BASE}c> .
<{BASE}d> <{MG}title> "Lampen"@de .
<{BASE}d> <{MG}title> "Lamps"@en .
<{BASE}d> <{MG}title> "Les lampes"@fr .
<{BASE}s1> <{MG}order> "9"^^<http://www.w3.org/2001/XMLSchema#integer> .
<{BASE}s1> <{MG}heading> "First"@en .
<{BASE}s2> <{MG}order> "10"^^<http://www.w3.org/2001/XMLSchema#integer> .
<{BASE}s2> <{MG}heading> "Second"@en .
<{BASE}s2> <{MG}heading> "Deuxième"@fr .
<{BASE}c> <{PREFERRED}> "lamp"@en .
<{BASE}c> <{PREFERRED}> "Lampe"@de .
"""


@pytest.fixture
def graph() -> GraphStore:
    """One passage in two languages, in two sections; its document has three titles, and all is stated twice over."""
    store = GraphStore.memory()
    store.replace(f"{BASE}one", LINES.encode())
    store.replace(f"{BASE}two", LINES.encode())
    return store


def test_each_value_comes_once_and_english_first(graph: GraphStore) -> None:
    """However many graphs state it."""
    assert [str(title) for title in facts_of(graph, f"{BASE}d")[f"{MG}title"]] == ["Lamps", "Lampen", "Les lampes"]
    assert facts_of(graph, f"{BASE}nobody") == {}


def test_what_is_kept_is_bounded(graph: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that runs for months does not grow; answers stay the same."""
    monkeypatch.setattr(facts, "MOST_KEPT", 2)
    before = facts_of(graph, f"{BASE}d")
    assert facts_of(graph, f"{BASE}d") is before
    for name in "abc":
        facts_of(graph, BASE + name)
    assert facts_of(graph, f"{BASE}d") is not before
    assert facts_of(graph, f"{BASE}d") == before


@pytest.mark.parametrize(
    ("language", "text", "fidelity", "title", "headings"),
    [
        ("en", "Lamps are lit.", "full", "Lamps", ["First", "Second"]),
        ("fr", "On allume les lampes.", "digest", "Les lampes", ["First", "Deuxième"]),
    ],
)
def test_words_stand_beside_titles_and_headings_of_their_language(
    graph: GraphStore, language: str, text: str, fidelity: str, title: str, headings: list[str]
) -> None:
    """Where there are such; else in English. Sections follow each other by number: 9 before 10."""
    words = words_of(graph, f"{BASE}p", language)
    assert (words.text, words.fidelity, words.title) == (text, fidelity, title)
    assert (words.document, words.pinpoint, words.mentioned) == (f"{BASE}d", "A/1, para. 1", [f"{BASE}c"])
    assert [heading for _, heading in headings_of(graph, words)] == headings


def test_a_label_is_english_or_of_no_language(graph: GraphStore) -> None:
    """A concept that has none is not shown by another."""
    assert label_of(graph, f"{BASE}c") == "lamp"
    graph.replace(f"{BASE}three", f'<{BASE}e> <{PREFERRED}> "Lampe"@de .\n'.encode())
    assert label_of(graph, f"{BASE}e") == ""


def test_a_passage_that_the_graph_lacks_is_damage(graph: GraphStore) -> None:
    """Index and graph are published together."""
    with pytest.raises(StoreDamaged, match="'ru'"):
        words_of(graph, f"{BASE}p", "ru")
