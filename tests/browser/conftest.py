"""Tests in a browser. In: Debian's Chromium and a small published corpus. Out: pages of a portal that is served for real, on
loopback. Must not ask any other host: a request that would leave is cut off, and fails the test.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from stores.settings import Settings
from tests.conftest import Publish

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHOTS = ROOT / "build" / "screenshots"
SOURCES = (ROOT / "corpus" / "digests", ROOT / "tests" / "api" / "sources", HERE / "sources")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}


@dataclass(slots=True)
class Watch:
    """A context, and what should not have been done in it: requests to other hosts, errors of scripts, breaches of the policy."""

    context: BrowserContext
    faults: list[str] = field(default_factory=list)

    def page(self) -> Page:
        """A fresh page in it."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self.faults.append(f"{page.url}: {said.text}") if said.type == "error" else None)
        return page

    def emptied(self, portal: str) -> list[str]:
        """Faults and cookies since the last time; then all pages are shut, storage and permissions as in a new context."""
        left = self.faults + [f"a cookie: {one.get('name')}" for one in self.context.cookies()]
        self.faults = []
        *others, last = self.context.pages or [self.context.new_page()]
        self.context.new_cdp_session(last).send("Storage.clearDataForOrigin", {"origin": portal, "storageTypes": "all"})
        self.context.clear_cookies()
        self.context.clear_permissions()
        for page in (*others, last):
            page.close()
        return left


@pytest.fixture(scope="session")
def published(publish: Publish) -> Settings:
    """A data folder with the digests and the made documents."""
    return publish("portal", SOURCES)


@pytest.fixture(scope="session")
def portal(published: Settings) -> Iterator[str]:
    """The address of the portal, served by the command itself, without a slash at its end."""
    told = {
        "MANDATEGRAPH_DATA": str(published.data),
        "MANDATEGRAPH_MODELS": str(published.models),
        "MANDATEGRAPH_MODEL": published.model,
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "mandategraph", "serve", "--port", "0"],
        env=os.environ | told,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    )
    assert server.stdout
    found = re.search(r"http://[\d.]+:\d+", server.stdout.readline())
    assert found, "the portal did not start"
    yield found.group()
    server.terminate()
    server.wait(60)
    server.stdout.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a screen. It ends with its module: while it lives, its thread has a loop that runs, and whatever
    wants a loop of its own there cannot have it.
    """
    program = shutil.which("chromium")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium is not installed: .ci/packages installs it")
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def watched(browser: Browser, portal: str) -> Iterator[Callable[[bool], Watch]]:
    """A context with scripts and one without, each made when it is first wanted: a new one costs a second of a processor."""
    made: dict[bool, Watch] = {}

    def watch(scripts: bool) -> Watch:
        if scripts not in made:
            context = browser.new_context(base_url=portal, java_script_enabled=scripts, viewport=DESKTOP, accept_downloads=True)  # type: ignore[arg-type]
            context.set_default_timeout(20_000)
            watching = made[scripts] = Watch(context)
            context.route(
                lambda address: not address.startswith((portal, "data:", "blob:")), lambda route: _cut_off(route, watching)
            )
        return made[scripts]

    yield watch
    for watching in made.values():
        watching.context.close()


@pytest.fixture
def opened(watched: Callable[[bool], Watch], portal: str) -> Iterator[Opened]:
    """Opens a page of the portal: `opened("/help", scripts=False, size=PHONE, theme="dark")`. Faults fail the test at its end;
    what the browser kept is thrown away.
    """
    used: dict[bool, Watch] = {}

    def open_page(path: str, *, scripts: bool = True, size: dict[str, int] = DESKTOP, theme: str = "light") -> Page:
        watch = used[scripts] = watched(scripts)
        page = watch.page()
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.goto(path)
        return page

    yield open_page
    left = [one for watch in used.values() for one in watch.emptied(portal)]
    assert left == []


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Keeps a picture of a page under build/screenshots, for a person to look at."""

    def take(page: Page, name: str) -> None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{Path(request.node.path).stem.removeprefix('test_')}-{name}.png", full_page=True)

    return take


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What axe-core finds wrong with a page: each rule with the places that break it; nothing is what is wanted."""

    def look(page: Page) -> list[str]:
        found = Axe().run(page)
        return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found.response["violations"]]

    return look


def is_wider_than_its_window(page: Page) -> bool:
    """Whether the page as a whole must be moved sideways to be read."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def until(page: Page, expression: str, seconds: float = 20.0) -> None:
    """Waits until an expression is true in the page. Playwright's own way has the page read it with `eval`, which the policy
    forbids.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"{page.url}: not true within {seconds:.0f} s: {expression}"
        page.wait_for_timeout(50)


def _cut_off(route: Route, watch: Watch) -> None:
    watch.faults.append(f"would have left the host: {route.request.url}")
    route.abort()
