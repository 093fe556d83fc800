"""Tests of proof-reading. In: queries that somebody is writing. Out: their faults with line and column, and their cost."""

import pytest

from api.library import Library
from api.querying.proofread import Proof, in_short, proofread, undeclared

MG = "PREFIX mg: <https://w3id.org/mandategraph/ontology#>\n"


def read(library: Library, text: str) -> Proof:
    """The query read over the generation that serves."""
    with library.serving() as serving:
        return proofread(library, serving, text)


def test_a_query_that_can_be_asked_has_no_fault(library: Library) -> None:
    """Its form and cost are told."""
    found = read(library, "SELECT * WHERE { ?s ?p ?o }")
    assert (found.fault, found.form, found.cost.header) == (None, "SELECT", "light")
    assert read(library, "ASK { ?a ?b ?c . ?d ?e ?f }").cost.heavy


def test_nothing_is_looked_up(library: Library) -> None:
    """A query that would run past every limit is read at once, for it runs over nothing."""
    found = read(library, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?n")
    assert found.fault is None


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("SELECT * WHERE { ?s ?p", 1, 23), ("SELECT *\nWHERE { ?s ?p", 2, 14)],
)
def test_a_fault_has_its_line_and_column(library: Library, text: str, line: int, column: int) -> None:
    """As the endpoint tells them."""
    fault = read(library, text).fault
    assert fault is not None
    assert (fault.line, fault.column) == (line, column)


def test_a_prefix_that_is_not_declared_is_named_with_its_declaration(library: Library) -> None:
    """The parser itself tells what else it expected there."""
    fault = read(library, "SELECT * { ?s a mg:Report }").fault
    assert fault is not None
    assert fault.says.startswith("The prefix mg: is not declared")
    assert fault.advice == f"Begin with {MG.strip()}."


def test_what_the_endpoint_refuses_is_a_fault_without_a_place_or_with_it(library: Library) -> None:
    """Other servers are not asked, nor is anything written, and no query is endless."""
    for text in (
        "SELECT * { SERVICE <https://x.org/> { ?s ?p ?o } }",
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "SELECT " + "x" * 5_000,
    ):
        assert read(library, text).fault is not None


def test_a_search_that_is_not_understood_is_told_where_it_stands(library: Library) -> None:
    """The query that came is counted, not the one that it is rewritten to."""
    fault = read(library, MG + 'SELECT * {\n  ?p search:matches ("lamps" ?score 5000)\n}').fault
    assert fault is not None
    assert fault.line == 3


def test_a_search_that_is_understood_has_no_fault(library: Library) -> None:
    """Both spellings."""
    assert read(library, 'SELECT * { ?p search:matches ("lamps" ?score 5) }').fault is None
    assert read(library, 'SELECT * { SERVICE search:index { ?p search:query "lamps" ; search:score ?s } }').fault is None


def test_long_lists_of_what_was_expected_are_cut() -> None:
    """Classes of characters say nothing to a person."""
    message = 'Malformed at line 1, column 2: expected one of "}", FILTER, [\'0\'..=\'9\'], "\\"".'
    assert in_short("Malformed: expected one of ['a'..='z\\u{FDCF}'].") == "Malformed."
    assert in_short(message) == 'Malformed at line 1, column 2: expected one of }  FILTER  "'
    assert in_short("Nothing of that kind.") == "Nothing of that kind."


@pytest.mark.parametrize(
    ("text", "column", "name"),
    [
        ("SELECT * { ?s a ex:T }", 21, "ex"),
        ("PREFIX ex: <urn:x>\nSELECT * { ?s a ex:T }", 0, ""),
        ("SELECT * { ?s a <urn:x> }", 24, ""),
        ('SELECT * { ?s ?p "ex:T', 23, ""),
    ],
)
def test_only_a_name_without_a_declaration_is_undeclared(text: str, column: int, name: str) -> None:
    """Neither a string nor an address is a name."""
    assert undeclared(text, 1 if column else 2, column or 21) == name
