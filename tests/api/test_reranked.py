"""Tests of re-ranking in search. In: the library of the made documents. Out: passes. Must not use a network."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from api.library import Library
from api.search import search
from stores.settings import Settings

ASKED = "early warning of mass crimes"


@pytest.fixture
def plain(settings: Settings) -> Iterator[Library]:
    """A library over the same generation that never ranks again."""
    opened = Library.open(replace(settings, rerank_passages=0))
    yield opened
    opened.close()


def test_the_best_hits_say_how_well_their_tokens_met_those_of_the_question(library: Library) -> None:
    """Each of the first has the part, between -1 and 1, and scores fall along the answer."""
    answer = search(library, ASKED, limit=10)
    assert answer.rerank == "on"
    assert all(-1 <= hit.parts["rerank"] <= 1 for hit in answer.hits)
    assert [hit.score for hit in answer.hits] == sorted((hit.score for hit in answer.hits), reverse=True)


def test_a_setting_switches_it_off_and_the_answer_says_so(library: Library, plain: Library) -> None:
    """The same passages are found, without the part."""
    answer, again = search(plain, ASKED, limit=100), search(library, ASKED, limit=100)
    assert answer.rerank.startswith("off: the setting rerank_passages")
    assert not any("rerank" in hit.parts for hit in answer.hits)
    assert {hit.iri for hit in answer.hits} == {hit.iri for hit in again.hits}
    assert answer.total == again.total


@pytest.mark.parametrize("mode", ["dense", "keyword"])
def test_a_mode_of_one_list_is_that_list(library: Library, mode: str) -> None:
    """Whoever asks for one list gets it as it is."""
    answer = search(library, ASKED, mode=mode)
    assert answer.rerank == f"off: the mode is {mode}"
    assert answer.hits
    assert not any("rerank" in hit.parts for hit in answer.hits)


def test_filters_hold_and_a_longer_answer_begins_with_the_shorter(library: Library) -> None:
    """Ranking again adds no passage that a filter left out."""
    crimes = {"kind": ["Paragraph"]}
    few, many = search(library, ASKED, crimes, limit=3), search(library, ASKED, crimes, limit=20)
    assert [hit.iri for hit in many.hits[:3]] == [hit.iri for hit in few.hits]
    assert len(many.hits) == min(20, many.total)
