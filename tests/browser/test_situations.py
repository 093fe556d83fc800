"""Tests in a browser: risk lens and situations. In: the portal over digests and made documents. Out: each journey walked to its
end, with scripts and without.
"""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Opened, is_wider_than_its_window

pytestmark = pytest.mark.slow
PAGES = {
    "lens": "/lens?open=8",
    "lens-documents": "/lens?by=document",
    "lens-passages": "/lens/passages?thing=risk-factor/2",
    "lens-near": "/lens/passages?thing=risk-factor/4&near=yes",
    "list": "/situations?since=2021",
    "place": "/situations/state/SSD",
    "form": "/situations/briefing",
    "briefing": "/situations/briefing?place=state/SSD&since=2021",
}


@pytest.mark.parametrize(("theme", "size"), [("light", DESKTOP), ("dark", PHONE)], ids=["light", "dark-phone"])
def test_pages_are_accessible_and_fit(
    opened: Opened, axe: Callable[[Page], list[str]], shot: Callable[[Page, str], None], theme: str, size: dict[str, int]
) -> None:
    """No rule of axe-core is broken in either theme, and nothing is wider than the window."""
    page = opened("/help", size=size, theme=theme)
    for name, address in PAGES.items():
        page.goto(address)
        assert (name, axe(page)) == (name, [])
        assert not is_wider_than_its_window(page), name
        shot(page, f"{name}-{theme}")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_from_a_cell_of_the_lens_to_the_words(opened: Opened, scripts: bool) -> None:
    """A factor is opened to its indicators, a cell leads to its passages, and a passage says what stands there."""
    page = opened("/lens", scripts=scripts)
    page.get_by_role("link", name="8. Triggering factors (show 12 indicators)").click()
    expect(page.get_by_role("rowheader", name="8.7")).to_be_visible()
    expect(page.get_by_role("heading", name="What no document here speaks of")).to_be_visible()
    cell = page.locator("table.matrix td a").first
    count = int(cell.inner_text())
    cell.click()
    expect(page.get_by_text(f"{count} passage").first).to_be_visible()
    first = page.locator("li.hit").first
    expect(first.locator(".stand")).to_have_text(["described"])
    expect(first.get_by_role("link", name="Report an error")).to_be_visible()
    page.get_by_role("link", name="What else is near in meaning").click()
    expect(page.get_by_text("A model ranks these passages")).to_be_visible()


def test_the_lens_is_narrowed_by_keyboard(opened: Opened) -> None:
    """The form is filled in and sent without a mouse; what is on can be taken off."""
    page = opened("/lens")
    page.locator("summary", has_text="Narrow").focus()
    page.keyboard.press("Enter")
    page.get_by_label("From year").fill("2020")
    page.keyboard.press("Enter")
    page.wait_for_url("**year_from=2020**")
    expect(page.get_by_role("columnheader", name="2018")).to_have_count(0)
    page.get_by_role("link", name="Take off: year from 2020").press("Enter")
    expect(page.get_by_role("columnheader", name="2018")).to_have_count(1)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_from_the_list_to_a_briefing_in_word(opened: Opened, scripts: bool, tmp_path: Path) -> None:
    """A State is chosen, what is new since a day is asked, and the briefing is taken away with its footnotes."""
    page = opened("/situations", scripts=scripts)
    page.get_by_role("link", name="South Sudan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("South Sudan")
    page.get_by_role("textbox", name="Since").fill("2021-05-03")
    page.get_by_role("button", name="What is new since then").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("South Sudan: what is new since 2021-05-03")
    expect(page.locator(".badge.digest").first).to_be_visible()
    page.get_by_label("Footnote 1", exact=True).click()
    expect(page.locator("#fn-1")).to_be_in_viewport()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Word").click()
    kept = tmp_path / "briefing.docx"
    taken.value.save_as(kept)
    assert "A/75/863" in zipfile.ZipFile(kept).read("word/footnotes.xml").decode()


def test_nothing_new_and_wrong_input_are_said_plainly(opened: Opened) -> None:
    """A State of which no document speaks; a place that is none keeps nobody waiting for an answer."""
    page = opened("/situations/briefing?place=FRA&since=2021-06")
    expect(page.get_by_text("Nothing new about France since 2021-06").first).to_be_visible()
