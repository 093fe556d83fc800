"""Tests of hostile texts in a browser: what a document, an address, a file or the browser's own storage brings is shown, and
never run; the policy that says so is kept by the browser itself.
"""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow
Opened = Callable[..., Page]
MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"
SIGNS = f"{MARKUP}\u202egpj.exe\x00"
ADDRESSES = (
    "/search?q={}",
    "/go?q={}",
    "/precedents?text={}",
    "/dossier?p=doc/A/72/884/para/45/d&note1={}&heading1={}&title={}",
    "/sparql?query={}",
    "/doc/A/87/34?asked={}",
    "/desk#text={}",
    "/doc/A/87/33#{}",
)


def unrun(page: Page) -> None:
    """Fails where a text opened a dialog, made an element, or left a handler."""
    assert page.evaluate("document.querySelectorAll('img[src=x], [onerror], script:not([src])').length") == 0


def test_no_text_of_an_address_or_a_document_is_run(browser: Browser, portal: str) -> None:
    """On each page that repeats what it is asked, and in a document that is full of such texts."""
    context = browser.new_context(base_url=portal)
    page, faults = context.new_page(), list[str]()
    page.on("dialog", lambda dialog: faults.append(dialog.message))  # it stays open, and the test ends at it
    page.on("pageerror", lambda error: faults.append(str(error)))
    for address in ADDRESSES:
        page.goto("about:blank")
        page.evaluate(
            "([at, text]) => { location.href = at.replaceAll('{}', encodeURIComponent(text)); }", [portal + address, SIGNS]
        )
        page.wait_for_url(lambda address: address != "about:blank", wait_until="load")
        unrun(page)
    assert faults == []
    context.close()


def test_the_browser_itself_keeps_the_policy(browser: Browser, portal: str) -> None:
    """A script in the page, a handler, a text taken for code, a style, a frame, another host: each is refused."""
    context = browser.new_context(base_url=portal)
    page = context.new_page()
    for address in ("/", "/sparql", "/dossier", "/desk", "/doc/A/87/34"):
        page.goto(address)
        refused = page.evaluate(
            """async () => {
                const told = [];
                document.addEventListener("securitypolicyviolation", (event) => told.push(event.effectiveDirective));
                window.ran = false;
                const script = document.createElement("script");
                script.textContent = "window.ran = true";
                document.head.append(script);
                const image = document.createElement("div");
                image.innerHTML = "<b onclick='window.ran = true'></b><p style='color: red'></p><iframe src='/'></iframe>";
                document.body.append(image);
                image.firstChild.click();
                try { await fetch("http://127.0.0.1:9/"); } catch { told.push("fetch"); }
                await new Promise((done) => setTimeout(done, 100));
                // not before: while the debugger evaluates, it lets eval pass
                try { window.eval("window.ran = true"); } catch { told.push("eval"); }
                return [window.ran, told];
            }"""
        )
        assert refused[0] is False, address
        assert {"eval", "fetch", "connect-src", "frame-src", "script-src-elem", "script-src-attr", "style-src-attr"} <= set(
            refused[1]
        )
    assert context.cookies() == []
    context.close()


def test_what_the_browser_keeps_may_be_anything(opened: Opened) -> None:
    """Storage that somebody else wrote: texts are shown as texts, what is no dossier is put aside, no address leads away."""
    page = opened("/help")
    passage = {
        "kind": "passage",
        "iri": "javascript:alert(1)",
        "note": SIGNS,
        "words": MARKUP,
        "language": MARKUP,
        "fidelity": MARKUP,
    }
    told = {
        "version": 1,
        "current": 0,
        "dossiers": [{"title": MARKUP, "entries": [passage, {"kind": "heading", "text": MARKUP}, 7, None]}],
    }
    for kept in ("null", "{", "[]", '{"version": 1, "dossiers": [null, 3]}'):
        page.evaluate("(kept) => localStorage.setItem('mandategraph.dossiers', kept)", kept)
        page.reload()
        expect(page.locator("main h1").first).to_be_visible()
    page.evaluate("(kept) => localStorage.setItem('mandategraph.dossiers', kept)", json.dumps(told))
    page.reload()
    unrun(page)
    assert page.locator('a[href^="javascript:"]').count() == 0


def test_a_place_that_is_no_place_ends_nothing(opened: Opened) -> None:
    """A link whose # is no percent-encoding: the reader's cards still come."""
    page = opened("/doc/A/87/33#%E0%A4%A")
    mark = page.locator(".reader a.m").first
    mark.scroll_into_view_if_needed()
    mark.click()
    expect(page.locator(".card-of")).to_be_visible()
