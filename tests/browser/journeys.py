"""Tests in a browser: the two journeys that the README tells. In: a page of the portal at its beginning. Out: the same page at
their end, and what is taken away. Must not look at anything that a person could not see.

    python -m tests.browser.journeys --write

walks them over the digests of this checkout, with the default model, and writes the pictures of the README anew.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs"
SIZE = {"width": 1200, "height": 900}
TALL = 1240  # of a picture: what one sees first and what it says below
QUESTION = "Which networks connect national focal points?"
DRAFT = (
    "The Secretary-General encourages Member States to appoint a senior official as national focal point for the responsibility "
    "to protect, with a budget of the focal point's own. See A/75/863, para. 49 (b)."
)

_PATIENCE_MS = 20_000  # the machines of CI are shared

Kept = Callable[[Page, str], None]


def researcher(page: Page, keep: Kept) -> Path:
    """From a question to what was asked of States about it, what became of that, and a table with citations."""
    page.get_by_role("search").get_by_role("textbox").fill(QUESTION)
    page.get_by_role("search").get_by_role("button").first.click()
    expect(page.locator(".hit").first).to_be_visible(timeout=_PATIENCE_MS)
    keep(page, "researcher-1-found")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Recommendations").click()
    page.get_by_role("link", name="Addressee by theme").click()
    page.get_by_role("table").get_by_role("link", name=re.compile("national focal points", re.IGNORECASE)).first.click()
    expect(page.get_by_text("A/72/884, para. 45 (a)").first).to_be_visible(timeout=_PATIENCE_MS)
    page.get_by_role("link", name=re.compile("life line", re.IGNORECASE)).last.click()
    expect(page.locator("svg").first).to_be_visible(timeout=_PATIENCE_MS)
    expect(page.locator("ins").first).to_be_visible(timeout=_PATIENCE_MS)
    keep(page, "researcher-2-life-line")
    return _taken(page, "CSV")


def drafter(page: Page, keep: Kept) -> Path:
    """From a sentence of a draft to its precedent, what the draft changes, and a dossier in Word with footnotes."""
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Drafting desk").click()
    page.get_by_role("textbox").first.fill(DRAFT)
    page.get_by_role("main").get_by_role("button").first.click()
    page.get_by_role("button", name=re.compile("precedent", re.IGNORECASE)).first.click()
    collect = page.get_by_role("button", name="Collect A/72/884, para. 45 (a)").first
    expect(collect).to_be_visible(timeout=_PATIENCE_MS)
    page.locator("summary", has_text="What changes").first.click()
    expect(page.locator("ins").first).to_be_visible(timeout=_PATIENCE_MS)
    keep(page, "drafter-1-precedents")
    collect.click()
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Dossier").click()
    expect(page.get_by_role("main").get_by_text("A/72/884, para. 45 (a)").first).to_be_visible(timeout=_PATIENCE_MS)
    keep(page, "drafter-2-dossier")
    return _taken(page, "Word")


def _taken(page: Page, name: str) -> Path:
    with page.expect_download() as download:
        page.get_by_role("main").get_by_text(name, exact=True).first.click()
    return Path(download.value.path())


@contextmanager
def _served() -> Iterator[str]:
    with TemporaryDirectory() as data:
        command, told = [sys.executable, "-m", "mandategraph"], os.environ | {"MANDATEGRAPH_DATA": data}
        subprocess.run([*command, "ingest", "corpus/digests"], env=told, cwd=ROOT, check=True)
        server = subprocess.Popen([*command, "serve", "--port", "0"], env=told, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        try:
            line = server.stdout.readline() if server.stdout else ""
            yield line.split()[1].rstrip("/")
        finally:
            server.terminate()
            server.wait(60)


def _keep(page: Page, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True, clip={"x": 0, "y": 0, "width": SIZE["width"], "height": TALL})


def write() -> None:
    """Walks both journeys over the running product and keeps their pictures."""
    with _served() as address, sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for journey in (researcher, drafter):
            page = browser.new_page(base_url=address, viewport=SIZE, accept_downloads=True)  # type: ignore[arg-type]
            page.goto("/")
            journey(page, _keep)
            page.close()
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--write", action="store_true", required=True, help="Write the pictures under docs/.")
    parser.parse_args()
    write()
