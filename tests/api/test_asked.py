"""Tests of what a question asks for: names, meaning, language. In: two made documents. Must not need a network."""

import pytest

from api.asked import understood
from api.library import Library
from api.search import search

DOC = "https://w3id.org/mandategraph/doc/"


def test_a_symbol_is_a_name_and_no_part_of_the_meaning(library: Library) -> None:
    """The model never reads a symbol."""
    with library.serving() as serving:
        found = understood(serving, "early warning in A/85/40-S/2031/44", "hybrid")
    assert found.names == ("A/85/40", "S/2031/44")
    assert found.meaning == "early warning in"
    assert found.mode == "hybrid"


def test_a_symbol_alone_means_the_title_of_its_document(library: Library) -> None:
    """Otherwise the model would be asked for the nearest to a row of numbers."""
    with library.serving() as serving:
        assert understood(serving, "S/2032/5", "hybrid").meaning == "Harbours after the storm"


def test_a_symbol_that_nobody_knows_is_asked_as_it_is(library: Library) -> None:
    """There is nothing better to ask."""
    with library.serving() as serving:
        assert understood(serving, "A/99/999", "dense").meaning == "A/99/999"


@pytest.mark.parametrize("question", ["A/85/40, para. 3 (a)", "S/2031/44, para. 3 (a)", "What does para. 3 (a) of A/85/40 ask?"])
def test_a_pinpoint_finds_its_passage_first(library: Library, question: str) -> None:
    """Under either symbol, and in a sentence."""
    hits = search(library, question).hits
    assert hits[0].iri == DOC + "A/85/40/para/3/a"
    assert ["symbol" in hit.parts for hit in hits[:2]] == [True, False]


def test_a_paragraph_comes_before_its_items_and_they_before_the_rest(library: Library) -> None:
    """Who asks for a paragraph by its number wants its lettered items as well."""
    hits = search(library, "A/85/40, para. 3").hits
    assert hits[0].iri == DOC + "A/85/40/para/3"
    assert {hit.iri for hit in hits[1:3]} == {DOC + "A/85/40/para/3/a", DOC + "A/85/40/para/3/b"}


def test_a_pinpoint_that_is_not_there_falls_back_on_the_document(library: Library) -> None:
    """The passages of the document come first."""
    with library.serving() as serving:
        assert understood(serving, "A/85/40, para. 99", "hybrid").names == ("A/85/40",)


@pytest.mark.parametrize(
    ("question", "mode"),
    [
        ("Who keeps the early warning lamps lit?", "hybrid"),
        ("Comment les gardiens gardent-ils les lampes, et quel génocide craignaient-ils alors?", "dense"),
        ("谁让预警灯一直亮着?", "dense"),
        ("Of the, and?", "dense"),
    ],
)
def test_keywords_are_left_out_where_the_passages_speak_another_language(library: Library, question: str, mode: str) -> None:
    """One cognate in a French question must not rank passages by itself, nor can a question without a word of its own."""
    with library.serving() as serving:
        assert understood(serving, question, "hybrid").mode == mode


@pytest.mark.parametrize("mode", ["keyword", "dense"])
def test_a_mode_that_was_chosen_stays(library: Library, mode: str) -> None:
    """Only hybrid leaves the choice to us."""
    with library.serving() as serving:
        assert understood(serving, "预警", mode).mode == mode  # type: ignore[arg-type]  # both are modes
