"""Tests in a browser: results and comparison. In: the portal. Out: the journey of a researcher through a search, to its end."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, Opened, is_wider_than_its_window

pytestmark = pytest.mark.slow

Shot = Callable[[Page, str], None]
ASKED = "/search?q=lamps+that+warn+of+genocide"
COMPARED = "/compare?a=A/RES/86/41,+para.+1&b=A/RES/86/41,+para.+3"


def _tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Presses Tab until the wanted thing has the focus, as a person without a mouse does."""
    for _ in range(150):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {wanted}")


def test_keyboard_alone_searches_narrows_copies_and_opens(opened: Opened) -> None:
    """From the empty box to the clipboard and the passage; nothing is clicked."""
    page = opened("/search")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("/")
    page.keyboard.type("lamps that warn of genocide")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=lamps\+that\+warn\+of\+genocide"))
    facet = page.locator('.facet button[name="crime"][value="crime/genocide"]')
    _tab_to(page, facet)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Take off the filter crime: genocide")).to_be_visible()
    first = page.locator(".hit").first
    _tab_to(page, first.get_by_role("button", name="Copy citation"))
    page.keyboard.press("Enter")
    expect(first.get_by_role("button", name="Copied")).to_be_focused()
    footnote = first.locator(".footnote").inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == footnote
    expect(page.get_by_role("status").last).to_contain_text("Copied")
    pinpoint = first.locator("h2 a").inner_text()
    _tab_to(page, first.locator("h2 a"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(pinpoint.split(",")[0])


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_a_search_is_narrowed_ordered_grouped_and_compared(opened: Opened, scripts: bool) -> None:
    """With and without scripts; the whole state stands in the address."""
    page = opened(ASKED, scripts=scripts)
    expect(page.locator(".hit mark").first).to_be_visible()
    expect(page.locator(".hit .why").first).to_contain_text("of the question")
    shown = int(page.locator('.facet button[value="Paragraph"] .number').inner_text().replace(",", ""))
    page.locator('.facet button[value="Paragraph"]').click()
    expect(page.locator(".count")).to_contain_text(f"of {shown:,} ")
    expect(page.locator('.facet button[name="kind"]').first).to_be_visible()
    page.get_by_label("Order").select_option("oldest")
    page.get_by_label("Group").select_option("document")
    page.get_by_role("button", name="Apply").click()
    for part in ("kind=Paragraph", "sort=oldest", "group=document"):
        assert part in page.url
    expect(page.locator(".shelf").first).to_be_visible()
    page.locator(".pick input").nth(0).check()
    page.locator(".hits:not(.rest .hits) .pick input").nth(1).check()
    page.get_by_role("button", name="Compare the two").click()
    expect(page.locator(".side")).to_have_count(2)
    expect(page.locator(".side del, .side ins").first).to_be_visible()


def test_what_is_taken_away_is_what_is_shown(opened: Opened) -> None:
    """A file in each format, by the buttons of the page."""
    page = opened(f"{ASKED}&crime=genocide")
    for label, ending in (("Word", "docx"), ("CSV", "csv"), ("RIS", "ris"), ("BibTeX", "bib"), ("JSON-LD", "jsonld")):
        with page.expect_download() as coming:
            page.get_by_role("button", name=label, exact=True).click()
        assert coming.value.suggested_filename == f"mandategraph-search-lamps-that-warn-of-genocide.{ending}"
        assert Path(coming.value.path()).stat().st_size > 300


def test_the_query_of_the_screen_runs_on_the_page_for_queries(opened: Opened) -> None:
    """The link under "show as SPARQL" leads to a table with the same passages."""
    page = opened(f"{ASKED}&crime=genocide&document=A/RES/86/41")
    pinpoints = page.locator(".hit h2 a").all_inner_texts()
    page.get_by_text("Show as SPARQL or API call").click()
    expect(page.locator(".repeat-as code").last).to_contain_text("curl -H")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the query").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".repeat-as code").first.text_content()
    page.get_by_role("link", name="run it on the SPARQL page").click()
    for pinpoint in pinpoints:
        expect(page.get_by_role("cell", name=pinpoint, exact=True)).to_be_visible()


def test_on_a_phone_the_facets_are_folded_and_open(opened: Opened) -> None:
    """Without scripts; at a desk they stand open."""
    page = opened(ASKED, scripts=False, size=PHONE)
    facet = page.locator('.facet button[name="crime"]').first
    expect(facet).not_to_be_visible()
    page.locator("details.facets > summary").click()
    expect(facet).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.reload()
    expect(facet).to_be_visible()


def test_arabic_is_compared_from_right_to_left(opened: Opened, shot: Shot) -> None:
    """In the language that is chosen, each text says which it is in."""
    page = opened(COMPARED)
    page.get_by_role("link", name="العربية").click()
    for side in page.locator(".side .text").all():
        assert side.get_attribute("lang") == "ar"
        assert side.evaluate("one => getComputedStyle(one).direction") == "rtl"
    shot(page, "compared-arabic")


def test_hostile_words_are_words(opened: Opened) -> None:
    """In the question, in the passages found, and beside each other; a fault of a script or the policy fails at the end."""
    page = opened("/search?q=%22%3E%3Cimg+src%3Dx+onerror%3Dalert(1)%3E+genocide+lantern&document=A/87/34")
    expect(page.locator(".hit").first).to_be_visible()
    assert page.locator(".hit img, .hit script, .hit svg, .hit iframe").count() == 0
    page.goto("/compare?a=A/87/34,+para.+1&b=A/87/34,+para.+2")
    expect(page.locator(".side").first).to_contain_text("<script>")
    assert page.locator("main img, main script, main svg").count() == 0
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert not is_wider_than_its_window(page)
