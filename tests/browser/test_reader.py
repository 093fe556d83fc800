"""Tests of the reader in a browser: point 3 of the portal walked to its end, with JavaScript and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Opened

pytestmark = pytest.mark.slow

LAMPS = "/doc/A/RES/86/41"
LOG = "/doc/A/87/33"
HOSTILE = "/doc/A/87/34"
DIGEST = "/doc/A/86/12"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_document_is_read_to_its_end(opened: Opened, shot: Callable[[Page, str], None], scripts: bool) -> None:
    """Footnote in place, a mark explained, its evidence and the form for errors; with a script and without."""
    page = opened(f"{LAMPS}?lang=en", scripts=scripts)
    expect(page.get_by_role("heading", level=1)).to_have_text("Lamps on the coast and the prevention of genocide")
    expect(page.get_by_text("full text", exact=True)).to_be_visible()
    expect(page.locator(".particulars summary").first).to_contain_text("115 in favour, 3 against, 12 abstaining")
    assert page.locator("a.out").get_attribute("href") == "https://docs.un.org/en/A/RES/86/41"
    page.get_by_role("button", name="Footnote 1").click()
    expect(page.locator("#here-fn-1")).to_be_visible()
    expect(page.locator("#here-fn-1")).to_contain_text("A/85/40-S/2031/44, para. 3.")
    page.keyboard.press("Escape")
    expect(page.locator("#here-fn-1")).to_be_hidden()
    page.locator("#preamble-1 a.m.crime").first.click()
    explained = page.locator(".card-of" if scripts else "#explained ~ dl div:target")
    expect(explained).to_contain_text("Genocide Convention")
    shot(page, f"document-{'with' if scripts else 'without'}-script")
    if scripts:
        explained.get_by_role("link", name="Evidence").click()
    else:
        explained.get_by_role("link", name="preambular para. 1").first.click()
    statement = page.locator("li:target")
    expect(statement).to_contain_text("genocide")
    expect(statement.locator(".backing")).to_contain_text("method:")
    expect(statement.locator(".backing")).to_contain_text("measured precision")
    statement.get_by_role("link", name="Report an error").click()
    assert "/mention/" in page.get_by_label("What is wrong").input_value()


@pytest.mark.parametrize("scripts", [True, False])
def test_kinds_are_switched(opened: Opened, scripts: bool) -> None:
    """At once with a script, by a form without; the address keeps the choice."""
    page = opened(f"{LAMPS}?lang=en", scripts=scripts)
    if not scripts:
        page.locator("form.kinds summary").click()
    assert page.locator(".reader a.m.crime[href]").count() == 4
    page.get_by_role("checkbox", name="Crimes").uncheck()
    if not scripts:
        page.get_by_role("button", name="Mark these").click()
    expect(page.locator(".reader a.m.crime[href]")).to_have_count(0)
    assert page.locator(".reader a.m.actor[href]").count() > 0
    assert "show=chosen" in page.url
    assert "show=crime" not in page.url
    page.reload()
    expect(page.locator(".reader a.m.crime[href]")).to_have_count(0)
    if not scripts:
        page.locator("form.kinds summary").click()
    page.get_by_role("checkbox", name="Crimes").check()
    if not scripts:
        page.get_by_role("button", name="Mark these").click()
    expect(page.locator(".reader a.m.crime[href]")).to_have_count(4)


def test_languages_are_read_one_at_a_time_and_side_by_side(opened: Opened, shot: Callable[[Page, str], None]) -> None:
    """Arabic from right to left; two languages in two columns, on a phone one below the other."""
    page = opened(f"{LAMPS}?lang=en", scripts=False)
    page.locator(".languages").get_by_role("link", name="العربية").first.click()
    words = page.locator("#para-1 .text")
    expect(words).to_have_count(1)
    assert (words.get_attribute("lang"), words.get_attribute("dir")) == ("ar", "rtl")
    number, text = page.locator("#para-1 > .mark").bounding_box(), words.bounding_box()
    assert number
    assert text
    assert number["x"] > text["x"]
    assert page.locator("a.out").get_attribute("href") == "https://docs.un.org/ar/A/RES/86/41"
    noted = "".join((page.locator("#preamble-1 .text").text_content() or "").split())
    assert "حراسالمصابيح1وإلى" in noted  # where the note is called in Arabic, behind a word and not within one
    shot(page, "arabic")
    page.locator(".languages").get_by_role("link", name="English").last.click()
    both = page.locator("#para-1 .text")
    assert [one.get_attribute("lang") for one in both.all()] == ["ar", "en"]
    left, right = both.nth(1).bounding_box(), both.nth(0).bounding_box()
    assert left
    assert right
    assert abs(left["y"] - right["y"]) < 3
    assert left["x"] + left["width"] <= right["x"]
    shot(page, "side-by-side")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    upper, lower = both.nth(0).bounding_box(), both.nth(1).bounding_box()
    assert upper
    assert lower
    assert upper["y"] + upper["height"] <= lower["y"]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_long_document_is_read_in_parts(opened: Opened, shot: Callable[[Page, str], None], scripts: bool) -> None:
    """Each paragraph on one part; a link to a place finds its part; the whole is one link away."""
    page = opened(LOG, scripts=scripts)
    assert page.locator("#para-1").count() == 1
    assert page.locator("#para-140").count() == 0
    seen: set[str | None] = set()
    while True:
        here = {one.get_attribute("id") for one in page.locator(".reader > .passage").all()}
        assert not here & seen
        seen |= here
        if not page.locator(".steps a[rel=next]").count():
            break
        page.locator(".steps a[rel=next]").first.click()
    assert {f"para-{number}" for number in range(1, 141)} <= seen
    page.goto(f"{LOG}/para/115")
    page.locator(".trail a").first.click()
    expect(page.locator(".passage:target")).to_contain_text("Night 15 of June")
    expect(page.locator(".passage:target")).to_be_in_viewport()
    shot(page, f"part-{'with' if scripts else 'without'}-script")
    if not page.locator("details.toc[open]").count() and not scripts:
        page.locator("details.toc summary").first.click()
    page.locator(".toc").first.get_by_role("link", name="I. January").click()
    expect(page.locator("h2:target, h3:target")).to_contain_text("January")
    page.get_by_role("link", name="parts on one page").click()
    assert page.locator(".reader > .passage").count() == len(seen)


def test_an_anchor_from_elsewhere_finds_its_part_with_a_script(opened: Opened) -> None:
    """Also one that knows nothing of parts."""
    page = opened(f"{LOG}#para-139")
    expect(page.locator(".passage:target")).to_contain_text("Night 19 of July")


@pytest.mark.parametrize("scripts", [True, False])
def test_what_cites_and_what_is_similar(opened: Opened, scripts: bool) -> None:
    """A paragraph tells what it cites and who cites it; similar passages are found from it."""
    page = opened(f"{LAMPS}?lang=en", scripts=scripts)
    expect(page.locator("#preamble-2 .tools")).to_contain_text("Cites A/86/12")
    expect(page.locator("#para-1 .tools")).to_contain_text("Cited by A/87/34, footnote 1")
    page.locator("#para-1 .tools").get_by_role("link", name="Similar").click()
    expect(page.locator(".near li").first).to_be_visible()
    assert "A/RES/86/41" not in (page.locator(".near").text_content() or "")
    page.goto(f"{LAMPS}/para/2/a")
    if not scripts:
        page.get_by_role("link", name="Find similar").click()
    else:
        page.locator("#similar").scroll_into_view_if_needed()
    expect(page.locator(".near li").first).to_be_visible()
    assert "/compare?" in (page.locator(".near li").first.get_by_role("link", name="Compare").get_attribute("href") or "")


def test_a_digest_is_told_apart(opened: Opened, shot: Callable[[Page, str], None]) -> None:
    """By words, a box and a line beside each paragraph."""
    page = opened(DIGEST)
    expect(page.get_by_text("digest: our own words")).to_be_visible()
    expect(page.locator(".note-box").first).to_contain_text("Do not quote it")
    assert page.locator(".of-digest .passage").count() > 0
    shot(page, "digest")


def test_the_card_is_there_for_the_keyboard_and_the_mouse(opened: Opened) -> None:
    """Enter opens it and goes in, Escape closes it and comes back; the mouse needs only to rest."""
    page = opened(f"{LAMPS}?lang=en")
    mark = page.locator("#para-1 a.m.crime")
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card-of")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('.card-of') !== null")
    page.keyboard.press("Escape")
    expect(page.locator(".card-of")).to_have_count(0)
    expect(mark).to_be_focused()
    mark.hover()
    expect(page.locator(".card-of")).to_contain_text("war crimes")
    page.mouse.move(5, 5)
    expect(page.locator(".card-of")).to_have_count(0)


def test_on_paper_there_are_footnotes_and_no_navigation(opened: Opened, shot: Callable[[Page, str], None]) -> None:
    """In the view to print and where the reader itself is printed: numbered notes at the end, and the source's addresses."""
    page = opened(f"{LAMPS}?lang=en", scripts=False)
    page.emulate_media(media="print")
    for hidden in (".side", ".tools", ".explained", "header.site nav"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".colophon")).to_contain_text("https://w3id.org/mandategraph/doc/A/RES/86/41")
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Print it").click()
    assert [one.text_content() for one in page.locator(".footnotes .mark").all()] == ["1", "2", "3"]
    expect(page.locator(".source")).to_contain_text("https://docs.un.org/en/A/RES/86/41")
    expect(page.locator("header.site")).to_be_hidden()
    assert page.get_by_role("navigation").count() == 0
    shot(page, "print")


def test_hostile_texts_are_words(opened: Opened) -> None:
    """Markup, scripts and overrides stand there as they are written; nothing ran, nothing was asked of another host."""
    for address in (HOSTILE, f"{HOSTILE}?view=print", f"{HOSTILE}/para/1", LAMPS, f"{HOSTILE}/para/3?near=1"):
        page = opened(address)
        assert page.locator("main script, main iframe, main img, main svg").count() == 0, address
        assert page.locator("main a[href^='javascript']").count() == 0, address
    expect(opened(HOSTILE).locator("#para-1 .text")).to_contain_text('<script>alert("out")')
