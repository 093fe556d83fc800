"""Tests in a browser: the tracker of what is asked. In: matrix, list, life line. Out: a person finds what became of an ask, with
scripts and without, on a telephone too.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_matrix_to_the_life_line_and_back(opened: Opened, shot: Callable[[Page, str], None], scripts: bool) -> None:
    """A cell leads to its entries, an entry to its line, where changed words are marked and silence is told; all by links."""
    page = opened("/recommendations", scripts=scripts)
    shot(page, f"matrix-{'on' if scripts else 'off'}")
    row = page.get_by_role("row", name="Member States")
    cell = row.get_by_role("cell").nth(1).get_by_role("link")
    count = cell.inner_text()
    cell.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{count} recommendations")
    expect(page.locator(".duty")).to_have_count(int(count))
    shot(page, f"list-{'on' if scripts else 'off'}")
    page.locator(".duty", has_text="Taken up later").first.get_by_role("link", name="Life line").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Life line of A/72/884")
    expect(page.locator("ins").nth(1)).to_be_visible()
    expect(page.locator("del").nth(1)).to_be_visible()
    expect(page.locator(".lead")).to_contain_text("Silent since 2021")
    expect(page.get_by_role("img", name="The passages on a line of years")).to_be_visible()
    shot(page, f"line-{'on' if scripts else 'off'}")


def test_narrowing_by_keyboard_alone(opened: Opened) -> None:
    """The form opens, narrows and is taken off again without a mouse; the address holds what was chosen."""
    page = opened("/recommendations")
    page.get_by_text("Narrow", exact=True).first.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Kind").focus()
    page.keyboard.type("commitments")
    page.keyboard.press("Tab")
    page.get_by_label("Document").focus()
    page.keyboard.type("A/72/884")
    page.keyboard.press("Enter")
    page.wait_for_url("**kind=commitment**")
    off = page.get_by_role("link", name="Take off: kind commitments only")
    off.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Take off: kind commitments only")).to_have_count(0)
    expect(page.get_by_role("link", name="Take off: document A/72/884")).to_be_visible()


def test_the_matrix_is_taken_away_as_word(opened: Opened) -> None:
    """As a file with a name of its own."""
    page = opened("/recommendations")
    with page.expect_download() as begun:
        page.get_by_role("link", name="Word").click()
    assert begun.value.suggested_filename == "recommendations-addressee-year.docx"
