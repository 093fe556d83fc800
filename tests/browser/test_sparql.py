"""Tests in a browser: the SPARQL page. In: the page. Out: a query is written, completed, mended, asked, and its answer looked
at, with the editor and without scripts.
"""

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Opened, is_wider_than_its_window

pytestmark = pytest.mark.slow
CITED = """PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?document (COUNT(?other) AS ?cited) WHERE { ?p mg:inDocument ?document ; mg:cites ?other } GROUP BY ?document"""
LINKED = """PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?document ?other WHERE { ?p mg:inDocument ?document ; mg:cites ?other } LIMIT 30"""


def address(query: str) -> str:
    """The page with a query and its answer."""
    return f"/sparql?{urlencode({'query': query})}"


def test_a_query_is_completed_mended_and_asked_by_keyboard_alone(
    opened: Opened, axe: Callable[[Page], list[str]], shot: Callable[[Page, str], None]
) -> None:
    """Terms come with their definitions, a prefix with its declaration; a fault is told and marked; Tab leaves the editor."""
    page = opened("/sparql")
    expect(page.locator("#console[data-completes]")).to_be_attached(timeout=20_000)
    page.locator(".editor .ace_scroller").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?r WHERE { ?r a mg:Recommend")
    expect(page.locator(".ace_autocomplete")).to_be_visible()
    expect(page.locator("#doc-tooltip")).to_contain_text("A duty that a document asks others to take on.")
    assert axe(page) == []
    shot(page, "completion")
    page.keyboard.press("Enter")
    expect(page.locator(".editor .ace_content")).to_contain_text("PREFIX mg: <https://w3id.org/mandategraph/ontology#>")
    expect(page.locator("#proof")).to_contain_text("Line 2")
    expect(page.locator(".fault-mark")).to_have_count(1)
    expect(page.locator(".ace_gutter .ace_error")).to_have_count(1)
    shot(page, "fault")
    page.keyboard.type(" } LIMIT 5")
    expect(page.locator("#proof")).to_have_text(re.compile("It reads well: SELECT. Cost: light."))
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.editor')") is None
    page.locator(".editor .ace_scroller").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#as-table tbody tr")).to_have_count(5)


def test_a_named_thing_is_completed_by_its_label(opened: Opened) -> None:
    """As its IRI, which nobody knows by heart."""
    page = opened("/sparql")
    expect(page.locator("#console[data-completes]")).to_be_attached(timeout=20_000)
    page.locator(".editor .ace_scroller").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT * { ?p ?o genocid")
    page.locator(".ace_autocomplete .ace_line.ace_selected", has_text="genocide").wait_for()  # the list of all that was typed
    page.keyboard.press("Enter")
    expect(page.locator(".editor .ace_content")).to_contain_text("genocide>")


def test_a_question_opens_in_the_editor_and_what_stood_there_is_a_step_back(opened: Opened) -> None:
    """Nothing that was written is lost."""
    page = opened("/sparql")
    page.locator(".ace_line").first.wait_for()
    page.select_option("#example", "cited-by")
    page.click("form.begin button")
    expect(page.locator("#query")).to_have_value(re.compile("BASE"), timeout=5_000)
    assert "example" not in page.url
    page.keyboard.press("Control+z")
    expect(page.locator("#query")).to_have_value(re.compile("mg:Report"))


@pytest.mark.parametrize(("size", "theme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_an_answer_is_looked_at_as_a_table_a_chart_and_a_graph(
    opened: Opened, axe: Callable[[Page], list[str]], shot: Callable[[Page, str], None], size: dict[str, int], theme: str
) -> None:
    """One at a time; each has an address, breaks no rule of axe-core, and stays within a phone."""
    page = opened(address(CITED), size=size, theme=theme)
    expect(page.locator("#as-chart")).to_be_hidden()
    page.get_by_role("link", name="Chart", exact=True).click()
    expect(page.locator("#as-table")).to_be_hidden()
    expect(page.locator("#as-chart .rows-picture li").first).to_be_visible()
    assert page.url.endswith("#as-chart")
    assert axe(page) == []
    assert not is_wider_than_its_window(page)
    shot(page, f"chart-{theme}")
    page.goto(f"{address(LINKED)}#as-graph")
    expect(page.locator("svg.network-picture")).to_be_visible()
    assert axe(page) == []
    assert not is_wider_than_its_window(page)
    shot(page, f"graph-{theme}")


def test_without_scripts_the_page_asks_opens_questions_and_shows_every_view(opened: Opened) -> None:
    """A plain form."""
    page = opened("/sparql?example=cited-by", scripts=False)
    page.click("#console button >> nth=0")
    expect(page.locator("#as-table")).to_be_visible()
    page.fill("#query", CITED)
    page.click("#console button >> nth=0")
    expect(page.locator("#as-table tbody tr").first).to_be_visible()
    expect(page.locator("#as-chart .rows-picture")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    assert taken.value.suggested_filename == "answer.csv"
