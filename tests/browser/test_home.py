"""Tests in a browser: home. In: the first page and its box. Out: what a person finds there, by mouse and keyboard, on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from api.web.pages import SECTIONS
from tests.browser.conftest import PHONE, Opened, is_wider_than_its_window

pytestmark = pytest.mark.slow
DRAFT = """Calls upon the keepers of all harbours to report every warning that they received, and every step that they took then,
to the Secretary-General, and requests the Secretary-General to inform the General Assembly of those reports once a year;"""
Shot = Callable[[Page, str], None]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_box_takes_a_question_a_symbol_and_a_paragraph(opened: Opened, scripts: bool) -> None:
    """A question is searched; a symbol opens its paragraph, with a way to search its words; a draft gets its precedents."""
    page = opened("/", scripts=scripts)
    page.get_by_label("Ask a question").fill("who keeps the lamps?")
    page.get_by_role("button", name="Go").click()
    assert "/search?q=who+keeps+the+lamps" in page.url
    page.goto("/")
    page.get_by_label("Ask a question").fill("a/75/863, para 49 (b)")
    page.get_by_role("button", name="Go").click()
    assert "/doc/A/75/863/para/49/b" in page.url
    page.get_by_role("button", name="Search for these words instead").click()
    assert "/search?q=a%2F75%2F863" in page.url
    page.goto("/")
    page.get_by_label("Ask a question").fill(DRAFT)
    page.get_by_role("button", name="Go").click()
    assert page.get_by_role("heading", name="Precedents").is_visible()
    assert "keepers" not in page.url


def test_the_box_is_reached_and_sent_by_keyboard_and_grows(opened: Opened) -> None:
    """The slash key goes to it, Shift and Enter begin a line, Enter sends a single line."""
    page = opened("/")
    page.keyboard.press("/")
    box = page.get_by_label("Ask a question")
    before = box.bounding_box()
    page.keyboard.type("one")
    for _ in range(4):
        page.keyboard.press("Shift+Enter")
        page.keyboard.type("more")
    after = box.bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"] + 40
    box.fill("genocide")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=genocide")
    page.keyboard.press("?")
    page.wait_for_url("**/help/keys")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_bars_and_examples_lead_to_what_is_behind_them(opened: Opened, scripts: bool) -> None:
    """A bar of the documents leads to those of its year, its table says the same, and an example runs."""
    page = opened("/", scripts=scripts)
    picture = page.locator("figure", has=page.get_by_role("heading", name="Documents by year"))
    picture.get_by_text("The same as a table").click()
    row = picture.locator("tbody tr").first
    year, count = row.locator("th").inner_text(), sum(int(cell) for cell in row.locator("td").all_inner_texts())
    picture.locator("svg a").first.click()
    assert page.url.endswith(f"/documents?year={year}")
    assert page.get_by_text(f"{count} document").first.is_visible()
    page.go_back()
    page.get_by_role("link", name="Which networks connect national focal points?").click()
    assert "/search?q=Which+networks" in page.url


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_phone_has_the_whole_navigation_in_a_menu(opened: Opened, shot: Shot, scripts: bool) -> None:
    """Folded away until it is opened; then every section is there."""
    page = opened("/help", scripts=scripts, size=PHONE)
    menu = page.locator("header details")
    assert not menu.get_by_role("link", name="Recommendations").is_visible()
    menu.get_by_text("Menu").click()
    for name, _, _ in SECTIONS:
        assert menu.get_by_role("link", name=name).is_visible()
    assert not is_wider_than_its_window(page)
    shot(page, f"menu-{scripts}")
    menu.get_by_role("link", name="Dossier").click()
    assert page.url.endswith("/dossier")
