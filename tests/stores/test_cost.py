"""Tests of the keepers: the cost hint. In: query texts. Out: light or heavy, and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import QueryRefused, QuerySyntaxError, QueryTooLarge
from stores.graph.checked import checked, cost_of_text
from stores.graph.cost import Cost, cost_of
from stores.graph.guard import check_query
from stores.graph.lexer import tokens


def _cost(text: str) -> Cost:
    return cost_of(list(tokens(text)))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", "cross product"),
        ("SELECT * { ?a <urn:p> ?b . ?c <urn:p> ?d FILTER(?b = ?d) }", "cross product"),
        ("SELECT * { ?a <urn:p> ?b OPTIONAL { ?c <urn:q> ?d } }", "cross product"),
        ("SELECT * { ?a <urn:p> ?b . { SELECT ?c { ?c <urn:q> ?b } } ?d a <urn:T> }", "cross product"),
        ("SELECT * { GRAPH ?g { ?a <urn:p> ?b } GRAPH ?h { ?c <urn:p> ?d } }", "cross product"),
        ("SELECT * { { ?a a <urn:T> } UNION { ?b a <urn:T> } ?c a <urn:T> }", "cross product"),
        ("ASK { FILTER EXISTS { ?a ?b ?c . ?d ?e ?f } }", "cross product"),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?c ?d ?e }", "no constant"),
        ("SELECT * { ?a <urn:p>+ ?b }", "unbounded path"),
        ("SELECT * { ?a (<urn:p>/<urn:q>)* ?b }", "unbounded path"),
        ("SELECT * { <urn:x> (<urn:p>|!<urn:p>)* ?b }", "unbounded path"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c", "sorted"),
        ("{" * 90 + "?a ?b ?c . ?d ?e ?f" + "}" * 90, "cross product"),
        ("{" * 5_000 + "?a ?b ?c . ?d ?e ?f" + "}" * 5_000, "long"),
    ],
)
def test_what_may_run_without_end_is_heavy_and_says_why(text: str, name: str) -> None:
    """The name stands in the header, the reason in the advice."""
    cost = _cost(text)
    assert cost.heavy
    assert f'"{name}"' in cost.header
    assert cost.header.isascii()
    assert cost.advice.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "ASK {}",
        "SELECT * { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT * { <urn:s> ?p ?o . ?s <urn:q> <urn:o> }",
        "SELECT * { ?s a/<urn:sub>* <urn:T> }",
        "SELECT * { ?s <urn:p> +5 . ?s <urn:q> 2*3 }",
        "SELECT * { { ?a <urn:p> ?b } UNION { ?c <urn:q> ?d } }",
        "SELECT * { ?a <urn:p> ?b OPTIONAL { ?a <urn:q> ?c . ?b <urn:r> ?d } }",
        "SELECT * { ?a <urn:p> ?b . { SELECT ?b { ?b <urn:q> ?c } } }",
        "SELECT * { VALUES ?x { 1 2 } ?a <urn:p> ?b }",
        "SELECT * { ?a <urn:p> ?b BIND(?b + 1 AS ?c) ?d <urn:q> ?c }",
        "SELECT * { ?a <urn:p> ?b FILTER NOT EXISTS { ?a <urn:q> ?c . ?c <urn:r> ?d } }",
        "SELECT * { GRAPH ?g { ?a <urn:p> ?b } GRAPH ?g { ?c <urn:p> ?d } }",
        "SELECT * { ?a <urn:p> [ <urn:q> ?b ; <urn:r> (?c ?d) ] }",
        "CONSTRUCT { ?a ?b ?c . ?d ?e ?f } WHERE { ?a <urn:p> ?d }",
        "SELECT * { ?a <urn:p> ?b MINUS { ?c <urn:q> ?d } }",
    ],
)
def test_what_is_joined_or_begins_at_a_constant_is_light(text: str) -> None:
    """Nothing is said of it."""
    assert (_cost(text).heavy, _cost(text).header, _cost(text).advice) == (False, "light", "")


_WORDS = [
    *"{}().;,*+/^![]a5",
    "^^",
    "?a",
    "?b",
    "<urn:p>",
    "'x'",
    "SELECT",
    "UNION",
    "FILTER",
    "BIND",
    "VALUES",
    "GRAPH",
    "EXISTS",
]


@given(st.lists(st.sampled_from(_WORDS)))
def test_any_row_of_tokens_has_a_hint(parts: list[str]) -> None:
    """A malformed query is the engine's to refuse, never a fault of ours."""
    assert isinstance(_cost(" ".join(parts)).heavy, bool)


