"""Tests of the keepers: search patterns. In: queries that search, well or badly put. Out: what they ask for, or an error that
says where and what is allowed.
"""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import QueryRefused, QuerySyntaxError
from stores.graph.guard import check_query
from stores.graph.lexer import tokens
from stores.graph.searches import MOST_SEARCHES, MOST_VALUES, mentioned
from tests.stores.by_hand import BASE, A, P, asked, plain


def test_a_prefix_may_be_declared_otherwise_written_in_full_or_left_out() -> None:
    """What counts is the IRI, in any spelling that SPARQL has for it."""
    full = "https://w3id.org/mandategraph/search#matches"
    spellings = [
        'SELECT * { ?p search:matches "x" }',
        f'SELECT * {{ ?p <{full}> "x" }}',
        'PREFIX s: <https://w3id.org/mandategraph/search#> SELECT * { ?p s:matches "x" }',
        'PREFIX s: <https://w3id.org/mandategraph/> SELECT * { ?p s:search\\#matches "x" }',
        'BASE <https://w3id.org/mandategraph/doc/> PREFIX s: <../search#> SELECT * { ?p s:matches "x" }',
        'SELECT * { ?p <https://w3id.org/mandategraph/\\u0073earch#matches> "x" }',
    ]
    for text in spellings:
        assert mentioned(text, list(tokens(text)), base=BASE), text
        assert [search.sought for search in asked(text)[0]] == ["x"], text
    other = 'PREFIX search: <http://other.example/> SELECT * { ?p search:matches "x" }'
    assert not mentioned(other, list(tokens(other)), base=BASE)


def test_texts_and_options_are_read_as_constants() -> None:
    """Escapes, long strings, IRIs, numbers, several values, and UNDEF for none."""
    text = (
        'PREFIX c: <http://x/> SELECT * { ?p search:matches ("""a "b" \\u00e9\\n""" ?s 7 search:kind "A" search:kind "B" '
        'search:crime c:g search:year_from 2009 search:actor UNDEF search:mode "dense" search:language ?l) }'
    )
    (search,), _ = asked(text)
    assert search.sought == 'a "b" é\n'
    assert search.options == {
        "limit": ["7"],
        "kind": ["A", "B"],
        "crime": ["http://x/g"],
        "year_from": ["2009"],
        "mode": ["dense"],
    }
    assert search.outputs == {"score": "?s", "language": "?l"}
    (odd,), _ = asked('SELECT * { ?p search:matches ("\\uD800 \\U00110000" search:kind "\\uDFFF") }')
    assert (odd.sought, odd.options) == ("\\uD800 \\U00110000", {"kind": ["\\uDFFF"]})
    (similar,), _ = asked("BASE <http://x/> SELECT * { ?p search:similarTo (<a> ?s 3) }")
    assert (similar.sought, similar.by_passage, similar.options) == (A, True, {"limit": ["3"]})


