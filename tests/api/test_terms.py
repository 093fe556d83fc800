"""Tests of the terms. In: what serves. Out: the words that a query may be written in."""

from api.library import Library
from api.querying.terms import PREFIXES, terms


def test_classes_properties_individuals_things_and_search_are_there_with_what_they_mean(library: Library) -> None:
    """Each as it is written in a query."""
    with library.serving() as serving:
        found = {term.written: term for term in terms(serving, library.iris)}
    assert (found["mg:Recommendation"].kind, found["mg:Recommendation"].label) == ("class", "recommendation")
    assert found["mg:Recommendation"].definition
    assert found["mg:inDocument"].kind == "property"
    assert found["mg:FullText"].kind == "individual"
    assert found["search:query"].kind == "search"
    assert found["<https://w3id.org/mandategraph/crime/genocide>"].label == "genocide"


def test_each_is_told_once_and_no_definition_is_endless(library: Library) -> None:
    """A list of completions shows a line or two."""
    with library.serving() as serving:
        found = terms(serving, library.iris)
    assert len({term.written for term in found}) == len(found)
    assert max(len(term.definition) for term in found) <= 200


def test_every_prefix_of_a_term_is_known(library: Library) -> None:
    """So that its declaration can be written for whoever takes the term."""
    with library.serving() as serving:
        names = {term.written.partition(":")[0] for term in terms(serving, library.iris) if not term.written.startswith("<")}
    assert names <= set(PREFIXES)
