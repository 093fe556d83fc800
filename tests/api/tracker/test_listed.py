"""Tests of the tracker: the list, and the SPARQL that gives the same. In: filters. Out: duties with their words and what became
of them.
"""

from collections.abc import Mapping

import pytest

from api.library import Library, Serving
from api.tracker.grid import VIEWS, grid
from api.tracker.listed import SORTS, listed
from api.tracker.register import NONE, Register
from api.tracker.sparql import grid_query, list_query
from api.tracker.wanted import Wanted, key_of, wanted
from ontology.errors import BadParameter

pytestmark = pytest.mark.slow

_FILTERS: list[Mapping[str, list[str]]] = [
    {},
    {"kind": ["commitment"]},
    {"addressee": ["actor/member-states", "actor/security-council"], "year": ["2018"]},
    {"addressee": [NONE]},
    {"theme": [NONE, "theme/early-warning"]},
    {"verb": ["verb-class/encourages"], "document": ["A/72/884"]},
    {"pillar": ["pillar/1"], "later": ["silent"]},
    {"later": ["taken-up"]},
    {"year": ["..2018", "2031"]},
    {"year": ["0"]},
]


@pytest.mark.parametrize("filters", _FILTERS, ids=str)
def test_the_query_that_is_shown_gives_the_list(
    reports: Library, served: Serving, held: Register, filters: Mapping[str, list[str]]
) -> None:
    """The same duties in the same order."""
    asked = wanted(reports, served, filters)
    rows = served.graph.select(list_query(reports, asked))
    assert [str(row["duty"]) for row in rows] == [one.iri for one in listed(reports, served, held, asked, most=1000).items]


@pytest.mark.parametrize("view", VIEWS)
def test_the_query_that_is_shown_gives_the_matrix(reports: Library, served: Serving, held: Register, view: str) -> None:
    """The same counts, cell by cell; unbound is what has no value."""
    rows = served.graph.select(grid_query(reports, Wanted(), view))
    names = VIEWS[view]
    counted = {tuple(str(row.get(side, NONE)) for side in ("row", "column")): int(str(row["duties"])) for row in rows}
    found = grid(reports, held, Wanted(), view, most=1000)
    assert counted == {
        tuple(key_of(reports, name, key) for name, key in zip(names, cell, strict=True)): count
        for cell, count in found.counts.items()
    }


@pytest.mark.parametrize("sort", SORTS)
def test_pages_neither_overlap_nor_gap(reports: Library, served: Serving, held: Register, sort: str) -> None:
    """In every order the pages together are the whole list."""
    whole = listed(reports, served, held, Wanted(), sort=sort, most=1000)
    pages = [listed(reports, served, held, Wanted(), sort=sort, start=start, most=4) for start in range(0, whole.total, 4)]
    assert [one.iri for page in pages for one in page.items] == [one.iri for one in whole.items]
    assert {one.iri for one in whole.items} == {one.iri for one in held.duties}


def test_orders_are_what_they_are_called(reports: Library, served: Serving, held: Register) -> None:
    """The oldest first by year, the strongest first by the rank of the verb."""
    years = [one.year for one in listed(reports, served, held, Wanted(), sort="oldest", most=1000).items]
    assert years == sorted(years)
    ranks = [one.rank for one in listed(reports, served, held, Wanted(), sort="strongest", most=1000).items]
    assert ranks == sorted(ranks, reverse=True)


def test_a_duty_is_taken_up_or_silent(reports: Library, served: Serving, held: Register) -> None:
    """Never both; what the latest documents ask is neither, for nothing could have taken it up."""
    for one in listed(reports, served, held, Wanted(), most=1000).items:
        assert not (one.taken_up and one.silent_since)
        assert one.silent_since in (0, one.year)
        if one.year == held.latest:
            assert not one.silent_since
        assert all(later.year > one.year and later.pinpoint for later in one.taken_up)


def test_an_entry_has_the_words_that_it_was_read_from(reports: Library, served: Serving, held: Register) -> None:
    """They stand in its passage, and a digest's words are called ours."""
    for one in listed(reports, served, held, wanted(reports, served, {"document": ["A/75/863"]}), most=1000).items:
        stated = served.graph.facts(one.passage)
        assert any(one.words in str(text) for text in stated["https://w3id.org/mandategraph/ontology#digestText"])
        assert one.fidelity == "digest"


def test_what_is_no_order_is_refused(reports: Library, served: Serving, held: Register) -> None:
    """Nor does a list begin before its beginning."""
    with pytest.raises(BadParameter):
        listed(reports, served, held, Wanted(), sort="loudest")
    with pytest.raises(BadParameter):
        listed(reports, served, held, Wanted(), start=-1)
