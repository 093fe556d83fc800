"""Tests of the tracker: the register. In: a published graph. Out: every duty of it, once, with what takes it up."""

from collections import OrderedDict

import pytest

from api import once
from api.library import Serving
from api.tracker.register import LATER, NONE, Register, register

pytestmark = pytest.mark.slow

_MG = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "


def test_every_duty_stands_in_the_register_once(served: Serving, held: Register) -> None:
    """As many as the graph has, none twice, and each at the place that is told."""
    stated = {str(row["duty"]) for row in served.graph.select(_MG + "SELECT ?duty { ?duty a mg:Duty }")}
    assert {one.iri for one in held.duties} == stated
    assert [held.places[one.iri] for one in held.duties] == list(range(len(stated)))


def test_counts_by_addressee_are_those_of_the_graph(served: Serving, held: Register) -> None:
    """Also of those who promise; who has no addressee counts as none."""
    asked = "SELECT ?who (COUNT(DISTINCT ?duty) AS ?count) { ?duty a mg:Duty ; mg:addressee|mg:actor ?who } GROUP BY ?who"
    stated = {str(row["who"]): int(str(row["count"])) for row in served.graph.select(_MG + asked)}
    assert {who: count for who, count in held.totals["addressee"].items() if who != NONE} == stated


def test_the_latest_document_comes_first(held: Register) -> None:
    """The order of the list, as it is read in each document."""
    years = [one.year for one in held.duties]
    assert years == sorted(years, reverse=True)
    assert held.latest == max(years)


def test_what_is_taken_up_is_what_a_link_of_lineage_says(served: Serving, held: Register) -> None:
    """A duty of the earlier report is taken up where a link begins at it, and nowhere else."""
    linked = {str(row["duty"]) for row in served.graph.select(_MG + "SELECT ?duty { ?link a mg:Lineage ; mg:earlier ?duty }")}
    assert linked
    assert set(held.taken_up) == linked
    assert held.totals["later"] == {LATER[0]: len(linked), LATER[1]: len(held.duties) - len(linked)}


def test_the_register_is_made_once_a_generation(served: Serving, held: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks again is given the same object; made anew once the answers of the generation are gone, it says the same."""
    monkeypatch.setattr(once, "_KEPT", OrderedDict())
    anew = register(served)
    assert anew is register(served)
    assert anew is not held
    assert (anew.duties, anew.totals, anew.taken_up) == (held.duties, held.totals, held.taken_up)
