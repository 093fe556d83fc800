"""Tests in a browser: every page. In: each page type of the portal, hostile texts, Arabic. Out: no rule of axe-core is broken in
either theme, nothing is wider than a telephone, all stands without scripts, nothing leaves the host.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, Response, Route
from starlette.testclient import TestClient

from api.library import Library
from api.web import pages
from api.web.app import create_app
from stores.settings import Settings
from tests.browser.addresses import EVERY, Opened
from tests.browser.conftest import DESKTOP, PHONE, SHOTS, is_wider_than_its_window

pytestmark = pytest.mark.slow
_MOST_BYTES = 120_000
_PICTURE = re.compile(rb"<svg\b.*?</svg>", re.DOTALL)
_TEMPLATES = Path(pages.__file__).parent / "templates"
_NOT_FOUND = "Failed to load resource: the server responded with a status of"
_HOSTILE = (
    (
        "<script>window.breached = 1</script>\"'><img src=x onerror='window.breached = 1'></title></textarea></pre>"
        "<svg onload='window.breached = 1'> \u202etxt.exe\u202c \u2067isolated \u200b\ufeff {{ 7 * 7 }}${window.breached = 1}"
    ),
    "x" * 3_000,
)
_ASKED = (
    "/search?q={}",
    "/cite?iri={}",
    "/compare?a={}&b={}",
    "/precedents?text={}",
    "/check?text={}",
    "/sparql?query={}",
    "/queries/recommendations-by-addressee?addressee={}",
    "/recommendations/list?addressee={}",
    "/recommendations/line?iri={}",
    "/corrections?iri={}",
    "/dossier?p={}",
    "/lens?state={}",
    "/situations/briefing?place={}",
    "/passages?concept={}",
    "/documents?kind={}",
    "/help/{}",
    "/doc/{}",
    "/go?q={}",
)


@dataclass(slots=True)
class Watched:
    """One page that is led to one address after another (a new one costs as much as all that is done in it), and what
    should not have been done in it.
    """

    page: Page
    faults: list[str] = field(default_factory=list)

    def at(self, size: dict[str, int]) -> Page:
        """It, by day, at a size."""
        self.faults.clear()
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(size)  # type: ignore[arg-type]
        return self.page

    def dismissed(self, dialog: Dialog) -> None:
        """Shuts a box that a script opened, and tells of it."""
        self.faults.append(f"a dialog: {dialog.message[:40]}")
        dialog.dismiss()

    def settled(self, *, refused: bool = False) -> list[str]:
        """What went wrong since it was last asked; that an address was refused is no fault where that was wanted."""
        found, self.faults = self.faults, []
        return [fault for fault in found if not (refused and _NOT_FOUND in fault)]


def _watched(browser: Browser, portal: str, *, scripts: bool) -> Iterator[Watched]:
    context = browser.new_context(base_url=portal, java_script_enabled=scripts, viewport=DESKTOP)  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    page = context.new_page()
    watched = Watched(page)

    def cut_off(route: Route) -> None:
        watched.faults.append(f"would have left the host: {route.request.url}")
        route.abort()

    context.route(lambda address: not address.startswith((portal, "data:", "blob:")), cut_off)
    page.on("pageerror", lambda error: watched.faults.append(f"{page.url}: {error}"))
    page.on("console", lambda said: watched.faults.append(f"{page.url}: {said.text}") if said.type == "error" else None)
    page.on("dialog", lambda dialog: watched.dismissed(dialog))  # noqa: PLW0108 (playwright marks what it is given)
    yield watched
    assert context.cookies() == []
    context.close()


@pytest.fixture(scope="module")
def scripted(browser: Browser, portal: str) -> Iterator[Watched]:
    """A context with scripts."""
    yield from _watched(browser, portal, scripts=True)


@pytest.fixture(scope="module")
def bare(browser: Browser, portal: str) -> Iterator[Watched]:
    """A context without scripts."""
    yield from _watched(browser, portal, scripts=False)


def _go(page: Page, opened: Opened) -> Response:
    """Opens a page; a form is sent by a page that has been opened."""
    if not opened.posted:
        answer = page.goto(opened.address)
        assert answer
        return answer
    page.goto("/live")
    with page.expect_navigation() as sent:
        page.evaluate(
            """([action, fields]) => {
              const form = document.createElement("form")
              Object.assign(form, {method: "post", action, acceptCharset: "utf-8"})
              for (const [name, value] of Object.entries(fields)) {
                const field = document.createElement("textarea")
                Object.assign(field, {name, value})
                form.append(field)
              }
              document.body.append(form)
              form.submit()
            }""",
            [opened.address, dict(opened.posted)],
        )
    return sent.value


def _keep(page: Page, opened: Opened, size: str) -> None:
    """A picture of the whole page, for a person to look at."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", unquote(str(opened)).strip("/"))[:60] or "home"
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"every-{name}-{size}.jpg", full_page=True, type="jpeg", quality=70)


