"""Tests in a browser: the dossier. In: passages of a results page. Out: a list that is put in order, annotated, taken away and
reopened, with scripts and without.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page

from reading.readers.docx import read_docx
from tests.browser.conftest import PHONE, Opened, is_wider_than_its_window, until

pytestmark = pytest.mark.slow
KEY = "mandategraph.dossiers"
REPORT = "https://w3id.org/mandategraph/doc/A/85/40/para/"
Shot = Callable[[Page, str], None]
Axe = Callable[[Page], list[str]]
SEARCH = "/search?q=keepers+lamps+winter"


def kept(page: Page) -> list[dict[str, object]]:
    """The entries of the dossier that this browser has open."""
    told = json.loads(page.evaluate(f"localStorage.getItem('{KEY}')"))
    return list(told["dossiers"][told["current"]]["entries"])


def keep(page: Page, *entries: dict[str, object]) -> None:
    """Puts a dossier into this browser, as one that was kept before."""
    told = {"version": 1, "current": 0, "dossiers": [{"title": "Of lamps", "entries": entries}]}
    page.evaluate(f"told => localStorage.setItem('{KEY}', JSON.stringify(told))", told)
    page.goto("/dossier")
    until(page, "document.querySelector('#entries [data-part=words]')?.textContent")


def passage(number: str, **more: object) -> dict[str, object]:
    """A passage of the made report, as it is kept."""
    return {"kind": "passage", "iri": f"{REPORT}{number}", "language": "en", "note": "", "quoted": True, "words": ""} | more


def pinpoints(page: Page) -> list[str]:
    """The passages in the order shown."""
    return page.locator("#entries [data-part=pinpoint]").all_inner_texts()


def taken(page: Page, button: str, folder: Path) -> bytes:
    """What a button gives to keep."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    waiting.value.save_as(folder / waiting.value.suggested_filename)
    return (folder / waiting.value.suggested_filename).read_bytes()


def test_the_journey_from_a_result_to_three_papers(opened: Opened, shot: Shot, axe: Axe, tmp_path: Path) -> None:
    """Collect, order, annotate, reload, take away."""
    page = opened(SEARCH)
    for place in (0, 1):
        page.locator("button[data-collect]").nth(place).click()
    assert page.locator("button[data-collect]").first.get_attribute("aria-pressed") == "true"
    count = page.locator("nav.broad a[href='/dossier']")
    assert count.inner_text() == "Dossier (2)"
    until(page, f"JSON.parse(localStorage.getItem('{KEY}')).dossiers[0].entries.every(one => one.words)")
    count.click()
    page.locator("[data-part=footnote]", has_text="para.").first.wait_for()
    first, second = pinpoints(page)
    page.get_by_label("Title").fill("Of lamps")
    page.get_by_label(f"Down: {first}").press("Enter")
    assert pinpoints(page) == [second, first]
    page.locator("#field-0").press("Alt+ArrowDown")
    assert pinpoints(page) == [first, second]
    page.locator("#field-0").fill("Why <b>this</b> matters")
    page.get_by_role("button", name="Add a heading").click()
    page.locator("#field-2").fill("What was asked")
    page.locator("#field-2").press("Alt+ArrowUp")
    page.reload()
    page.locator("[data-part=footnote]", has_text="para.").first.wait_for()
    assert page.locator("#field-0").input_value() == "Why <b>this</b> matters"
    assert page.locator("#field-1").input_value() == "What was asked"
    text = read_docx(taken(page, "Word", tmp_path), "dossier.docx").text
    assert text.startswith("Of lamps\nWhy <b>this</b> matters\n")
    assert "¹" in text
    assert "\nWhat was asked\n" in text
    assert "Why \\<b\\>this\\</b\\> matters" in taken(page, "Markdown", tmp_path).decode()
    document = pypdfium2.PdfDocument(taken(page, "PDF", tmp_path))
    assert "Why <b>this</b> matters" in document[0].get_textpage().get_text_range()
    document.close()
    assert [one["kind"] for one in json.loads(taken(page, "Save as a file", tmp_path))["entries"]] == [
        "passage",
        "heading",
        "passage",
    ]
    assert axe(page) == []
    shot(page, "kept")


