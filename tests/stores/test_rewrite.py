"""Tests of the keepers: the rewrite. In: queries with search patterns. Out: standard SPARQL, the same bytes around answers."""

from collections.abc import Sequence

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import IriError
from stores.graph.rewrite import Found
from stores.graph.splice import Edit, Spliced, spliced
from tests.stores.by_hand import FOUND, A, B, C, P, plain

DATA = f"""
<{A}> <http://x/p> 1 ; <http://x/in> <http://x/d1> . <{B}> <http://x/p> 2 ; <http://x/in> <http://x/d1> .
<{C}> <http://x/p> 3 ; <http://x/in> <http://x/d2> . <http://x/d1> <http://x/cites> <{C}> .
"""


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    """Three passages in two documents, in memory."""
    made = pyoxigraph.Store()
    made.load(DATA.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return made


def _rows(store: pyoxigraph.Store, text: str, found: Sequence[Found] = FOUND) -> list[str]:
    """The answer as sorted lines of the last letters of its values."""
    answer = store.query(plain(P + text, found), base_iri="http://base.example/")
    if isinstance(answer, pyoxigraph.QueryBoolean):
        return [str(bool(answer))]
    if isinstance(answer, pyoxigraph.QueryTriples):
        return sorted(f"{one.subject} {one.object}" for one in answer)
    return sorted(" ".join("-" if value is None else value.value.removeprefix("http://x/") for value in row) for row in answer)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('SELECT ?p ?s { ?p search:matches ("x" ?s) }', ["a 0.9", "b 0.8"]),
        ('SELECT ?p { ?p search:matches "x" }', ["a", "b"]),
        ('SELECT ?p ?n { ?p search:matches "x" ; :p ?n }', ["a 1", "b 2"]),
        ('SELECT ?p ?n { ?p :p ?n ; search:matches "x" . }', ["a 1", "b 2"]),
        ('SELECT ?p ?n ?d { ?p :p ?n ; search:matches "x" ; :in ?d ; . }', ["a 1 d1", "b 2 d1"]),
        ('SELECT ?p ?s ?t { ?p search:matches ("x" ?s) , ("y" ?t) }', ["a 0.9 0.9", "b 0.8 0.8"]),
        ('SELECT ?p ?s { ?p :p ?n OPTIONAL { ?p search:matches ("x" ?s) } }', ["a 0.9", "b 0.8", "c -"]),
        ('SELECT ?p { { ?p search:matches "x" } UNION { ?p :p 3 } }', ["a", "b", "c"]),
        ('SELECT ?p { ?p :p ?n MINUS { ?p search:matches "x" } }', ["c"]),
        ('SELECT ?p { ?p :p ?n FILTER NOT EXISTS { ?p search:matches "x" } }', ["c"]),
        ('SELECT ?p { ?p :p ?n FILTER(EXISTS { ?p search:matches "x" } && ?n > 1) }', ["b"]),
        ('SELECT ?d (COUNT(?p) AS ?n) { ?p search:matches "x" ; :in ?d } GROUP BY ?d HAVING(COUNT(?p) > 1)', ["d1 2"]),
        ('SELECT ?d ?m { { SELECT ?d (MAX(?s) AS ?m) { ?p search:matches ("x" ?s) ; :in ?d } GROUP BY ?d } }', ["d1 0.9"]),
        ('SELECT ?p { ?p search:matches ("x" ?s) } ORDER BY ?s LIMIT 1', ["b"]),
        ('ASK { ?p search:matches "x" ; :p 2 }', ["True"]),
        ('CONSTRUCT { ?p :s ?s } WHERE { ?p search:matches ("x" ?s) ; :p 1 }', [f"<{A}> {pyoxigraph.Literal(0.9)}"]),
        ('SELECT ?d { ?d :in _:d . _:d :cites ?x . ?d search:matches "x" }', ["a", "b"]),
        ('SELECT ?s { :a search:matches ("x" ?s) }', ["0.9"]),
        ('SELECT ?s { <http://x/c> search:matches ("x" ?s) }', []),
        ('SELECT ?n { :b search:matches "x" ; :p ?n }', ["2"]),
        ('SELECT ?n { :c search:matches "x" ; :p ?n }', []),
        ('SELECT ?p ?r ?d { ?p search:matches ("x" search:rank ?r search:dense ?d) }', ["a 1 0.5", "b 2 -"]),
        ('SELECT ?p ?s { SERVICE search:index { ?p search:query "x" ; search:score ?s } }', ["a 0.9", "b 0.8"]),
        ('SELECT ?p ?d { SERVICE search:index { ?p search:query "x" . ?p :in ?d . FILTER(?p != :a) } }', ["b d1"]),
        ('SELECT ?p ?d { SERVICE SILENT search:index { ?p :in ?d ; search:query "x" . VALUES ?p { :a } } }', ["a d1"]),
        ('SELECT ?p { ?p :p ?n . FILTER(?n > 1) ?p search:matches "x" . }', ["b"]),
        ('SELECT ?p ?c { ?p search:matches ("x" ?s) BIND(?s * 10 AS ?c) FILTER(?c > 8.5) }', ["a 9"]),
    ],
)  # fmt: skip
def test_a_search_joins_as_its_pattern_would(store: pyoxigraph.Store, text: str, rows: list[str]) -> None:
    """In every position that a triple pattern may stand in."""
    assert _rows(store, text) == rows


