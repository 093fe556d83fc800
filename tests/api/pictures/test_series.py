"""Tests of pictures: series. In: rows as SPARQL's JSON has them. Out: where bars and lines stand."""

import pytest

from api.pictures.series import HEIGHT, Binding, charted

XSD = "http://www.w3.org/2001/XMLSchema#"


def row(**values: str | float) -> Binding:
    """A binding: numbers as numbers, addresses as IRIs, all else as words."""
    return {
        name: {"type": "literal", "value": str(value), "datatype": f"{XSD}decimal"}
        if isinstance(value, int | float)
        else {"type": "uri" if value.startswith("http") else "literal", "value": value}
        for name, value in values.items()
    }


def test_counts_of_things_are_bars_in_the_order_of_the_rows_from_nought() -> None:
    """The longest is as wide as the picture, half of it half as wide."""
    found = charted(["what", "n"], [row(what="lamps", n=10), row(what="harbours", n=5)])
    assert found is not None
    assert not found.is_line
    assert [(place.label, place.marks[0].width, place.marks[0].x) for place in found.places] == [
        ("lamps", 100.0, 0.0),
        ("harbours", 50.0, 0.0),
    ]
    assert found.summary == "n by what: bars of 2 rows."


def test_a_bar_below_nought_lies_on_the_other_side_of_it() -> None:
    """Nought lies where both sides have room."""
    found = charted(["what", "n"], [row(what="more", n=30), row(what="less", n=-10)])
    assert found is not None
    assert [(place.marks[0].x, place.marks[0].width) for place in found.places] == [(25.0, 75.0), (0.0, 25.0)]


def test_numbers_by_year_are_a_line_in_the_order_of_the_years() -> None:
    """Whatever the order of the rows; equal steps of years are equal steps across, and the higher value stands higher."""
    found = charted(["year", "n"], [row(year="2020", n=4), row(year="2018", n=0), row(year="2019", n=8)])
    assert found is not None
    assert found.is_line
    assert [place.label for place in found.places] == ["2018", "2019", "2020"]
    across = [place.x for place in found.places]
    assert across[1] - across[0] == pytest.approx(across[2] - across[1], abs=0.02)
    assert [place.marks[0].y for place in found.places] == [HEIGHT, 0.0, HEIGHT / 2]
    assert len(found.strokes) == 2
    assert [tick.value for tick in found.ticks] == ["0", "2", "4", "6", "8"]


def test_a_year_that_comes_twice_makes_no_line() -> None:
    """Two values of one year would be joined by an upright line that says nothing."""
    found = charted(["year", "n"], [row(year="2018", n=1), row(year="2018", n=2), row(year="2019", n=3)])
    assert found is not None
    assert not found.is_line


def test_several_columns_of_numbers_are_several_series_and_a_gap_is_no_nought() -> None:
    """A row without a value has no mark in that series."""
    found = charted(["what", "a", "b"], [row(what="one", a=1, b=2), row(what="two", a=3)])
    assert found is not None
    assert found.series == ("a", "b")
    assert [[mark.series for mark in place.marks] for place in found.places] == [[0, 1], [0]]


def test_words_come_before_addresses_as_labels_and_addresses_have_their_names() -> None:
    """A label column is shown; where there is none, the name that the caller gives the IRI."""
    rows = [row(thing="https://x.org/1", label="one", n=1)]
    worded, bare = charted(["thing", "label", "n"], rows), charted(["thing", "n"], rows, {"https://x.org/1": "thing 1"})
    assert worded is not None
    assert bare is not None
    assert (worded.of, worded.places[0].label) == ("label", "one")
    assert (bare.of, bare.places[0].label) == ("thing", "thing 1")


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (["what"], [row(what="only words")]),
        (["n"], [row(n=1), row(n=2)]),
        (["what", "n"], []),
        (["what", "n"], [row(what="x", n=float("nan"))]),
    ],
)
def test_without_numbers_or_without_what_they_are_of_there_is_no_picture(columns: list[str], rows: list[Binding]) -> None:
    """Nothing is better than a picture of nothing."""
    assert charted(columns, rows) is None


def test_rows_beyond_the_picture_are_told() -> None:
    """Forty bars, and how many more there are."""
    found = charted(["what", "n"], [row(what=f"thing {at}", n=at) for at in range(100)])
    assert found is not None
    assert (len(found.places), found.left_out) == (40, 60)


def test_a_flat_line_has_a_scale() -> None:
    """Equal values do not divide by nought."""
    found = charted(["year", "n"], [row(year=str(year), n=7) for year in (2001, 2002, 2003)])
    assert found is not None
    assert {place.marks[0].y for place in found.places} == {HEIGHT / 2}
