"""Tests of the keepers: lexer and guard. In: query texts, kind and hostile. Out: tokens or refusals."""

import contextlib
import itertools
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import QueryRefused, QuerySyntaxError, QueryTooLarge
from stores.graph.guard import check_query, check_update
from stores.graph.lexer import tokens


def _kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokens(text)]


def test_each_terminal_is_read_as_what_it_is() -> None:
    """One of each kind, with its neighbours close by."""
    text = "SELECT?x{?x ex:a\\,b.c.\"s\"@en-GB,'t'^^xsd:int,_:b1,-1.5e3;<urn:p>/^:q*$y}#c"
    assert _kinds(text) == [
        ("word", "SELECT"), ("variable", "?x"), ("sign", "{"), ("variable", "?x"), ("name", "ex:a\\,b.c"), ("sign", "."),
        ("string", '"s"'), ("language", "@en-GB"), ("sign", ","), ("string", "'t'"), ("sign", "^^"), ("name", "xsd:int"),
        ("sign", ","),
        ("blank", "_:b1"), ("sign", ","), ("sign", "-"), ("number", "1.5e3"), ("sign", ";"), ("iri", "<urn:p>"), ("sign", "/"),
        ("sign", "^"), ("name", ":q"), ("sign", "*"), ("variable", "$y"), ("sign", "}"),
    ]  # fmt: skip


def test_long_strings_hold_quotes_newlines_and_escapes() -> None:
    """A quotation mark ends a long string only three at a time."""
    long = '"""a "b" \n \\""" c"""'
    assert _kinds(f"{long} '''it's''' ''") == [("string", long), ("string", "'''it's'''"), ("string", "''")]


def test_tokens_know_their_places() -> None:
    """A rewrite splices the text by them."""
    text = "SELECT * # no\n{ ?é <urn:é> 'ü' }"
    assert [text[token.start : token.end] for token in tokens(text)] == [token.text for token in tokens(text)]


@pytest.mark.parametrize(("text", "place"), [('SELECT "open', (1, 8)), ("ASK {\n \\u0053ERVICE", (2, 2)), ("ASK { ` }", (1, 7))])
def test_what_is_no_token_is_named_with_line_and_column(text: str, place: tuple[int, int]) -> None:
    """Counted from one, in characters."""
    with pytest.raises(QuerySyntaxError) as caught:
        list(tokens(text))
    assert (caught.value.line, caught.value.column) == place


@given(st.text(alphabet="<>'\"#\\?a:.{}@ \n=&-5", max_size=60))
def test_any_text_is_either_tokens_in_order_or_an_error(text: str) -> None:
    """Nothing is read twice and nothing but white space and comments is skipped."""
    try:
        found = list(tokens(text))
    except QuerySyntaxError:
        return
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))
    between = [
        text[left:right] for left, right in zip([0, *(t.end for t in found)], [*(t.start for t in found), len(text)], strict=True)
    ]
    assert all(not part.strip() or part.strip().startswith("#") for part in between)


def test_a_long_query_of_quotes_is_read_in_little_time() -> None:
    """A hostile text must not make the lexer go back and forth; this took hours if it did."""
    with pytest.raises(QuerySyntaxError):
        list(tokens('"""' + "\"\\'" * 30_000))


@pytest.mark.parametrize("piece", ["1", "1.", "a.", "a-", "1e", "_:a.", "a:b..", "<a", '"', "{", "}", "?a", "@a-", "a:%41"])
def test_any_piece_again_and_again_is_read_in_little_time(piece: str) -> None:
    """100 KB of digits, or of letters parted by full stops, held the server up for 45 seconds; this takes half a second."""
    with contextlib.suppress(QuerySyntaxError):
        list(tokens((piece * 100_000)[:100_000]))


def test_a_prefix_has_a_bound() -> None:
    """It is looked for from each letter on; one that is longer is no name, and told so."""
    assert _kinds(f"{'p' * 200}:x") == [("name", f"{'p' * 200}:x")]
    with pytest.raises(QuerySyntaxError):
        list(tokens(f"{'p' * 300}:x"))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { service silent ?s { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'a'SERVICE ex:x { ?s ?p ?o } }",
        "PREFIX ex: <urn:x> SELECT * {}# \rSERVICE <http://x/> {}",
        "SELECT * { ?s ?p ?o FILTER(?o<'>')SERVICE ?v{?a ?b ?c}#'\n }",
        "SELECT * { ?s ?p ?o FILTER(?o<1#>'''\n)SERVICE ?v{?a ?b ?c}#'''\n }",
        "SELECT * { ?s ?p ?o FILTER(?o<x:y)SERVICE#>\n?v{?a ?b ?c} }",
    ],
)
def test_service_is_refused_however_it_is_dressed(text: str) -> None:
    """The last three are a comparison to the engine where the specification sees an IRI."""
    with pytest.raises(QueryRefused, match="SERVICE"):
        check_query(text, max_bytes=10_000)


