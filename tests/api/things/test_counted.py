"""Tests of the counts of things: how often each is spoken of and asked, against queries that count one thing at a time."""

from api.library import Library
from api.things.counted import CLASSES, counted

BASE = "https://w3id.org/mandategraph/"
_NAMING = (
    "PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT DISTINCT ?passage ?document {{ "
    "{{ ?passage mg:mentions|mg:cites ?one }} UNION {{ ?allusion mg:alludesTo ?one ; mg:inPassage ?passage }} "
    "?passage mg:inDocument ?document . {which} }}"
)


def test_counts_are_those_of_a_query_for_each_thing(library: Library) -> None:
    """For every thing that anything speaks of, and for any crime and any risk factor together."""
    with library.serving() as serving:
        told = counted(serving)
        assert len(told.spoken) > 20
        for iri, found in told.spoken.items():
            which = f"?one a <{iri}>" if iri in CLASSES else f"FILTER(?one = <{iri}>)"
            rows = serving.graph.select(_NAMING.format(which=which))
            assert sum(count for _, count in found) == len(rows), iri
            assert {document for document, _ in found} == {str(row["document"]) for row in rows}, iri


def test_documents_come_newest_first_and_undated_ones_last(library: Library) -> None:
    """The core functions have no date."""
    with library.serving() as serving:
        told = counted(serving)
        found = [document.removeprefix(f"{BASE}doc/") for document, _ in told.spoken[f"{BASE}crime/crimes-against-humanity"]]
        assert found == ["A/85/40", "core-functions"]
        assert told.by_year(told.spoken[f"{BASE}crime/crimes-against-humanity"]).keys() == {"2031", "undated"}


def test_what_is_named_together_is_so_both_ways(library: Library) -> None:
    """As often from one side as from the other."""
    with library.serving() as serving:
        together = counted(serving).together
    one, other = f"{BASE}crime/genocide", f"{BASE}crime/crimes-against-humanity"
    assert dict(together[one])[other] == dict(together[other])[one] >= 1


def test_what_is_asked_is_counted_for_whom_it_is_asked_of(library: Library) -> None:
    """Two items of paragraph 3 are for Member States; nothing is for Kenya by name."""
    with library.serving() as serving:
        asked = counted(serving).asked
    assert sum(count for _, count in asked[f"{BASE}actor/member-states"]) == 2
    assert f"{BASE}state/KEN" not in asked