def test_a_search_that_finds_nothing_joins_with_nothing(store: pyoxigraph.Store) -> None:
    """And leaves what is optional unbound."""
    assert _rows(store, 'SELECT ?p { ?p search:matches "x" ; :p ?n }', []) == []
    assert _rows(store, 'SELECT ?p ?s { ?p :p 1 OPTIONAL { ?p search:matches ("x" ?s) } }', []) == ["a -"]


def test_every_other_byte_stays(store: pyoxigraph.Store) -> None:
    """Comments, strings that look like a search, spaces and the order of everything."""
    before = '# search:matches ("no")\nPREFIX : <http://x/>\r\nSELECT  *\t{ ?p :q "?p search:matches \\"x\\"" ; :p ?n .\n'
    after = "  FILTER(?n < 3) # } SERVICE search:index {\n}\n"
    new = plain(f'{before}?p search:matches ("x" ?s) .{after}')
    assert new.startswith(before.partition("?p :q")[0])
    assert new.endswith(after)
    assert '?p :q "?p search:matches \\"x\\"" ; :p ?n .\n' in new
    assert store.query(new) is not None


def test_an_answer_cannot_smuggle_in_a_query() -> None:
    """An IRI with a bracket in it is no IRI."""
    with pytest.raises(IriError):
        plain('SELECT * { ?p search:matches "x" }', [Found("http://x/> } SERVICE <http://evil/> {", {})])


def test_a_place_in_the_new_text_is_one_in_the_old() -> None:
    """Copied words keep their place; words put in have the place where they stand."""
    text = "abcdef"
    new = Spliced(spliced(text, [Edit(2, 4, "XYZ"), Edit(2, 2, "--"), Edit(6, 6, "!")]))
    assert new.text == "ab--XYZef!"
    assert [new.origin(place) for place in range(len(new.text) + 1)] == [0, 1, 2, 2, 2, 2, 2, 4, 5, 6, 6]


_TRIPLES = ["?p :p ?n", "?p :in ?d", "?d :cites ?c", "?p :in/:cites ?c"]
_OTHERS = ["FILTER(?n > 1)", "OPTIONAL { ?p :in ?e }", "{ ?p :p ?n } UNION { ?p :p 3 }", "MINUS { ?p :p 2 }", "BIND(1 AS ?one)"]


@given(
    st.lists(st.sampled_from(_TRIPLES + _OTHERS), unique=True, max_size=5), st.integers(0, 5), st.sampled_from(["", " ", "\n"])
)
def test_a_search_at_any_place_of_a_group_joins_as_a_triple_there_would(parts: list[str], place: int, space: str) -> None:
    """The same group with a triple pattern whose matches are the same pairs has the same answers."""
    store = pyoxigraph.Store()
    store.load((DATA + f"<{A}> <http://x/sought> 9 . <{B}> <http://x/sought> 8 .").encode(), format=pyoxigraph.RdfFormat.TURTLE)
    place = min(place, len(parts))

    def group(pattern: str) -> str:
        lines = [*parts[:place], pattern, *parts[place:]]
        dots = [f"{line}{space}." if line in _TRIPLES or line == pattern else line for line in lines]
        return f"{P} SELECT * {{{space}{space.join(dots)}}}"

    found = [Found(A, {"score": "9"}), Found(B, {"score": "8"})]
    wanted = store.query(group("?p :sought ?s"))
    got = store.query(plain(group('?p search:matches ("x" ?s)'), found))
    assert isinstance(wanted, pyoxigraph.QuerySolutions)
    assert isinstance(got, pyoxigraph.QuerySolutions)
    assert set(wanted.variables) == set(got.variables)
    names = [variable.value for variable in wanted.variables]
    assert sorted([str(row[name]) for name in names] for row in got) == sorted(
        [str(row[name]) for name in names] for row in wanted
    )