_NAMES = "PREFIX : <http://x/> PREFIX SERVICE: <urn:a> PREFIX SERVICESILENT: <urn:b> PREFIX trueSERVICE: <urn:c> "


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICESILENT <http://x/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p falseSERVICESILENT?v{ ?s ?p ?o } }",
        f"{_NAMES} SELECT * {{ SERVICE:x {{ ?s ?p ?o }} }}",
        f"{_NAMES} SELECT * {{ ?s ?p true . service: {{ ?s ?p ?o }} }}",
        f"{_NAMES} SELECT * {{ SERVICESILENT:x#\n{{ ?s ?p ?o }} }}",
        f"{_NAMES} SELECT * {{ FILTER(true)SERVICE:x{{ ?s ?p ?o }} }}",
        f"{_NAMES} SELECT * {{ ?s ?p trueSERVICE:x {{ ?s ?p ?o }} }}",
        "PREFIX search: <http://x/> SELECT * { SERVICEsearch:index { ?s ?p ?o } }",
        "PREFIX a: <http://h:> SELECT * { ?s ?p a:SERVICE <http://x/> { ?s ?p ?o } }",
        "PREFIX a: <http://h:> PREFIX : <http://x/> SELECT * { ?s ?p a:SERVICE SILENT:x { ?s ?p ?o } }",
    ],
)
def test_service_glued_to_its_neighbours_is_refused(text: str) -> None:
    """The engine takes each of these, where the specification sees none; a port that is none ends a name before SERVICE."""
    with contextlib.suppress(OSError, RuntimeError):  # it asks a server that is not there; a SyntaxError fails the test
        pyoxigraph.Store().query(text.replace("http://x/", "http://127.0.0.1:1/"))
    with pytest.raises(QueryRefused, match="could be read as SERVICE"):
        check_query(text, max_bytes=10_000)
    with pytest.raises(QueryRefused, match="could be read as SERVICE"):
        check_update(f"INSERT {{ }} WHERE {text[text.index('{') :]}" if "PREFIX" not in text else text, max_bytes=10_000)


@pytest.mark.parametrize(
    "text",
    [
        "LOADSILENT <http://x/>",
        "PREFIX : <http://x/> LOAD:x",
        "PREFIX : <http://x/> PREFIX LOAD: <urn:a> LOADSILENT:x INTO GRAPH <urn:g>",
        "CLEAR DEFAULT;LOAD:x",
    ],
)
def test_load_glued_to_its_neighbours_is_refused(text: str) -> None:
    """A curator's update too must not have this server ask another one."""
    with pytest.raises(QueryRefused, match="could be read as LOAD"):
        check_update(text, max_bytes=10_000)


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX load: <urn:x> INSERT DATA { <urn:a> <urn:b> load:c, load:d . GRAPH load:g { load:a load:b payload:c } }",
        "PREFIX load: <urn:x> WITH load:g DELETE { ?s ?p ?o } USING load:h WHERE { ?s ?p ?o } ; MOVE load:a TO load:b",
        "PREFIX service: <urn:x> DELETE { ?s a service:y } WHERE { GRAPH service:g { ?s a service:x . { ?s ?p service:z } } }",
    ],
)
def test_names_like_these_words_are_let_through(text: str) -> None:
    """Where no operation and no group could begin they are names."""
    assert check_update(text, max_bytes=10_000)


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://x/>",
        "insert data { <urn:s> <urn:p> 1 }",
        "PREFIX ex: <urn:x> DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "DROP GRAPH <urn:g>",
        "ASK {} ; DROP ALL",
        "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "ADD <urn:a> TO <urn:b>",
    ],
)
def test_updates_are_refused_as_such(text: str) -> None:
    """The advice says that the endpoint is read-only."""
    with pytest.raises(QueryRefused) as caught:
        check_query(text, max_bytes=10_000)
    assert "read-only" in caught.value.advice


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p "SERVICE <http://x/> { }" }',
        'SELECT * { ?s ?p """a "quoted" SERVICE \n INSERT""" }',
        "SELECT * { ?s ?p ?o } # SERVICE <http://x/> { } DROP",
        "SELECT * { ?s <http://x/SERVICE#it's> ?o }",
        "PREFIX ex: <urn:x> SELECT * { ex:SERVICE ex:insert/SERVICE:x :LOAD }",
        "SELECT ?SERVICE $load { ?SERVICE ?p $load }",
        "SELECT * { _:SERVICE ?p 'x'@service }",
        "SELECT * { ?s <#me> ?o FILTER(?o < '>') }",
        "PREFIX sd: <urn:x> SELECT * { ?s a sd:Service OPTIONAL { ?s sd:service ?x } GRAPH sd:service { ?s ?p ?o } }",
    ],
)
def test_the_same_words_are_harmless_elsewhere(text: str) -> None:
    """In strings, comments, IRIs, names, variables, labels and language tags."""
    assert check_query(text, max_bytes=10_000)


def test_an_over_long_query_is_refused_by_its_bytes() -> None:
    """Characters are not bytes."""
    assert check_query("ASK{}#" + "é" * 10, max_bytes=26)
    with pytest.raises(QueryTooLarge, match="26 bytes"):
        check_query("ASK{}#" + "é" * 10, max_bytes=25)


def test_every_query_of_the_w3c_tests_passes_but_those_with_service(shared: Path) -> None:
    """Queries that the suite itself calls malformed are not counted."""
    refused = []
    for path in sorted((shared / "conformance").rglob("*.rq")):
        try:
            check_query(path.read_text(encoding="utf-8"), max_bytes=1_000_000)
        except QueryRefused:
            refused.append(path.parent.name)
        except QuerySyntaxError:
            assert "bad" in path.stem, path
    assert set(refused) == {"service", "syntax-fed"}
