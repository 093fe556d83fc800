"""Tests of the view of a thing: what the vocabulary says of it, in order, each statement with its source."""

import pytest

from api.library import Library
from api.things.thing import ThingView, thing
from ontology.errors import NotFound

BASE = "https://w3id.org/mandategraph/"


def seen(library: Library, path: str, languages: tuple[str, ...] = ("en",)) -> ThingView:
    """The view of a thing by its path."""
    with library.serving() as serving:
        return thing(library, serving, BASE + path, languages)


def related(view: ThingView) -> dict[str, list[str]]:
    """Its relations by heading, as names."""
    return {relation.heading: [other.label for other in relation.others] for relation in view.relations}


def test_a_crime_has_its_law_and_its_acts_in_their_order(library: Library) -> None:
    """Article III comes before III (b), act (a) before (b); each names its instrument."""
    view = seen(library, "crime/genocide")
    places = [one.iri.removeprefix(f"{BASE}legal-basis/") for one in view.law.articles] if view.law else []
    assert (
        places.index("genocide-convention/ii")
        < places.index("genocide-convention/iii")
        < places.index("genocide-convention/iii/b")
    )
    assert view.law
    assert [one.iri[-1] for one in view.law.acts] == ["a", "b", "c", "d", "e"]
    assert all(one.instrument and one.says and one.certainty for one in view.law.acts)
    assert view.definitions
    assert view.sources


def test_acts_with_roman_points_are_counted_not_spelt(library: Library) -> None:
    """Point (ix) comes after (viii) and before (x)."""
    view = seen(library, "crime/war-crimes")
    assert view.law
    points = [one.iri.rpartition("/")[2] for one in view.law.acts if "/b/" in one.iri]
    assert points.index("viii") + 1 == points.index("ix")
    assert points.index("ix") + 1 == points.index("x")


def test_a_risk_factor_has_its_indicators_by_number(library: Library) -> None:
    """8.2 comes before 8.10."""
    view = seen(library, "risk-factor/8")
    assert [one.number for one in view.indicators] == [f"8.{place}" for place in range(1, 13)]
    assert related(seen(library, "indicator/8.1"))["Risk factor"] == [view.label]


def test_a_mandate_has_its_holder_its_functions_and_its_place_in_the_programme(library: Library) -> None:
    """That of a Special Adviser stands in the programme of the office that supports it."""
    view = seen(library, "mandate/special-adviser-prevention-of-genocide")
    assert related(view)["Held by"] == ["Special Adviser on the Prevention of Genocide"]
    assert [one.function.iri[-1] for one in view.functions] == ["1", "2", "3", "4"]
    assert [(one.programme.iri.removeprefix(BASE), one.office is not None) for one in view.programmes] == [
        ("doc/core-functions", True)
    ]
    own = seen(library, "mandate/office-genocide-prevention-responsibility-to-protect")
    assert [one.office for one in own.programmes] == [None]


def test_an_office_has_who_held_it_and_a_person_what_they_held(library: Library) -> None:
    """The latest first."""
    office = seen(library, "actor/special-adviser-prevention-of-genocide")
    since = [tenure.since for tenure in office.tenures]
    assert since == sorted(since, reverse=True)
    person = seen(library, office.tenures[0].person.iri.removeprefix(BASE))
    assert office.iri in [tenure.office.iri for tenure in person.tenures]


def test_what_merely_follows_is_not_told_as_said(library: Library) -> None:
    """Kenya lies in Eastern Africa; that it so lies in Africa is inferred."""
    assert related(seen(library, "state/KEN"))["Lies in"] == ["Eastern Africa"]


def test_names_come_in_the_language_that_is_wanted(library: Library) -> None:
    """With all names, that language first, and the codes that others know it by."""
    view = seen(library, "state/KEN", ("fr",))
    assert next(iter(view.names)) == "fr"
    assert ("ISO 3166-1 alpha-3", "KEN") in view.codes
    assert any("wikidata" in iri for _, iri in view.same)


def test_a_busy_thing_is_told_in_part_and_says_so(library: Library) -> None:
    """Ten of what leads to it by a property; nothing of what the page lists elsewhere."""
    view = seen(library, "actor/member-states")
    leads = {stated.property.rpartition("#")[2]: stated for stated in view.leading}
    assert len(leads["memberOf"].values) == 10
    assert leads["memberOf"].is_cut
    assert "mentions" not in leads
    assert len(related(view)["Members"]) == 193


def test_a_finding_says_where_and_how_it_was_read(library: Library) -> None:
    """With the words that it stands on."""
    with library.serving() as serving:
        rows = serving.graph.select(
            "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
            f"SELECT ?m {{ ?m mg:of <{BASE}crime/genocide> ; mg:inPassage <{BASE}doc/A/85/40/para/1> }}"
        )
    view = seen(library, str(rows[0]["m"]).removeprefix(BASE))
    assert view.found
    assert (view.found.printed, view.found.passage and view.found.passage.label) == ("genocide", "A/85/40, para. 1")
    assert [other.label for other in view.found.leads_to] == ["genocide"]
    assert view.found.method
    assert float(view.found.confidence) > 0


def test_what_is_not_there_is_told(library: Library) -> None:
    """By the error that a page turns into 404."""
    with pytest.raises(NotFound):
        seen(library, "crime/none")