def test_a_query_is_known_by_its_shape_and_told_apart_by_all_else() -> None:
    """Other addresses and words make the same query, other variables or forms do not."""
    for number in range(3):
        known = checked(f'SELECT * {{ <http://x.example/{number}#a> ?p "w{number}"@en }}', max_bytes=10_000)
        assert (known.form, known.cost.heavy, known.searches) == ("SELECT", False, False)
    assert checked("ASK { <http://x.example/1> ?p ?o . ?s ?q ?z }", max_bytes=10_000).form == "ASK"
    assert checked("SELECT * { ?a ?b <http://x.example/1> . ?c ?d ?e . ?f ?g ?h }", max_bytes=10_000).cost.heavy
    assert checked('SELECT * { ?s ?p "search" }', max_bytes=10_000).searches
    assert checked("{}", max_bytes=10_000).form is None
    assert cost_of_text("SELECT * { ?a ?b ?c . ?d ?e ?f }").heavy


@pytest.mark.parametrize(
    "second",
    [
        'SELECT * { ?s <http://a.example/"> ?o . SERVICE <http://b.example/> { ?a ?b ?c } }',
        'SELECT * { ?s ?p "a\n" . SERVICE <http://b.example/> { ?x ?y " } }',
        "PREFIX search: <http://evil.example/> SELECT * { SERVICE search:index { ?s search:query 'x' } }",
        "SELECT * { ?s ?p 'x\"' . SERVICE <http://b.example/> { ?x ?y \"'\" } }",
        'SELECT * { ?s ?p """a" SERVICE <http://b.example/> { ?x ?y "b""" . SERVICE ?v { } }',
        "SELECT * { ?s ?p ?o } #\n SERVICE <http://b.example/> {}",
        "SELECT * { ?s ?p ?o FILTER(?o<'>')SERVICE ?v{?a ?b ?c}#'\n }",
    ],
)
def test_no_shape_lets_through_what_the_guard_refuses(second: str) -> None:
    """A harmless query of the same look came before, so that its shape is kept."""
    base = "https://w3id.org/mandategraph/"
    first = "PREFIX search: <https://w3id.org/mandategraph/search#> SELECT * { SERVICE search:index { ?s search:query 'x' } }"
    checked(first, max_bytes=10_000, search_base=base)
    for _ in range(2):
        with pytest.raises((QueryRefused, QuerySyntaxError)):
            checked(second, max_bytes=10_000, search_base=base)


@given(
    st.lists(
        st.sampled_from(
            ['"', "'", '"""', "<http://a.example/b>", "<http://a.example/#c>", "<", ">", "#", "\n", "\\", " ", "SERVICE", "?v",
             "x", "{", "}", "<a", "INSERT", "//", "\x01", "\x02"]
        ),
        max_size=14,
    )
)  # fmt: skip
def test_reading_by_shape_refuses_exactly_what_the_guard_refuses(parts: list[str]) -> None:
    """Whatever was kept before, by whichever text."""
    text = "".join(parts)
    try:
        check_query(text, max_bytes=10_000)
    except (QueryRefused, QuerySyntaxError) as error:
        with pytest.raises(type(error)):
            checked(text, max_bytes=10_000)
    else:
        checked(text, max_bytes=10_000)


def test_an_over_long_query_is_refused_here_as_well() -> None:
    """By its bytes."""
    with pytest.raises(QueryTooLarge):
        checked("ASK{}#" + "é" * 60, max_bytes=100)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {" + " ".join(f"?a{at} ?b{at} ?c{at} ." for at in range(5_000)) + "}",
        "SELECT * " + "".join(f"{{ ?a{at} <urn:p> ?b{at} ." for at in range(5_000)) + "}" * 5_000,
        "SELECT * {" + "".join(f"OPTIONAL {{ ?a{at} <urn:p> ?b{at} }}" for at in range(5_000)) + "}",
        "SELECT * {" + "".join(f"VALUES ?a{at} {{ 1 }}" for at in range(5_000)) + "}",
        "SELECT * " + "{" * 50_000 + "}" * 50_000,
    ],
)
def test_a_query_of_very_many_parts_is_heavy_and_not_weighed(text: str) -> None:
    """To join its parts one by one held the server up for as long as sixteen seconds."""
    assert cost_of(list(tokens(text))).header == 'heavy; "long"'
