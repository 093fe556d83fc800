"""Tests of the questions: arguments become terms, and nothing else. Must not trust what a stranger types."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import BadParameter, UnknownQuery
from ontology.iris import DEFAULT_BASE
from queries.catalogue import NamedQuery, Parameter, ParameterType, load_queries
from queries.runner import find, render, run
from stores.graph.pool import QueryPool
from stores.graph.store import GraphStore

QUERIES = load_queries(Path(__file__).parents[2] / "queries")


def _query(text: str, kind: ParameterType = "string", *, required: bool = True, default: str | None = None) -> NamedQuery:
    return NamedQuery("sample", "A title", "A summary.", (Parameter("x", kind, required, "a thing", default),), (), text)


def _rendered(kind: ParameterType, value: str) -> str:
    return render(_query("$x", kind), {"x": value}, base=DEFAULT_BASE).partition("\n")[2]


def test_a_parameter_is_replaced_only_where_it_is_a_token() -> None:
    """Strings, comments and IRIs that hold the same characters stay as they are, and so does ?x."""
    text = 'SELECT ?x { ?x <urn:$x> "$x", $x . # $x\n }'
    assert (
        render(_query(text), {"x": "v"}, base=DEFAULT_BASE)
        == f'BASE <{DEFAULT_BASE}>\nSELECT ?x {{ ?x <urn:$x> "$x", "v" . # $x\n }}'
    )


@given(st.text())
def test_a_string_argument_comes_out_of_the_engine_as_it_went_in(value: str) -> None:
    """Quotes, backslashes, newlines and control characters are data, whatever they look like."""
    query = _query("SELECT ($x AS ?y) {}")
    assert GraphStore.memory().select(render(query, {"x": value}, base=DEFAULT_BASE))[0]["y"].value == value


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("iri", "actor/member-states", f"<{DEFAULT_BASE}actor/member-states>"),
        ("iri", "http://example.org/a#b", "<http://example.org/a#b>"),
        ("document", "A/75/863-S/2021/424", f"<{DEFAULT_BASE}doc/A/75/863>"),
        ("document", "results-framework", f"<{DEFAULT_BASE}doc/results-framework>"),
        ("document", "instrument/genocide-convention", f"<{DEFAULT_BASE}instrument/genocide-convention>"),
        ("symbol", "S/RES/1366 (2001)", '"S/RES/1366(2001)"'),
        ("integer", "-7", "-7"),
        ("year", "2021", "2021"),
        ("language", "zh-Hans", '"zh-hans"'),
    ],
)
def test_each_type_writes_its_own_term(kind: ParameterType, value: str, term: str) -> None:
    """Paths and symbols resolve against the base of the deployment."""
    assert _rendered(kind, value) == term


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("iri", "member states"),
        ("iri", "http://example.org/> } SERVICE <http://x"),
        ("iri", "urn:isbn:1"),
        ("iri", "actor/a>b"),
        ("document", "no such thing"),
        ("symbol", "hello"),
        ("integer", "1 2"),
        ("integer", "1" * 19),
        ("year", "21"),
        ("language", "en } #"),
        ("string", "\ud800"),
    ],
)
def test_a_malformed_argument_is_refused_with_what_is_allowed(kind: ParameterType, value: str) -> None:
    """The message names the parameter, the advice its type."""
    with pytest.raises(BadParameter, match="'x'") as caught:
        _rendered(kind, value)
    assert caught.value.advice.startswith("It must be ")


def test_unknown_and_missing_parameters_are_told_apart() -> None:
    """One lists what there is, the other says what is wanted."""
    with pytest.raises(BadParameter, match="no parameter 'y'"):
        render(_query("$x"), {"x": "1", "y": "2"}, base=DEFAULT_BASE)
    with pytest.raises(BadParameter, match="wants the parameter 'x': a thing"):
        render(_query("$x"), {}, base=DEFAULT_BASE)


def test_an_optional_parameter_renders_its_default_or_any_value() -> None:
    """UNDEF inside VALUES lets every value through."""
    assert render(_query("$x", "year", required=False, default="1945"), {}, base=DEFAULT_BASE).endswith("\n1945")
    assert render(_query("$x", "iri", required=False), {}, base=DEFAULT_BASE).endswith("\nUNDEF")


def test_a_parameter_that_stands_only_in_a_sub_select_answers_each_argument_rightly(sample: GraphStore) -> None:
    """The engine's own substitutions mislabel such rows; ours are text."""
    query = _query("SELECT ?n { { SELECT (COUNT(DISTINCT ?m) AS ?n) { ?m <ontology#of> $x } } }", "iri")
    answers = [
        sample.select(render(query, {"x": f"crime/{crime}"}, base=DEFAULT_BASE)) for crime in ("genocide", "war-crimes", "none")
    ]
    assert [rows[0]["n"].value for rows in answers] == ["2", "2", "0"]
    query = _query("SELECT ?x ?m { { SELECT ?m { ?m <ontology#inPassage> $x } } BIND($x AS ?x) } ORDER BY ?m", "iri")
    for place in ("doc/A/72/884/fn/1", "doc/A/75/863/fn/1"):
        rows = sample.select(render(query, {"x": place}, base=DEFAULT_BASE))
        assert [(row["x"].value, row["m"].value.startswith(DEFAULT_BASE + place)) for row in rows] == [
            (DEFAULT_BASE + place, True)
        ]


def test_a_document_is_found_by_its_parallel_symbol(sample_pool: QueryPool) -> None:
    """S/2021/424 is A/75/863; an unknown symbol finds nothing."""
    counts = []
    for symbol in ("A/75/863", "S/2021/424", "S/1999/1"):
        answer = run(sample_pool, QUERIES["citations-of-document"], {"document": symbol}, base=DEFAULT_BASE)
        counts.append((answer.rows, len(json.loads(answer.body)["results"]["bindings"])))
    assert counts == [(3, 3), (3, 3), (0, 0)]


def test_a_malformed_document_is_refused_before_the_store_is_asked(sample_pool: QueryPool) -> None:
    """A symbol that is none is a bad parameter, over the pool as well."""
    with pytest.raises(BadParameter, match="'document'"):
        run(sample_pool, QUERIES["citations-of-document"], {"document": "no such thing"}, base=DEFAULT_BASE)


def test_an_unknown_query_is_answered_with_those_that_there_are() -> None:
    """The list is the advice."""
    with pytest.raises(UnknownQuery, match="'nonsense'") as caught:
        find(QUERIES, "nonsense")
    assert "cited-by" in caught.value.advice
