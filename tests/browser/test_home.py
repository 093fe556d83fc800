"""Tests in a browser: home. In: the first page. Out: it is there, as a person finds it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, Opened, is_wider_than_its_window

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_first_page_is_accessible_in_both_themes(
    opened: Opened, axe: Callable[[Page], list[str]], shot: Callable[[Page, str], None], theme: str
) -> None:
    """No rule of axe-core is broken, at the width of a phone, and nothing is wider than the window."""
    page = opened("/", size=PHONE, theme=theme)
    assert axe(page) == []
    assert not is_wider_than_its_window(page)
    shot(page, theme)
