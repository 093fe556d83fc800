"""Tests of the keepers: what is sent to a store by URL. In: lines and rows made here. Out: differences, pieces, marks, updates.
No server.
"""

import pyoxigraph
import pytest

from stores.graph.guarded import Guard
from stores.graph.marker import BEGUN, COMING, IDENTIFIER, TOKEN, WAS, Mark, mark_query, marker, marker_graph
from stores.graph.pieces import difference, has_blank, parts, quads

BASE = "https://example.org/"
MARKS = marker_graph(BASE)
A, B, C = (f'<urn:{name}> <urn:is> "{name}" .\n'.encode() for name in "abc")
BLANK = b"<urn:z> <urn:is> _:b0 .\n"


def test_a_difference_names_what_goes_and_what_comes() -> None:
    """Of sorted lines, each once."""
    assert difference([A, B], [B, C]) == ([A], [C])
    assert difference([A], [A]) == ([], [])
    assert difference([], [A, B]) == ([], [A, B])


def test_blank_nodes_and_long_differences_are_not_told_line_by_line() -> None:
    """No line of another store can name a blank node."""
    assert difference([A, BLANK], [A]) is None
    assert difference([A], [A, B, C], most=len(B)) is None
    assert has_blank(BLANK)
    assert has_blank(b"_:b0 <urn:is> <urn:z> .\n")
    assert not has_blank(b'<urn:z> <urn:is> "_:b0" .\n')


def test_lines_are_sent_in_parts_of_bounded_size() -> None:
    """A line that is longer goes by itself."""
    assert list(parts([A, B, C], most=len(A) * 2)) == [[A, B], [C]]
    assert list(parts([A, B], most=1)) == [[A], [B]]
    assert list(parts([])) == []
    assert quads("urn:g", [A]) == b'<urn:a> <urn:is> "a" <urn:g> .\n'


def _store(*lines: str) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load("\n".join(lines).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    return store


def _mark(store: pyoxigraph.Store) -> Mark:
    found = store.query(mark_query(BASE))
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return Mark.of([{name: getattr(row[name], "value", "") for name in ("s", "p", "o")} for row in found], BASE)


def test_a_store_without_a_marker_or_with_two_holds_nothing() -> None:
    """One line by hand is enough to name a generation."""
    assert _mark(_store()) == Mark()
    assert _mark(_store(marker(BASE, "g1"))) == Mark(generation="g1")
    assert _mark(_store(marker(BASE, "g1"), marker(BASE, "g2"))) == Mark()


@pytest.mark.parametrize("lines", [[], [marker(BASE, "g1")], [marker(BASE, "g1"), marker(BASE, "g2")]])
def test_a_generation_comes_in_steps_that_the_marker_tells(lines: list[str]) -> None:
    """Whatever was said before: that it comes, which graphs were begun and sent, and that it is there."""
    store = _store(*lines)
    before = _mark(store)
    store.update(Guard(before, BASE).coming("g9", "t1"))
    mark = _mark(store)
    assert mark == Mark("", "t1", "g9", before.generation)
    guard = Guard(mark, BASE)
    store.update(guard.begun("urn:g"))
    assert _mark(store).notes == {"urn:g": None}
    store.update(f"{guard.added('urn:g', [A, BLANK])} ; {guard.sent('urn:g', 'd1')}")
    assert _mark(store).notes == {"urn:g": "d1"}
    store.update(guard.begun("urn:g"))
    assert _mark(store).notes == {"urn:g": None}
    store.update(guard.removed("urn:g", [A]))
    assert len(list(store.quads_for_pattern(None, None, None, pyoxigraph.NamedNode("urn:g")))) == 1
    store.update(f"{guard.emptied('urn:g')} ; {guard.whole('g9', 't2')}")
    assert _mark(store) == Mark("g9", "t2")
    assert len(store) == 2


def test_nothing_happens_under_a_mark_that_has_gone() -> None:
    """A request that comes late, or of somebody else."""
    store = _store(marker(BASE, "g1"), f'<{MARKS}> <{TOKEN}> "now" <{MARKS}> .', '<urn:a> <urn:is> "a" <urn:g> .')
    before = sorted(map(str, store))
    for stale in (Mark("g1", "then"), Mark("g1"), Mark()):
        guard = Guard(stale, BASE)
        for update in (
            guard.emptied("urn:g"),
            guard.removed("urn:g", [A]),
            guard.added("urn:g", [B]),
            guard.begun("urn:g"),
            guard.sent("urn:g", "d"),
            guard.coming("g2", "t"),
            guard.whole("g2", "t"),
        ):
            store.update(update)
            assert sorted(map(str, store)) == before


def test_the_terms_of_the_marker_are_those_of_dublin_core() -> None:
    """Whoever fills a store by hand relies on them."""
    assert {name.rpartition("/")[2] for name in (IDENTIFIER, TOKEN, COMING, WAS)} == {
        "identifier",
        "hasVersion",
        "isReplacedBy",
        "replaces",
    }
    assert BEGUN == "-"
