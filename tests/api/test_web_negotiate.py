"""Tests of negotiation: Accept with q-values, ?format=, and what nobody offers."""

import pytest

from api.web.negotiate import GRAPH, HTML, JSON, RDF, SOLUTIONS, NotAcceptable, choose, prefers_page
from ontology.errors import BadParameter

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv;q=0.2, text/tab-separated-values;q=0.3", "text/tab-separated-values"),
        ("*/*, text/csv", "text/csv"),
        ("text/*;q=0.9, application/json;q=0.1", "text/xml"),
        ("text/*, text/xml;q=0", "text/csv"),
        ("*/*;q=0.1, application/sparql-results+json;q=0", "application/json"),
        ("application/json", "application/json"),
        ("application/xml;charset=utf-8", "application/xml"),
        ("nonsense, text/csv;q=0.5", "text/csv"),
        ("text/csv;q=7, text/tab-separated-values;q=0.001", "text/tab-separated-values"),
    ],
)
def test_the_best_quality_wins_and_the_most_specific_range_gives_it(accept: str | None, media_type: str) -> None:
    """RFC 9110, section 12.5.1, on the formats of solutions."""
    assert choose(accept, SOLUTIONS).media_type == media_type


@pytest.mark.parametrize("accept", ["image/png", "text/csv;q=0", "*/*;q=0", "text/html", "nonsense"])
def test_an_accept_that_allows_nothing_is_refused_with_what_there_is(accept: str) -> None:
    """406 is better than a body that the client cannot read."""
    with pytest.raises(NotAcceptable, match="text/tab-separated-values"):
        choose(accept, SOLUTIONS)


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("turtle", "text/turtle"),
        ("ttl", "text/turtle"),
        ("jsonld", "application/ld+json"),
        ("json-ld", "application/ld+json"),
        ("json", "application/ld+json"),
        ("N-Triples", "application/n-triples"),
        ("rdfxml", "application/rdf+xml"),
        ("xml", "application/rdf+xml"),
    ],
)
def test_a_named_format_wins_over_accept(name: str, media_type: str) -> None:
    """?format= is for those who cannot set a header."""
    assert choose("text/csv", GRAPH, name).media_type == media_type


def test_a_format_of_another_kind_is_not_acceptable_and_an_unknown_one_a_bad_parameter() -> None:
    """Both errors say which formats there are."""
    with pytest.raises(NotAcceptable, match="turtle"):
        choose(None, RDF, "csv")
    with pytest.raises(BadParameter, match="turtle"):
        choose(None, RDF, "papyrus")


def test_a_browser_gets_a_page_and_a_program_data() -> None:
    """Whoever says nothing of HTML is a program."""
    assert choose(BROWSER, (JSON, HTML)).is_html
    assert not choose("*/*", (JSON, HTML)).is_html
    assert prefers_page(BROWSER)
    assert not prefers_page("*/*")
    assert not prefers_page("application/json, text/html;q=0.5")
    assert prefers_page("application/json", "html")
    assert not prefers_page(BROWSER, "json")
