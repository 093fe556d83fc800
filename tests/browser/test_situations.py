"""Tests in a browser: risk lens and situations. In: the portal over digests and made documents. Out: each journey walked to its
end, with scripts and without.
"""

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opened

pytestmark = pytest.mark.slow


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
