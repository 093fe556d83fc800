"""Tests of the tracker: filters. In: names and values as people give them. Out: the duties that fit, or what a filter may be."""

import pytest

from api.library import Library, Serving
from api.tracker.register import NONE, Register
from api.tracker.wanted import MOST_TEXT, MOST_VALUES, fitting, key_of, value_of, wanted, years_of
from ontology.errors import BadParameter, NotFound

pytestmark = pytest.mark.slow


def test_without_filters_everything_fits(reports: Library, served: Serving, held: Register) -> None:
    """Empty values of a form are no filters."""
    asked = wanted(reports, served, {"addressee": [""], "year": [" "]})
    assert asked.pairs == []
    assert fitting(reports, held, asked).all()


def test_several_filters_must_all_hold(reports: Library, served: Serving, held: Register) -> None:
    """What fits two filters is what fits the one and the other."""
    first = fitting(reports, held, wanted(reports, served, {"addressee": ["actor/member-states"]}))
    second = fitting(reports, held, wanted(reports, served, {"year": ["2018"]}))
    both = fitting(reports, held, wanted(reports, served, {"addressee": ["actor/member-states"], "year": ["2018"]}))
    assert 0 < both.sum() < first.sum()
    assert (both == (first & second)).all()


def test_several_values_are_alternatives(reports: Library, served: Serving, held: Register) -> None:
    """One kind and the other are both."""
    assert fitting(reports, held, wanted(reports, served, {"kind": ["recommendation", "commitment"]})).all()


def test_a_document_is_known_by_any_of_its_symbols(reports: Library, served: Serving) -> None:
    """The parallel symbol names the same document."""
    assert wanted(reports, served, {"document": ["S/2018/525"]}) == wanted(reports, served, {"document": ["A/72/884"]})


def test_an_iri_is_as_good_as_its_path(reports: Library, served: Serving) -> None:
    """Whole addresses may be pasted."""
    whole = reports.iris.iri("theme/early-warning")
    assert wanted(reports, served, {"theme": [whole]})["theme"] == ("theme/early-warning",)


def test_every_value_of_an_axis_can_be_asked_for(reports: Library, held: Register) -> None:
    """Key to value and back."""
    for name, axis in held.axes.items():
        for key in axis.values:
            assert key_of(reports, name, value_of(reports, name, key)) == key


def test_of_an_unknown_actor_nothing_is_asked(reports: Library, served: Serving, held: Register) -> None:
    """A thing of which no duty speaks is no error."""
    assert not fitting(reports, held, wanted(reports, served, {"addressee": ["state/ATL"]})).any()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("addressee", "theme/early-warning"),
        ("addressee", "actor/<script>"),
        ("addressee", "actor/a> } DROP ALL {"),
        ("theme", "early warning"),
        ("verb", "verb-class/\u202eurges"),
        ("year", "two thousand"),
        ("year", ".."),
        ("year", "20180"),
        ("kind", "wish"),
        ("later", "never"),
        ("pillar", "x" * (MOST_TEXT + 1)),
        ("nothing", "1"),
    ],
)
def test_what_is_no_filter_is_refused(reports: Library, served: Serving, name: str, value: str) -> None:
    """With what would be one."""
    with pytest.raises(BadParameter) as refused:
        wanted(reports, served, {name: [value]})
    assert refused.value.advice


def test_a_filter_has_no_end_of_values(reports: Library, served: Serving) -> None:
    """More alternatives than a person chooses are refused."""
    with pytest.raises(BadParameter):
        wanted(reports, served, {"year": [str(1990 + number) for number in range(MOST_VALUES + 1)]})


def test_a_document_that_is_not_there_is_not_found(reports: Library, served: Serving) -> None:
    """Whatever else it is."""
    for value in ("A/1/1", "<script>alert(1)</script>", "doc/\x00"):
        with pytest.raises(NotFound):
            wanted(reports, served, {"document": [value]})


def test_years_are_read_as_the_search_reads_them() -> None:
    """A year, a range, an open range, and those without a date, which no range holds."""
    assert years_of("2018") == (2018, 2018)
    assert years_of("2009..2021") == (2009, 2021)
    assert years_of("..2005") == (1, 2005)
    assert years_of("2018..") == (2018, 9999)
    assert years_of("0") == (0, 0)
    assert years_of(NONE) is None
