"""Tests in a browser: help. In: the topics, and the marks that lead to them. Out: pages that can be read by anybody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from api.web.portal.helping import TOPICS
from tests.browser.conftest import PHONE, Opened, is_wider_than_its_window

pytestmark = pytest.mark.slow


def test_every_topic_is_accessible_on_a_phone_in_both_themes(
    opened: Opened, axe: Callable[[Page], list[str]], shot: Callable[[Page, str], None]
) -> None:
    """No rule of axe-core is broken, and no table is wider than the window."""
    page = opened("/help", size=PHONE)
    faults = {}
    for place, name in enumerate(["", *(f"/{topic.name}" for topic in TOPICS)]):
        page.emulate_media(color_scheme="dark" if place % 2 else "light")
        page.goto(f"/help{name}")
        faults[name] = [*axe(page), *(["too wide"] if is_wider_than_its_window(page) else [])]
        if name in ("", "/labels"):
            shot(page, name.strip("/") or "topics")
    assert {name: found for name, found in faults.items() if found} == {}


def test_help_is_found_beside_what_it_explains(opened: Opened) -> None:
    """From the digests of the first page to what a digest is, and on to what is missing."""
    page = opened("/", scripts=False)
    page.get_by_role("link", name="Help: what a digest is").click()
    assert page.get_by_role("heading", name="What a digest is").is_visible()
    page.get_by_role("navigation", name="Help").get_by_role("link", name="What is missing from the corpus").click()
    assert page.get_by_role("heading", name="Citations that lead nowhere").is_visible()