def _broken(found: dict[str, list[dict[str, object]]]) -> list[str]:
    return [f"{one['id']}: {[node['target'] for node in one['nodes']][:5]}" for one in found["violations"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize("opened", EVERY, ids=str)
def test_every_page_is_accessible_small_and_at_home(scripted: Watched, opened: Opened) -> None:
    """At a desk by day and on a telephone by night; under 120 kB without its pictures; a picture of each is kept."""
    page = scripted.at(DESKTOP)
    answer = _go(page, opened)
    assert answer.status == opened.status
    assert len(_PICTURE.sub(b"", answer.body())) < _MOST_BYTES
    _keep(page, opened, "desk")
    assert _broken(Axe().run(page).response) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    _keep(page, opened, "telephone-dark")
    assert not is_wider_than_its_window(page)
    assert _broken(page.evaluate("axe.run(document, {resultTypes: ['violations']})")) == []
    assert scripted.settled(refused=opened.status != 200) == []


@pytest.mark.parametrize("opened", [one for one in EVERY if not one.posted], ids=str)
def test_every_page_stands_without_scripts(bare: Watched, opened: Opened) -> None:
    """It has one main heading, that says something, and a title of its own."""
    page = bare.at(DESKTOP)
    answer = page.goto(opened.address)
    assert answer
    assert answer.status == opened.status
    assert page.locator("h1").count() == 1
    assert page.locator("h1").inner_text().strip()
    assert page.title().strip()
    assert page.locator("main").count() == 1
    assert bare.settled(refused=opened.status != 200) == []


@pytest.mark.parametrize("asked", _ASKED)
def test_hostile_questions_stay_text(scripted: Watched, asked: str) -> None:
    """Markup, scripts, signs that turn the line about, templates and endless words: none of it runs, none widens the page."""
    page = scripted.at(PHONE)
    for hostile in _HOSTILE:
        answer = page.goto(asked.replace("{}", quote(hostile, safe="")))
        assert answer
        assert answer.status in (200, 400, 404, 413, 414, 422), (answer.status, hostile[:40])
        assert page.evaluate("window.breached") is None, hostile
        assert page.locator("main script, main img[onerror], main svg[onload], main iframe").count() == 0
        assert not is_wider_than_its_window(page), hostile[:40]
    assert scripted.settled(refused=True) == []


@pytest.mark.parametrize("address", ["/precedents", "/check", "/desk"])
def test_a_megabyte_word_in_a_draft_is_shown_or_refused(scripted: Watched, address: str) -> None:
    """In good time, as text, and never as a fault of the server; a long word that is taken does not widen the page."""
    page = scripted.at(PHONE)
    for hostile in (f"{_HOSTILE[0]} {'x' * 1_000_000}", f"Member States should {'x' * 3_000} {_HOSTILE[1]}."):
        answer = _go(page, Opened(address, posted={"text": hostile}))
        assert answer.status in (200, 400, 413)
        assert page.locator("h1").inner_text()
        assert page.evaluate("window.breached") is None
        assert not is_wider_than_its_window(page)
    assert scripted.settled(refused=True) == []


def test_a_megabyte_word_in_an_address_is_refused(scripted: Watched) -> None:
    """By a status that says whose fault it is; the portal answers the next one."""
    answer = scripted.page.request.get(f"/search?q={'x' * 1_000_000}")
    assert 400 <= answer.status < 500
    assert scripted.page.request.get("/live").status == 200


@pytest.mark.parametrize(
    "address", ["/doc/A/87/34", "/doc/A/87/34/para/1", "/doc/A/87/34/para/3", "/search?q=genocide&document=A/87/34"]
)
def test_hostile_documents_stay_text(scripted: Watched, address: str) -> None:
    """What a document prints is shown as printed, and nothing of it runs."""
    page = scripted.at(DESKTOP)
    page.goto(address)
    assert page.evaluate("window.breached") is None
    assert page.locator("main script, main iframe, main img[src='x'], main [onload], main a[href^='javascript:']").count() == 0
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert not is_wider_than_its_window(page)
    assert scripted.settled() == []


@pytest.mark.parametrize("address", ["/doc/A/RES/86/41?lang=ar", "/doc/A/RES/86/41/para/3?lang=ar"])
def test_arabic_runs_from_right_to_left(scripted: Watched, address: str) -> None:
    """Each text in Arabic is computed to do so, begins at the right edge, and the page around it stays as it is."""
    page = scripted.at(DESKTOP)
    page.goto(address)
    texts = page.locator("main [lang=ar]")
    assert texts.count()
    found = texts.evaluate_all(
        "all => all.map(one => [getComputedStyle(one).direction, getComputedStyle(one).textAlign, one.innerText.slice(0, 40)])"
    )
    assert all(direction == "rtl" for direction, _, _ in found), found
    assert all(align in ("start", "right", "center") for _, align, _ in found), found
    assert page.evaluate("getComputedStyle(document.body).direction") == "ltr"
    assert scripted.settled() == []


def test_every_template_is_opened_by_some_page(published: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new kind of page stands in the list, else it is never looked at."""
    environment = pages._environment()
    drawn: set[str] = set()
    get_template = environment.get_template

    def noted(name: str, *others: object) -> object:
        drawn.add(name)
        return get_template(name, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(environment, "get_template", noted)
    library = Library.open(published)
    client = TestClient(create_app(library), follow_redirects=True)
    for one in EVERY:
        client.request(
            "POST" if one.posted else "GET", one.address, data=dict(one.posted) or None, headers={"Accept": "text/html"}
        )
    library.close()
    whole = {
        str(file.relative_to(_TEMPLATES))
        for file in _TEMPLATES.rglob("*.html")
        if 'extends "base.html"' in file.read_text("utf-8")
    }
    assert whole - drawn == set()
