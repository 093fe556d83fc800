"""Tests in a browser: the drafting desk. In: a draft. Out: precedents, findings, footnotes and counts beside it, with scripts and
without; the drafter's journey to its end.
"""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from api.papers.paper import Block, Paper, Run
from api.papers.word import word
from tests.browser.conftest import DESKTOP, PHONE, Opened, is_wider_than_its_window, until

pytestmark = pytest.mark.slow
DRAFT = (
    "Draft report on the keepers of lamps\n\n"
    "1. The keepers were warned of genocide and crimes against humanity (A/85/40, para. 1). "
    "Every lamp should be kept lit through the night.\n\n"
    "2. He wrote that “no harbour was open at any time” (A/85/40, para. 99). "
    '<b>Bold</b> <script>document.title = "taken"</script> words stay words.\n'
)


def put(page: Page, text: str = DRAFT) -> None:
    """Puts a draft on the desk."""
    page.fill("#text", text)
    page.click("form#desk button >> nth=0")
    page.locator(".on-desk").first.wait_for()


@pytest.mark.parametrize(("size", "theme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_a_draft_is_worked_through(
    opened: Opened, axe: Callable[[Page], list[str]], shot: Callable[[Page, str], None], size: dict[str, int], theme: str
) -> None:
    """What was found stands beside each passage; a sentence is opened and closed in place, by keyboard."""
    page = opened("/desk", size=size, theme=theme)
    put(page)
    assert "taken" not in page.title()
    expect(page.locator(".drafted b")).to_have_count(0)
    expect(page.locator(".finding.needs-a-look")).to_have_attribute("open", "")
    button = page.get_by_role("button", name="Precedents of sentence 3")
    expect(button).to_have_attribute("aria-expanded", "false")  # the script is there
    button.focus()
    page.keyboard.press("Enter")
    opened_box = page.get_by_role("region", name="Precedents of sentence 3")
    expect(opened_box.locator(".hit").first).to_contain_text(
        "A/85/40, para. 3 (a)", timeout=20_000
    )  # the model is read at the first
    expect(opened_box.locator("h3")).to_be_focused()
    opened_box.get_by_text("What changes, word by word").first.click()
    expect(opened_box.locator("ins").first).to_be_visible()
    assert axe(page) == []
    assert not is_wider_than_its_window(page)
    shot(page, f"draft-{theme}")
    opened_box.get_by_role("button", name="Close").click()
    expect(page.locator("#p3")).to_have_count(0)
    expect(button).to_be_focused()


def test_a_footnote_is_copied_and_the_report_is_taken_away(opened: Opened) -> None:
    """Into the clipboard, and as a file of Word."""
    page = opened("/desk")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    put(page)
    page.locator(".finding.in-order summary").first.click()
    page.locator(".finding.in-order .copy").first.click()
    until(page, "navigator.clipboard.readText().then((text) => text.startsWith('A/85/40'))")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Word", exact=True).click()
    assert taken.value.suggested_filename == "drafting-desk.docx"


def test_a_draft_comes_from_behind_the_hash_or_from_a_file_and_is_sent_to_this_desk_alone(opened: Opened, tmp_path: Path) -> None:
    """A text is read in the browser; a Word document goes to the desk alone."""
    page = opened(f"/desk#{urlencode({'text': 'A short draft.'})}")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.method != "GET" or "draft" in request.url else None)
    expect(page.locator("#text")).to_have_value("A short draft.")
    file = tmp_path / "draft.md"
    file.write_text("From a file: ünïcode.", encoding="utf-8")
    page.set_input_files("#file", file)
    expect(page.locator("#text")).to_have_value("From a file: ünïcode.")
    typed = tmp_path / "draft.docx"
    typed.write_bytes(word(Paper("On lamps", [Block("paragraph", [Run("Lit again.", note="A/85/40.")])])))
    page.set_input_files("#file", typed)
    expect(page.locator("#text")).to_have_value("On lamps\n\nLit again.¹\n\n¹ A/85/40.")
    binary = tmp_path / "draft.txt"
    binary.write_bytes(b"PK\x03\x04\x00\xff")
    page.set_input_files("#file", binary)
    expect(page.locator("#heard")).to_contain_text("nor a text in UTF-8")
    assert [address.rpartition("/desk")[2] for address in asked] == ["/file"]


def test_without_scripts_a_sentence_is_opened_by_sending_the_draft_again(opened: Opened) -> None:
    """The page goes to the sentence, and the passage can be collected by a link."""
    page = opened("/desk", scripts=False)
    put(page)
    page.get_by_role("button", name="Precedents of sentence 3").click()
    expect(page.locator("#p3 .hit").first).to_contain_text("A/85/40, para. 3 (a)")
    assert page.url.endswith("/desk#s3")
    expect(page.locator("#p3 a.collect").first).to_be_visible()