def test_the_pattern_of_a_block_becomes_a_query_of_its_own() -> None:
    """Over the same dataset and the same graph, without what belongs to the search, and with searches inside it answered."""
    text = (
        "PREFIX : <http://x/> SELECT * FROM <http://x/g> FROM NAMED <http://x/h> { GRAPH ?g { SERVICE search:index { "
        '?p search:query "x" ; search:score ?s ; :in ?d . ?d search:matches "y" . } } }'
    )
    searches, (inner, outer) = asked(text)
    assert [search.sought for search in searches] == ["y", "x"]
    assert inner is None
    assert outer is not None
    words = " ".join(outer.split())
    assert words.startswith("PREFIX : <http://x/> SELECT DISTINCT ?p FROM <http://x/g> FROM NAMED <http://x/h> { GRAPH ?g {")
    assert "search:" not in words
    assert "VALUES (?d)" in words
    assert check_query(outer, max_bytes=10_000)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT * {\n ?p search:matches ?text }", "constants"),
        ("SELECT * {\n ?p search:matches () }", "empty"),
        ('SELECT * {\n ?p search:matches ("x" 5 ?s) }', "come first"),
        ('SELECT * {\n ?p search:matches ("x" ?s search:rank) }', "come first"),
        ('SELECT * {\n ?p search:matches ("x" ?s search:colour ?c) }', "cannot be bound"),
        ('SELECT * {\n ?p search:matches ("x" ?p) }', "used once"),
        ('SELECT * {\n ?p search:matches ("x" ?s search:rank ?s) }', "used once"),
        ('SELECT * {\n ?p search:matches "x"@en }', "without language"),
        ('SELECT * {\n ?p search:matches "x"^^<http://x/t> }', "without language"),
        ("SELECT * {\n ?p search:matches <http://x/a> }", "words"),
        ('SELECT * {\n ?p search:similarTo "x" }', "passage"),
        ('SELECT * {\n [] search:matches "x" }', "blank node"),
        ('SELECT * {\n _:b search:matches "x" }', "blank node"),
        ('SELECT * {\n "a" search:matches "x" }', "literal"),
        ('SELECT * {\n ?p search:matches+ "x" }', "cannot stand here"),
        ('SELECT * {\n ?p ^search:matches "x" }', "cannot stand here"),
        ('SELECT * {\n ?p <http://x/q>/search:matches "x" }', "cannot stand here"),
        ("SELECT * {\n ?p ?q search:matches }", "cannot stand here"),
        ('SELECT * {\n ?d <http://x/q> [ search:matches "x" ] }', "cannot stand here"),
        ("SELECT * {\n ?p search:score ?s }", "cannot stand here"),
        ('CONSTRUCT { ?p\n search:matches "x" } WHERE { ?p ?q ?r }', "cannot stand here"),
        ('CONSTRUCT WHERE {\n ?p search:matches "x" }', "template"),
        ('CONSTRUCT WHERE {\n SERVICE search:index { ?p search:query "x" } }', "template"),
        ("SELECT * {\n SERVICE search:index { ?p <http://x/q> ?d } }", "does not say"),
        ('SELECT * {\n SERVICE search:index { ?p search:query "x" , "y" } }', "one text"),
        ('SELECT * {\n SERVICE search:index { ?p search:query "x" . ?q search:score ?s } }', "one variable"),
        ('SELECT * {\n SERVICE search:index { <http://x/a> search:query "x" } }', "searches for a variable"),
        ('SELECT * {\n SERVICE search:index { ?p search:query "x" . ?d <http://x/q> ?e } }', "does not bind"),
        ('SELECT * {\n SERVICE search:index { ?p search:query "x" . OPTIONAL { ?p <http://x/q> ?e } } }', "does not bind"),
        (
            'SELECT * {\n SERVICE search:index { ?p search:query "x" . FILTER NOT EXISTS { ?p <http://x/q> ?e } } }',
            "does not bind",
        ),
        (
            'SELECT * {\n SERVICE search:index { ?p search:query "x" ; search:score ?s ; <http://x/q> ?d FILTER(?s > 1) } }',
            "only after",
        ),
        (
            'SELECT * {\n SERVICE search:index { ?p search:query "x" . { SERVICE search:index { ?p search:query "y" } } } }',
            "in another",
        ),
        ("SELECT * {\n SERVICE search:index { SELECT ?p { ?p <http://x/q> ?d } } }", "does not say"),
        ('SELECT * {\n ?p search:matches ("x" search:matches "y") }', "one text"),
        ('SELECT * {\n ?p search:matches "x" ', "}"),
        ('SELECT * {\n ?p search:matches ("x" }', "wanted"),
        ("SELECT * {\n" + "{" * 100 + '?p search:matches "x"' + "}" * 101, "levels"),
        ("SELECT * {\n" + 'OPTIONAL { ?p search:matches "x" }' * (MOST_SEARCHES + 1) + "}", f"at most {MOST_SEARCHES}"),
        ('SELECT * {\n ?p search:matches ("x"' + ' search:kind "k"' * (MOST_VALUES + 1) + ") }", f"at most {MOST_VALUES}"),
    ],
)
def test_any_other_shape_is_refused_with_its_place_and_what_is_allowed(text: str, says: str) -> None:
    """A pattern that nobody understands would find nothing, without a word. The mistake is always on the second line."""
    with pytest.raises(QuerySyntaxError, match=says) as caught:
        plain(text)
    assert caught.value.line == 2
    assert caught.value.column
    assert caught.value.advice


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { SERVICE search:index { ?p search:query "x" . SERVICE <http://evil/> { ?p ?q ?r } } }',
        'SELECT * { SERVICE <http://evil/> { SERVICE search:index { ?p search:query "x" } } }',
        'PREFIX search: <http://evil/> SELECT * { SERVICE search:index { ?p search:query "x" } }',
        "PREFIX s: <https://w3id.org/mandategraph/search#> PREFIX s: <http://evil/> ASK { SERVICE s:index { ?p ?q ?r } }",
        'SELECT * { SERVICE <https://w3id.org/mandategraph/x/../search#index> { ?p search:query "x" } }',
        'SELECT * { SERVICE <https://w3id.org/mandategraph/search#index/> { ?p search:query "x" } }',
        'SELECT * { SERVICE ?index { ?p search:query "x" } VALUES ?index { search:index } }',
        'SELECT * { SERVICE SILENT\n#search:index\n<http://evil/> { ?p search:query "x" } }',
        "SELECT * { SERVICE search:index SERVICE <http://evil/> { ?p ?q ?r } }",
        "SELECT * { ?s ?p ?o FILTER(?o<'>')SERVICE search:index{?a ?b ?c}#'\n }",
        "LOAD search:index",
        "SERVICE search:index",
    ],
)
def test_no_other_service_passes_in_the_shadow_of_our_own(text: str) -> None:
    """The guard lets our own block through by its IRI alone, and what comes of the rewrite has none left."""
    try:
        check_query(text, max_bytes=10_000, search_base=BASE)
        new = plain(text)
    except (QueryRefused, QuerySyntaxError):
        return
    with pytest.raises(QueryRefused):
        check_query(new, max_bytes=10_000)


def test_what_the_guard_lets_through_is_gone_after_the_rewrite() -> None:
    """And without the base nothing is let through."""
    text = 'SELECT * { SERVICE SILENT search:index { ?p search:query "SERVICE <http://x/> {}" } }'
    with pytest.raises(QueryRefused):
        check_query(text, max_bytes=10_000)
    assert check_query(text, max_bytes=10_000, search_base=BASE)
    assert check_query(plain(text), max_bytes=10_000)


@given(st.text(alphabet='?psearch:mt"(){}.;,<>#\\ \n', max_size=80))
def test_any_text_is_rewritten_or_refused_and_never_fails(text: str) -> None:
    """Whatever a stranger sends."""
    try:
        new = plain(text)
    except QuerySyntaxError:
        return
    assert new == text or mentioned(text, list(tokens(text)), base=BASE)


def test_a_hostile_query_is_read_in_little_time() -> None:
    """Many own words between many others; quadratic steps would take minutes."""
    own = itertools.cycle(['search:kind "k"', ":q ?d"])
    verbs = " ; ".join(next(own) for _ in range(2 * MOST_VALUES - 4))
    text = f'{P} SELECT * {{ SERVICE search:index {{ ?p search:query "x" ; {verbs} . {"?p :q ?d . " * 5_000} }} }}'
    assert len(plain(text)) > 50_000
