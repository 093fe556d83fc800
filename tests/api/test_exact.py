"""Tests of what stands above and beside the hits: questions that a named query answers, and what a question names."""

import pytest
from fastapi.testclient import TestClient

from api.found.exact import MOST, exact
from api.found.named import MOST as MOST_NAMED
from api.found.named import MOST_NEIGHBOURS, named
from api.library import Library

PAGE = {"accept": "text/html"}


def test_a_question_in_other_words_than_the_title_is_led_to_its_query(library: Library) -> None:
    """The researcher's question names networks and calling; the year that it begins at goes along."""
    question = "which networks have the reports called on, and what was asked of them since 2009?"
    found = exact(library.queries.values(), question)
    assert [(one.name, one.arguments) for one in found] == [("networks-called-on", {"since": "2009"})]


@pytest.mark.parametrize("question", ["early warning", "networks", "since 2009", "protection of civilians", "الإنذار المبكر"])
def test_a_question_that_only_touches_a_subject_has_no_exact_answer(library: Library, question: str) -> None:
    """One word of a title is not enough, and neither is a year."""
    assert exact(library.queries.values(), question) == ()


def test_no_more_than_three_are_offered_the_nearest_first(library: Library) -> None:
    """A question that holds the words of all titles is still answered shortly, the whole titles first."""
    found = exact(library.queries.values(), " ".join(query.title for query in library.queries.values()))
    assert len(found) == MOST


def test_a_question_names_things_by_their_longest_names(library: Library) -> None:
    """Crimes against humanity are one thing; each leads to things of the vocabulary, not to documents or itself."""
    with library.serving() as serving:
        found = named(serving, "Is ethnic cleansing a crime against humanity, or genocide?", library.iris.base)
    assert [one.label for one in found][:1] == ["ethnic cleansing"]
    assert "genocide" in [one.label for one in found]
    for one in found:
        assert one.iri not in dict(one.neighbours)
        assert not any("/doc/" in iri for iri, _ in one.neighbours)
        assert len(one.neighbours) <= MOST_NEIGHBOURS


def test_a_short_word_in_small_letters_is_no_short_form(library: Library) -> None:
    """To write who asks, to write WHO names an organization."""
    with library.serving() as serving:
        assert named(serving, "who may help?", library.iris.base) == ()
        assert len(named(serving, "genocide " * 500 + "Sudan Kenya Mali Chad Peru Cuba", library.iris.base)) <= MOST_NAMED


def test_the_page_says_what_is_answered_exactly_and_what_the_question_names(client: TestClient) -> None:
    """Both are links; a search without either has neither line."""
    told = client.get("/search", params={"q": "networks that were called on since 2009 against genocide"}, headers=PAGE).text
    assert '<a href="/queries/networks-called-on?since=2009">' in told
    assert 'Your question names <a href="/crime/genocide">genocide</a>' in told
    other = client.get("/search", params={"q": "zebra crossing"}, headers=PAGE).text
    assert "asked of the graph exactly" not in other
    assert "Your question names" not in other