def test_what_changed_since_is_told_word_by_word(opened: Opened, shot: Shot, axe: Axe) -> None:
    """A dossier whose kept words differ; its new words are kept when they are accepted."""
    page = opened("/dossier", theme="dark")
    now = "The Security Council should hear the keepers before the next winter."
    keep(page, passage("4", words=now.replace("should", "may"), fidelity="full"), passage("99", words="w"), passage("1"))
    told = page.locator("#entries .entry")
    told.nth(0).locator("ins").wait_for()
    assert told.nth(0).locator("del").inner_text() == "may"
    assert told.nth(0).locator("[data-part=said]").inner_text() == "Its words changed since it was collected."
    assert told.nth(1).locator("[data-part=said]").inner_text() == "Not in this corpus."
    assert axe(page) == []
    shot(page, "changed-dark")
    told.nth(0).get_by_role("button", name="Keep the words of now").click()
    told.nth(0).locator("[data-part=changed]").wait_for(state="hidden")
    assert kept(page)[0]["words"] == now


def test_a_file_is_opened_again_and_a_hostile_one_is_refused(opened: Opened, tmp_path: Path) -> None:
    """Into a dossier of its own; what is none changes nothing."""
    page = opened("/dossier")
    file = {"format": "mandategraph-dossier", "version": 1, "title": "From a file", "entries": [passage("4", note="<img src=x>")]}
    (tmp_path / "one.json").write_text(json.dumps(file))
    page.set_input_files("#file", tmp_path / "one.json")
    page.locator("[data-part=footnote]", has_text="para. 4").wait_for()
    (tmp_path / "two.json").write_text('{"format": "mandategraph-dossier", "version": 9}')
    page.set_input_files("#file", tmp_path / "two.json")
    page.get_by_text("two.json is no dossier").wait_for()
    assert page.locator("#chosen option").count() == 2
    assert page.locator("#field-0").input_value() == "<img src=x>"
    page.get_by_label("Order").select_option("document")
    page.locator("#entries h2").wait_for()
    assert page.locator("#entries [data-act=up]").is_hidden()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete this dossier").click()
    assert page.locator("#chosen option").count() == 1


def test_where_nothing_can_be_kept_links_stay_links(opened: Opened) -> None:
    """Storage that is denied raises as soon as it is named."""
    page = opened("/help")
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } })")
    page.goto(SEARCH)
    page.locator("a[data-collect]").first.click()
    page.wait_for_url("**/dossier?p=*")
    assert page.locator(".entry").count() == 1


def test_without_scripts_the_address_is_the_dossier(opened: Opened, shot: Shot) -> None:
    """Collected by a link; noted, put in order and taken away by a form."""
    page = opened(SEARCH, scripts=False, size=PHONE)
    page.locator("a[data-collect]").first.click()
    page.goto(f"{page.url}&p={REPORT}4")
    page.locator("textarea").nth(1).fill("Mine")
    page.get_by_role("complementary").get_by_role("button", name="Update").click()
    assert "note2=Mine" in page.url
    page.get_by_role("button", name="Up: A/85/40, para. 4").click()
    assert page.locator("textarea").first.input_value() == "Mine"
    assert not is_wider_than_its_window(page)
    shot(page, "address")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Word").click()
    assert waiting.value.suggested_filename == "Dossier.docx"


def test_a_list_from_an_address_is_taken_into_the_browser(opened: Opened, axe: Axe) -> None:
    """With its notes; hostile ones are texts."""
    page = opened(f"/dossier?p={REPORT}1&p={REPORT}4&note1=%3Cscript%3Ealert(1)%3C/script%3E&title=%3Cb%3E", size=PHONE)
    page.get_by_role("button", name="Keep these").click()
    page.locator("[data-part=footnote]", has_text="para. 4").wait_for()
    assert kept(page)[0]["note"] == "<script>alert(1)</script>"
    assert not is_wider_than_its_window(page)
    assert axe(page) == []
