"""Tests in a browser: pages of things and the framework. In: the digests. Out: a reader's way from a thing to its passages."""

import pytest

from tests.browser.conftest import PHONE, Opened

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("scripts", [True, False])
def test_a_reader_goes_from_a_crime_to_a_passage_and_on(opened: Opened, scripts: bool) -> None:
    """By a bar of the picture to the year's passages, to one of them; and from a neighbour's name to its page."""
    page = opened("/crime/genocide", scripts=scripts)
    page.locator("svg.columns-picture a").first.click()
    assert "/passages?concept=crime/genocide&year=" in page.url
    assert page.locator("mark").first.inner_text().casefold().startswith("genocid")
    page.locator("ol.lines a").first.click()
    assert "/doc/" in page.url
    page.goto("/crime/genocide")
    page.locator("svg.ring-picture a", has_text="ethnic cleansing").first.click()
    assert page.url.endswith("/crime/ethnic-cleansing")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_framework_leads_from_a_box_to_its_item_and_its_paragraph(opened: Opened, scripts: bool) -> None:
    """What stands behind an item is folded away until it is asked for."""
    page = opened("/framework", scripts=scripts)
    page.locator("svg.flow-picture a[href='#results-framework-outcome-2']").click()
    assert page.url.endswith("#results-framework-outcome-2")
    item = page.locator("#results-framework-outcome-2")
    item.locator("summary").first.click()
    item.get_by_role("link", name="The paragraph with all that was read in it").first.click()
    assert page.url.endswith("/doc/results-framework/outcome/2")


def test_a_mandate_shows_what_established_it_before_what_reaffirmed_it(opened: Opened) -> None:
    """Each with the passage that says so, and the evidence of that."""
    page = opened("/mandate/special-adviser-prevention-of-genocide")
    rows = page.locator("section[aria-labelledby=bases] tbody tr").all_inner_texts()
    said = ["establishes" in row for row in rows]
    assert said[0]
    assert said == sorted(said, reverse=True)
    assert any("reaffirms" in row and "A/75/863, footnote 3" in row for row in rows)
    page.locator("section[aria-labelledby=bases] a", has_text="evidence").first.click()
    assert page.get_by_role("heading", name="Read by a program").is_visible()


def test_on_a_phone_lists_stand_in_the_place_of_pictures(opened: Opened) -> None:
    """Where the names of a picture would be too small to read."""
    page = opened("/framework", size=PHONE)
    assert not page.locator("svg.flow-picture").first.is_visible()
    assert page.locator("#results-framework-activity-1\\.1").is_visible()
    page.goto("/crime/genocide")
    assert not page.locator("svg.ring-picture").is_visible()
    assert page.locator("dl.related").is_visible()
